"""Whom a delivery report in words names, with status and finality.

flufl.bounce knows the forms of many servers; own patterns fill what it leaves open (Spanish, Gmail,
OpenSMTPD, DragonFly, sendmail's transcripts, qmail's relatives, Amazon, Mimecast).
"""

import re
from collections.abc import Iterable
from email.message import Message

from mailbot.model.mail import ReportedRecipient
from mailbot.parsers.report_notice import is_temporary, notice_of
from mailbot.parsers.report_original import returned_recipient
from mailbot.parsers.report_parts import first_field
from mailbot.parsers.report_servers import failures_by_known_forms
from mailbot.parsers.report_standard import failure_class, recipients_in, status_in

# The end is asked for: else a form that stumbles over the next word would take half an address.
_ADDRESS = r"(?!')[^\s<>()\[\]\",;:@|]{1,128}@[a-z0-9][\w.-]{0,250}\w(?![.-]?\w)"
# "…: 550 5.1.1", "… (unknown)", "… el 24/11/2026 10:00" as Exchange writes it.
_REASON = r"(?:(?:[:\[(.,]|(?:on|el|em|le|am|il) \d).{0,300})?"
_ANY_ADDRESS = re.compile(_ADDRESS, re.IGNORECASE)
# How mail systems set down whom they speak of, surest form first.
_FORMS = tuple(
    re.compile(
        form.replace("ADDRESS", _ADDRESS).replace("REASON", _REASON), re.IGNORECASE | re.MULTILINE
    )
    for form in (
        # Alone on its line, or at its head with the reason after it.
        r"^[ \t>*•–-]{0,12}<?(ADDRESS)>?(?:[ \t]{0,4}<[^>\n]*>)?[ \t]*REASON$",
        r"^[45]\d\d[- ].{0,20}<(ADDRESS)>\W",
        r"rcpt to:\s{0,4}<?(ADDRESS)",
        r"(?:mail|message|correo|mensaje|ed|entreg\w{1,3}) (?:to|a|para):?\s{1,4}['\"<]?(ADDRESS)",
        r"(?:recipient|address|destinatario|dirección|errors?)[^@\n]{0,60}:\s{0,4}<?(ADDRESS)",
        r"<(ADDRESS)>",
    )
)
_SUCCESS = re.compile(r"(?<![\d.])2\.\d{1,3}\.\d{1,3}(?![\d.]*\d)")
_NOBODY = re.compile(r"^(?:mailer-daemon|post[-_.]?master|abuse|support|double-bounce)@")
_MAX_RECIPIENTS = 100


def read_notice(message: Message, text: str) -> tuple[ReportedRecipient, ...]:
    """The recipients that a report in words names, in the order of its `text`."""
    fielded = recipients_in(text)
    if fielded:
        return fielded
    notice = notice_of(text)
    failed, delayed = failures_by_known_forms(message)
    addresses = (
        _in_header(message)
        or _in_order(_in_words_of(notice, failed | delayed), text.lower())
        or _in_own_forms(notice, _involved(message))
        or list(filter(None, (returned_recipient(message, text[len(notice) :]),)))
    )
    temporary = is_temporary(notice)
    return tuple(
        _recipient(address, notice, delayed=temporary or address in delayed)
        for address in addresses[:_MAX_RECIPIENTS]
    )


def _recipient(address: str, notice: str, *, delayed: bool) -> ReportedRecipient:
    reason = _reason(address, notice)
    permanent = not delayed or failure_class(reason) == "5"
    return ReportedRecipient(address=address, status=_failure_status(reason), permanent=permanent)


def _reason(address: str, notice: str) -> str:
    """What the notice says after the address, else all of it."""
    start = notice.lower().find(address)
    after = notice[start:] if start >= 0 else notice
    return after if _failure_status(after) else notice


def _failure_status(reason: str) -> str | None:
    """The first status that isn't a success: transcripts tell those too."""
    return status_in(_SUCCESS.sub(" ", reason))


def _in_words_of(notice: str, addresses: frozenset[str]) -> frozenset[str]:
    """Those that the notice names; all if it names none. What came back below names others: its
    sender, and its own id, which looks like an address.
    """
    written = notice.lower()
    return frozenset(each for each in addresses if each in written) or addresses


def _in_order(addresses: Iterable[str], text: str) -> list[str]:
    """By where they stand in the text; those that don't stand there first, by their letters."""
    return sorted(addresses, key=lambda address: (text.find(address), address))


def _in_header(message: Message) -> list[str]:
    value = first_field(message, "x-failed-recipients") or ""
    return _unique(_ANY_ADDRESS.findall(value))


def _in_own_forms(notice: str, involved: set[str]) -> list[str]:
    for form in _FORMS:
        found = _unique(form.findall(notice))
        named = [
            address for address in found if address not in involved and not _NOBODY.match(address)
        ]
        if named:
            return named
    return []


def _involved(message: Message) -> set[str]:
    """The report's own sender and receiver: notices name them beside the one who failed."""
    values = (first_field(message, name) or "" for name in ("from", "to", "reply-to"))
    return {address.lower() for value in values for address in _ANY_ADDRESS.findall(value)}


def _unique(addresses: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(address.lower() for address in addresses))
