"""Delivery reports: which mails could not be delivered, to whom, and whether that is final.

RFC 3464 first; reports in words after it. Reports of other kinds are none: complaints (RFC 5965),
read receipts (RFC 8098), TLS reports (RFC 8460), and answers of absent people.
"""

import re
from collections.abc import Mapping, Sequence
from email.message import Message

from mailbot.model.mail import DeliveryReport, ReportedRecipient
from mailbot.parsers.report_notice import is_notice
from mailbot.parsers.report_original import original_message_id, returned_mail
from mailbot.parsers.report_parts import first_field, own_parts, part_text, unix_lines
from mailbot.parsers.report_prose import read_notice
from mailbot.parsers.report_sns import read_notification
from mailbot.parsers.report_standard import REPORT_TYPES, read_standard

_MAX_CHARACTERS = 64_000
_OTHER_REPORTS = frozenset(
    {"message/feedback-report", "message/disposition-notification", "application/tlsrpt+gzip"}
)
_OTHER_REPORT_TYPES = frozenset({"feedback-report", "disposition-notification", "tlsrpt"})
_TYPES = frozenset({"multipart/report", *REPORT_TYPES})
_SENDER = re.compile(
    r"daemon|post[-_.]?master|deliver|@sns\.amazonaws\.com|microsoftexchange[0-9a-f]{32}"
    r"|sistema de (?:correo|entrega)|administrador del sistema",
    re.IGNORECASE,
)
_NULL_PATH = re.compile(r"<?\s*>?\s*$|<?mailer-daemon", re.IGNORECASE)
_SUBJECT = re.compile(
    r"deliver|returned|failure|fail(?:ed)? (?:e-?)?mail|bounced?|warning|postmaster|loop alert"
    r"|mdaemon|(?:(?:e-?)?mail|message) (?:system|status|error|could)|sending your mail"
    r"|could not send|zustellbar|remis|remettre|distribu|entreg|recapit"
    r"|devuelto|rechazado|retrasado|(?:mensaje|correo) (?:que )?(?:no|sin)\b",
    re.IGNORECASE,
)


def may_be_report(fields: Mapping[str, Sequence[str]], subject: str, types: Sequence[str]) -> bool:
    """A cheap look before `read_report`: reports are few, and reading one takes a mail apart again.

    `fields` are the header's values by name in lower case, `types` the media types of all parts.
    """
    return (
        not _TYPES.isdisjoint(types)
        or "x-failed-recipients" in fields
        or any(_NULL_PATH.match(path) for path in fields.get("return-path", ()))
        or any(_SENDER.search(author) for author in fields.get("from", ()))
        or _SUBJECT.search(subject) is not None
    )


def read_report(message: Message, body: str) -> DeliveryReport | None:
    """The delivery report that a mail is, or None for any other mail.

    `message` may have any policy, `body` is all its readable text. Never raises: what can't be
    read is a report without recipients, or none.
    """
    try:
        text = unix_lines(body[:_MAX_CHARACTERS]) if body.strip() else _bare_text(message)
        recipients = _recipients(message, text)
        if recipients is None:
            return read_notification(message, text)
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
        return read_standard(message) or read_notice(message, text) or _nested(message)
    return None


def _nested(message: Message) -> tuple[ReportedRecipient, ...]:
    """The recipients of the report that came back in this one: virus walls wrap reports so."""
    returned = returned_mail(message)
    return read_standard(returned) if returned else ()


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
