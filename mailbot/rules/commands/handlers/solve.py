"""[RESUELTO]: the solution reaches the person (activities 11, 17, 24 and 25)."""

import re

from mailbot.model.case import Case
from mailbot.model.decision import Send
from mailbot.model.vocabulary import CloseReason, Group, Level, Role, State
from mailbot.rules import clock, moves, reasons, survey
from mailbot.rules.assignment import coordinators
from mailbot.rules.closed_case import reopening_facts
from mailbot.rules.commands.act import Act, Done
from mailbot.rules.commands.handlers import mass
from mailbot.rules.commands.handlers.solution import documented
from mailbot.rules.commands.handlers.to_user import left_out, letter

_ENDING = re.compile(r"([cs])ion\b")
_LEVELS = {Role.N2F: Level.N2, Role.N2T: Level.N2, Role.N3F: Level.N3, Role.N3T: Level.N3}


def solve(act: Act) -> Done:
    """T3 by the first level, which closes; T12, T15 and T17 by the others, who await the word."""
    act.only("tipo", "causa")
    solution = documented(act, act.wanted_text("la solución para el usuario"))
    if act.row.target is State.CERRADO:
        return _closed_at_once(act, solution)
    if act.case.mass:
        return mass.solved(act, _with_solution(act, solution))
    return _solved(act, solution)


def _closed_at_once(act: Act, solution: str) -> Done:
    told = _with_solution(act, solution)
    case = moves.closed(told, act.at, act.policy, CloseReason.SOLUCION_N1, asked_at=act.told_at)
    reason = "Solución en el primer nivel"
    files = act.enclosed(case)
    facts = {
        "text": solution, "kind": case.solution_type, "survey": survey.is_offered(case),
        **reopening_facts(case, act.policy),
    }  # fmt: skip
    copies = coordinators(Group.N1, act.policy)
    return Done(
        said=f"Enviamos la solución al usuario y cerramos el servicio.{left_out(files)}",
        case=case,
        events=(act.transition(case, reasons.with_cause(reason, case), solution),),
        effects=(letter("M-05", act, case, facts, cc=copies, files=files, reason=reason),),
    )


def _solved(act: Act, solution: str) -> Done:
    told = _with_solution(act, solution)
    until = clock.confirmation_wait(
        _level(act), unit=told.requester.executing_unit, config=act.policy.config,
        calendar=act.policy.calendar, start=act.told_at,
    )  # fmt: skip
    case = moves.moved(
        told, act.at, act.policy, state=State.RESUELTO, wait_started_at=act.told_at,
        confirmation_until=until, organ_answered_at=None,
    )  # fmt: skip
    reason = "Solución informada al usuario"
    return Done(
        said="Enviamos la solución al usuario y esperamos su confirmación."
        + left_out(act.enclosed(case)) + _silence(case),
        case=case,
        events=(act.transition(case, reasons.with_cause(reason, case), solution),),
        effects=(solution_letter(act, case, reason),),
    )  # fmt: skip


def solution_letter(act: Act, case: Case, reason: str) -> Send:
    """M-12 to the person, on copy the coordinators of the level and of the line (§4.2-1d, R26)."""
    by_organ = act.case.state is State.PENDIENTE_PROVEEDOR and act.case.governing_body
    facts = {
        "text": case.solution,
        "kind": case.solution_type,
        **({"organ": act.case.governing_body} if by_organ else {}),
    }
    copies = (*coordinators(case.group, act.policy), *act.policy.with_role(Role.CL1))
    return letter("M-12", act, case, facts, cc=copies, files=act.enclosed(case), reason=reason)


def _with_solution(act: Act, solution: str) -> Case:
    return moves.told(
        act.case, solution, _kind(act), act.said("causa"),
        by=act.member.email,
    )  # fmt: skip


def _level(act: Act) -> Level:
    """Whose hours the person has to confirm: the advisor's, N2's after an organ (Q2, §16.23)."""
    if act.case.state is State.PENDIENTE_PROVEEDOR:
        return Level.N2
    return _LEVELS.get(act.role, Level.N1)


def _silence(case: Case) -> str:
    if case.petition_until:
        return " Es un derecho de petición: no se cierra por silencio."
    if case.unreachable:
        return " Su correo fue devuelto antes: no se cierra por silencio; llame al usuario."
    return ""


def _kind(act: Act) -> str:
    """The type of solution as the person reads it (R20): arguments are written without accents."""
    return _ENDING.sub(r"\1ión", act.said("tipo").replace("_", " "))
