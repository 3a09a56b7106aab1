"""Tokens of Google for a service account that acts for the mailbox (RFC 7523, delegation)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from mailbot.config.servers import Server
from mailbot.tokens import words
from mailbot.tokens.values import Token, TokenRefused

if TYPE_CHECKING:
    from mailbot.tokens.web import TokenWeb

_SCOPE = "https://mail.google.com/"
_USUAL = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class GoogleIssuer:
    """Fetches tokens as a server's table says; `section` is its name."""

    section: str
    server: Server

    def issue(self, now: datetime) -> Token:
        """See Issuer."""
        from google.auth.exceptions import GoogleAuthError, RefreshError

        from mailbot.tokens.web import TokenWeb

        server = self.server
        credentials = self._credentials()
        with TokenWeb(seconds=server.timeout_seconds, ca_file=server.ca_file) as web:
            try:
                credentials.refresh(_Transport(web))
            except RefreshError as error:
                raise self._refusal(error) from None
            except (GoogleAuthError, TypeError, ValueError, AttributeError, OverflowError):
                raise words.nonsense("Google") from None
        if not words.is_token(credentials.token):
            raise words.nonsense("Google")
        expiry = credentials.expiry
        ends = expiry.replace(tzinfo=UTC) if expiry else now + _USUAL
        return Token(text=credentials.token, expires=ends)

    def _credentials(self) -> Any:
        from google.oauth2.service_account import Credentials

        path = self.server.service_account_file
        try:
            key = json.loads(path.read_text("utf-8")) if path else {}
            credentials = Credentials.from_service_account_info(  # type: ignore[no-untyped-call]
                key, scopes=[_SCOPE], subject=self.server.user
            )
        except (OSError, ValueError, TypeError, AttributeError, KeyError):
            raise TokenRefused(
                f"{path} no es la clave JSON de una cuenta de servicio de Google: revise "
                f"[{self.section}] service_account_file."
            ) from None
        if self.server.token_uri:
            credentials = credentials.with_token_uri(self.server.token_uri)
        return credentials

    def _refusal(self, error: Exception) -> Exception:
        answer = error.args[1] if len(error.args) > 1 else None
        if not isinstance(answer, Mapping) or "error" not in answer:
            return words.nonsense("Google")
        described = f"{answer['error']}: {answer.get('error_description', '')}"
        return TokenRefused(
            words.refused_by_google(self.section, self.server.user or "", described)
        )


class _Transport:
    """What google-auth sends requests with; its own logs them and may replace our trust."""

    def __init__(self, web: "TokenWeb") -> None:
        self._web = web

    def __call__(
        self,
        url: str,
        method: str = "GET",
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        **_: object,
    ) -> "_Answer":
        answer = self._web.request(method, url, data=body, headers=headers)
        return _Answer(status=answer.status_code, data=answer.content, headers=answer.headers)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """An answer as google-auth reads it."""

    status: int
    data: bytes
    headers: Mapping[str, str]
