"""Invitations and their answers (RFC 6047) apart from calendar files that people attach."""

import re

from mailbot.model.mail import Attachment
from mailbot.rules.subjects import FOREIGN_TAGS, beginning

_TYPES = frozenset({"text/calendar", "application/ics"})
_MAX_BYTES = 20_000
_METHOD = re.compile(
    rb"^METHOD[^:\r\n]{0,40}:\s*(?:REQUEST|REPLY|CANCEL|COUNTER|DECLINECOUNTER|REFRESH|ADD)\b",
    re.IGNORECASE | re.MULTILINE,
)
_SUBJECT = re.compile(
    rf"{FOREIGN_TAGS}(?:invitaci[oó]n|invitation|acept(?:ad|ó)\w*|accepted|rechaz\w+|declin\w+"
    r"|cancel\w+|provisional|tentative(?:ly accepted)?|actualiza\w+|updated\b[\w ]*|reuni[oó]n"
    r"|convocatoria|nueva hora propuesta|new time proposed)\s*:",
    re.IGNORECASE,
)


def is_calendar_part(file: Attachment, subject: str) -> bool:
    """Whether a part makes its mail a calendar message: it asks, answers or cancels, unnamed.

    Some programs name that part as people's files are named; then the subject tells.
    """
    if file.type not in _TYPES:
        return False
    if _METHOD.search(file.content[:_MAX_BYTES]) is None:
        return False
    return not file.name or _SUBJECT.match(beginning(subject)) is not None
