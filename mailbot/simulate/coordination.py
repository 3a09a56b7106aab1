"""Who coordinates the line, authorises, and runs the tool: each answers what is sent to him."""

from collections.abc import Callable
from datetime import datetime, timedelta

from mailbot.config.people import StaffMember
from mailbot.model.vocabulary import Role
from mailbot.simulate import words
from mailbot.simulate.agenda import Plan
from mailbot.simulate.letters import Author
from mailbot.simulate.reading import Letter
from mailbot.simulate.town import Town

_HELD = "deadlines release"


class Coordinator:
    """One of CL1, CL23, CDT, ADM and HERR. `release` lets held closings go, at the machine."""

    def __init__(self, member: StaffMember, town: Town, release: Callable[[], bool]) -> None:
        self.member = member
        self._town = town
        self._chance = town.chance_of(member.email)
        self._author = Author(name=member.name, address=member.email, style="outlook")
        self._release = release

    def receives(self, letter: Letter, at: datetime) -> None:
        match letter.template:
            case "M-30" if Role.ADM in self.member.roles:
                self._authorise(letter, at)
            case "M-36" if Role.CL1 in self.member.roles:
                solution = self._chance.choice(words.SOLUTIONS)
                self._reply(letter, at, f"[RESPONDER MASIVO]\n{solution}")
            case "M-39" if self._chance.random() < 0.2 and Role.CL1 in self.member.roles:
                self._reply(letter, at, '[CALIDAD motivo="calificación baja"]')
            case "M-46" if (
                _HELD in " ".join(letter.text.split()) and Role.HERR in self.member.roles
            ):
                self._let_go(at)
            case _:
                return

    def orders(self, at: datetime, subject: str, text: str) -> None:
        """He writes an order of his own at `at`."""
        self._town.agenda.add((Plan(at=at, write=lambda when: self._town.writer.new(
            self._author, when, subject, text)),))  # fmt: skip

    def _authorise(self, letter: Letter, at: datetime) -> None:
        luck = self._chance.random()
        if luck < 0.9:
            word = "SI AUTORIZO" if luck < 0.75 else "NO AUTORIZO"
            self._reply(letter, at, f"{word} {letter.code}")

    def _reply(self, letter: Letter, at: datetime, text: str) -> None:
        when = self._town.at_work(at, self._chance.expovariate(1 / 60))
        self._town.agenda.add((Plan(at=when, write=lambda moment: self._town.writer.reply(
            self._author, moment, letter, text)),))  # fmt: skip

    def _let_go(self, at: datetime) -> None:
        def act(_when: datetime) -> None:
            self._release()

        self._town.agenda.add((Plan(at=at + timedelta(hours=2), write=act),))
