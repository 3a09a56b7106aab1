"""A line with a few cases, whose mails and numbers the attackers know."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from mailbot.compose import compose
from mailbot.model.case import Case
from mailbot.model.decision import SaveCase, Send
from mailbot.model.mail import Mail
from mailbot.parsers import read_mail
from mailbot.parsers.signatures import signers
from mailbot.pipeline.consider import Considered, consider
from mailbot.rules.identity import worth_verifying
from mailbot.rules.policy import Policy
from storage.lookups import StoredLookups
from tests.mails import lines
from tests.parsers.signed_mails import key_pair
from tests.scenarios.letters import BOX, HOUSE, RECEIVER, Letter, short
from tests.scenarios.line import ScenarioCase, ScenarioLine
from tests.scenarios.people import Person
from tests.scenarios.settings import config
from tests.scenarios.times import when

NOW = "Mon 7-Dec-2026 16:00"
GOOD = f"dmarc=pass (p=REJECT) header.from={HOUSE}"
BAD = f"dmarc=fail (p=REJECT) header.from={HOUSE}"
EXCHANGE_GOOD = (
    f"spf=pass (sender IP is 198.51.100.7) smtp.mailfrom={HOUSE}; dkim=none (message not signed)"
    f" header.d=none;{GOOD.replace('(p=REJECT)', 'action=none')};compauth=pass reason=100"
)
FRONT_DOOR = (
    "Received: from mail.example (203.0.113.7) by BN8NAM11FT066.mail.protection.outlook.com"
    " (10.13.177.138) with Microsoft SMTP Server id 15.20.7.12 via Frontend Transport"
)


def results(*values: str) -> tuple[str, ...]:
    """Header lines, topmost first."""
    return tuple(f"Authentication-Results: {value}" for value in values)


@dataclass(frozen=True)
class Seen:
    """What became of a mail, and what of it changed anything."""

    considered: Considered
    before: Sequence[Case]

    @property
    def told(self) -> set[str]:
        """`M-44 ana@`: every mail that would go out, to each of its readers."""
        return {
            f"{effect.template} {short(address)}"
            for effect in self.considered.decision.effects if isinstance(effect, Send)
            for address in (*effect.to, *effect.cc)
        }  # fmt: skip

    @property
    def changed(self) -> list[str]:
        """The cases that stand otherwise than before, new ones included."""
        known = {case.row: case for case in self.before}
        return [
            effect.case.number for effect in self.considered.decision.effects
            if isinstance(effect, SaveCase) and effect.case != known.get(effect.case.row)
        ]  # fmt: skip

    @property
    def kept(self) -> list[str]:
        """The kinds of the entries that the histories get."""
        return [
            str(event.event) for effect in self.considered.decision.effects
            if isinstance(effect, SaveCase) for event in effect.events
        ]  # fmt: skip

    @property
    def way(self) -> str:
        return self.considered.decision.rule

    @property
    def case(self) -> str | None:
        return self.considered.decision.case


class House:
    """The line at work; `order_mail` is what nora@ got about the incident that is hers."""

    def __init__(self, line: ScenarioLine) -> None:
        self.line = line
        line.at("Mon 7-Dec-2026 15:00")
        self.pablo = line.user("Pablo Gil", "pablo@dian.test")
        self.luz = line.user("Luz Mora", "luz@gmail.com")
        self.incident = line.assigned("nora@")
        self.order_mail = line.mail("M-07")
        self.pablos: ScenarioCase = self.pablo.asks()
        self.luzs: ScenarioCase = self.luz.asks()
        marta = line.user("Marta Ruiz", "marta@invias.test")
        self.solved: ScenarioCase = line.assigned("nora@", marta)
        line.nora.does(
            "[RESUELTO tipo=orientacion]",
            "Asigne de nuevo el cupo PAC del mes a la orden de pago y autorícela otra vez.",
            on=self.solved,
        )
        with line.reading() as connection:
            lookups = StoredLookups(connection)
            self.cases = lookups.named(
                [c.service_number for c in (self.incident, self.pablos, self.luzs, self.solved)]
            )
        self.policies = {
            name: Policy.from_config(config(trust={"verify_dkim": True, **trust}))
            for name, trust in (
                ("rfc8601", {"authserv_id": RECEIVER}),
                ("exchange-online", {"scheme": "exchange-online"}),
                ("dkim", {}),
            )
        }

    def judge(self, raw: bytes, scheme: str = "rfc8601", at: datetime | None = None) -> Seen:
        """What would become of a mail that comes in now; nothing is written."""
        at, policy = at or when(NOW), self.policies[scheme]

        def read(octets: bytes) -> Mail:
            mail = read_mail(octets)
            if not worth_verifying(mail, policy.config):
                return mail
            return replace(mail, signers=signers(octets, mail, lambda _name: key_pair()[1], at))

        with self.line.reading() as connection:
            considered = consider(
                raw, at, StoredLookups(connection), policy, at,
                next_number=lambda series: f"{series}-2026-009999", read=read,
            )  # fmt: skip
        return Seen(considered, self.cases)

    def letters(self, seen: Seen) -> list[Letter]:
        """The mails that would go out, without their files."""
        sends = (each for each in seen.considered.decision.effects if isinstance(each, Send))
        moment = when(NOW)
        return [
            Letter(moment, compose(
                replace(send, enclosures=()), self.policies["rfc8601"].config, token="0" * 32,
                now=moment, not_before=moment, contents={},
            ).raw)
            for send in sends
        ]  # fmt: skip

    def first_mail(self, person: Person, code: str) -> Letter:
        """The first mail of a kind that somebody got."""
        return next(letter for letter in self.line.mails(code) if short(person.email) in letter.to)


def written(
    *head: str | bytes, author: str | bytes | None, subject: str, body: str = "[TOMAR]",
    answers: str = "",
) -> bytes:  # fmt: skip
    """A mail to the line: `head` on top, then `author` as the whole From line, and the rest."""
    rest = [f"To: {BOX}", f"Subject: {subject}", "Date: Mon, 07 Dec 2026 15:59:00 -0500",
            "Message-ID: <ataque@fuera.example>"]  # fmt: skip
    if answers:
        rest += [f"In-Reply-To: {answers}", f"References: {answers}"]
    return lines(
        *head, *((author,) if author is not None else ()), *rest,
        "Content-Type: text/plain; charset=utf-8", "", *body.splitlines(), "",
    )  # fmt: skip
