"""A mail on a case by someone who has a part in it, or by a stranger with its number."""

import re
from dataclasses import replace
from datetime import datetime

from mailbot.model.case import Case, CaseEvent
from mailbot.model.decision import Decision, Effect, KeepFiles, SaveCase
from mailbot.model.vocabulary import CloseReason, EventKind, Group, Level, Outcome, Role, State
from mailbot.rules import closed_case, encrypted, hearing, history, moves, notices
from mailbot.rules.courtesy import is_courtesy
from mailbot.rules.event import MailArrived, View
from mailbot.rules.intake import complete, read_request, read_request_text
from mailbot.rules.matching import Match, Standing
from mailbot.rules.opening import orientation
from mailbot.rules.policy import Policy
from mailbot.rules.routing import Route
from mailbot.rules.words import Meaning

_QUOTE_MARKS = re.compile(r"^[>|\s]+", re.MULTILINE)
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
    if match.standing is Standing.REQUESTER and case.missing:
        case = _completed(case, event, match)
    if _is_answer(event, match):
        case, resumed = _resume(event, case, policy)
        events.append(resumed)
        template, why = "M-11", "El usuario respondió; el tiempo del caso corre de nuevo."
        if case.halted:
            template, why = "M-43", "El usuario respondió; el caso sigue al fin de la contingencia."
    if event.mail.encrypted:
        why = f"{why} {encrypted.WHY}: pida al usuario que lo envíe sin cifrar."
    effects: list[Effect] = [SaveCase(case=case, events=tuple(events))]
    if event.mail.attachments:
        effects.append(KeepFiles(number=case.number, files=event.mail.attachments))
    effects += heard.effects
    if not (template == "M-43" and closed_case.is_thanks(event)):
        told = notices.to_handlers(
            template, case, event, view, policy, reason=why, facts={"why": why}
        )
        effects += [told] if told else []
    return Decision(
        outcome=Outcome.CASE_EVENT,
        rule=Route.MESSAGE_ON_CASE,
        reason=f"{match.reason}. {why}",
        effects=tuple(effects),
        case=case.number,
    )


def _why_nothing_changes(event: MailArrived, match: Match) -> str:
    if match.case.state is State.RESUELTO and event.words.meaning is Meaning.UNCLEAR:
        return "No es claro si la solución funcionó: pregunte al usuario. El estado no cambia."
    return "Mensaje nuevo en el caso; el estado no cambia."


# By whether our own receiver calls him false: the note, and the title, reason and step of M-44.
_WHO_A_STRANGER_IS = {
    False: (
        "Remitente no vinculado al caso",
        "Remitente no vinculado",
        "Alguien que no tiene parte en el caso escribió con su número.",
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
        Route.STRANGER_ON_CASE, text=event.mail.text or event.mail.body,
    )  # fmt: skip
    title, why, expected = _WHO_A_STRANGER_IS[event.identity.forged][1:]
    facts = {
        **notices.message_facts(event), "title": title, "why": why, "expected": expected,
    }  # fmt: skip
    notice = notices.to_people(
        "M-44", policy.in_group(Group.N1), policy, case=case, reason=match.reason, facts=facts
    )
    effects: list[Effect] = [SaveCase(case=case, events=(note,))]
    if event.mail.attachments:
        effects.append(KeepFiles(number=case.number, files=event.mail.attachments))
    reason = f"{match.reason}: queda como nota y no cambia nada."
    most = policy.config.limits.automatic_mails_per_case_and_person
    if view.strangers_today >= most:
        reason += f" Freno: hoy ya escribieron {view.strangers_today} remitentes no vinculados."
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


def decide_late_answer(event: MailArrived, match: Match, policy: Policy, now: datetime) -> Decision:
    """An answer after a closing that the person never agreed to opens the case again (T24)."""
    heard = hearing.heard(event, match, policy, now, Route.LATE_ANSWER)
    case = _completed(heard.case, event, match)
    opened = moves.reopened(case, event.arrived_at, policy)
    reason = "El usuario respondió después del cierre, dentro del plazo"
    ended = match.case.close_reason or CloseReason.ACEPTACION_TACITA
    change = history.transition(
        event, State.CERRADO, opened, reason, "T24", _ACTIVITIES.get(ended, "A18")
    )
    effects: list[Effect] = [SaveCase(case=opened, events=(*heard.events, change))]
    if event.mail.attachments:
        effects.append(KeepFiles(number=opened.number, files=event.mail.attachments))
    effects += heard.effects
    notice = closed_case.reopening_notice(opened, policy, reason=reason)
    effects.append(
        replace(
            notice, answers=event.mail.message_id,
            references=event.mail.references,
        )
    )  # fmt: skip
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


def _completed(case: Case, event: MailArrived, match: Match) -> Case:
    """The case with the facts of an answer, also those filled in between our own quoted lines."""
    case = complete(case, read_request(event.mail))
    if case.missing and match.proven:
        everything = read_request_text(_QUOTE_MARKS.sub("", event.mail.body))
        # Only what stands behind a label: the rest of our own mail says nothing of the person.
        case = complete(case, replace(everything, description="", module=None))
    return case


def _is_answer(event: MailArrived, match: Match) -> bool:
    waited_for = match.case.state is State.PENDIENTE_CLIENTE
    courtesy = is_courtesy(event.mail.text) and not event.mail.attachments
    return waited_for and match.standing in _MAY_ANSWER and not courtesy


def _resume(event: MailArrived, case: Case, policy: Policy) -> tuple[Case, CaseEvent]:
    resumed = moves.resumed(case, event.arrived_at, policy)
    reason = "El usuario respondió"
    activity = "A24" if case.level is Level.N3 else "A17"
    return resumed, history.transition(event, case.state, resumed, reason, "T8", activity)
