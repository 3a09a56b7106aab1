"""How the mailbox's account proves itself: a seam, so that tokens can take a password's place."""

from dataclasses import dataclass
from typing import Protocol

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, LoginError
from pydantic import SecretStr

from mailbot.errors import MailboxError, MailboxLoginError
from mailbot.inbox.failures import server_words

_TRY_AGAIN = ("[UNAVAILABLE]", "[INUSE]", "[LIMIT]", "[SERVERBUG]", "[THROTTLED]")
"""Codes of RFC 5530 (and Exchange's) with which a server refuses for now, not the account."""


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
            # imapclient calls a connection lost during LOGIN a refused login too.
            if isinstance(error.__context__, IMAPClientAbortError):
                raise error.__context__ from None
            raise self._refusal(server_words(error).replace(secret, "…")) from None

    def _refusal(self, words: str) -> MailboxError:
        if any(code in words for code in _TRY_AGAIN):
            return MailboxError(f"El servidor de correo no atiende la cuenta por ahora: {words}")
        return MailboxLoginError(
            f"El servidor de correo no aceptó la cuenta {self.user}: revise [mailbox] user y la "
            f"contraseña. El servidor dijo: {words}"
        )


def _quoted(text: str) -> str:
    # imaplib quotes the password only.
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
