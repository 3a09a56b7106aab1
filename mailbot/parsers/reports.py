"""Delivery reports: which mails could not be delivered, to whom, and whether that is final.

RFC 3464 first; reports in words after it. Reports of other kinds are none: complaints (RFC 5965),
read receipts (RFC 8098), TLS reports (RFC 8460), and answers of absent people.
"""

from email.message import Message

from mailbot.model.mail import DeliveryReport, ReportedRecipient
from mailbot.parsers.report_notice import is_notice
from mailbot.parsers.report_original import original_message_id
from mailbot.parsers.report_parts import first_field, own_parts, part_text, unix_lines
from mailbot.parsers.report_prose import read_notice
from mailbot.parsers.report_standard import REPORT_TYPES, read_standard

_MAX_CHARACTERS = 64_000
_OTHER_REPORTS = frozenset(
    {"message/feedback-report", "message/disposition-notification", "application/tlsrpt+gzip"}
)
_OTHER_REPORT_TYPES = frozenset({"feedback-report", "disposition-notification", "tlsrpt"})


def read_report(message: Message, body: str) -> DeliveryReport | None:
    """The delivery report that a mail is, or None for any other mail.

    `message` may have any policy, `body` is all its readable text. Never raises: what can't be
    read is a report without recipients, or none.
    """
    try:
        text = unix_lines(body[:_MAX_CHARACTERS]) if body.strip() else _bare_text(message)
        recipients = _recipients(message, text)
        if recipients is None:
            return None
        return DeliveryReport(
            recipients=recipients, original_message_id=original_message_id(message, text)
        )
    except Exception:
        # The email package fails in many ways on hostile headers; the mail stays readable as text.
        return None


def _recipients(message: Message, text: str) -> tuple[ReportedRecipient, ...] | None:
    """None if the mail is no delivery report."""
    types = {part.get_content_type() for part in own_parts(message)}
    kind = _report_type(message)
    if kind in _OTHER_REPORT_TYPES or types & _OTHER_REPORTS:
        return read_notice(message, text) if _is_refusal(message) else None
    if kind == "delivery-status" or is_notice(message, text):
        return (read_standard(message) if types & REPORT_TYPES else ()) or read_notice(
            message, text
        )
    return None


def _report_type(message: Message) -> str | None:
    """The kind of a multipart/report, which no person's mail program makes; None for the rest."""
    if message.get_content_type() != "multipart/report":
        return None
    return str(message.get_param("report-type", "")).lower()


def _is_refusal(message: Message) -> bool:
    """Whether a receipt says that the mailbox refused the mail (RFC 5429, as Dovecot does it)."""
    return "(rejected)" in (first_field(message, "auto-submitted") or "").lower()


def _bare_text(message: Message) -> str:
    """The text of a mail whose parts can't be told apart (a multipart without its boundary)."""
    return "\n".join(part_text(part) for part in own_parts(message))[:_MAX_CHARACTERS]
