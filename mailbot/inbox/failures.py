"""Every failure of the IMAP library or the network, told as one of ours, in Spanish."""

import re
import socket
import ssl

from imapclient.exceptions import (
    IMAPClientAbortError,
    IMAPClientError,
    IMAPClientReadOnlyError,
)

from mailbot.config import servers
from mailbot.errors import MailboxError, MailboxLoginError

# imaplib puts the server's bytes into its exceptions as they are, and imapclient prints them.
_PRINTED_BYTES = re.compile(r"""^b(['"])(.*)\1$""", re.DOTALL)

_NOT_CONNECTED = "authenticated but not connected"
"""Exchange lets in an application without rights on the mailbox, and then obeys no command."""


class Refused(MailboxError):
    """The server answered NO or BAD to a command; the account and the network are sound."""


class Lost(MailboxError):
    """The connection broke or spoke nonsense during a command."""


class Stalled(MailboxError):
    """The server fell silent: asking again would cost as long once more."""


def server_words(error: BaseException) -> str:
    """What the server said, as far as the exception holds it."""
    words = error.args[0] if error.args else ""
    if isinstance(words, bytes):
        return words.decode("utf-8", "replace")
    printed = _PRINTED_BYTES.match(str(words))
    return printed[2] if printed else str(words)


def while_connecting(error: Exception, server: servers.Server) -> MailboxError:
    """The failure to reach, secure or open the mailbox; the message says what to check."""
    place = f"{server.host}:{server.port}"
    if isinstance(error, socket.gaierror):
        return MailboxError(
            f"No se encuentra el servidor de correo {server.host}: revise [mailbox] host y el DNS."
        )
    if isinstance(error, ConnectionRefusedError):
        return MailboxError(
            f"El servidor de correo {place} no acepta conexiones: revise [mailbox] host y port, y "
            "que el servicio esté en marcha."
        )
    if isinstance(error, ssl.SSLCertVerificationError):
        return MailboxError(
            f"El certificado de {server.host} no es de confianza ({error.verify_message}): revise "
            "[mailbox] host, o indique en ca_file la autoridad que lo firmó."
        )
    if isinstance(error, ssl.SSLError):
        return MailboxError(
            f"No se pudo establecer TLS con {place} ({error.reason}): revise [mailbox] security "
            "y port."
        )
    if _NOT_CONNECTED in server_words(error).lower():
        return MailboxLoginError(
            f"El servidor {place} aceptó el token, pero no da acceso al buzón {server.user}: "
            "revise [mailbox] user y, en Exchange, Add-MailboxPermission para la aplicación "
            f"(docs/oauth2.md). El servidor dijo: {server_words(error)}"
        )
    return MailboxError(str(during_command(error, server, "al abrir el buzón")))


def during_command(error: Exception, server: servers.Server, doing: str) -> MailboxError:
    """The failure of a command on an open mailbox; `doing` completes the sentence in Spanish."""
    place = f"{server.host}:{server.port}"
    if isinstance(error, TimeoutError):
        return Stalled(
            f"El servidor de correo {place} no respondió en {server.timeout_seconds:g} s {doing}."
        )
    if isinstance(error, IMAPClientReadOnlyError):
        return Refused(
            f"El buzón de {place} solo admite lectura: la cuenta necesita permiso de escritura "
            f"({server_words(error)})."
        )
    if isinstance(error, IMAPClientAbortError | OSError):
        return Lost(f"Se perdió la conexión con {place} {doing} ({_cause(error)}).")
    if isinstance(error, IMAPClientError):
        return Refused(
            f"El servidor de correo {place} rechazó la orden {doing}: {server_words(error)}."
        )
    return Lost(
        f"El servidor de correo {place} respondió algo inesperado {doing} "
        f"({type(error).__name__}: {error})."
    )


def _cause(error: Exception) -> str:
    if isinstance(error, OSError):
        return error.strerror or str(error)
    return server_words(error)
