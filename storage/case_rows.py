"""How a case, its history and its files are written into rows, and read from them."""

import json
from datetime import UTC, datetime
from typing import Any

from mailbot.model.case import Case, CaseEvent, Requester, Stint, Stopped, StoredFile, Survey
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
from storage.statements import NamedRow

# Small attributes that are stored as they are, under their own name.
_PLAIN = (
    "service_number", "incident_number", "type", "channel", "state", "running_before", "level",
    "group", "assignee", "criticality", "parties", "subject", "description", "topics",
    "attendees", "module", "missing", "opened_at", "due_at", "wait_started_at",
    "client_wait_until", "handled", "confirmation_until", "closed_at", "close_reason",
    "finding_number", "governing_body", "parent", "related", "thread_id", "events", "question",
    "organ_answered_at", "solution", "solution_type", "cause", "resolved_by", "category",
    "adjustment_number", "change_number", "mass", "mass_dismissed", "assigned_at", "taken_at",
    "drafted_by", "petition_until", "unreachable", "quality",
)  # fmt: skip
_REQUESTER = (
    "email", "name", "siif_user", "executing_unit", "entity", "phone", "city", "identification",
)  # fmt: skip


def row_of_case(value: Case) -> dict[str, Any]:
    """The columns of a case, all but its key."""
    row = {name: getattr(value, name) for name in _PLAIN}
    row |= {name: getattr(value.requester, name) for name in _REQUESTER}
    row["stints"] = json.dumps([_stint_out(stint) for stint in value.stints])
    row["survey"] = _survey_out(value.survey) if value.survey else None
    row["stopped"] = _stopped_out(value.stopped) if value.stopped else None
    return row


def case_of_row(row: NamedRow) -> Case:
    """The case that a row of `cases` holds."""
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


def row_of_event(row: int, seq: int, entry: CaseEvent, now: datetime) -> dict[str, Any]:
    """The columns of the entry `seq` of a case's history, but its key."""
    return {
        "case_id": row, "seq": seq, "at": entry.at, "recorded_at": now, "event": entry.event,
        "actor": entry.actor, "role": entry.role, "reason": entry.reason, "text": entry.text,
        "source": entry.source, "target": entry.target, "mail": entry.mail, "rule": entry.rule,
        "activity": entry.activity,
    }  # fmt: skip


def event_of_row(row: NamedRow) -> CaseEvent:
    """The entry that a row of `case_events` holds."""
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


def row_of_file(
    row: int, inbound_id: int | None, file: StoredFile, *, linked: bool
) -> dict[str, Any]:
    """The columns of a file of a case, but its key."""
    return {
        "case_id": row, "inbound_id": inbound_id, "linked": linked, "name": file.name,
        "path": file.path, "original_name": file.original_name, "sha256": file.sha256,
        "size": file.size, "type": file.type, "status": file.status, "why": file.why,
    }  # fmt: skip


def file_of_row(row: NamedRow) -> StoredFile:
    """The file that a row of `case_files` holds."""
    return StoredFile(
        name=row["name"], original_name=row["original_name"], path=row["path"],
        sha256=row["sha256"], size=row["size"], type=row["type"], status=row["status"],
        why=row["why"],
    )  # fmt: skip


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


_STINT_ALONE = 6
"""Values of a stint without a mass incident."""


def _stint_out(stint: Stint) -> list[str | None]:
    end = stint.end.astimezone(UTC).isoformat() if stint.end else None
    start = stint.start.astimezone(UTC).isoformat()
    row = [stint.state, stint.group, stint.level, stint.criticality, start, end]
    return [*row, stint.mass] if stint.mass else row


def _stint_in(row: list[Any]) -> Stint:
    return Stint(
        state=State(row[0]),
        group=Group(row[1]),
        level=Level(row[2]),
        criticality=Criticality(row[3]),
        start=datetime.fromisoformat(row[4]),
        end=datetime.fromisoformat(row[5]) if row[5] else None,
        mass=State(row[6]) if len(row) > _STINT_ALONE else None,
    )
