"""What happens when a wait is half over, and when it ends (section 4.1, T9)."""

from dataclasses import replace
from datetime import datetime

from mailbot.model.case import Case, CaseEvent, Wakeup
from mailbot.model.decision import Decision, SaveCase, Send
from mailbot.model.vocabulary import CloseReason, EventKind, Outcome, Role, State
from mailbot.rules import history, moves, notices
from mailbot.rules.policy import Policy
from mailbot.rules.wakeups import CLIENT_REMINDER, CLIENT_WAIT


def decide_lapse(case: Case, wakeup: Wakeup, policy: Policy, now: datetime) -> Decision:
    """The decision about a wake-up that is due."""
    marked = replace(case, handled=(*case.handled, wakeup.key))
    match wakeup.kind:
        case "client-reminder":
            return _remind(marked, wakeup, now)
        case "client-wait":
            return _close_unanswered(marked, wakeup, policy)
        case _:
            raise ValueError(f"no rule for the wake-up {wakeup.kind}")


def decide_held(count: int, why: str, policy: Policy, now: datetime) -> Decision:
    """Tell who runs mailbot that silent closings wait for him, once a day."""
    facts = {
        "title": "Hay cierres en espera de su revisión",
        "what": f"{why} {count} casos se cerrarían por falta de respuesta y quedaron en espera.",
        "since": now,
        "actions": (
            "Revise la hora de este equipo y los plazos con: mailbot deadlines list",
            "Si son correctos, déjelos seguir con: mailbot deadlines release",
        ),
    }
    day = now.astimezone(policy.calendar.zone).date()
    people = policy.with_role(Role.HERR) or policy.with_role(Role.CL1)
    notice = notices.to_people(
        "M-46", people, policy, case=None, reason=why, facts=facts, once=f"held:{day}", urgent=True
    )
    return Decision(
        outcome=Outcome.CASE_EVENT, rule="held", reason=why, effects=(notice,) if notice else ()
    )


def _remind(case: Case, wakeup: Wakeup, now: datetime) -> Decision:
    reason = "Recordatorio: pasó la mitad del plazo sin respuesta del usuario"
    if case.client_wait_until and now >= case.client_wait_until:
        # Nobody is reminded of a wait that is over already (the daemon was down meanwhile).
        return Decision(
            outcome=Outcome.CASE_EVENT,
            rule=CLIENT_REMINDER,
            reason="El plazo ya terminó: no se envía recordatorio.",
            effects=(SaveCase(case=case, events=()),),
            case=case.number,
        )
    return _decision(case, wakeup, EventKind.TIMER, reason, CLIENT_REMINDER, "A17", "M-10R")


def _close_unanswered(case: Case, wakeup: Wakeup, policy: Policy) -> Decision:
    closed = moves.moved(
        case, wakeup.at, policy, state=State.CERRADO, closed_at=wakeup.at,
        close_reason=CloseReason.SIN_RESPUESTA, wait_started_at=None, client_wait_until=None,
    )  # fmt: skip
    reason = "El usuario no respondió dentro del plazo"
    return _decision(
        closed, wakeup, EventKind.TRANSITION, reason, CLIENT_WAIT, "T9", "M-13", before=case.state
    )


def _decision(
    case: Case, wakeup: Wakeup, kind: EventKind, reason: str, rule: str, activity: str,
    template: str, before: State | None = None,
) -> Decision:  # fmt: skip
    entry = CaseEvent(
        at=wakeup.at, event=kind, actor=history.SYSTEM, role=Role.SYS, reason=reason, source=before,
        target=case.state if before else None, rule=rule, activity=activity,
    )  # fmt: skip
    send = Send(
        template=template,
        to=(case.requester.email,),
        cc=(case.assignee,) if template == "M-13" and case.assignee else (),
        case=case,
        facts={"missing": case.missing},
        references=(case.thread_id,) if case.thread_id else (),
        once=f"{case.service_number}:{wakeup.key}",
        reason=reason,
    )
    return Decision(
        outcome=Outcome.CASE_EVENT, rule=rule, reason=reason,
        effects=(SaveCase(case=case, events=(entry,)), send), case=case.number,
    )  # fmt: skip
