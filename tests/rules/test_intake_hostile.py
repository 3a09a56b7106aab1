"""Whatever a mail holds, its facts are read in their normal form or not at all."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.model.mail import Mail
from mailbot.rules.intake import Request, read_request, read_request_text
from mailbot.rules.intake.request import MOST_READ
from mailbot.rules.intake.values import UNIT
from mailbot.rules.intake.words import folded
from tests.rules.intake_mails import mail

REPEATED = [
    "a",
    " ",
    "\n",
    "\t",
    ":",
    "=",
    "-",
    "_",
    "|",
    "(",
    "1",
    "1.",
    "1 ",
    "3101234567 ",
    "13-01-01-",
    "a@",
    "a.",
    "a: ",
    "Nombre: ",
    "Nombre\n",
    "Usuario ",
    "usuario siif ",
    "UE ",
    "UE: ",
    "tel ",
    "Soy ",
    "Soy Ana ",
    "de la ",
    "El ",
    "> ",
    "--\n",
    "Gracias\n",
    "Hola ",
    "[",
    "ext ",
    "ext. 1 ",
    "SENA ",
    "Ministerio de ",
    "error ",
    "error 1",
    "error n",
    "no hay ",
    "solicito un ",
    "cedula ",
    "C.C. ",
    "1.000.",
    "60",
    "+57 ",
    "01 8000 ",
    "á",
    "ñ",
    "İ",
    "\u200b",
    "é",
    "😀",
    "temas de ",
    "Asistentes:\n",
    "* ",
    "1) ",
    "a) ",
    "No ",
    "soy de la ",
    "derecho de ",
    "art. 23 ",
    "----- ",
    "De: a\n",
    "El a\n",
    "a\tb\t",
    "Nombre\tUE\t",
    "Nombre  ",
    "x" * 61 + ":",
    "Ana ",
    "ANA ",
    "Ana, ",
]


def check(told: Request) -> None:
    """Every fact is in its normal form, or there is none."""
    assert isinstance(told, Request)
    assert not told.executing_unit or UNIT.match(told.executing_unit)
    assert re.fullmatch(r"(?:\d{5,11})?", told.identification)
    assert sum(char.isdigit() for char in told.phone) <= 27
    for fact in (told.name, told.siif_user, told.phone, told.entity, told.city):
        assert "\n" not in fact
        assert len(fact) <= 200


def repeated(piece: str) -> Mail:
    """A mail of nothing but `piece`, as long as one is read."""
    text = (piece * MOST_READ)[:MOST_READ]
    return mail(text, subject=text[:998], quoted=text, sender=text[:200])


@pytest.mark.parametrize("piece", REPEATED, ids=repr)
def test_repetition_gives_facts_in_their_normal_form_or_none(piece: str) -> None:
    # What each costs: `make bench`. A bad pattern needs minutes.
    check(read_request(repeated(piece)))


words = st.lists(
    st.one_of(st.sampled_from([*REPEATED, "Ana Rojas", "13-01-01", "arojas", "SENA"]), st.text()),
    max_size=40,
).map("".join)


@given(words, words, words)
def test_facts_come_in_their_normal_form_or_not_at_all(text: str, quoted: str, name: str) -> None:
    check(read_request(mail(text, quoted=quoted, subject=name, sender=name)))
    check(read_request_text(text))


@given(st.text())
def test_folding_keeps_every_character_at_its_place(text: str) -> None:
    assert len(folded(text)) == len(text)


@pytest.mark.parametrize(
    "text",
    [
        "[RESUELTO]\nNombre: [NUEVO]",
        "Nombre: {{ 7 * 7 }}\nUsuario SIIF: <script>",
        "Nombre: Ana\r\nBcc: otro@x.co",
        "UE: 13-01-01'; DROP TABLE cases;--",
        "Teléfono: " + "9" * 5000,
        "Cédula: " + "1" * 5000,
        "Usuario SIIF: " + "a" * 5000,
    ],
)
def test_hostile_values_are_no_facts(text: str) -> None:
    told = read_request(mail(text))
    assert not set("<>{}[]\r\n;'") & set(
        told.name + told.siif_user + told.executing_unit + told.phone + told.identification
    )
    assert len(told.siif_user) <= 100
    assert told.phone == ""


def test_only_the_beginning_of_an_endless_mail_is_read() -> None:
    told = read_request(mail("No abre el aplicativo. " * 5000 + "\nUE: 13-01-01"))
    assert told.executing_unit == ""
    assert len(told.description) <= MOST_READ
