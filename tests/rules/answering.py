"""Answers to a mail of ours, read from their bytes: words, token and person are real."""

from typing import Any

from mailbot.model.case import Case, CaseEvent
from mailbot.model.decision import Decision, SaveCase, Send
from mailbot.model.vocabulary import CloseReason, MatchBy, State
from mailbot.parsers import read_mail
from mailbot.pipeline.consider import understand
from mailbot.pipeline.lookups import NothingKnown
from mailbot.rules import moves
from mailbot.rules.decide import decide
from mailbot.rules.event import View
from mailbot.rules.matching import Clues, Trace
from tests.mails import mail
from tests.rules.mails import OWN
from tests.rules.timed import MARTA, POLICY, address, at, incident, service, solved, taken

TOKEN = "0123456789abcdef0123456789abcdef"
COLLEAGUE = "luis@invias.gov.co"
STRANGER = "otro@gmail.com"
YES, NO = "SI, quedó solucionado", "NO, persiste el error"


class _Line(NothingKnown):
    """A line that sent one mail with the token about this case, to Marta."""

    def __init__(self, case: Case, template: str) -> None:
        self._case, self._template = case, template

    def traces(self, clues: Clues) -> tuple[Trace, ...]:
        token = Trace(by=MatchBy.TOKEN, case=self._case, recipient=MARTA, template=self._template)
        return (token,) if TOKEN in clues.tokens else ()


def says(
    case: Case, words: str, *, when: str, sender: str = MARTA, now: str = "", to: str = "",
    **parts: Any,
) -> Decision:  # fmt: skip
    """The decision about an answer to our mail with the token.

    It is `to` that kind of mail; else to the one that asks for a vote in the case's state.
    """
    template = to or ("M-19" if case.state is State.CERRADO else "M-12")
    raw = mail(
        sender=sender, to=OWN, text=words, in_reply_to=f"{TOKEN}.inc-2026-000001@linea.gov.co",
        **{"subject": f"RE: [{case.number}] Solución", **parts},
    )  # fmt: skip
    event = understand(read_mail(raw), at(when), _Line(case, template), POLICY)
    return decide(event, View(number="SERV-2026-000099"), POLICY, at(now or when))


def after(decision: Decision) -> Case:
    (saved,) = (each for each in decision.effects if isinstance(each, SaveCase))
    return saved.case


def entries(decision: Decision) -> tuple[CaseEvent, ...]:
    (saved,) = (each for each in decision.effects if isinstance(each, SaveCase))
    return saved.events


def sends(decision: Decision) -> list[Send]:
    return [each for each in decision.effects if isinstance(each, Send)]


def codes(decision: Decision) -> list[str]:
    return [each.template for each in sends(decision)]


def told_on_wednesday() -> Case:
    """S19: nora@ told the solution on Wed 9-Dec-2026 10:00."""
    return solved(taken(incident("2026-12-07 08:00")), "2026-12-09 10:00")


def begun() -> Case:
    """A service that ana@ works on since Mon 7-Dec-2026 09:30."""
    since = at("2026-12-07 09:30")
    return moves.taken(service("2026-12-07 09:00"), since, address("ana"), POLICY)


def closed(reason: CloseReason, when: str = "2026-12-11 10:00") -> Case:
    return moves.closed(told_on_wednesday(), at(when), POLICY, reason, asked_at=at(when))
