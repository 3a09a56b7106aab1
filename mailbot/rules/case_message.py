"""A mail on a case by someone who has a part in it, or by a stranger with its number."""

from dataclasses import replace
from datetime import datetime

from mailbot.model.case import Case, CaseEvent
from mailbot.model.decision import Decision, Effect, SaveCase
from mailbot.model.vocabulary import CloseReason, EventKind, Group, Level, Outcome, Role, State
from mailbot.rules import (
    brakes,
    case_files,
    closed_case,
    encrypted,
    form_return,
    hearing,
    history,
    moves,
    notices,
    told,
)
from mailbot.rules.courtesy import is_courtesy
from mailbot.rules.event import MailArrived, View
from mailbot.rules.forms import Returned
from mailbot.rules.intake import Request, complete, read_request, without_person
from mailbot.rules.intake.filled_in import read_filled_in
from mailbot.rules.matching import Match, Standing
from mailbot.rules.opening import orientation
from mailbot.rules.policy import Policy
from mailbot.rules.routing import Route
from mailbot.rules.words import Meaning

_MAY_ANSWER = (Standing.REQUESTER, Standing.PARTY)


def decide_message(
    event: MailArrived, match: Match, view: View, policy: Policy, now: datetime
) -> Decision:
    """Add the words and files to the case; an answer that was waited for lets time run again (T8).

    The facts that the requester adds complete the case. The advisor is told, except of thanks.
    """
    heard = hearing.heard(event, match, policy, now)
    case, events = heard.case, list(heard.events)
    template, why = "M-43", _why_nothing_changes(event, match)
    if match.standing is Standing.GOVERNING_BODY:
        template, why = "M-16", "El órgano rector respondió; el estado no cambia."
        if case.state is State.PENDIENTE_PROVEEDOR:
            case = replace(case, organ_answered_at=case.organ_answered_at or event.arrived_at)
    back = form_return.read_for(event, match)
    if case.missing and form_return.may_complete(event, back):
        case, back = _completed_if_proven(case, event, match, back)
    events += form_return.entry(event, back, case, policy)
    events += _told_facts(event, heard.case, case, policy)
    asked: list[Effect] = []
    if form_return.is_asked_again(event, back, case):
        case, again = form_return.asked_again(event, back, case, policy, now)
        asked, why = [again], "La plantilla vino incompleta; se pide lo que falta."
    elif _is_answer(event, match):
        case, resumed = _resume(event, case, policy)
        events.append(resumed)
        template, why = _running_again(case)
    effects: list[Effect] = [SaveCase(case=case, events=tuple(events))]
    effects += case_files.keep(case, event.mail.attachments)
    effects += heard.effects
    effects += asked
    if back.of_others and match.standing is Standing.PARTY and event.screening.answerable:
        # He has a form of his own: the case is not his, and he learns how to open one.
        effects.append(
            orientation(event.sender, event.mail, reason="Se le indica cómo pedir ayuda")
        )
    notes = _notes(event, back, case)
    if not (template == "M-43" and closed_case.is_thanks(event)):
        notice = notices.to_handlers(
            template, case, event, view, policy, reason=why,
            facts={"why": why, "notes": notes},
        )  # fmt: skip
        effects += [notice] if notice else []
    return Decision(
        outcome=Outcome.CASE_EVENT,
        rule=Route.MESSAGE_ON_CASE,
        reason=f"{match.reason}. {why}",
        effects=tuple(effects),
        case=case.number,
    )


def _running_again(case: Case) -> tuple[str, str]:
    """The mail that tells who handles a case that its person answered, and what it says first."""
    if case.halted:
        return "M-43", "El usuario respondió; el caso sigue al fin de la contingencia."
    return "M-11", "El usuario respondió; el tiempo del caso corre de nuevo."


def _notes(event: MailArrived, back: Returned, case: Case) -> tuple[str, ...]:
    """What who handles the case is told beside the message."""
    notes = form_return.notes_of(back, case)
    if not event.mail.encrypted:
        return notes
    return (f"{encrypted.WHY}: pida al usuario que lo envíe sin cifrar.", *notes)


def _why_nothing_changes(event: MailArrived, match: Match) -> str:
    if match.case.state is State.RESUELTO and event.words.meaning is Meaning.UNCLEAR:
        return "No es claro si la solución funcionó: pregunte al usuario. El estado no cambia."
    return "Mensaje nuevo en el caso; el estado no cambia."


# By whether our own receiver calls him false: the note, and the title, reason and step of M-44.
_WHO_A_STRANGER_IS = {
    False: (
        "Remitente no vinculado al caso",
        "Escribió alguien que no es parte del caso",
        "El mensaje trae el número del caso, pero quien escribe no figura en él.",
        "Revise si tiene relación con el caso. Nada cambió en él.",
    ),
    True: (
        "Remitente suplantado",
        "Remitente suplantado",
        "Nuestro servidor de correo dice que quien envió este mensaje no es quien dice ser.",
        "No siga lo que pide ni abra lo que trae. Si tiene duda, llame a la persona. Nada cambió.",
    ),
}


def decide_stranger(event: MailArrived, match: Match, view: View, policy: Policy) -> Decision:
    """Keep the mail as a note that changes nothing, show it to N1, tell the stranger how to ask.

    After several in a day on one case nobody is told any more, whoever each of them is from.
    """
    case = match.case
    note = history.entry(
        event, EventKind.NOTE, Role.USR, _WHO_A_STRANGER_IS[event.identity.forged][0],
        Route.STRANGER_ON_CASE, text=event.mail.said,
    )  # fmt: skip
    title, why, expected = _WHO_A_STRANGER_IS[event.identity.forged][1:]
    facts = {
        **notices.message_facts(event), "title": title, "why": why, "expected": expected,
    }  # fmt: skip
    notice = notices.to_people(
        "M-44", policy.in_group(Group.N1), policy, case=case, reason=match.reason, facts=facts
    )
    effects: list[Effect] = [SaveCase(case=case, events=(note,))]
    effects += case_files.keep(case, event.mail.attachments)
    reason = f"{match.reason}: queda como nota y no cambia nada."
    most = policy.config.limits.automatic_mails_per_case_and_person
    if view.strangers_today >= most:
        reason += (
            f" {brakes.BRAKE} hoy ya escribieron {view.strangers_today} remitentes no vinculados."
        )
        return Decision(
            outcome=Outcome.CASE_EVENT, rule=Route.STRANGER_ON_CASE, reason=reason,
            effects=tuple(effects), case=case.number,
        )  # fmt: skip
    if notice:
        effects.append(notice)
    if event.screening.answerable:
        effects.append(
            orientation(event.sender, event.mail, reason="Se le indica cómo pedir ayuda")
        )
    return Decision(
        outcome=Outcome.CASE_EVENT,
        rule=Route.STRANGER_ON_CASE,
        reason=reason,
        effects=tuple(effects),
        case=case.number,
    )


def decide_thanks(event: MailArrived, match: Match) -> Decision:
    """Thanks, a yes, or another's vote for a closed case are kept; nobody is written to (Q5 d)."""
    note = history.entry(
        event, EventKind.NOTE, Role.USR, "Palabras sobre un caso cerrado que no cambian nada",
        Route.THANKS_ON_CLOSED_CASE, text=event.mail.text,
    )  # fmt: skip
    return Decision(
        outcome=Outcome.CASE_EVENT,
        rule=Route.THANKS_ON_CLOSED_CASE,
        reason=f"{match.reason}. No pide nada: queda como nota.",
        effects=(SaveCase(case=match.case, events=(note,)),),
        case=match.case.number,
    )


_ACTIVITIES = {CloseReason.SIN_RESPUESTA: "A17", CloseReason.SOLUCION_N1: "A11"}
"""Which line of the procedure goes on after a closing without the person's word."""


def decide_late_answer(
    event: MailArrived, match: Match, view: View, policy: Policy, now: datetime
) -> Decision:
    """An answer after a closing that the person never agreed to opens the case again (T24).

    M-22 says so to the person and the advisor, who reads in another mail what was answered.
    """
    heard = hearing.heard(event, match, policy, now, Route.LATE_ANSWER)
    back = form_return.read_for(event, match)
    case, back = _completed_if_proven(heard.case, event, match, back)
    opened = moves.reopened(case, event.arrived_at, policy)
    reason = "El usuario respondió después del cierre, dentro del plazo"
    ended = match.case.close_reason or CloseReason.ACEPTACION_TACITA
    change = history.transition(
        event, State.CERRADO, opened, reason, "T24", _ACTIVITIES.get(ended, "A18")
    )
    facts = _told_facts(event, heard.case, case, policy)
    events = (*heard.events, *form_return.entry(event, back, opened, policy), *facts, change)
    effects: list[Effect] = [SaveCase(case=opened, events=events)]
    effects += case_files.keep(opened, event.mail.attachments)
    effects += heard.effects
    notice = closed_case.reopening_notice(opened, policy, reason=reason)
    effects.append(
        replace(
            notice, answers=event.mail.message_id, references=event.mail.references,
            facts={**notice.facts, "faults": back.for_sender(opened.missing)},
        )
    )  # fmt: skip
    template, why = _running_again(opened)
    notes = _notes(event, back, opened)
    told = notices.to_handlers(
        template, opened, event, view, policy, reason=why, facts={"why": why, "notes": notes}
    )
    effects += [told] if told else []
    return Decision(
        outcome=Outcome.CASE_EVENT,
        rule=Route.LATE_ANSWER,
        reason=f"{match.reason}. {reason}: se abre de nuevo.",
        effects=tuple(effects),
        case=opened.number,
    )


def decide_orientation(event: MailArrived) -> Decision:
    """A mail to a box of the Administración opens no case (activity 4 a, Q12)."""
    reason = "Escribió a un buzón de la Administración: se le orienta y no se abre caso (A4)."
    effects = (
        (orientation(event.sender, event.mail, reason=reason),)
        if event.screening.answerable
        else ()
    )
    return Decision(
        outcome=Outcome.ORIENTATION, rule=Route.ORIENTATION, reason=reason, effects=effects
    )


def _completed(case: Case, event: MailArrived, match: Match, back: Returned) -> Case:
    """The case with the facts of an answer, also those filled in between our own quoted lines."""
    if back.speaks_of_another:
        return case
    words = read_request(event.mail) if match.standing is Standing.REQUESTER else Request()
    case = complete(case, back.over(words))
    if case.missing and match.proven and match.standing is Standing.REQUESTER:
        filled_in = read_filled_in(event.mail.body)
        case = complete(case, replace(filled_in, description="", module=None))
    return case


def _completed_if_proven(
    case: Case, event: MailArrived, match: Match, back: Returned
) -> tuple[Case, Returned]:
    """The case with the facts of the answer, and what is told of its forms.

    In one that was ever closed, who is not proven to be the requester leaves no contact facts:
    advisors call them back, and words under his name alone may have opened it again.
    """
    completed = _completed(case, event, match, back)
    told = (completed.requester, completed.attendees) != (case.requester, case.attendees)
    was_closed = any(stint.state is State.CERRADO for stint in case.stints)
    if event.proven or not told or not was_closed:
        return completed, back
    matter = without_person(back.over(read_request(event.mail)))
    return complete(case, matter), form_return.withheld(back)


def _told_facts(
    event: MailArrived, before: Case, after: Case, policy: Policy
) -> tuple[CaseEvent, ...]:
    """What an answer told of the case, fact by fact."""
    role = history.role_of(event.sender, policy)
    return tuple(
        history.entry(
            event, EventKind.FIELD, role, reason, Route.MESSAGE_ON_CASE, activity="A6", text=text
        )
        for reason, text in map(told.reason_and_text, told.differences(before, after))
    )


def _is_answer(event: MailArrived, match: Match) -> bool:
    waited_for = match.case.state is State.PENDIENTE_CLIENTE
    courtesy = is_courtesy(event.mail.text) and not event.mail.attachments
    return waited_for and match.standing in _MAY_ANSWER and not courtesy


def _resume(event: MailArrived, case: Case, policy: Policy) -> tuple[Case, CaseEvent]:
    resumed = moves.resumed(case, event.arrived_at, policy)
    reason = "El usuario respondió"
    activity = "A24" if case.level is Level.N3 else "A17"
    return resumed, history.transition(event, case.state, resumed, reason, "T8", activity)
