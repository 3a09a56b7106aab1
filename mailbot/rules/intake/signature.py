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
_PARTS = re.compile(r"[ ]*(?:[|;•·/,\t]|[ ][-–—][ ]|[ ]{2,})[ ]*")
_NO_LETTERS = re.compile(r"(?i)(?:ext(?:ensi[oó]n)?|tels?|cel(?:ular)?|m[oó]vil|fijo|pbx|n[o°º])\b")
_CITIES = frozenset(
    """bogota medellin cali barranquilla cartagena cucuta bucaramanga pereira manizales ibague
    neiva villavicencio armenia pasto monteria valledupar sincelejo riohacha quibdo popayan tunja
    florencia mocoa leticia arauca yopal inirida mitu""".split()
)
# Keys that a signature's labels may tell; its "Solicitud:" or "Asunto:" is no one's name.
_OWN_KEYS = (Key.PHONE, Key.EMAIL, Key.ENTITY, Key.CITY, Key.UNIT, Key.IDENTIFICATION)


def read_signature(lines: list[str], facts: Facts) -> None:
    """Add to `facts` what the signature tells and the text did not."""
    read = read_labelled("\n".join(lines))
    for key in _OWN_KEYS:
        keep(facts, key, read.facts.get(key, ""))
    filled = [line.strip() for line in read.rest if line.strip()]
    for number, line in enumerate(filled):
        if number < _NAME_LINES:
            keep(facts, Key.NAME, person_name(line))
        if not any(char.isalpha() for char in _NO_LETTERS.sub("", line)):
            keep(facts, Key.PHONE, values.phone(line))
        for part in _PARTS.split(line):
            keep(facts, Key.ENTITY, entity_name(part))
            keep(facts, Key.CITY, _city(part))
            if part != line:
                keep(facts, Key.PHONE, _phone_part(part))


def display_name(name: str) -> str:
    """The person's name in a display name; "" for an office ("Tesorería INVIAS") or a nickname."""
    family, comma, given = name.strip("\"' ").partition(",")
    if comma and person_name(f"{given.strip()} {family.strip()}"):
        return person_name(f"{given.strip()} {family.strip()}")
    return person_name(name)


def _phone_part(part: str) -> str:
    key_word = _NO_LETTERS.match(part.strip())
    letters = any(char.isalpha() for char in _NO_LETTERS.sub("", part))
    return values.phone(part) if key_word and not letters else ""


def _city(part: str) -> str:
    words = [word for word in words_of(part) if word not in ("d", "c", "dc", "colombia", "de")]
    return part.strip(" .,-") if len(words) == 1 and words[0] in _CITIES else ""
