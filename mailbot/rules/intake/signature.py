"""Facts in a signature (name, entity, telephone, city) and in the sender's display name."""

import re

from mailbot.rules.intake import values
from mailbot.rules.intake.entities import entity_name
from mailbot.rules.intake.facts import Facts, keep
from mailbot.rules.intake.labelled import read_labelled
from mailbot.rules.intake.labels import Key
from mailbot.rules.intake.people import person_name
from mailbot.rules.intake.words import words_of

_NAME_LINES = 3
_LONGEST_CITY = 30
_PARTS = re.compile(r"[ ]*(?:[|;•·/,\t]|[ ][-–—][ ]|[ ]{2,})[ ]*")
_NO_LETTERS = re.compile(
    r"(?i)(?:ext(?:ensi[oó]n)?|tels?|cel(?:ular)?|m[oó]vil|fijo|pbx|n[o°º])\b|\b[tmcp][ ]?[.:]"
)
_CITIES = frozenset(
    """bogota medellin cali barranquilla cartagena cucuta bucaramanga pereira manizales ibague
    neiva villavicencio armenia pasto monteria valledupar sincelejo riohacha quibdo popayan tunja
    florencia mocoa leticia arauca yopal inirida mitu""".split()
)
# Keys that a signature's labels may tell; its "Solicitud:" or "Asunto:" is no one's name.
_OWN_KEYS = (Key.PHONE, Key.EMAIL, Key.ENTITY, Key.CITY, Key.UNIT, Key.IDENTIFICATION)


def read_signature(lines: list[str], facts: Facts) -> None:
    """Add to `facts` what the lines of a signature without labels tell and the text did not."""
    for number, line in enumerate(lines):
        if Key.NAME not in facts and number < _NAME_LINES:
            keep(facts, Key.NAME, person_name(line))
        for part in _PARTS.split(line):
            if Key.ENTITY not in facts:
                keep(facts, Key.ENTITY, entity_name(part))
            if Key.CITY not in facts:
                keep(facts, Key.CITY, _city(part))
            if Key.PHONE not in facts:
                keep(facts, Key.PHONE, _phone_part(part))
        if Key.PHONE not in facts and not _letters(line):
            keep(facts, Key.PHONE, values.phone(line))


def read_whole_signature(lines: list[str], facts: Facts) -> None:
    """Add to `facts` what a signature tells, the lines with labels in it too."""
    read = read_labelled("\n".join(lines))
    for key in _OWN_KEYS:
        keep(facts, key, read.facts.get(key, ""))
    read_signature([line.strip() for line in read.rest if line.strip()], facts)


def display_name(name: str) -> str:
    """The person's name in a display name; "" for an office ("Tesorería INVIAS") or a nickname."""
    family, comma, given = name.strip("\"' ").partition(",")
    if comma and person_name(f"{given.strip()} {family.strip()}"):
        return person_name(f"{given.strip()} {family.strip()}")
    return person_name(name)


def _phone_part(part: str) -> str:
    return values.phone(part) if _NO_LETTERS.match(part) and not _letters(part) else ""


def _letters(text: str) -> bool:
    """Whether a line holds more words than those for telephones."""
    return any(char.isalpha() for char in _NO_LETTERS.sub("", text))


def _city(part: str) -> str:
    if len(part) > _LONGEST_CITY:
        return ""
    words = [word for word in words_of(part) if word not in ("d", "c", "dc", "colombia", "de")]
    return part.strip(" .,-") if len(words) == 1 and words[0] in _CITIES else ""
