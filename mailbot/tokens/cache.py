"""One token, kept in memory until it is about to expire; its service is never hammered."""

import threading
from datetime import datetime, timedelta

from mailbot.tokens.values import Issuer, Token, TokenRefused, TokenUnavailable

RENEW_BEFORE = timedelta(minutes=5)
"""How long before its end a token is replaced, so that no login meets an expired one."""

PAUSE = timedelta(seconds=30)
"""How long the service is left alone after it issued a token or failed to."""


class HeldTokens:
    """A TokenSource for several threads, over an issuer.

    A token that is still good serves on while its service is down. One that a mail server refused
    is replaced, but not by another one of the same half minute: that would be refused as well.
    """

    def __init__(self, issuer: Issuer) -> None:
        self._issuer = issuer
        self._lock = threading.Lock()
        self._held: Token | None = None
        self._since: datetime | None = None
        self._failure: TokenUnavailable | TokenRefused | None = None
        self._failed_at: datetime | None = None

    def token(self, now: datetime, refused: str = "") -> str:
        """See TokenSource."""
        with self._lock:
            just_issued = _is_within(PAUSE, self._since, now)
            if self._held and self._held.text == refused and not just_issued:
                self._held = None
            if self._held is None or self._is_due(self._held, now):
                self._renew(now)
            assert self._held is not None
            return self._held.text

    def _is_due(self, held: Token, now: datetime) -> bool:
        # A clock that was put back says nothing about when the token ends.
        if self._since is None or now < self._since:
            return True
        return now >= held.expires - min(RENEW_BEFORE, (held.expires - self._since) / 2)

    def _renew(self, now: datetime) -> None:
        if not _is_within(PAUSE, self._failed_at, now):
            try:
                self._held, self._since = self._issuer.issue(now), now
            except (TokenUnavailable, TokenRefused) as failure:
                self._failure, self._failed_at = failure, now
            else:
                self._failure, self._failed_at = None, None
        if self._failure and not (self._held and now < self._held.expires):
            self._held = None
            raise type(self._failure)(str(self._failure))


def _is_within(span: timedelta, since: datetime | None, now: datetime) -> bool:
    return since is not None and timedelta() <= now - since < span
