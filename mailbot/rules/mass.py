"""Cases that tell of the same thing: a mass incident suspected (A13), a fault that recurs (R46)."""

from collections.abc import Iterable
from datetime import datetime

from mailbot.model.case import Case
from mailbot.model.decision import Send
from mailbot.model.listing import line_of
from mailbot.model.vocabulary import CloseReason, Group, Role, State
from mailbot.rules import notices
from mailbot.rules.policy import Policy
from mailbot.rules.similar import Matter, cluster, look_back, sections_of

_HAS_SOLUTION = "El incidente masivo tiene solución"
_SOLVED = (State.RESUELTO, State.CERRADO)
_JOINABLE = (State.ABIERTO, State.EN_PROGRESO, State.PENDIENTE_CLIENTE)


def seen_together(
    case: Case, similar: Iterable[Case], policy: Policy, now: datetime, *, by: str = ""
) -> tuple[Send, ...]:
    """What is told once `case` has its incident and its module: M-35, M-48, or nothing.

    `similar` are the candidates of the same module, `by` who made it an incident.
    """
    candidates = tuple(similar)
    found = (suspicion(case, candidates, policy, by=by), recurrence(case, candidates, policy, now))
    return tuple(each for each in found if each)


def suspicion(case: Case, similar: Iterable[Case], policy: Policy, *, by: str = "") -> Send | None:
    """M-35 when `case` brings its like to the number of sections that make it massive (Q9, Q10).

    Only the case that reaches the number is told of: what follows it is not told again, nor what
    somebody dismissed or has gathered already.
    """
    candidates = tuple(similar)
    if case.module is None or not _is_affected(case) or running(case, candidates, policy):
        return None
    together = affected(case, candidates, policy)
    groups, least = policy.config.mass.section_groups, policy.config.mass.min_sections
    sections = sections_of(together, groups)
    before = sections_of((each for each in together if each is not case), groups)
    reached = len(before) < least <= len(sections)
    if not reached or any(each.mass_dismissed for each in together):
        return None
    people = (*((by,) if by in policy.staff else ()), *policy.in_group(Group.BO))
    notice = notices.to_people(
        "M-35", people or policy.in_group(Group.N1), policy, case=case,
        reason=f"Posible incidente masivo: {len(sections)} secciones con el mismo problema",
        facts={"sections": tuple(sections.items()), "rows": tuple(map(line_of, together))},
        once=f"mass:{together[0].service_number}",
    )  # fmt: skip
    copies = (*policy.with_role(Role.CL1), *owners(case.module, policy))
    return notices.with_copies(notice, copies)


def recurrence(case: Case, similar: Iterable[Case], policy: Policy, now: datetime) -> Send | None:
    """M-48 to CL1 when the same fault comes back often, once a day and cluster (R46).

    What is gathered in a mass incident is known already.
    """
    wanted = policy.config.recurrence
    known = (each for each in similar if _counts(each))
    together = cluster(case, known, wanted.window_hours, policy)
    if case.module is None or len(together) < wanted.cases or any(each.parent for each in together):
        return None
    codes = sorted(Matter.of(case).codes)
    what = codes[0] if codes else together[0].service_number
    day = now.astimezone(policy.calendar.zone).date()
    error = f"el error {codes[0]}" if codes else "el mismo problema"
    title = f"{len(together)} casos con {error} en el módulo {case.module}"
    return notices.to_people(
        "M-48", policy.with_role(Role.CL1), policy, case=None, reason=title,
        facts={"title": title, "rows": tuple(map(line_of, together)), "commands": True},
        once=f"recurrence:{case.module}:{what}:{day}",
    )  # fmt: skip


def to_answer(
    parent: Case, waiting: Iterable[Case], policy: Policy, *, since: datetime | None = None,
    files: Iterable[str] = (),
) -> Send | None:  # fmt: skip
    """M-36 to CL1: the solution, and the cases whose users have no answer yet (A21).

    `since` is given where they have waited for some time already.
    """
    by = parent.resolved_by or parent.assignee or ""
    facts = {
        "text": parent.solution,
        "kind": parent.solution_type,
        "advisor": policy.staff[by].name if by in policy.staff else by,
        "level": parent.level,
        "rows": tuple(line_of(each, _held_back(each)) for each in waiting),
        "files": tuple(files),
        "since": since,
    }
    reason = "Faltan respuestas del incidente masivo" if since else _HAS_SOLUTION
    notice = notices.to_people(
        "M-36", policy.with_role(Role.CL1), policy, case=parent, reason=reason, facts=facts,
        urgent=True,
    )  # fmt: skip
    return notices.with_copies(notice, policy.in_group(Group.BO))


def affected(case: Case, similar: Iterable[Case], policy: Policy) -> tuple[Case, ...]:
    """`case` and the incidents of the same matter and window that are not solved yet."""
    incidents = (each for each in similar if _is_affected(each))
    return cluster(case, incidents, policy.config.mass.window_hours, policy)


def may_join(case: Case) -> bool:
    """Whether a case can become part of a mass incident without cutting short what it waits for."""
    return _is_affected(case) and case.state in _JOINABLE and not case.halted


def running(case: Case, similar: Iterable[Case], policy: Policy) -> str:
    """The number of the mass incident of the same matter that is not over, "" without one."""
    gathered = (each for each in similar if (each.parent or each.mass) and _is_open(each))
    together = cluster(case, gathered, policy.config.mass.window_hours, policy)
    return next((each.parent or each.number for each in together if each is not case), "")


def owners(module: str | None, policy: Policy) -> tuple[str, ...]:
    """The coordinators of a module: those of the third functional level who own it (A21)."""
    people = policy.in_group(Group.N3F)
    return tuple(each for each in people if module and module in policy.staff[each].modules)


def candidates_since(case: Case, policy: Policy) -> datetime:
    """From which arrival on cases can be alike to `case` in any of the windows."""
    config = policy.config
    hours = max(config.mass.window_hours, config.recurrence.window_hours)
    return look_back(case.opened_at, hours, policy.calendar)


def _held_back(child: Case) -> str:
    stopped = child.stopped
    return f"Detenido por {stopped.why}: espera a que se reanude." if stopped else ""


def _is_affected(case: Case) -> bool:
    return (
        case.incident_number is not None
        and case.state not in _SOLVED
        and case.parent is None
        and not case.mass
    )


def _is_open(case: Case) -> bool:
    return case.state is not State.CERRADO


def _counts(case: Case) -> bool:
    return not case.mass and case.close_reason is not CloseReason.DUPLICADO
