"""The JSON of the outside contract, built from the model's values."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from mailbot.model.case import Case, CaseEvent, StoredFile, Survey
from mailbot.model.masking import hidden, identifications, in_subject
from storage.ledger import Entry
from storage.outbox import Posted

Json = dict[str, Any]


class Shapes:
    """Shapes with times in the line's zone, as ISO 8601 with offset.

    What is not known is null and never ""; words that somebody wrote, or did not, stay a text.
    """

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone

    def time(self, moment: datetime | None) -> str | None:
        return moment.astimezone(self._zone).isoformat() if moment else None

    def case_row(self, case: Case) -> Json:
        """A case in a list."""
        return {
            "id": case.number,
            "service_number": case.service_number,
            "incident_number": case.incident_number,
            "state": case.state,
            "level": case.level,
            "group": case.group,
            "assignee": case.assignee,
            "criticality": case.criticality,
            "requester": {
                "name": case.requester.name or None,
                "email": case.requester.email or None,
            },
            "opened_at": self.time(case.opened_at),
            "due_at": self.time(case.due_at),
        }

    def case(
        self,
        case: Case,
        *,
        consumed_minutes: int,
        children: Sequence[str],
        files: Sequence[StoredFile],
        history: Sequence[CaseEvent],
        mails: Sequence[Posted],
    ) -> Json:
        """A whole case, without numbers of identification (§16.14)."""
        person = case.requester
        known = identifications(person.identification, case.attendees)
        return self.case_row(case) | {
            "type": case.type,
            "channel": case.channel,
            "requester": {
                "name": person.name or None,
                "email": person.email or None,
                "siif_user": person.siif_user or None,
                "executing_unit": person.executing_unit or None,
                "entity": person.entity or None,
                "phone": person.phone or None,
                "city": person.city or None,
            },
            "subject": in_subject(case.subject, known) or None,
            "description": hidden(case.description, known) or None,
            "module": case.module,
            "missing": list(case.missing),
            "consumed_minutes": consumed_minutes,
            "client_wait_until": self.time(case.client_wait_until),
            "confirmation_until": self.time(case.confirmation_until),
            "closed_at": self.time(case.closed_at),
            "close_reason": case.close_reason,
            "finding_number": case.finding_number,
            "adjustment_number": case.adjustment_number,
            "change_number": case.change_number,
            "governing_body": case.governing_body,
            "parent": case.parent,
            "children": list(children),
            "related": list(case.related),
            "attachments": [_file(file, known) for file in files],
            "history": [self._event(entry, known) for entry in history],
            "mails": [self.case_mail(mail, known) for mail in mails],
            "survey": self._survey(case.survey, known),
        }

    def _survey(self, survey: Survey | None, known: str) -> Json | None:
        if survey is None:
            return None
        scores = {f"q{place}": score for place, score in enumerate(survey.scores, start=1)}
        return {
            "sent_at": self.time(survey.sent_at),
            "answered_at": self.time(survey.answered_at),
            "scores": scores or None,
            "comment": hidden(survey.comment, known) or None,
        }

    def case_mail(self, mail: Posted, known: str = "") -> Json:
        """A mail of a case; `known` are numbers that its subject must not show."""
        return {
            "template": mail.template,
            "to": list(mail.to),
            "cc": list(mail.cc),
            "subject": in_subject(mail.subject, known) or None,
            "message_id": mail.message_id,
            "status": mail.status,
            "at": self.time(mail.sent_at or mail.created_at),
        }

    def outgoing(self, mail: Posted, number: str | None) -> Json:
        """A mail of the outbox."""
        return {
            "id": mail.id,
            "case": number,
            "template": mail.template,
            "to": list(mail.to),
            "cc": list(mail.cc),
            "subject": mail.subject or None,
            "message_id": mail.message_id,
            "status": mail.status,
            "attempts": mail.attempts,
            "next_attempt_at": self.time(mail.next_attempt_at),
            "last_error": mail.last_error or None,
        }

    def parked(self, entry: Entry) -> Json:
        """A mail set aside."""
        return {
            "id": entry.id,
            "received_at": self.time(entry.received_at),
            "from": entry.sender or None,
            "subject": in_subject(entry.subject) or None,
            "reason": entry.reason,
            "attempts": entry.attempts,
        }

    def _event(self, entry: CaseEvent, known: str) -> Json:
        return {
            "at": self.time(entry.at),
            "actor": entry.actor,
            "role": entry.role,
            "event": entry.event,
            "from": entry.source,
            "to": entry.target,
            "reason": hidden(entry.reason, known),
            "text": hidden(entry.text, known),
            "mail": entry.mail,
            "rule": entry.rule or None,
            "activity": entry.activity or None,
        }


def _file(file: StoredFile, known: str) -> Json:
    return {
        "name": file.name,
        "original_name": hidden(file.original_name, known) or None,
        "path": file.path,
        "sha256": file.sha256,
        "bytes": file.size,
        "type": file.type,
        "status": file.status,
    }
