"""What a wake-up that is due brings about: reminders, warnings, the ends of waits (§16.8)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from mailbot.model.case import Case, CaseEvent, Wakeup
from mailbot.model.decision import Decision, Effect, SaveCase, Send
from mailbot.model.vocabulary import CloseReason, EventKind, Outcome, Role, State
from mailbot.rules import history, lapse_notices, mass, mass_family, moves, notices, survey
from mailbot.rules.closed_case import reopening_facts
from mailbot.rules.policy import Policy
from mailbot.rules.wakeups import (
    CLIENT_REMINDER,
    CLIENT_WAIT,
    CONFIRMATION,
    CONFIRMATION_REMINDER,
    FOLLOW_UP,
    MASS_ANSWER,
    NOT_TAKEN,
    ORGAN,
    PETITION,
    SURVEY_REMINDER,
    WARNING,
    wakeups,
)


def decide_lapse(
    case: Case, wakeup: Wakeup, policy: Policy, now: datetime, children: Sequence[Case] = ()
) -> Decision:
    """The decision about a wake-up that is due; each is handled once, whatever comes of it.

    `children` are those of a mass incident.
    """
    marked = replace(case, handled=(*case.handled, wakeup.key))
    kind = wakeup.kind
    if kind == CLIENT_REMINDER:
        return _remind(marked, wakeup, case.client_wait_until, "A17", now)
    if kind == CONFIRMATION_REMINDER:
        return _remind(marked, wakeup, case.confirmation_until, "A18", now)
    if kind == SURVEY_REMINDER:
        return _remind_of_survey(marked, wakeup, now)
    if kind in (CLIENT_WAIT, CONFIRMATION):
        return _end_of_wait(marked, wakeup, policy, now)
    if kind.startswith(WARNING):
        share = float(kind.removeprefix(f"{WARNING}-"))
        return _told(marked, wakeup, lapse_notices.warning(marked, share, policy, now))
    if kind in (FOLLOW_UP, MASS_ANSWER) and _comes_again(marked, kind, policy, now):
        return _silently(marked, wakeup, "Ya vence el siguiente aviso: se da uno solo.")
    if kind == MASS_ANSWER:
        return _unanswered(marked, wakeup, children, policy)
    if kind in _NOTICES:
        return _told(marked, wakeup, _NOTICES[kind](marked, policy))
    raise ValueError(f"no rule for the wake-up {kind}")


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


def decide_queue(waiting: tuple[tuple[Case, Wakeup], ...], policy: Policy) -> Decision:
    """Tell the first level, in one mail, of the new requests that nobody has taken yet (A9)."""
    marked = [replace(case, handled=(*case.handled, wakeup.key)) for case, wakeup in waiting]
    saved = tuple(SaveCase(case=case, events=()) for case in marked)
    told = lapse_notices.queue([case for case, _wakeup in waiting], policy)
    return Decision(
        outcome=Outcome.CASE_EVENT, rule="queue", reason="Solicitudes nuevas en la cola",
        effects=(*saved, *told),
    )  # fmt: skip


def _remind(
    case: Case, wakeup: Wakeup, until: datetime | None, activity: str, now: datetime
) -> Decision:
    reason = "Recordatorio: pasó la mitad del plazo sin respuesta del usuario"
    if case.unreachable or (until and now >= until):
        # Nobody is reminded of a wait that is over (the daemon was down), or where mail fails.
        return _silently(case, wakeup, "El recordatorio ya no tiene objeto: no se envía.")
    send = _to_person("M-10R", case, wakeup, reason)
    return _decided(case, wakeup, EventKind.TIMER, reason, activity, (send,))


def _remind_of_survey(case: Case, wakeup: Wakeup, now: datetime) -> Decision:
    reason = "Recordatorio: la encuesta sigue sin respuesta"
    if case.unreachable or survey.refusal(case, now):
        return _silently(case, wakeup, "La encuesta ya no espera respuesta: no se recuerda.")
    send = _to_person("M-10R", case, wakeup, reason)
    return _decided(case, wakeup, EventKind.TIMER, reason, "A18", (send,))


def _end_of_wait(case: Case, wakeup: Wakeup, policy: Policy, now: datetime) -> Decision:
    """T9 and T19: silence closes the case, unless it is a petition or our mail came back (R82)."""
    if case.petition_until or case.unreachable:
        return _told(case, wakeup, lapse_notices.not_closed(case, policy))
    if wakeup.kind == CLIENT_WAIT:
        ending, template, rule, activity = CloseReason.SIN_RESPUESTA, "M-13", "T9", "A17"
        reason = "El usuario no respondió dentro del plazo"
    else:
        ending, template, rule, activity = CloseReason.ACEPTACION_TACITA, "M-20", "T19", "A18"
        reason = "Sin confirmación dentro del plazo: la solución se da por aceptada"
    closed = moves.closed(case, wakeup.at, policy, ending, asked_at=max(wakeup.at, now))
    letter = _to_person(template, closed, wakeup, reason)
    send = replace(
        letter,
        facts={**letter.facts, **reopening_facts(closed, policy)},
        cc=policy.advisor(case),
        # It tells of a closing, and brings the survey: no brake may hide that (§16.9).
        brake=False,
    )
    entry = CaseEvent(
        at=wakeup.at, event=EventKind.TRANSITION, actor=history.SYSTEM, role=Role.SYS,
        reason=reason, source=case.state, target=State.CERRADO, rule=rule, activity=activity,
    )  # fmt: skip
    return Decision(
        outcome=Outcome.CASE_EVENT, rule=wakeup.kind, reason=reason,
        effects=(SaveCase(case=closed, events=(entry,)), send), case=closed.number,
    )  # fmt: skip


def _to_person(template: str, case: Case, wakeup: Wakeup, reason: str) -> Send:
    return Send(
        template=template,
        to=(case.requester.email,),
        case=case,
        facts={
            "missing": case.missing,
            "question": case.question,
            "survey": survey.is_offered(case),
        },
        references=(case.thread_id,) if case.thread_id else (),
        once=f"{case.service_number}:{wakeup.key}",
        reason=reason,
    )


def _unanswered(parent: Case, wakeup: Wakeup, children: Sequence[Case], policy: Policy) -> Decision:
    """M-36 again while users of a solved mass incident have no answer (A21)."""
    waiting = [each for each in children if mass_family.awaits_answer(each)]
    if not waiting:
        answered = replace(parent, wait_started_at=None)
        return _silently(answered, wakeup, "Ya no queda a quién responder.")
    told = mass.to_answer(parent, waiting, policy, since=parent.wait_started_at)
    return _told(parent, wakeup, told)


def _comes_again(case: Case, kind: str, policy: Policy, now: datetime) -> bool:
    """Whether the next one of the kind is due too: after an outage one is enough."""
    return any(each.kind == kind and each.at <= now for each in wakeups(case, policy))


def _told(case: Case, wakeup: Wakeup, told: Send | None) -> Decision:
    if told is None:
        return _silently(case, wakeup, "No hay a quién avisar.")
    send = replace(told, once=f"{case.service_number}:{wakeup.key}")
    return _decided(case, wakeup, EventKind.TIMER, told.reason, "", (send,))


def _silently(case: Case, wakeup: Wakeup, reason: str) -> Decision:
    return Decision(
        outcome=Outcome.CASE_EVENT, rule=wakeup.kind, reason=reason,
        effects=(SaveCase(case=case, events=()),), case=case.number,
    )  # fmt: skip


def _decided(
    case: Case, wakeup: Wakeup, kind: EventKind, reason: str, activity: str,
    sends: tuple[Effect, ...],
) -> Decision:  # fmt: skip
    entry = CaseEvent(
        at=wakeup.at, event=kind, actor=history.SYSTEM, role=Role.SYS, reason=reason,
        rule=wakeup.kind, activity=activity,
    )  # fmt: skip
    return Decision(
        outcome=Outcome.CASE_EVENT, rule=wakeup.kind, reason=reason,
        effects=(SaveCase(case=case, events=(entry,)), *sends), case=case.number,
    )  # fmt: skip


_NOTICES = {
    FOLLOW_UP: lapse_notices.follow_up,
    NOT_TAKEN: lapse_notices.not_taken,
    ORGAN: lapse_notices.organ,
    PETITION: lapse_notices.petition,
}
