"""What the person's own words bring about: yes, no, solved alone, a score, a question (§9)."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from mailbot.model.case import Case, CaseEvent
from mailbot.model.decision import Decision, Effect, SaveCase, Send, UseFaq
from mailbot.model.vocabulary import CloseReason, EventKind, Outcome, State
from mailbot.rules import asking, case_files, hearing, history, moves, notices, survey
from mailbot.rules.assignment import coordinators
from mailbot.rules.closed_case import reopening_facts
from mailbot.rules.event import MailArrived, View
from mailbot.rules.matching import Match
from mailbot.rules.policy import Policy
from mailbot.rules.routing import Route

_UNPROVEN = "no pudimos comprobar que la envió usted. Responda el correo en el que se la pedimos."
_OFF_SCALE = (
    "cada pregunta se califica con un número entero de 1 a 5. Responda este correo con el suyo, "
    "por ejemplo 4."
)
_ELSEWHERE = (
    "no respondía el correo en el que se la pedimos. Responda el correo del cierre de su caso."
)


def decide_confirmed(
    event: MailArrived, match: Match, view: View, policy: Policy, now: datetime
) -> Decision:
    """T18: the person says that the solution works; its advisor answers for the closing (Q4)."""
    heard = hearing.heard(event, match, policy, now)
    case = moves.closed(
        heard.case, event.arrived_at, policy, CloseReason.CONFIRMADO,
        asked_at=max(event.arrived_at, now),
    )  # fmt: skip
    reason = "El usuario confirmó la solución"
    if case.resolved_by:
        reason += f"; responde {case.resolved_by}"
    return _closed(event, match, heard, case, view, policy, reason, Route.CONFIRMED, "T18", "A18")


def decide_unproven_vote(
    event: MailArrived, match: Match, view: View, policy: Policy, now: datetime
) -> Decision:
    """A yes or a no that only a case number vouches for: kept, shown, and its person asked (M-52).

    From can be forged, and the number is no secret; and who answers an acknowledgement, or another
    question of ours, may be saying yes to that. One click on M-52 carries the token that proves it
    (§16.12). Each time that the case comes to wait for a vote, its person is asked once.
    """
    heard = hearing.heard(event, match, policy, now, Route.UNPROVEN_VOTE)
    doubt = (
        "en un correo que preguntaba otra cosa"
        if asking.answers_another_mail(event, asking.WHETHER_IT_WORKS) and event.proven
        else "pero no se comprobó que lo escribió el usuario"
    )
    reason = (
        f"Responde si la solución funcionó, {doubt}: se le pide confirmar con un clic. "
        "El estado no cambia."
    )
    told = notices.to_handlers(
        "M-43", heard.case, event, view, policy, reason=reason, facts={"why": reason}
    )
    effects = (*heard.effects, *((told,) if told else ()))
    if event.screening.answerable:
        since = heard.case.stints[-1].start.isoformat()
        once = f"unproven-vote:{heard.case.service_number}:{since}"
        effects += (
            replace(
                _answer("M-52", event, heard.case, reopening_facts(heard.case, policy), reason),
                once=once,
            ),
        )
    return _decision(
        event, match, heard.case, heard.events, effects, reason.rstrip("."), Route.UNPROVEN_VOTE
    )


def decide_solved_alone(
    event: MailArrived, match: Match, view: View, policy: Policy, now: datetime
) -> Decision:
    """T26: the person found the solution himself; the procedure ends (activity 3)."""
    heard = hearing.heard(event, match, policy, now)
    case = moves.closed(
        heard.case, event.arrived_at, policy, CloseReason.AUTOSERVICIO,
        asked_at=max(event.arrived_at, now),
    )  # fmt: skip
    reason = "El usuario dice que lo resolvió"
    closed = _closed(
        event, match, heard, case, view, policy, reason, Route.SOLVED_ALONE, "T26", "A3"
    )
    # What was quoted to him, if anything was, has done its work (R57).
    used = UseFaq(number=case.number, at=event.arrived_at)
    return replace(closed, effects=(*closed.effects, used))


def decide_rejected(
    event: MailArrived, match: Match, view: View, policy: Policy, now: datetime
) -> Decision:
    """T20: the solution does not work; the consumed time goes on."""
    heard = hearing.heard(event, match, policy, now)
    case = moves.moved(
        heard.case, event.arrived_at, policy, state=State.EN_PROGRESO, running_before=None,
        wait_started_at=None, confirmation_until=None,
    )  # fmt: skip
    reason = "El usuario dice que la solución no funcionó"
    change = history.transition(event, State.RESUELTO, case, reason, "T20", "A18")
    told = notices.to_handlers(
        "M-21", case, event, view, policy, reason=reason, facts={"why": reason}
    )
    told = notices.with_copies(told, coordinators(case.group, policy))
    effects = (*heard.effects, told) if told else heard.effects
    return _decision(event, match, case, (*heard.events, change), effects, reason, Route.REJECTED)


def decide_survey(event: MailArrived, match: Match, policy: Policy) -> Decision:
    """A vote on a closed case: counted once, in its time, from its person (R11, R34, S43)."""
    case, words = match.case, event.words
    why_not = survey.refusal(case, event.arrived_at) or _why_not_his(event)
    why_not = why_not or (_OFF_SCALE if words.scores is None else "")
    if why_not or words.scores is None:
        reason = f"Calificación que no se cuenta: {why_not}"
        note = history.entry(
            event, EventKind.NOTE, history.role_of(event.sender, policy), reason, Route.SURVEY,
            text=event.mail.text,
        )  # fmt: skip
        thanks = _answer("M-39U", event, case, {"reason": why_not}, reason)
        return _decision(
            event, match, case, (note,), (thanks,), reason, Route.SURVEY, Outcome.SURVEY
        )
    voted = survey.answered(case, words.scores, words.comment, event.arrived_at)
    reason = "El usuario calificó la atención"
    entry = history.entry(
        event, EventKind.SURVEY, history.role_of(event.sender, policy), reason, Route.SURVEY,
        activity="4.1", text=event.mail.text,
    )  # fmt: skip
    facts = {"scores": survey.told(words.scores), "reason": ""}
    effects: list[Effect] = [_answer("M-39U", event, voted, facts, reason)]
    alert = survey.low_score_alert(voted, policy)
    effects += [alert] if alert else []
    return _decision(
        event, match, voted, (entry,), tuple(effects), reason, Route.SURVEY, Outcome.SURVEY
    )


def _why_not_his(event: MailArrived) -> str:
    """Why a rating may not be meant by its person, as he reads it; "" if it is."""
    if asking.answers_another_mail(event, asking.FOR_A_RATING):
        return _ELSEWHERE
    return "" if event.proven else _UNPROVEN


def _closed(
    event: MailArrived, match: Match, heard: hearing.Heard, case: Case, view: View, policy: Policy,
    reason: str, route: Route, rule: str, activity: str,
) -> Decision:  # fmt: skip
    change = history.transition(event, heard.case.state, case, reason, rule, activity)
    farewell = _answer(
        "M-19", event, case, {"survey": survey.is_offered(case), "reason": ""}, reason
    )
    effects: list[Effect] = [*heard.effects, replace(farewell, brake=False)]
    if event.mail.attachments and case.assignee:
        # Files that came with the yes should not be overlooked.
        told = notices.to_handlers(
            "M-43", case, event, view, policy, reason=reason, facts={"why": reason}
        )
        effects += [told] if told else []
    return _decision(event, match, case, (*heard.events, change), tuple(effects), reason, route)


def _decision(
    event: MailArrived, match: Match, case: Case, events: tuple[CaseEvent, ...],
    effects: tuple[Effect, ...], reason: str, route: Route, outcome: Outcome = Outcome.CASE_EVENT,
) -> Decision:  # fmt: skip
    kept: list[Effect] = [SaveCase(case=case, events=events)]
    kept += case_files.keep(case, event.mail.attachments)
    return Decision(
        outcome=outcome, rule=route, reason=f"{match.reason}. {reason}.",
        effects=(*kept, *effects), case=case.number,
    )  # fmt: skip


def _answer(
    template: str, event: MailArrived, case: Case, facts: dict[str, Any], reason: str
) -> Send:
    return Send(
        template=template,
        to=(event.sender,),
        case=case,
        facts=facts,
        answers=event.mail.message_id,
        references=event.mail.references,
        reason=reason,
    )
