"""Carry out the tags of a mail in their order: all of them, or none (domain.md §9)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from mailbot.config.people import StaffMember
from mailbot.model.case import Case, CaseEvent
from mailbot.model.decision import Decision, Effect, SaveCase
from mailbot.model.masking import without_bare_numbers
from mailbot.model.vocabulary import EventKind, Group, Outcome, Role, State
from mailbot.rules import anonymous, case_files, history, moves
from mailbot.rules.commands import receipt
from mailbot.rules.commands.about import case_of, no_case, refuse_files_for_two
from mailbot.rules.commands.act import Act, OnCase, Order
from mailbot.rules.commands.brackets import with_masked_tags
from mailbot.rules.commands.carried import as_they_stood, decide_carried, files_for_case
from mailbot.rules.commands.grammar import MOST_TAGS, Command, CommandMail
from mailbot.rules.commands.handlers import HANDLERS
from mailbot.rules.commands.own_signature import without_signature
from mailbot.rules.commands.receipt import TagResult
from mailbot.rules.commands.rights import Leave, Refused, kind_of, leave, may_say, must_wait
from mailbot.rules.commands.table import Kind
from mailbot.rules.commands.tags import Tag
from mailbot.rules.commands.work import Work
from mailbot.rules.event import MailArrived, View
from mailbot.rules.policy import Policy
from mailbot.rules.routing import Route

_LEAVES_IT_OPEN = (Tag.TOMAR, Tag.INCIDENTE, Tag.FUSIONAR)
"""What N1 may say about a service without taking it by that."""

_READ_WHOLE = (Tag.NUEVO, Tag.REGISTRAR, Tag.ORIENTAR)
"""Tags whose text is a form or somebody else's mail: they tell its parts apart themselves."""


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
    work = Work(view=view)
    before = as_they_stood(event, view)
    for command in orders.commands:
        try:
            _carry(command, member, work, before, event, policy, now)
        except Refused as refusal:
            return _refused(
                event, member, _failed(orders, command, without_bare_numbers(str(refusal)))
            )
    return decide_carried(event, member, work, before)


def _carry(
    command: Command, member: StaffMember, work: Work, before: Mapping[str, Case],
    event: MailArrived, policy: Policy, now: datetime,
) -> None:  # fmt: skip
    """Carry out one tag; `before` are the cases as they stood before the mail. Raises Refused."""
    if command.tag not in _READ_WHOLE:
        command = replace(command, text=without_signature(command.text, member.name))
    rule = HANDLERS[command.tag]
    case = case_of(command, event, work)
    if not isinstance(rule, OnCase):
        role = may_say(command.tag, member)
        order = Order(
            command=command, member=member, role=role, event=event, view=work.view, policy=policy,
            now=now,
        )  # fmt: skip
        work.take_up(command, rule.act(order, case))
        return
    if case is None:
        raise no_case(event)
    if anonymous.is_anonymous(case):
        raise Refused("Los datos de este caso fueron anonimizados: abra uno nuevo.")
    if case.stopped and must_wait(command.tag, case):
        raise Refused(
            f"El caso está detenido por {case.stopped.why}: cambia de estado cuando se reanude."
        )
    refuse_files_for_two(case, event, work)
    try:
        case, taking, allowed = _leave(command, case, member, event, policy)
    except Refused as refusal:
        if case.service_number not in work.acted_on:
            raise
        stood = before.get(case.service_number)
        if stood:
            # What the case refuses as it stands has its own reason.
            _leave(command, stood, member, event, policy)
        raise Refused(_ruled_out(stood)) from refusal
    act = Act(
        command=command, member=member, role=allowed.role, row=allowed.row, case=case, event=event,
        view=work.view, policy=policy, now=now,
    )  # fmt: skip
    done = rule.act(act)
    work.acted_on.append(case.service_number)
    work.take_up(command, replace(done, case=_seen(done.case or case, act), events=(
        *taking, *done.events)))  # fmt: skip


def _ruled_out(stood: Case | None) -> str:
    """Why a tag can't follow the others of its mail, and the state that the case really has."""
    state = f"El caso no cambió: sigue en {stood.state}." if stood else "No se abrió ningún caso."
    return (
        f"No puede seguir a las etiquetas que van antes en el mismo correo. {state} Envíe una sola "
        "de ellas."
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


def _why_none(orders: CommandMail, view: View) -> str:
    """Why nothing of the mail can be carried out, whatever it says; "" if it can."""
    if len(orders.commands) > MOST_TAGS:
        return f"Son demasiadas etiquetas para un correo: el máximo es {MOST_TAGS}."
    if view.ordered_before:
        return (
            "Ya ejecutamos otro correo con este mismo identificador; si es otro, envíelo de nuevo."
        )
    return ""


def _failed(orders: CommandMail, failing: Command, why: str) -> tuple[TagResult, ...]:
    return tuple(
        TagResult(tag=each.written, ok=False, text=why if each is failing else receipt.WAITS)
        for each in orders.commands
    )


def _refused(event: MailArrived, member: StaffMember, results: Sequence[TagResult]) -> Decision:
    """Nothing changed; the refusal is kept in the case's history (§16.31)."""
    reason = "No se ejecutó nada: " + "; ".join(f"{each.tag} {each.text}" for each in results)
    case = event.match.case if event.match else None
    effects: list[Effect] = []
    if case:
        entry = history.by_staff(
            event, EventKind.COMMAND, member.roles[0], reason.removesuffix("."),
            rule=Route.STAFF_COMMAND, text=with_masked_tags(event.mail.text),
        )  # fmt: skip
        effects.append(SaveCase(case=case, events=(entry,)))
        effects += case_files.keep(case, files_for_case(event))
    effects.append(receipt.done(event, member, case, results))
    return Decision(
        outcome=Outcome.COMMAND, rule=Route.STAFF_COMMAND, reason=reason, effects=tuple(effects),
        case=case.number if case else None,
    )  # fmt: skip
