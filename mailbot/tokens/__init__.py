"""Access tokens in a password's place (XOAUTH2): the only code that speaks to a token service.

`bearer_for` is the door; `cache` keeps a token until it is about to expire, `microsoft` and
`google` fetch one, `web` is the way there, and `words` says what a person must do.
"""

from mailbot.tokens.bearer import Bearer, bearer_for
from mailbot.tokens.cache import HeldTokens
from mailbot.tokens.values import Token, TokenRefused, TokenSource, TokenUnavailable

__all__ = [
    "Bearer",
    "HeldTokens",
    "Token",
    "TokenRefused",
    "TokenSource",
    "TokenUnavailable",
    "bearer_for",
]
