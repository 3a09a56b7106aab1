"""What every opened case has in common: its waiting for data, and what its person is told."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from mailbot.model.case import Case, Requester
from mailbot.model.decision import Enclosure, Send
from mailbot.model.faq import FaqEntry
from mailbot.model.mail import Mail
from mailbot.model.vocabulary import CaseType, FileVerdict, Group, Role, State
from mailbot.rules import clock, faq_draft, moves, notices
from mailbot.rules.case_files import within_a_sentence
from mailbot.rules.file_names import without_identification
from mailbot.rules.intake import Request, read_request, with_fixed_subject
from mailbot.rules.policy import Policy

ACKNOWLEDGEMENTS = ("M-02", "M-03", "M-23")
"""The mails that tell a person a new number; the first one carries the privacy line (R83)."""

LONGEST_DESCRIPTION = 5_000


def read_whole(mail: Mail, policy: Policy) -> Request:
    """The facts of a mail; a forward without a word above it describes itself."""
    request = with_fixed_subject(read_request(mail), mail.subject, policy.config.fixed_subject)
    if mail.encrypted:
        # Its subject is no description: the words that matter must come again.
        return replace(request, description="")
    if mail.text.strip() or mail.wordless or not mail.quoted.strip():
        return request
    return replace(request, description=mail.quoted.strip()[:LONGEST_DESCRIPTION])


def requester(email: str, request: Request) -> Requester:
    """The person served, at the address that the line answers to."""
    return Requester(
        email=email,
        name=request.name,
        siif_user=request.siif_user,
        executing_unit=request.executing_unit,
        entity=request.entity,
        phone=request.phone,
        city=request.city,
        identification=request.identification,
    )


def waiting(case: Case, at: datetime, asked_at: datetime, policy: Policy) -> Case:
    """An opened case that waits for the facts its person is asked for at `asked_at` (Q13)."""
    until = clock.intake_wait(
        unit=case.requester.executing_unit,
        config=policy.config,
        calendar=policy.calendar,
        start=asked_at,
    )
    return moves.moved(
        case, at, policy, state=State.PENDIENTE_CLIENTE, wait_started_at=asked_at,
        client_wait_until=until,
    )  # fmt: skip


def acknowledgement(
    case: Case, *, first: bool, answers: Mail | None, previous: Case | None = None,
    news: tuple[str, ...] = (), faults: tuple[str, ...] = (), again: bool = False,
    kept: bool = True, solved_before: tuple[FaqEntry, ...] = (),
) -> Send:  # fmt: skip
    """M-02, M-03 or M-23: the number, and what is missing (A6, A7, A9).

    `first` tells that the person never got one (R83); `answers` is his mail, if he wrote one.
    `news` are the public notices in force (R43), `faults` what he is to mend in the form that he
    sent. `again` tells that he knows the number: his form left something out; `kept`, that it
    filled something in all the same. `solved_before` are published questions that may help him
    (R57).
    """
    facts: dict[str, Any] = {
        "missing": case.missing,
        "privacy": first,
        "news": news,
        # Only what breaks can be found solved in a guide (A2, A3).
        "self_service": case.type is CaseType.SOPORTE and not again,
        "encrypted": answers is not None and answers.encrypted,
        "held": tuple(_held_back(answers)) if answers else (),
        "faults": faults,
        "again": again,
        "kept": kept,
        "answers": tuple(map(faq_draft.quoted, solved_before)),
    }
    template = "M-02" if case.type is CaseType.SOPORTE else "M-03"
    if previous:
        template, facts["previous"] = "M-23", previous.number
    return Send(
        template=template,
        to=(case.requester.email,),
        case=case,
        facts=facts,
        enclosures=_forms(case) if case.missing else (),
        answers=answers.message_id if answers else None,
        references=answers.references if answers else (),
        # Past the brake the number is in the hourly summary (§16.27).
        reason="Se pide lo que falta en la plantilla (A6)"
        if again
        else "Se informa el número de servicio (A9)",
    )


def _held_back(mail: Mail) -> Iterator[str]:
    """The files of a mail that inspection held back, each with the reason, for who sent them."""
    for file in mail.attachments:
        if file.verdict is FileVerdict.QUARANTINED:
            name = without_identification(file.name) or "sin nombre"
            yield f"«{name}»: {within_a_sentence(file.why)}"


def orientation(
    to: str, answers: Mail | None, *, reason: str, brake: bool = True, no_case: bool = False
) -> Send:
    """M-01: the circular, the form and the phones (A4); `answers` is the person's mail, if any.

    `no_case` is for who asks how his case stands and has none.
    """
    return Send(
        template="M-01",
        to=(to,),
        facts={"no_case": no_case},
        enclosures=(form(None, "functional_form"), form(None, "circular_050")),
        answers=answers.message_id if answers else None,
        references=answers.references if answers else (),
        brake=brake,
        reason=reason,
    )


def form(case: Case | None, document: str) -> Enclosure:
    """A document of the line to send along; its file name carries the case number, if any."""
    prefix = f"{case.number}_" if case else ""
    return Enclosure(name=prefix + document, document=document)


def tell_of_governing_body(case: Case, policy: Policy, facts: Mapping[str, Any]) -> list[Send]:
    """M-44: an Órgano Rector asks for help itself; it jumps the line (A8, A22, §16.25).

    `facts` say who wrote what. The coordinators of the module are told too, if it is known.
    """
    owners = (each for each in policy.in_group(Group.N3F) if case.module in _modules(each, policy))
    people = (*policy.in_group(Group.BO), *policy.with_role(Role.CL1), *owners)
    why = f"La solicitud viene del órgano rector {case.governing_body}."
    told = {
        **facts,
        "title": f"Solicitud de {case.governing_body} en la línea",
        "why": why,
        "expected": "Back Office complete el caso y lo registre como incidente.",
    }
    notice = notices.to_people("M-44", people, policy, case=case, reason=why, facts=told)
    return [notice] if notice else []


def _modules(email: str, policy: Policy) -> tuple[str, ...]:
    return policy.staff[email].modules


def _forms(case: Case) -> tuple[Enclosure, ...]:
    if case.type is not CaseType.SOPORTE:
        return (form(case, "accompaniment_form"),)
    return (form(case, "functional_form"), form(case, "circular_050"))
