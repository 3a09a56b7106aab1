"""Whether the line is in good health, with the reasons in Spanish: pure, of figures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from mailbot.config import Config
from mailbot.daemon.standing import Standing
from mailbot.model.line import ProcessRole
from mailbot.rules.alarm_words import Kind, kind_of, lacking
from mailbot.rules.alarms import lasting
from mailbot.watch import longest_pause

_SERIOUS = frozenset({Kind.LOGIN, Kind.MAILBOX, Kind.OUTBOX, Kind.CLOCK, Kind.DISK, Kind.ROLES})
"""Alarms that mean that people are not served, or soon will not be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """`reasons` say why the line is not well, none if it is; `warnings` what else lasts."""

    reasons: tuple[str, ...]
    warnings: tuple[str, ...] = ()

    @property
    def is_well(self) -> bool:
        return not self.reasons


def health(standing: Standing, troubles: Sequence[str], config: Config, now: datetime) -> Health:
    """What is wrong at `now`; `troubles` is what the process itself knows to be wrong."""
    serious = [alarm.text for alarm in standing.alarms if kind_of(alarm) in _SERIOUS]
    return Health(
        reasons=(
            *late_passes(standing, config, now),
            *absent_roles(standing),
            *troubles,
            *serious,
        ),
        warnings=tuple(alarm.text for alarm in standing.alarms if kind_of(alarm) not in _SERIOUS),
    )


def late_passes(standing: Standing, config: Config, now: datetime) -> Iterator[str]:
    """That no pass began for too long, in Spanish; nothing while they come."""
    last = standing.last_contact["pass"]
    if last is None:
        yield "Todavía no ha habido ninguna pasada."
    elif now - last > longest_pause(config):
        yield f"La última pasada empezó hace {lasting(now - last)}."


def absent_roles(standing: Standing) -> Iterator[str]:
    """What no process does for too long, in Spanish, unless an alarm says it already."""
    told = {kind_of(alarm) for alarm in standing.alarms}
    for role in standing.missing:
        alarm = Kind.MAILBOX if role is ProcessRole.RECEIVE else Kind.ROLES
        if alarm not in told:
            yield lacking(role)
