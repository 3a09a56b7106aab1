"""An embedded mailbox on loopback: aiosmtpd takes mail in, pymap shows it over IMAP, in memory."""

import asyncio
import threading
from argparse import Namespace
from collections.abc import Callable, Collection, Coroutine, Mapping
from datetime import datetime, timedelta
from email.parser import BytesHeaderParser
from email.utils import parseaddr
from types import TracebackType
from typing import Any, Self, TypeVar

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from proxyprotocol.reader import ProxyProtocolReader
from pymap.backend.dict import Config, Identity, Login
from pymap.imap import IMAPServer
from pymap.parsing.message import AppendMessage
from pymap.user import UserMetadata
from pysasl.hashing import Cleartext

from mailbot.demo.people import SERVER
from mailbot.demo.returned import delivery_report

PASSWORD = "demo"
HOST = "127.0.0.1"
RETURN_AFTER = timedelta(minutes=1)
"""How long after a mail its delivery report is dated: a server tries for a while."""

Result = TypeVar("Result")


class EmbeddedMailbox:
    """An SMTP and an IMAP server in a thread of their own.

    `logins` are IMAP logins by address; mail to other addresses is refused with 550, as a real
    server would. Mail to the addresses in `full` is accepted, and comes back to its sender as a
    delivery report. `clock` gives the time of arrival, so that time can be simulated. Like a real
    receiver it writes an Authentication-Results header over what it takes: a `From` of one of its
    domains passes if its own user sent it, and fails if somebody else did. SMTP takes any login
    and needs none: it listens on loopback only.
    """

    def __init__(
        self, logins: Mapping[str, str], clock: Callable[[], datetime], *,
        full: Collection[str] = (), imap_port: int = 0, smtp_port: int = 0,
    ) -> None:  # fmt: skip
        self._logins = dict(logins)
        self._domains = {address.rpartition("@")[2] for address in logins}
        self._full = frozenset(full)
        self._clock = clock
        self._ports = (imap_port, smtp_port)
        self._loop = asyncio.new_event_loop()
        # Loading the servers keeps the loop busy for a moment; that is nothing to report.
        self._loop.set_debug(False)
        self._thread = threading.Thread(target=self._loop.run_forever, name="mailbox", daemon=True)

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

    async def handle_RCPT(  # noqa: N802
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        if address.lower() not in self._logins:
            return "550 5.1.1 No existe ese buzón"
        envelope.rcpt_tos.append(address.lower())
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        raw = envelope.content if isinstance(envelope.content, bytes) else b""
        sender = (envelope.mail_from or "").lower()
        for address in envelope.rcpt_tos:
            if address in self._full:
                await self._give_back(raw, sender, address)
            else:
                await self._append(address, self._stamped(raw, sender), self._clock())
        return "250 2.0.0 Recibido"

    def _stamped(self, raw: bytes, sender: str) -> bytes:
        author = parseaddr(BytesHeaderParser().parsebytes(raw).get("From", ""))[1].lower()
        domain = author.rpartition("@")[2]
        if domain not in self._domains:
            passed = "none"
        else:
            passed = "pass" if author == sender and author in self._logins else "fail"
        verdict = f"Authentication-Results: {SERVER}; dmarc={passed} header.from={domain}\r\n"
        return verdict.encode() + raw

    async def _give_back(self, raw: bytes, sender: str, recipient: str) -> None:
        if sender in self._logins:
            tried_at = self._clock() + RETURN_AFTER
            report = delivery_report(raw, sender, recipient, SERVER, tried_at)
            await self._append(sender, report, tried_at)

    async def _start(self) -> tuple[int, int]:
        config = Config(
            Namespace(passlib_cfg=None, proxy_protocol=None), demo_data=False, demo_user="",
            demo_password="", host=HOST, port=self._ports[0], tls_enabled=False,
            hash_context=Cleartext(),
        )  # fmt: skip
        config.apply_context()
        self._login = Login(config)
        for user in dict.fromkeys(self._logins.values()):
            account = UserMetadata(config, user, password=PASSWORD)
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
        return SMTP(
            self, enable_SMTPUTF8=True, hostname=SERVER, loop=self._loop,
            auth_require_tls=False, authenticator=lambda *_: AuthResult(success=True),
        )  # fmt: skip

    async def _append(self, address: str, raw: bytes, arrived_at: datetime) -> None:
        identity = Identity(self._logins[address], self._login, None, frozenset())
        async with identity.new_session() as session:
            await session.append_messages("INBOX", [AppendMessage(raw, arrived_at)])

    async def _stop(self) -> None:
        for server in self._servers:
            server.close()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _run(self, work: Coroutine[Any, Any, Result]) -> Result:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=30)
