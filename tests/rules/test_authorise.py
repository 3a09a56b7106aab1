"""The Administrador's word on an order: what counts as one, and what never does (M-30, §16.7)."""

from dataclasses import replace

import pytest

from mailbot.model.line import Authorisation
from mailbot.model.vocabulary import Outcome, State
from mailbot.rules.event import View
from mailbot.rules.one_time_codes import code_from, read_decision
from mailbot.rules.routing import Route
from tests.rules.commands.coordination import Answered, a_case, address, on, write

CODE = "HNXFCNZZ"
CASE = a_case(1)
WAITING = Authorisation(
    code=CODE, order="[LOTE PAUSAR asesor=nora@ autoriza=adm@]", numbers=(CASE.number,),
    reason="cierre", asked_by=address("cl1"), authoriser=address("adm"),
    asked_at=on("1-Mar 10:00"), expires_at=on("3-Mar 10:00"),
)  # fmt: skip


def answers(
    text: str = f"SI AUTORIZO {CODE}", *, by: str = "adm", at: str = "1-Mar 15:00",
    waiting: Authorisation | None = WAITING, **mail: bool,
) -> Answered:  # fmt: skip
    return write(by, text, at, View(authorisation=waiting, others={CASE.number: CASE}), **mail)


@pytest.mark.parametrize(
    "text",
    [
        f"SI AUTORIZO {CODE}",
        f"Sí autorizo {CODE}",
        f"Sí, autorizo {CODE}.",
        "si autorizo hnxfcnzz",
        f"«SI AUTORIZO {CODE}»",
        f"*SI AUTORIZO {CODE}*",
        f"SI  AUTORIZO:  {CODE}",
        f"SI AUTORIZO el código {CODE}",
        f"SI AUTORIZO {CODE}, gracias.",
        f"Buenos días:\n\nSI AUTORIZO {CODE}\n\nAdela Mora\nAdministradora SIIF",
        f"Respetada Clara,\nSI AUTORIZO {CODE}",
    ],
)
def test_a_yes_in_the_first_line_carries_the_order_out(text):
    done = answers(text)
    assert done.cases[1].state is State.PENDIENTE_PROVEEDOR
    assert done.kept == [replace(WAITING, decided_at=on("1-Mar 15:00"), granted=True)]
    assert (done.decision.outcome, done.decision.rule) == (Outcome.COMMAND, Route.AUTHORISATION)


@pytest.mark.parametrize("text", [f"NO AUTORIZO {CODE}", f"No, autorizo {CODE}"])
def test_a_no_calls_it_off(text):
    done = answers(text)
    assert done.cases == {}
    assert done.kept[0].granted is False


@pytest.mark.parametrize(
    "text",
    [
        f"No sé si autorizo {CODE}",
        f"¿SI AUTORIZO {CODE}?",
        f"Pregunté a Clara.\nSI AUTORIZO {CODE}",
        f"> SI AUTORIZO {CODE}",
        f"- «SI AUTORIZO {CODE}»: la orden se ejecuta enseguida.",
        "Autorizado.",
        "SI",
        "",
    ],
)
def test_other_words_are_no_decision(text):
    assert answers(text).decision.rule != Route.AUTHORISATION


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("SI AUTORIZO", "Falta el código"),
        ("SI AUTORIZO todo", "Falta el código"),
        (f"SI AUTORIZO {CODE} pero solo tres", "Falta el código"),
        (f"SI AUTORIZO {CODE}\nexcepto el caso 3", "parece tener una condición"),
        (f"SI AUTORIZO {CODE}\nSiempre que terminen el viernes", "parece tener una condición"),
    ],
)
def test_what_is_no_plain_yes_changes_nothing(text, why):
    assert why in answers(text).refused


def test_the_notice_below_a_signature_is_no_condition():
    notice = "Este mensaje es solo para su destinatario, salvo error."
    text = f"SI AUTORIZO {CODE}\nAdela Mora\nAdministradora SIIF\nMinisterio\n{notice}"
    assert answers(text).cases


def test_another_administrator_can_not_decide_it():
    assert "la autoriza adm@linea.gov.co" in answers(by="adm2").refused


@pytest.mark.parametrize("by", ["cl1", "cl23", "nora", "her"])
def test_nobody_else_can_decide_it(by):
    assert "la autoriza adm@linea.gov.co" in answers(by=by).refused


def test_a_code_that_no_order_has_authorises_nothing():
    assert "No existe una orden con el código" in answers(waiting=None).refused


@pytest.mark.parametrize(("granted", "word"), [(True, "autorizada"), (False, "negada")])
@pytest.mark.parametrize("said", ["SI", "NO"])
def test_a_code_works_once(granted, word, said):
    used = replace(WAITING, decided_at=on("1-Mar 11:00"), granted=granted)
    assert f"ya fue {word}" in answers(f"{said} AUTORIZO {CODE}", waiting=used).refused


def test_a_code_expires():
    assert answers(at="3-Mar 10:00").cases
    assert "venció" in answers(at="3-Mar 10:01").refused


def test_what_may_be_a_quote_authorises_nothing():
    assert "correo nuevo" in answers(commands_safe=False).refused


def test_a_word_that_is_not_proven_is_told_to_the_real_person():
    done = answers(proven=False)
    assert done.cases == {}
    assert done.kept == []
    assert done.decision.outcome is Outcome.COMMAND
    assert done.mail("M-45").to == (address("adm"), address("her"))


def test_an_order_that_can_no_longer_be_read_is_not_carried_out():
    gone = replace(WAITING, order="[LOTE PAUSAR asesor=ida@linea.gov.co autoriza=adm@]")
    assert "no está en el directorio" in answers(waiting=gone).refused
    other = replace(WAITING, order="[CERRADO]")
    assert "ya no se entiende" in answers(waiting=other).refused


def test_codes_are_letters_that_are_not_taken_for_others():
    codes = {code_from(f"{number * 7919:032x}") for number in range(5000)}
    assert len(codes) == 5000
    assert {len(code) for code in codes} == {8}
    assert not set("".join(codes)) & set("AEIOU0123456789")


@pytest.mark.parametrize("line", [" " * 200_000, "si autorizo" + " " * 200_000, "si" * 100_000])
def test_a_hostile_line_is_read_at_once(line):
    answer = read_decision(line + "x")
    assert answer is None or answer.code == ""
