"""What a token is, who gives one, and the two ways of not getting it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from mailbot.errors import MailbotError


class TokenUnavailable(MailbotError):
    """The token service could not be asked, or answered nonsense: try again later."""


class TokenRefused(MailbotError):
    """The token service said no: a person must look. The message says, in Spanish, at what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """An access token, and the moment (aware) from which no server takes it any more."""

    text: str = field(repr=False)
    expires: datetime


class TokenSource(Protocol):
    """Gives access tokens for one account."""

    def token(self, now: datetime, refused: str = "") -> str:
        """A token that is good at `now`; another one than `refused`, if that is to be had.

        `refused` is a token that a mail server did not take. Raises TokenUnavailable or
        TokenRefused.
        """


class Issuer(Protocol):
    """Fetches a new token from its service; keeps nothing."""

    def issue(self, now: datetime) -> Token:
        """A token issued at `now`; raises TokenUnavailable or TokenRefused."""
