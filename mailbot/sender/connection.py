"""Opening a session on the SMTP server: connection, TLS, greeting, login."""

import asyncio
import ssl
from datetime import UTC, datetime
from typing import cast

from aiosmtplib import SMTP, SMTPException

from mailbot.config.servers import Smtp
from mailbot.errors import ConfigurationError, ServerUnavailable, SmtpLoginError
from mailbot.sender import bearing, failures
from mailbot.sender.values import Probe
from mailbot.tokens import Bearer


class Connector:
    """Opens sessions as `[smtp]` says. `bearer` logs in with access tokens instead of a password.

    Raises ConfigurationError if `ca_file` can't be used.
    """

    def __init__(
        self, smtp: Smtp, password: str | None = None, bearer: Bearer | None = None
    ) -> None:
        self._config = smtp
        self._password = password
        self._bearer = bearer
        self._tls = None if smtp.security == "none" else _tls_context(smtp)
        self.server = f"{smtp.host}:{smtp.port}"

    async def open(self) -> SMTP:
        """An open, authenticated session; raises ServerUnavailable or SmtpLoginError."""
        smtp = SMTP(
            hostname=self._config.host,
            port=self._config.port,
            timeout=self._config.timeout_seconds,
            use_tls=self._config.security == "tls",
            start_tls=False,
            tls_context=self._tls,
        )
        try:
            await smtp.connect()
            await smtp.ehlo()
            await self._start_tls(smtp)
            await self._login(smtp)
        except BaseException as error:
            _drop(smtp)
            if isinstance(error, (SMTPException, OSError)):
                raise failures.of_connection(error, self.server) from error
            raise
        return smtp

    async def _start_tls(self, smtp: SMTP) -> None:
        if self._config.security != "starttls":
            return
        if not smtp.supports_extension("starttls"):
            raise ServerUnavailable(
                f"El servidor SMTP {self.server} no ofrece STARTTLS y nada se envía sin cifrar. "
                "Revise [smtp] security y port."
            )
        await smtp.starttls()
        await smtp.ehlo()

    async def _login(self, smtp: SMTP) -> None:
        user = self._config.user
        if user is None:
            return
        offered = smtp.supported_auth_methods
        if self._bearer:
            offered = [each for each in smtp.server_auth_methods if each == "xoauth2"]
        if not offered:
            raise SmtpLoginError(
                f"El servidor SMTP {self.server} no ofrece la autenticación pedida. Revise [smtp] "
                "auth y security: muchos servidores la ofrecen solo con TLS."
            )
        if self._bearer:
            await bearing.login(smtp, self._bearer, self.server)
        else:
            await smtp.login(user, self._password or "")

    def describe(self, smtp: SMTP) -> Probe:
        """What an open session shows of its server."""
        tls = smtp.get_transport_info("ssl_object")
        certificate = tls.getpeercert() if tls else None
        until = certificate.get("notAfter") if certificate else None
        size = smtp.esmtp_extensions.get("size", "")
        return Probe(
            server=self.server,
            tls=tls.version() if tls else None,
            certificate_until=(
                datetime.fromtimestamp(ssl.cert_time_to_seconds(until), UTC) if until else None
            ),
            authenticated=self._config.user is not None,
            size_limit=int(size) if size.isdecimal() and int(size) else None,
            international=smtp.supports_extension("smtputf8"),
        )


def _drop(smtp: SMTP) -> None:
    """Cut a connection off without waiting for anything."""
    if smtp.transport is not None:
        cast(asyncio.WriteTransport, smtp.transport).abort()
    smtp.close()


def _tls_context(smtp: Smtp) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if smtp.ca_file is not None:
        try:
            context.load_verify_locations(smtp.ca_file)
        except OSError as error:
            fault = f"smtp.ca_file: no se pueden leer certificados de {smtp.ca_file} ({error})"
            raise ConfigurationError([fault]) from error
    return context
