"""Which cases a [LISTA] asks for: its filters, or else what concerns the person who asks."""

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from mailbot.config.people import StaffMember
from mailbot.model.listing import CaseFilter
from mailbot.model.vocabulary import Group, Level, State
from mailbot.rules.assignment import coordinators
from mailbot.rules.commands.grammar import Command
from mailbot.rules.commands.handlers.choice import people_beginning
from mailbot.rules.commands.rights import Refused
from mailbot.rules.commands.tags import Tag, compact
from mailbot.rules.event import MailArrived
from mailbot.rules.policy import Policy

KEYS = ("estado", "nivel", "grupo", "asesor", "modulo", "entidad", "vencidos")
"""The keys of the tag."""

MOST_CASES = 200
"""A longer list is cut; the answer says how many cases there are in all."""

MOST_WORDS = 4
"""More bare words than this have no meaning: `todos`, `vencidos`, a level, a group, a name."""

_MOST_FITTING = 6
"""More people than this are not listed: the start that fits them says nothing."""

_GROUP_CODES = frozenset(group.value for group in Group)
_SHORT_STATES = {
    "progreso": State.EN_PROGRESO,
    "enprogreso": State.EN_PROGRESO,
    "cliente": State.PENDIENTE_CLIENTE,
    "pendientecliente": State.PENDIENTE_CLIENTE,
    "proveedor": State.PENDIENTE_PROVEEDOR,
    "pendienteproveedor": State.PENDIENTE_PROVEEDOR,
    "hallazgo": State.PENDIENTE_HALLAZGO,
    "ajuste": State.PENDIENTE_AJUSTE,
}
_STATES = {compact(state.value): state for state in State} | _SHORT_STATES
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")
_OVERDUE = ("vencidos", "vencidas")
_ALL = ("todos", "todas")
_YES, _NO = ("si", "s"), ("no", "n")


def read_filter(command: Command, member: StaffMember, policy: Policy, now: datetime) -> CaseFilter:
    """The cases that the tag asks for at `now`. Raises Refused for a filter that it can't read.

    State and `vencidos` narrow what concerns the person; the other filters replace it.
    """
    wanted = CaseFilter()
    everything = False
    name: list[str] = []
    for said in command.arguments:
        word = compact(said)
        if word in _ALL:
            everything = True
        elif word in _OVERDUE:
            wanted = replace(wanted, overdue_at=now)
        elif word.upper() in (*Level, *Group):
            wanted = _with_level(wanted, said)
        else:
            name.append(said)
    if name:
        wanted = _with_name(wanted, " ".join(name), policy)
    for key, said in command.keys:
        if said and key in _READERS:
            wanted = _READERS[key](wanted, said, policy)
        elif said and key == "vencidos":
            wanted = replace(wanted, overdue_at=now if _is_yes(said) else None)
    narrowed = replace(wanted, states=(), overdue_at=None)
    if everything or narrowed != CaseFilter():
        return wanted
    return _of_concern(wanted, member, policy)


def asked(event: MailArrived, policy: Policy, now: datetime) -> tuple[CaseFilter, ...]:
    """The lists of cases that a mail of staff asks for, without those that will be refused."""
    member = event.identity.staff
    found: list[CaseFilter] = []
    for command in event.orders.commands:
        if member and command.tag is Tag.LISTA:
            with suppress(Refused):
                at = max(event.arrived_at, now)
                found.append(read_filter(command, member, policy, at))
    return tuple(found)


def in_words(wanted: CaseFilter, member: StaffMember) -> str:
    """What was asked for, as the answer names it: `abiertos de BO, vencidos`."""
    own = wanted.assignee == member.email
    told = [
        " o ".join(state.value for state in wanted.states),
        f"de {wanted.level}" if wanted.level else "",
        f"de {_listed(wanted.groups)}" if wanted.groups else "",
        "a su cargo" if own else f"a cargo de {wanted.assignee}" if wanted.assignee else "",
        f"en la cola de {_listed(wanted.queues)}" if wanted.queues else "",
        f"del módulo {wanted.module}" if wanted.module else "",
        f"de la entidad «{wanted.entity}»" if wanted.entity else "",
        "vencidos" if wanted.overdue_at else "",
    ]
    if own and wanted.queues:
        told[3:5] = [f"{told[3]} o {told[4]}"]
    return ", ".join(filter(None, told)) or "de toda la línea"


def _listed(groups: Sequence[Group]) -> str:
    *first, last = groups
    return f"{', '.join(first)} y {last}" if first else str(last)


def _with_name(wanted: CaseFilter, said: str, policy: Policy) -> CaseFilter:
    """The bare words of the tag that are nothing else: whose cases are asked for."""
    if _ADDRESS.fullmatch(said) or people_beginning(said, policy.staff):
        return _with_person(wanted, said, policy)
    raise Refused(
        f"No entiendo «{said}»: escriba todos, vencidos, el nombre de un asesor, o un filtro "
        f"({', '.join(f'{key}=' for key in KEYS)})."
    )


def _with_level(wanted: CaseFilter, said: str) -> CaseFilter:
    """A level, or a group of it: N1 is the whole first level, Back Office included."""
    code = said.strip().upper()
    return replace(wanted, level=Level(code)) if code in list(Level) else _with_group(wanted, said)


def _with_group(wanted: CaseFilter, said: str) -> CaseFilter:
    code = said.strip().upper()
    if code in list(Group):
        return replace(wanted, groups=(Group(code),))
    raise Refused(
        f"«{said}» no es un nivel ni un grupo: use {', '.join(Level)} o {', '.join(Group)}."
    )


def _with_state(wanted: CaseFilter, said: str, _policy: Policy) -> CaseFilter:
    state = _STATES.get(compact(said))
    if state is None:
        raise Refused(f"«{said}» no es un estado: use {', '.join(s.value for s in State)}.")
    if state is State.CERRADO:
        raise Refused("La lista es de casos abiertos; de uno cerrado pida [HISTORIA caso=…].")
    return replace(wanted, states=(state,))


def _with_person(wanted: CaseFilter, said: str, policy: Policy) -> CaseFilter:
    address = said.strip("<>").lower()
    if _ADDRESS.fullmatch(address):
        # Who left the directory may still have cases: the list itself tells.
        return replace(wanted, assignee=address)
    found = people_beginning(said, policy.staff)
    if len(found) == 1:
        return replace(wanted, assignee=found[0].email)
    if not found:
        raise Refused(f"«{said}» no está en el directorio de la línea: escriba su correo completo.")
    fitting = ", ".join(f"{each.name} ({each.email})" for each in found[:_MOST_FITTING])
    more = f" y {len(found) - _MOST_FITTING} más" if len(found) > _MOST_FITTING else ""
    raise Refused(f"«{said}» puede ser {fitting}{more}: escriba el correo de quien busca.")


def _is_yes(said: str) -> bool:
    if compact(said) in (*_YES, *_NO):
        return compact(said) in _YES
    raise Refused(f"vencidos= es si o no, y dice «{said}».")


def _of_concern(wanted: CaseFilter, member: StaffMember, policy: Policy) -> CaseFilter:
    """A coordinator's groups; of a solver his own cases and his groups' queues; else all."""
    led = tuple(group for group in Group if member.email in coordinators(group, policy))
    if led:
        return replace(wanted, groups=led)
    codes = (role.value for role in member.roles if role.value in _GROUP_CODES)
    groups = dict.fromkeys((*([member.group] if member.group else []), *map(Group, codes)))
    if not groups:
        return wanted
    return replace(wanted, assignee=member.email, queues=tuple(groups))


_READERS: Mapping[str, Callable[[CaseFilter, str, Policy], CaseFilter]] = {
    "estado": _with_state,
    "nivel": lambda wanted, said, _policy: _with_level(wanted, said),
    "grupo": lambda wanted, said, _policy: _with_group(wanted, said),
    "asesor": _with_person,
    "modulo": lambda wanted, said, _policy: replace(wanted, module=said.strip().upper()),
    "entidad": lambda wanted, said, _policy: replace(wanted, entity=said.strip()),
}
