"""Carry out the tags of a mail in their order: all of them, or none (domain.md §9)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from mailbot.config.schema import StaffMember
from mailbot.model.case import Case, CaseEvent
from mailbot.model.decision import Decision, Effect, Enclosure, KeepFiles, SaveCase
from mailbot.model.masking import without_bare_numbers
from mailbot.model.vocabulary import EventKind, Group, Outcome, Role, State
from mailbot.rules import anonymous, history, moves, waiting_mails
from mailbot.rules.commands import line_state, receipt
from mailbot.rules.commands.act import Act, Done, OnCase, Order
from mailbot.rules.commands.brackets import with_masked_tags
from mailbot.rules.commands.grammar import MOST_TAGS, Command, CommandMail
from mailbot.rules.commands.handlers import HANDLERS
from mailbot.rules.commands.own_signature import without_signature
from mailbot.rules.commands.receipt import Result
from mailbot.rules.commands.rights import Leave, Refused, kind_of, leave, may_say, must_wait
from mailbot.rules.commands.table import Kind
from mailbot.rules.commands.tags import Tag
from mailbot.rules.event import MailArrived, View
from mailbot.rules.mass_family import with_recipients
from mailbot.rules.numbers import numbers_in
from mailbot.rules.policy import Policy
from mailbot.rules.routing import Route

_LEAVES_IT_OPEN = (Tag.TOMAR, Tag.INCIDENTE, Tag.FUSIONAR)
"""What N1 may say about a service without taking it by that."""

_READ_WHOLE = (Tag.NUEVO, Tag.REGISTRAR, Tag.ORIENTAR)
"""Tags whose text is a form or somebody else's mail: they tell its parts apart themselves."""

_LONGEST_GREETING = 4


@dataclass(slots=True)
class _Work:
    """What the tags of one mail did so far; a refusal throws all of it away."""

    cases: dict[str, Case] = field(default_factory=dict)
    """The cases touched, by service number."""
    events: dict[str, list[CaseEvent]] = field(default_factory=dict)
    effects: list[Effect] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)
    shown: dict[str, Any] = field(default_factory=dict)
    enclosures: list[Enclosure] = field(default_factory=list)
    about: Case | None = None
    """The case that was only asked about."""
    acted_on: list[str] = field(default_factory=list)
    """Service numbers of the cases that tags were said about, in order."""
    view: View = field(default_factory=View)

    def now(self, case: Case) -> Case:
        """The case as the earlier tags left it."""
        return self.cases.get(case.service_number, case)

    def change(self, case: Case, events: Iterable[CaseEvent]) -> None:
        self.cases[case.service_number] = case
        self.events.setdefault(case.service_number, []).extend(events)


def decide_command(event: MailArrived, view: View, policy: Policy, now: datetime) -> Decision:
    """Carry out what the mail orders and answer with one receipt; a refusal changes nothing."""
    member = event.identity.staff
    if member is None or not event.identity.verified:
        return receipt.decide_unproven(event, policy)
    orders = event.orders
    if orders.in_doubt:
        return _refused(event, member, receipt.doubts(orders))
    if why := _why_none(orders, view):
        return _refused(event, member, receipt.one_for_all(orders, why))
    work = _Work(view=view)
    for command in orders.commands:
        try:
            _carry(command, member, work, event, policy, now)
        except Refused as refusal:
            return _refused(
                event, member, _failed(orders, command, without_bare_numbers(str(refusal)))
            )
    return _carried(event, member, work, _as_they_stood(event, view))


def _carry(
    command: Command, member: StaffMember, work: _Work, event: MailArrived, policy: Policy,
    now: datetime,
) -> None:  # fmt: skip
    """Carry out one tag. Raises Refused."""
    if command.tag not in _READ_WHOLE:
        command = replace(command, text=without_signature(command.text, member.name))
    rule = HANDLERS[command.tag]
    case = _case_of(command, event, work)
    if not isinstance(rule, OnCase):
        role = may_say(command.tag, member)
        order = Order(
            command=command, member=member, role=role, event=event, view=work.view, policy=policy,
            now=now,
        )  # fmt: skip
        _note(work, command, rule.act(order, case))
        return
    if case is None:
        raise Refused("No dice de qué caso habla: responda un correo del caso o escriba caso=…")
    if anonymous.is_anonymous(case):
        raise Refused("Los datos de este caso fueron anonimizados: abra uno nuevo.")
    if case.stopped and must_wait(command.tag, case):
        raise Refused(
            f"El caso está detenido por {case.stopped.why}: cambia de estado cuando se reanude."
        )
    _refuse_files_for_two(case, event, work)
    case, taking, allowed = _leave(command, case, member, event, policy)
    act = Act(
        command=command, member=member, role=allowed.role, row=allowed.row, case=case, event=event,
        view=work.view, policy=policy, now=now,
    )  # fmt: skip
    done = rule.act(act)
    work.acted_on.append(case.service_number)
    _note(work, command, replace(done, case=_seen(done.case or case, act), events=(
        *taking, *done.events)))  # fmt: skip


def _note(work: _Work, command: Command, done: Done) -> None:
    if done.case:
        work.change(done.case, done.events)
    for other in done.others:
        work.change(other.case, other.events)
    work.effects += line_state.numbered(with_recipients(done.effects), work.effects)
    work.results.append(Result(tag=command.written, ok=True, text=done.said))
    work.shown |= done.shown
    work.enclosures += done.enclosures
    work.about = done.about or work.about
    used = [case.incident_number for case in work.cases.values()]
    opened = list(work.cases)
    work.view = replace(
        line_state.followed(work.view, work.effects),
        incidents=tuple(n for n in work.view.incidents if n not in used),
        services=tuple(n for n in work.view.services if n not in opened),
        open=tuple(work.now(each) for each in work.view.open),
        similar=tuple(work.now(each) for each in work.view.similar),
        children=tuple(work.now(each) for each in work.view.children),
        others={number: work.now(each) for number, each in work.view.others.items()},
    )


def _case_of(command: Command, event: MailArrived, work: _Work) -> Case | None:
    """The case that a tag is about: the one that `caso=` names, else the mail's. Raises Refused."""
    named = command.key("caso")
    if named:
        return _named(named, work)
    opened = [case for case in work.cases.values() if not case.row]
    if opened:
        # What follows [NUEVO] is about the new case, whatever thread it was written in.
        return opened[-1] if len(opened) == 1 else None
    if event.match is None:
        return None
    _refuse_other_case_in_subject(event, work)
    return work.now(event.match.case)


def _named(said: str, work: _Work) -> Case:
    numbers = numbers_in(said)
    if len(numbers) > 1:
        raise Refused("caso= lleva un solo número: repita la etiqueta para cada caso.")
    case = work.view.others.get(next(iter(numbers), ""))
    if case is None:
        raise Refused(f"No conozco el caso «{said}».")
    return work.now(case)


def _refuse_files_for_two(case: Case, event: MailArrived, work: _Work) -> None:
    """Files belong to one case: they must not reach the person of another. Raises Refused."""
    others = [number for number in work.acted_on if number != case.service_number]
    if event.mail.attachments and others:
        raise Refused("Trae archivos y habla de varios casos: envíe un correo para cada uno.")


def _refuse_other_case_in_subject(event: MailArrived, work: _Work) -> None:
    """A thread of one case under the number of another: words for one person could reach another.

    Raises Refused.
    """
    match = event.match
    for number in numbers_in(event.mail.subject):
        other = work.view.others.get(number)
        if match and other and other.service_number != match.case.service_number:
            raise Refused(
                f"El asunto nombra {number} y el correo responde a {match.case.number}: diga cuál "
                f"con caso={number} o caso={match.case.number}."
            )


def _leave(
    command: Command, case: Case, member: StaffMember, event: MailArrived, policy: Policy
) -> tuple[Case, tuple[CaseEvent, ...], Leave]:
    """By which row the tag is allowed, and the case with what comes before. Raises Refused."""
    taken, taking = _taken_first(command, case, member, event, policy)
    try:
        return taken, taking, leave(command.tag, taken, member)
    except Refused:
        # The refusal speaks of the case as it is: nothing of the mail happens, the taking neither.
        leave(command.tag, case, member)
        raise


def _taken_first(
    command: Command, case: Case, member: StaffMember, event: MailArrived, policy: Policy
) -> tuple[Case, tuple[CaseEvent, ...]]:
    """Any act of N1 on a service in Abierto takes it first (domain.md §5.2, T2)."""
    waits = case.state is State.ABIERTO and case.group is Group.N1 and kind_of(case) is Kind.SERV
    if not waits or Role.N1 not in member.roles or command.tag in _LEAVES_IT_OPEN:
        return case, ()
    taken = moves.taken(case, event.arrived_at, member.email, policy)
    entry = history.by_staff(
        event, EventKind.TRANSITION, Role.N1, "El asesor empezó a trabajar el caso", rule="T2",
        activity="A9", source=case.state, target=taken.state,
    )  # fmt: skip
    return taken, (entry,)


def _seen(case: Case, act: Act) -> Case:
    """An advisor who does something about his case has taken it (A15, A22)."""
    if case.assignee == act.member.email and case.taken_at is None:
        return replace(case, taken_at=act.at)
    return case


def _as_they_stood(event: MailArrived, view: View) -> dict[str, Case]:
    """The cases that the mail's tags can reach as they were before it, by service number."""
    about = [event.match.case] if event.match else []
    known = (*view.similar, *view.children, *view.open, *view.others.values(), *about)
    return {each.service_number: each for each in known}


def _carried(
    event: MailArrived, member: StaffMember, work: _Work, before: Mapping[str, Case]
) -> Decision:
    tags = ", ".join(result.tag for result in work.results)
    case = _spoken_of(event, work)
    if case and event.match and case.row == event.match.case.row:
        _keep_opening(event, member, work, case)
    effects: list[Effect] = [
        SaveCase(case=each, events=tuple(work.events[number]))
        for number, each in work.cases.items()
    ]
    if case and event.mail.attachments:
        if case.service_number not in work.cases:
            effects.append(SaveCase(case=case, events=()))
        effects.append(KeepFiles(number=case.number, files=event.mail.attachments))
    for number, each in work.cases.items():
        effects += waiting_mails.after_change(before.get(number, each), each)
    effects += line_state.settled(work.effects)
    told = case if work.cases else work.about or case
    effects.append(receipt.done(event, member, told, work.results, work.shown, work.enclosures))
    return Decision(
        outcome=Outcome.COMMAND, rule=Route.STAFF_COMMAND, reason=f"Etiquetas ejecutadas: {tags}",
        effects=tuple(effects), case=case.number if case else None,
    )  # fmt: skip


def _spoken_of(event: MailArrived, work: _Work) -> Case | None:
    """The case that the receipt and the files are about: the one acted on, the mail's, or the one
    that was opened."""
    opened = [case.service_number for case in work.cases.values() if not case.row]
    numbers = dict.fromkeys(work.acted_on or opened)
    if len(numbers) == 1:
        return work.cases[next(iter(numbers))]
    if event.match:
        return work.now(event.match.case)
    return next(iter(work.cases.values())) if len(work.cases) == 1 else None


def _keep_opening(event: MailArrived, member: StaffMember, work: _Work, case: Case) -> None:
    """What stands above the first tag belongs to none: it stays as an internal note."""
    words = event.orders.opening
    if len(words.split()) <= _LONGEST_GREETING:
        return
    note = history.by_staff(
        event, EventKind.NOTE, member.roles[0], "Texto sobre la primera etiqueta",
        rule=Route.STAFF_COMMAND, text=words,
    )  # fmt: skip
    work.change(case, (note,))


def _why_none(orders: CommandMail, view: View) -> str:
    """Why nothing of the mail can be carried out, whatever it says; "" if it can."""
    if len(orders.commands) > MOST_TAGS:
        return f"Son demasiadas etiquetas para un correo: el máximo es {MOST_TAGS}."
    if view.ordered_before:
        return (
            "Ya ejecutamos otro correo con este mismo identificador; si es otro, envíelo de nuevo."
        )
    return ""


def _failed(orders: CommandMail, failing: Command, why: str) -> tuple[Result, ...]:
    return tuple(
        Result(tag=each.written, ok=False, text=why if each is failing else receipt.WAITS)
        for each in orders.commands
    )


def _refused(event: MailArrived, member: StaffMember, results: Sequence[Result]) -> Decision:
    """Nothing changed; the refusal is kept in the case's history (§16.31)."""
    reason = "No se ejecutó nada: " + "; ".join(f"{each.tag} {each.text}" for each in results)
    case = event.match.case if event.match else None
    effects: list[Effect] = []
    if case:
        entry = history.by_staff(
            event, EventKind.COMMAND, member.roles[0], reason, rule=Route.STAFF_COMMAND,
            text=with_masked_tags(event.mail.text),
        )  # fmt: skip
        effects.append(SaveCase(case=case, events=(entry,)))
        if event.mail.attachments:
            effects.append(KeepFiles(number=case.number, files=event.mail.attachments))
    effects.append(receipt.done(event, member, case, results))
    return Decision(
        outcome=Outcome.COMMAND, rule=Route.STAFF_COMMAND, reason=reason, effects=tuple(effects),
        case=case.number if case else None,
    )  # fmt: skip
