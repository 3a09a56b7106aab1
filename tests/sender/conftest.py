"""What the tests of the sender share."""

from collections.abc import Callable, Iterator

import pytest

from mailbot.config.servers import Smtp
from mailbot.sender import Sender
from tests.servers.smtp import HOST, SmtpServer
from tests.servers.smtp_fixtures import (  # noqa: F401
    smtp_authority,
    smtp_ca_file,
    smtp_tls,
)

MakeSender = Callable[..., Sender]


def settings(server: SmtpServer, **keys: object) -> Smtp:
    """`[smtp]` for `server`, bare and impatient unless `keys` say otherwise."""
    return Smtp.model_validate(
        {"host": HOST, "port": server.port, "security": "none", "timeout_seconds": 5, **keys}
    )


@pytest.fixture(params=[True, False], ids=["pipelining", "one-by-one"])
def smtp_server(request: pytest.FixtureRequest) -> Iterator[SmtpServer]:
    """A running server without TLS or accounts, that takes several commands at once or not."""
    with SmtpServer(pipelining=request.param) as server:
        yield server


@pytest.fixture
def sender_for() -> Iterator[MakeSender]:
    """Makes senders for a server, and closes them after the test."""
    senders: list[Sender] = []

    def make(server: SmtpServer, password=None, bearer=None, **keys: object) -> Sender:
        senders.append(Sender(settings(server, **keys), password, bearer))
        return senders[-1]

    yield make
    for sender in senders:
        sender.close()
