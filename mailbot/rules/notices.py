"""Mails to the people of the line about something that happened, built in one place."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from mailbot.model.case import Case
from mailbot.model.decision import Send
from mailbot.model.mail import Address, Attachment
from mailbot.model.vocabulary import Criticality, FileVerdict
from mailbot.rules import case_files, offers
from mailbot.rules.event import MailArrived, View
from mailbot.rules.file_names import without_identification
from mailbot.rules.policy import Policy

_LONGEST_NAME = 80


def to_handlers(
    template: str, case: Case, event: MailArrived, view: View, policy: Policy, *, reason: str,
    facts: Mapping[str, Any],
) -> Send | None:  # fmt: skip
    """A notice about a mail on a case, with its files, to who handles it; None if nobody can."""
    to = policy.handlers(case)
    if not to:
        return None
    present = view.files.get(case.row, ())
    placed = case_files.placed(case, event.mail.attachments, present, policy)
    files = case_files.enclosed(case, placed, policy)
    return Send(
        template=template,
        to=to,
        case=case,
        facts={
            **message_facts(event),
            **offers.to_first(case, to, policy),
            "files": tuple(case_files.told(case, placed)),
            **facts,
        },
        enclosures=files.enclosures,
        references=case.thread,
        to_staff=True,
        urgent=case.criticality is Criticality.CRITICA,
        brake=False,
        reason=reason,
    )


def to_people(
    template: str, people: Iterable[str], policy: Policy, *, case: Case | None, reason: str,
    facts: Mapping[str, Any], once: str | None = None, urgent: bool = False,
) -> Send | None:  # fmt: skip
    """A notice to named people of the line, or else to who coordinates it; None if nobody can.

    It waits for working time unless `urgent`, or its case is Crítica (R85, domain.md §16.10).
    """
    to = tuple(dict.fromkeys(people)) or policy.handlers(case)
    if not to:
        return None
    return Send(
        template=template,
        to=to,
        case=case,
        facts={**(offers.to_first(case, to, policy) if case else {}), **facts},
        references=case.thread if case else (),
        to_staff=True,
        urgent=urgent or (case is not None and case.criticality is Criticality.CRITICA),
        once=once,
        brake=False,
        reason=reason,
    )


def with_copies(notice: Send | None, copies: Iterable[str]) -> Send | None:
    """The notice with people on copy who do not get it anyway."""
    if notice is None:
        return None
    return replace(
        notice, cc=tuple(each for each in dict.fromkeys(copies) if each not in notice.to)
    )


def _author(sender: Address | None) -> str:
    """Who wrote, for the line's people: the true address is always there, whatever he is called."""
    if sender is None:
        return ""
    address, name = sender.address, sender.name[:_LONGEST_NAME]
    odd = "" if address.isascii() else " (la dirección tiene letras poco comunes: revísela)"
    if "@" in name:
        return f"{address} (se presenta como «{name}»){odd}"
    return f"{name} <{address}>{odd}" if name else f"{address}{odd}"


def _held(file: Attachment) -> str:
    return case_files.held_for(file.why) if file.verdict is FileVerdict.QUARANTINED else ""


def message_facts(event: MailArrived) -> dict[str, Any]:
    """Who wrote, the new words, and the names of the files."""
    return {
        "sender": _author(event.mail.sender),
        "text": event.mail.said,
        "files": tuple(
            f"{without_identification(file.name) or 'sin nombre'}{_held(file)}"
            for file in event.mail.attachments
        ),
    }
