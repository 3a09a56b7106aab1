"""Mails within a mail, also wrapped in other formats: their files are looked at like its own."""

from collections.abc import Iterator

from mailbot.errors import UnreadableMail
from mailbot.parsers.cms import Sealed, open_cms
from mailbot.parsers.inspection.values import ENCRYPTED, UNREADABLE, Budget, Held, Member
from mailbot.parsers.limits import DEFAULT_LIMITS
from mailbot.parsers.source import parse_parts
from mailbot.parsers.structure import read_structure
from mailbot.parsers.tnef import read_tnef
from mailbot.parsers.wrapped import files_of_tnef

_MOST_TNEF_FILES = 200


def message_members(content: bytes, budget: Budget) -> Iterator[Member]:
    """The files of an enclosed mail. Raises Held for one beyond the limits of reading."""
    try:
        message = parse_parts(content, DEFAULT_LIMITS, _unheard)
        files = read_structure(message, DEFAULT_LIMITS, _unheard).files
    except UnreadableMail as reason:
        raise Held(f"Es un correo que no se puede revisar: {reason}") from None
    budget.count(len(files))
    for file in files:
        yield Member(name=file.head.filename, content=file.content, type=file.head.type)


def tnef_members(content: bytes, budget: Budget) -> Iterator[Member]:
    """The files of a winmail.dat. Raises Held for one that does not show all of them."""
    opened = read_tnef(content, _MOST_TNEF_FILES)
    if opened.damaged or opened.left_out:
        raise Held(UNREADABLE)
    files = files_of_tnef(opened)
    budget.count(len(files))
    for file in files:
        yield Member(name=file.head.filename, content=file.content, type=file.head.type)


def cms_members(content: bytes, budget: Budget) -> Iterator[Member]:
    """What was signed with S/MIME. Raises Held for what was encrypted."""
    budget.count(1)
    opened = open_cms(content)
    if opened.kind is not Sealed.SIGNED:
        raise Held(ENCRYPTED if opened.kind is Sealed.ENCRYPTED else UNREADABLE)
    kind = "message/rfc822" if opened.is_mail else ""
    yield Member(name="", content=opened.content, type=kind)


def _unheard(_fault: str) -> None:
    """What is wrong with an enclosed mail is no fault of this one."""
