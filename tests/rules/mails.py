"""Small builders: a configuration of the line, and mails as the parser hands them over."""

from typing import Any

from mailbot.config import Config
from mailbot.model.mail import Address, Mail

OWN = "siifsoporte@minhacienda.gov.co"
STAFF = "advisor@minhacienda.gov.co"


def line_config(**sections: Any) -> Config:
    """A whole configuration with what its test sets."""
    return Config.model_validate(
        {
            "mailbox": {"host": "127.0.0.1"},
            "smtp": {"host": "127.0.0.1"},
            "identity": {"address": OWN},
            "staff": [{"name": "Asesora", "email": STAFF, "roles": ["N1"]}],
            **sections,
        }
    )


def mail_with(
    *headers: str, sender: str | None = "ana@entidad.gov.co", subject: str = "Error al pagar",
    **fields: Any,
) -> Mail:  # fmt: skip
    """A person's mail to the line, with these header lines on top, topmost first.

    A "From:" line among them replaces the one made of `sender`.
    """
    pairs = [line.partition(":")[::2] for line in headers]
    lines = [(name.lower(), value.strip()) for name, value in pairs]
    if sender and not any(name == "from" for name, _ in lines):
        lines.append(("from", f"Ana Díaz <{sender}>"))
    return Mail(
        sender=Address(address=sender) if sender else None,
        subject=subject,
        headers=tuple(lines),
        **{"to": (Address(address=OWN),), "message_id": "CA7@mail.entidad.gov.co", **fields},
    )
