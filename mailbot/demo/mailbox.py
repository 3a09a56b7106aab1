"""An embedded mailbox on loopback: aiosmtpd takes mail in, pymap shows it over IMAP, in memory."""

import asyncio
import threading
from argparse import Namespace
from collections.abc import Callable, Coroutine, Mapping
from datetime import datetime
from types import TracebackType
from typing import Any, Self, TypeVar

from aiosmtpd.smtp import SMTP, Envelope, Session
from proxyprotocol.reader import ProxyProtocolReader
from pymap.backend.dict import Config, Identity, Login
from pymap.imap import IMAPServer
from pymap.parsing.message import AppendMessage
from pymap.user import Passwords, UserMetadata

PASSWORD = "demo"
AUTHSERV_ID = "correo.demo"
HOST = "127.0.0.1"

Result = TypeVar("Result")


class EmbeddedMailbox:
    """An SMTP and an IMAP server in a thread of their own.

    `users` are IMAP logins by address; mail to other addresses is refused with 550, as a real
    server would. `clock` gives the time of arrival, so that time can be simulated. Like a real
    receiver it writes an Authentication-Results header over mail of its own users.
    """

    def __init__(
        self, users: Mapping[str, str], clock: Callable[[], datetime], *,
        imap_port: int = 0, smtp_port: int = 0,
    ) -> None:  # fmt: skip
        self.users = dict(users)
        self.accepted: list[bytes] = []
        self._clock = clock
        self._ports = (imap_port, smtp_port)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self.imap_port, self.smtp_port = self._run(self._start())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._run(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def deliver(self, address: str, raw: bytes) -> None:
        """Put a mail into a user's inbox, as arrived now."""
        self._run(self._append(address, raw))

    async def handle_RCPT(  # noqa: N802
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        if address.lower() not in self.users:
            return "550 5.1.1 No existe ese buzón"
        envelope.rcpt_tos.append(address.lower())
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        raw = envelope.content if isinstance(envelope.content, bytes) else b""
        self.accepted.append(raw)
        for address in envelope.rcpt_tos:
            await self._append(address, self._stamped(raw, envelope.mail_from or ""))
        return "250 2.0.0 Recibido"

    def _stamped(self, raw: bytes, sender: str) -> bytes:
        domain = sender.rpartition("@")[2]
        passed = "pass" if sender.lower() in self.users else "none"
        verdict = f"Authentication-Results: {AUTHSERV_ID}; dmarc={passed} header.from={domain}\r\n"
        return verdict.encode() + raw

    async def _start(self) -> tuple[int, int]:
        config = Config(
            Namespace(passlib_cfg=None, proxy_protocol=None), demo_data=False, demo_user="",
            demo_password="", host=HOST, port=self._ports[0], tls_enabled=False,
        )  # fmt: skip
        config.apply_context()
        self._login = Login(config)
        hashed = await Passwords(config).hash_password(PASSWORD)
        for user in self.users.values():
            account = UserMetadata(config, user, password=hashed)
            await Identity(user, self._login, None, frozenset()).set(account)
        greet = ProxyProtocolReader(config.proxy_protocol).get_callback(
            IMAPServer(self._login, config)
        )
        self._servers = (
            await asyncio.start_server(greet, HOST, self._ports[0]),
            await self._loop.create_server(self._smtp, HOST, self._ports[1]),
        )
        imap, smtp = (server.sockets[0].getsockname()[1] for server in self._servers)
        return imap, smtp

    def _smtp(self) -> SMTP:
        return SMTP(self, enable_SMTPUTF8=True, hostname=AUTHSERV_ID, loop=self._loop)

    async def _append(self, address: str, raw: bytes) -> None:
        identity = Identity(self.users[address], self._login, None, frozenset())
        async with identity.new_session() as session:
            arrived = AppendMessage(raw, self._clock())
            await session.append_messages("INBOX", [arrived])

    async def _stop(self) -> None:
        for server in self._servers:
            server.close()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _run(self, work: Coroutine[Any, Any, Result]) -> Result:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=30)
