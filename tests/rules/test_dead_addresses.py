"""When an address counts as dead: only one that our mail went to, and only for good (R86)."""

from dataclasses import replace

import pytest

from mailbot.model.case import Case
from mailbot.model.decision import Decision, SaveCase, SaveOnLine, Send
from mailbot.model.line import DeadAddress
from mailbot.model.mail import DeliveryReport, Mail, ReportedRecipient, Screening
from mailbot.model.vocabulary import CloseReason, IdentityBy, Machine, Outcome
from mailbot.rules.dead_addresses import recipients, refusal_status, spared
from mailbot.rules.event import MailArrived, OwnMail, View
from mailbot.rules.identity import Identity
from mailbot.rules.machine_mail_on_case import decide_report
from mailbot.rules.undelivered import decide_refused
from tests.rules.answering import closed, sends, told_on_wednesday
from tests.rules.timed import MARTA, POLICY, address, at

NOW = at("2026-12-09 11:00")
OURS = "0123456789abcdef0123456789abcdef.linea@minhacienda.gov.co"


def reports(*recipients: ReportedRecipient, own: OwnMail | None) -> Decision:
    """The decision about a delivery report on `own`."""
    event = MailArrived(
        mail=Mail(sender=None, report=DeliveryReport(recipients=recipients)),
        screening=Screening(rule="delivery-report", reason="", machine=Machine.DELIVERY_REPORT),
        identity=Identity(
            address="", verified=False, by=IdentityBy.NONE, staff=None, forged=False, reason=""
        ),
        match=None,
        arrived_at=NOW,
    )
    return decide_report(event, View(reported=own), POLICY)


def solution(**changes: object) -> OwnMail:
    """Our M-12 to Marta, with nora@'s coordinator on copy."""
    own = OwnMail(
        message_id=OURS, template="M-12", to=(MARTA,), case=told_on_wednesday(),
        cc=(address("cl23"),),
    )  # fmt: skip
    return replace(own, **changes)


def failed(address: str, status: str | None, *, permanent: bool = True) -> ReportedRecipient:
    return ReportedRecipient(address=address, status=status, permanent=permanent)


def died(decision: Decision) -> list[str]:
    found = (e.what for e in decision.effects if isinstance(e, SaveOnLine))
    return [each.address for each in found if isinstance(each, DeadAddress) and not each.alive]


def saved(decision: Decision) -> Case:
    (found,) = (e.case for e in decision.effects if isinstance(e, SaveCase))
    return found


@pytest.mark.parametrize(
    ("recipient", "status", "dead", "unreachable"),
    [
        pytest.param(MARTA, "5.1.1", True, True, id="a server knows no such box"),
        pytest.param(MARTA, "5.1.10", True, True, id="a domain accepts no mail at all"),
        pytest.param(MARTA, "5.2.1", True, True, id="a server says the box is disabled"),
        pytest.param(MARTA, "5.4.4", False, True, id="no way to a domain today"),
        pytest.param(MARTA, "5.0.0", False, True, id="a server refuses and says no more"),
        pytest.param(MARTA, None, False, True, id="a server refuses in prose"),
        pytest.param(MARTA, "5.2.2", False, True, id="a box is full"),
        pytest.param(MARTA, "5.3.1", False, True, id="a server is full"),
        pytest.param(MARTA, "5.3.4", False, True, id="a mail is too large for a server"),
        pytest.param(MARTA, "5.6.1", False, True, id="a server can't carry what is in a mail"),
        pytest.param(MARTA, "5.7.1", False, True, id="a server takes a mail for spam"),
        pytest.param("otra@invias.gov.co", "5.1.1", False, False, id="report on a third person"),
        pytest.param(address("nora"), "5.1.1", False, False, id="report on an advisor, no copy"),
        pytest.param(address("cl23"), "5.1.1", False, False, id="report on a copy to staff"),
    ],
)
def test_what_a_report_says_of_an_address(
    recipient: str, status: str | None, dead: bool, unreachable: bool
) -> None:
    decision = reports(failed(recipient, status), own=solution())
    assert died(decision) == ([recipient] if dead else [])
    assert saved(decision).unreachable is unreachable
    assert [send.template for send in sends(decision)] == (["M-44"] if unreachable else [])


def test_a_server_that_still_tries_marks_nothing() -> None:
    decision = reports(failed(MARTA, "4.4.7", permanent=False), own=solution())
    assert died(decision) == []
    assert not saved(decision).unreachable


def test_a_report_that_names_no_mail_of_ours_marks_nothing() -> None:
    decision = reports(failed(MARTA, "5.1.1"), own=None)
    assert decision.outcome is Outcome.DELIVERY_REPORT
    assert decision.effects == ()


def test_a_report_on_a_mail_of_no_case_marks_its_address() -> None:
    assert died(reports(failed(MARTA, "5.1.1"), own=solution(template="M-01", case=None))) == [
        MARTA
    ]


@pytest.mark.parametrize(
    ("words", "code", "status"),
    [
        ("a@x.co: 550 5.1.1 no such user", 550, "5.1.1"),
        ("5.1.10 RESOLVER.ADR.RecipientNotFound", 550, "5.1.10"),
        ("User unknown", 550, ""),
        ("No such user here", 553, ""),
        ("550 5.7.1 message looks like spam", 550, None),
        ("552 5.2.2 mailbox full", 552, None),
        ("552 message too large", 552, None),
        ("554 transaction failed", 554, None),
        ("Se agotaron los intentos. Último: 451 4.3.2 intente más tarde", None, None),
        ("host 10.5.1.1 said: no", 554, None),
    ],
)
def test_what_an_smtp_refusal_says_of_an_address(
    words: str, code: int | None, status: str | None
) -> None:
    assert refusal_status(words, code) == status


def test_a_refused_solution_stops_the_silent_acceptance_and_is_told_to_phone() -> None:
    decision = decide_refused(
        told_on_wednesday(), "M-12", MARTA, "550 5.1.1 no such user", OURS, POLICY, NOW, 550
    )
    assert died(decision) == [MARTA]
    assert saved(decision).unreachable
    (notice,) = sends(decision)
    assert notice.to == (address("ana"), address("nora"))


def test_a_closed_case_waits_for_nobody_whatever_did_not_arrive() -> None:
    over = closed(CloseReason.ACEPTACION_TACITA)
    refused = decide_refused(over, "M-20", MARTA, "550 5.1.1 no", OURS, POLICY, NOW, 550)
    reported = reports(failed(MARTA, "5.1.1"), own=solution(template="M-20", case=over))
    for decision in (refused, reported):
        assert died(decision) == [MARTA]
        assert not saved(decision).unreachable


def test_a_refused_mail_to_staff_marks_nobody() -> None:
    decision = decide_refused(
        told_on_wednesday(), "M-07", address("nora"), "550 5.1.1 no", OURS, POLICY, NOW, 550
    )
    assert died(decision) == []
    assert not saved(decision).unreachable


def test_an_address_that_is_found_alive_is_written_to_at_once() -> None:
    alive = SaveOnLine(what=DeadAddress(address=MARTA, since=NOW, alive=True))
    send = Send(template="M-02", to=(MARTA,), cc=(address("nora"), "otro@invias.gov.co"))
    written = Decision(outcome=Outcome.NEW_CASE, rule="", reason="", effects=(send,))
    assert recipients(written, POLICY) == {MARTA, "otro@invias.gov.co"}
    assert recipients(replace(written, effects=(send, alive)), POLICY) == {"otro@invias.gov.co"}


def test_nothing_changes_while_nobody_is_dead() -> None:
    decision = Decision(outcome=Outcome.NEW_CASE, rule="", reason="")
    assert spared(decision, {}, POLICY) is decision
