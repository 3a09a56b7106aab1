"""The libraries that mailbot is compared with, each behind the same small face as our own code."""

import email
import email.policy
import re
from collections.abc import Callable
from typing import Any

import mailparser
import quotequail
from flufl.bounce import all_failures
from mailparser_reply import EmailReplyParser
from mailparser_reply.constants import MAIL_LANGUAGES

from benchmarks.corpus.reading import Reading
from mailbot.model.mail import DeliveryReport, ReportedRecipient

Trim = Callable[[str], str]


def mail_parser_reply(languages: tuple[str, ...]) -> Trim:
    """The latest reply without its signature, as mail-parser-reply reads it in these languages."""
    parser = EmailReplyParser(languages=list(languages))

    def trim(plain: str) -> str:
        replies = parser.read(plain).replies
        return replies[0].body if replies else ""

    return trim


def quotequail_top(plain: str) -> str:
    """What quotequail finds above a reply, a forward or a quote; all, if it finds none."""
    found = quotequail.unwrap(plain)
    return plain if found is None else found.get("text_top") or ""


TRIMMERS: dict[str, Trim] = {
    "mail-parser-reply es+en": mail_parser_reply(("es", "en")),
    "mail-parser-reply all": mail_parser_reply(tuple(MAIL_LANGUAGES)),
    "quotequail": quotequail_top,
}


def mail_parser(raw: bytes) -> Reading:
    """The message as mail-parser reads it."""
    mail = mailparser.parse_from_bytes(raw)
    headers = {name.lower(): str(value) for name, value in mail.message.items()}
    return Reading(
        sender=next(((name, address.lower()) for name, address in mail.from_), None),
        to=[address.lower() for _, address in mail.to],
        reply_to=[address.lower() for _, address in mail.reply_to],
        subject=" ".join(_first(mail.subject).split()),
        message_id=_bare(_first(mail.message_id)),
        in_reply_to=[_bare(each) for each in _first(mail.in_reply_to).split()],
        references=[_bare(each) for each in _first(mail.references).split()],
        headers=headers,
        body="\n".join(mail.text_plain or mail.text_html),
        files=[(each["filename"], _size(each)) for each in mail.attachments],
        faulty=bool(mail.has_defects),
    )


def _first(value: str | list[str] | None) -> str:
    """The value of a header, which is a list where the header stands more than once."""
    return (value[0] if isinstance(value, list) else value) or ""


def _bare(message_id: str) -> str:
    return message_id.strip().strip("<>")


def _size(attachment: dict[str, Any]) -> int:
    payload: str = attachment["payload"]
    if not attachment["binary"]:
        return len(payload.encode())
    # A damaged payload is decoded as far as it goes.
    letters = re.sub(r"[^A-Za-z0-9+/]", "", payload)
    return len(letters) * 3 // 4


def flufl_report(raw: bytes) -> DeliveryReport | None:
    """Who could not be reached, as flufl.bounce reads it; None if it sees no delivery report."""
    message = email.message_from_bytes(raw, policy=email.policy.compat32)
    temporary, permanent = all_failures(message)
    if not temporary and not permanent:
        return None
    return DeliveryReport(
        recipients=tuple(
            ReportedRecipient(
                address=address.decode("ascii", "replace").lower(),
                status=None,
                permanent=address in permanent,
            )
            for address in sorted(temporary | permanent)
        )
    )
