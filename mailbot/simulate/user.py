"""A person served: asks for help, answers or not, confirms, rejects, rates, thanks, goes away."""

from datetime import datetime, timedelta

from mailbot.simulate import words
from mailbot.simulate.agenda import Plan, Write
from mailbot.simulate.house import ADMINISTRATION, LINE
from mailbot.simulate.letters import NONE, PASS, Author
from mailbot.simulate.people import User
from mailbot.simulate.reading import Letter
from mailbot.simulate.town import Town
from mailbot.simulate.words import MATTERS, Matter

_SCREEN = ("pantalla_error.png",)
_SURVEYED = ("M-05", "M-13", "M-19", "M-20")
_LATE = {"M-05": 0.08, "M-13": 0.2, "M-20": 0.06, "M-19": 0.03}
"""How often somebody comes back after each kind of closing."""

_SAYS_MORE = 0.02
_ASKS_FOR_STATE = 0.04


class Customer:
    """A user at his mail program."""

    def __init__(self, user: User, town: Town) -> None:
        self.user = user
        self._town = town
        self._chance = town.chance_of(user.address)
        self._author = Author(
            name=user.name, address=user.address,
            style=self._chance.choice(("gmail", "outlook")),
            dmarc=PASS if self._chance.random() < 0.8 else NONE,
        )  # fmt: skip
        self._answered: set[str] = set()
        """What he answered already: nobody is asked for it twice."""

    def asks(self, at: datetime, matter: Matter | None = None) -> None:
        """He has a problem and will write about it at `at`."""
        self._plan(at, self._request(matter or self._chance.choice(MATTERS)))

    def receives(self, letter: Letter, at: datetime) -> None:
        if self._is_away(at) and letter.template != "M-47":
            self._answer_automatically(letter, at)
            if self._chance.random() < 0.5:
                return
            at = self._back(at)
        match letter.template:
            case "M-02" | "M-03" | "M-23" if letter.incomplete:
                self._complete(letter, at)
            case "M-10" | "M-10R":
                self._reply_to_question(letter, at)
            case "M-12":
                self._judge(letter, at)
            case template if template in _SURVEYED:
                self._after_closing(letter, at)
            case "M-01":
                self._ask_properly(at)
            case _:
                self._say_something(letter, at)

    def _request(self, matter: Matter) -> Write:
        chance, user = self._chance, self.user
        kind = chance.random()
        complete = chance.random() < user.habits.complete
        subject, text = words.request(user, matter, chance, complete=complete)
        files = _SCREEN if complete or chance.random() < 0.4 else ()
        to, cc = LINE, user.colleague
        if kind < 0.06:
            subject, text = "Solicitud de acompañamiento SIIF", words.ACCOMPANIMENT + text
        elif kind < 0.08:
            text = words.PETITION + text
        elif kind < 0.12:
            subject = words.TRANSFERS
        elif kind < 0.14:
            to = ADMINISTRATION
        elif kind < 0.16:
            text = ""
        twice = kind > 0.985

        def write(at: datetime) -> bytes:
            raw = self._town.writer.new(self._author, at, subject, text, to=to, cc=cc, files=files)
            if twice:
                # He was not sure that it left: the very same mail again.
                self._plan(at + timedelta(minutes=7), lambda _at: raw)
            return raw

        return write

    def _complete(self, letter: Letter, at: datetime) -> None:
        if self._chance.random() > self.user.habits.answers:
            return
        skip = 3 if self._chance.random() < 0.15 else 0
        text = words.facts(self.user, skip=skip)
        if letter.template == "M-03":
            text += "\n" + words.attendance(self.user)
        files = _SCREEN if self._chance.random() < 0.9 else ()
        self._reply(letter, at, text, files)

    def _reply_to_question(self, letter: Letter, at: datetime) -> None:
        share = self.user.habits.answers if letter.template == "M-10" else 0.4
        if letter.number in self._answered or self._chance.random() > share:
            return
        self._answered.add(letter.number)
        text = self._chance.choice(words.ANSWERS)
        if letter.incomplete:
            text = words.facts(self.user)
        if self._chance.random() < 0.08:
            text = self._chance.choice(words.THANKS)
        files = _SCREEN if self._chance.random() < 0.5 else ()
        self._reply(letter, at, text, files)

    def _judge(self, letter: Letter, at: datetime) -> None:
        self._answered.discard(letter.number)
        if self._chance.random() > self.user.habits.confirms:
            return
        luck = self._chance.random()
        if luck < 0.3 and letter.clicks:
            click = letter.clicks[0 if self._chance.random() < 0.9 else -1]
            self._plan(self._soon(at), lambda when: self._town.writer.new(
                self._author, when, click.subject, click.body))  # fmt: skip
            return
        said: tuple[str, ...] = words.THANKS
        if luck < 0.72:
            said = words.YES
        elif luck < 0.84:
            said = words.NO
        elif luck < 0.92:
            said = words.UNCLEAR
        cc = letter.copies if self._chance.random() < 0.2 else ""
        self._reply(letter, at, self._chance.choice(said), cc=cc)

    def _after_closing(self, letter: Letter, at: datetime) -> None:
        luck = self._chance.random()
        late = _LATE[letter.template]
        if luck < late:
            files = _SCREEN if self._chance.random() < 0.5 else ()
            self._reply(letter, at, self._chance.choice(words.STILL), files)
        elif luck < late + 0.1:
            self._reply(letter, at, self._chance.choice(words.THANKS))
        elif luck < late + 0.1 + self.user.habits.rates:
            self._rate(letter, at)

    def _rate(self, letter: Letter, at: datetime) -> None:
        text = words.scores(self._chance)
        self._reply(letter, at, text)
        if self._chance.random() < 0.05:
            # Once more: only one vote counts.
            self._reply(letter, at + timedelta(hours=1), text)

    def _ask_properly(self, at: datetime) -> None:
        if self._chance.random() < 0.3:
            self.asks(self._soon(at))

    def _say_something(self, letter: Letter, at: datetime) -> None:
        luck = self._chance.random()
        if luck < _SAYS_MORE:
            self._reply(letter, at, self._chance.choice(words.THANKS))
        elif luck < _SAYS_MORE + _ASKS_FOR_STATE and letter.number:
            self._reply(letter, at + timedelta(days=2), words.STATE)

    def _reply(
        self, letter: Letter, at: datetime, text: str, files: tuple[str, ...] = (), cc: str = ""
    ) -> None:
        cc = ", ".join(filter(None, (cc, self.user.colleague)))
        self._plan(self._soon(at), lambda when: self._town.writer.reply(
            self._author, when, letter, text, files=files, cc=cc))  # fmt: skip

    def _answer_automatically(self, letter: Letter, at: datetime) -> None:
        until = f"{self._back(at):%d/%m/%Y}"
        self._plan(at + timedelta(minutes=1), lambda when: self._town.writer.away(
            self._author, when, letter, until))  # fmt: skip

    def _soon(self, at: datetime) -> datetime:
        minutes = self._chance.expovariate(1 / (60 * self.user.habits.hours))
        if self._chance.random() < 0.1:
            # Some write at night and on Sundays.
            return at + timedelta(minutes=1 + minutes)
        return self._town.at_work(at, minutes)

    def _is_away(self, at: datetime) -> bool:
        return at.timetuple().tm_yday in self.user.habits.holidays

    def _back(self, at: datetime) -> datetime:
        while self._is_away(at):
            at += timedelta(days=1)
        return at

    def _plan(self, at: datetime, write: Write) -> None:
        self._town.agenda.add((Plan(at=at, write=write),))
