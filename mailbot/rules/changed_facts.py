"""What an act changed of a case's facts, for its history: before and after (R88).

The report of a month takes back with it what became known later.
"""

from collections.abc import Iterator

from mailbot.model.case import Case
from mailbot.model.masking import hidden, identifications
from mailbot.rules.commands.field_values import LABELS
from mailbot.rules.intake.labels import Key

OF_REQUESTER = {
    Key.NAME: "name", Key.SIIF_USER: "siif_user", Key.UNIT: "executing_unit",
    Key.ENTITY: "entity", Key.EMAIL: "email", Key.PHONE: "phone", Key.CITY: "city",
}  # fmt: skip
"""The facts that one line of a history tells whole, by their attribute of the requester."""

_CAUSE = ". Causa: "

NOTED = "Dato anotado: "
"""How the history tells of a fact that it does not write out."""


def changed_facts(before: Case, after: Case) -> Iterator[str]:
    """A reason for each fact that differs, as [COMPLETAR] words it; long ones are only named."""
    person, now = before.requester, after.requester
    known = identifications(now.identification or person.identification, after.attendees)
    pairs = [(key, getattr(person, name), getattr(now, name)) for key, name in OF_REQUESTER.items()]
    for key, old, new in (*pairs, (Key.MODULE, before.module or "", after.module or "")):
        if old != new:
            yield changed_fact(key, hidden(old, known), hidden(new, known))
    if not person.identification and now.identification:
        yield f"{NOTED}{LABELS[Key.IDENTIFICATION].lower()}"
    if not before.description and after.description:
        yield f"{NOTED}{LABELS[Key.DESCRIPTION].lower()}"


def with_cause(reason: str, case: Case) -> str:
    """The reason of the entry that tells a solution; its cause is behind it, if it was said (R15).

    The case may be given another cause later: what a month counts stands in the entry.
    """
    known = identifications(case.requester.identification, case.attendees)
    cause = hidden(" ".join(case.cause.split()), known)
    return f"{reason}{_CAUSE}{cause}" if cause else reason


def cause_in(reason: str) -> str:
    """The cause that `with_cause` put there, "" for none."""
    return reason.partition(_CAUSE)[2]


def changed_fact(key: Key, old: str, new: str) -> str:
    """`Módulo: de «EPG» a «PAG»`, or `Módulo: «PAG»` where nothing was known."""
    return f"{LABELS[key]}: de «{old}» a «{new}»" if old else f"{LABELS[key]}: «{new}»"
