"""The ready reply of each row of a digest: the most useful tag that its reader may say now."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from mailbot.config.people import StaffMember
from mailbot.model.case import Case
from mailbot.model.digest import Offer, Reason
from mailbot.model.vocabulary import Group
from mailbot.rules.assignment import available
from mailbot.rules.commands.rights import possible
from mailbot.rules.commands.tags import Tag
from mailbot.rules.digest.facts import DigestFacts
from mailbot.rules.policy import Policy

_MOVE_ON = (Tag.REASIGNAR, Tag.ESCALAR, Tag.TOMAR, Tag.INCIDENTE)
_WANTED: Mapping[Reason, tuple[Tag, ...]] = MappingProxyType(
    {
        Reason.OVERDUE: _MOVE_ON,
        Reason.UNASSIGNED: _MOVE_ON,
        Reason.NOT_TAKEN: _MOVE_ON,
        Reason.ORGAN: (Tag.EN_PROGRESO,),
        Reason.DRAFT: (Tag.INCIDENTE,),
        Reason.HELD: (Tag.CERRADO,),
        Reason.UNREACHABLE: (Tag.COMPLETAR,),
        Reason.PETITION: (Tag.RESPONDER, Tag.REASIGNAR),
        Reason.LOW_SCORE: (Tag.CALIDAD,),
        Reason.TODAY: _MOVE_ON,
        Reason.NEAR: _MOVE_ON,
    }
)
"""What helps most against each reason; who may say none of it reads the case's history."""

_LABELS: Mapping[Tag, str] = MappingProxyType(
    {
        Tag.REASIGNAR: "Reasignar",
        Tag.ESCALAR: "Asignar",
        Tag.TOMAR: "Tomar",
        Tag.INCIDENTE: "Crear incidente",
        Tag.EN_PROGRESO: "Retomar",
        Tag.CERRADO: "Cerrar",
        Tag.COMPLETAR: "Corregir datos",
        Tag.RESPONDER: "Responder",
        Tag.CALIDAD: "Llevar a calidad",
        Tag.HISTORIA: "Ver historia",
    }
)


class Proposals:
    """Whom to give cases to: each that is proposed to somebody counts for the next choice."""

    def __init__(self, facts: DigestFacts, loads: Mapping[str, int], policy: Policy) -> None:
        self._facts = facts
        self._policy = policy
        self._loads = dict(loads)

    def least_busy(self, case: Case, group: Group) -> str:
        """The available advisor of `group` with the fewest cases, not the one it has; else ""."""
        people = available(
            group, case.module, self._loads, self._facts.absences, self._facts.now, self._policy
        )
        found = next((each for each in people if each != case.assignee), "")
        if found:
            self._loads[found] = self._loads.get(found, 0) + 1
        return found


def offer(case: Case, reason: Reason, member: StaffMember, proposals: Proposals) -> Offer:
    """The reply that is ready behind the row of a case with this reason."""
    allowed = set(possible(case, member))
    tag = next((each for each in _WANTED[reason] if each in allowed), Tag.HISTORIA)
    if tag is Tag.ESCALAR and not case.module:
        # Nobody can assign it before its module is said (§16.6).
        return Offer(label="Decir el módulo", order=f"COMPLETAR caso={case.number} modulo=")
    make = _ARGUMENTS.get(tag)
    arguments, to = make(case, proposals) if make else ("", "")
    order = f"{tag} caso={case.number} {arguments}".rstrip()
    label = "Asignar" if tag is Tag.REASIGNAR and not case.assignee else _LABELS[tag]
    return Offer(label=label, order=order, to=to)


def _to_group(case: Case, proposals: Proposals) -> tuple[str, str]:
    to = proposals.least_busy(case, case.group)
    return f"a={to}", to


def _to_second_level(case: Case, proposals: Proposals) -> tuple[str, str]:
    to = proposals.least_busy(case, Group.N2F)
    return (f"a={to}", to) if to else (f"nivel={Group.N2F}", "")


def _of_module(case: Case, _proposals: Proposals) -> tuple[str, str]:
    return ("" if case.module else "modulo="), ""


def _of_contact(_case: Case, _proposals: Proposals) -> tuple[str, str]:
    return "correo=", ""


def _with_reason(_case: Case, _proposals: Proposals) -> tuple[str, str]:
    return 'motivo=""', ""


_ARGUMENTS: Mapping[Tag, Callable[[Case, Proposals], tuple[str, str]]] = MappingProxyType(
    {
        Tag.REASIGNAR: _to_group,
        Tag.ESCALAR: _to_second_level,
        Tag.INCIDENTE: _of_module,
        Tag.COMPLETAR: _of_contact,
        Tag.CERRADO: _with_reason,
        Tag.CALIDAD: _with_reason,
    }
)
"""What follows the number in an order; what is left empty is for its writer to fill in."""
