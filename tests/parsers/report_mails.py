"""Delivery reports to test with, put together as mail systems do."""

import email
import email.policy
from textwrap import dedent

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
    message = email.message_from_bytes(raw.encode(), policy=policy)
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

FAILED = "Final-Recipient: rfc822; ana@entidad.gov.co\nAction: failed\nStatus: 5.1.1\n"
