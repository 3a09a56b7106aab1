"""A case's number that anybody can count to: who only knows that is told nothing of the case."""

import pytest

from mailbot.model.case import Case
from mailbot.model.decision import Send
from mailbot.model.vocabulary import MatchBy
from mailbot.parsers import read_mail
from mailbot.pipeline.consider import understand
from mailbot.pipeline.lookups import NothingKnown
from mailbot.rules.decide import decide
from mailbot.rules.event import MailArrived, View
from mailbot.rules.matching import Clues, Trace
from mailbot.rules.parking import decide_too_large
from mailbot.rules.routing import Route
from tests.mails import mail
from tests.rules.answering import COLLEAGUE, STRANGER, codes, sends, told_on_wednesday
from tests.rules.mails import OWN
from tests.rules.timed import MARTA, POLICY, at

WHEN = "2026-12-10 09:00"
CASE = told_on_wednesday()


class _Names(NothingKnown):
    """A line that knows the case by one clue."""

    def __init__(self, by: MatchBy) -> None:
        self._trace = Trace(by=by, case=CASE)

    def traces(self, clues: Clues) -> tuple[Trace, ...]:
        return (self._trace,)


def written(sender: str, by: MatchBy, words: str) -> MailArrived:
    raw = mail(sender=sender, to=OWN, text=words, subject=f"Caso {CASE.number}")
    return understand(read_mail(raw), at(WHEN), _Names(by), POLICY)


def shown(told: list[Send]) -> dict[str, Case | None]:
    return {each.template: each.case for each in told}


@pytest.mark.parametrize("sender", [COLLEAGUE, STRANGER])
def test_who_only_knows_the_number_is_not_told_the_state(sender: str) -> None:
    event = written(sender, MatchBy.SUBJECT, "ESTADO")
    decision = decide(event, View(number="SERV-2026-000099"), POLICY, at(WHEN))
    assert decision.rule is Route.STRANGER_ON_CASE
    told = sends(decision)
    assert [each.template for each in told] == ["M-44", "M-01"]
    assert (told[1].to, told[1].case) == ((sender,), None)


@pytest.mark.parametrize(
    ("sender", "by"),
    [
        pytest.param(MARTA, MatchBy.SUBJECT, id="the requester"),
        pytest.param(COLLEAGUE, MatchBy.REFERENCES, id="a colleague who has a mail of the case"),
    ],
)
def test_who_has_a_part_in_the_case_is_told_its_state(sender: str, by: MatchBy) -> None:
    event = written(sender, by, "ESTADO")
    decision = decide(event, View(number="SERV-2026-000099"), POLICY, at(WHEN))
    assert (decision.rule, codes(decision)) == (Route.STATE_QUERY, ["M-38"])


def test_a_colleague_who_only_knows_the_number_still_adds_to_the_case() -> None:
    event = written(COLLEAGUE, MatchBy.SUBJECT, "Le adjunto la pantalla que faltaba.")
    decision = decide(event, View(number="SERV-2026-000099"), POLICY, at(WHEN))
    assert (decision.rule, codes(decision)) == (Route.MESSAGE_ON_CASE, ["M-43"])


@pytest.mark.parametrize(
    ("sender", "by", "told"),
    [
        pytest.param(MARTA, MatchBy.SUBJECT, CASE, id="the requester"),
        pytest.param(COLLEAGUE, MatchBy.REFERENCES, CASE, id="a colleague with a mail of it"),
        pytest.param(COLLEAGUE, MatchBy.SUBJECT, None, id="a colleague with the number"),
        pytest.param(STRANGER, MatchBy.REFERENCES, None, id="a stranger"),
    ],
)
def test_a_mail_too_large_tells_the_case_only_to_who_may_know_it(
    sender: str, by: MatchBy, told: Case | None
) -> None:
    event = written(sender, by, "Van los archivos.")
    decision = decide_too_large(event, 30 * 1024 * 1024, 7, POLICY)
    mails = shown(sends(decision))
    assert mails == {"M-49": told, "M-44": CASE}
