"""The JSON of the outside contract, built from the model's values."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from mailbot.model.case import Case, CaseEvent, StoredFile, Survey
from mailbot.model.decision import Decision, Send
from mailbot.model.mail import Address, Attachment, Mail
from mailbot.model.masking import hidden, identifications, in_subject
from mailbot.parsers.forms import ReturnedForm, UnreadableForm
from mailbot.pipeline.consider import Considered
from mailbot.rules.numbers import numbers_in
from storage.ledger import Entry
from storage.outbox import Posted

Json = dict[str, Any]


class Shapes:
    """Shapes with times in the line's zone, as ISO 8601 with offset."""

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
            "requester": {"name": case.requester.name, "email": case.requester.email},
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
                "name": person.name,
                "email": person.email,
                "siif_user": person.siif_user,
                "executing_unit": person.executing_unit,
                "entity": person.entity,
                "phone": person.phone,
                "city": person.city,
            },
            "subject": in_subject(case.subject, known),
            "description": hidden(case.description, known),
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
            "subject": in_subject(mail.subject, known),
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
            "subject": mail.subject,
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
            "from": entry.sender,
            "subject": in_subject(entry.subject),
            "reason": entry.reason,
            "attempts": entry.attempts,
        }

    def explanation(self, file: str, considered: Considered) -> Json:
        """What would happen to a mail, and why."""
        event, decision = considered.event, considered.decision
        mail, match = event.mail, event.match
        return self._mail(file, mail) | {
            "outcome": decision.outcome,
            "rule": event.screening.rule,
            "reason": event.screening.reason,
            "machine": event.screening.machine,
            "identity": {"verified": event.identity.verified, "by": event.identity.by},
            "match": {
                "case": match.case.number,
                "by": match.by,
                "standing": match.standing,
                "reason": match.reason,
            }
            if match
            else None,
            "forms": [_form(form) for form in event.forms],
            "commands": [
                {
                    "tag": command.tag,
                    "arguments": [*command.arguments, *(f"{k}={v}" for k, v in command.keys)],
                    "text": command.text,
                }
                for command in event.orders.commands
            ],
            "decision": {"rule": decision.rule, "reason": decision.reason, "case": decision.case},
            "effects": _effects(decision),
            "mails": _sends(decision),
        }

    def _mail(self, file: str, mail: Mail) -> Json:
        report = mail.report
        return {
            "file": file,
            "from": _address(mail.sender),
            "to": [_address(address) for address in mail.to],
            "cc": [_address(address) for address in mail.cc],
            "subject": mail.subject,
            "date": self.time(mail.date),
            "message_id": mail.message_id,
            "in_reply_to": next(iter(mail.in_reply_to), None),
            "references": list(mail.references),
            "body": mail.body,
            "text": mail.text,
            "quoted": mail.quoted,
            "attachments": [_attachment(attached) for attached in mail.attachments],
            "delivery_report": {
                "recipients": [
                    {"address": r.address, "status": r.status, "permanent": r.permanent}
                    for r in report.recipients
                ],
                "original_message_id": report.original_message_id,
            }
            if report
            else None,
            "faults": list(mail.faults),
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
            "rule": entry.rule,
            "activity": entry.activity,
        }


def unreadable(file: str, fault: str, outcome: str | None) -> Json:
    """The line of a file that can't be read: its outcome is null, or parked if it is a mail."""
    empty: Json = dict.fromkeys(
        ("from", "date", "message_id", "in_reply_to", "delivery_report", "match")
    )
    lists: Json = {
        name: []
        for name in (
            "to",
            "cc",
            "references",
            "attachments",
            "forms",
            "commands",
            "effects",
            "mails",
        )
    }
    return {
        "file": file,
        "outcome": outcome,
        "rule": "unreadable",
        "reason": fault,
        **empty,
        **lists,
        "subject": "",
        "body": "",
        "text": "",
        "quoted": "",
        "machine": "none",
        "identity": {"verified": False, "by": "none"},
        "decision": None,
        "faults": [fault],
    }


def _address(address: Address | None) -> Json | None:
    return {"address": address.address, "name": address.name} if address else None


def _file(file: StoredFile, known: str) -> Json:
    return {
        "name": file.name,
        "original_name": hidden(file.original_name, known),
        "path": file.path,
        "sha256": file.sha256,
        "bytes": file.size,
        "type": file.type,
        "status": file.status,
    }


def _attachment(attached: Attachment) -> Json:
    return {
        "name": attached.name,
        "type": attached.type,
        "bytes": attached.size,
        "sha256": attached.sha256,
        "verdict": attached.verdict,
    }


def _form(form: ReturnedForm | UnreadableForm) -> Json:
    """A form that came back: which one it is, and what is filled in, not with what (§16.14)."""
    if isinstance(form, UnreadableForm):
        return {"file": form.source or None, "read": False, "reason": form.why}
    return {
        "file": form.source or None,
        "read": True,
        "kind": form.kind,
        "medium": form.medium,
        "version": form.version or None,
        "cases": list(numbers_in(f"{form.case} {form.carried}")),
        "fields": [answer.field for answer in form.answers],
        "attendees": len(form.attendees),
        "doubts": list(form.doubts),
    }


def _effects(decision: Decision) -> list[str]:
    return [type(effect).__name__ for effect in decision.effects]


def _sends(decision: Decision) -> list[Json]:
    return [
        {
            "template": effect.template,
            "to": list(effect.to),
            "cc": list(effect.cc),
            "reason": effect.reason,
        }
        for effect in decision.effects
        if isinstance(effect, Send)
    ]
