"""What each way of failing means for a mail, and the words that tell the administrator."""

import asyncio
import socket
import ssl
from collections.abc import Iterator, Sequence

from aiosmtplib import (
    SMTPAuthenticationError,
    SMTPException,
    SMTPResponseException,
    SMTPTimeoutError,
)

from mailbot.errors import Failure, SendError, ServerUnavailable, SmtpLoginError
from mailbot.sender.values import Refused

LOGIN_CODES = frozenset({530, 534, 535, 538})
"""The account is at fault, not the mail (RFC 4954, 4 and 6)."""

TOO_MANY_RECIPIENTS = 552
"""Old servers say this for 452 when they answer RCPT (RFC 5321, 4.5.3.1.10)."""

_LONGEST_REPLY = 400


def reply_text(message: str) -> str:
    """A server's words on one line, short, and fit for any database."""
    words = " ".join(message.encode("utf-8", "replace").decode("utf-8").split())
    # PostgreSQL refuses it, and with it the record of how the attempts of other mails ended.
    words = words.replace("\0", "?")
    return words[:_LONGEST_REPLY]


def is_permanent(code: int) -> bool:
    """Whether the reply `code` is final."""
    return 500 <= code < 600


def refused(address: str, code: int, message: str) -> Refused:
    """The refusal of one recipient by the reply to RCPT."""
    permanent = is_permanent(code) and code != TOO_MANY_RECIPIENTS
    return Refused(address=address, code=code, message=reply_text(message), permanent=permanent)


def all_refused(refusals: Sequence[Refused]) -> SendError:
    """The failure of a mail that no recipient may get."""
    if not refusals:
        return SendError(Failure.PERMANENT, "El correo no tiene destinatarios.")
    permanent = all(refusal.permanent for refusal in refusals)
    listed = "; ".join(f"{each.address}: {each.code or ''} {each.message}" for each in refusals)
    words = "no admite" if permanent else "no admite por ahora"
    code = next((each.code for each in refusals if each.permanent == permanent), None)
    failure = Failure.PERMANENT if permanent else Failure.TEMPORARY
    return SendError(failure, f"El servidor SMTP {words} a ningún destinatario: {listed}", code)


def of_mail(error: BaseException, server: str, *, may_be_taken: bool) -> SendError:
    """What `error` means for a mail on an open connection.

    `may_be_taken`: the end of the content was handed over, so that the server may have the mail
    even though its reply is missing.
    """
    if isinstance(error, SendError):
        return error
    if isinstance(error, SMTPResponseException) and 400 <= error.code < 600:
        return _refusal(error, server)
    failure = Failure.UNCERTAIN if may_be_taken else Failure.TEMPORARY
    fate = (
        "no se sabe si recibió el correo; se intentará de nuevo con el mismo Message-ID"
        if may_be_taken
        else "el correo no salió; se intentará de nuevo"
    )
    return SendError(failure, f"{_happening(error, server)}: {fate}.")


def of_stop(server: str) -> SendError:
    """The failure of a mail that was not begun because mailbot is stopping."""
    return SendError(
        Failure.TEMPORARY, f"mailbot se detuvo antes de enviar por {server}; se enviará después."
    )


def of_connection(error: BaseException, server: str) -> ServerUnavailable:
    """What `error` means when no session could be opened on `server`; says what to look at."""
    causes = tuple(_chain(error))
    reply = next((each for each in causes if isinstance(each, SMTPResponseException)), None)
    if reply is not None:
        return _session_refused(reply, server)
    for kind, words in _CONNECTION_WORDS:
        cause = next((each for each in causes if isinstance(each, kind)), None)
        if cause is not None:
            return ServerUnavailable(words.format(server=server, detail=_detail(cause)))
    return ServerUnavailable(
        f"No se pudo conectar con el servidor SMTP {server} ({_detail(causes[-1])}). Revise [smtp] "
        "host y port, y que el servidor esté en marcha y permita la conexión."
    )


_CONNECTION_WORDS: tuple[tuple[type[BaseException], str], ...] = (
    (
        ssl.SSLCertVerificationError,
        (
            "El certificado del servidor SMTP {server} no es de confianza ({detail}). Revise "
            "[smtp] host; si el servidor es propio, indique en [smtp] ca_file quién firmó su "
            "certificado."
        ),
    ),
    (
        ssl.SSLError,
        (
            "No se pudo cifrar la conexión con el servidor SMTP {server} ({detail}). Revise [smtp] "
            "security y port: 465 usa «tls» y 587 usa «starttls»."
        ),
    ),
    (
        socket.gaierror,
        "No se encontró el servidor SMTP {server}. Revise [smtp] host y el DNS.",
    ),
    (
        ConnectionRefusedError,
        (
            "El servidor SMTP {server} no acepta conexiones. Revise [smtp] host y port, y que el "
            "servicio esté en marcha."
        ),
    ),
    (
        TimeoutError,
        (
            "El servidor SMTP {server} no respondió a tiempo. Revise [smtp] host, port y security, "
            "y que la red permita la conexión."
        ),
    ),
)


def _refusal(error: SMTPResponseException, server: str) -> SendError:
    words = f"{error.code} {reply_text(error.message)}"
    if error.code in LOGIN_CODES:
        return SmtpLoginError(
            f"El servidor SMTP {server} exige otra autenticación: {words}. Revise [smtp] user, "
            "password y security.",
            error.code,
        )
    if is_permanent(error.code):
        return SendError(
            Failure.PERMANENT, f"El servidor SMTP {server} rechazó el correo: {words}", error.code
        )
    return SendError(
        Failure.TEMPORARY, f"El servidor SMTP {server} aplazó el correo: {words}", error.code
    )


def _session_refused(reply: SMTPResponseException, server: str) -> ServerUnavailable:
    words = f"{reply.code} {reply_text(reply.message)}"
    login = isinstance(reply, SMTPAuthenticationError) and is_permanent(reply.code)
    if login or reply.code in LOGIN_CODES:
        return SmtpLoginError(
            f"El servidor SMTP {server} no aceptó la cuenta: {words}. Revise [smtp] user y la "
            "contraseña, y que la cuenta tenga permiso de enviar por SMTP.",
            reply.code,
        )
    return ServerUnavailable(
        f"El servidor SMTP {server} no abrió la sesión: {words}. Se intentará de nuevo.",
        reply.code,
    )


def _happening(error: BaseException, server: str) -> str:
    if isinstance(error, asyncio.CancelledError):
        return f"mailbot se detuvo mientras enviaba por {server}"
    if isinstance(error, SMTPTimeoutError):
        return f"El servidor SMTP {server} no respondió a tiempo"
    if isinstance(error, SMTPResponseException):
        return f"El servidor SMTP {server} dio una respuesta que no se entiende"
    if isinstance(error, (SMTPException, OSError)):
        return f"Se perdió la conexión con el servidor SMTP {server}"
    return f"Falló el envío por {server} ({type(error).__name__}: {reply_text(str(error))})"


def _chain(error: BaseException) -> Iterator[BaseException]:
    """`error`, what caused it, and so on."""
    current: BaseException | None = error
    while current is not None:
        yield current
        current = current.__cause__


def _detail(error: BaseException) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return error.verify_message
    return reply_text(str(error)) or type(error).__name__
