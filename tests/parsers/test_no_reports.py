"""Mails that speak of delivery and are no delivery report: people, absent people, other reports."""

from textwrap import dedent

import pytest

from tests.parsers.report_mails import (
    ANA,
    DAEMON,
    FAILED,
    OUR_ID,
    prose,
    read,
    recipients,
    standard,
)

PERSON = "From: Ana <ana@entidad.gov.co>\nReturn-Path: <ana@entidad.gov.co>\n"
NO_REPORT = {
    "an ordinary request": prose("Error al pagar", "Buenos días, no puedo pagar.", PERSON),
    "a person about a bounce": prose(
        "No me llega el correo",
        "Me dice Undelivered Mail Returned to Sender: could not be delivered.\n",
        PERSON,
    ),
    "a forwarded report": prose(
        "RV: No se puede entregar: [SERV-2026-000123]",
        "Vea lo que me llegó:\n\nError de entrega a estos destinatarios:\nana@entidad.gov.co\n",
        PERSON,
    ),
    "an answer to a report": prose(
        "RE: Undelivered Mail Returned to Sender", "Ya lo arreglé. could not be delivered", PERSON
    ),
    "a person whose subject reads like one": prose(
        "Error en la entrega de bienes en almacén", "No puedo registrar la entrega.", PERSON
    ),
    "a person's answer below a subject that reads like one": prose(
        "RE: Error en la entrega de bienes",
        "El usuario no existe en el sistema.\n\n-----Mensaje original-----\nDe: SIIF\n",
        f"In-Reply-To: <{OUR_ID}>\n{PERSON}",
    ),
    "a person who answers in Outlook about an unknown user": prose(
        "No se puede entregar el bien",
        "El usuario no existe en almacén.\n\n-----Mensaje original-----\nDe: SIIF\n",
        PERSON,
    ),
    "a person who cites a report whole": prose(
        "No se pudo entregar mi correo",
        "Buenas tardes, me sale esto:\nError de entrega a estos destinatarios o grupos:\n"
        "siif@minhacienda.gov.co\n550 5.1.1 not found\nReceived: from x by y\n",
        PERSON,
    ),
    "an absent person whose program cites our mail": prose(
        "Ausente",
        "Estoy de vacaciones.\n\n-----Mensaje original-----\nDe: SIIF\n"
        "Su usuario no existe todavía.\n",
        "From: Ana <ana@entidad.gov.co>\nReturn-Path: <>\n",
    ),
    "an out-of-office": prose(
        "Respuesta automática: [SERV-2026-000123]",
        "Estoy de vacaciones. Escriba a zoe@entidad.gov.co.",
        "From: Ana <ana@entidad.gov.co>\nReturn-Path: <>\nAuto-Submitted: auto-replied\n",
    ),
    "an out-of-office that speaks of mail": prose(
        "Ausente",
        "Mi buzón está lleno y su mensaje no se pudo entregar a mi jefe. Vuelvo el lunes.",
        "From: Ana <ana@entidad.gov.co>\nReturn-Path: <>\n",
    ),
    "a complaint (RFC 5965)": standard("Feedback-Type: abuse\n", kind="feedback-report"),
    "a read receipt (RFC 8098)": standard(
        "Final-Recipient: rfc822; ana@entidad.gov.co\nDisposition: manual-action; displayed\n",
        kind="disposition-notification",
        notice="Leído",
    ),
}


@pytest.mark.parametrize("raw", NO_REPORT.values(), ids=NO_REPORT.keys())
def test_what_is_no_report(raw: str) -> None:
    assert read(raw) is None


def test_a_forwarded_report_as_attachment_is_a_persons_mail() -> None:
    inner = standard(FAILED)
    raw = (
        "From: Ana <ana@entidad.gov.co>\nSubject: Fwd: Undelivered Mail\nMIME-Version: 1.0\n"
        "Content-Type: multipart/mixed; boundary=outer\n\n"
        "--outer\nContent-Type: text/plain\n\nMire, could not be delivered\n\n"
        f"--outer\nContent-Type: message/rfc822\n\n{inner}\n--outer--\n"
    )
    assert read(raw) is None


def test_report_parts_that_a_person_passes_on_are_a_persons_mail() -> None:
    raw = standard(FAILED, multipart="mixed").replace(dedent(DAEMON), PERSON)
    assert read(raw.replace("Subject: ", "Subject: Fwd: ")) is None


def test_a_refusal_of_the_mailbox_in_the_form_of_a_receipt_is_a_report() -> None:
    raw = standard(
        "Final-Recipient: rfc822; ana@entidad.gov.co\n"
        "Disposition: automatic-action/MDN-sent-automatically; deleted\n",
        kind="disposition-notification",
        notice="Your message to <ana@entidad.gov.co> was automatically rejected: Quota exceeded",
    )
    report = read(f"Auto-Submitted: auto-replied (rejected)\n{raw}")
    assert recipients(report) == [(ANA, None, True)]
