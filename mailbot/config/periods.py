"""How long things may wait, and when somebody is reminded of them."""

from pydantic import Field

from mailbot.config.kinds import Hours, Share
from mailbot.config.section import Section


class Clock(Section):
    """Whether the two states of Q1 stop the clock."""

    stops_finding: bool = False
    stops_adjustment: bool = False


class Reopen(Section):
    """How long a closed case can be opened again."""

    working_days: int = Field(default=5, ge=0)


class Intake(Section):
    """How long an incomplete request waits; None means N1's client_wait."""

    wait_hours: Hours | None = None


class Survey(Section):
    """How long a survey can be answered."""

    valid_working_days: int = Field(default=10, ge=1)
    reminder_working_days: int = Field(default=3, ge=1)


class Take(Section):
    """Working hours until a case counts as not taken (activities 15 and 22)."""

    N1: Hours = 2
    N2: Hours = 4
    N3: Hours = 8


class Acknowledge(Section):
    """Within how many minutes a request is acknowledged (R33)."""

    max_minutes: float = Field(default=5, gt=0)


class Reminder(Section):
    """At which share of a wait the person is reminded."""

    at: Share = 0.5


class Warnings(Section):
    """At which shares of a budget the advisor is warned."""

    at: tuple[Share, ...] = (0.8, 1.0)


class Contingency(Section):
    """How often the ten-column sheet is written to disk."""

    snapshot_minutes: float = Field(default=15, gt=0)


class Retention(Section):
    """Years that mail and files are kept; 0 means for ever."""

    years: int = Field(default=0, ge=0)
