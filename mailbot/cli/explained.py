"""The JSON of `mailbot explain`: what a mail says, and what would happen to it."""

from mailbot.cli.shapes import Json, Shapes
from mailbot.model.decision import Decision, Send
from mailbot.model.mail import Address, Attachment, Mail
from mailbot.parsers.forms import ReturnedForm, UnreadableForm
from mailbot.pipeline.consider import Considered
from mailbot.rules.numbers import numbers_in


def explanation(file: str, considered: Considered, shapes: Shapes) -> Json:
    """What would happen to a mail, and why; times as `shapes` writes them."""
    event, decision = considered.event, considered.decision
    mail, match = event.mail, event.match
    return _mail(file, mail, shapes) | {
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


def unreadable(file: str, fault: str, outcome: str | None) -> Json:
    """The line of a file that can't be read: its outcome is null, or parked if it is a mail."""
    empty: Json = dict.fromkeys(
        ("from", "subject", "date", "message_id", "in_reply_to", "delivery_report", "match")
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
        "body": "",
        "text": "",
        "quoted": "",
        "machine": "none",
        "identity": {"verified": False, "by": "none"},
        "decision": None,
        "faults": [fault],
    }


def _mail(file: str, mail: Mail, shapes: Shapes) -> Json:
    report = mail.report
    return {
        "file": file,
        "from": _address(mail.sender),
        "to": [_address(address) for address in mail.to],
        "cc": [_address(address) for address in mail.cc],
        "subject": mail.subject or None,
        "date": shapes.time(mail.date),
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


def _address(address: Address | None) -> Json | None:
    if address is None:
        return None
    return {"address": address.address or None, "name": address.name or None}


def _attachment(attached: Attachment) -> Json:
    return {
        "name": attached.name or None,
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
