"""Every case that was open in the month or had something happen to it, one row each (§12)."""

from dataclasses import dataclass
from datetime import datetime

from mailbot.model.masking import hidden, identifications
from mailbot.model.vocabulary import CloseReason, Group, Level, State
from mailbot.reports.as_of import Seen
from mailbot.reports.attention import Attention
from mailbot.reports.chapters.order import CRITICALITIES
from mailbot.reports.chapters.origins import CHANNELS, TYPES
from mailbot.rules import clock
from mailbot.rules.contingency_sheet.columns import facts_masked

_LONGEST = 1_000
_OVERALL = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailRow:
    """A case as it stood when the month ended; `sheet` are the ten columns of §4.2 (R23).

    `hours` are those of the levels 1, 2 and 3. `met` is None while nothing ended in the month.
    """

    sheet: tuple[str, ...]
    service_number: str
    group: Group
    criticality: str
    channel: str
    type: str
    module: str
    opened_at: datetime
    closed_at: datetime | None
    reason: CloseReason | None
    reopened: int
    hours: tuple[float, float, float]
    met: bool | None
    met_net: bool | None
    score: int | None


def detail_of(seen: Seen, attentions: tuple[Attention, ...]) -> DetailRow:
    """The row of one case; numbers of identification are masked (§16.14)."""
    case = seen.case
    known = identifications(case.requester.identification, case.attendees)
    ended = [attention for attention in attentions if attention.ended]
    survey = seen.survey
    closed = not seen.is_open and bool(seen.closings)
    return DetailRow(
        sheet=(
            seen.number, *facts_masked(case), hidden(case.description, known)[:_LONGEST],
            State(seen.now.state),
        ),
        service_number=case.service_number,
        group=seen.now.group,
        criticality=CRITICALITIES[seen.now.criticality],
        channel=CHANNELS[case.channel],
        type=TYPES[case.type],
        module=case.module or "",
        opened_at=case.opened_at,
        closed_at=seen.closed_at,
        reason=seen.closings[-1].reason if closed else None,
        reopened=len(seen.by_rule("T24")),
        hours=_by_level(attentions),
        met=all(each.met for each in ended) if ended else None,
        met_net=all(each.met_net for each in ended) if ended else None,
        score=survey.scores[_OVERALL] if survey else None,
    )  # fmt: skip


def _by_level(attentions: tuple[Attention, ...]) -> tuple[float, float, float]:
    hours = dict.fromkeys(Level, 0.0)
    for attention in attentions:
        hours[clock.budget_level(attention.group)] += attention.hours
    return (hours[Level.N1], hours[Level.N2], hours[Level.N3])
