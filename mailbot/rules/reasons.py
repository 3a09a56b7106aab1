"""Reasons of histories by which months are counted: worded and read here, and kept for ever.

Handlers write them, chapters of the report read them, and erasing a person leaves what of them is
no word about him. Histories hold the words as they are: who changes one has to read the old too.
"""

import hashlib
import re

from mailbot.model.case import Case, CaseEvent
from mailbot.rules import told
from mailbot.rules.anonymous import ANONYMISED
from mailbot.rules.commands.tags import Tag
from mailbot.rules.impersonal import Known, impersonal
from mailbot.rules.places import place
from mailbot.rules.search_words import search_words
from mailbot.rules.told import Fact, FactChanged

ASSIGNED = "Asignado a "
DEPENDS_ON = "Depende de "
PART_OF = "Hace parte del incidente masivo "
FINDING, ADJUSTMENT, CHANGE = "Hallazgo ", "Ajuste ", "Control de cambios "
BY_COORDINATION = "Decisión de la coordinación"
QUALITY = "Para la herramienta de calidad: "
PETITION = "Derecho de petición"

ACTIONS = ("mantenimiento", "hallazgo", "control_cambios", "capacitacion")
"""The procedures of R9 by which something is improved."""

_WITHOUT_WORDS = (ASSIGNED, DEPENDS_ON, PART_OF, FINDING, ADJUSTMENT, CHANGE)
"""How reasons begin that say nothing of a person."""
_BEFORE_WORDS = (BY_COORDINATION, *(f"{QUALITY}{action}: " for action in ACTIONS), QUALITY)
"""How reasons begin that do so alone: words that somebody wrote follow."""
# What a case is about; of the person's facts the unit, the entity and the city.
_IMPERSONAL = frozenset(
    {Fact.CHANNEL, Fact.MODULE, Fact.TYPE, Fact.CLASS, Fact.UNIT, Fact.ENTITY, Fact.CITY}
)

_CAUSE = ". Causa: "
SOLUTIONS = ("T3", "T12", "T15", "T17", Tag.RESPONDER_MASIVO)
"""The rows of the procedure by which a solution is told, with its cause if it was said."""
# Of a petition the words that it was known by go; its legal term is what the line answers for.
_LEGAL_TERM = re.compile(
    rf"{PETITION}(?: \(«.*?»\))?(: término legal de \d+ días hábiles, hasta el [\d/]+)", re.DOTALL
)
_PART_OF = re.compile(rf"{PART_OF}([\w-]+)")
_RANKED = re.compile(
    r"(?:Sigue al incidente masivo \S+: )?Criticidad de \w+ a \w+: (?P<why>.*)", re.DOTALL
)
_ACTION = re.compile(rf"(?:({'|'.join(ACTIONS)}): )?(.*)", re.DOTALL)
_NAMELESS = "anonimizada-"
_KEY = re.compile(rf"{_NAMELESS}([0-9a-f]{{16}})")


def organ_in(reason: str) -> str:
    """The code of the Órgano Rector that a case depends on, "" where none is named."""
    return reason.removeprefix(DEPENDS_ON) if reason.startswith(DEPENDS_ON) else ""


def parent_in(reason: str) -> str:
    """The number of the mass incident that a case became part of, "" for none."""
    found = _PART_OF.match(reason)
    return found[1] if found else ""


def for_quality(action: str, why: str) -> str:
    """What `[CALIDAD]` puts on a case: its action of R9, if one was said, and why."""
    return " ".join(f"{action}: {why}".split()) if action else " ".join(why.split())


def quality_in(reason: str) -> tuple[str, str]:
    """The action of R9 ("" for none) and the words of an entry of `[CALIDAD]`."""
    found = _ACTION.fullmatch(reason.removeprefix(QUALITY))
    return (found[1] or "", found[2]) if found else ("", reason)


def with_cause(reason: str, case: Case) -> str:
    """The reason of the entry that tells a solution; its cause is behind it, if it was said (R15).

    The case may be given another cause later: what a month counts stands in the entry.
    """
    cause = impersonal(" ".join(case.cause.split()), Known.of(case))
    return f"{reason}{_CAUSE}{cause}" if cause else reason


def cause_in(entry: CaseEvent) -> str:
    """The cause that `with_cause` put there, "" for none, or where its words were erased."""
    cause = _cause(entry)
    return "" if _KEY.fullmatch(cause) else cause


def cause_key(entry: CaseEvent) -> str:
    """What causes said with the same words share, in any form and erased or not; "" for none."""
    cause = _cause(entry)
    if not cause:
        return ""
    erased = _KEY.fullmatch(cause)
    return erased[1] if erased else key_of(cause)


def key_of(cause: str) -> str:
    """The same of a cause by itself."""
    words = sorted(set(search_words(cause)))
    return hashlib.sha256(" ".join(words).encode()).hexdigest()[:16] if words else ""


def ranked(change: str, why: str) -> str:
    """The reason of the entry that a case was put before or behind others (R7)."""
    return f"Criticidad {change}: {why}"


def why_ranked(reason: str) -> str:
    """Why somebody did so, whole; of other reasons all that they say."""
    found = _RANKED.fullmatch(reason)
    return found["why"] if found else reason


def without_person(entry: CaseEvent, names: str) -> str:
    """What is left of an entry's reason when its person is erased: what months are counted by.

    A fact that changed is told in the text too, which is erased: it moves to the reason. `names`
    are the person's, in any order.
    """
    kept = [_kept(each, names) for each in told.in_entry(entry) if each.fact in _IMPERSONAL]
    if kept:
        return told.entry_words(kept)
    if key := cause_key(entry):
        return f"{ANONYMISED}{_CAUSE}{_NAMELESS}{key}"
    if entry.reason.startswith(_WITHOUT_WORDS):
        return entry.reason
    if term := _LEGAL_TERM.match(entry.reason):
        return f"{PETITION}{term[1]}"
    start = next((each for each in _BEFORE_WORDS if entry.reason.startswith(each)), "")
    return f"{start}{ANONYMISED}"


def _cause(entry: CaseEvent) -> str:
    # What a coordinator says of a closing is his own word, whatever it looks like.
    return entry.reason.partition(_CAUSE)[2] if entry.rule in SOLUTIONS else ""


def _kept(change: FactChanged, names: str) -> FactChanged:
    if change.fact is not Fact.CITY:
        return change
    return FactChanged(fact=change.fact, old=place(change.old, names), new=place(change.new, names))
