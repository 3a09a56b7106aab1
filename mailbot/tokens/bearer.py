"""An account that proves itself with tokens: what a login needs, whoever issues them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from mailbot.config.servers import Server
from mailbot.tokens import words
from mailbot.tokens.cache import HeldTokens
from mailbot.tokens.google import GoogleIssuer
from mailbot.tokens.microsoft import MicrosoftIssuer
from mailbot.tokens.values import TokenSource

Clock = Callable[[], datetime]
Advice = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearer:
    """The account `user` with its tokens at the present time.

    `advice` says, in Spanish, what to do when the mail server refuses a token that was issued.
    """

    user: str
    tokens: TokenSource
    clock: Clock
    advice: Advice

    def token(self, refused: str = "") -> str:
        """A token that is good now; see TokenSource. May take as long as the service does."""
        return self.tokens.token(self.clock(), refused)

    def refusal(self, token: str, *said: str) -> str:
        """What to tell about a token that the mail server refused with these words."""
        told = "; ".join(filter(None, (words.shown(each.replace(token, "…")) for each in said)))
        return (
            f"no aceptó el token de la cuenta {self.user}: {self.advice(token)} "
            f"(docs/oauth2.md). El servidor dijo: {told}"
        )


def bearer_for(section: Literal["mailbox", "smtp"], server: Server, clock: Clock) -> Bearer | None:
    """Whoever logs in with tokens to `server`, the table `section`; None if it is a password."""
    user = server.user or ""
    if server.auth == "oauth2-microsoft":
        issuer = MicrosoftIssuer(section=section, server=server)
        return Bearer(
            user=user,
            tokens=HeldTokens(issuer),
            clock=clock,
            advice=lambda token: words.after_microsoft(section, user, token),
        )
    if server.auth == "oauth2-google":
        return Bearer(
            user=user,
            tokens=HeldTokens(GoogleIssuer(section=section, server=server)),
            clock=clock,
            advice=lambda token: words.after_google(section, user, token),
        )
    return None
