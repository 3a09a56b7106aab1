"""Those who attend: who is named, who can be registered, and what each line lacks (activity 7)."""

from collections.abc import Iterator, Sequence

from mailbot.model.case import Requester
from mailbot.parsers.forms import Attendee
from mailbot.rules.intake import values
from mailbot.rules.intake.facts import Facts
from mailbot.rules.intake.labels import Key
from mailbot.rules.intake.people import person_name
from mailbot.rules.intake.words import folded

MOST_TOLD = 5


def listed(attendees: Sequence[Attendee]) -> str:
    """The people as the case keeps them, one a line: name, identification, SIIF user, the rest."""
    return "\n".join(", ".join(_parts(each)) for each in attendees)


def attendee_faults(attendees: Sequence[Attendee]) -> Iterator[str]:
    """What the list lacks, at most five sentences; identifications are never repeated."""
    faults = [fault for number, each in enumerate(attendees, 1) for fault in _faults(number, each)]
    seen: dict[str, int] = {}
    for number, each in enumerate(attendees, 1):
        digits = values.identification(each.identification)
        if digits and seen.setdefault(digits, number) != number:
            first = seen[digits]
            faults.append(f"Los asistentes {first} y {number} tienen la misma identificación.")
    yield from faults[:MOST_TOLD]
    if len(faults) > MOST_TOLD:
        yield f"Hay {len(faults) - MOST_TOLD} observaciones más en la lista de asistentes."


def _faults(number: int, person: Attendee) -> Iterator[str]:
    if not person_name(person.name, trusted=True):
        yield f"Asistente {number}: falta el nombre completo."
    if not person.identification:
        yield f"Asistente {number}: falta el número de identificación."
    elif not values.identification(person.identification):
        yield f"Asistente {number}: la identificación debe ser un número de 5 a 11 dígitos."
    if person.email and not values.email(person.email):
        yield f"Asistente {number}: el correo no es una dirección completa."


def _parts(person: Attendee) -> Iterator[str]:
    number = values.identification(person.identification) or person.identification
    for part in (person.name, number, person.siif_user, person.email, person.phone, person.other):
        if part:
            yield " ".join(part.split())


def is_not_of(facts: Facts, requester: Requester, *, sent_by_requester: bool) -> bool:
    """Whether a form is of another person than the one whose case it came back for.

    Its name and its address must both be another's: people write from two addresses, and sign in
    two ways. In the hands of somebody else one of them tells it, where the other is not known.
    """
    told = []
    if requester.email and Key.EMAIL in facts:
        told.append(facts[Key.EMAIL].casefold() != requester.email.casefold())
    if requester.name and Key.NAME in facts:
        told.append(not _is_same_name(facts[Key.NAME], requester.name))
    return all(told) and len(told) >= (2 if sent_by_requester else 1)


def is_another_person(facts: Facts, others: Facts) -> bool:
    """Whether two forms are of two people, by the surest fact that both tell."""
    for key in (Key.IDENTIFICATION, Key.SIIF_USER, Key.EMAIL):
        if key in facts and key in others:
            return facts[key].casefold() != others[key].casefold()
    if Key.NAME not in facts or Key.NAME not in others:
        return False
    return not _is_same_name(facts[Key.NAME], others[Key.NAME])


def _is_same_name(name: str, other: str) -> bool:
    words, known = ({*folded(each).split()} for each in (name, other))
    return words <= known or known <= words
