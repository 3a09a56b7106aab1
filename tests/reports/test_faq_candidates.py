"""Causes worth a frequent question (R15), and questions as they stood when a month ended."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from mailbot.model.case import Case, CaseEvent, Requester
from mailbot.model.faq import FaqEntry, FaqState
from mailbot.model.line import Record
from mailbot.model.vocabulary import CloseReason, EventKind, Role, State
from mailbot.reports.agenda import agenda
from mailbot.reports.chapters.faq_candidates import FaqCandidate
from mailbot.reports.facts import CaseHistory, LineFacts
from mailbot.reports.summary import summary
from mailbot.rules import moves
from mailbot.rules.faq_decisions import as_decided, on_record
from mailbot.rules.reasons import with_cause
from tests.reports.month import CONFIG, POLICY, moment, october


def entry(at: str, rule: str, target: State | None, reason: str, kind: EventKind) -> CaseEvent:
    return CaseEvent(
        at=moment(at), event=kind, actor="ana@linea.test", role=Role.N1, rule=rule, target=target,
        reason=reason,
    )  # fmt: skip


def solved(cause: str, number: int, at: str = "2026-10-05 11:00", **fields: object) -> CaseHistory:
    """A request of the 5th, or of the day before, and its solution at `at`, with its cause."""
    case = Case(
        service_number=f"SERV-2026-{number:06}", opened_at=moment(f"2026-10-05 09:{number:02}"),
        requester=Requester(email="rosa@dian.test", identification="79555123"), cause=cause,
        **{"module": "EPG", **fields},  # type: ignore[arg-type]
    )  # fmt: skip
    told = moment(at)
    case = moves.closed(
        moves.opened(case, POLICY), told, POLICY, CloseReason.SOLUCION_N1, asked_at=told
    )
    reason = with_cause("Solución en el primer nivel", case)
    solution = entry(at, "T3", State.CERRADO, reason, EventKind.TRANSITION)
    return CaseHistory(case=case, events=(solution,))


SAME = tuple(solved(cause, n) for n, cause in enumerate(
    ("Sin cupo PAC", "sin cupos de PAC", "PAC sin cupo"), 1
))  # fmt: skip
NUMBERS = ("SERV-2026-000001", "SERV-2026-000002", "SERV-2026-000003")
FOUND = FaqCandidate(module="EPG", cause="PAC sin cupo", numbers=NUMBERS)


def candidates(
    cases: Iterable[CaseHistory], faq: tuple[FaqEntry, ...] = (), *decisions: Record
) -> tuple[FaqCandidate, ...]:
    return october(LineFacts(cases=cases, faq=faq, decisions=decisions)).faq_candidates


def test_three_cases_of_a_month_with_the_same_cause_are_a_candidate() -> None:
    others = (solved("Tercero inactivo", 4), solved("Tercero inactivo", 5))
    assert candidates((*reversed(SAME), *others)) == (FOUND,)


@pytest.mark.parametrize(
    "cases",
    [
        SAME[:2],
        (*SAME[:2], solved("Sin cupo PAC", 3, module="PAG")),
        (*SAME[:2], solved("Sin cupo PAC", 3, at="2026-11-02 09:00")),
        tuple(solved("Sin cupo PAC", n, module=None) for n in range(3)),
        tuple(solved("", n) for n in range(3)),
        tuple(solved("Sin cupo PAC", n, mass=True) for n in range(3)),
        (),
    ],
)
def test_less_than_that_is_none(cases: tuple[CaseHistory, ...]) -> None:
    assert candidates(cases) == ()


def test_a_case_that_was_opened_again_has_no_cause_yet() -> None:
    at = moment("2026-10-20 10:00")
    last = SAME[-1]
    again = CaseHistory(
        case=moves.reopened(last.case, at, POLICY),
        events=(*last.events, entry("2026-10-20 10:00", "T24", State.ABIERTO, "Reabierto",
                                    EventKind.TRANSITION)),
    )  # fmt: skip
    assert candidates((*SAME[:2], again)) == ()


def question(number: int = 1, **fields: object) -> FaqEntry:
    given = {"number": number, "question": "¿Qué hago?", "answer": "Esto.", "proposed_by": "nora@x",
             "proposed_at": moment("2026-09-07 09:00"), **fields}  # fmt: skip
    return FaqEntry(**given)  # type: ignore[arg-type]


def decided(entry: FaqEntry, state: FaqState, at: str) -> tuple[FaqEntry, Record]:
    """The question after a decision, and the decision as it is on record."""
    then = replace(entry, state=state, decided_by="cl23@x", decided_at=moment(at))
    return then, on_record(then, moment(at).date())


@pytest.mark.parametrize(
    ("known", "covers"),
    [
        (question(module="EPG", cause="Cupo PAC"), True),
        (question(case_number="SERV-2026-000002"), True),
        (question(module="PAG", cause="Cupo PAC"), False),
        (question(module="EPG"), False),
        (question(module="EPG", cause="Cupo PAC", state=FaqState.RETIRADA), False),
    ],
)
def test_what_has_a_question_already_is_none(known: FaqEntry, covers: bool) -> None:
    assert (candidates(SAME, (known,)) == ()) is covers


def test_a_question_covers_a_cause_until_it_is_withdrawn() -> None:
    known = question(module="EPG", cause="Cupo PAC")
    then, october_decision = decided(known, FaqState.RETIRADA, "2026-10-30 09:00")
    assert candidates(SAME, (then,), october_decision) == (FOUND,)
    # What was decided in November is not among the facts of October.
    later, _decision = decided(known, FaqState.RETIRADA, "2026-11-03 09:00")
    assert candidates(SAME, (later,)) == ()


def test_the_most_frequent_comes_first() -> None:
    four = tuple(solved("Tercero inactivo", n) for n in range(4, 8))
    assert [each.cause for each in candidates((*SAME, *four))] == [
        "Tercero inactivo", "PAC sin cupo",
    ]  # fmt: skip


def test_a_cause_is_told_without_the_number_of_who_asked() -> None:
    (found,) = candidates(tuple(solved("Cédula 79.555.123 sin cupo", n) for n in range(3)))
    assert found.cause == "Cédula (número) sin cupo"


def test_the_month_tells_its_candidates_in_the_mail_and_to_the_meeting() -> None:
    report = october(LineFacts(cases=SAME))
    told = " ".join(summary(report)).replace("\xa0", " ")
    assert "Sin pregunta frecuente, 1 causa se repitió: «PAC sin cupo» en 3 casos." in told
    assert any("«PAC sin cupo» (EPG, 3 casos)" in point for point in agenda(report, CONFIG))


def test_a_question_stands_in_a_month_as_the_last_decision_before_its_end_left_it() -> None:
    approved, first = decided(question(), FaqState.PUBLICADA, "2026-10-06 09:00")
    now, second = decided(approved, FaqState.RETIRADA, "2026-11-06 09:00")
    assert as_decided((now,), ()) == (question(),)
    assert as_decided((now,), (first,)) == (approved,)
    assert as_decided((now,), (first, second)) == (now,)
    (told,) = october(LineFacts(faq=(now,), decisions=(first,))).line.faq
    assert (told.state, told.decided_at) == (FaqState.PUBLICADA, moment("2026-10-06 09:00"))


def test_a_proposal_that_nobody_decided_about_has_nothing_to_put_on_record() -> None:
    with pytest.raises(ValueError, match="nobody"):
        on_record(question(), moment("2026-10-06 09:00").date())
