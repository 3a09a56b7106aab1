"""A line whose coordinators order something about people or many cases, and what comes of it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from mailbot.model.case import Case, CaseEvent, Requester, Stint
from mailbot.model.decision import Decision, SaveCase, SaveOnLine, Send
from mailbot.model.mail import Address, Mail, Screening
from mailbot.model.vocabulary import Criticality, Group, IdentityBy, State
from mailbot.rules import clock, moves
from mailbot.rules.commands.grammar import read_commands
from mailbot.rules.commands.receipt import TagResult
from mailbot.rules.decide import decide
from mailbot.rules.event import MailArrived, View
from mailbot.rules.identity import Identity
from mailbot.rules.policy import Policy
from tests.rules.mails import line_config

BOGOTA = ZoneInfo("America/Bogota")


def _member(name: str, mailbox: str, *roles: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "email": f"{mailbox}@linea.gov.co", "roles": list(roles), **more}


POLICY = Policy.from_config(
    line_config(
        staff=[
            _member("Ana Gómez", "ana", "N1"),
            _member("Alba Ríos", "alba", "N1"),
            _member("Beatriz Oviedo", "bo", "BO"),
            _member("Nora Díaz", "nora", "N2F"),
            _member("Nick Soto", "nick", "N2F"),
            _member("Noel Gil", "noel", "N2F"),
            _member("Nelson Vera", "nel", "N3F", modules=["EPG"]),
            _member("Tito Paz", "tito", "N2T"),
            _member("Clara Luna", "cl1", "CL1"),
            _member("Luis Rey", "cl23", "CL23"),
            _member("Adela Mora", "adm", "ADM"),
            _member("Aldo Mina", "adm2", "ADM"),
            _member("Hernán Ruiz", "her", "HERR", "N1"),
        ],
    )
)


def on(text: str) -> datetime:
    """`2-Feb 08:00`, of 2027 in Bogotá."""
    return datetime.strptime(f"2027 {text}", "%Y %d-%b %H:%M").replace(tzinfo=BOGOTA)


def address(mailbox: str) -> str:
    return f"{mailbox}@linea.gov.co"


def a_case(
    number: int, state: State = State.EN_PROGRESO, *, group: Group = Group.N2F,
    advisor: str | None = "nora", opened: str = "1-Feb 08:00", **changes: Any,
) -> Case:  # fmt: skip
    """An incident, or in the first level a service, that stands so since it was opened."""
    level = clock.budget_level(group)
    stint = Stint(
        state=state, group=group, level=level, criticality=Criticality.MEDIA, start=on(opened)
    )
    case = Case(
        row=number,
        service_number=f"SERV-2027-{number:06}",
        incident_number=None if group is Group.N1 else f"INC-2027-{number:06}",
        requester=Requester(email=f"persona{number}@entidad.gov.co", name=f"Persona {number}"),
        state=state, group=group, level=level, subject="Error al pagar", opened_at=on(opened),
        assignee=address(advisor) if advisor else None, assigned_at=on(opened),
        taken_at=on(opened), stints=(stint,),
    )  # fmt: skip
    return moves.replanned(replace(case, **changes), POLICY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What came of a mail."""

    decision: Decision

    @property
    def results(self) -> tuple[TagResult, ...]:
        """What the receipt says of each order."""
        (receipt,) = self.mails("M-31")
        found: tuple[TagResult, ...] = receipt.facts["results"]
        return found

    @property
    def refused(self) -> str:
        """Why it was refused; nothing may have changed then."""
        (result,) = self.results
        assert not result.ok, result.text
        assert {type(each) for each in self.decision.effects} == {Send}
        assert [each.template for each in self.sent] == ["M-31"]
        return result.text

    @property
    def said(self) -> str:
        """What the receipt says of what was done."""
        (result,) = self.results
        assert result.ok, result.text
        return result.text

    @property
    def sent(self) -> list[Send]:
        return [each for each in self.decision.effects if isinstance(each, Send)]

    @property
    def kept(self) -> list[Any]:
        """What the line itself keeps now."""
        return [each.what for each in self.decision.effects if isinstance(each, SaveOnLine)]

    @property
    def cases(self) -> dict[int, Case]:
        """The cases that changed, by their row."""
        return {each.row: each for each in self._saved}

    def entries(self, row: int) -> tuple[CaseEvent, ...]:
        """What was added to the history of a case."""
        saves = (each for each in self.decision.effects if isinstance(each, SaveCase))
        return next(each.events for each in saves if each.case.row == row)

    def mails(self, template: str) -> list[Send]:
        return [each for each in self.sent if each.template == template]

    def mail(self, template: str) -> Send:
        (found,) = self.mails(template)
        return found

    def listed(self, template: str) -> dict[str, str]:
        """The cases that a mail lists, with what it says of each."""
        return {row.number: row.note for row in self.mail(template).facts["rows"]}

    @property
    def _saved(self) -> list[Case]:
        return [each.case for each in self.decision.effects if isinstance(each, SaveCase)]


def write(
    sender: str, text: str, at: str, view: View | None = None, *, proven: bool = True,
    commands_safe: bool = True, policy: Policy = POLICY,
) -> Answered:  # fmt: skip
    """A mail of somebody of the line to its box, and what is decided about it."""
    mail = Mail(
        sender=Address(address=address(sender), name=sender), subject="Coordinación", text=text,
        body=text, message_id="orden@linea.gov.co", commands_safe=commands_safe,
    )  # fmt: skip
    identity = Identity(
        address=address(sender),
        verified=proven,
        by=IdentityBy.AUTHENTICATION_RESULTS if proven else IdentityBy.NONE,
        staff=policy.staff.get(address(sender)),
        forged=False,
        reason="Nuestro servidor lo autenticó." if proven else "Sin resultado de autenticación.",
    )
    event = MailArrived(
        mail=mail,
        screening=Screening(rule="person", reason="Escribe una persona."),
        identity=identity,
        match=None,
        arrived_at=on(at),
        orders=read_commands(mail),
    )
    return Answered(decision=decide(event, view or View(), policy, on(at)))
