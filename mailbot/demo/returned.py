"""The delivery report that a server sends back for a mailbox that is full (RFC 3464)."""

from datetime import datetime
from email.message import Message
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import SMTP
from email.utils import format_datetime, make_msgid


def delivery_report(raw: bytes, sender: str, recipient: str, server: str, now: datetime) -> bytes:
    """What `server` tells `sender` about the mail in `raw`, which `recipient` could not take."""
    report = MIMEMultipart("report", report_type="delivery-status")
    report["Return-Path"] = "<>"
    report["From"] = f"Sistema de correo <mailer-daemon@{server}>"
    report["To"] = sender
    report["Subject"] = "Mensaje no entregado: se devuelve al remitente"
    report["Date"] = format_datetime(now)
    report["Message-ID"] = make_msgid(domain=server)
    report["Auto-Submitted"] = "auto-replied"
    words = f"El mensaje no se pudo entregar.\n\n{recipient}: 552 5.2.2 El buzón está lleno\n"
    report.attach(MIMEText(words))
    report.attach(_status(recipient, server))
    report.attach(_header_of(raw))
    return report.as_bytes(policy=SMTP)


def _status(recipient: str, server: str) -> Message:
    about_server, about_recipient = Message(), Message()
    about_server["Reporting-MTA"] = f"dns; {server}"
    about_recipient["Final-Recipient"] = f"rfc822; {recipient}"
    about_recipient["Action"] = "failed"
    about_recipient["Status"] = "5.2.2"
    about_recipient["Diagnostic-Code"] = "smtp; 552 5.2.2 Mailbox full"
    part = Message()
    part["Content-Type"] = "message/delivery-status"
    part.set_payload([about_server, about_recipient])
    return part


def _header_of(raw: bytes) -> Message:
    """The header of the mail that comes back, without its words."""
    part = Message()
    part["Content-Type"] = "text/rfc822-headers"
    header = raw.partition(b"\r\n\r\n")[0].decode("ascii", "replace")
    part.set_payload(header.replace("\r\n", "\n") + "\n")
    return part
