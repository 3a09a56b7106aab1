"""What must hold for a case as it stands, whatever happened to it: pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mailbot.model.case import Case
from mailbot.model.vocabulary import Group, State
from mailbot.rules import clock
from mailbot.rules.commands.table import TRANSITIONS, Back
from mailbot.rules.commands.tags import Tag
from mailbot.rules.policy import Policy

_GIVEN_BACK = (State.ABIERTO, State.EN_PROGRESO, State.PENDIENTE_HALLAZGO, State.PENDIENTE_AJUSTE)
_WITH_INCIDENT = (Group.N2F, Group.N2T, Group.N3F, Group.N3T)

_TABLE = frozenset(
    (source, target)
    for row in TRANSITIONS
    for source in row.sources
    for target in (_GIVEN_BACK if isinstance(row.target, Back) else (row.target,))
)
ALLOWED = _TABLE | {
    (source, State.PENDIENTE_PROVEEDOR) for source, target in _TABLE if target in _GIVEN_BACK
}
"""Every change of state that the table knows.

While a contingency lasts, whatever would make the time of a case run again leaves it stopped.
"""


def standing_faults(case: Case, policy: Policy) -> Iterator[str]:
    """What is wrong with a case as it stands, in Spanish."""
    yield from _stint_faults(case)
    yield from _clock_faults(case, policy)
    yield from _field_faults(case)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change of state as the history has it."""

    source: State | None
    target: State | None
    rule: str = ""


def history_faults(
    changes: Sequence[Change], state: State, begins: State = State.ABIERTO
) -> Iterator[str]:
    """What is wrong with the changes of state of a case that is in `state` now."""
    before: State | None = begins
    for each in changes:
        if each.source != before:
            yield f"el paso a {each.target} dice venir de {each.source}, y estaba en {before}"
        moved = each.source and each.target and each.source is not each.target
        if moved and not _is_allowed(each):
            yield f"de {each.source} a {each.target} ({each.rule}) no está en la tabla"
        before = each.target
    if changes and before is not state:
        yield f"la historia termina en {before} y el caso está en {state}"


def _is_allowed(change: Change) -> bool:
    if (change.source, change.target) in ALLOWED:
        return True
    # In the table it is the parent's, which stays as it is. It answers each of the children, also
    # one whose person had been asked something meanwhile (§16.22).
    answered = change.rule == Tag.RESPONDER_MASIVO and change.target is State.RESUELTO
    return answered and change.source is not State.CERRADO


def _stint_faults(case: Case) -> Iterator[str]:
    stints = case.stints
    if not stints:
        yield "no tiene intervalos"
        return
    if stints[0].start != case.opened_at:
        yield "el primer intervalo no empieza con el caso"
    for first, second in pairwise(stints):
        if first.end != second.start:
            yield f"los intervalos no se tocan: {first.end} y {second.start}"
    if any(each.end is not None and each.end < each.start for each in stints):
        yield "un intervalo termina antes de empezar"
    last = stints[-1]
    if last.end is not None:
        yield "el último intervalo está cerrado"
    now = (case.state, case.group, case.level, case.criticality)
    if (last.state, last.group, last.level, last.criticality) != now:
        yield f"el último intervalo ({last.state}, {last.group}) no es el caso de ahora {now[:2]}"


def _clock_faults(case: Case, policy: Policy) -> Iterator[str]:
    runs = bool(case.stints) and clock.runs(case.stints[-1], policy.config.clock)
    if runs and case.due_at is None:
        yield f"corre el tiempo ({case.state}, {case.group}) y no tiene vencimiento"
    if not runs and case.due_at is not None:
        yield f"no corre el tiempo ({case.state}, {case.group}) y tiene vencimiento"
    for state, until, name in (
        (State.PENDIENTE_CLIENTE, case.client_wait_until, "plazo para el usuario"),
        (State.RESUELTO, case.confirmation_until, "plazo de confirmación"),
    ):
        if case.state is state and until is None and not case.mass:
            yield f"está en {state} sin {name}"
        if case.state is not state and until is not None:
            yield f"está en {case.state} y conserva un {name}"
    if case.state is State.PENDIENTE_PROVEEDOR and not (case.governing_body or case.stopped):
        yield "está en Pendiente por Proveedor y nadie lo tiene ni está detenido"


def _field_faults(case: Case) -> Iterator[str]:
    closed = case.state is State.CERRADO
    if closed != (case.closed_at is not None) or closed != (case.close_reason is not None):
        yield f"está en {case.state}, cerrado {case.closed_at} por {case.close_reason}"
    if case.group in _WITH_INCIDENT and not case.incident_number:
        yield f"está con {case.group} y no es incidente"
    if case.state is State.PENDIENTE_HALLAZGO and not case.finding_number:
        yield "está en Pendiente Hallazgo sin número"
    if case.state is State.PENDIENTE_AJUSTE and not case.adjustment_number:
        yield "está en Pendiente Ajuste sin número"
    if case.number in case.related:
        yield "se relaciona consigo mismo"
