"""What others say of a mail before anything is decided: keys in DNS, the antivirus."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from mailbot.antivirus import Scanner
from mailbot.config import Config
from mailbot.model.mail import Mail
from mailbot.parsers.signatures import signers
from mailbot.resolver import Resolver
from mailbot.rules.identity import worth_verifying

Examine = Callable[[bytes, Mail, datetime], Mail]
"""Takes a mail's bytes, what was read of them, and its arrival; gives it with what was found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examiner:
    """Verifies the signatures that matter, and shows the files to the antivirus. Never raises."""

    config: Config
    lookup: Callable[[str], str | None]
    scanner: Scanner

    @classmethod
    def of(cls, config: Config) -> "Examiner":
        """The examiner that the configuration asks for."""
        return cls(config=config, lookup=Resolver(), scanner=Scanner(config.antivirus))

    def __call__(self, raw: bytes, mail: Mail, arrived_at: datetime) -> Mail:
        # By its arrival: a mail that waited out an outage must not have expired meanwhile.
        if worth_verifying(mail, self.config):
            mail = replace(mail, signers=signers(raw, mail, self.lookup, arrived_at))
        return self.scanner.scan(mail)

    def antivirus_trouble(self) -> str:
        """Why files went unscanned lately, in Spanish; "" while the antivirus answers."""
        return self.scanner.trouble()


def as_it_is(_raw: bytes, mail: Mail, _arrived_at: datetime) -> Mail:
    """Nobody is asked."""
    return mail


def no_trouble() -> str:
    """Nobody is asked, so nobody fails to answer."""
    return ""
