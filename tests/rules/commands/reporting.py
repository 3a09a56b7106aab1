"""An advisor writes to the box: his mail as programs send it, and what is decided about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from mailbot.model.case import Case, CaseEvent
from mailbot.model.decision import Decision, KeepFiles, SaveCase, Send
from mailbot.model.mail import Screening
from mailbot.model.vocabulary import IdentityBy, MatchBy
from mailbot.parsers import read_mail
from mailbot.rules.commands.grammar import read_commands
from mailbot.rules.decide import decide
from mailbot.rules.event import MailArrived, View
from mailbot.rules.identity import Identity
from mailbot.rules.matching import Match, standing_of
from mailbot.rules.policy import Policy
from tests.mails import Enclosed
from tests.mails import mail as letter
from tests.rules.mails import OWN, line_config

BOGOTA = ZoneInfo("America/Bogota")
ARRIVED = datetime(2026, 11, 24, 10, 0, tzinfo=BOGOTA)
NOW = datetime(2026, 11, 24, 10, 1, tzinfo=BOGOTA)
HOUSE = "minhacienda.gov.co"
BOX_OF_MINISTRY = f"buzonsiif@{HOUSE}"
ROLES = {
    "ana": "N1", "bo": "BO", "nora": "N2F", "tito": "N2T", "nel": "N3F", "cl1": "CL1",
}  # fmt: skip


def _policy() -> Policy:
    staff = [
        {
            "name": f"{name.title()} Prueba", "email": f"{name}@{HOUSE}", "roles": [role],
            "modules": ["EPG"] if name == "nel" else [],
        }
        for name, role in ROLES.items()
    ]  # fmt: skip
    bodies = [{"code": "CGN", "email": "enlace@cgn.gov.co", "domains": ["cgn.gov.co"]}]
    boxes = {"addresses": [BOX_OF_MINISTRY]}
    return Policy.from_config(line_config(staff=staff, governing_body=bodies, orientation=boxes))


POLICY = _policy()

CALL = {
    "nombre": "Marta Ruiz",
    "usuario": "MRUIZ",
    "ue": "24-02-00",
    "entidad": "Instituto Nacional de Vías",
    "correo": "marta@invias.gov.co",
    "telefono": "310 555 0147",
    "descripcion": "Al autorizar la orden de pago 184526 sale «No hay cupo PAC disponible».",
}
"""What an advisor asks on the phone."""


def lines(**changes: str) -> str:
    """The lines of a call, with these changed; an empty value leaves its line out."""
    facts = {key: value for key, value in {**CALL, **changes}.items() if value}
    return "\n".join(f"{key}={value}" for key, value in facts.items())


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What was decided, as these tests look at it."""

    decision: Decision

    @property
    def cases(self) -> list[Case]:
        return [each.case for each in self.decision.effects if isinstance(each, SaveCase)]

    @property
    def case(self) -> Case:
        (case,) = self.cases
        return case

    @property
    def events(self) -> list[CaseEvent]:
        saved = (each for each in self.decision.effects if isinstance(each, SaveCase))
        return [event for each in saved for event in each.events]

    @property
    def files(self) -> list[tuple[str, str]]:
        """(case, name) of each file kept, in order."""
        kept = (each for each in self.decision.effects if isinstance(each, KeepFiles))
        return [(each.number, file.name) for each in kept for file in each.files]

    @property
    def told(self) -> list[Send]:
        """The mails but the receipt."""
        sends = (each for each in self.decision.effects if isinstance(each, Send))
        return [each for each in sends if each.template != "M-31"]

    @property
    def receipt(self) -> str:
        """What the receipt says of the tags."""
        (receipt,) = (
            each for each in self.decision.effects
            if isinstance(each, Send) and each.template == "M-31"
        )  # fmt: skip
        return " ".join(result.text for result in receipt.facts["results"])

    @property
    def refused(self) -> bool:
        return self.decision.reason.startswith("No se ejecutó nada")


def says(
    who: str, text: str, *, case: Case | None = None, files: Iterable[Enclosed] = (),
    html: str | None = None, cc: str | None = None, subject: str = "Registro",
    services: int = 2, known: Iterable[str] = (),
) -> Outcome:  # fmt: skip
    """What comes of a mail of `who` with this text, about `case` if there is one."""
    sender = f"{who}@{HOUSE}"
    raw = letter(sender=sender, to=OWN, cc=cc, subject=subject, text=text, html=html, files=files)
    mail = read_mail(raw)
    member = POLICY.staff[sender]
    event = MailArrived(
        mail=mail,
        screening=Screening(rule="person", reason="Persona"),
        identity=Identity(
            address=sender, verified=True, by=IdentityBy.AUTHENTICATION_RESULTS, staff=member,
            forged=False, reason="Probado",
        ),
        match=_match(case, sender) if case else None,
        arrived_at=ARRIVED,
        orders=read_commands(mail, thread_known=True),
    )  # fmt: skip
    view = View(
        services=tuple(f"SERV-2026-{place:06d}" for place in range(1, services + 1)),
        incidents=("INC-2026-000001",),
        acknowledged=frozenset(known),
    )
    return Outcome(decision=decide(event, view, POLICY, NOW))


def _match(case: Case, sender: str) -> Match:
    standing = standing_of(case, sender, POLICY)
    return Match(case=case, by=MatchBy.SUBJECT, standing=standing, proven=False, reason="Asunto")
