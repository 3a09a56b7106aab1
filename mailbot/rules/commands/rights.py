"""Who may say what about a case now, and what is possible instead."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from mailbot.config.people import StaffMember
from mailbot.model.case import Case
from mailbot.model.vocabulary import Group, Role, State
from mailbot.rules.commands.table import ACTS, TRANSITIONS, WITHOUT_A_CASE, Kind, Scope, Transition
from mailbot.rules.commands.tags import Tag
from mailbot.rules.merged import surviving

_FAMILIES = (
    frozenset({Group.N1, Group.BO}),
    frozenset({Group.N2F, Group.N3F}),
    frozenset({Group.N2T, Group.N3T}),
    frozenset({Group.CAP}),
)
_GROUP_CODES = frozenset(group.value for group in Group)
_WRONG_KIND = {
    Kind.INC: "Ya es el incidente {}: esta etiqueta es para servicios.",
    Kind.SERV: "{} es un servicio y esta etiqueta es para incidentes: use antes «[INCIDENTE]».",
}
_OF_A_PERSON = (Tag.PENDIENTE_CLIENTE, Tag.RESPONDER, Tag.CAPACITACION, Tag.FUSIONAR)
_NO_PERSON = (
    "{} es un incidente masivo y no tiene usuario propio: escriba en el caso de cada usuario, o "
    "responda a todos con «[RESPONDER MASIVO]» cuando tenga solución."
)
_NO_MASS = "{} no es un incidente masivo: esta etiqueta es para responder a todos sus usuarios."
_MERGED = (
    "El {0} {1} está cerrado como duplicado de {2}, que es el caso que sigue. Dé allí la orden: "
    "responda un correo de {2} o agregue caso={2} a la etiqueta."
)
_TECHNICAL = (Group.N2T, Group.N3T)
_FIRST_LEVEL = frozenset({Role.N1, Role.BO})


class Refused(Exception):
    """A tag that can't be carried out; the words say why and what to do, in Spanish."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """The row by which somebody may act, and the role that he does it in."""

    row: Transition
    role: Role


def leave(tag: Tag, case: Case, member: StaffMember) -> Leave:
    """The row of the table by which `member` may say `tag` about `case` now.

    Raises Refused with the reason: first his role, then the state, then whose case it is.
    """
    rows = _ROWS.get(tag, ())
    if not any(_roles(row, member) for row in rows):
        raise Refused(f"{_use(tag, rows)}. Su función es {_listed(member.roles)}.")
    if not any(kind_of(case) in row.kinds for row in rows):
        raise Refused(_WRONG_KIND[kind_of(case)].format(case.number))
    if not _suits(tag, case):
        raise Refused((_NO_PERSON if case.mass else _NO_MASS).format(case.number))
    mine = [row for row in rows if _fits(row, case) and _roles(row, member)]
    if not mine:
        if other := surviving(case):
            raise Refused(_MERGED.format(_noun(case), case.number, other))
        states = dict.fromkeys(s for row in rows if _roles(row, member) for s in row.sources)
        raise Refused(f"{_stands(case)}. Usted puede usar esta etiqueta en: {_listed(states)}.")
    for row in mine:
        for role in _roles(row, member):
            if _reaches(row, role, case, member):
                return Leave(row=row, role=role)
    raise Refused(_whose(case))


def may_say(tag: Tag, member: StaffMember) -> Role:
    """The role in which `member` may say a tag that needs no case. Raises Refused."""
    wanted = WITHOUT_A_CASE[tag]
    for role in wanted:
        if role in member.roles:
            return role
    if Role.CL1 in member.roles and _FIRST_LEVEL & set(wanted):
        return Role.CL1
    raise Refused(f"La {_used_by(wanted)}. Su función es {_listed(member.roles)}.")


def may(tag: Tag, member: StaffMember) -> bool:
    """Whether `member` may say a tag that needs no case."""
    try:
        may_say(tag, member)
    except Refused:
        return False
    return True


def possible(case: Case, member: StaffMember) -> tuple[Tag, ...]:
    """The tags that `member` may say about `case` now, in the table's order."""
    return tuple(tag for tag in _ROWS if _may(tag, case, member) and not must_wait(tag, case))


def must_wait(tag: Tag, case: Case) -> bool:
    """Whether the case was stopped with others and `tag` would move it before they all go on.

    Closing it is no harm: it has no time then.
    """
    return case.halted and tag in _MOVING and tag is not Tag.CERRADO


def ever(member: StaffMember) -> tuple[Tag, ...]:
    """The tags that `member` may say at all, in some state of some case."""
    return tuple(tag for tag in Tag if _may_ever(tag, member))


def kind_of(case: Case) -> Kind:
    """Whether the case is an incident already."""
    return Kind.INC if case.incident_number else Kind.SERV


def is_family(group: Group, other: Group) -> bool:
    """Whether two groups work on each other's cases: first level, functional, technical."""
    return any(group in family and other in family for family in _FAMILIES)


def _may_ever(tag: Tag, member: StaffMember) -> bool:
    if tag not in WITHOUT_A_CASE:
        return any(_roles(row, member) for row in _ROWS.get(tag, ()))
    try:
        may_say(tag, member)
    except Refused:
        return False
    return True


def _may(tag: Tag, case: Case, member: StaffMember) -> bool:
    return _suits(tag, case) and any(
        _fits(row, case) and _reaches(row, role, case, member)
        for row in _ROWS[tag]
        for role in _roles(row, member)
    )


def _suits(tag: Tag, case: Case) -> bool:
    """Whether a tag has a sense for the parent of a mass incident, or for every other case."""
    return tag not in _OF_A_PERSON if case.mass else tag is not Tag.RESPONDER_MASIVO


def _fits(row: Transition, case: Case) -> bool:
    return case.state in row.sources and kind_of(case) in row.kinds


def _roles(row: Transition, member: StaffMember) -> tuple[Role, ...]:
    """The roles of `member` that the row names; CL1 may do what N1 and Back Office may (§3)."""
    own = tuple(role for role in row.who if role in member.roles)
    if not own and Role.CL1 in member.roles and _FIRST_LEVEL & set(row.who):
        return (Role.CL1,)
    return own


def _reaches(row: Transition, role: Role, case: Case, member: StaffMember) -> bool:
    """Whether this case is one that the role may act on: coordinators reach every case."""
    if row.scope is Scope.ALL or role.value not in _GROUP_CODES:
        return True
    if case.assignee == member.email:
        return True
    if row.scope is Scope.TECHNICAL:
        return case.group in _TECHNICAL
    if row.scope is Scope.OWN:
        return (
            case.assignee is None and case.group == role.value and case.state is not State.CERRADO
        )
    return is_family(Group(role.value), case.group)


def _use(tag: Tag, rows: Sequence[Transition]) -> str:
    roles = dict.fromkeys(role for row in rows for role in row.who)
    return f"[{tag}] la {_used_by(roles)}"


def _used_by(roles: Collection[Role]) -> str:
    return f"{'usan' if len(roles) > 1 else 'usa'} {_listed(roles)}"


def _stands(case: Case) -> str:
    return f"El {_noun(case)} {case.number} está en {case.state}"


def _noun(case: Case) -> str:
    return "incidente" if case.incident_number else "servicio"


def _whose(case: Case) -> str:
    if case.assignee:
        return f"El caso {case.number} está a cargo de {case.assignee} ({case.group})."
    return f"El caso {case.number} está en la cola de {case.group}."


def _listed(words: Iterable[str]) -> str:
    names = [str(word) for word in words]
    return f"{', '.join(names[:-1])} o {names[-1]}" if len(names) > 1 else "".join(names)


def _by_tag() -> dict[Tag, tuple[Transition, ...]]:
    found: dict[Tag, tuple[Transition, ...]] = {}
    for row in (*TRANSITIONS, *ACTS):
        if isinstance(row.by, Tag) and row.by not in WITHOUT_A_CASE:
            found[row.by] = (*found.get(row.by, ()), row)
    return found


_ROWS = _by_tag()
_MOVING = frozenset(
    row.by for row in TRANSITIONS if isinstance(row.by, Tag) and row.by not in WITHOUT_A_CASE
)
