"""The facts gathered from a text: each is kept in its normal form or not at all, the first one."""

from mailbot.rules.intake import values
from mailbot.rules.intake.entities import entity_name
from mailbot.rules.intake.labels import Key
from mailbot.rules.intake.people import person_name
from mailbot.rules.intake.values import is_blank
from mailbot.rules.intake.words import words_of

Facts = dict[Key, str]

DECLARED_NONE = "no aplica"
"""What stands under SCREENS when the person says that there is no screen to show."""

_LONGEST_ENTITY = 120
_FEW_WORDS = 6
_NOT_APPLICABLE = ("no aplica", "n a", "na", "no hay", "ninguna", "ninguno", "no existe", "no se")

TYPED = frozenset(
    {Key.UNIT, Key.PHONE, Key.EXTENSION, Key.IDENTIFICATION, Key.SIIF_USER, Key.EMAIL}
)
"""Facts whose value can be told from ordinary words."""


def store(facts: Facts, key: Key, value: str) -> bool:
    """Keep what `value` says under its label; whether it was a value of that kind at all."""
    value = value.strip(" \t*_|;,")
    if key is Key.HEADING:
        return False
    if key is Key.SCREENS:
        return _store_screens(facts, value)
    if not value or is_blank(value):
        return False
    if key is Key.OTHER:
        return len(value.split()) <= _FEW_WORDS
    if key is Key.UNIT:
        return _store_unit(facts, value)
    if key is Key.ENTITY:
        return _store_entity(facts, value)
    if key is Key.EXTENSION:
        return _store_extension(facts, value)
    if key in (Key.NAME_OR_USER, Key.SIIF_USER):
        user = values.login(value)
        single_word = len(value.split()) == 1
        if user and (key is Key.SIIF_USER or single_word):
            return keep(facts, Key.SIIF_USER, user)
        return keep(facts, Key.NAME, person_name(value, trusted=True))
    if key is Key.CONTACT:
        named = keep(facts, Key.NAME, person_name(value))
        return keep(facts, Key.PHONE, values.phone(value)) or named
    return _store_plain(facts, key, value)


def keep(facts: Facts, key: Key, value: str) -> bool:
    """Keep a value in its normal form unless one is there; whether it is a value at all."""
    if value:
        facts.setdefault(key, value)
    return bool(value)


def _store_plain(facts: Facts, key: Key, value: str) -> bool:
    match key:
        case Key.NAME:
            return keep(facts, key, person_name(value, trusted=True))
        case Key.EMAIL:
            keep(facts, Key.PHONE, values.loose_phone(value))
            return keep(facts, key, values.email(value))
        case Key.PHONE:
            return keep(facts, key, values.phone(value))
        case Key.IDENTIFICATION:
            return keep(facts, key, values.identification(value))
        case Key.CITY:
            return keep(facts, key, _city(value))
        case _:
            lines = (" ".join(line.split()) for line in value.split("\n"))
            return keep(facts, key, "\n".join(lines).rstrip(" .,;"))


def _store_screens(facts: Facts, value: str) -> bool:
    words = words_of(value)
    if " ".join(words).startswith(_NOT_APPLICABLE):
        facts.setdefault(Key.SCREENS, DECLARED_NONE)
    return 0 < len(words) <= _FEW_WORDS


def _store_unit(facts: Facts, value: str) -> bool:
    code, rest = values.unit(value)
    name = _entity(rest) if code else entity_name(value)
    keep(facts, Key.UNIT, code)
    # An entity that has a label of its own comes before the name of a unit.
    if name:
        facts.setdefault(Key.ENTITY, name)
    return bool(code or name)


def _store_entity(facts: Facts, value: str) -> bool:
    code, rest = values.unit(value)
    if code:
        keep(facts, Key.UNIT, code)
    name = _entity(rest if code else value)
    if name:
        facts[Key.ENTITY] = name
    return bool(code or name)


def _store_extension(facts: Facts, value: str) -> bool:
    digits = values.extension(value)
    if not digits:
        return False
    known = facts.get(Key.PHONE)
    facts[Key.PHONE] = f"{known} ext. {digits}" if known else f"ext. {digits}"
    return True


def _entity(value: str) -> str:
    """A name of letters and not a sentence, without the small word that led to it."""
    name = " ".join(value.strip(" \t-–—,;:.()|*_/").split())
    first, _, others = name.partition(" ")
    if first.lower() in ("del", "de", "la", "el") and others:
        name = others if first.lower() in ("del", "de") else name
        name = name.removeprefix("la ") if first.lower() == "de" else name
    letters = sum(char.isalpha() for char in name)
    return name if letters >= 3 and len(name) <= _LONGEST_ENTITY and "@" not in name else ""


def _city(value: str) -> str:
    name = " ".join(value.strip(" ,;-").split())
    name = name if name.count(".") > 1 else name.rstrip(".")
    return name if 2 < len(name) <= 60 and not any(char.isdigit() for char in name) else ""
