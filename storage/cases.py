"""Cases, their histories, files and next wake-ups: rows in, frozen values out."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    and_,
    case,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from mailbot.model.case import (
    Case,
    CaseEvent,
    Requester,
    Stint,
    Stopped,
    StoredFile,
    Survey,
    Wakeup,
)
from mailbot.model.listing import CaseFilter, CaseList
from mailbot.model.vocabulary import (
    CaseClass,
    CaseType,
    Channel,
    CloseReason,
    Criticality,
    EventKind,
    Field,
    Group,
    Level,
    Pause,
    Role,
    State,
)
from mailbot.rules.intake.words import folded
from storage.schema import case_events, case_files, cases, deadlines

# Small attributes that are stored as they are, under their own name.
_PLAIN = (
    "service_number", "incident_number", "type", "channel", "state", "running_before", "level",
    "group", "assignee", "criticality", "parties", "subject", "description", "topics",
    "attendees", "module", "missing", "opened_at", "due_at", "wait_started_at",
    "client_wait_until", "handled", "confirmation_until", "closed_at", "close_reason",
    "finding_number", "governing_body", "parent", "related", "thread_id", "events", "question",
    "organ_answered_at", "solution",
    "solution_type", "cause", "resolved_by", "category", "adjustment_number", "change_number",
    "mass", "mass_dismissed", "assigned_at", "taken_at", "drafted_by", "petition_until",
    "unreachable", "quality",
)  # fmt: skip
_ORDER = {name: place for place, name in enumerate(Criticality)}
_MOST_ALIKE = 500
"""Beyond so many cases of a module in a window nobody needs to be told that it is massive."""

_REQUESTER = (
    "email", "name", "siif_user", "executing_unit", "entity", "phone", "city", "identification",
)  # fmt: skip


def save(connection: Connection, new: Case, history: Sequence[CaseEvent], now: datetime) -> Case:
    """Insert or update a case, append `history`, and return the case with its row and count."""
    new = replace(new, events=new.events + len(history))
    row = _to_row(new)
    if new.row:
        connection.execute(update(cases).where(cases.c.id == new.row).values(row))
    else:
        key = connection.execute(insert(cases).values(row).returning(cases.c.id)).scalar_one()
        new = replace(new, row=int(key))
    first = new.events - len(history) + 1
    if history:
        rows = [_event_row(new.row, first + i, entry, now) for i, entry in enumerate(history)]
        connection.execute(insert(case_events), rows)
    return new


def by_row(connection: Connection, row: int) -> Case:
    """The case with this key."""
    found = connection.execute(select(cases).where(cases.c.id == row)).mappings().one()
    return _from_row(found)


def by_rows(connection: Connection, rows: Iterable[int]) -> tuple[Case, ...]:
    """The cases with these keys."""
    keys = list(rows)
    if not keys:
        return ()
    found = connection.execute(select(cases).where(cases.c.id.in_(keys)).order_by(cases.c.id))
    return tuple(_from_row(row) for row in found.mappings())


def by_numbers(connection: Connection, numbers: Sequence[str]) -> tuple[Case, ...]:
    """The cases that have one of these numbers, SERV or INC: both stay valid for ever."""
    if not numbers:
        return ()
    wanted = or_(cases.c.service_number.in_(numbers), cases.c.incident_number.in_(numbers))
    found = connection.execute(select(cases).where(wanted).order_by(cases.c.id)).mappings()
    return tuple(_from_row(row) for row in found)


def children(connection: Connection, number: str) -> tuple[str, ...]:
    """Numbers of the cases that hang on this one (mass incidents)."""
    query = select(cases).where(cases.c.parent == number).order_by(cases.c.id)
    return tuple(_from_row(row).number for row in connection.execute(query).mappings())


def hanging_on(connection: Connection, numbers: Sequence[str]) -> tuple[Case, ...]:
    """The children of these mass incidents, in order of arrival."""
    if not numbers:
        return ()
    found = connection.execute(
        select(cases).where(cases.c.parent.in_(numbers)).order_by(cases.c.opened_at, cases.c.id)
    )
    return tuple(_from_row(row) for row in found.mappings())


def of_modules(connection: Connection, modules: Sequence[str], since: datetime) -> tuple[Case, ...]:
    """The newest cases of these modules that came in since then: what may be the same matter."""
    if not modules:
        return ()
    query = (
        select(cases)
        .where(cases.c.module.in_(modules), cases.c.opened_at >= since)
        .order_by(cases.c.opened_at.desc(), cases.c.id.desc())
        .limit(_MOST_ALIKE)
    )
    return tuple(_from_row(row) for row in connection.execute(query).mappings())


def opened_since(connection: Connection, email: str, moment: datetime) -> int:
    """How many cases this person opened since `moment`."""
    query = select(func.count()).where(and_(cases.c.email == email, cases.c.opened_at >= moment))
    return int(connection.execute(query).scalar_one())


def listed(
    connection: Connection, *, state: str | None, level: str | None, assignee: str | None,
    overdue_at: datetime | None,
) -> tuple[Case, ...]:  # fmt: skip
    """Cases in working order: criticality, then arrival. Without a state, those not closed."""
    query = select(cases)
    query = query.where(cases.c.state == state if state else cases.c.closed_at.is_(None))
    if level:
        query = query.where(cases.c.level == level)
    if assignee:
        query = query.where(cases.c.assignee == assignee.lower())
    if overdue_at:
        query = query.where(cases.c.due_at < overdue_at)
    query = query.order_by(
        case(_ORDER, value=cases.c.criticality, else_=9), cases.c.opened_at, cases.c.id
    )
    return tuple(_from_row(row) for row in connection.execute(query).mappings())


def matching(connection: Connection, wanted: CaseFilter, most: int) -> CaseList:
    """The first `most` open cases that are asked for, in working order, and how many there are."""
    # Naming the states leads to the index of what is open, past the archive.
    states = wanted.states or [state for state in State if state is not State.CERRADO]
    query = select(cases.c.id, cases.c.entity, cases.c.executing_unit)
    query = query.where(cases.c.closed_at.is_(None), cases.c.state.in_(states))
    query = query.where(*_conditions(wanted)).order_by(
        case(_ORDER, value=cases.c.criticality, else_=9), cases.c.opened_at, cases.c.id
    )
    name = folded(wanted.entity)
    keys = [
        row[0]
        for row in connection.execute(query)
        if not name or name in folded(row[1]) or row[2].lower().startswith(name)
    ]
    found = {each.row: each for each in by_rows(connection, keys[:most])}
    return CaseList(cases=tuple(found[key] for key in keys[:most]), total=len(keys))


def counts(connection: Connection) -> tuple[tuple[str, str, int], ...]:
    """(state, level, how many) of the cases that are not closed."""
    query = (
        select(cases.c.state, cases.c.level, func.count())
        .where(cases.c.closed_at.is_(None))
        .group_by(cases.c.state, cases.c.level)
        .order_by(cases.c.state, cases.c.level)
    )
    return tuple((row[0], row[1], row[2]) for row in connection.execute(query))


def loads(connection: Connection) -> dict[str, int]:
    """How many running cases each advisor has: those in Abierto and Trabajo en Progreso."""
    running = and_(
        cases.c.closed_at.is_(None),
        cases.c.state.in_((State.ABIERTO, State.EN_PROGRESO)),
        cases.c.assignee.is_not(None),
        # The parent of a mass incident is one piece of work, however many its children.
        cases.c.parent.is_(None),
    )
    query = select(cases.c.assignee, func.count()).where(running).group_by(cases.c.assignee)
    return {row[0]: int(row[1]) for row in connection.execute(query)}


def history(connection: Connection, row: int) -> tuple[CaseEvent, ...]:
    """The whole history of a case, in the order in which it was recorded."""
    query = select(case_events).where(case_events.c.case_id == row).order_by(case_events.c.seq)
    return tuple(_event_from_row(found) for found in connection.execute(query).mappings())


def add_file(
    connection: Connection, row: int, inbound_id: int | None, file: StoredFile, *, linked: bool
) -> None:
    """Record a file of a case; its readable link is made after the commit.

    With `linked` none is owed: a file in quarantine gets no name that one could open by mistake.
    """
    connection.execute(
        insert(case_files).values(
            case_id=row, inbound_id=inbound_id, linked=linked, name=file.name, path=file.path,
            original_name=file.original_name, sha256=file.sha256, size=file.size, type=file.type,
            status=file.status,
        )
    )  # fmt: skip


def files(connection: Connection, row: int) -> tuple[StoredFile, ...]:
    """The files of a case, in order of arrival."""
    query = select(case_files).where(case_files.c.case_id == row).order_by(case_files.c.id)
    return tuple(
        StoredFile(
            name=found["name"], original_name=found["original_name"], path=found["path"],
            sha256=found["sha256"], size=found["size"], type=found["type"], status=found["status"],
        )
        for found in connection.execute(query).mappings()
    )  # fmt: skip


def unlinked_files(connection: Connection) -> tuple[tuple[int, str, str], ...]:
    """(key, sha256, path) of the files whose readable link is still owed."""
    query = select(case_files.c.id, case_files.c.sha256, case_files.c.path)
    rows = connection.execute(query.where(~case_files.c.linked).order_by(case_files.c.id))
    return tuple((row[0], row[1], row[2]) for row in rows)


def mark_linked(connection: Connection, keys: Sequence[int]) -> None:
    """The readable links of these files exist now."""
    connection.execute(update(case_files).where(case_files.c.id.in_(keys)).values(linked=True))


def open_after(connection: Connection, row: int, limit: int) -> tuple[Case, ...]:
    """Up to `limit` cases that are not closed, with keys beyond `row`, in order."""
    query = select(cases).where(cases.c.closed_at.is_(None), cases.c.id > row)
    found = connection.execute(query.order_by(cases.c.id).limit(limit))
    return tuple(_from_row(each) for each in found.mappings())


def open_since(connection: Connection, moment: datetime) -> tuple[Case, ...]:
    """The cases that are not closed, or were closed after `moment`, in order of arrival."""
    query = select(cases).where(or_(cases.c.closed_at.is_(None), cases.c.closed_at > moment))
    found = connection.execute(query.order_by(cases.c.opened_at, cases.c.id)).mappings()
    return tuple(_from_row(row) for row in found)


def set_deadlines(connection: Connection, row: int, due: Sequence[Wakeup]) -> None:
    """Replace the next wake-ups of a case."""
    connection.execute(delete(deadlines).where(deadlines.c.case_id == row))
    if due:
        rows = [{"case_id": row, "kind": each.kind, "due_at": each.at} for each in due]
        connection.execute(insert(deadlines), rows)


def due_deadlines(connection: Connection, now: datetime) -> tuple[tuple[int, str, datetime], ...]:
    """(case, kind, due) of the wake-ups that are due, in order."""
    query = (
        select(deadlines.c.case_id, deadlines.c.kind, deadlines.c.due_at)
        .where(deadlines.c.due_at <= now)
        .order_by(deadlines.c.due_at, deadlines.c.id)
    )
    return tuple((row[0], row[1], row[2]) for row in connection.execute(query))


def every_deadline(connection: Connection) -> tuple[tuple[str, str, datetime], ...]:
    """(case number, kind, due) of every wake-up, in order."""
    number = func.coalesce(cases.c.incident_number, cases.c.service_number)
    query = (
        select(number, deadlines.c.kind, deadlines.c.due_at)
        .join(cases, cases.c.id == deadlines.c.case_id)
        .order_by(deadlines.c.due_at, deadlines.c.id)
    )
    return tuple((row[0], row[1], row[2]) for row in connection.execute(query))


def _conditions(wanted: CaseFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.level:
        found.append(cases.c.level == wanted.level)
    if wanted.groups:
        found.append(cases.c.group.in_(wanted.groups))
    if wanted.assignee:
        waiting = and_(cases.c.assignee.is_(None), cases.c.group.in_(wanted.queues))
        found.append(or_(cases.c.assignee == wanted.assignee, waiting))
    if wanted.module:
        found.append(cases.c.module == wanted.module)
    if wanted.overdue_at:
        found.append(cases.c.due_at <= wanted.overdue_at)
    return found


def _to_row(value: Case) -> dict[str, Any]:
    row = {name: getattr(value, name) for name in _PLAIN}
    row |= {name: getattr(value.requester, name) for name in _REQUESTER}
    row["stints"] = json.dumps([_stint_out(stint) for stint in value.stints])
    row["survey"] = _survey_out(value.survey) if value.survey else None
    row["stopped"] = _stopped_out(value.stopped) if value.stopped else None
    return row


def _from_row(row: RowMapping) -> Case:
    values = {name: row[name] for name in _PLAIN}
    return Case(
        **values
        | {
            "row": row["id"],
            "type": CaseType(row["type"]),
            "channel": Channel(row["channel"]),
            "state": State(row["state"]),
            "running_before": State(row["running_before"]) if row["running_before"] else None,
            "level": Level(row["level"]),
            "group": Group(row["group"]),
            "criticality": Criticality(row["criticality"]),
            "missing": tuple(Field(name) for name in row["missing"]),
            "close_reason": CloseReason(row["close_reason"]) if row["close_reason"] else None,
            "requester": Requester(**{name: row[name] for name in _REQUESTER}),
            "stints": tuple(_stint_in(stint) for stint in json.loads(row["stints"])),
            "category": CaseClass(row["category"]) if row["category"] else None,
            "survey": _survey_in(row["survey"]) if row["survey"] else None,
            "stopped": _stopped_in(row["stopped"]) if row["stopped"] else None,
        }
    )


def _survey_out(survey: Survey) -> str:
    answered = survey.answered_at.astimezone(UTC).isoformat() if survey.answered_at else None
    sent, until = (moment.astimezone(UTC).isoformat() for moment in (survey.sent_at, survey.until))
    return json.dumps([sent, until, answered, survey.scores, survey.comment], ensure_ascii=False)


def _survey_in(text: str) -> Survey:
    sent, until, answered, scores, comment = json.loads(text)
    return Survey(
        sent_at=datetime.fromisoformat(sent),
        until=datetime.fromisoformat(until),
        answered_at=datetime.fromisoformat(answered) if answered else None,
        scores=tuple(scores),
        comment=comment,
    )


def _stopped_out(stopped: Stopped) -> str:
    return json.dumps([stopped.why, stopped.since.astimezone(UTC).isoformat(), stopped.back_to])


def _stopped_in(text: str) -> Stopped:
    why, since, back_to = json.loads(text)
    return Stopped(why=Pause(why), since=datetime.fromisoformat(since), back_to=State(back_to))


def _stint_out(stint: Stint) -> list[str | None]:
    end = stint.end.astimezone(UTC).isoformat() if stint.end else None
    start = stint.start.astimezone(UTC).isoformat()
    return [stint.state, stint.group, stint.level, stint.criticality, start, end]


def _stint_in(row: list[Any]) -> Stint:
    return Stint(
        state=State(row[0]),
        group=Group(row[1]),
        level=Level(row[2]),
        criticality=Criticality(row[3]),
        start=datetime.fromisoformat(row[4]),
        end=datetime.fromisoformat(row[5]) if row[5] else None,
    )


def _event_row(row: int, seq: int, entry: CaseEvent, now: datetime) -> dict[str, Any]:
    return {
        "case_id": row, "seq": seq, "at": entry.at, "recorded_at": now, "event": entry.event,
        "actor": entry.actor, "role": entry.role, "reason": entry.reason, "text": entry.text,
        "source": entry.source, "target": entry.target, "mail": entry.mail, "rule": entry.rule,
        "activity": entry.activity,
    }  # fmt: skip


def _event_from_row(row: RowMapping) -> CaseEvent:
    return CaseEvent(
        at=row["at"],
        event=EventKind(row["event"]),
        actor=row["actor"],
        role=Role(row["role"]),
        reason=row["reason"],
        text=row["text"],
        source=State(row["source"]) if row["source"] else None,
        target=State(row["target"]) if row["target"] else None,
        mail=row["mail"],
        rule=row["rule"],
        activity=row["activity"],
    )
