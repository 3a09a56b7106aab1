"""Who wrote to whom and when, read by mail-parser; the standard library stands in if it fails.

mail-parser gets a header made for it: values repaired first (it drops raw 8-bit bytes), one of
each (it answers a list for two), widened charsets. Its reading of addresses keeps display names
from passing for addresses.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from mailparser import MailParser

from mailbot.model.mail import Address
from mailbot.parsers.fields import Fields, one_line, widen_charsets
from mailbot.parsers.limits import Note, ParseLimits

# Header fields of people, and mail-parser's attributes for them.
_PEOPLE = {"from": "from_", "to": "to", "cc": "cc", "reply-to": "reply_to"}
_QUOTED_OR_COMMENT = re.compile(r'"(?:[^"\\]|\\.){0,500}"|\([^()]*\)')
_PLAIN_ADDRESS = re.compile(r"[\w!#$%&*+/=?^`{|}~.-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})*")


_People = dict[str, tuple[Address, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """The people and the date of a mail; `sender` is the first author that From names."""

    sender: Address | None
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    reply_to: tuple[Address, ...]
    date: datetime | None


def read_envelope(fields: Fields, limits: ParseLimits, note: Note) -> Envelope:
    """The envelope that `fields` give; what is malformed is read as far as it is clear, and noted."""
    if len(fields.get("from", ())) > 1:
        note("El mensaje trae varias cabeceras From: vale la primera.")
    values = {name: _value(name, fields) for name in _PEOPLE}
    date = next(iter(fields.get("date", ())), "")
    people, when = _read(values, date, note)
    for name, value in values.items():
        if value and not people[name]:
            people[name] = _plain_addresses(name, value, note)
    if len(people["from"]) > 1:
        note("La cabecera From nombra a varias personas: vale la primera.")
    if date and when is None:
        when = _loose_date(date)
        read = "se leyó lo más parecido" if when else "se pasó por alto"
        note(f"La fecha «{one_line(date)[:60]}» no es válida: {read}.")
    return Envelope(
        sender=next(iter(people["from"]), None),
        to=people["to"][: limits.addresses],
        cc=people["cc"][: limits.addresses],
        reply_to=people["reply-to"][: limits.addresses],
        date=when,
    )


def _value(name: str, fields: Fields) -> str:
    given = fields.get(name, ())
    # Recipients in several headers are all meant; a second author could be a forgery.
    return widen_charsets(", ".join(given) if name in ("to", "cc") else "".join(given[:1]))


def _read(values: dict[str, str], date: str, note: Note) -> tuple[_People, datetime | None]:
    header = Message()
    for name, value in (*values.items(), ("date", date)):
        if value:
            header[name] = value
    try:
        parsed = MailParser(header)
        pairs = {name: getattr(parsed, attribute) for name, attribute in _PEOPLE.items()}
        when = parsed.date
        defects = parsed.address_header_defects
    except Exception:  # Whatever a library trips over must not cost us the mail.
        note("mail-parser no pudo leer la cabecera: se leyó con la biblioteca estándar.")
        return {name: _addresses(getaddresses([value])) for name, value in values.items()}, None
    for defect in defects:
        if not defect["recovered"]:
            note(f"En {defect['header'].title()} hay algo que no es una dirección.")
    return {name: _addresses(each) for name, each in pairs.items()}, when


def _addresses(pairs: Iterable[tuple[str, str]]) -> tuple[Address, ...]:
    return tuple(
        Address(address=one_line(address).lower(), name=_name(name, address))
        for name, address in pairs
        if "@" in address
    )


def _name(name: str, address: str) -> str:
    # Mail programs read encoded words in quoted names too, although RFC 2047 §5 forbids it.
    shown = one_line(name).strip("\"' ")
    return "" if shown.lower() == address.lower() else shown


def _plain_addresses(name: str, value: str, note: Note) -> tuple[Address, ...]:
    """The addresses in a value without any valid structure; of several authors none is clear."""
    outside = _PLAIN_ADDRESS.findall(_QUOTED_OR_COMMENT.sub(" ", value))
    found = tuple(dict.fromkeys(each.lower() for each in outside))
    if not found or (name == "from" and len(found) > 1):
        return ()
    note(f"La cabecera {name.title()} está mal escrita: se tomó la dirección que contiene.")
    return tuple(Address(address=each) for each in found)


def _loose_date(value: str) -> datetime | None:
    try:
        when = parsedate_to_datetime(value[:200])
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)
