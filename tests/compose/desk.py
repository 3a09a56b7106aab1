"""A line with its configuration, and short ways to compose one mail and read it."""

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from mailbot.compose import compose
from mailbot.config import Config
from mailbot.model.case import Case, Requester
from mailbot.model.decision import OutgoingMail, Send
from tests.compose.judge import part
from tests.compose.page import Page

TOKEN = "0123456789abcdef0123456789abcdef"
NOW = datetime(2026, 11, 23, 15, 40, tzinfo=UTC)
ANA = Requester(email="ana@entidad.example", name="Ana Rojas", identification="1098765432")
CASE = Case(
    service_number="SERV-2026-000001", requester=ANA, subject="No puedo entrar", opened_at=NOW,
    due_at=datetime(2026, 11, 23, 19, 40, tzinfo=UTC),
)  # fmt: skip


def line(**sections: Any) -> Config:
    """The line's configuration, with `sections` added or replaced."""
    server = {"host": "127.0.0.1"}
    identity = {"address": "siifsoporte@minhacienda.gov.co"}
    return Config.model_validate(
        {"mailbox": server, "smtp": server, "identity": identity, **sections}
    )


LINE = line()
FULL_LINE = line(
    staff=[{"name": "Carlos Mejía Ospina", "email": "carlos.mejia@linea.example",
            "roles": ["N2F"], "group": "N2F"},
           {"name": "Marta Díaz", "email": "marta.diaz@linea.example", "roles": ["CL1"]}],
    governing_body=[{"code": "DGPPN", "email": "mesa@rector.example"}],
    addresses={"findings": "hallazgos@entidad.example"},
    links={"manuals": "https://www.minhacienda.gov.co/siif/manuales",
           "faq": "https://www.minhacienda.gov.co/siif/preguntas",
           "privacy": "https://www.minhacienda.gov.co/politica-de-datos"},
)  # fmt: skip


OFFERS = {"commands": True, "survey": True, "self_service": True}
"""Facts with which the rules say that they make good what these mails offer."""


def composed(send: Send, config: Config = LINE, token: str = TOKEN) -> OutgoingMail:
    """`send` composed at NOW."""
    contents = {enclosure.name: b"contenido " * 40 for enclosure in send.enclosures}
    return compose(send, config, token=token, now=NOW, not_before=NOW, contents=contents)


def send(template: str = "M-02", case: Case | None = CASE, **given: Any) -> Send:
    """A `Send` to the requester; facts and fields by name. All that can be offered is offered."""
    fields = {key: given.pop(key) for key in list(given) if key in Send.__dataclass_fields__}
    to = fields.pop("to", (ANA.email,))
    return Send(template=template, to=to, case=case, facts={**OFFERS, **given}, **fields)


def requested_by(name: str) -> Case:
    """CASE asked for by somebody called `name`."""
    return replace(CASE, requester=replace(ANA, name=name))


def message(mail: OutgoingMail) -> EmailMessage:
    """The mail as the standard library reads it."""
    return message_from_bytes(mail.raw, policy=policy.default)


def text_of(mail: OutgoingMail) -> str:
    """The text part with ordinary blanks, one paragraph a line."""
    words = part(message(mail), "plain").replace("\xa0", " ")
    return "\n".join(" ".join(block.split()) for block in words.split("\n\n"))


def html_of(mail: OutgoingMail) -> str:
    """The source of the HTML part."""
    return part(message(mail), "html")


def seen_of(mail: OutgoingMail) -> str:
    """What a reader of the HTML part sees."""
    page = Page()
    page.feed(html_of(mail))
    page.close()
    return page.visible.replace("\xa0", " ")
