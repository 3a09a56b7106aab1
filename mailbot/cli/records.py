"""What the queries answer, as JSON values, looked up in one open transaction."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from mailbot.cli.shapes import Json, Shapes
from mailbot.daemon.health import absent_roles, late_passes
from mailbot.daemon.standing import Standing, look_up
from mailbot.errors import WrongUse
from mailbot.model.case import Case
from mailbot.pipeline.contingency import snapshot_of
from mailbot.rules import clock
from mailbot.rules.numbers import numbers_in
from mailbot.rules.policy import Policy
from storage import case_files, cases, deadlines, outbox
from storage.at_work import Worker
from storage.brakes import Brakes

_HOUR = timedelta(hours=1)


def find_case(connection: Connection, text: str) -> Case:
    """The case that a person names, by either of its numbers; WrongUse if there is none."""
    wanted = numbers_in(text)
    found = cases.by_numbers(connection, wanted)
    if not found:
        raise WrongUse(f"No hay ningún caso {text}. Los números se escriben SERV-2026-000001.")
    return found[0]


def case_record(connection: Connection, number: str, policy: Policy, now: datetime) -> Json:
    """`case show`."""
    case = find_case(connection, number)
    budget = clock.current_budget(case.stints)
    minutes = 0
    if budget is not None:
        minutes = clock.consumed_minutes(
            case.stints, budget, rules=policy.config.clock, calendar=policy.calendar, now=now
        )
    return Shapes(policy.calendar.zone).case(
        case,
        consumed_minutes=minutes,
        children=cases.children(connection, case.number),
        files=case_files.of_case(connection, case.row),
        history=cases.history(connection, case.row),
        mails=outbox.of_case(connection, case.row),
    )


def clock_record(connection: Connection, number: str, policy: Policy, now: datetime) -> Json:
    """`case clock`: interval by interval, which hours counted and why."""
    case = find_case(connection, number)
    config, calendar = policy.config, policy.calendar
    shapes = Shapes(calendar.zone)
    budget = clock.current_budget(case.stints)
    hours = clock.current_budget_hours(
        case.stints, unit=case.requester.executing_unit, config=config
    )
    consumed = 0
    if budget is not None:
        consumed = clock.consumed_minutes(
            case.stints, budget, rules=config.clock, calendar=calendar, now=now
        )
    intervals = clock.explain_intervals(case.stints, rules=config.clock, calendar=calendar, now=now)
    return {
        "case": case.number,
        "level": case.level,
        "group": case.group,
        "budget_minutes": round(hours * 60) if hours is not None else None,
        "consumed_minutes": consumed,
        "due_at": shapes.time(case.due_at),
        "intervals": [
            {
                "from": shapes.time(each.start),
                "to": shapes.time(each.end),
                "state": each.state,
                "group": each.group,
                "running": each.running,
                "minutes": each.minutes,
                "why": each.why,
            }
            for each in intervals
        ],
    }


def status_record(connection: Connection, policy: Policy, now: datetime) -> Json:
    """`status`: queues, the oldest mail that waits, last contacts, cases, alarms."""
    shapes = Shapes(policy.calendar.zone)
    found = look_up(connection, policy, now)
    return {
        "at": shapes.time(now),
        "inbound": found.inbound,
        "oldest_unprocessed": shapes.time(found.oldest_unprocessed),
        "parked": found.parked,
        "outbox": found.outbox,
        "last_contact": {name: shapes.time(at) for name, at in found.last_contact.items()},
        "cases": [{"state": s, "level": lv, "count": n} for s, lv, n in found.cases],
        "contingency_sheet": _sheet_record(connection, policy, shapes),
        "closings_held": found.closings_held,
        "brakes": _brakes_record(found.brakes, shapes),
        "last_backup": shapes.time(found.last_backup),
        "processes": _workers_record(found.workers, shapes),
        "alarms": [*(alarm.text for alarm in found.alarms), *_alarms(found, policy, now)],
    }


def _workers_record(found: Sequence[Worker] | None, shapes: Shapes) -> list[Json] | None:
    """The processes at work, those first that came first; null where only one can be (SQLite)."""
    if found is None:
        return None
    return [asdict(each) | {"since": shapes.time(each.since)} for each in found]


def _sheet_record(connection: Connection, policy: Policy, shapes: Shapes) -> Json:
    """Where the contingency sheet lies, and when it was last compared with the cases."""
    found = snapshot_of(connection, policy.config.storage.files)
    return {
        "path": str(found.path),
        "exists": found.exists,
        "checked_at": shapes.time(found.checked_at),
    }


def _brakes_record(found: Brakes, shapes: Shapes) -> Json:
    """What the brakes held back today, of whom, and the addresses that mail does not reach."""
    return {
        "answers": [asdict(each) for each in found.answers],
        "requests": [asdict(each) for each in found.requests],
        "dead_addresses": [
            {
                "address": each.address,
                "since": shapes.time(each.since),
                "status": each.status or None,
            }
            for each in found.dead
        ],
    }


def _alarms(found: Standing, policy: Policy, now: datetime) -> list[str]:
    alarms = [*late_passes(found, policy.config, now), *absent_roles(found)]
    if found.closings_held:
        alarms.append("Hay cierres en espera de su revisión: mailbot deadlines release")
    if found.parked:
        alarms.append(
            f"Correos apartados que esperan a una persona: {found.parked}. mailbot parked list"
        )
    if failed := found.outbox.get("failed", 0):
        alarms.append(f"Correos no entregados: {failed}. Véalos con: mailbot outbox list")
    if found.oldest_unprocessed and now - found.oldest_unprocessed > _HOUR:
        alarms.append("Hay correos sin procesar desde hace más de una hora")
    return alarms


def row_record(case: Case, policy: Policy) -> Json:
    """A line of `case list`."""
    return Shapes(policy.calendar.zone).case_row(case)


def with_number(connection: Connection, posted: outbox.Posted, policy: Policy) -> dict[str, Any]:
    """A line of `outbox list`."""
    number = cases.by_row(connection, posted.case_id).number if posted.case_id else None
    return Shapes(policy.calendar.zone).outgoing(posted, number)


def deadline_records(connection: Connection, policy: Policy) -> list[Json]:
    """`deadlines list`: every wake-up, in order of time."""
    shapes = Shapes(policy.calendar.zone)
    return [
        {
            "id": f"{number}:{kind}",
            "case": number,
            "kind": kind,
            "due_at": shapes.time(due_at),
        }
        for number, kind, due_at in deadlines.every(connection)
    ]
