"""An Órgano Rector asks for help by mail: it jumps the line (A8, Q15, domain.md §16.25)."""

from mailbot.model.decision import Decision, SaveCase, Send
from mailbot.model.mail import Screening
from mailbot.model.vocabulary import EventKind, IdentityBy
from mailbot.rules.decide import decide
from mailbot.rules.event import MailArrived, View
from mailbot.rules.identity import Identity
from tests.rules.commands.reporting import ARRIVED, HOUSE, NOW, POLICY
from tests.rules.mails import mail_with

PROBLEM = "La ejecución presupuestal no acepta el compromiso 1234 de la vigencia."


def _decided(sender: str, text: str = PROBLEM, *, forged: bool = False) -> Decision:
    event = MailArrived(
        mail=mail_with(sender=sender, text=text, subject="Solicitud"),
        screening=Screening(
            rule="person", reason="El remitente fue suplantado." if forged else "Persona",
            answerable=not forged,
        ),
        identity=Identity(
            address=sender, verified=False, by=IdentityBy.NONE, staff=None, forged=forged,
            reason="Sin prueba",
        ),
        match=None,
        arrived_at=ARRIVED,
    )  # fmt: skip
    return decide(event, View(number="SERV-2026-000001"), POLICY, NOW)


def _mails(decision: Decision) -> dict[str, Send]:
    return {each.template: each for each in decision.effects if isinstance(each, Send)}


def test_its_request_is_with_back_office_and_lacks_nothing() -> None:
    decision = _decided("camila@cgn.gov.co")
    (saved,) = (each for each in decision.effects if isinstance(each, SaveCase))
    case = saved.case
    assert (case.state, case.group, case.governing_body) == ("Abierto", "BO", "CGN")
    assert case.missing == ()
    assert [event.event for event in saved.events] == [EventKind.CREATED]
    acknowledged = _mails(decision)["M-02"]
    assert (acknowledged.to, acknowledged.enclosures) == (("camila@cgn.gov.co",), ())


def test_back_office_the_coordinator_and_the_modules_owner_are_told() -> None:
    told = _mails(_decided("camila@cgn.gov.co"))["M-44"]
    assert told.to == tuple(f"{who}@{HOUSE}" for who in ("bo", "cl1", "nel"))
    assert told.to_staff


def test_without_a_module_nobody_of_the_third_level_is_told() -> None:
    told = _mails(_decided("camila@cgn.gov.co", "Necesitamos apoyo con el sistema, por favor."))
    assert told["M-44"].to == tuple(f"{who}@{HOUSE}" for who in ("bo", "cl1"))


def test_who_only_claims_to_be_one_jumps_no_line() -> None:
    decision = _decided("camila@cgn.gov.co", forged=True)
    (saved,) = (each for each in decision.effects if isinstance(each, SaveCase))
    assert (saved.case.group, saved.case.governing_body) == ("N1", None)
    assert _mails(decision)["M-44"].to == (f"ana@{HOUSE}",)
