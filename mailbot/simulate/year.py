"""The days, one after the other: people write, the line passes, people read."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import func, select

from mailbot.simulate.cast import Cast
from mailbot.simulate.happenings import Happenings
from mailbot.simulate.line import Passed, SimulatedLine
from mailbot.simulate.post import SentMail
from mailbot.simulate.town import Town
from mailbot.simulate.weather import Change, weather
from storage.schema import deadlines, outbox

STEP = timedelta(minutes=15)
_FORGED = 0.01

Watch = Callable[[Passed], None]
Broke = Callable[[datetime, Exception], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day that is over: how much mail came and went, and what broke."""

    date: datetime
    received: int
    sent: int
    passes: int
    faults: tuple[str, ...]


@dataclass(slots=True)
class _Count:
    received: int = 0
    sent: int = 0
    passes: int = 0
    faults: list[str] = field(default_factory=list)


class Stopped(Exception):
    """Whoever watches has seen enough."""


class Year:
    """Lets the days go by. `watch` sees each pass before anybody reads its mails; it may stop.

    `broke` is told of a pass that ended in a failure of ours; the next one begins anew.
    """

    def __init__(
        self, line: SimulatedLine, cast: Cast, town: Town, happenings: Happenings, watch: Watch,
        broke: Broke,
    ) -> None:  # fmt: skip
        self._line = line
        self._cast = cast
        self._town = town
        self._happenings = happenings
        self._watch = watch
        self._broke = broke
        self._weather: list[Change] = []
        self._chance = town.chance_of("year")
        self._shown = ""

    def days(self, start: datetime, count: int) -> Iterator[Day]:
        """`count` days from midnight `start`, each once it is over."""
        for place in range(count):
            yield self._day(start + timedelta(days=place))

    def _day(self, day: datetime) -> Day:
        self._happenings.begin(day, self._shown)
        people = tuple(each.user.address for each in self._cast.customers)
        self._weather += weather(day, self._town.chance_of(f"weather:{day.date()}"), people)
        self._weather.sort(key=lambda change: change.at)
        count = _Count()
        moment = day
        while moment < day + timedelta(days=1):
            moment += STEP
            self._turn_weather(moment, count)
            self._step(moment, count)
        return Day(
            date=day, received=count.received, sent=count.sent, passes=count.passes,
            faults=tuple(count.faults),
        )  # fmt: skip

    def _turn_weather(self, moment: datetime, count: _Count) -> None:
        while self._weather and self._weather[0].at <= moment:
            change = self._weather.pop(0)
            change.turn(self._line)
            if change.name:
                count.faults.append(change.name)

    def _step(self, moment: datetime, count: _Count) -> None:
        arrived = 0
        for at, raw in self._town.agenda.due(moment):
            self._line.deliver(raw, at)
            arrived += 1
        count.received += arrived
        if self._line.faults.stopped or not (arrived or self._is_due(moment)):
            return
        try:
            passed = self._line.pass_at(moment)
        except Exception as error:  # The daemon, too, goes on after a failure of ours.
            self._broke(moment, error)
            return
        count.passes += 1
        count.sent += len(passed.sent)
        self._watch(passed)
        for sent in passed.sent:
            self._reaches(sent, moment)

    def _is_due(self, moment: datetime) -> bool:
        """Whether a pass would do something: empty ones are left out, but for one each hour."""
        hourly = moment.minute == 0 and (
            moment.hour % 6 == 0 or self._town.calendar.is_open(moment)
        )
        if hourly or self._line.box.holds_mail:
            return True
        with self._line.store.read() as connection:
            first = (
                connection.execute(select(func.min(column))).scalar()
                for column in (deadlines.c.due_at, outbox.c.next_attempt_at)
            )
            return any(at is not None and at <= moment for at in first)

    def _reaches(self, sent: SentMail, moment: datetime) -> None:
        letter = sent.letter
        self._shown = letter.number or self._shown
        for address in sent.recipients:
            if address in self._cast.dead:
                raw = self._town.writer.bounce(address, moment, letter)
                self._line.deliver(raw, moment + timedelta(minutes=1))
            elif reader := self._cast.boxes.get(address):
                reader.receives(letter, moment)
        if letter.template == "M-08" and self._chance.random() < _FORGED:
            self._cast.forger.strikes(letter, moment)
