"""The normal form of each fact that staff write, and why a value has none.

Whoever types a value means it, so nothing is guessed; the digits of an identification stand in no
refusal (domain.md §16.14).
"""

import re

from mailbot.rules.intake import kind, modules, values
from mailbot.rules.intake.facts import DECLARED_NONE, Facts, store
from mailbot.rules.intake.labels import Key
from mailbot.rules.intake.words import folded

NAMES: dict[Key, str] = {
    Key.NAME: "nombre",
    Key.IDENTIFICATION: "identificacion",
    Key.SIIF_USER: "usuario",
    Key.UNIT: "ue",
    Key.ENTITY: "entidad",
    Key.EMAIL: "correo",
    Key.PHONE: "telefono",
    Key.CITY: "ciudad",
    Key.DESCRIPTION: "descripcion",
    Key.TOPICS: "temas",
    Key.ATTENDEES: "asistentes",
    Key.SCREENS: "pantallas",
    Key.CHANNEL: "canal",
    Key.TYPE: "tipo",
    Key.MODULE: "modulo",
}
"""The facts and their keys, as people are told them."""

LABELS: dict[Key, str] = {
    **{key: name.capitalize() for key, name in NAMES.items()},
    Key.IDENTIFICATION: "Identificación",
    Key.SIIF_USER: "Usuario SIIF",
    Key.UNIT: "Unidad ejecutora",
    Key.PHONE: "Teléfono",
    Key.DESCRIPTION: "Descripción",
    Key.MODULE: "Módulo",
}
"""The facts as the history names them."""

LISTS = (Key.TOPICS, Key.ATTENDEES)
"""Facts that may be written on several lines."""

_LONGEST_VALUE = 200
_LONGEST_LIST = 5_000
_LONGEST_NAME = 80
_LONGEST_SHOWN = 60
# Programs repeat behind an address where its link leads to.
_LINK = re.compile(r"(?<=\S)\s?<mailto:[^<>]{0,320}>", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_DIGITS = re.compile(r"\d[\d.]{4,}\d")
_SHOWN_WHOLE = (Key.UNIT, Key.PHONE)


def read_value(key: Key, name: str, value: str, fresh: Facts) -> str:
    """Add what `value` says under `key` to `fresh`; why it says nothing, "" if it does.

    `name` is the key as it was written, for those that have no name of their own.
    """
    name = NAMES.get(key, name)
    if len(value) > (_LONGEST_LIST if key in LISTS else _LONGEST_VALUE):
        return f"El valor de {name}= es demasiado largo."
    reader = _READERS.get(key)
    found = reader(value) if reader else ""
    if found:
        fresh[key] = found
    elif reader is None:
        store(fresh, key, value)
    if key is Key.UNIT and found:
        store(fresh, Key.ENTITY, values.unit(value)[1])
    if key in fresh or (key not in NAMES and fresh):
        return ""
    words = shown(value)
    if key not in _SHOWN_WHOLE:
        # It may be an identification that stands behind the wrong key.
        words = _DIGITS.sub("••••••", words)
    wrong = _WRONG.get(key)
    return wrong.replace("{}", words) if wrong else f"«{words}» no sirve como {name}."


def _unit(value: str) -> str:
    """A unit's code that stands first, alone or before its entity."""
    value = value.strip()
    code, start, end = values.find_unit(value)
    behind = value[end : end + 1]
    return code if code and start == 0 and behind in ("", " ", ",", ";", "(", "\t") else ""


def _email(value: str) -> str:
    """One whole address and nothing beside it."""
    address = _LINK.sub("", value).strip().strip("<>").removeprefix("mailto:")
    address = address.rstrip(".,;").lower()
    return address if values.email(address) == address else ""


def _name(value: str) -> str:
    """Words with letters only: staff know names that no list does."""
    name = " ".join(value.split()).strip(" .,;")
    plain = not any(char.isdigit() or char in "@<>[]{}=" for char in name)
    return name if plain and len(name) <= _LONGEST_NAME and len(_WORD.findall(name)) else ""


def _login(value: str) -> str:
    login = values.login(value)
    return login if login and " " not in value.strip() else ""


def _channel(value: str) -> str:
    return kind.channel_named(value) or ""


def _type(value: str) -> str:
    return kind.type_named(value) or ""


def _module(value: str) -> str:
    return modules.module_of("", "", value) or ""


def _no_screens(value: str) -> str:
    """Only that there are none can be said: screens come as files."""
    words = " ".join(folded(value).replace("/", " ").split()).strip(" .")
    return DECLARED_NONE if words in _NONE or words.startswith("no ") else ""


def _lines(value: str) -> str:
    return "\n".join(" ".join(line.split()) for line in value.split("\n")).rstrip(" .,;")


_NONE = ("no", "n a", "na", "ninguna", "no aplica")
_READERS = {
    Key.UNIT: _unit, Key.EMAIL: _email, Key.NAME: _name, Key.SIIF_USER: _login,
    Key.CHANNEL: _channel, Key.TYPE: _type, Key.MODULE: _module, Key.SCREENS: _no_screens,
    Key.TOPICS: _lines, Key.ATTENDEES: _lines,
}  # fmt: skip
_WRONG = {
    Key.UNIT: "«{}» no es el código de una unidad ejecutora: escriba ue= como 13-01-01.",
    Key.EMAIL: "«{}» no es una dirección de correo; correo= lleva una sola, completa.",
    Key.SIIF_USER: "«{}» no es un usuario SIIF: usuario= es una sola palabra de 3 letras o más.",
    Key.PHONE: "«{}» no es un teléfono: escriba telefono= con todos sus dígitos.",
    Key.IDENTIFICATION: "La identificación debe ser un número de 5 a 11 dígitos.",
    Key.CHANNEL: "«{}» no es un canal: use llamada, presencial, correo o buzon.",
    Key.TYPE: "«{}» no es un tipo: use soporte, acompanamiento o capacitacion.",
    Key.MODULE: "No conozco el módulo «{}»: use su sigla, por ejemplo EPG, PAG o CON.",
    Key.SCREENS: "Las pantallas se adjuntan como archivos; si no hay, escriba pantallas=no.",
}


def shown(value: str) -> str:
    """The beginning of a value, as a refusal repeats it."""
    words = " ".join(value.split())
    return words if len(words) <= _LONGEST_SHOWN else f"{words[:_LONGEST_SHOWN]}…"
