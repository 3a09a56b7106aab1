"""What begins on a day: requests, lists, absences, batches, contingencies, floods, noise."""

import math
import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from mailbot.model.vocabulary import Group, Role
from mailbot.rules.policy import Policy
from mailbot.simulate import words
from mailbot.simulate.advisor import list_times
from mailbot.simulate.cast import Cast
from mailbot.simulate.town import Town
from mailbot.simulate.words import MASS, MATTERS

_SOME = 0.02
_LOOKS_AT_LIST = 0.6
_CALLS = 0.04
"""Calls for each request that comes by mail."""

_YEAR_END = {11: 1.2, 12: 1.5, 1: 1.3}
_MASS_PEOPLE = (8, 16)


@dataclass(slots=True)
class Happenings:
    """Draws each day's beginnings and puts them into everybody's agenda."""

    cast: Cast
    town: Town
    policy: Policy
    per_day: float

    def begin(self, day: datetime, shown: str) -> None:
        """The day that begins at midnight `day`; `shown` is a number that people show around."""
        chance = self.town.chance_of(f"day:{day.date()}")
        working = self.town.calendar.is_working_day(day.date())
        self._requests(day, chance, working)
        if chance.random() < 0.3:
            self.cast.machines.write_at(_at(day, chance, 0, 24), shown)
        if not working:
            return
        self._lists(day, chance)
        self._absences(day, chance)
        self._calls(day, chance)
        if chance.random() < _SOME:
            self._flood(day, chance)
        if chance.random() < _SOME:
            self._contingency(day, chance)
        if chance.random() < _SOME:
            self._batch(day, chance)
        if chance.random() < 0.05:
            chance.choice(self.cast.bodies).asks(_at(day, chance, 8, 17))

    def _requests(self, day: datetime, chance: random.Random, working: bool) -> None:
        mean = self.per_day * _YEAR_END.get(day.month, 1.0)
        count = _poisson(mean if working else mean * 0.03, chance)
        for _ in range(count):
            hours = (7, 18) if chance.random() < 0.92 else (0, 24)
            chance.choice(self.cast.customers).asks(_at(day, chance, *hours))

    def _lists(self, day: datetime, chance: random.Random) -> None:
        morning = day.replace(hour=7)
        for place, advisor in enumerate(self.cast.advisors):
            if chance.random() > _LOOKS_AT_LIST:
                continue
            for moment in list_times(morning, advisor.group):
                advisor.asks_for_list(moment + timedelta(minutes=2 * place))

    def _calls(self, day: datetime, chance: random.Random) -> None:
        """People call; an advisor writes down what they want, or whom to send the form."""
        first = [each for each in self.cast.advisors if each.group is Group.N1]
        for _ in range(_poisson(self.per_day * _CALLS, chance)):
            user = chance.choice(self.cast.customers).user
            matter = chance.choice(MATTERS)
            text = words.registered(user, matter, chance)
            chance.choice(first).orders(_at(day, chance, 8, 18), "llamada", text)
        if chance.random() < _SOME:
            user = chance.choice(self.cast.customers).user
            text = f"[ORIENTAR correo={user.address}]"
            chance.choice(first).orders(_at(day, chance, 8, 18), "orientar", text)
        if chance.random() < _SOME:
            third = [each for each in self.cast.advisors if each.group is Group.N3F]
            text = words.drafted(chance.choice(MATTERS), chance)
            chance.choice(third).orders(_at(day, chance, 8, 17), "registrar", text)

    def _absences(self, day: datetime, chance: random.Random) -> None:
        if chance.random() > 0.08:
            return
        advisor = chance.choice(self.cast.advisors)
        until = self.town.calendar.add_days(day, chance.randint(1, 6))
        advisor.goes_away(until)
        if chance.random() < 0.8:
            email = advisor.member.email
            role = Role.CL1 if advisor.group in (Group.N1, Group.BO) else Role.CL23
            text = (
                f'[AUSENTE {email} desde={day:%Y-%m-%d} hasta={until:%Y-%m-%d} motivo="licencia"]'
            )
            self.cast.coordinator(role).orders(day.replace(hour=7, minute=5), "ausencia", text)

    def _flood(self, day: datetime, chance: random.Random) -> None:
        """A module fails for everybody: the same words from many sections."""
        count = chance.randint(*_MASS_PEOPLE)
        people = chance.sample(self.cast.customers, min(count, len(self.cast.customers)))
        start = _at(day, chance, 8, 15)
        for place, customer in enumerate(people):
            customer.asks(start + timedelta(minutes=4 * place), MASS)

    def _contingency(self, day: datetime, chance: random.Random) -> None:
        start = _at(day, chance, 8, 14)
        end = start + timedelta(hours=chance.randint(1, 5))
        tool = self.cast.coordinator(Role.HERR)
        since = (start - timedelta(minutes=40)).strftime("%Y-%m-%dT%H:%M")
        until = (end - timedelta(minutes=10)).strftime("%Y-%m-%dT%H:%M")
        tool.orders(
            start, "contingencia", f'[CONTINGENCIA INICIO desde={since} motivo="falla eléctrica"]'
        )
        tool.orders(end, "fin de la contingencia", f"[CONTINGENCIA FIN hasta={until}]")

    def _batch(self, day: datetime, chance: random.Random) -> None:
        solvers = [each for each in self.cast.advisors if each.group is Group.N2F]
        email = chance.choice(solvers).member.email
        (administrator,) = self.policy.with_role(Role.ADM)
        leader = self.cast.coordinator(Role.CL1)
        start = _at(day, chance, 8, 12)
        text = f'[LOTE PAUSAR asesor={email} autoriza={administrator} motivo="cierre fiscal"]'
        leader.orders(start, "lote", text)
        back = self.town.calendar.add_days(start, 2).replace(hour=8) + timedelta(days=1)
        leader.orders(
            self.town.calendar.next_open(back), "reanudar", f"[LOTE REANUDAR asesor={email}]"
        )


def _at(day: datetime, chance: random.Random, first: float, last: float) -> datetime:
    return day + timedelta(minutes=chance.randrange(int(first * 60), int(last * 60)))


def _poisson(mean: float, chance: random.Random) -> int:
    """Knuth's method: fine for some dozens a day."""
    limit, product, count = math.exp(-mean), chance.random(), 0
    while product > limit:
        product *= chance.random()
        count += 1
    return count
