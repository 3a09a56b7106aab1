"""What altered the order of arrival: changes of criticality with their reason (R7, Q23)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from mailbot.model.case import CaseEvent
from mailbot.model.vocabulary import Criticality
from mailbot.reports.as_of import Seen
from mailbot.reports.period import Period
from mailbot.rules.reasons import parent_in, why_ranked

CRITICALITIES = {
    Criticality.CRITICA: "Crítica", Criticality.ALTA: "Alta", Criticality.MEDIA: "Media",
    Criticality.BAJA: "Baja",
}  # fmt: skip
_AT_ONCE = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderChange:
    """A case that was put before or behind others, by whom and why."""

    number: str
    at: datetime
    before: Criticality
    after: Criticality
    by: str
    reason: str


class QueueOrder:
    """Lists the changes of criticality of the month."""

    def __init__(self, period: Period) -> None:
        self._period = period
        self._changes: list[OrderChange] = []

    def add(self, seen: Seen) -> None:
        """List the changes of one case."""
        for before, after in zip(seen.stints, seen.stints[1:], strict=False):
            if before.criticality is after.criticality or not self._period.covers(after.start):
                continue
            said = [e for e in seen.events if abs(e.at - after.start) < _AT_ONCE]
            # The entry of the tag itself tells the reason; any other of that moment, what was done.
            said.sort(key=_rank)
            self._changes.append(
                OrderChange(
                    number=seen.number, at=after.start, before=before.criticality,
                    after=after.criticality, by=said[0].actor if said else "",
                    reason=why_ranked(said[0].reason) if said else "",
                )
            )  # fmt: skip

    def figures(self) -> tuple[OrderChange, ...]:
        """The changes in order of time."""
        return tuple(sorted(self._changes, key=lambda change: (change.at, change.number)))


def _rank(event: CaseEvent) -> int:
    """Which of the entries of a moment tells best why a case was put before others."""
    return [
        event.rule == "CRITICIDAD",
        bool(parent_in(event.reason)),
        event.rule == "T4",
        True,
    ].index(True)
