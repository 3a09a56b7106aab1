"""Bringing the rows of a contingency sheet into the line: new cases, facts filled in (R29)."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from mailbot.model.case import Case, CaseEvent, Requester
from mailbot.model.decision import Decision, SaveCase, Send
from mailbot.model.masking import hidden
from mailbot.model.vocabulary import CloseReason, EventKind, Field, Group, Outcome, Role, State
from mailbot.rules import moves, opening, told
from mailbot.rules.contingency_sheet.plan import ImportPlan, RowResult, Step
from mailbot.rules.contingency_sheet.values import LABELS, Fact
from mailbot.rules.policy import Policy

RULE, ACTIVITY = "IMPORTAR", "4.2-1g"

_SUBJECT_WORDS = 12
_LONGEST_SUBJECT = 80
_FIELDS = {
    Fact.NAME: Field.NAME, Fact.IDENTIFICATION: Field.IDENTIFICATION,
    Fact.SIIF_USER: Field.SIIF_USER, Fact.UNIT: Field.EXECUTING_UNIT, Fact.ENTITY: Field.ENTITY,
    Fact.EMAIL: Field.EMAIL, Fact.PHONE: Field.PHONE, Fact.CITY: Field.CITY,
    Fact.DESCRIPTION: Field.DESCRIPTION,
}  # fmt: skip
_WANTED = (Fact.NAME, Fact.SIIF_USER, Fact.UNIT, Fact.ENTITY, Fact.PHONE, Fact.CITY)
_OF_PERSON = (
    Fact.NAME, Fact.IDENTIFICATION, Fact.SIIF_USER, Fact.ENTITY, Fact.UNIT, Fact.EMAIL, Fact.PHONE,
    Fact.CITY,
)  # fmt: skip
_ATTENDED = (State.CERRADO, State.RESUELTO)


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """Who brings a sheet in: at `at`, in `role`, by the mail `mail` or at the machine.

    `sheet` is the name of the file. `acknowledged` are the people who were told a number before.
    """

    at: datetime
    actor: str
    role: Role
    sheet: str
    policy: Policy
    mail: str | None = None
    acknowledged: Collection[str] = frozenset()
    news: tuple[str, ...] = ()


def carry_out(
    plan: ImportPlan, numbers: Sequence[str], by: Import
) -> tuple[tuple[SaveCase, ...], tuple[Send, ...], ImportPlan]:
    """The cases that the plan makes and changes, what their people are told, and the plan as done.

    `numbers` are new ones, one for each row that has none of its own (`plan.unnumbered`).
    """
    fresh = iter(numbers)
    acknowledged = set(by.acknowledged)
    saved: list[SaveCase] = []
    mails: list[Send] = []
    steps: list[Step] = []
    for step in plan.steps:
        if step.result is RowResult.CREATE:
            step = replace(step, number=step.number or next(fresh))
            made = _created(step, by)
            saved.append(made)
            mails += _acknowledged(made.case, acknowledged, by)
        elif step.result is RowResult.FILL:
            saved.append(_filled(step, by))
        steps.append(step)
    return tuple(saved), tuple(mails), ImportPlan(steps=tuple(steps))


def decide_import(
    plan: ImportPlan, numbers: Sequence[str], by: Import
) -> tuple[Decision, ImportPlan]:  # fmt: skip
    """The decision that brings a sheet in at the machine, and the plan as done."""
    saved, mails, done = carry_out(plan, numbers, by)
    decision = Decision(
        outcome=Outcome.COMMAND,
        rule=RULE,
        reason=f"Importada la hoja de contingencia «{by.sheet}»",
        effects=(*saved, *mails),
    )
    return decision, done


def _created(step: Step, by: Import) -> SaveCase:
    """T1: the case that was attended while the tool was down; its time begins when it came in."""
    facts, row = step.facts, step.row
    attended = row.state in _ATTENDED
    body = by.policy.governing_body(facts[Fact.EMAIL])
    case = Case(
        service_number=step.number,
        channel=row.channel,
        requester=Requester(
            **{fact.value: facts[fact] for fact in _OF_PERSON if fact in facts},
        ),
        subject=_subject(facts[Fact.DESCRIPTION]),
        description=facts[Fact.DESCRIPTION],
        opened_at=row.received_at or by.at,
        group=Group.BO if body else Group.N1,
        governing_body=body.code if body else None,
        handled=(step.key,) if step.key else (),
    )
    case = moves.opened(case, by.policy)
    lacking = [LABELS[fact].lower() for fact in _WANTED if fact not in facts]
    text = [facts[Fact.DESCRIPTION], step.why]
    text += [f"La hoja no trae: {', '.join(lacking)}."] if lacking else []
    words = hidden("\n\n".join(filter(None, text)), facts.get(Fact.IDENTIFICATION, ""))
    reason = f"{_whence(step, by)}: {case.service_number} ({case.channel})"
    events = [_entry(by, EventKind.CREATED, reason, words, target=State.ABIERTO, rule="T1")]
    if attended:
        before = case.state
        # It was attended in the contingency: its time is in no indicator, and asks for no survey.
        case = moves.closed(
            case, case.opened_at, by.policy, CloseReason.COORDINADOR, asked_at=by.at
        )
        case = replace(case, survey=None)
        reason = f"La hoja de contingencia dice {row.state}: se atendió durante la falla"
        events.append(
            _entry(by, EventKind.TRANSITION, reason, source=before, target=case.state, rule="T28")
        )
    return SaveCase(case=case, events=tuple(events))


def _filled(step: Step, by: Import) -> SaveCase:
    """The case with what it lacked; if it waited for nothing else it goes on (T8)."""
    case = step.case
    if case is None:
        raise ValueError("a row fills in a case that it does not have")
    facts = step.facts
    person = {fact.value: value for fact, value in facts.items() if fact in _OF_PERSON}
    given = {_FIELDS[fact] for fact in facts}
    after = replace(
        case,
        requester=replace(case.requester, **person),
        description=facts.get(Fact.DESCRIPTION, case.description),
        missing=tuple(field for field in case.missing if field not in given),
    )
    after = moves.replanned(after, by.policy)
    events = [
        _entry(by, EventKind.FIELD, *told.because(f"{_whence(step, by)}: ", change))
        for change in told.differences(case, after)
    ]
    waits = case.state is State.PENDIENTE_CLIENTE and not case.question and not case.halted
    if waits and case.missing and not after.missing:
        after = moves.resumed(after, by.at, by.policy)
        reason = "Ya no faltan datos de la solicitud"
        events.append(
            _entry(
                by, EventKind.TRANSITION, reason, source=case.state, target=after.state, rule="T8"
            )
        )
    return SaveCase(case=after, events=tuple(events))


def _acknowledged(case: Case, before: set[str], by: Import) -> Iterator[Send]:
    """Who was attended by phone learns his number once, as long as the matter is open (R33)."""
    if case.state is State.CERRADO:
        return
    email = case.requester.email
    send = opening.acknowledgement(case, first=email not in before, answers=None, news=by.news)
    before.add(email)
    yield replace(send, once=f"contingency:{case.service_number}")


def _whence(step: Step, by: Import) -> str:
    return f"{told.IMPORTED}fila {step.row.place} de «{by.sheet}»)"


def _subject(description: str) -> str:
    """The first words of a description: a row has no subject of its own."""
    first = next((line for line in description.splitlines() if line.strip()), "")
    words = " ".join(first.split()[:_SUBJECT_WORDS])
    return words if len(words) <= _LONGEST_SUBJECT else words[: _LONGEST_SUBJECT - 1] + "…"


def _entry(
    by: Import, kind: EventKind, reason: str, text: str = "", *, source: State | None = None,
    target: State | None = None, rule: str = RULE,
) -> CaseEvent:  # fmt: skip
    return CaseEvent(
        at=by.at, event=kind, actor=by.actor, role=by.role, reason=reason, text=text,
        source=source, target=target, mail=by.mail, rule=rule, activity=ACTIVITY,
    )  # fmt: skip
