"""Reading of a staff member's words, for the tables of these tests."""

from mailbot.model.mail import Address, Mail
from mailbot.rules.commands.grammar import CommandMail, read_commands

ANA = Address(address="ana@linea.gov.co")


def read(
    text: str = "",
    subject: str = "",
    *,
    known: frozenset[str] = frozenset(),
    thread_known: bool = False,
    **parts: object,
) -> CommandMail:
    """What a mail of Ana orders; `parts` are further fields of the mail."""
    mail = Mail(sender=ANA, subject=subject, text=text, **parts)  # type: ignore[arg-type]
    return read_commands(mail, known, thread_known=thread_known)


def said(found: CommandMail) -> list[tuple[str, tuple[str, ...], dict[str, str], str]]:
    """Each command as (tag, words, pairs, text)."""
    return [(str(c.tag), c.arguments, dict(c.keys), c.text) for c in found.commands]
