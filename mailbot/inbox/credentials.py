"""How the mailbox's account proves itself: a seam, so that tokens can take a password's place."""

from dataclasses import dataclass
from typing import Protocol

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, LoginError
from pydantic import SecretStr

from mailbot.errors import MailboxError, MailboxLoginError
from mailbot.inbox.failures import server_words
from mailbot.tokens import Bearer, TokenRefused, TokenUnavailable
from mailbot.tokens.words import reason_of

_TRY_AGAIN = ("[UNAVAILABLE]", "[INUSE]", "[LIMIT]", "[SERVERBUG]", "[THROTTLED]")
"""Codes of RFC 5530 (and Exchange's) with which a server refuses for now, not the account."""

_CHALLENGES = 2
"""XOAUTH2 has an empty one, and one with the reason of a refusal."""


class Credentials(Protocol):
    """Logs a fresh connection in."""

    def login(self, client: IMAPClient) -> None:
        """Authenticate `client`; raises MailboxLoginError when the account is refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordCredentials:
    """An account with a password."""

    user: str
    password: SecretStr

    def login(self, client: IMAPClient) -> None:
        secret = self.password.get_secret_value()
        try:
            if (self.user + secret).isascii() and (self.user + secret).isprintable():
                client.login(_quoted(self.user), secret)
            else:
                # LOGIN takes ASCII only; a password with ñ goes as UTF-8 by SASL (RFC 4616).
                client.plain_login(self.user, secret)
        except LoginError as error:
            words = _words_for_now(error, secret)
            raise MailboxLoginError(
                f"El servidor de correo no aceptó la cuenta {self.user}: revise [mailbox] user y "
                f"la contraseña. El servidor dijo: {words}"
            ) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenCredentials:
    """An account with access tokens (XOAUTH2)."""

    bearer: Bearer

    def login(self, client: IMAPClient) -> None:
        """See Credentials. A refused token is replaced once: it may have been revoked."""
        if not client.has_capability("AUTH=XOAUTH2"):
            raise MailboxLoginError(
                "El servidor de correo no ofrece XOAUTH2: revise [mailbox] host, security y auth."
            )
        token = self._token()
        try:
            self._authenticate(client, token)
        except MailboxLoginError:
            renewed = self._token(refused=token)
            if renewed == token:
                raise
            self._authenticate(client, renewed)

    def _token(self, refused: str = "") -> str:
        try:
            return self.bearer.token(refused)
        except TokenRefused as failure:
            raise MailboxLoginError(str(failure)) from None
        except TokenUnavailable as failure:
            raise MailboxError(str(failure)) from None

    def _authenticate(self, client: IMAPClient, token: str) -> None:
        challenges: list[bytes] = []

        def answer(challenge: bytes) -> str:
            challenges.append(challenge)
            if len(challenges) > _CHALLENGES:
                raise MailboxError("El servidor de correo no termina la autenticación XOAUTH2.")
            # The second challenge is the reason of a refusal, and wants an empty answer.
            return "" if challenges[1:] else _login_text(self.bearer.user, token)

        try:
            client.sasl_login("XOAUTH2", answer)
        except LoginError as error:
            words = _words_for_now(error, token)
            refusal = self.bearer.refusal(token, words, *map(reason_of, challenges))
            raise MailboxLoginError(f"El servidor de correo {refusal}") from None


def _login_text(user: str, token: str) -> str:
    """What XOAUTH2 sends, before base64.

    https://developers.google.com/gmail/imap/xoauth2-protocol#the_sasl_xoauth2_mechanism
    """
    return f"user={user}\x01auth=Bearer {token}\x01\x01"


def _words_for_now(error: LoginError, secret: str) -> str:
    """What the server said when it refused the account itself; raises if it did not do that."""
    # imapclient calls a connection lost during the login a refused login too.
    if isinstance(error.__context__, IMAPClientAbortError):
        raise error.__context__ from None
    words = server_words(error).replace(secret, "…")
    if any(code in words for code in _TRY_AGAIN):
        raise MailboxError(
            f"El servidor de correo no atiende la cuenta por ahora: {words}"
        ) from None
    return words


def _quoted(text: str) -> str:
    # imaplib quotes the password only.
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
