"""A mail offers nothing that the rules do not make good."""

import pytest

from mailbot.compose.words import paragraphs
from tests.compose.desk import composed, send, text_of


@pytest.mark.parametrize("template", ["M-02", "M-11", "M-13", "M-31", "M-43", "M-44"])
def test_without_the_rules_word_there_is_no_tag_no_survey_and_no_word_that_closes(template: str):
    facts = {"title": "t", "why": "w", "expected": "e", "missing": ()}
    nothing = {"commands": False, "survey": False, "self_service": False}
    mail = composed(send(template, **facts, **nothing))
    text = text_of(mail)
    for offer in ("[TOMAR]", "[RESPONDER]", "[NUEVO]", "Califique", "CALIFIQUE", "SOLUCIONADO"):
        assert offer not in text
        assert offer.encode() not in mail.raw


@pytest.mark.parametrize(
    "written",
    [
        "Mi C.C. 52'345.678 es esa", "documento de identidad: 52-345-678", "CE 523456",
        "soy 1.052.345.678 de Tunja", "cédula 1052345678", "c.c. No. 52.345.678",
    ],
)  # fmt: skip
def test_an_identity_number_is_hidden_however_it_is_written(written: str):
    shown = paragraphs(written)
    assert "345" not in shown
    assert "••••••" in shown


@pytest.mark.parametrize("written", ["pago de 1.052.345.678 pesos", "orden 184526", "13-01-01"])
def test_amounts_and_codes_stay(written: str):
    assert paragraphs(written) == written
