"""What a decision that was carried out is in the log: told after commit 2, from its effects."""

import time
from collections.abc import Iterator

from mailbot.apply import Prepared
from mailbot.logs import discreet, is_told, tell
from mailbot.model.case import CaseEvent
from mailbot.model.decision import Anonymise, Decision, SaveCase, SaveOnLine, Send
from mailbot.model.line import Alarm
from mailbot.model.vocabulary import EventKind, MailStatus, Outcome, Role
from mailbot.rules.commands.tags import Tag
from mailbot.rules.parking import GAVE_UP

_TAGS = sorted(Tag, key=len, reverse=True)
_WORDS = {
    Outcome.CASE_EVENT: "queda en su caso",
    Outcome.ORIENTATION: "orientación",
    Outcome.COMMAND: "correo interno",
    Outcome.SURVEY: "respuesta de encuesta",
    Outcome.DELIVERY_REPORT: "informe de entrega",
}


def tell_decision(carried: Prepared, entry_id: int | None, began: float | None = None) -> None:
    """Log what was carried out. `began` is `time.perf_counter` at the beginning of a mail's turn.

    Costs next to nothing where nobody hears.
    """
    if not is_told("mail.failed"):
        return
    decision = carried.decision
    if entry_id is not None:
        _tell_mail(decision, entry_id, began)
    elif decision.rule == "held":
        tell("closings.held")
    elif any(isinstance(each, SaveCase) for each in decision.effects) and not _is_alarm(decision):
        tell("deadline.ran", case=decision.case or _first_case(decision), rule=decision.rule)
    _tell_effects(decision)
    for each in carried.mails:
        if each.status is MailStatus.SUPPRESSED:
            tell("brake.held", template=each.mail.template, case=each.mail.case,
                 reason=discreet(each.note).rstrip("."))  # fmt: skip


def _is_alarm(decision: Decision) -> bool:
    """Whether it is about the line itself."""
    return any(
        isinstance(each, SaveOnLine) and isinstance(each.what, Alarm) for each in decision.effects
    )


def _tell_mail(decision: Decision, mail: int, began: float | None) -> None:
    ms = None if began is None else round((time.perf_counter() - began) * 1000)
    case, rule = decision.case, decision.rule
    match decision.outcome:
        case Outcome.NEW_CASE:
            tell("case.opened", case=case, mail=mail, rule=rule, ms=ms)
        case Outcome.PARKED:
            # What three failures said may hold words of the mail; each was logged.
            reason = "" if rule == GAVE_UP else discreet(decision.reason).rstrip(".")
            tell("mail.parked", mail=mail, reason=reason, rule=rule, ms=ms)
        case Outcome.IGNORED:
            tell("mail.ignored", mail=mail, reason=discreet(decision.reason).rstrip("."),
                 rule=rule, ms=ms)  # fmt: skip
        case Outcome.CASE_EVENT if case:
            tell("reply.matched", mail=mail, case=case, rule=rule, ms=ms)
        case _:
            if not _tell_tags(decision, mail, ms):
                tell("mail.read", mail=mail, case=case, outcome=_WORDS[decision.outcome],
                     rule=rule, ms=ms)  # fmt: skip


def _tell_tags(decision: Decision, mail: int, ms: int | None) -> bool:
    """The tags of a mail of staff, whether carried out or not; False if it has none."""
    receipts = (each for each in decision.effects if isinstance(each, Send))
    results = [result for send in receipts for result in send.facts.get("results", ())]
    role = next((event.role for event in _events(decision)), None)
    for result in results:
        tag = _without_words(result.tag)
        if result.ok:
            tell("tag.done", role=role or "Un asesor", tag=tag, case=decision.case, mail=mail,
                 ms=ms)  # fmt: skip
        else:
            tell("tag.refused", tag=tag, case=decision.case, reason=discreet(result.text),
                 role=role, mail=mail, ms=ms)  # fmt: skip
    return bool(results)


def _without_words(written: str) -> str:
    """The name of a tag as the procedure writes it: what stands behind it may be of a person."""
    said = written.lstrip("[« ").upper()
    return next((f"[{tag}]" for tag in _TAGS if said.startswith(tag)), "Una etiqueta desconocida")


def _tell_effects(decision: Decision) -> None:
    for effect in decision.effects:
        match effect:
            case SaveCase():
                _tell_case(effect, opened=decision.outcome is Outcome.NEW_CASE)
            case SaveOnLine(what=Alarm() as alarm):
                if alarm.over:
                    tell("alarm.over", kind=alarm.kind, reason=discreet(alarm.text))
                elif not alarm.renewed:
                    tell("alarm.began", kind=alarm.kind, reason=discreet(alarm.text))
            case Anonymise():
                tell("case.anonymised", cases=len(effect.numbers))


def _tell_case(saved: SaveCase, *, opened: bool) -> None:
    number = saved.case.number
    for event in saved.events:
        if event.event is EventKind.CREATED and not opened:
            tell("case.opened", case=number, mail=None, rule=event.rule, ms=None)
        elif event.event is EventKind.TRANSITION and event.target:
            tell("case.state", case=number, source=event.source, target=event.target,
                 role=event.role, rule=event.rule, activity=event.activity)  # fmt: skip
        elif event.event is EventKind.ASSIGNED:
            tell("case.assigned", case=number, group=saved.case.group, role=event.role,
                 rule=event.rule, activity=event.activity)  # fmt: skip


def _events(decision: Decision) -> Iterator[CaseEvent]:
    for effect in decision.effects:
        if isinstance(effect, SaveCase):
            yield from (each for each in effect.events if each.role is not Role.SYS)


def _first_case(decision: Decision) -> str:
    return next(each.case.number for each in decision.effects if isinstance(each, SaveCase))
