"""The mails that left, one by one and together: to whom, what, how often."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, func, select

from mailbot.model.case import Case
from mailbot.model.vocabulary import State
from mailbot.rules.policy import Policy
from mailbot.simulate.checks.mail_laws import Audience, copy_faults, recipient_faults, word_faults
from mailbot.simulate.checks.violation import Violation
from mailbot.simulate.line import Passed
from mailbot.simulate.post import SentMail
from mailbot.simulate.reading import Letter
from storage import cases
from storage.schema import inbound, outbox

MOST_A_DAY = 40
"""Mails to one person outside in a day: more is a loop."""

_CLOSINGS = ("M-05", "M-13", "M-19", "M-20")
_POSTED = (
    select(outbox.c.case_id, inbound.c.sender)
    .outerjoin(inbound, inbound.c.id == outbox.c.inbound_id)
    .where(outbox.c.id == bindparam("key"))
)


class SentMails:
    """Looks at what leaves, and remembers how often each mail reached each person."""

    def __init__(self, audience: Audience, known: frozenset[str], policy: Policy) -> None:
        self._audience = audience
        self._policy = policy
        self._known = known
        self._copies: Counter[tuple[str, str]] = Counter()
        self._excused: Counter[tuple[str, str]] = Counter()
        self._today: Counter[str] = Counter()
        self._day: date | None = None

    def faults(self, connection: Connection, passed: Passed) -> Iterator[Violation]:
        """What is wrong with the mails of a pass."""
        self._turn_day(passed.at)
        for sent in passed.sent:
            yield from self._mail(connection, sent, certain=passed.counts is not None)

    def _mail(
        self, connection: Connection, sent: SentMail, *, certain: bool
    ) -> Iterator[Violation]:
        letter = sent.letter
        posted = connection.execute(_POSTED, {"key": sent.key}).one_or_none()
        row, sender = posted or (None, None)
        case = cases.by_row(connection, row) if row else None
        number = case.number if case else ""
        outside = any(each not in self._audience.house for each in sent.recipients)
        strangers = recipient_faults(
            letter, sent.recipients, case, self._audience, ordered=sender in self._audience.house
        )
        found = {
            "a quien corresponde": list(strangers),
            "las copias del procedimiento": list(copy_faults(letter, self._policy)),
            "lo que ningún correo dice": list(
                word_faults(letter, outside=outside, known=self._known)
            ),
            "una sola vez": [
                *self._copied(sent, letter, certain=certain),
                *_closed_twice(connection, letter, case),
            ],
            "sin bucles": list(self._flood(sent)),
        }
        for rule, faults in found.items():
            for what in faults:
                yield Violation(
                    rule=rule, what=what, at=sent.at, case=number, mail=letter.message_id
                )

    def _copied(self, sent: SentMail, letter: Letter, *, certain: bool) -> Iterator[str]:
        """A mail may come again only where the line could not know that it had arrived."""
        for address in sent.recipients:
            key = (letter.message_id, address)
            self._copies[key] += 1
            if self._copies[key] > 1 + self._excused[key]:
                yield f"{letter.template} llegó {self._copies[key]} veces a {address}"
            if not (sent.confirmed and certain):
                self._excused[key] += 1

    def _flood(self, sent: SentMail) -> Iterator[str]:
        for address in sent.recipients:
            if address in self._audience.house:
                continue
            self._today[address] += 1
            if self._today[address] == MOST_A_DAY:
                yield f"{address} recibió hoy {MOST_A_DAY} correos"

    def _turn_day(self, at: datetime) -> None:
        if at.date() != self._day:
            self._day = at.date()
            self._today.clear()


def _closed_twice(connection: Connection, letter: Letter, case: Case | None) -> Iterator[str]:
    """Each closing is told once."""
    if letter.template not in _CLOSINGS or case is None:
        return
    query = select(func.count()).where(
        outbox.c.case_id == case.row, outbox.c.template.in_(_CLOSINGS)
    )
    told = connection.execute(query).scalar_one()
    closings = sum(1 for stint in case.stints if stint.state is State.CERRADO)
    if told > closings:
        yield f"{told} correos de cierre para {closings} cierres"
