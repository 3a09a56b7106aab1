"""The signs of machines that no header betrays: questions about what a mail says, for the table.

Nobody of the directory is asked about: a command is never taken for an automatic answer.
"""

import re

from mailbot.rules.absence_text import is_absence_text
from mailbot.rules.automatic_answers import is_challenge, is_note_of_reading, is_ticket_receipt
from mailbot.rules.machine_mail import Signs

_CONTEXTS = frozenset(
    {"voice-message", "fax-message", "video-message", "pager-message", "multimedia-message"}
)
_PHONE_HEADERS = frozenset(
    """x-voicemessageduration x-voicemessagesendername x-callingtelephonenumber
    x-faxnumberofpages""".split()
)
_PHONE_SENDER = re.compile(
    r"\+?\d{7,15}@(?:[\w-]{1,63}\.){0,4}(?:sms|mms|txt|vtext|fax|voice)\b", re.ASCII
)


def is_reading_in_words(signs: Signs) -> bool:
    """A note of reading without its machine-readable part, as gateways leave it."""
    mail = signs.mail
    return not signs.is_staff and is_note_of_reading(mail.subject, mail.said)


def is_absence_in_words(signs: Signs) -> bool:
    """All that an answer says is that somebody is absent."""
    mail = signs.mail
    answers = bool(mail.in_reply_to or mail.references)
    return answers and not (signs.is_staff or _brings_files(signs)) and is_absence_text(mail.text)


def is_receipt_of_ticket(signs: Signs) -> bool:
    """Another system acknowledges our mail with a number. What an órgano rector says is read."""
    quiet = not (signs.is_staff or _brings_files(signs) or _is_governing_body(signs))
    return quiet and is_ticket_receipt(signs.mail.subject, signs.mail.text)


def asks_to_be_human(signs: Signs) -> bool:
    """A filter of others holds our mail until a person follows a link."""
    return not signs.is_staff and is_challenge(signs.mail.body)


def is_through_phone(signs: Signs) -> bool:
    """A voice mailbox, a fax or a short message (RFC 3458, RFC 3938) in a gateway's mail."""
    return (
        not _CONTEXTS.isdisjoint(signs.values("message-context"))
        or not _PHONE_HEADERS.isdisjoint(signs.names)
        or _PHONE_SENDER.match(signs.sender) is not None
    )


def _brings_files(signs: Signs) -> bool:
    """Pictures of a signature are none."""
    return any(not file.inline for file in signs.mail.attachments)


def _is_governing_body(signs: Signs) -> bool:
    domain = signs.sender.rpartition("@")[2]
    return any(
        signs.sender == body.email or domain in body.domains for body in signs.config.governing_body
    )
