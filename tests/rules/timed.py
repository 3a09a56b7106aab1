"""Cases that went through something at given times, and a line with people for every role."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from mailbot.model.case import Case, Requester
from mailbot.model.vocabulary import Criticality, Group, Level, State
from mailbot.rules import clock, moves
from mailbot.rules.policy import Policy
from tests.rules.mails import line_config

BOGOTA = ZoneInfo("America/Bogota")
MARTA = "marta@invias.gov.co"

_ROLES = {
    "ana": "N1", "bo": "BO", "nora": "N2F", "tito": "N2T", "nel": "N3F", "teo": "N3T",
    "cap": "CAP", "cl1": "CL1", "cl23": "CL23", "cdt": "CDT", "adm": "ADM", "her": "HERR",
}  # fmt: skip
_PERSON = {group: name for name, group in _ROLES.items()}


def address(name: str) -> str:
    return f"{name}@linea.gov.co"


def policy_with(**sections: Any) -> Policy:
    """The line's policy with what a test sets."""
    staff = [
        {"name": f"Persona {name}", "email": address(name), "roles": [role]}
        for name, role in _ROLES.items()
    ]
    bodies = [{"code": "CGN", "email": "enlace@cgn.gov.co"}]
    return Policy.from_config(line_config(staff=staff, governing_body=bodies, **sections))


POLICY = policy_with()


def at(text: str) -> datetime:
    """Bogotá's time: "2026-12-03 16:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=BOGOTA)


def service(since: str, policy: Policy = POLICY, **fields: Any) -> Case:
    """A request that came in, in the queue of the first level."""
    given: dict[str, Any] = {
        "row": 1, "service_number": "SERV-2026-000001", "opened_at": at(since),
        "requester": Requester(email=MARTA, name="Marta Ruiz", phone="3101234567"),
        "module": "EPG", "thread_id": "CA7@invias.gov.co",
    }  # fmt: skip
    return moves.opened(Case(**{**given, **fields}), policy)


def incident(since: str, group: Group = Group.N2F, policy: Policy = POLICY, **fields: Any) -> Case:
    """An incident that a group's advisor has had since then, and has not taken."""
    number = fields.pop("incident_number", "INC-2026-000001")
    case = service(since, policy, incident_number=number, group=Group.BO, **fields)
    return moves.assigned(case, at(since), policy, group, address(_PERSON[group]))


def taken(case: Case) -> Case:
    return replace(case, taken_at=case.assigned_at)


def asked(case: Case, since: str, policy: Policy = POLICY) -> Case:
    """The case whose person was asked something then (T7)."""
    until = clock.client_wait(
        clock.budget_level(case.group), unit=case.requester.executing_unit, config=policy.config,
        calendar=policy.calendar, start=at(since),
    )  # fmt: skip
    return moves.moved(
        case, at(since), policy, state=State.PENDIENTE_CLIENTE, wait_started_at=at(since),
        client_wait_until=until, question="¿Con qué usuario lo intentó?",
    )  # fmt: skip


def solved(case: Case, since: str, level: Level = Level.N2, policy: Policy = POLICY) -> Case:
    """The case whose person was told a solution then (T17)."""
    until = clock.confirmation_wait(
        level, unit=case.requester.executing_unit, config=policy.config,
        calendar=policy.calendar, start=at(since),
    )  # fmt: skip
    told = moves.told(case, "Asigne de nuevo el cupo.", "", "", by=case.assignee or address("ana"))
    return moves.moved(
        told, at(since), policy, state=State.RESUELTO, wait_started_at=at(since),
        confirmation_until=until,
    )  # fmt: skip


def critical(case: Case) -> Case:
    return moves.moved(case, case.stints[-1].start, POLICY, criticality=Criticality.CRITICA)
