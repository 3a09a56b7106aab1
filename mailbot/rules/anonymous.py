"""A closed case without what it says of its person (Ley 1581 de 2012, domain.md §16.28).

What the line has to account for stays: numbers, states, times, who of its people worked on it, the
entity and its city, the scores. Who asked, and every word that somebody wrote, is gone.
"""

import hashlib
from dataclasses import replace
from datetime import datetime

from mailbot.model.case import Case, CaseEvent, Requester
from mailbot.model.decision import Anonymise, Decision, Effect, SaveCase
from mailbot.model.vocabulary import EventKind, Outcome, Role
from mailbot.rules import history
from mailbot.rules.places import place
from mailbot.rules.policy import Policy

BY_ORDER = "Ley 1581 de 2012, artículo 8, literal e"
"""The right to have data suppressed."""
BY_TIME = "Decreto 1377 de 2013, artículo 11"
"""Data are kept no longer than their purpose needs."""

DOMAIN = "anonimo.invalid"
"""Where nobody can have an address (RFC 2606)."""
ANONYMISED = "Datos anonimizados"
ACTIVITY = "R83"
"""What histories say that changes of a person's data rest on."""

_ALIAS_DIGITS = 8


def alias_of(seed: str) -> str:
    """Digits that say nothing of a person: from a one-time code or the number of a case."""
    return hashlib.sha256(seed.encode()).hexdigest()[:_ALIAS_DIGITS].upper()


def address_of(alias: str) -> str:
    """What stands where an address has to stand."""
    return f"persona-{alias.lower()}@{DOMAIN}"


def organ_of(address: str, policy: Policy) -> str:
    """The code of the Órgano Rector that a request comes from, also of nobody any more; or ""."""
    domain = address.rpartition("@")[2]
    if domain.endswith(f".{DOMAIN}"):
        return domain.removesuffix(f".{DOMAIN}").upper()
    body = policy.governing_body(address)
    return body.code if body else ""


def is_anonymous(case: Case) -> bool:
    """Whether this was done to the case already."""
    domain = case.requester.email.rpartition("@")[2]
    return domain == DOMAIN or domain.endswith(f".{DOMAIN}")


def anonymised(case: Case, alias: str, policy: Policy) -> Case:
    """The case of a person whom nobody knows any more."""
    known, answered = case.requester, case.survey and case.survey.answered_at
    return replace(
        case,
        requester=Requester(
            email=_told_of(known.email, alias, policy),
            name=f"Persona anonimizada {alias}",
            executing_unit=known.executing_unit,
            entity=known.entity,
            city=place(known.city, known.name),
        ),
        parties=(),
        subject=ANONYMISED,
        description="",
        topics="",
        attendees="",
        missing=(),
        question="",
        solution="",
        cause="",
        quality=ANONYMISED if case.quality else "",
        survey=replace(case.survey, comment="") if case.survey and answered else None,
        petition_until=None,
        thread_id=None,
    )


def _told_of(address: str, alias: str, policy: Policy) -> str:
    """The address of nobody, at the Órgano Rector that the person asked for."""
    person, _at, domain = address_of(alias).partition("@")
    organ = organ_of(address, policy)
    return f"{person}@{organ.lower()}.{domain}" if organ else f"{person}@{domain}"


def effects_on(
    cases: tuple[Case, ...], policy: Policy, *, alias: str, address: str, at: datetime, actor: str,
    role: Role, rule: str, reason: str, mail: str | None = None,
) -> tuple[Effect, ...]:  # fmt: skip
    """What anonymises these closed cases: what is left of each, and then the erasing.

    `address` is whose other mails go too, "" for nobody's. `reason` names the law.
    """
    entry = CaseEvent(
        at=at, event=EventKind.FIELD, actor=actor, role=role, reason=f"{ANONYMISED}: {reason}",
        rule=rule, mail=mail, activity=ACTIVITY,
    )  # fmt: skip
    saved = (SaveCase(case=anonymised(each, alias, policy), events=(entry,)) for each in cases)
    numbers = tuple(each.service_number for each in cases)
    names = " ".join(dict.fromkeys(each.requester.name for each in cases))
    return (
        *saved,
        Anonymise(numbers=numbers, address=address, alias=address_of(alias), names=names),
    )


def decide_retirement(case: Case, policy: Policy, now: datetime) -> Decision:
    """A case whose time is over is anonymised by itself (`[retention] years`)."""
    alias = alias_of(case.service_number)
    reason = f"venció el plazo de conservación ({BY_TIME})"
    effects = effects_on(
        (case,), policy, alias=alias, address="", at=now, actor=history.SYSTEM, role=Role.SYS,
        rule="retention", reason=reason,
    )  # fmt: skip
    return Decision(
        outcome=Outcome.CASE_EVENT, rule="retention", reason=reason, effects=effects,
        case=case.number,
    )  # fmt: skip


def years_before(now: datetime, years: int) -> datetime:
    """The same day, so many years earlier."""
    day = 28 if (now.month, now.day) == (2, 29) else now.day
    return now.replace(year=now.year - years, day=day)
