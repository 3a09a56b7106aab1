"""Brakes that rely on no detection: how much one person, case or domain sets in motion in a day.

Whoever answers everything is stopped by these, whether or not he can be told from a person. There
is no brake on the line as a whole: no number of mails an hour stops a program with a new address
each time and lets the last day of the year pass. The one on a domain is off unless configured:
on such a day an entity's people write the same, and nobody of them may be left without a case. It
counts nothing but requests that name neither user, executing unit nor module of SIIF.
"""

from dataclasses import dataclass
from datetime import datetime, time

from mailbot.config.limits import Limits
from mailbot.rules.intake import Request
from mailbot.rules.policy import Policy
from mailbot.rules.public_mail import is_public_provider

BRAKE = "Freno:"
"""How the reason of everything begins that a brake held back; what was held is counted by it."""

FORGED_REQUEST = "forged-request"
"""The rule of the first entry of a case whose sender our own receiver called false."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """What came before a new request: how many cases its author opened today, and how many bare
    requests its domain sent, counted only where a brake on domains is set and the request is bare.

    Cases under a forged name are none of its owner's; before a forged request they alone count.
    """

    of_person: int = 0
    of_domain: int = 0


def midnight(now: datetime, policy: Policy) -> datetime:
    """When the day of `now` began: since then the brakes count."""
    zone = policy.calendar.zone
    return datetime.combine(now.astimezone(zone).date(), time(), tzinfo=zone)


def held_back(person: str, today: int, on_case: int, limits: Limits) -> str:
    """Why a person outside the directory gets no further automatic mail today; "" if he does.

    `today` and `on_case` count those he got since midnight, in all and on the mail's case (§16.9).
    """
    if today >= limits.automatic_mails_per_person_and_day:
        return f"{BRAKE} {person} ya recibió hoy todos los correos automáticos permitidos."
    if on_case >= limits.automatic_mails_per_case_and_person:
        return f"{BRAKE} {person} ya recibió los correos automáticos permitidos del caso."
    return ""


def is_over(crowd: Crowd, limits: Limits) -> bool:
    """Whether a request opens no case, because there were too many before it."""
    return is_over_person(crowd, limits) or is_over_domain(crowd, limits)


def is_over_person(crowd: Crowd, limits: Limits) -> bool:
    """Whether its author opened as many cases today as one person may (§16.30)."""
    return crowd.of_person >= limits.new_cases_per_person_and_day


def is_over_domain(crowd: Crowd, limits: Limits) -> bool:
    """Whether a bare request is one too many of its domain today; never where no limit is set."""
    most = limits.bare_requests_per_domain_and_day
    return 0 < most <= crowd.of_domain


def is_bare(request: Request) -> bool:
    """Whether a request names nothing of SIIF: neither user, executing unit nor module."""
    return not (request.siif_user or request.executing_unit or request.module)


def neighbourhood(address: str) -> str:
    """Who counts as one sender for the brakes on a domain: `@domain`, or the address itself.

    Those who share a public provider have nothing to do with each other.
    """
    domain = address.rpartition("@")[2]
    return address if is_public_provider(domain) else f"@{domain}"


def over_domain_words(address: str, crowd: Crowd) -> str:
    """Why a bare request is one too many of its domain, in Spanish."""
    who = neighbourhood(address)
    return f"{BRAKE} de {who} ya llegaron hoy {crowd.of_domain} solicitudes sin datos de SIIF."
