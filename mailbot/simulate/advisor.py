"""Somebody who solves cases: works on what his mails tell him, and makes mistakes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from mailbot.config.people import StaffMember
from mailbot.model.vocabulary import Group, State
from mailbot.simulate.agenda import Plan
from mailbot.simulate.choices import MISTAKES, NAME_MODULE, Move, drawn, written
from mailbot.simulate.letters import Author
from mailbot.simulate.reading import Letter
from mailbot.simulate.town import Town

_TRIES = 3
_MISTAKEN = 0.04
_EAGER = 1.3
_WORKS = ("M-07", "M-09", "M-11", "M-16", "M-21", "M-22", "M-31", "M-35", "M-41", "M-42", "M-43",
          "M-44")  # fmt: skip
_WORKING_DAY = 12 * 60
_MINUTES_A_CASE = 45.0

_HANDS_OVER = ("INCIDENTE", "ESCALAR", "REASIGNAR", "DEVOLVER", "CAPACITACION")
_WAITS_FOR_OTHERS = (State.PENDIENTE_PROVEEDOR, State.PENDIENTE_CLIENTE, State.RESUELTO)
_NO_ANSWER = Move(tags=('[EN PROGRESO motivo="no hubo respuesta"]',), days=6)
_MAKE_INCIDENT = Move(tags=("[INCIDENTE modulo={module}]",))
_MASS = (
    Move(tags=("[MASIVO]",)),
    Move(tags=("[MASIVO]",)),
    Move(tags=("[NO MASIVO]",)),
)


@dataclass(slots=True)
class _Known:
    """What he knows of a case: its newest mail and state, and how often he was refused."""

    letter: Letter
    state: State | None
    number: str
    refusals: int = 0
    plan: int = 0
    hands_over: bool = False
    """Whether his last command gives the case to somebody else."""


class Advisor:
    """One member of a group that solves cases."""

    def __init__(self, member: StaffMember, group: Group, town: Town) -> None:
        self.member = member
        self.group = group
        self._town = town
        self._chance = town.chance_of(member.email)
        self._author = Author(
            name=member.name, address=member.email,
            style=self._chance.choice(("gmail", "outlook")),
        )  # fmt: skip
        self._known: dict[str, _Known] = {}
        self._away_until: datetime | None = None

    def goes_away(self, until: datetime) -> None:
        """From now on he does nothing until then."""
        self._away_until = until

    def asks_for_list(self, at: datetime) -> None:
        """He begins with the list of his cases."""
        self.orders(at, "mis casos", "[LISTA]")

    def orders(self, at: datetime, subject: str, text: str) -> None:
        """He writes an order of his own at `at`, if he is there."""

        def write(when: datetime) -> bytes | None:
            if self._is_away(when):
                return None
            return self._town.writer.new(self._author, when, subject, text)

        self._town.agenda.add((Plan(at=at, write=write),))

    def receives(self, letter: Letter, at: datetime) -> None:
        if letter.rows:
            for number, state in letter.rows:
                if self._feels_meant(letter):
                    self._take_up(letter, number, _state(state), at)
        elif letter.number and letter.template in _WORKS and self._feels_meant(letter):
            self._note(letter, at)

    def _feels_meant(self, letter: Letter) -> bool:
        """Of what is told to several, each does his part; now and then two do the same."""
        return self._chance.random() < _EAGER / letter.readers

    def _note(self, letter: Letter, at: datetime) -> None:
        known = self._known.get(letter.service)
        refusals = known.refusals if known else 0
        if letter.template == "M-31":
            refusals = refusals + 1 if letter.refused else 0
        if refusals >= _TRIES:
            # It is not his any more, or he does not know better: another mail may tell.
            self._known.pop(letter.service, None)
            return
        gone = known is not None and known.hands_over and not letter.refused
        if letter.template == "M-31" and (gone or not self._is_mine(letter.number)):
            self._known.pop(letter.service, None)
            return
        self._known[letter.service] = new = _Known(
            letter=letter, state=letter.state, number=letter.number, refusals=refusals,
            plan=known.plan if known else 0,
        )  # fmt: skip
        self._work(letter.service, new, at)

    def _is_mine(self, number: str) -> bool:
        """Whether a case can still be his: first level has services, the others incidents."""
        return self.group in (Group.BO, Group.CAP) or number.startswith(
            "SERV" if self.group is Group.N1 else "INC"
        )

    def _take_up(self, letter: Letter, number: str, state: State | None, at: datetime) -> None:
        """A case of a list; what he has in mind already stays."""
        if state not in (State.ABIERTO, State.EN_PROGRESO) or self._means_to(number):
            return
        self._known[number] = new = _Known(letter=letter, state=state, number=number, plan=0)
        self._work(number, new, at)

    def _means_to(self, number: str) -> bool:
        return any(number in (service, known.number) for service, known in self._known.items())

    def _work(self, service: str, known: _Known, at: datetime) -> None:
        """Make up his mind about the case's next step; a newer mail makes him think again."""
        if known.state is None:
            return
        move = self._next_move(known.letter, known.state)
        if move is None or not (move.tags or move.says):
            self._known.pop(service, None)
            return
        if self._chance.random() < _MISTAKEN:
            move = self._chance.choice(MISTAKES)
        known.plan += 1
        minutes = self._chance.expovariate(1 / (_MINUTES_A_CASE + move.days * _WORKING_DAY))
        self._plan(service, known.plan, move, self._town.at_work(at, minutes))

    def _next_move(self, letter: Letter, state: State) -> Move | None:
        if letter.refused and "Falta el módulo" in letter.text:
            return NAME_MODULE
        if letter.template == "M-35":
            # The module's coordinator only learns of it (activity 13).
            first_level = self.group in (Group.N1, Group.BO)
            return self._chance.choice(_MASS) if first_level else None
        if self.group is Group.BO and letter.number.startswith("SERV"):
            return _MAKE_INCIDENT
        if letter.template == "M-31" and state in _WAITS_FOR_OTHERS:
            return _NO_ANSWER if state is State.PENDIENTE_PROVEEDOR else None
        return drawn(self.group, state, self._chance)

    def _plan(self, service: str, plan: int, move: Move, at: datetime) -> None:
        def write(when: datetime) -> bytes | None:
            known = self._known.get(service)
            if known is None or known.plan != plan:
                return None
            if self._is_away(when) and self._away_until:
                self._plan(service, plan, move, self._town.at_work(self._away_until, 5))
                return None
            return self._command(service, known, move, when)

        self._town.agenda.add((Plan(at=at, write=write),))

    def _command(self, service: str, known: _Known, move: Move, at: datetime) -> bytes:
        text = written(move, self._chance)
        writer = self._town.writer
        # Back Office makes an incident for itself: it goes on with it.
        verbs = _HANDS_OVER[1:] if self.group is Group.BO else _HANDS_OVER
        known.hands_over = any(verb in tag for verb in verbs for tag in move.tags)
        if known.letter.number:
            return writer.reply(self._author, at, known.letter, text)
        # From a list there is no mail of the case to answer: its number stands in the subject.
        self._known.pop(service, None)
        return writer.new(self._author, at, f"[{known.number}] caso", text)

    def _is_away(self, at: datetime) -> bool:
        return self._away_until is not None and at < self._away_until


def _state(words: str) -> State | None:
    return next((state for state in State if words.startswith(state)), None)


def group_of(member: StaffMember) -> Group | None:
    """The group in which a member solves cases; None for who coordinates."""
    return next((Group(role.value) for role in member.roles if role.value in list(Group)), None)


def list_times(morning: datetime, group: Group) -> tuple[datetime, ...]:
    """When the advisors of a group look at their list on a working day: first level often."""
    hours = (0.1, 6) if group in (Group.N1, Group.BO) else (0.5,)
    return tuple(morning + timedelta(hours=each) for each in hours)
