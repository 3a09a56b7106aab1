"""Each law on mails finds what was planted, and finds nothing on a sound mail."""

from email.message import EmailMessage
from pathlib import Path

import pytest

from mailbot.model.case import Case, Requester
from mailbot.rules.policy import Policy
from mailbot.simulate.checks.mail_laws import Audience, copy_faults, recipient_faults, word_faults
from mailbot.simulate.house import house
from mailbot.simulate.reading import Letter
from tests.simulate.conftest import MARIA, at

CASE = Case(
    service_number="SERV-2026-000001",
    requester=Requester(email=MARIA.address),
    opened_at=at("08:00"),
    parties=("pedro@entidad01.gov.test",),
)
AUDIENCE = Audience(
    house=frozenset({"ana@minhacienda.test"}), wrote={MARIA.address, "curioso@otra.test"}
)
POLICY = Policy.from_config(house(Path("unused")))
KNOWN = frozenset({"79123456"})


def letter(
    text: str, *, html: str = "", template: str = "M-12", subject: str = "Caso", file: str = "",
    cc: str = "",
) -> Letter:  # fmt: skip
    mail = EmailMessage()
    if cc:
        mail["Cc"] = cc
    mail["X-SIIF-Correo"] = template
    mail["Subject"] = subject
    mail.set_content(text)
    mail.add_alternative(html or f"<p>{text}</p>", subtype="html")
    if file:
        mail.add_attachment(b"x", maintype="image", subtype="png", filename=file)
    return Letter(mail.as_bytes())


@pytest.mark.parametrize(
    ("template", "recipient", "case", "allowed"),
    [
        ("M-12", MARIA.address, CASE, True),
        ("M-12", "ana@minhacienda.test", CASE, True),
        ("M-12", "pedro@entidad01.gov.test", CASE, False),
        ("M-12", "curioso@otra.test", CASE, False),
        ("M-01", "curioso@otra.test", CASE, True),
        ("M-01", "curioso@otra.test", None, True),
        ("M-01", "nadie@otra.test", None, False),
    ],
)
def test_only_who_has_a_part_in_it_gets_a_mail(
    template: str, recipient: str, case: Case | None, allowed: bool
) -> None:
    mail = letter("Buenos días", template=template)
    assert (not list(recipient_faults(mail, (recipient,), case, AUDIENCE))) == allowed


@pytest.mark.parametrize(
    "mail",
    [
        letter("[RESUELTO]\nListo"),
        letter("Escriba:\n> [PENDIENTE CLIENTE]"),
        letter("   [escalar N2F]  "),
        letter("sin nada", html="<p>Escriba</p><div>[RESUELTO]</div>"),
    ],
)
def test_a_tag_alone_on_a_line_is_found(mail: Letter) -> None:
    assert any("sola en una línea" in fault for fault in word_faults(mail, outside=True, known=()))


@pytest.mark.parametrize(
    "text",
    ["- [RESUELTO]: envía la solución", "[INC-2026-000001]", "«[RESUELTO]»", "[ver la pantalla]"],
)
def test_other_brackets_are_no_tag(text: str) -> None:
    assert list(word_faults(letter(text), outside=True, known=())) == []


@pytest.mark.parametrize(
    "mail",
    [
        letter("C.C. 79123456"),
        letter("nada", html="<b>79123456</b>"),
        letter("nada", subject="Caso 79123456"),
        letter("nada", file="cedula_79123456.png"),
        letter("Asistentes: 79123456", template="M-43"),
    ],
)
def test_an_identification_is_found_wherever_it_shows(mail: Letter) -> None:
    assert any("cédula" in fault for fault in word_faults(mail, outside=True, known=KNOWN))


def test_the_list_of_attendees_may_hold_identifications_inside_the_house() -> None:
    mail = letter("Asistentes: 79123456", template="M-09")
    assert list(word_faults(mail, outside=False, known=KNOWN)) == []
    assert list(word_faults(mail, outside=True, known=KNOWN)) != []


@pytest.mark.parametrize(
    ("template", "cc", "found"),
    [
        ("M-12", "clara.luna@minhacienda.test", ""),
        ("M-12", "", "no lleva copia a la coordinación"),
        ("M-05", "dora.campo@minhacienda.test", "no lleva copia a la coordinación"),
        ("M-07", "Dora Campo <dora.campo@minhacienda.test>", ""),
        ("M-02", "", ""),
        ("M-02", "pedro@entidad01.gov.test", "lleva copia a pedro"),
    ],
)
def test_copies_are_those_of_the_procedure(template: str, cc: str, found: str) -> None:
    faults = list(copy_faults(letter("Hola", template=template, cc=cc), POLICY))
    assert any(found in fault for fault in faults) if found else faults == []
