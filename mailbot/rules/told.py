"""What an act changed of a case's facts, as the history tells it, and how it is read again (R88).

One module words and reads them, so that a month's report can take back what was said after it:
`read(entry_words(changes)) == changes`, whatever the facts hold.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from enum import StrEnum

from mailbot.model.case import Case, CaseEvent, Requester
from mailbot.model.masking import hidden, identifications, tail, with_tails
from mailbot.model.vocabulary import EventKind


class Fact(StrEnum):
    """The facts that can be changed, by the attribute of the requester or the case with them."""

    NAME = "name"
    IDENTIFICATION = "identification"
    SIIF_USER = "siif_user"
    UNIT = "executing_unit"
    ENTITY = "entity"
    EMAIL = "email"
    PHONE = "phone"
    CITY = "city"
    DESCRIPTION = "description"
    TOPICS = "topics"
    ATTENDEES = "attendees"
    CHANNEL = "channel"
    MODULE = "module"
    TYPE = "type"
    CLASS = "category"


_LABELS = {
    Fact.NAME: "Nombre", Fact.IDENTIFICATION: "Identificación", Fact.SIIF_USER: "Usuario SIIF",
    Fact.UNIT: "Unidad ejecutora", Fact.ENTITY: "Entidad", Fact.EMAIL: "Correo",
    Fact.PHONE: "Teléfono", Fact.CITY: "Ciudad", Fact.DESCRIPTION: "Descripción",
    Fact.TOPICS: "Temas", Fact.ATTENDEES: "Asistentes", Fact.CHANNEL: "Canal",
    Fact.MODULE: "Módulo", Fact.TYPE: "Tipo", Fact.CLASS: "Clase",
}  # fmt: skip
_FACTS = {label: fact for fact, label in _LABELS.items()}

OF_REQUESTER = frozenset(Fact(each.name) for each in fields(Requester))
"""The facts of the person; the others are the case's own."""
# Their entry names them alone, and tells them in its text, which lists do not show.
_NAMED_ALONE = (Fact.IDENTIFICATION, Fact.DESCRIPTION, Fact.TOPICS, Fact.ATTENDEES)

NOTED, CHANGED = "Dato anotado: ", "Dato cambiado: "
CORRECTED = "Dato corregido a pedido de la persona: "
IMPORTED = "Importado de la hoja de contingencia ("
_TOLD_IN_TEXT = (NOTED, CHANGED, CORRECTED, IMPORTED)

# Within a value » stands doubled, so that a single one ends it.
_VALUE = "(?:[^»]|»»)*+"
_CHANGE = re.compile(
    rf"(?P<label>{'|'.join(_FACTS)}): (?:de «(?P<old>{_VALUE})» a )?«(?P<new>{_VALUE})»(?:; |\Z)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FactChanged:
    """A fact before and after, "" for one that nobody knew."""

    fact: Fact
    old: str
    new: str


def differences(before: Case, after: Case) -> tuple[FactChanged, ...]:
    """What differs, as a history may say it: of numbers of identification the last digits only."""
    known = tuple(
        identifications(each.requester.identification, each.attendees) for each in (before, after)
    )
    return tuple(
        FactChanged(fact=fact, old=_shown(fact, old, known), new=_shown(fact, new, known))
        for fact in Fact
        if (old := value(before, fact)) != (new := value(after, fact))
    )


def value(case: Case, fact: Fact) -> str:
    """What the case says, "" for nothing."""
    return str(getattr(case.requester if fact in OF_REQUESTER else case, fact) or "")


def entry_words(changes: Iterable[FactChanged]) -> str:
    """`Módulo: de «EPG» a «PAG»; Ciudad: «Cali»`: before and after, or what nobody knew before."""
    return "; ".join(map(_worded, changes))


def read(words: str) -> tuple[FactChanged, ...]:
    """The changes that `entry_words` worded; none if anything else stands there."""
    changes, at = list[FactChanged](), 0
    while at < len(words):
        found = _CHANGE.match(words, at)
        if found is None:
            return ()
        old, new = (_plain(found[name] or "") for name in ("old", "new"))
        changes.append(FactChanged(fact=_FACTS[found["label"]], old=old, new=new))
        at = found.end()
    return () if words.endswith("; ") else tuple(changes)


def reason_and_text(change: FactChanged) -> tuple[str, str]:
    """How an entry tells one change: in its reason, or named there and told in its text."""
    if change.fact not in _NAMED_ALONE:
        return entry_words((change,)), ""
    return because(CHANGED if change.old else NOTED, change)


def because(why: str, change: FactChanged) -> tuple[str, str]:
    """The reason and the text of an entry that says first why a fact changed."""
    return f"{why}{_LABELS[change.fact].lower()}", entry_words((change,))


def in_entry(entry: CaseEvent) -> tuple[FactChanged, ...]:
    """The changes that an entry of a history tells of; words of people are never read as such."""
    if entry.event is not EventKind.FIELD:
        return ()
    if entry.reason.startswith(_TOLD_IN_TEXT):
        return read(entry.text)
    return read(entry.reason)


def _worded(change: FactChanged) -> str:
    old, new = (each.replace("»", "»»") for each in (change.old, change.new))
    before = f"de «{old}» a " if old else ""
    return f"{_LABELS[change.fact]}: {before}«{new}»"


def _plain(written: str) -> str:
    return written.replace("»»", "»")


def _shown(fact: Fact, said: str, known: Iterable[str]) -> str:
    if fact is Fact.IDENTIFICATION:
        return tail(said)
    if fact is Fact.ATTENDEES:
        # Their last digits hide their numbers elsewhere, as the whole ones do.
        return with_tails(said)
    for numbers in known:
        said = hidden(said, numbers)
    return said
