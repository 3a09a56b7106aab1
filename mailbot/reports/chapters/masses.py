"""Mass incidents: how many users each had, N3's time, and the line's time to answer (A21)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from mailbot.model.masking import in_subject
from mailbot.model.vocabulary import State
from mailbot.reports.as_of import Seen
from mailbot.reports.numbers import mean
from mailbot.reports.period import Period
from mailbot.rules import reasons, similar
from mailbot.rules.commands.tags import Tag
from mailbot.rules.policy import Policy

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mass:
    """One mass incident of the month; hours are working hours, None while they run.

    `to_answer` is the mean time from its solution to the answer of each user.
    """

    number: str
    subject: str
    module: str
    opened_at: datetime
    state: State
    cases: int
    sections: int
    to_solve: float | None
    to_answer: float | None


class Masses:
    """Brings each mass incident together with its cases."""

    def __init__(self, period: Period, policy: Policy) -> None:
        self._period, self._policy = period, policy
        self._parents: list[Seen] = []
        self._children: dict[str, int] = defaultdict(int)
        self._sections: dict[str, set[str]] = defaultdict(set)
        self._answers: dict[str, list[datetime]] = defaultdict(list)

    def add(self, seen: Seen) -> None:
        """Remember a parent, or what a case says of its parent."""
        if seen.case.mass:
            self._parents.append(seen)
            return
        groups = self._policy.config.mass.section_groups
        for event in seen.events:
            if parent := reasons.parent_in(event.reason):
                self._children[parent] += 1
                self._sections[parent].add(similar.section_of(seen.case, groups))
            elif event.rule == Tag.RESPONDER_MASIVO and seen.case.parent:
                self._answers[seen.case.parent].append(event.at)

    def figures(self) -> tuple[Mass, ...]:
        """Those that were there in the month, in order of their beginning."""
        of_month = (seen for seen in self._parents if self._is_of_month(seen))
        ordered = sorted(of_month, key=lambda seen: (seen.case.opened_at, seen.number))
        return tuple(map(self._mass, ordered))

    def _is_of_month(self, seen: Seen) -> bool:
        closed_at = seen.closed_at
        return closed_at is None or closed_at >= self._period.start

    def _mass(self, seen: Seen) -> Mass:
        case, between = seen.case, self._policy.calendar.between
        solved = next((s.start for s in seen.stints if s.state is State.RESUELTO), None)
        answers = [between(solved, at) / _HOUR for at in self._answers[seen.number] if solved]
        return Mass(
            number=seen.number,
            subject=in_subject(case.subject),
            module=case.module or "",
            opened_at=case.opened_at,
            state=seen.now.state,
            cases=self._children[seen.number],
            sections=len(self._sections[seen.number] - {""}),
            to_solve=round(between(case.opened_at, solved) / _HOUR, 2) if solved else None,
            to_answer=mean(answers),
        )
