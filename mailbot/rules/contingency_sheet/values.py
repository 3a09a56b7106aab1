"""What the cells of the contingency sheet say: text as people see it, and each fact's normal form.

Whoever fills in a sheet by hand, in a hurry and in Excel, leaves numbers with fractions, dates as
text and identifications with dots. What can't be read is left out and said, never guessed.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from mailbot.model.vocabulary import Channel, State
from mailbot.parsers.table_file import CellValue, Formula
from mailbot.rules.commands.moments import read_moment
from mailbot.rules.commands.rights import Refused
from mailbot.rules.intake import kind, values
from mailbot.rules.intake.words import folded, tidy, words_of


class Fact(StrEnum):
    """The facts of a row, by the attribute of the person or the case that holds them."""

    NAME = "name"
    IDENTIFICATION = "identification"
    SIIF_USER = "siif_user"
    ENTITY = "entity"
    UNIT = "executing_unit"
    EMAIL = "email"
    PHONE = "phone"
    CITY = "city"
    DESCRIPTION = "description"


LABELS = {
    Fact.NAME: "Nombre",
    Fact.IDENTIFICATION: "Identificación",
    Fact.SIIF_USER: "Usuario SIIF",
    Fact.ENTITY: "Entidad",
    Fact.UNIT: "Unidad ejecutora",
    Fact.EMAIL: "Correo",
    Fact.PHONE: "Teléfono",
    Fact.CITY: "Ciudad",
    Fact.DESCRIPTION: "Descripción",
}
"""The facts as reports and histories name them."""

LONGEST_DESCRIPTION = 5_000

_LONGEST_WORDS = 200
_LONGEST_NAME = 80
_LONGEST_SHOWN = 60
# Excel writes what no text of its own format may hold as _x000D_.
_ESCAPED = re.compile(r"_x00[01][0-9A-Fa-f]_")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LOST_DIGITS = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d{1,3}")
_MASKED = re.compile(r"\*{3}\d{0,4}")
_FIRST_DAY_OF_EXCEL = date(1899, 12, 30)
_SERIALS = range(36_526, 73_051)
"""The days from 2000 to 2099 as Excel counts them."""
_OLDEST = timedelta(days=366)
_STATES = {"".join(words_of(state.value)): state for state in State} | {
    "progreso": State.EN_PROGRESO, "enprogreso": State.EN_PROGRESO,
    "pendientecliente": State.PENDIENTE_CLIENTE, "pendienteproveedor": State.PENDIENTE_PROVEEDOR,
    "pendienteporhallazgo": State.PENDIENTE_HALLAZGO,
    "pendienteporajuste": State.PENDIENTE_AJUSTE,
    "abierta": State.ABIERTO, "resuelta": State.RESUELTO, "cerrada": State.CERRADO,
}  # fmt: skip


class Unreadable(Exception):
    """A cell says nothing that its column can hold; the words say what it should, in Spanish."""


def shown(value: CellValue) -> str:
    """A cell as people see it, composed, without what can't be seen; "" for an empty one."""
    match value:
        case None:
            return ""
        case bool():
            return "Sí" if value else "No"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case datetime() if value.time() != time():
            return f"{value:%d/%m/%Y %H:%M}"
        case date():
            return f"{value:%d/%m/%Y}"
        case time():
            return f"{value:%H:%M}"
        case str():
            text = _ESCAPED.sub("", value).replace("\r\n", "\n").replace("\r", "\n")
            return _UNSEEN.sub("", tidy(text)).strip()
        case _:
            return str(value)


def said(text: str) -> str:
    """The beginning of a cell as a report repeats it, on one line."""
    words = " ".join(text.split())
    return words if len(words) <= _LONGEST_SHOWN else f"{words[:_LONGEST_SHOWN]}…"


def is_masked(text: str) -> bool:
    """Whether a cell holds an identification that an export hid: it says nothing new."""
    return _MASKED.fullmatch(text) is not None


def read_fact(fact: Fact, text: str) -> str:
    """The normal form of what a cell says of `fact`. Raises Unreadable."""
    return _READERS[fact](text)


def unit_and_entity(text: str) -> tuple[str, str]:
    """The executing unit's code and the entity's name that one cell holds; "" for what is not."""
    code, rest = values.unit(" ".join(text.split()))
    return code, rest[:_LONGEST_WORDS]


def comparable(fact: Fact, text: str) -> str:
    """What is left of a value once how it is written does not count."""
    if fact is Fact.EMAIL:
        return text.strip().lower()
    return "".join(words_of(text))


def read_state(text: str) -> State | None:
    """The state that a cell names, None for an empty one. Raises Unreadable."""
    if not text:
        return None
    state = _STATES.get("".join(words_of(text)))
    if state is None:
        known = ", ".join(each.value for each in State)
        raise Unreadable(f"«{said(text)}» no es un estado: use {known}.")
    return state


def read_channel(text: str) -> Channel:
    """The channel that a cell names; people called while the tool was down. Raises Unreadable."""
    channel = kind.channel_named(text) if text else Channel.LLAMADA
    if channel is None:
        raise Unreadable(f"Canal: «{said(text)}» no es un canal; se toma llamada.")
    return channel


def read_received(value: CellValue, now: datetime, zone: tzinfo) -> datetime | None:
    """When the request came in, as a date, Excel's number of one, or text. Raises Unreadable."""
    text = shown(value)
    if not text:
        return None
    moment = _moment(value, text, now, zone)
    if moment is None:
        raise Unreadable(f"Recibido: no se entiende «{said(text)}»; se toma la hora de importar.")
    told = f"{moment:%d/%m/%Y %H:%M}"
    if moment > now:
        raise Unreadable(f"Recibido: {told} está en el futuro; se toma la hora de importar.")
    if moment < now - _OLDEST:
        raise Unreadable(f"Recibido: {told} pasa de un año; se toma la hora de importar.")
    return moment


def _moment(value: CellValue, text: str, now: datetime, zone: tzinfo) -> datetime | None:
    match value:
        case datetime():
            return value.replace(tzinfo=zone)
        case date():
            return datetime.combine(value, time(), tzinfo=zone)
        case int() | float() if int(value) in _SERIALS:
            midnight = datetime.combine(_FIRST_DAY_OF_EXCEL, time(), tzinfo=zone)
            return midnight + timedelta(minutes=round(float(value) * 24 * 60))
        case str() if not isinstance(value, Formula) and any(char in text for char in "/-"):
            try:
                return read_moment(text, key="recibido", today=now, zone=zone)
            except Refused:
                return None
        case _:
            return None


def _name(text: str) -> str:
    """Words with letters: who types a name means it, whatever it looks like."""
    name = " ".join(text.split()).strip(" .,;")
    if not any(map(str.isalpha, name)) or any(char in "@<>[]{}=" for char in name):
        raise Unreadable(f"Nombre: «{said(text)}» no es un nombre.")
    return name[:_LONGEST_NAME]


def _identification(text: str) -> str:
    if is_masked(text):
        raise Unreadable("Identificación: viene oculta.")
    _refuse_lost_digits("Identificación", text)
    found = values.identification(text)
    if not found:
        # Its digits are in no report (domain.md §16.14).
        raise Unreadable("Identificación: debe ser un número de 5 a 11 dígitos.")
    return found


def _siif_user(text: str) -> str:
    login = values.login(text)
    if not login:
        raise Unreadable(
            f"Usuario SIIF: «{_without_digits(text)}» no es un usuario (una palabra de 3 letras)."
        )
    return login


def _email(text: str) -> str:
    address = text.strip().strip("<>").removeprefix("mailto:").rstrip(".,;").lower()
    if not address or values.email(address) != address:
        raise Unreadable(f"Correo: «{_without_digits(text)}» no es una dirección de correo.")
    return address


def _phone(text: str) -> str:
    _refuse_lost_digits("Teléfono", text)
    found = values.phone(text)
    if not found:
        raise Unreadable(f"Teléfono: «{said(text)}» no es un teléfono.")
    return found


def _words(text: str) -> str:
    return " ".join(text.split())[:_LONGEST_WORDS]


def _unit(text: str) -> str:
    return unit_and_entity(text)[0]


def _entity(text: str) -> str:
    return unit_and_entity(text)[1]


def _description(text: str) -> str:
    return text[:LONGEST_DESCRIPTION].rstrip()


def _refuse_lost_digits(label: str, text: str) -> None:
    if _LOST_DIGITS.fullmatch(text.replace(" ", "")):
        raise Unreadable(
            f"{label}: Excel lo convirtió en {said(text)} y se perdieron dígitos; escríbalo como "
            "texto."
        )


def _without_digits(text: str) -> str:
    """A value of the wrong kind may be somebody's identification: its digits are not repeated."""
    return re.sub(r"\d[\d.]{4,}\d", "••••••", said(text))


_READERS: dict[Fact, Callable[[str], str]] = {
    Fact.NAME: _name,
    Fact.IDENTIFICATION: _identification,
    Fact.SIIF_USER: _siif_user,
    Fact.ENTITY: _entity,
    Fact.UNIT: _unit,
    Fact.EMAIL: _email,
    Fact.PHONE: _phone,
    Fact.CITY: _words,
    Fact.DESCRIPTION: _description,
}


def same_title(text: str, title: str) -> bool:
    """Whether a head's cell is this title, whatever its case, accents and blanks."""
    return words_of(folded(text)) == words_of(folded(title))
