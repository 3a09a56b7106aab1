"""Somebody of the line writes to the box, with all that the rules of his tags may look at."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from mailbot.model.case import Case
from mailbot.model.decision import Decision, KeepFiles, SaveCase, SaveOnLine, Send
from mailbot.model.listing import CaseList
from mailbot.model.mail import Screening
from mailbot.model.vocabulary import IdentityBy, MatchBy
from mailbot.parsers import read_mail
from mailbot.rules.commands.grammar import read_commands
from mailbot.rules.commands.handlers import filters
from mailbot.rules.decide import decide
from mailbot.rules.event import MailArrived, View
from mailbot.rules.identity import Identity
from mailbot.rules.matching import Match, standing_of
from tests.mails import Enclosed
from tests.mails import mail as letter
from tests.rules.mails import OWN
from tests.rules.timed import POLICY, address, at

MONDAY = at("2026-12-07 10:00")


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What was decided, as these tests look at it."""

    decision: Decision

    @property
    def receipt(self) -> Send:
        (receipt,) = self.mails("M-31")
        return receipt

    @property
    def words(self) -> str:
        """What the receipt says of the tags."""
        return " ".join(result.text for result in self.receipt.facts["results"])

    @property
    def refused(self) -> bool:
        return not all(result.ok for result in self.receipt.facts["results"])

    @property
    def changes(self) -> list[SaveCase | SaveOnLine | KeepFiles]:
        kinds = (SaveCase, SaveOnLine, KeepFiles)
        return [each for each in self.decision.effects if isinstance(each, kinds)]

    @property
    def saved(self) -> SaveCase:
        (saved,) = (each for each in self.decision.effects if isinstance(each, SaveCase))
        return saved

    @property
    def recorded(self) -> Any:
        (kept,) = (each for each in self.decision.effects if isinstance(each, SaveOnLine))
        return kept.what

    def mails(self, template: str) -> list[Send]:
        sends = (each for each in self.decision.effects if isinstance(each, Send))
        return [each for each in sends if each.template == template]


def says(
    who: str, text: str, *, about: Case | None = None, view: View | None = None,
    listed: CaseList | None = None, files: Iterable[Enclosed] = (), now: datetime = MONDAY,
) -> Answer:  # fmt: skip
    """What comes of a mail of `who`, in the thread of a case if it is `about` one.

    `listed` is the answer to every list of cases that the mail asks for.
    """
    sender = address(who)
    mail = read_mail(letter(sender=sender, to=OWN, subject="Consulta", text=text, files=files))
    event = MailArrived(
        mail=mail,
        screening=Screening(rule="person", reason="Persona"),
        identity=Identity(
            address=sender, verified=True, by=IdentityBy.AUTHENTICATION_RESULTS,
            staff=POLICY.staff[sender], forged=False, reason="Probado",
        ),
        match=_match(about, sender) if about else None,
        arrived_at=now,
        orders=read_commands(mail, thread_known=True),
    )  # fmt: skip
    wanted = filters.asked(event, POLICY, now)
    view = replace(view or View(), listings=dict.fromkeys(wanted, listed or CaseList()))
    return Answer(decision=decide(event, view, POLICY, now))


def _match(case: Case, sender: str) -> Match:
    standing = standing_of(case, sender, POLICY)
    return Match(case=case, by=MatchBy.SUBJECT, standing=standing, proven=False, reason="Asunto")
