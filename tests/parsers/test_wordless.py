"""A mail in which only a device or program wrote: it has no words, whatever it quotes."""

import pytest

from mailbot.parsers import read_mail
from mailbot.parsers.reply import split_reply
from tests.mails import mail

QUOTE = "\n\nEl lun, 23 nov 2026 a las 9:12, X <x@y.co> escribió:\n\n> Recibimos su solicitud.\n"


@pytest.mark.parametrize("below", ["", QUOTE], ids=["alone", "above a quote"])
@pytest.mark.parametrize(
    "line",
    [
        "Enviado desde mi iPhone",
        "Sent from my iPhone",
        "Enviado desde Outlook para Android",
        "Obtener Outlook para iOS<https://aka.ms/o0ukef>",
        "Get Outlook for Android",
        "Enviado desde Correo para Windows",
        "Enviado desde mi Samsung Mobile de Claro",
    ],
)
def test_the_line_of_a_device_is_nobodys_words(line: str, below: str) -> None:
    split = split_reply(line + below, None, "RE: [SERV-2026-000123] Caso")
    assert (split.text, split.wordless, split.commands_safe) == ("", True, True)
    assert line in split.quoted


@pytest.mark.parametrize(
    "text",
    [
        "Enviado desde mi oficina el correo con los soportes del pago rechazado",
        "Sí.\n\nEnviado desde mi iPhone",
        "Marta Ruiz\nEnviado desde mi iPhone",
        "-- \nMarta Ruiz",
        "",
    ],
)
def test_what_a_person_may_have_written_stays(text: str) -> None:
    assert not split_reply(text + QUOTE, None, "RE: Caso").wordless


def test_what_is_shown_of_it_is_empty_and_of_a_forward_all() -> None:
    assert read_mail(mail(subject="RE: Caso", text="Sent from my iPhone" + QUOTE)).said == ""
    forward = "---------- Forwarded message ---------\nDe: X <x@y.co>\nAsunto: Y\n\nNo abre.\n"
    assert "No abre." in read_mail(mail(subject="RV: Y", text=forward)).said
