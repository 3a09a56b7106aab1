"""An SMTP server on loopback that remembers what it takes and fails as it is told to.

Each address (a recipient's, or the sender's for `RefuseSender`) has a script: one act for each
mail that names it, in order. Without a script, or when it is used up, mail is accepted.
"""

import asyncio
import contextlib
import ssl
import threading
from base64 import b64decode
from collections import deque
from dataclasses import dataclass, field

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.servers.smtp_acts import (
    Act,
    DropAtData,
    DropAtRecipient,
    DropInContent,
    DropTaken,
    DropUntaken,
    Hold,
    RefuseContent,
    RefuseInContent,
    RefuseRecipient,
    RefuseSender,
    StallInContent,
)

HOST = "127.0.0.1"

_REASON = '{"status":"401","schemes":"bearer","scope":"https://mail.google.com/"}'
"""What Gmail says, and Exchange, before it refuses a token."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A mail that the server took: the envelope and the content with its dots undone."""

    sender: str
    recipients: tuple[str, ...]
    raw: bytes
    options: tuple[str, ...]
    tls: bool
    login: str | None


@dataclass(kw_only=True)
class SmtpServer:
    """The server, in a thread of its own; use it as a context manager, or `start` and `stop`.

    `tls` is the server's context; with `starttls` the session begins bare (and nothing else is
    allowed before STARTTLS), without it in TLS at once. With `accounts` (login to password) mail
    needs a login. `most_connections` is the limit beyond which a connection is turned away.
    """

    port: int = 0
    tls: ssl.SSLContext | None = None
    starttls: bool = False
    accounts: dict[str, str] = field(default_factory=dict)
    size_limit: int = 33_554_432
    smtputf8: bool = True
    pipelining: bool = True
    """Whether it says that it takes several commands at once (RFC 2920); it always does."""
    most_connections: int | None = None
    greeting_closes: str | None = None
    """A reply that every new connection gets instead of a greeting."""
    tokens: dict[str, str] | None = None
    """Access tokens that XOAUTH2 takes, and whose they are; None: the passwords of `accounts`."""
    token_refusal: str = "535 5.7.8 Authentication credentials invalid"

    inbox: list[Received] = field(default_factory=list, init=False)
    connections: int = field(default=0, init=False)
    """How many connections were opened since the first start."""
    peak: int = field(default=0, init=False)
    """How many were open at the same time, at most."""
    login_attempts: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self._changed = threading.Condition()
        self._scripts: dict[str, deque[Act]] = {}
        self._open: set[_Session] = set()
        self._thread: threading.Thread | None = None

    # Running

    def __enter__(self) -> "SmtpServer":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Listen; the port stays the same over a stop and a start."""
        self._loop = asyncio.new_event_loop()
        self._gate = asyncio.Event()
        listen = self._loop.create_server(
            self._new_connection, HOST, self.port, ssl=None if self.starttls else self.tls
        )
        self._listener = self._loop.run_until_complete(listen)
        self.port = self._listener.sockets[0].getsockname()[1]
        self._thread = threading.Thread(target=self._loop.run_forever, name="test-smtp")
        self._thread.start()

    def stop(self) -> None:
        """Cut every connection off and refuse new ones."""
        if self._thread is None:
            return
        asyncio.run_coroutine_threadsafe(self._shut(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()
        self._thread = None

    async def _shut(self) -> None:
        self._listener.close()
        await self._listener.wait_closed()
        self._cut_all()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        # A connection that was just being accepted is cut too; sockets close in later rounds.
        self._cut_all()
        for _ in range(3):
            await asyncio.sleep(0)

    # What tests say

    def script(self, address: str, *acts: Act) -> None:
        """The acts for the next mails that name `address`."""
        with self._changed:
            self._scripts.setdefault(address, deque()).extend(acts)

    def let_go(self) -> None:
        """Answer all mails that are held, and those to come."""
        self._loop.call_soon_threadsafe(self._gate.set)

    def drop_connections(self) -> None:
        """Cut every open connection, and wait until that is done."""

        async def cut() -> None:
            self._cut_all()

        asyncio.run_coroutine_threadsafe(cut(), self._loop).result(10)
        self._wait(lambda: not self._open, 10, "connections to end")

    # What tests ask

    def wait_for(self, count: int, timeout: float = 10) -> tuple[Received, ...]:
        """All mails taken, once there are at least `count`; TimeoutError if they do not come."""
        self._wait(lambda: len(self.inbox) >= count, timeout, f"{count} mails")
        with self._changed:
            return tuple(self.inbox)

    def wait_open(self, count: int, timeout: float = 10) -> None:
        """Wait until exactly `count` connections are open."""
        self._wait(lambda: len(self._open) == count, timeout, f"{count} open connections")

    def _wait(self, is_so, timeout: float, what: str) -> None:
        with self._changed:
            if not self._changed.wait_for(is_so, timeout):
                raise TimeoutError(f"no {what} within {timeout} s; {len(self.inbox)} mails taken")

    # Called by the sessions, in the server's thread

    def _new_connection(self) -> asyncio.Protocol:
        with self._changed:
            self.connections += 1
            crowded = self.most_connections is not None and (
                len(self._open) >= self.most_connections
            )
        if self.greeting_closes:
            return _Closing(self.greeting_closes)
        if crowded:
            return _Closing("421 4.7.0 Too many connections")
        return _Session(self, self._loop)

    def _cut_all(self) -> None:
        for session in tuple(self._open):
            session.cut()

    def _count(self, session: "_Session", *, is_open: bool) -> None:
        with self._changed:
            (self._open.add if is_open else self._open.discard)(session)
            self.peak = max(self.peak, len(self._open))
            self._changed.notify_all()

    def _act(self, address: str, *kinds: type[Act]) -> Act | None:
        """The act that stands next in the script of `address`, if it is one of `kinds`."""
        with self._changed:
            script = self._scripts.get(address)
            return script.popleft() if script and isinstance(script[0], kinds) else None

    def _take(self, session: Session, envelope: Envelope) -> None:
        login = session.auth_data
        received = Received(
            sender=envelope.mail_from or "",
            recipients=tuple(envelope.rcpt_tos),
            raw=envelope.original_content or b"",
            options=tuple(envelope.mail_options),
            tls=self.tls is not None and (session.ssl is not None or not self.starttls),
            login=login.login.decode() if login else None,
        )
        with self._changed:
            self.inbox.append(received)
            self._changed.notify_all()


class _Closing(asyncio.Protocol):
    """A connection that is turned away with one line."""

    def __init__(self, reply: str) -> None:
        self._reply = reply

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        transport.write(self._reply.encode() + b"\r\n")  # type: ignore[attr-defined]
        transport.close()


class _Session(SMTP):
    """One connection: aiosmtpd's, with the acts that its hooks can't do."""

    def __init__(self, server: SmtpServer, loop: asyncio.AbstractEventLoop) -> None:
        self._server = server
        super().__init__(
            _Hooks(server),
            hostname="mx.prueba.example",
            data_size_limit=server.size_limit,
            enable_SMTPUTF8=server.smtputf8,
            tls_context=server.tls if server.starttls else None,
            require_starttls=server.starttls,
            auth_require_tls=server.starttls,
            authenticator=_Authenticator(server) if server.accounts else None,
            auth_exclude_mechanism=None if server.accounts else ["PLAIN", "LOGIN", "XOAUTH2"],
            loop=loop,
        )

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._server._count(self, is_open=True)

    def connection_lost(self, error: Exception | None) -> None:
        super().connection_lost(error)
        self._server._count(self, is_open=False)

    def cut(self) -> None:
        """Abort the connection: whatever was not written yet is lost."""
        transport = self._original_transport or self.transport
        if transport is not None:
            transport.abort()  # type: ignore[attr-defined]

    async def vanish(self) -> None:
        """Cut, and do nothing more until the loss of the connection ends this session's task."""
        self.cut()
        await self.loop.create_future()

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        act = self._content_act()
        match act:
            case DropAtData():
                await self.vanish()
            case DropInContent(size):
                await self.push("354 Go on")
                await self._reader.readexactly(size)
                await self.vanish()
            case StallInContent(size):
                await self.push("354 Go on")
                await self._reader.readexactly(size)
                await self.loop.create_future()
            case RefuseInContent(reply, size):
                await self.push("354 Go on")
                await self._reader.readexactly(size)
                await self.push(reply)
                with contextlib.suppress(asyncio.IncompleteReadError):
                    await self._reader.readuntil(b"\r\n.\r\n")
            case _:
                await super().smtp_DATA(arg)

    def _content_act(self) -> Act | None:
        assert self.envelope is not None
        kinds = (DropAtData, DropInContent, StallInContent, RefuseInContent)
        acts = (self._server._act(address, *kinds) for address in self.envelope.rcpt_tos)
        return next((act for act in acts if act), None)


class _Authenticator:
    """Looks logins up among the server's accounts, and counts."""

    def __init__(self, server: SmtpServer) -> None:
        self._server = server

    def __call__(self, smtp, session, envelope, mechanism, login) -> AuthResult:
        self._server.login_attempts += 1
        known = self._server.accounts.get(login.login.decode())
        good = known == login.password.decode()
        return AuthResult(success=good, handled=False, auth_data=login)


class _Hooks:
    """aiosmtpd's hooks: what to answer to each step."""

    def __init__(self, server: SmtpServer) -> None:
        self._server = server

    async def handle_EHLO(  # noqa: N802
        self, smtp: SMTP, session: Session, envelope: Envelope, hostname: str, replies: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return ["250-PIPELINING", *replies] if self._server.pipelining else replies

    async def auth_XOAUTH2(self, smtp: SMTP, args: list[str]) -> AuthResult:  # noqa: N802
        self._server.login_attempts += 1
        user, _, token = b64decode(args[1]).decode().partition("\x01auth=Bearer ")
        user, token = user.removeprefix("user="), token.rstrip("\x01")
        if self._server.tokens is None:
            return AuthResult(success=self._server.accounts.get(user) == token, handled=False)
        if self._server.tokens.get(token) == user:
            return AuthResult(success=True, auth_data=LoginPassword(user.encode(), b""))
        await smtp.challenge_auth(_REASON, encode_to_b64=True)
        await smtp.push(self._server.token_refusal)
        return AuthResult(success=False, handled=True)

    async def handle_MAIL(  # noqa: N802
        self, smtp: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self._server.accounts and not session.authenticated:
            return "530 5.7.0 Authentication required"
        act = self._server._act(address, RefuseSender)
        if isinstance(act, RefuseSender):
            return act.reply
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(  # noqa: N802
        self, smtp: "_Session", session: Session, envelope: Envelope, address: str, options: list
    ) -> str:
        act = self._server._act(address, RefuseRecipient, DropAtRecipient)
        if isinstance(act, RefuseRecipient):
            return act.reply
        if isinstance(act, DropAtRecipient):
            await smtp.vanish()
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(  # noqa: N802
        self, smtp: "_Session", session: Session, envelope: Envelope
    ) -> str:
        for address in envelope.rcpt_tos:
            act = self._server._act(address, RefuseContent, DropUntaken, DropTaken, Hold)
            if isinstance(act, RefuseContent):
                return act.reply
            if isinstance(act, DropUntaken):
                await smtp.vanish()
            if isinstance(act, DropTaken):
                self._server._take(session, envelope)
                await smtp.vanish()
            if isinstance(act, Hold):
                self._server._take(session, envelope)
                await self._server._gate.wait()
                return "250 2.0.0 OK, late"
        self._server._take(session, envelope)
        return "250 2.0.0 OK"
