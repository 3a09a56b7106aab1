"""A form that came back with a mail: its entry in the history, who is told, who is asked again."""

from dataclasses import replace
from datetime import UTC, datetime

from mailbot.model.case import Case, CaseEvent
from mailbot.model.decision import Send
from mailbot.model.vocabulary import EventKind, State
from mailbot.rules import history, notices, opening
from mailbot.rules.commands.fields import listed
from mailbot.rules.event import MailArrived
from mailbot.rules.forms import Returned, returned
from mailbot.rules.forms.people import is_not_of
from mailbot.rules.intake.facts import Facts
from mailbot.rules.matching import Match, Standing
from mailbot.rules.policy import Policy

_TITLE = "Plantilla por revisar"
_TITLE_OF_WORDS = "Datos por confirmar"
_UNPROVEN = (
    "No está probado que escribió quien solicitó el caso: los datos de contacto que envió no se "
    "anotaron. Confírmelos con esa persona antes de completarlos."
)
_EXPECTED = "Abra los archivos en el caso y escriba lo que falte con la etiqueta de completar."
_AGAIN = "asked-again:"
_MOST_AGAIN = 2
_MAY_COMPLETE = (Standing.REQUESTER, Standing.PARTY)


def read(event: MailArrived) -> Returned:
    """The forms of a mail that count for the case that it opens."""
    return returned(event.forms, event.mail, event.match.case.numbers if event.match else ())


def read_for(event: MailArrived, match: Match) -> Returned:
    """The forms of a mail that count for its case: those of another person fill in nothing there.

    A person who asked for help is called back under the facts that his own form tells.
    """
    case, own = match.case, match.standing is Standing.REQUESTER

    def is_of_another(facts: Facts) -> bool:
        return is_not_of(facts, case.requester, sent_by_requester=own)

    return returned(event.forms, event.mail, case.numbers, is_of_another)


def withheld(back: Returned) -> Returned:
    """What came back, with the word to the advisor that its contact facts were not kept."""
    return replace(back, left_out=(*back.left_out, _UNPROVEN))


def entry(event: MailArrived, back: Returned, case: Case, policy: Policy) -> tuple[CaseEvent, ...]:
    """What came back, for the history of `case` as it stands then; none without a form."""
    said = [back.summary(), *back.for_advisor(), *back.faults(case.missing)]
    if back.came and case.missing:
        said.append(f"Falta {listed(case.missing)}.")
    text = "\n".join(filter(None, said))
    if not text:
        return ()
    role = history.role_of(event.sender, policy)
    reason = "Plantilla devuelta" if back.came else _title(back)
    return (
        history.entry(
            event, EventKind.FIELD, role, reason, "returned-form", activity="A6", text=text
        ),
    )


def tell_handlers(
    event: MailArrived, back: Returned, case: Case, policy: Policy
) -> tuple[Send, ...]:
    """M-44: what of the forms only a person can look at; nobody is told of the mail itself."""
    notes = back.for_advisor(case.type)
    if not notes:
        return ()
    facts = {
        **notices.message_facts(event),
        "title": _title(back),
        "why": " ".join(notes),
        "expected": _EXPECTED,
    }
    notice = notices.to_people(
        "M-44", policy.handlers(case), policy, case=case, reason=_title(back), facts=facts
    )
    return (notice,) if notice else ()


def _title(back: Returned) -> str:
    return _TITLE if back.came or back.unreadable else _TITLE_OF_WORDS


def notes_of(back: Returned, case: Case) -> tuple[str, ...]:
    """What an advisor is told of the forms beside the message that they came with."""
    notes = back.for_advisor(case.type)
    if not (back.came or back.unreadable or back.left_out):
        return notes
    lacking = (f"Todavía falta {listed(case.missing)}.",) if case.missing else ()
    return tuple(dict.fromkeys((*notes, *back.faults(case.missing), *lacking)))


def may_complete(event: MailArrived, back: Returned) -> bool:
    """Whether who wrote may complete the case.

    A party does by a form, which says whose it is, and only if it is proven that he wrote: what he
    fills in is what advisors call back on.
    """
    match = event.match
    if match is None or match.standing not in _MAY_COMPLETE:
        return False
    return match.standing is Standing.REQUESTER or (event.proven and bool(back.taken))


def is_asked_again(event: MailArrived, back: Returned, case: Case) -> bool:
    """Whether the person who is to complete `case` sent a form that leaves something out.

    Not while the line waits for the answer to a question of its own, nor for a picture of a form,
    nor after the second time: these are for its advisor. A program that hands our own empty form
    back would be asked for ever otherwise.
    """
    asked = sum(key.startswith(_AGAIN) for key in case.handled)
    waits = event.match is not None and event.match.case.state is State.PENDIENTE_CLIENTE
    incomplete = back.came and not back.is_shown and bool(case.missing)
    asks = event.screening.answerable and may_complete(event, back)
    return waits and incomplete and asks and not case.question and asked < _MOST_AGAIN


def asked_again(
    event: MailArrived, back: Returned, case: Case, policy: Policy, now: datetime
) -> tuple[Case, Send]:
    """The case, whose wait begins anew, and one M-02 or M-03 with all that is still missing."""
    # Waits put on people start when they are told, never before (domain.md §16.21).
    waiting = opening.waiting(case, event.arrived_at, max(event.arrived_at, now), policy)
    again_key = f"{_AGAIN}{event.arrived_at.astimezone(UTC).isoformat()}"
    waiting = replace(waiting, handled=(*waiting.handled, again_key))
    again = opening.acknowledgement(
        waiting, first=False, answers=event.mail, faults=back.for_sender(case.missing), again=True,
        kept=bool(back.taken),
    )  # fmt: skip
    return waiting, again
