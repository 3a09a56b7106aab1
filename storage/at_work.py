"""Which processes are at work on a line, and what nobody does: for people who ask.

Only on PostgreSQL, where there may be several. What stands right now is in the server's locks
(`storage/sessions.py`); since when nobody has a role is told by marks that each pass leaves.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from mailbot.model.line import ProcessRole
from storage import numbers
from storage.postgresql import DUTIES, PRESENT, ROLES
from storage.presence import Duty
from storage.sessions import DUTY_KEYS, HOLDERS, ROLE_KEYS

REMEMBERED_EACH = timedelta(seconds=30)
"""Marks of roles are not younger than needed: each is a write."""

_BEGAN = "roles"
_NAME = re.compile(r"mailbot (\d+) en (.+)")
_AT_WORK = f"""
    SELECT activity.application_name, host(activity.client_addr), activity.backend_start,
           array_agg(held.classid::bigint), array_agg(held.objid::bigint)
    FROM pg_stat_activity AS activity
    JOIN (SELECT pid, classid, objid {HOLDERS}) AS held USING (pid)
    GROUP BY activity.pid, 1, 2, 3 HAVING bool_or(held.classid = {PRESENT})
    ORDER BY activity.backend_start, activity.pid
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """A process at work: its number on its host (None if its address names it otherwise), what it
    may do, what it does at present for the whole line, and since when its session stands.
    """

    pid: int | None
    host: str
    roles: tuple[ProcessRole, ...]
    duties: tuple[Duty, ...]
    since: datetime


def workers(connection: Connection) -> tuple[Worker, ...] | None:
    """The processes at work, those first that came first; None on SQLite, which can't tell."""
    if connection.dialect.name == "sqlite":
        return None
    return tuple(
        _worker(name, address, since, set(zip(spaces, keys, strict=True)))
        for name, address, since, spaces, keys in connection.exec_driver_sql(_AT_WORK)
    )


def remember(connection: Connection, roles: Collection[ProcessRole], now: datetime) -> None:
    """A process with these roles is at work at `now`."""
    if connection.dialect.name == "sqlite":
        return
    if numbers.marked(connection, _BEGAN) is None:
        numbers.mark(connection, _BEGAN, now)
    for role in roles:
        last = numbers.marked(connection, _mark(role))
        if last is None or now - last[0] >= REMEMBERED_EACH:
            numbers.mark(connection, _mark(role), now)


def missing(
    connection: Connection, now: datetime, longest: timedelta
) -> Mapping[ProcessRole, datetime | None]:
    """The roles that no process has had for longer than that, with the last time (None: never).

    None are missing on SQLite, before the first pass, and while there is no pass at all.
    """
    last_pass = numbers.marked(connection, "pass")
    if connection.dialect.name == "sqlite" or not last_pass or now - last_pass[0] > longest:
        return {}
    # The processes of a new line start one after the other.
    began = numbers.marked(connection, _BEGAN)
    if began is None:
        return {}
    marks = {role: numbers.marked(connection, _mark(role)) for role in ProcessRole}
    return {
        role: mark[0] if mark else None
        for role, mark in marks.items()
        if now - (mark or began)[0] > longest
    }


def _mark(role: ProcessRole) -> str:
    return f"role:{role}"


def _worker(
    name: str | None, address: str | None, since: datetime, held: set[tuple[int, int]]
) -> Worker:
    ours = _NAME.fullmatch(name or "")
    return Worker(
        pid=int(ours[1]) if ours else None,
        host=ours[2] if ours else f"{name or '?'} ({address or 'local'})",
        roles=tuple(role for role, key in ROLE_KEYS.items() if (ROLES, key) in held),
        duties=tuple(duty for duty, key in DUTY_KEYS.items() if (DUTIES, key) in held),
        since=since,
    )
