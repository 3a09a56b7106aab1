"""A line with its module coordinators, cases of several entities, and what somebody says of one."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from mailbot.model.case import Case, Requester
from mailbot.model.decision import Decision, SaveCase, Send
from mailbot.model.mail import Address, Mail, Screening
from mailbot.model.vocabulary import Group, IdentityBy, Level, MatchBy, State
from mailbot.rules import moves
from mailbot.rules.commands.grammar import read_commands
from mailbot.rules.commands.receipt import TagResult
from mailbot.rules.decide import decide
from mailbot.rules.event import MailArrived, View
from mailbot.rules.identity import Identity
from mailbot.rules.matching import Match, Standing
from mailbot.rules.policy import Policy
from tests.rules.mails import line_config

BOGOTA = ZoneInfo("America/Bogota")
DOMAIN = "linea.gov.co"
SOLUTION = "Se corrigió la validación del cupo; ya puede autorizar la orden de pago de nuevo."

_STAFF = {
    "ana": "N1", "bo": "BO", "nora": "N2F", "nel": "N3F", "olga": "N3F", "cap": "CAP",
    "cl1": "CL1", "cl23": "CL23", "her": "HERR",
}  # fmt: skip
_MODULES = {"nel": ["EPG"], "olga": ["CON"]}


def email(name: str) -> str:
    return f"{name}@{DOMAIN}"


def _member(name: str, role: str) -> dict[str, Any]:
    modules = _MODULES.get(name, [])
    return {
        "name": name.title(), "email": email(name), "roles": [role], "modules": modules,
    }  # fmt: skip


def policy_with(**sections: Any) -> Policy:
    """The line's policy with what a test sets."""
    staff = [_member(*each) for each in _STAFF.items()]
    bodies = [{"code": "CGN", "email": "enlace@cgn.gov.co"}]
    return Policy.from_config(line_config(staff=staff, governing_body=bodies, **sections))


POLICY = policy_with()


def at(moment: str) -> datetime:
    """A moment on the line's clock, "2026-12-17 15:00"."""
    return datetime.fromisoformat(moment).replace(tzinfo=BOGOTA)


TOLD = at("2026-12-17 15:00")


def incident(number: int, unit: str, **changes: Any) -> Case:
    """An incident in Back Office's queue, of somebody of this executing unit."""
    case = Case(
        row=number,
        service_number=f"SERV-2026-{number:06}",
        incident_number=f"INC-2026-{number:06}",
        group=Group.BO,
        requester=Requester(
            email=f"u{number}@entidad{number}.gov.co", name=f"Persona {number}",
            executing_unit=unit,
        ),
        subject="Error al autorizar",
        description="Al autorizar la orden de pago sale el error APR-001, sin cupo PAC.",
        module="EPG",
        opened_at=at("2026-12-17 14:00"),
        assigned_at=at("2026-12-17 14:00"),
    )  # fmt: skip
    return moves.opened(replace(case, **changes), POLICY)


def service(number: int, unit: str, **changes: Any) -> Case:
    """The same while it is still with the first level."""
    return incident(number, unit, incident_number=None, group=Group.N1, **changes)


FOUR = (
    incident(1, "13-01-01"), incident(2, "36-02-00"), incident(3, "04-02-00"),
    incident(4, "05-03-00"),
)  # fmt: skip
"""The four sections of S34 and S35."""

NEW = View(incidents=("INC-2026-000090",), services=("SERV-2026-000090",))


def parent(state: State = State.EN_PROGRESO, **changes: Any) -> Case:
    """The parent of a mass incident, with the coordinator of its module."""
    return incident(
        90, "", requester=Requester(email=""), mass=True, state=state, level=Level.N3,
        group=Group.N3F, assignee=email("nel"), opened_at=TOLD, taken_at=TOLD, **changes,
    )  # fmt: skip


def child(number: int, state: State = State.EN_PROGRESO, **changes: Any) -> Case:
    """A child of `parent`, beside it unless it has its own solution."""
    case = incident(
        number, "13-01-01", parent="INC-2026-000090", state=state, level=Level.N3,
        group=Group.N3F, assignee=email("nel"), **changes,
    )  # fmt: skip
    alone = state in (State.RESUELTO, State.CERRADO)
    return moves.beside(case, None if alone else State.EN_PROGRESO, case.opened_at, POLICY)


def say(who: str, text: str, case: Case, view: View = NEW, moment: datetime = TOLD) -> Decision:
    """The decision about a proven mail of `who` on `case`."""
    sender = email(who)
    mail = Mail(
        sender=Address(address=sender, name=who.title()), subject="Error al autorizar", text=text,
        body=text, message_id="orden@linea.gov.co",
    )  # fmt: skip
    identity = Identity(
        address=sender, verified=True, by=IdentityBy.AUTHENTICATION_RESULTS,
        staff=POLICY.staff[sender], forged=False, reason="Nuestro servidor lo autenticó.",
    )  # fmt: skip
    event = MailArrived(
        mail=mail,
        screening=Screening(rule="person", reason="Escribe una persona."),
        identity=identity,
        match=Match(
            case=case, by=MatchBy.SUBJECT, standing=Standing.STAFF, proven=False, reason="Asunto"
        ),
        arrived_at=moment,
        orders=read_commands(mail),
    )
    return decide(event, view, POLICY, moment)


def saved(decision: Decision) -> dict[str, Case]:
    """The cases that were saved, by their number in force."""
    return {each.case.number: each.case for each in decision.effects if isinstance(each, SaveCase)}


def entries(decision: Decision, number: str) -> list[str]:
    """What the history of a case gets."""
    found = (each for each in decision.effects if isinstance(each, SaveCase))
    return [entry.reason for each in found if each.case.number == number for entry in each.events]


def mails(decision: Decision, template: str = "") -> list[Send]:
    """The mails but the receipt, or those with this code."""
    sends = [each for each in decision.effects if isinstance(each, Send)]
    return [each for each in sends if each.template == (template or each.template) != "M-31"]


def result(decision: Decision) -> TagResult:
    """What the receipt says of the first tag."""
    receipt = next(
        each for each in decision.effects if isinstance(each, Send) and each.template == "M-31"
    )
    first: TagResult = receipt.facts["results"][0]
    return first
