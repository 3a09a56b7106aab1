"""What one mail is written from, and the heading that text and HTML share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from mailbot.compose import spanish, words
from mailbot.compose.case_words import CaseWords, case_words
from mailbot.compose.one_click import Reply, Survey, reply_link
from mailbot.config import Config
from mailbot.config.people import StaffMember
from mailbot.model.decision import Send
from mailbot.model.masking import identifications

__all__ = ["CaseWords", "Draft", "Heading", "LineWords", "Row", "draft"]

# Lists of attendees hold identification numbers only for who needs them (domain.md §16.14).
_WITH_ATTENDEES = "M-09"

# Facts that a mail may come without; every other fact that a template names is required.
_OPTIONAL: Mapping[str, Any] = MappingProxyType(
    {
        "missing": (),
        "privacy": False,
        "held": (),
        # What came back in a form: for its person, and for the advisor.
        "faults": (),
        "again": False,
        "kept": True,
        "notes": (),
        "encrypted": False,
        "sender": "",
        "text": "",
        "files": (),
        "results": (),
        "note": False,
        "actions": (),
        "question": "",
        "kind": "",
        "level": "",
        "advisor": "",
        "organ": "",
        "number": "",
        "reason": "",
        "history": (),
        "details": (),
        "moves": (),
        # Offers that only the rules can make good: they say so with these.
        "commands": False,
        "survey": False,
        "self_service": False,
        "since": None,
        "told_at": None,
        # Lists of cases beside `rows`.
        "ended": (),
        "take_by": None,
        "scores": (),
        "rows": (),
        "news": (),
        # Whether a question for the state named no case.
        "unnamed": False,
        # Whether the number may be another than the one that was told before a restore.
        "renumbered": False,
        "answers": (),
        "solved_before": (),
        "help": (),
        "description": "",
        "attendees": "",
        "risk": "",
        "author": "",
        "asked_by": "",
        "sections": (),
        "until": None,
        # Until when a closed case can be opened again (T24).
        "reopen_until": None,
        "expires": None,
        "legal_until": None,
        "days": None,
        "public": False,
        "absent": "",
        "needs_minutes": True,
        "digest": None,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of the panel: `strong` stands out, `rest` follows it plainly."""

    label: str
    strong: str = ""
    rest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The top of a mail, the same in text and HTML: outcome first, then number to deadline.

    `subject` is without the number. `preheader` says what the subject doesn't; its content is in
    the body too. `replies` are what the mail asks for, or what staff can do. `explanation` are
    sentences of the body that depend on the state. `survey` and `window`, until when the case can
    be opened again, stand in closing mails only.
    `why_you` is the reason that staff read in the footer; "" for mails to users.
    """

    subject: str
    eyebrow: str
    title: str
    preheader: str
    panel: tuple[Row, ...]
    replies: tuple[Reply, ...] = ()
    explanation: tuple[str, ...] = ()
    survey: Survey | None = None
    window: str = ""
    why_you: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineWords:
    """What mails say of the line itself."""

    name: str
    address: str
    bogota: str
    bogota_link: str
    national: str
    national_link: str
    option: str
    hours: str
    manuals: str
    faq: str
    protocol: str
    privacy: str
    reopen_days: int
    survey_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Everything that a heading and a template are written from; all words in it are safe."""

    template: str
    case: CaseWords | None
    line: LineWords
    facts: Mapping[str, Any]
    files: tuple[str, ...] = ()
    token: str
    zone: tzinfo
    taken: bool = False
    """Whether the case has an advisor."""
    assigned: bool = False
    """Whether the reader is that advisor; no, if he is away and others read it too."""
    staff: Sequence[StaffMember] = ()

    def moment(self, value: datetime) -> str:
        """A point in time on the line's wall clock, in full."""
        return spanish.long_moment(value, self.zone)

    def short(self, value: datetime) -> str:
        """A point in time on the line's wall clock, short."""
        return spanish.short_moment(value, self.zone)

    def when(self, value: datetime | date | None) -> str:
        """A point in time or a day, in full; "" without one."""
        if value is None:
            return ""
        return self.moment(value) if isinstance(value, datetime) else spanish.long_day(value)

    def end(self, value: datetime | date | None) -> str:
        """The end of a term, in full: its last day where it ends with the day; "" without one."""
        if isinstance(value, datetime) and value.astimezone(self.zone).time() == time():
            return spanish.last_day(value, self.zone)
        return self.when(value)

    def named(self, person: str) -> str:
        """The name of somebody of the line who may be given by his address."""
        if "@" not in person:
            return person
        names = (words.person(member.name) for member in self.staff if member.email == person)
        return next(names, person)

    def link(self, about: str, *lines: str) -> str:
        """A one-click reply to this mail; its subject carries the case and the reply token."""
        number = f"[{self.case.number}] " if self.case else ""
        return reply_link(self.line.address, f"{number}{about} ({self.token})", lines)


def draft(send: Send, config: Config, *, token: str, zone: tzinfo) -> Draft:
    """Collect what a mail is written from, with every foreign word made safe."""
    case = send.case
    identification = identifications(case.requester.identification, case.attendees) if case else ""
    facts = {**_OPTIONAL, **words.guarded_facts(send.facts, identification)}
    if case and send.template == _WITH_ATTENDEES:
        facts["attendees"] = words.unmasked(send.facts.get("attendees") or case.attendees)
    return Draft(
        template=send.template,
        case=case_words(case, zone, send.to) if case else None,
        line=_line_words(config),
        facts=facts,
        files=tuple(
            words.one_line(e.name, identification) for e in send.enclosures if not e.inline
        ),
        token=token,
        zone=zone,
        taken=bool(case and case.assignee),
        assigned=bool(case and case.assignee in send.to and not facts["absent"]),
        staff=config.staff,
    )


def _line_words(config: Config) -> LineWords:
    phones, links = config.phones, config.links
    return LineWords(
        name=config.identity.name,
        address=config.identity.address,
        bogota=phones.bogota,
        bogota_link=_dialled(phones.bogota),
        national=phones.national,
        national_link=_dialled(phones.national),
        option=phones.option,
        hours=spanish.held_together(phones.hours),
        manuals=links.manuals or "",
        faq=links.faq or "",
        protocol=links.protocol or "",
        privacy=links.privacy or "",
        reopen_days=config.reopen.working_days,
        survey_days=config.survey.valid_working_days,
    )


@lru_cache(maxsize=16)
def _dialled(number: str) -> str:
    digits = "".join(char for char in number if char.isdigit())
    if len(digits) == 7:
        # Seven digits are a number of Bogotá from before its prefix 601 (Q26).
        return f"tel:+57601{digits}"
    return f"tel:+57{digits}" if len(digits) == 10 else f"tel:{digits}"
