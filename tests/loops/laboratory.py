"""Programs and the line, by themselves, over days: how many mails each day brings to each."""

import heapq
import itertools
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from unittest.mock import patch
from zoneinfo import ZoneInfo

from mailbot.model.mail import Screening
from mailbot.model.vocabulary import MailStatus
from mailbot.simulate.house import house
from mailbot.simulate.letters import Author, Writer
from mailbot.simulate.line import SimulatedLine
from mailbot.simulate.post import SentMail
from storage import case_lists, deadlines, held, ledger, outbox
from tests.loops.programs import Program

BOGOTA = ZoneInfo("America/Bogota")
START = datetime(2026, 2, 2, 8, tzinfo=BOGOTA)
"""A Monday; the thirty days after it hold no holiday."""

QUICK = timedelta(minutes=1)
"""How fast the programs answer: as often as the line looks at its box."""

ANA = Author(name="Ana Gómez", address="ana.gomez@minhacienda.test")
SOLUTION = "[RESUELTO]\nRevise el perfil del usuario y la vigencia de su firma; ya puede entrar."


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a program brought about: mails sent to it by day and by kind, what came of its own."""

    by_day: tuple[int, ...]
    by_kind: dict[str, int]
    cases: int
    parked: int

    @property
    def sent(self) -> int:
        """All mails that were sent to it."""
        return sum(self.by_day)


class Laboratory:
    """The line in memory with programs, by name.

    An advisor of the first level solves the cases of those in `solved`, day after day.
    """

    def __init__(
        self, line: SimulatedLine, programs: Mapping[str, Program], solved: Sequence[str] = ()
    ) -> None:
        self._line, self._programs, self._solved = line, programs, solved
        self._order = itertools.count()
        self._agenda: list[tuple[datetime, int, bytes]] = []
        self._writer = Writer(count=500_000)
        self._sent: dict[str, list[SentMail]] = defaultdict(list)

    def runs(self, days: int) -> dict[str, Figures]:
        """Let time go on for so many days after the programs' first mails."""
        end, now = START + timedelta(days=days), START
        for program in self._programs.values():
            self._add(START, (program.begins(START),))
        while now < end:
            self._pass(now)
            now = self._next_after(now)
        with self._line.store.read() as connection:
            emails = connection.exec_driver_sql("SELECT email FROM cases").scalars().all()
            parked = [entry.sender for entry in ledger.parked(connection)]
        return {
            name: self._figures(name, program, days, emails, parked)
            for name, program in self._programs.items()
        }

    def _figures(
        self, name: str, program: Program, days: int, emails: Sequence[str], parked: Sequence[str]
    ) -> Figures:
        by_day = Counter((mail.at - START) // timedelta(days=1) for mail in self._sent[name])
        return Figures(
            by_day=tuple(by_day[day] for day in range(days)),
            by_kind=dict(Counter(mail.template for mail in self._sent[name]).most_common()),
            cases=sum(map(program.owns, emails)),
            parked=sum(map(program.owns, parked)),
        )

    def _pass(self, now: datetime) -> None:
        for program in self._programs.values():
            self._add(now, program.passes(now))
        while self._agenda and self._agenda[0][0] <= now:
            at, _order, raw = heapq.heappop(self._agenda)
            self._line.deliver(raw, at)
        passed = self._line.pass_at(now)
        assert passed.counts is not None
        for mail, (name, program) in itertools.product(passed.sent, self._programs.items()):
            if any(map(program.owns, mail.recipients)):
                self._sent[name].append(mail)
                self._add(now + QUICK, program.receives(mail, now + QUICK))

    def _add(self, at: datetime, mails: Sequence[bytes]) -> None:
        for raw in mails:
            heapq.heappush(self._agenda, (at, next(self._order), raw))

    def _next_after(self, now: datetime) -> datetime:
        """When something is due; each morning in any case, each hour while a summary is owed."""
        morning = datetime.combine(now.date() + timedelta(days=1), time(7), tzinfo=BOGOTA)
        moments = [morning, *(program.next_at() for program in self._programs.values())]
        moments += [at for at, _order, _raw in self._agenda[:1]]
        with self._line.store.read() as connection:
            moments += [due for _number, _kind, due in deadlines.every(connection)]
            waiting = outbox.listed(connection, (MailStatus.WAITING,))
            moments += [mail.next_attempt_at for mail in waiting]
            if held.held_from(connection) is not None:
                moments.append(now + timedelta(hours=1))
        if self._solved:
            moments += self._advise(now)
        return min(moment for moment in moments if moment and moment > now)

    def _advise(self, now: datetime) -> list[datetime]:
        """At ten the advisor solves what is open."""
        ten = now.replace(hour=10, minute=0, second=0, microsecond=0)
        if now == ten and now.weekday() < 5:
            for case in self._unsolved():
                subject = f"Re: [{case[0]}] {case[1]}"
                self._add(now + QUICK, (self._writer.new(ANA, now, subject, SOLUTION),))
        return [ten, ten + timedelta(days=1), *(at for at, _order, _raw in self._agenda[:1])]

    def _unsolved(self) -> list[tuple[str, str]]:
        with self._line.store.read() as connection:
            waiting = case_lists.listed(
                connection, state=None, level=None, assignee=None, overdue_at=None
            )
        owners = [self._programs[name] for name in self._solved]
        return [
            (case.number, case.subject)
            for case in waiting
            if any(program.owns(case.requester.email) for program in owners)
        ]


@contextmanager
def blind() -> Iterator[None]:
    """Nothing that a machine wrote is known as such: the brakes are alone."""
    person = Screening(rule="person", reason="Lo escribe una persona.")
    with patch("mailbot.pipeline.consider.screen", lambda _mail, _config: person):
        yield


def line_in(folder: Path, empty_database: Path, **limits: int) -> SimulatedLine:
    """A line in memory whose store lies in `folder`, with other `[limits]` where they are given."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(empty_database, folder / "mailbot.db")
    config = house(folder)
    changed = config.model_copy(update={"limits": config.limits.model_copy(update=limits)})
    return SimulatedLine(changed, folder, START, seed=3)
