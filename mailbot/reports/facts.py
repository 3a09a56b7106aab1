"""What a report rests on, as it is fetched: cases with their histories, and the line's records."""

from collections.abc import Iterable
from dataclasses import dataclass

from mailbot.model.case import Case, CaseEvent
from mailbot.model.faq import FaqEntry
from mailbot.model.line import Authorisation, Contingency, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseHistory:
    """A case as it stands today, and its whole history; texts of changed facts alone."""

    case: Case
    events: tuple[CaseEvent, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFacts:
    """All that a month's report rests on; `cases` is gone through once.

    `contingencies` touch the month, `orders` were asked in it, `minutes` put on record in it. `faq`
    are all questions proposed before its end, `decisions` what was decided about them by then.
    `shown` and `used` count the answers of the FAQ that acknowledgements quoted, and those that
    solved the matter; `oriented` the people who were told how to ask for help (R58).
    """

    cases: Iterable[CaseHistory] = ()
    contingencies: tuple[Contingency, ...] = ()
    orders: tuple[Authorisation, ...] = ()
    minutes: tuple[Record, ...] = ()
    faq: tuple[FaqEntry, ...] = ()
    decisions: tuple[Record, ...] = ()
    shown: int = 0
    used: int = 0
    oriented: int = 0
