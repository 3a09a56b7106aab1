"""Calendar messages (RFC 5546) in words that people read: what, when, where, and who invites."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from mailbot.parsers.charset import decode_text

CALENDAR_TYPES = frozenset({"text/calendar", "application/ics"})

_MOST_BYTES = 200_000
_MOST_LINES = 3_000
_LONGEST = 500
_LONGEST_DESCRIPTION = 2_000
_MOST_PEOPLE = 5

_FOLD = re.compile(r"\n[ \t]")
_PROPERTY = re.compile(r'([A-Za-z-]{1,40})((?:;(?:"[^"\n]{0,300}"|[^:"\n]){0,600})?):(.*)')
_PARAMETER = re.compile(r';([A-Za-z-]{1,40})=("[^"]*"|[^;"]*)')
_ESCAPE = re.compile(r"\\([\\;,nN])")
_DATE = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d\d(Z?))?")
_TITLES = {
    "REQUEST": "Invitación",
    "CANCEL": "Invitación cancelada",
    "REPLY": "Respuesta a una invitación",
    "COUNTER": "Propuesta de otra hora para una invitación",
}
_ANSWERS = {
    "ACCEPTED": "aceptó",
    "DECLINED": "no asistirá",
    "TENTATIVE": "aceptó de forma provisional",
    "DELEGATED": "envía a otra persona",
}


@dataclass(frozen=True, slots=True)
class _Property:
    """One line of the format, unfolded."""

    name: str
    parameters: dict[str, str]
    value: str

    @property
    def text(self) -> str:
        """The value as words on one line, without the escapes (RFC 5545 §3.3.11)."""
        return " ".join(_ESCAPE.sub(_unescape, self.value[:_LONGEST]).split())

    @property
    def person(self) -> str:
        """The name and the address of a person."""
        address = re.sub(r"(?i)^mailto:", "", self.value[:_LONGEST]).strip()
        name = " ".join(self.parameters.get("CN", "").split())
        return f"{name} <{address}>" if name and name != address else address


@dataclass(slots=True)
class _Event:
    """The first event of a calendar."""

    method: str = ""
    single: dict[str, _Property] = field(default_factory=dict)
    attendees: list[_Property] = field(default_factory=list)


def describe_invitation(content: bytes, charset: str) -> str:
    """Lines in Spanish about what a calendar file asks, cancels or answers; "" if it does not.

    Any bytes are taken, of which the first 200 kB are read.
    """
    event = _first_event(decode_text(content[:_MOST_BYTES], charset or "utf-8", _ignore))
    title = _TITLES.get(event.method)
    if title is None or not event.single:
        return ""
    lines = [f"{title}: {_text(event, 'SUMMARY') or 'sin asunto'}"]
    lines += [f"Fecha: {when}"] if (when := _when(event)) else []
    lines += [f"Lugar: {place}"] if (place := _text(event, "LOCATION")) else []
    if organizer := event.single.get("ORGANIZER"):
        lines.append(f"Organizador: {organizer.person}")
    if event.method == "REPLY":
        lines += _answers(event)
    return "\n".join([*lines, *_description(event)])


def _first_event(text: str) -> _Event:
    event = _Event()
    within: list[str] = []
    for each in _properties(text):
        if each.name == "BEGIN":
            within.append(each.value.strip().upper())
        elif each.name == "END":
            if within and within.pop() == "VEVENT":
                break
        elif each.name == "METHOD" and not event.method:
            event.method = each.value.strip().upper()
        elif within[-1:] == ["VEVENT"]:
            if each.name == "ATTENDEE":
                event.attendees.append(each)
            else:
                event.single.setdefault(each.name, each)
    return event


def _properties(text: str) -> Iterator[_Property]:
    for line in _FOLD.sub("", text).split("\n", _MOST_LINES)[:_MOST_LINES]:
        found = _PROPERTY.match(line)
        if found:
            parameters = {
                each[1].upper(): each[2].strip('"') for each in _PARAMETER.finditer(found[2])
            }
            yield _Property(found[1].upper(), parameters, found[3])


def _text(event: _Event, name: str) -> str:
    found = event.single.get(name)
    return found.text if found else ""


def _when(event: _Event) -> str:
    start, end = event.single.get("DTSTART"), event.single.get("DTEND")
    begins = _DATE.match(start.value.strip()) if start else None
    if start is None or begins is None:
        return ""
    day, hour = _day(begins), _hour(begins)
    if not hour:
        return day
    ends = _DATE.match(end.value.strip()) if end else None
    until = ""
    if ends and _hour(ends):
        until = f" a {_hour(ends)}" if _day(ends) == day else f" a {_day(ends)}, {_hour(ends)}"
    zone = "UTC" if begins[6] else start.parameters.get("TZID", "")[:60]
    return f"{day}, {hour}{until}" + (f" ({zone})" if zone else "")


def _day(date: re.Match[str]) -> str:
    return f"{date[3]}/{date[2]}/{date[1]}"


def _hour(date: re.Match[str]) -> str:
    return f"{date[4]}:{date[5]}" if date[4] else ""


def _answers(event: _Event) -> list[str]:
    said = []
    for each in event.attendees[:_MOST_PEOPLE]:
        answer = _ANSWERS.get(each.parameters.get("PARTSTAT", "").upper())
        if answer:
            said.append(f"Respuesta: {each.person} {answer}")
    return said


def _description(event: _Event) -> list[str]:
    found = event.single.get("DESCRIPTION")
    if found is None:
        return []
    text = _ESCAPE.sub(_unescape, found.value[:_LONGEST_DESCRIPTION]).strip()
    return ["", text] if text else []


def _unescape(found: re.Match[str]) -> str:
    return "\n" if found[1] in "nN" else found[1]


def _ignore(_fault: str) -> None:
    """The file is an attachment too: its faults are no faults of the mail."""
