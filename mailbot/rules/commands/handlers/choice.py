"""To whom a tag gives a case: the person or the group that it names (§9, R32)."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from mailbot.config.people import StaffMember
from mailbot.model.vocabulary import Group
from mailbot.rules.assignment import absence_of, available, group_of, told_load
from mailbot.rules.commands.act import Act, Order
from mailbot.rules.commands.moments import shown_end
from mailbot.rules.commands.rights import Refused
from mailbot.rules.intake.words import folded


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The advisor who gets a case, and the group in which he solves it."""

    group: Group
    advisor: str
    name: str


def chosen(act: Act, groups: Sequence[Group]) -> Chosen:
    """Who gets the case by `a=`, `nivel=` or the bare word of the tag. Raises Refused.

    Without a person it is the available one of the group with the fewest running cases.
    """
    word = act.command.arguments[0] if act.command.arguments else ""
    named_group = act.said("nivel", "grupo") or ("" if "@" in word else word)
    group = _group(named_group, groups) if named_group else None
    if named_group and group is None and named_group == word:
        # A bare word that is no group is somebody's name.
        named_group, person = "", word
    else:
        person = act.said("a") or (word if "@" in word else "")
    if named_group and group is None:
        raise Refused(f"«{named_group}» no es un grupo: use {', '.join(groups)}.")
    if person:
        return _person(act, member(act, person), group, groups)
    if group is None:
        raise Refused(f"Falta a quién: escriba a=correo o un grupo ({', '.join(groups)}).")
    return _least_busy(act, group)


def member(order: Order, said: str) -> StaffMember:
    """The person of the directory with this address, or whose address begins so. Raises Refused."""
    return person_named(said, order.policy.staff)


def person_named(said: str, staff: Mapping[str, StaffMember]) -> StaffMember:
    """As `member`, in a directory by address. Raises Refused."""
    address = said.strip("<>").lower()
    if address in staff:
        return staff[address]
    if "@" not in address or address.endswith("@"):
        local = address.rstrip("@")
        found = [each for email, each in staff.items() if email.partition("@")[0] == local]
        if len(found) == 1:
            return found[0]
    raise Refused(f"«{said}» no está en el directorio de la línea: escriba su correo completo.")


def people_beginning(said: str, staff: Mapping[str, StaffMember]) -> tuple[StaffMember, ...]:
    """Who is meant by the start of an address, of a name or of one of its later words.

    Only for what changes nothing: who gets a case must be named whole.
    """
    with suppress(Refused):
        return (person_named(said, staff),)
    start = folded(said).strip()
    return tuple(
        each for each in staff.values()
        if each.email.startswith(start) or f" {folded(each.name)}".find(f" {start}") >= 0
    )  # fmt: skip


def _person(act: Act, person: StaffMember, wanted: Group | None, groups: Sequence[Group]) -> Chosen:
    group = group_of(person, wanted)
    if group is None or group not in groups:
        where = f"no es de {wanted}" if wanted else f"no es de {', '.join(groups)}"
        raise Refused(f"{person.email} {where}.")
    absence = absence_of(person.email, act.view.absences, act.at)
    if absence:
        zone = act.policy.calendar.zone
        until = f" hasta el {shown_end(absence.until, zone):%d/%m/%Y}" if absence.until else ""
        raise Refused(f"{person.email} no recibe casos{until}. {_alternatives(act, group)}")
    return Chosen(group=group, advisor=person.email, name=person.name)


def _least_busy(act: Act, group: Group) -> Chosen:
    people = available(
        group, act.case.module, act.view.loads, act.view.absences, act.at, act.policy
    )
    if not people:
        raise Refused(f"Nadie de {group} está disponible ahora.")
    return Chosen(group=group, advisor=people[0], name=act.policy.staff[people[0]].name)


def _alternatives(act: Act, group: Group) -> str:
    people = available(
        group, act.case.module, act.view.loads, act.view.absences, act.at, act.policy
    )
    if not people:
        return f"Nadie de {group} está disponible ahora."
    counted = (f"{email} ({told_load(act.view.loads.get(email, 0))})" for email in people)
    return f"Disponibles en {group}: {', '.join(counted)}."


def _group(said: str, groups: Sequence[Group]) -> Group | None:
    name = said.upper()
    return next((group for group in groups if group.value == name), None)
