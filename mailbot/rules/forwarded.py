"""The mail of another person that somebody of the line passes on: in his own text, or attached.

Its words describe a request and its author may be whom the request is for; nothing in it ever runs.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mailbot.errors import UnreadableMail
from mailbot.model.mail import Address, Attachment, Mail
from mailbot.parsers import read_mail
from mailbot.parsers.reply import split_reply
from mailbot.parsers.reply.attribution import find_attribution, may_end_attribution
from mailbot.parsers.reply.headers import field_kind, find_header, may_open_header
from mailbot.rules.intake import values
from mailbot.rules.intake.signature import display_name
from mailbot.rules.policy import Policy

_DEEPEST = 4
"""Times that a mail may have been passed on inside the line before it reached us."""

_LONGEST = 40_000
_MOST_PEOPLE = 30
_LONGEST_LINE = 1_000
_MESSAGES = ("message/rfc822", "message/global")
_QUOTE_MARK = re.compile(r"^[ \t]*>[ ]?", re.MULTILINE)
_BRACKETED = re.compile(r"[<\[]\s*(?:mailto:)?([^<>\[\]\s]{1,64}@[^<>\[\]\s]{1,255})\s*[>\]]")
_BARE = re.compile(r"[^\s<>\[\]()\"',;:]{1,64}@[^\s<>\[\]()\"',;:]{1,255}")
_NEXT_FIELD = re.compile(r"\b(?:Enviado(?: el)?|Sent|Fecha|Date|Para|To|Asunto|Subject)\s?:")
_OTHER_FIELD = re.compile(r"[*>\s]{0,6}[^\W\d_][\w .-]{1,40}:(?=\s|$)")
_SHOWN_NAME = re.compile(r"([^<>\[\]()@]*)[<\[(]")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Announced:
    """What a program wrote above an earlier mail, and the line where that mail begins."""

    author: str
    subject: str
    below: int


def forwarded(mail: Mail, policy: Policy) -> Mail | None:
    """The first mail of somebody outside the line that `mail` passes on, None for none.

    Its `sender` is None where its author can't be told with certainty. Where only the line's own
    people wrote what is passed on, it is the innermost of theirs.
    """
    passed = _attached(mail) or _quoted(mail)
    found = passed
    for _ in range(_DEEPEST):
        if passed is None or passed.sender is None or not is_internal(passed.sender, policy):
            break
        passed = _attached(passed) or _quoted(passed)
        found = passed or found
    return found


def is_internal(person: Address, policy: Policy) -> bool:
    """Whether an address is the line's box, one of its people (with a tag behind a "+" too, RFC
    5233), or a box that reaches us or that we write to for another procedure (A4, M-18, M-37).
    """
    address = person.address
    local, _at, domain = address.partition("@")
    untagged = f"{local.partition('+')[0]}@{domain}"
    other = policy.config.addresses
    boxes = (*policy.config.orientation.addresses, other.findings, other.changes, other.petitions)
    return (
        policy.is_own(address)
        or not policy.staff.keys().isdisjoint((address, untagged))
        or address in boxes
    )


def enclosed_mails(mail: Mail) -> tuple[Attachment, ...]:
    """The mails that are attached to `mail`."""
    return tuple(
        each
        for each in mail.attachments
        if each.type in _MESSAGES or each.name.lower().endswith(".eml")
    )


def people_named(mail: Mail) -> tuple[str, ...]:
    """Every address in a mail's words, and the authors of the mails attached to it."""
    attached = _attached(mail)
    authors = [attached.sender.address] if attached and attached.sender else []
    found = (each.lower().rstrip(".") for each in _BARE.findall(mail.body[:_LONGEST]))
    return tuple(dict.fromkeys((*authors, *found)))[:_MOST_PEOPLE]


def _attached(mail: Mail) -> Mail | None:
    """The one mail that is attached; of several nobody can say which is meant."""
    enclosed = enclosed_mails(mail)
    if len(enclosed) != 1:
        return None
    try:
        return read_mail(enclosed[0].content)
    except UnreadableMail:
        return None


def _quoted(mail: Mail) -> Mail | None:
    """The mail that the program of its author left below his words."""
    lines = mail.quoted[:_LONGEST].split("\n")
    looks = [line[:_LONGEST_LINE].strip() for line in lines]
    announced = _announced(looks)
    if announced is None:
        return None
    below = "\n".join(lines[announced.below :])
    if any(look[:1] == ">" for look in looks[announced.below :][:3]):
        below = _QUOTE_MARK.sub("", below)
    split = split_reply(below, None, announced.subject)
    return Mail(
        sender=_author(announced.author),
        subject=announced.subject,
        body=split.body,
        text=split.text,
        quoted=split.quoted,
        attachments=mail.attachments,
    )


def _announced(looks: Sequence[str]) -> _Announced | None:
    for index, look in enumerate(looks):
        if not look:
            continue
        if may_open_header(look) and (header := find_header(looks, index, words_above=True)):
            return _of_header(looks, index, header.end)
        if may_end_attribution(look) and (found := find_attribution(looks, index, 0)):
            words = " ".join(looks[found.start : index + 1])
            # "El lun, 23 nov 2026 a las 9:12, Ana Díaz <ana@entidad.gov.co> escribió:"
            name = words.rpartition(", ")[2]
            author = name if "@" in name else words
            return _Announced(author=author, subject="", below=index + 1)
    return None


def _of_header(looks: Sequence[str], start: int, end: int) -> _Announced:
    fields: dict[str, str] = {}
    last = ""
    for look in looks[start : end + 1]:
        kind = field_kind(look)
        if kind:
            last = "" if kind in fields else kind
            value = look.partition(":")[2] or look.partition("：")[2]
            fields.setdefault(kind, value.strip(" *\t"))
        elif _OTHER_FIELD.match(look):
            last = ""
        elif last and look:
            fields[last] += f" {look.lstrip('> ')}"
    # Some converters leave the whole header on one line.
    author = _NEXT_FIELD.split(fields.get("from", ""), maxsplit=1)[0]
    return _Announced(author=author, subject=fields.get("subject", ""), below=end + 1)


def _author(words: str) -> Address | None:
    """The one address in what a program wrote of an author; None for none, or for several.

    A display name that holds an address of its own does not decide.
    """
    found = {each.lower() for each in _BRACKETED.findall(words)} or {
        each.lower().removeprefix("mailto:").rstrip(".") for each in _BARE.findall(words)
    }
    address = found.pop() if len(found) == 1 else ""
    if not address or values.email(address) != address:
        return None
    shown = _SHOWN_NAME.match(words)
    return Address(address=address, name=display_name(shown[1].strip(" \"'*")) if shown else "")
