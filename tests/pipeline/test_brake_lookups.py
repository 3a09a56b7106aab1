"""How many cases count against who asks: forged and real requests apart (§16.30)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import pytest

from mailbot.model.case import Case, CaseEvent, Requester
from mailbot.model.vocabulary import EventKind, Role
from mailbot.parsers import read_mail
from mailbot.pipeline.brake_lookups import look_for_crowd
from mailbot.pipeline.consider import understand
from mailbot.pipeline.lookups import NothingKnown
from mailbot.rules.policy import Policy
from tests.mails import mail
from tests.scenarios.settings import config
from tests.scenarios.times import when

PABLO = "pablo@dian.test"
NOW, YESTERDAY = when("Mon 7-Dec-2026 15:00"), when("Fri 4-Dec-2026 15:00")
POLICY = Policy.from_config(config(limits={"new_cases_per_person_and_day": 4}))


class Opened(NothingKnown):
    """A line on which cases under one name were opened today, by the rules of their first entries.

    There is one of last week too, which counts for nothing.
    """

    def __init__(self, *rules: str) -> None:
        self.rules = rules
        self.asked = 0

    def opened_since(self, email: str, moment: datetime) -> int:
        return len(self.rules) if email == PABLO and moment > YESTERDAY else 0

    def of_person(self, email: str) -> tuple[Case, ...]:
        self.asked += 1
        days = [YESTERDAY, *[NOW for _ in self.rules]]
        return tuple(
            Case(service_number=f"SERV-2026-{row:06}", requester=Requester(email=email),
                 opened_at=day, row=row)
            for row, day in enumerate(days)
        )  # fmt: skip

    def history(self, case_row: int) -> Sequence[CaseEvent]:  # type: ignore[override]
        rule = ("new-request", *self.rules)[case_row]
        created = CaseEvent(at=NOW, event=EventKind.CREATED, actor=PABLO, role=Role.USR,
                            reason="Solicitud registrada", rule=rule)  # fmt: skip
        return (created, replace(created, event=EventKind.MAIL, rule="message-on-case"))


@pytest.mark.parametrize(
    ("rules", "of_person", "of_forger"),
    [
        pytest.param(["new-request"] * 4, 4, 0, id="all are his"),
        pytest.param(["forged-request"] * 4, 0, 4, id="none is his"),
        pytest.param(["forged-request", "new-request"] * 2, 2, 2, id="some are his"),
    ],
)
def test_each_counts_his_own(rules: list[str], of_person: int, of_forger: int) -> None:
    assert counted(Opened(*rules), forged=False) == of_person
    assert counted(Opened(*rules), forged=True) == of_forger


def test_below_the_brake_nobodys_cases_are_read() -> None:
    known = Opened("new-request", "forged-request", "new-request")
    assert counted(known, forged=False) == 3
    assert known.asked == 0


def counted(lookups: Opened, *, forged: bool) -> int:
    verdict = "mx.minhacienda.test; dmarc=fail header.from=dian.test"
    headers = (("Authentication-Results", verdict),) if forged else ()
    event = understand(
        read_mail(mail(sender=PABLO, headers=headers)), NOW, lookups, POLICY
    )  # fmt: skip
    return look_for_crowd(event, lookups, POLICY, NOW).of_person
