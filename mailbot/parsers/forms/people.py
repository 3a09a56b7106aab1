"""Those who attend, from the rows of a list or from lines as people write them."""

import re
from collections.abc import Iterable, Mapping, Sequence

from mailbot.model.vocabulary import Field
from mailbot.parsers.forms.values import Attendee, Extra, Slot
from mailbot.parsers.forms.words import is_empty

MOST_ATTENDEES = 200

_PLACE = {
    Field.NAME: "name",
    Field.IDENTIFICATION: "identification",
    Field.SIIF_USER: "siif_user",
    Field.EMAIL: "email",
    Field.PHONE: "phone",
    Extra.POSITION: "other",
}
_EMAIL = re.compile(r"[\w.%+'-]{1,64}@[A-Za-z0-9.-]{3,200}")
_MOBILE = re.compile(r"(?<!\d)(?:\+?57 ?)?3\d{2}[ .-]?\d{3}[ .-]?\d{2}[ .-]?\d{2}(?!\d)")
_NUMBER = re.compile(r"(?<![\w-])\d{1,4}(?:[. ']?\d{3}){1,3}(?![\w-])")
_USER = re.compile(
    r"\b(?:usuario|user|login)(?: siif)?(?: naci[oó]n)?[ .:=-]*(?P<user>[^\s,;|]{3,40})",
    re.IGNORECASE,
)
_ID_WORDS = re.compile(
    r"(?i)(?<!\w)(?:c\.? ?c\.?|c[eé]dula(?: de ciudadan[ií]a)?|identificaci[oó]n|"
    r"id|documento|n[o°º]\.?|cel(?:ular)?|tel(?:[eé]fono)?|correo)(?!\w)[ .:#°º]*"
)
_PARTS = re.compile(r"[ ]*[,;|\t/]+[ ]*|[ ]+[-–—]+[ ]+|[ ]{2,}")
_AND = re.compile(r"[ ]+(?:y|e)[ ]+(?=[A-ZÁÉÍÓÚÑ])")
_BULLET = re.compile(r"^\s*(?:[•·●▪*-]+\s*|\(?\d{1,2}[.)-]+(?!\d)\s*|\d{1,2}\s+(?=[^\W\d]))")
_LOGIN = re.compile(r"(?=\S*[A-Za-zñÑ])[\wñÑ.]{3,30}")


def from_cells(cells: Sequence[str], columns: Mapping[int, Slot]) -> Attendee | None:
    """The person of a row whose columns are known; None for an empty one."""
    if len(cells) <= max(columns, default=0):
        # Cells that were empty are lost in plain text: what is there tells itself what it is.
        return from_line("; ".join(filter(None, cells)))
    found: dict[str, str] = {}
    for at, slot in columns.items():
        place = _PLACE.get(slot)
        text = " ".join(cells[at].split())
        if place and not is_empty(text):
            found.setdefault(place, text)
    return Attendee(**found) if found.keys() - {"other"} else None


def from_lines(lines: Iterable[str]) -> list[Attendee]:
    """The people of a list in words: one a line, several on one, or one on several lines."""
    people: list[Attendee] = []
    begun: list[str] = []
    for line in lines:
        line = _BULLET.sub("", line).strip(" \t*")
        if is_empty(line):
            continue
        several = _several(line)
        if several:
            people += _flushed(begun)
            people += (Attendee(name=name) for name in several)
        elif begun and not _begins_person(line):
            begun.append(line)
        else:
            people += _flushed(begun)
            begun.append(line)
    people += _flushed(begun)
    return people[:MOST_ATTENDEES]


def from_line(line: str) -> Attendee | None:
    """The person that a line tells of, by what each of its parts looks like."""
    found: dict[str, str] = {}
    line = _BULLET.sub("", line)
    line = _take(_EMAIL, line, "email", found)
    user = _USER.search(line)
    if user:
        found["siif_user"] = user["user"].strip(".")
        line = line[: user.start()] + ";" + line[user.end() :]
    numbers = _NUMBER.findall(line)
    if len(numbers) > 1 or re.search(r"(?i)\b(?:cel|tel)", line):
        line = _take(_MOBILE, line, "phone", found)
    line = _take(_NUMBER, line, "identification", found)
    parts = [_ID_WORDS.sub("", part).strip(" .:;,-–()") for part in _PARTS.split(line)]
    parts = [part for part in parts if part and not is_empty(part)]
    named = next((part for part in parts if " " in part and not any(map(str.isdigit, part))), "")
    named = named or next((part for part in parts if part.isalpha()), "")
    if named:
        found["name"] = named
        parts.remove(named)
    for part in parts:
        key = "siif_user" if _LOGIN.fullmatch(part) and "siif_user" not in found else "other"
        found[key] = f"{found[key]}, {part}" if key in found else part
    return Attendee(**found) if found.keys() - {"other"} else None


def _take(pattern: re.Pattern[str], line: str, key: str, found: dict[str, str]) -> str:
    match = pattern.search(line)
    if not match:
        return line
    found[key] = match[0].strip()
    return f"{line[: match.start()]} ; {line[match.end() :]}"


def _several(line: str) -> list[str]:
    """The names of a line that holds nothing but names, two of them or more."""
    if any(char.isdigit() or char in "@:;" for char in line):
        return []
    names = [name for part in re.split(r"[ ]*,[ ]*", line) for name in _AND.split(part)]
    names = [name.strip(" .") for name in names if name.strip(" .")]
    full = all(len(name.split()) >= 2 and name[0].isupper() for name in names)
    return names if len(names) > 1 and full else []


def _begins_person(line: str) -> bool:
    """Whether a line starts with a person's name: two words of letters."""
    words = line.split()[:2]
    return len(words) == 2 and all(word.strip(".,;:").replace("-", "").isalpha() for word in words)


def _flushed(begun: list[str]) -> list[Attendee]:
    person = from_line("; ".join(begun)) if begun else None
    begun.clear()
    return [person] if person else []
