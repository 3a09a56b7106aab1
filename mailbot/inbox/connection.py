"""A connection to the IMAP server: reached, secured as configured, and logged in."""

import logging
import socket
import ssl

from imapclient import IMAPClient, SocketTimeout

from mailbot.config import servers
from mailbot.errors import MailboxError
from mailbot.inbox.credentials import Credentials

CONNECT_SECONDS = 20.0

# The library logs every line, bodies included, at DEBUG: that must not reach any log of ours.
logging.getLogger("imapclient").setLevel(logging.WARNING)


def connect(server: servers.Server, credentials: Credentials) -> IMAPClient:
    """A logged-in client. Nothing secret is sent before TLS unless security is "none".

    Raises MailboxError, or what the library and the network raise.
    """
    context = tls_context(server) if server.security != "none" else None
    client = IMAPClient(
        server.host,
        server.port,
        ssl=server.security == "tls",
        ssl_context=context if server.security == "tls" else None,
        timeout=SocketTimeout(
            connect=min(CONNECT_SECONDS, server.timeout_seconds), read=server.timeout_seconds
        ),
    )
    try:
        _quicken(client)
        if server.security == "starttls":
            _start_tls(client, server, context)
        credentials.login(client)
    except BaseException:
        disconnect(client)
        raise
    return client


def disconnect(client: IMAPClient) -> None:
    """Close without a word; never fails."""
    try:
        client.shutdown()
    except (OSError, ValueError):
        # The socket was gone already.
        client.socket().close()


def tls_context(server: servers.Server) -> ssl.SSLContext:
    """The system's trust and rules, and the operator's own authority besides."""
    context = ssl.create_default_context()
    if server.ca_file:
        try:
            context.load_verify_locations(server.ca_file)
        except OSError as error:
            not_pem = isinstance(error, ssl.SSLError)
            reason = "no es un certificado en formato PEM" if not_pem else error.strerror
            raise MailboxError(
                f"No se pudo leer [mailbox] ca_file, {server.ca_file}: {reason}."
            ) from error
    return context


def tls_version(client: IMAPClient) -> str | None:
    """The TLS version in use, None on a plain connection."""
    plug = client.socket()
    return plug.version() if isinstance(plug, ssl.SSLSocket) else None


def _quicken(client: IMAPClient) -> None:
    # imaplib writes a command in pieces: with Nagle's algorithm each would cost 40 ms.
    client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    # imapclient turns imaplib's tracing on: it would print every body into a string, read or not.
    client._imap.debug = 0


def _start_tls(client: IMAPClient, server: servers.Server, context: ssl.SSLContext | None) -> None:
    if not client.has_capability("STARTTLS"):
        raise MailboxError(
            f"El servidor de correo {server.host}:{server.port} no ofrece STARTTLS: revise "
            '[mailbox] security y port (con "tls" el puerto suele ser 993).'
        )
    client.starttls(context)
