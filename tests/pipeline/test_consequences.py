"""What follows from every decision alike, also from what only follows from it itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from mailbot.model.case import Case
from mailbot.model.decision import Decision, Send
from mailbot.model.line import Absence, DeadAddress
from mailbot.model.vocabulary import Group, Outcome
from mailbot.pipeline.consequences import with_consequences
from mailbot.pipeline.lookups import NothingKnown
from mailbot.rules.undelivered import decide_refused
from tests.rules.timed import MARTA, POLICY, address, at, incident, taken

NOW = at("2026-12-14 10:00")
NORA_IS_AWAY = Absence(
    email=address("nora"), since=at("2026-12-14 00:00"), until=at("2026-12-19 00:00"),
    by=address("cl23"),
)  # fmt: skip
MARTA_IS_LOST = DeadAddress(address=MARTA, since=NOW, status="5.1.1", message_id="m")


@dataclass
class Known(NothingKnown):
    """A line that knows who is away and which addresses are dead."""

    away: tuple[Absence, ...] = ()
    lost: Mapping[str, DeadAddress] = field(default_factory=dict)

    def absences(self, moment: datetime) -> tuple[Absence, ...]:
        return self.away

    def dead(self, addresses: Iterable[str]) -> Mapping[str, DeadAddress]:
        return {each: self.lost[each] for each in addresses if each in self.lost}


def case() -> Case:
    return taken(incident("2026-12-09 08:00", Group.N2F))


def mails(decision: Decision, known: Known) -> dict[str, list[str]]:
    """Who gets which mail, by the part of the address before the @."""
    decision, _dead = with_consequences(decision, known, POLICY, NOW)
    sends = (effect for effect in decision.effects if isinstance(effect, Send))
    return {send.template: [each.partition("@")[0] for each in send.to] for send in sends}


def test_a_refusal_of_our_mail_is_told_to_who_stands_in_for_the_advisor():
    refused = decide_refused(case(), "M-12", MARTA, "full", "m", POLICY, NOW, 552)
    assert mails(refused, Known())["M-44"][-1:] == ["nora"]
    assert mails(refused, Known(away=(NORA_IS_AWAY,)))["M-44"][-2:] == ["nora", "cl23"]


def test_a_refusal_by_who_stands_in_is_told_to_who_administers_and_not_to_him_again():
    own = replace(case(), assignee=address("her"))
    refused = decide_refused(own, "M-21", address("cl23"), "full", "m", POLICY, NOW, 552)
    away = replace(NORA_IS_AWAY, email=address("her"))
    assert mails(refused, Known(away=(away,)))["M-44"] == ["her"]


def test_who_stands_in_is_asked_to_phone_a_person_whose_address_is_dead():
    solution = Send(template="M-12", to=(MARTA,), case=case())
    decision = Decision(outcome=Outcome.CASE_EVENT, rule="test", reason="", effects=(solution,))
    lost = {MARTA: MARTA_IS_LOST}
    assert mails(decision, Known(away=(NORA_IS_AWAY,), lost=lost)) == {
        "M-12": [MARTA.partition("@")[0]], "M-44": ["nora", "cl23"]
    }  # fmt: skip
    assert mails(decision, Known(away=(NORA_IS_AWAY,))) == {"M-12": [MARTA.partition("@")[0]]}
