"""From a `Send` to the final bytes of a mail: same input, same bytes."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from mailbot.compose import headers, mime, words
from mailbot.compose.digest import digest_words
from mailbot.compose.headings import HEADINGS
from mailbot.compose.headings.rows import level_of, organ_name, organ_of
from mailbot.compose.letter import Draft, Heading, draft
from mailbot.compose.listing import listing
from mailbot.compose.rendering import render_html, render_text
from mailbot.config import Config
from mailbot.model.decision import OutgoingMail, Send

_DATE = re.compile(rb"^Date: [^\r\n]*", re.MULTILINE)
_MOST_ID = 76
_TO_OFFICES = ("M-14", "M-18", "M-37")
_MOMENTS = ("since", "until", "expires", "legal_until")
_PEOPLE = ("author", "asked_by", "advisor")
_MOST_ENTRIES = 40


def compose(
    send: Send,
    config: Config,
    *,
    token: str,
    now: datetime,
    not_before: datetime,
    contents: Mapping[str, bytes],
) -> OutgoingMail:
    """Compose a mail to its final bytes.

    `token` is the reply token (32 hex digits), `contents` the bytes of each enclosure by its name.
    Raises KeyError for an unknown template, a missing fact of its heading or a missing enclosure,
    jinja2.TemplateError for a faulty template or a missing fact of it.
    """
    zone = _zone(config.calendar.timezone)
    letter = draft(send, config, token=token, zone=zone)
    heading = HEADINGS[send.template](letter)
    number = letter.case.number if letter.case else None
    # A tag in a subject may stand anywhere: no brackets but those of the number.
    title = words.without_brackets(heading.subject)
    subject = f"[{number}] {title}" if number else title
    message_id = _message_id(token, number, config.identity.address)
    pictures = {e.inline: f"{e.inline}@{token}" for e in send.enclosures if e.inline}
    shown = _shown(letter, heading, subject) | {"pictures": pictures}
    body = mime.body(
        render_text(send.template, shown, config.templates.folder),
        render_html(send.template, shown, config.templates.folder),
        [
            mime.Part(name=words.one_line(e.name, most=150), type=e.type,
                      content=contents[e.name], fixed=e.document is not None,
                      id=pictures.get(e.inline, ""))
            for e in send.enclosures
        ],
        token,
    )  # fmt: skip
    head = "\r\n".join(
        _head(send, config, subject, message_id, format_datetime(now.astimezone(zone)))
    )
    return OutgoingMail(
        template=send.template,
        to=send.to,
        cc=send.cc,
        case=number,
        subject=subject,
        message_id=message_id,
        token=token,
        raw=head.encode("utf-8", "replace") + b"\r\n" + body,
        not_before=not_before,
        once=send.once,
        brake=send.brake,
    )


def names_shown(config: Config) -> frozenset[str]:
    """The names that every template can use, whatever the mail; `pictures` too."""
    bare = Send(template="", to=())
    letter = draft(bare, config, token="", zone=_zone(config.calendar.timezone))
    nothing = Heading(subject="", eyebrow="", title="", preheader="", panel=())
    return frozenset(_shown(letter, nothing, "")) | {"pictures"}


def renewed_date(raw: bytes, now: datetime, config: Config) -> bytes:
    """`raw` with its Date set to `now`: an old one counts as spam (mails.md §3)."""
    date = format_datetime(now.astimezone(_zone(config.calendar.timezone)))
    return _DATE.sub(b"Date: " + date.encode(), raw, count=1)


def _shown(letter: Draft, heading: Heading, subject: str) -> dict[str, Any]:
    """The names that templates can use: the facts, the case, the line, the heading."""
    return {
        **letter.facts,
        "attached": letter.facts["files"],
        "files": letter.files,
        "level": level_of(letter) if letter.case else "",
        "organ_name": organ_name(organ_of(letter)) if letter.case else "",
        **{name: letter.when(letter.facts[name]) for name in _MOMENTS},
        **{name: letter.named(letter.facts[name]) for name in _PEOPLE},
        "history": _history(letter),
        "history_before": max(0, len(letter.facts["history"]) - _MOST_ENTRIES),
        "rows": listing(letter),
        "ended": listing(letter, "ended"),
        "digest": digest_words(letter),
        "case": letter.case,
        "line": letter.line,
        "head": heading,
        "subject": subject,
    }


def _history(letter: Draft) -> tuple[tuple[str, str], ...]:
    """The latest entries of the fact `history`: when, and what was done."""
    return tuple(
        (letter.short(when) if isinstance(when, datetime) else when, words.one_line(what, most=600))
        for when, what in letter.facts["history"][-_MOST_ENTRIES:]
    )


def _head(
    send: Send, config: Config, subject: str, message_id: str, date: str
) -> Iterable[str]:  # fmt: skip
    own = (words.person(config.identity.name), config.identity.address)
    names = _names(send, config)
    yield headers.addresses("From", [own])
    yield headers.addresses("Reply-To", [own])
    yield headers.addresses("To", [(names.get(a, ""), a) for a in send.to])
    if send.cc:
        yield headers.addresses("Cc", [(names.get(a, ""), a) for a in send.cc])
    yield headers.unstructured("Subject", subject)
    yield f"Date: {date}"
    yield f"Message-ID: <{message_id}>"
    thread = headers.thread(send.references, send.answers)
    if thread:
        yield headers.ids("In-Reply-To", thread[-1:])
        yield headers.ids("References", thread)
    yield f"Auto-Submitted: {'auto-replied' if send.answers else 'auto-generated'}"
    # Not "All": that would also suppress the delivery reports that we need.
    yield "X-Auto-Response-Suppress: OOF, AutoReply"
    if send.case:
        yield f"X-SIIF-Caso: {send.case.number}"
        yield f"X-SIIF-Nivel: {send.case.level}"
    yield f"X-SIIF-Correo: {send.template}"
    yield "MIME-Version: 1.0"


def _names(send: Send, config: Config) -> dict[str, str]:
    recipients = {*send.to, *send.cc}
    people = {member.email: member.name for member in config.staff if member.email in recipients}
    if send.case:
        people.setdefault(send.case.requester.email, send.case.requester.name)
    if send.template in _TO_OFFICES:
        people |= _offices(config)
    return {address: words.person(name) for address, name in people.items()}


def _offices(config: Config) -> dict[str, str]:
    """The offices outside the line that have to solve something, by their address."""
    bodies = {body.email: f"Órgano rector {body.code}" for body in config.governing_body}
    places = config.addresses
    areas = {
        places.findings: "Gestión de hallazgos",
        places.changes: "Control de cambios",
        places.petitions: "Atención de peticiones",
    }
    return {**bodies, **{address: name for address, name in areas.items() if address}}


def _message_id(token: str, number: str | None, address: str) -> str:
    domain = address.rpartition("@")[2].encode("idna").decode("ascii")
    long = f"{token}.{(number or 'linea').lower()}@{domain}"
    return long if len(long) + 2 <= _MOST_ID else f"{token}@{domain}"


@lru_cache(maxsize=4)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
