"""Servers that answer several commands at once, in pieces, too much, or what nobody asked."""

import socketserver
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from mailbot.config.servers import Smtp
from mailbot.errors import Failure, SendError
from mailbot.sender import Accepted, Sender
from tests.servers.smtp import HOST

LINE = "siifsoporte@minhacienda.example"
ANA = "ana@entidad.example"
MAIL = b"Subject: Su caso\r\n\r\nBuenos dias.\r\n"

USUAL = {
    b"EHLO": b"250-mx\r\n250 PIPELINING\r\n",
    b"DATA": b"354 Go on\r\n",
    b".\r\n": b"250 2.0.0 Taken\r\n",
    b"QUIT": b"221 Bye\r\n",
}


class Scripted:
    """A server that answers each line by its first letters, with what `says` makes of it."""

    def __init__(self, replies: dict[bytes, bytes], says: Callable[..., None]) -> None:
        self.connections = 0
        self.heard: list[bytes] = []
        known = USUAL | replies

        class Session(socketserver.StreamRequestHandler):
            def handle(session) -> None:  # noqa: N805
                self.connections += 1
                session.wfile.write(b"220 mx\r\n")
                content = False
                for line in session.rfile:
                    self.heard.append(line)
                    content = content and line != b".\r\n"
                    if not content:
                        reply = known.get(line[:4].strip(b" "), b"250 OK\r\n")
                        says(session.wfile.write, reply)
                        content = reply.startswith(b"354")

        self._server = socketserver.ThreadingTCPServer((HOST, 0), Session)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.01,)).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


Started = Callable[..., tuple[Scripted, Sender]]


@pytest.fixture
def started() -> Iterator[Started]:
    """Starts a server with these replies, and a sender for it."""
    servers: list[Scripted] = []
    senders: list[Sender] = []

    def start(
        replies: dict[bytes, bytes] | None = None,
        says: Callable[..., None] = lambda write, reply: write(reply),
    ) -> tuple[Scripted, Sender]:
        servers.append(Scripted(replies or {}, says))
        options = {"host": HOST, "port": servers[-1].port, "security": "none"}
        senders.append(Sender(Smtp.model_validate(options | {"timeout_seconds": 5})))
        return servers[-1], senders[-1]

    yield start
    for each in (*senders, *servers):
        each.close()


def failure_of(sender: Sender) -> SendError:
    with pytest.raises(SendError) as raised:
        sender.send(LINE, [ANA], MAIL)
    return raised.value


def test_replies_may_come_in_pieces_and_in_lines(started):
    def in_pieces(write: Callable[[bytes], None], reply: bytes) -> None:
        for place in range(len(reply)):
            write(reply[place : place + 1])
            time.sleep(0.001)

    _, sender = started({b".\r\n": b"250-Taken\r\n250  by me\r\n"}, in_pieces)
    assert sender.send(LINE, [ANA, "luis@x.example"], MAIL) == Accepted(reply="Taken by me")


@pytest.mark.parametrize(
    ("replies", "code"),
    [
        ({b"MAIL": b"451 4.7.1 Later\r\n", b"RCPT": b"503 MAIL?\r\n", b"DATA": b"503 No\r\n"}, 451),
        ({b"RCPT": b"450 4.2.1 Busy\r\n", b"DATA": b"554 5.5.1 No recipients\r\n"}, 450),
        ({b"DATA": b"452 4.3.1 No space\r\n"}, 452),
    ],
)
def test_a_refusal_leaves_the_session_in_step_with_what_was_asked_at_once(started, replies, code):
    server, sender = started(replies)
    for _ in range(3):
        assert (failure_of(sender).failure, failure_of(sender).code) == (Failure.TEMPORARY, code)
    assert server.connections == 1
    assert b".\r\n" not in server.heard


def test_a_server_that_wants_a_content_for_nobody_gets_none(started):
    """A lone dot might be taken for an empty mail."""
    server, sender = started({b"RCPT": b"550 5.1.1 Unknown\r\n"})
    assert failure_of(sender).failure is Failure.PERMANENT
    assert failure_of(sender).failure is Failure.PERMANENT
    assert server.connections == 2
    assert b".\r\n" not in server.heard


def test_a_session_with_a_reply_too_many_is_not_used_again(started):
    """Otherwise the next mail's recipient would get the answer of this one's content."""
    server, sender = started({b".\r\n": b"250 2.0.0 Taken\r\n250 2.0.0 Taken\r\n"})
    for _ in range(3):
        assert isinstance(sender.send(LINE, [ANA], MAIL), Accepted)
    assert server.connections == 3


@pytest.mark.parametrize("reply", [b"x" * 40_000, b"250-x\r\n" * 10_000, b"\xff\xfe\r\n", b"\r\n"])
def test_what_is_no_reply_ends_the_session_and_the_mail_goes_later(started, reply):
    server, sender = started({b"MAIL": reply})
    assert failure_of(sender).failure is Failure.TEMPORARY
    assert "no se entiende" in str(failure_of(sender))
    assert server.connections == 2
