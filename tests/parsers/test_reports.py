"""Delivery reports: which mails are one, whom they name, for how long, and of which mail."""

import email
import email.policy
from textwrap import dedent

import pytest

from mailbot.model.mail import DeliveryReport
from mailbot.parsers.reports import read_report

DAEMON = """\
    Return-Path: <>
    From: Mail Delivery System <MAILER-DAEMON@correo.entidad.gov.co>
    To: siifsoporte@minhacienda.gov.co
    """
RETURNED = """\
    Message-ID: <0123456789abcdef0123456789abcdef@minhacienda.gov.co>
    From: siifsoporte@minhacienda.gov.co
    To: ana@entidad.gov.co
    Subject: [SERV-2026-000123] Recibimos su solicitud

    Respetada Ana:
    """
OUR_ID = "0123456789abcdef0123456789abcdef@minhacienda.gov.co"


def read(raw: str, policy=email.policy.compat32) -> DeliveryReport | None:
    message = email.message_from_string(raw, policy=policy)
    texts = [
        part.get_payload(decode=True).decode(part.get_content_charset("utf-8"), "replace")
        for part in message.walk()
        if part.get_content_type() == "text/plain"
    ]
    return read_report(message, "\n".join(texts[:1]))


def standard(fields: str, *, returned: str | None = RETURNED, kind: str = "delivery-status",
             multipart: str = "report", notice: str = "No se pudo entregar.") -> str:  # fmt: skip
    """A multipart/report with `fields` as its machine-readable part."""
    parts = [f"Content-Type: text/plain; charset=utf-8\n\n{notice}\n",
             f"Content-Type: message/{kind}\n\n{dedent(fields)}\n"]  # fmt: skip
    if returned:
        parts.append(f"Content-Type: message/rfc822\n\n{dedent(returned)}\n")
    body = "".join(f"--b\n{part}\n" for part in parts)
    head = f"{dedent(DAEMON)}Subject: Undelivered Mail Returned to Sender\nMIME-Version: 1.0\n"
    kinds = f"multipart/{multipart}; report-type={kind}"
    return f"{head}Content-Type: {kinds}; boundary=b\n\n{body}--b--\n"


def prose(subject: str, text: str, head: str = DAEMON) -> str:
    return (
        f"{dedent(head)}Subject: {subject}\nContent-Type: text/plain; charset=utf-8\n"
        f"Content-Transfer-Encoding: 8bit\n\n{dedent(text)}"
    )


def recipients(report: DeliveryReport | None) -> list[tuple[str, str | None, bool]]:
    assert report is not None
    return [(each.address, each.status, each.permanent) for each in report.recipients]


ANA = "ana@entidad.gov.co"

STANDARD = [
    (
        "one who failed",
        """\
        Reporting-MTA: dns; correo.entidad.gov.co

        Final-Recipient: rfc822; ana@entidad.gov.co
        Action: failed
        Status: 5.1.1
        Diagnostic-Code: smtp; 550 5.1.1 User unknown
        """,
        [(ANA, "5.1.1", True)],
    ),
    (
        "one who is delayed",
        """\
        Reporting-MTA: dns; correo.entidad.gov.co

        Final-Recipient: rfc822; ana@entidad.gov.co
        Action: delayed
        Status: 4.4.1
        Will-Retry-Until: Tue, 1 Dec 2026 10:00:00 -0500
        """,
        [(ANA, "4.4.1", False)],
    ),
    (
        "one who got it",
        """\
        Final-Recipient: rfc822; ana@entidad.gov.co
        Action: delivered
        Status: 2.0.0
        """,
        [(ANA, "2.0.0", False)],
    ),
    (
        "several, in their order",
        """\
        Reporting-MTA: dns; correo.entidad.gov.co

        Final-Recipient: rfc822; zoe@entidad.gov.co
        Action: failed
        Status: 5.2.2

        Final-Recipient: rfc822; ana@entidad.gov.co
        Action: delayed
        Status: 4.2.2
        """,
        [("zoe@entidad.gov.co", "5.2.2", True), (ANA, "4.2.2", False)],
    ),
    (
        "several in one block",
        """\
        Final-Recipient: rfc822; zoe@entidad.gov.co
        Action: failed
        Status: 5.2.2
        Final-Recipient: rfc822; ana@entidad.gov.co
        Action: failed
        Status: 5.1.1
        """,
        [("zoe@entidad.gov.co", "5.2.2", True), (ANA, "5.1.1", True)],
    ),
    (
        "one spread over blocks",
        """\
        Final-Recipient: rfc822; ana@entidad.gov.co

        Action: failed
        Status: 5.1.1
        """,
        [(ANA, "5.1.1", True)],
    ),
    (
        "the address that we wrote to, not the alias behind it",
        """\
        Original-Recipient: rfc822;ana@entidad.gov.co
        Final-Recipient: rfc822;a.diaz@interno.entidad.gov.co
        Action: failed
        Status: 5.1.1
        """,
        [(ANA, "5.1.1", True)],
    ),
    (
        "no original address though the field is there",
        """\
        Original-Recipient: unknown
        Final-Recipient: RFC822; <Ana@Entidad.GOV.CO>
        Action: failed
        Status: 5.1.1 (bad mailbox)
        """,
        [(ANA, "5.1.1", True)],
    ),
    (
        "no address type, a comment after the action",
        """\
        Final-Recipient: ana@entidad.gov.co
        Action: failed (bad destination mailbox address)
        Status: 5.1.1
        """,
        [(ANA, "5.1.1", True)],
    ),
    (
        "failed for good with a temporary status",
        """\
        Final-Recipient: rfc822; ana@entidad.gov.co
        Action: failed
        Status: 4.4.7
        """,
        [(ANA, "4.4.7", True)],
    ),
    (
        "no action, a final status",
        "Final-Recipient: rfc822; ana@entidad.gov.co\nStatus: 5.2.1\n",
        [(ANA, "5.2.1", True)],
    ),
    (
        "no action, a passing status",
        "Final-Recipient: rfc822; ana@entidad.gov.co\nStatus: 4.2.2\n",
        [(ANA, "4.2.2", False)],
    ),
    (
        "no status but in the diagnosis",
        """\
        Final-Recipient: rfc822; ana@entidad.gov.co
        Action: failed
        Diagnostic-Code: smtp; 550-5.1.1 The email account does not exist at 192.0.2.5
        """,
        [(ANA, "5.1.1", True)],
    ),
    (
        "no status at all",
        "Final-Recipient: rfc822; ana@entidad.gov.co\nAction: failed\n",
        [(ANA, None, True)],
    ),
    (
        "the same one twice",
        """\
        Final-Recipient: rfc822; ana@entidad.gov.co
        Action: failed
        Status: 5.1.1

        Final-Recipient: rfc822; ana@entidad.gov.co
        Action: failed
        Status: 5.1.1
        """,
        [(ANA, "5.1.1", True)],
    ),
    (
        "a name with an apostrophe and folded fields",
        """\
        Final-Recipient: rfc822;
         o'brien@entidad.gov.co
        Action:
         failed
        Status: 5.1.1
        """,
        [("o'brien@entidad.gov.co", "5.1.1", True)],
    ),
]


@pytest.mark.parametrize("policy", [email.policy.compat32, email.policy.default])
@pytest.mark.parametrize(
    ("fields", "named"), [r[1:] for r in STANDARD], ids=[r[0] for r in STANDARD]
)
def test_fields_of_rfc_3464(fields: str, named: list[tuple[str, str | None, bool]], policy) -> None:
    report = read(standard(fields), policy)
    assert recipients(report) == named
    assert report is not None
    assert report.original_message_id == OUR_ID


FAILED = "Final-Recipient: rfc822; ana@entidad.gov.co\nAction: failed\nStatus: 5.1.1\n"


def test_a_mislabelled_report_of_a_mail_system_counts() -> None:
    assert recipients(read(standard(FAILED, multipart="mixed"))) == [(ANA, "5.1.1", True)]


def test_a_report_part_in_base64_is_read() -> None:
    fields = "RmluYWwtUmVjaXBpZW50OiByZmM4MjI7IGFuYUBlbnRpZGFkLmdvdi5jbwpBY3Rpb246IGZhaWxlZAo="
    raw = standard("FIELDS").replace(
        "Content-Type: message/delivery-status\n\nFIELDS",
        f"Content-Type: message/delivery-status\nContent-Transfer-Encoding: base64\n\n{fields}",
    )
    assert recipients(read(raw)) == [(ANA, None, True)]


def test_an_empty_report_part_falls_back_to_the_words() -> None:
    raw = standard("Reporting-MTA: dns; x\n", notice="Delivery failed:\n\n  ana@entidad.gov.co\n")
    assert recipients(read(raw)) == [(ANA, None, True)]


def test_a_report_without_anybody_is_still_one() -> None:
    report = read(standard("Reporting-MTA: dns; x\n", returned=None, notice="..."))
    assert report == DeliveryReport(recipients=(), original_message_id=None)


PROSE = [
    (
        "qmail",
        "failure notice",
        """\
        Hi. This is the qmail-send program at correo.entidad.gov.co.
        I'm afraid I wasn't able to deliver your message to the following addresses.
        This is a permanent error; I've given up. Sorry it didn't work out.

        <ana@entidad.gov.co>:
        192.0.2.5 does not like recipient.
        Remote host said: 550 5.1.1 <ana@entidad.gov.co>: Recipient address rejected

        --- Below this line is a copy of the message.

        RETURNED
        """,
        [(ANA, "5.1.1", True)],
    ),
    (
        "Gmail in Spanish",
        "Delivery Status Notification (Failure)",
        """\
        ** No se ha encontrado la dirección **

        No se ha podido entregar tu mensaje a ana@entidad.gov.co porque no se ha encontrado la
        dirección o esta no puede recibir correo.

        La respuesta fue:
        550 5.1.1 The email account that you tried to reach does not exist.

        ----- Original message -----

        RETURNED
        """,
        [(ANA, "5.1.1", True)],
    ),
    (
        "Exchange in Spanish",
        "No se puede entregar: [SERV-2026-000123] Recibimos su solicitud",
        """\
        Error de entrega a estos destinatarios o grupos:

        ana@entidad.gov.co
        No se encontró la dirección de correo electrónico que escribió.

        Información de diagnóstico para los administradores:
        Servidor de generación: EX01.entidad.local
        ana@entidad.gov.co
        Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found'

        Encabezados de mensajes originales:

        RETURNED
        """,
        [(ANA, "5.1.10", True)],
    ),
    (
        "a full mailbox in Spanish",
        "Error en la entrega del mensaje",
        """\
        Su mensaje no se pudo entregar al siguiente destinatario:

            ana@entidad.gov.co

        El buzón está lleno.

        Mensaje original:

        RETURNED
        """,
        [(ANA, None, True)],
    ),
    (
        "a delay in Spanish",
        "Entrega retrasada: [SERV-2026-000123] Recibimos su solicitud",
        """\
        La entrega a estos destinatarios se ha retrasado:

        ana@entidad.gov.co

        Este mensaje aún no se ha entregado. Se seguirá intentando. No tiene que reenviarlo.

        Mensaje original:

        RETURNED
        """,
        [(ANA, None, False)],
    ),
    (
        "a warning of sendmail",
        "Warning: could not send message for past 4 hours",
        """\
        ** THIS IS A WARNING MESSAGE ONLY **
        ** YOU DO NOT NEED TO RESEND YOUR MESSAGE **

           ----- The following addresses had transient non-fatal errors -----
        <ana@entidad.gov.co>

           ----- Transcript of session follows -----
        <ana@entidad.gov.co>... Deferred: Connection timed out
        Warning: message still undelivered after 4 hours. Will keep trying until 5 days old

           ----- Original message follows -----

        RETURNED
        """,
        [(ANA, None, False)],
    ),
    (
        "OpenSMTPD, two of them",
        "Delivery status notification: error",
        """\
        Hi!

        This is the MAILER-DAEMON, please DO NOT REPLY to this email.

        An error has occurred while attempting to deliver a message for the following recipients:

        zoe@entidad.gov.co: 550 5.2.2 Mailbox full
        ana@entidad.gov.co: 550 5.1.1 User unknown

        Below is a copy of the original message:

        RETURNED
        """,
        [("zoe@entidad.gov.co", "5.2.2", True), (ANA, "5.1.1", True)],
    ),
    (
        "fields of a report as text",
        "Delivery Status Notification (Failure)",
        """\
        An error occurred while trying to deliver the mail to the following recipients:
        ana@entidad.gov.co

        Reporting-MTA: dns; correo.entidad.gov.co

        Action: failed
        Final-Recipient: rfc822; ana@entidad.gov.co
        Diagnostic-Code: smtp; 550 5.2.1 disabled
        Status: 5.2.1

        RETURNED
        """,
        [(ANA, "5.2.1", True)],
    ),
    (
        "nobody but those who ask and help",
        "Undeliverable mail",
        """\
        Your message from siifsoporte@minhacienda.gov.co could not be delivered.
        Write to postmaster@correo.entidad.gov.co for help. Recipient address: ana@entidad.gov.co

        Received: from x by y; Tue, 24 Nov 2026 10:00:00 -0500
        RETURNED
        """,
        [(ANA, None, True)],
    ),
]  # fmt: skip


@pytest.mark.parametrize("policy", [email.policy.compat32, email.policy.default])
@pytest.mark.parametrize(
    ("subject", "text", "named"), [r[1:] for r in PROSE], ids=[r[0] for r in PROSE]
)
def test_reports_in_words(
    subject: str, text: str, named: list[tuple[str, str | None, bool]], policy
) -> None:
    raw = prose(subject, dedent(text).replace("RETURNED", dedent(RETURNED)))
    report = read(raw, policy)
    assert recipients(report) == named
    assert report is not None
    assert report.original_message_id == OUR_ID


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


ORIGINALS = {
    "the returned mail": standard(FAILED),
    "its headers alone": standard(FAILED).replace(
        "Content-Type: message/rfc822", "Content-Type: text/rfc822-headers"
    ),
    "a field of the report": standard(
        f"Original-Message-ID: <{OUR_ID}>\n\n{FAILED}", returned=None
    ),
    "the words": standard(FAILED, returned=None, notice=f"no llegó\n  Message-ID: <{OUR_ID}>"),
    "In-Reply-To": f"In-Reply-To: <{OUR_ID}>\n{standard(FAILED, returned=None)}",
    "the last of References": f"References: <a@b> <{OUR_ID}>\n{standard(FAILED, returned=None)}",
    "no brackets": standard(FAILED, returned=f"Message-ID: {OUR_ID}\n\nx\n"),
    "a folded id": standard(FAILED, returned=f"Message-ID:\n <{OUR_ID}>\n\nx\n"),
}


@pytest.mark.parametrize("raw", ORIGINALS.values(), ids=ORIGINALS.keys())
def test_the_mail_that_came_back(raw: str) -> None:
    report = read(raw)
    assert report is not None
    assert report.original_message_id == OUR_ID


def test_a_report_of_nothing_known_has_no_id() -> None:
    report = read(standard(FAILED, returned=None))
    assert report is not None
    assert report.original_message_id is None


def test_the_returned_mail_beats_what_the_report_cites() -> None:
    report = read(f"In-Reply-To: <other@x.co>\n{standard(FAILED)}")
    assert report is not None
    assert report.original_message_id == OUR_ID


HOSTILE = {
    "no header": "",
    "one endless line": prose("failure notice", "x" * 300_000),
    "many beginnings of addresses": prose("failure notice", "a@" * 100_000),
    "blank lines": prose("failure notice", "\n" * 200_000),
    "an endless field": standard(f"Final-Recipient: rfc822; {'a' * 200_000}\nAction: failed\n"),
    "many recipients": standard("".join(FAILED + "\n" for _ in range(5_000))),
    "many parts": "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
    + "--b\nContent-Type: text/plain\n\nx\n" * 5_000,
    "raw bytes": prose("failure notice \udcf1", "\udce1\udce9 <\udcf1@x.co>: 550"),
    "a broken charset": prose("=?bogus?q?failure?=", "x"),
}


@pytest.mark.timeout(10)
@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_mail_is_read_in_bounded_time(raw: str) -> None:
    message = email.message_from_string(raw)
    body = raw.partition("\n\n")[2]
    report = read_report(message, body)
    assert report is None or len(report.recipients) <= 200
