"""Who wrote to whom and when, read by mail-parser; the standard library stands in if it fails.

mail-parser tells a mailbox from a display name that looks like one. What it would lose is mended
before: it drops raw 8-bit bytes, answers a list for a repeated header, and takes an encoded
word's charset at its word.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import getaddresses, parsedate_to_datetime
from functools import lru_cache
from typing import Any

from mailparser.dates import parse_mail_date
from mailparser.utils import get_addresses

from mailbot.model.mail import Address
from mailbot.parsers.fields import Fields, one_line, widen_charsets
from mailbot.parsers.limits import ADDRESS_OCTETS, FIELD_CHARS, Note, ParseLimits
from mailbot.parsers.plain_mailbox import read_plain_mailbox

_QUOTED_OR_COMMENT = re.compile(r'"(?:[^"\\]|\\.){0,500}+"|\([^()]*\)')
_LOOSE_CHARS = 10_000
_KNOWN_CHARS = 200
_GROUP_OR_QUOTE = re.compile(r'[:"(]')
_PLAIN_ADDRESS = re.compile(r"[\w!#$%&*+/=?^`{|}~.-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})*")


# `"nora@linea.gov.co"@evil.com` is an address (RFC 5322 §3.4.1) that no reply of ours could name.
_WRITABLE = re.compile(r"[^\s@<>(),;:\\\"\[\]\x00-\x1f\x7f]+@[^\s@<>(),;:\\\"\[\]\x00-\x1f\x7f]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """The people and the date of a mail.

    `sender` is the first author that From names; None if an answer could not be addressed to him.
    """

    sender: Address | None
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    reply_to: tuple[Address, ...]
    date: datetime | None


def read_envelope(fields: Fields, limits: ParseLimits, note: Note) -> Envelope:
    """The envelope that `fields` give; what is malformed is read as far as it is clear."""
    if len(fields.get("from", ())) > 1:
        note("El mensaje trae varias cabeceras From: vale la primera.")
    authors = _people("from", fields, limits, note)
    if len(authors) > 1:
        note("La cabecera From nombra a varias personas: vale la primera.")
    sender = next(iter(authors), None)
    if sender and not _answerable(sender.address):
        note("La dirección de From no admite respuesta: se lee como un correo sin remitente.")
        sender = None
    return Envelope(
        sender=sender,
        to=_people("to", fields, limits, note),
        cc=_people("cc", fields, limits, note),
        reply_to=_people("reply-to", fields, limits, note),
        date=_date(next(iter(fields.get("date", ())), ""), note),
    )


def _answerable(address: str) -> bool:
    return (
        bool(_WRITABLE.fullmatch(address))
        and len(address.encode(errors="replace")) <= ADDRESS_OCTETS
    )


def _people(name: str, fields: Fields, limits: ParseLimits, note: Note) -> tuple[Address, ...]:
    given = fields.get(name, ())
    # Recipients in several headers are all meant; a second author could be a forgery.
    several = ", ".join(given) if name in ("to", "cc") else "".join(given[:1])
    value = several[:FIELD_CHARS]
    if not value.strip():
        return ()
    read = _known if len(value) <= _KNOWN_CHARS else _read
    found, faults = read(name, value)
    for fault in faults:
        note(fault)
    return found[: limits.addresses]


def _read(name: str, given: str) -> tuple[tuple[Address, ...], tuple[str, ...]]:
    """The people whom a header names, and what was wrong with it."""
    plain = read_plain_mailbox(given)
    if plain:
        return _addresses((plain,)), ()
    faults: list[str] = []
    value = widen_charsets(_with_commas(given))
    defects: list[dict[str, Any]] = []
    try:
        found = _addresses(get_addresses(value, defects=defects, decode_names=True))
    except Exception:  # Whatever a library trips over must not cost us the mail.
        faults.append(
            "mail-parser no pudo leer las direcciones: se leyeron con la biblioteca estándar."
        )
        found = _addresses(getaddresses([value]))
    found = found or _plain_addresses(name, value, faults.append)
    if defects and not (found and all(defect["recovered"] for defect in defects)):
        faults.append(f"En {name.title()} hay algo que no es una dirección bien escrita.")
    return found, tuple(faults)


# The line's own address stands in most mails, and an author is read at receipt and again with the
# mail. Only short values are kept: they take a few megabytes at most, whoever wrote them.
_known = lru_cache(maxsize=512)(_read)


def _with_commas(value: str) -> str:
    """The value with the semicolons of people who write addresses as Outlook shows them."""
    return value if _GROUP_OR_QUOTE.search(value) else value.replace(";", ",")


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
    outside = _PLAIN_ADDRESS.findall(_QUOTED_OR_COMMENT.sub(" ", value[:_LOOSE_CHARS]))
    found = tuple(dict.fromkeys(each.lower() for each in outside))
    if not found or (name == "from" and len(found) > 1):
        return ()
    note(f"De la cabecera {name.title()}, mal escrita, se tomó la dirección que contiene.")
    return tuple(Address(address=each) for each in found)


def _date(value: str, note: Note) -> datetime | None:
    if not value.strip():
        return None
    try:
        when: datetime | None = parse_mail_date(value).value
    except Exception:  # As for addresses.
        when = None
    if when is None:
        when = _loose_date(value)
        read = "se leyó lo más parecido" if when else "se pasó por alto"
        note(f"La fecha «{one_line(value)[:60]}» no es válida: {read}.")
    return when


def _loose_date(value: str) -> datetime | None:
    try:
        when = parsedate_to_datetime(value[:200])
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)
