"""Every cell of the state machine: each state, tag, role and kind, in one's own hands and others'.

What must come out stands in `procedure`, which is copied from domain.md. A test tells all the cells
of a tag that come out otherwise, not only the first one.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest

from mailbot.model.case import Case, Stopped
from mailbot.model.decision import Decision, SaveCase, Send
from mailbot.model.vocabulary import EventKind, Outcome, Pause, Role, State
from mailbot.rules.commands.act import OnCase
from mailbot.rules.commands.handlers import HANDLERS
from mailbot.rules.commands.tags import Tag
from mailbot.rules.decide import decide
from mailbot.rules.event import MailArrived
from tests.rules.commands import procedure, twelve
from tests.rules.commands.procedure import STAFF, Cell, Hands

KINDS = ("SERV", "INC")
HANDS: tuple[Hands, ...] = ("own", "others")

# N1 says these of a service without beginning to work on it; all other acts take it first (T2).
_TAKES_NOTHING = (Tag.ESTADO, Tag.LISTA, Tag.HISTORIA, Tag.AYUDA, Tag.INCIDENTE, Tag.FUSIONAR)


@pytest.mark.parametrize("tag", list(Tag))
def test_each_cell_of_a_tag(tag: Tag) -> None:
    found: dict[str, list[str]] = {}
    for kind, state, role, hands in product(KINDS, State, STAFF, HANDS):
        for fault in _faults(tag, kind, state, role, hands):
            found.setdefault(fault, []).append(f"{role} {kind} {state.value} ({hands})")
    assert not found, _told(found)


@pytest.mark.parametrize("role", STAFF)
def test_a_receipt_offers_only_what_the_procedure_allows(role: Role) -> None:
    found: dict[str, list[str]] = {}
    for kind, state, hands in product(KINDS, State, HANDS):
        case = twelve.a_case(kind, state, role, hands)
        event = twelve.arrived("[AYUDAME]", case, twelve.email(role))
        (receipt,) = _mails(_decided(event), "M-31")
        for offered, _words in receipt.facts["moves"]:
            if not procedure.cell(Tag(offered.strip("[]")), kind, state, role, hands):
                found.setdefault(f"offers {offered}", []).append(f"{kind} {state.value} ({hands})")
    assert not found, _told(found)


def _told(found: dict[str, list[str]]) -> str:
    lines = []
    for fault, cells in found.items():
        more = f" and {len(cells) - 8} more" if len(cells) > 8 else ""
        lines.append(f"{fault}: {len(cells)} cells: {', '.join(cells[:8])}{more}")
    return "\n· ".join(("wrong cells", *lines))


def _faults(tag: Tag, kind: str, state: State, role: Role, hands: Hands) -> Iterator[str]:
    case = twelve.a_case(kind, state, role, hands, mass=tag is Tag.RESPONDER_MASIVO)
    event = twelve.arrived(twelve.WRITTEN[tag], case, twelve.email(role))
    assert [each.tag for each in event.orders.commands] == [tag]
    decision = _decided(event)
    cell = procedure.cell(tag, kind, state, role, hands)
    if decision.outcome is not Outcome.COMMAND:
        yield f"outcome {decision.outcome}"
    (receipt,) = _mails(decision, "M-31")
    (result,) = receipt.facts["results"]
    if (receipt.to, receipt.cc) != ((event.sender,), ()):
        yield f"receipt to {receipt.to} and {receipt.cc}"
    if result.ok and cell is None:
        yield "carried out, which the procedure does not allow"
    elif result.ok and cell:
        yield from _faults_of_act(decision, case, role, tag, hands, cell)
    elif cell:
        yield f"refused, which the procedure allows: {_nameless(result.text, case, role)}"
    else:
        yield from _faults_of_refusal(decision, case, role)


def _decided(event: MailArrived) -> Decision:
    said = [each.tag for each in event.orders.commands]
    view = twelve.view_for(said[0] if said else Tag.AYUDA)
    return decide(event, view, twelve.POLICY, twelve.NOW)


def _nameless(words: str, case: Case, role: Role) -> str:
    """The words of a refusal without what differs from cell to cell, to gather them by."""
    for each in (case.assignee, case.number, case.state.value, f"({case.group})", f"es {role}."):
        words = words.replace(each or "", "…")
    return words


def _faults_of_refusal(decision: Decision, case: Case, role: Role) -> Iterator[str]:
    for saved in _saved(decision):
        if saved.case != case:
            yield f"refused, and yet the case changed to {saved.case.state}"
        if [entry.event for entry in saved.events] != [EventKind.COMMAND]:
            yield "the refusal is not kept in the history"
    (receipt,) = _mails(decision, "M-31")
    others = [each.template for each in decision.effects if isinstance(each, Send)]
    if others != ["M-31"]:
        yield f"a refusal sends {others}"
    words = receipt.facts["results"][0].text
    reasons = (case.state.value, role.value, case.assignee or "", case.number)
    if not any(reason in words for reason in reasons):
        yield f"does not say why: {_nameless(words, case, role)}"
    for other in State:
        if other is not case.state and f"está en {other}" in words:
            yield f"says that the case is in {other}"
    if not receipt.facts["moves"]:
        yield "offers nothing instead"


def _faults_of_act(
    decision: Decision, case: Case, role: Role, tag: Tag, hands: Hands, cell: Cell
) -> Iterator[str]:
    saved = [each for each in _saved(decision) if each.case.row == case.row]
    after = saved[0].case if saved else case
    wanted = _state_after(case, role, tag, hands, cell)
    if after.state is not wanted:
        yield f"now in {after.state}, not in {wanted}"
    if after.state is not after.stints[-1].state:
        yield "the clock does not know the state"
    if isinstance(HANDLERS.get(tag), OnCase):
        yield from _faults_of_history(saved, case, role, cell)
    sent = {each.template for each in decision.effects if isinstance(each, Send)} - {"M-31"}
    if not cell.mails <= sent <= cell.mails | cell.notices:
        yield f"mails {sorted(sent)}, not {sorted(cell.mails)}"


def _faults_of_history(saved: list[SaveCase], case: Case, role: Role, cell: Cell) -> Iterator[str]:
    if not saved or not saved[0].events:
        yield "nothing in the history"
        return
    entries, after = saved[0].events, saved[0].case
    for entry in entries:
        named = (entry.actor, entry.role, entry.mail)
        if named != (twelve.email(role), role, "orden@linea.gov.co"):
            yield f"the history names {named}"
        if not (entry.rule and entry.activity):
            yield f"no rule or activity: {entry.reason}"
    if cell.rule and entries[-1].rule != cell.rule:
        yield f"by {entries[-1].rule}, not by {cell.rule}"
    walked = [case.state]
    for entry in entries:
        if entry.event is EventKind.TRANSITION:
            if entry.source is not walked[-1]:
                yield f"a step from {entry.source}, when it was in {walked[-1]}"
            walked.append(entry.target or walked[-1])
    if walked[-1] is not after.state:
        yield f"the history ends in {walked[-1]}, the case in {after.state}"


def _state_after(case: Case, role: Role, tag: Tag, hands: Hands, cell: Cell) -> State:
    """The state that the procedure gives it; an act of N1 on a new service takes it first (T2)."""
    takes = (
        role is Role.N1
        and hands == "own"
        and case.state is State.ABIERTO
        and case.incident_number is None
        and isinstance(HANDLERS.get(tag), OnCase)
        and tag not in _TAKES_NOTHING
    )
    now = State.EN_PROGRESO if takes else case.state
    return procedure.target(cell, now, twelve.BEFORE)


def _saved(decision: Decision) -> list[SaveCase]:
    return [each for each in decision.effects if isinstance(each, SaveCase)]


def _mails(decision: Decision, template: str) -> list[Send]:
    sends = (each for each in decision.effects if isinstance(each, Send))
    return [each for each in sends if each.template == template]


@pytest.mark.parametrize("state", list(State))
def test_a_user_who_writes_tags_writes_plain_text(state: State) -> None:
    case = twelve.a_case("INC", state, Role.N2F, "own")
    wrong = []
    for tag in Tag:
        event = twelve.read(twelve.WRITTEN[tag], case, twelve.USER)
        decision = _decided(event)
        kept = "\n".join(entry.text for saved in _saved(decision) for entry in saved.events)
        if event.orders.orders or decision.outcome is not Outcome.CASE_EVENT:
            wrong.append(f"[{tag}]: {decision.outcome} by {decision.rule}")
        if _mails(decision, "M-31") or _mails(decision, "M-45"):
            wrong.append(f"[{tag}]: answered like an order")
        if f"[{twelve.WRITTEN[tag][1:4]}" not in kept:
            wrong.append(f"[{tag}]: not kept: {kept}")
    assert not wrong, "\n".join(wrong)


def test_staff_without_proof_change_nothing_and_are_told() -> None:
    wrong = []
    for tag, state, role in product(Tag, State, STAFF):
        case = twelve.a_case("INC", state, role, "own")
        event = twelve.arrived(twelve.WRITTEN[tag], case, twelve.email(role), proven=False)
        decision = _decided(event)
        sent = [each for each in decision.effects if isinstance(each, Send)]
        people = {twelve.email(role), twelve.email(Role.HERR)}
        told = [(each.template, set(each.to)) for each in sent]
        if [each.case for each in _saved(decision)] != [case] or told != [("M-45", people)]:
            wrong.append(f"[{tag}] of {role} in {state.value}: {told}")
        if decision.outcome is not Outcome.COMMAND:
            wrong.append(f"[{tag}] of {role} in {state.value}: {decision.outcome}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("tag", list(Tag))
def test_a_tag_in_words_that_staff_quote_runs_never(tag: Tag) -> None:
    said = "\n".join(f"> {line}" for line in twelve.WRITTEN[tag].splitlines())
    text = f"De acuerdo.\n\nEl mar, 24 nov 2026, Ana Díaz escribió:\n{said}"
    case = twelve.a_case("INC", State.EN_PROGRESO, Role.N2F, "own")
    decision = _decided(twelve.read(text, case, twelve.email(Role.N2F)))
    (saved,) = _saved(decision)
    (receipt,) = _mails(decision, "M-31")
    assert decision.outcome is Outcome.CASE_EVENT, decision.reason
    assert saved.case == case
    assert [entry.event for entry in saved.events] == [EventKind.NOTE]
    assert receipt.facts["results"] == ()


@pytest.mark.parametrize("role", STAFF)
def test_a_case_that_was_stopped_with_others_changes_state_for_nobody(role: Role) -> None:
    """§4.2 1 h and 2 a: it goes on with the others; only the coordinator may close it (T28)."""
    case = replace(
        twelve.a_case("INC", State.PENDIENTE_PROVEEDOR, role, "own"),
        governing_body=None,
        stopped=Stopped(why=Pause.CONTINGENCIA, since=twelve.SINCE, back_to=State.EN_PROGRESO),
    )
    moved = []
    for tag in (each for each, rule in HANDLERS.items() if isinstance(rule, OnCase)):
        event = twelve.arrived(twelve.WRITTEN[tag], case, twelve.email(role))
        decision = _decided(event)
        after = [each.case for each in _saved(decision) if each.case.row == case.row]
        if any((each.state, each.group) != (case.state, case.group) for each in after):
            moved.append(tag)
    assert moved == ([Tag.CERRADO] if role is Role.CL1 else [])
