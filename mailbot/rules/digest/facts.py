"""What a digest rests on, as it is fetched once for all coordinators."""

from dataclasses import dataclass
from datetime import datetime

from mailbot.model.case import Case
from mailbot.model.digest import Box
from mailbot.model.faq import FaqEntry
from mailbot.model.line import Absence, Contingency


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestFacts:
    """All that is known at `now`; `since` is the last digest of the one who reads this one.

    `cases` are those that are not closed, and those that were closed lately (`closed_from`).
    `held_until`: silent closings that fell due by then wait for a person (§16.29).
    `proposals` are frequent questions that nobody decided about.
    """

    now: datetime
    since: datetime | None
    cases: tuple[Case, ...]
    absences: tuple[Absence, ...]
    box: Box
    contingency: Contingency | None = None
    held_until: datetime | None = None
    proposals: tuple[FaqEntry, ...] = ()
