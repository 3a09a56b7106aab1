"""From which figure on something counts: as one matter, as a mass incident, as well served."""

from pydantic import Field

from mailbot.config.kinds import Hours, Share
from mailbot.config.section import Section


class Mass(Section):
    """When a mass incident is suggested (Q9, Q10)."""

    min_sections: int = Field(default=4, ge=2)
    section_groups: int = Field(default=2, ge=1, le=3)
    window_hours: Hours = 12


class Recurrence(Section):
    """When a recurring fault is told to the coordinator (R46)."""

    cases: int = Field(default=5, ge=2)
    window_hours: Hours = 24


class Similar(Section):
    """How alike two descriptions must be to count as the same matter."""

    threshold: Share = 0.6


class Targets(Section):
    """What the monthly report measures against."""

    sla: Share = 0.90
    csat: Share = 0.85
    satisfied: int = Field(default=4, ge=1, le=5)
    first_level: Share | None = None
    assignment_hours: Hours | None = None
    backlog_days: Hours | None = None
    reopened: Share | None = None
    unanswered: Share | None = None
    response: Share | None = None
    documented: Share | None = None
    misassigned: Share | None = None
