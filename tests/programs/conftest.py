"""The other programs that mailbot meets, each started once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.line_at_work import LineAtWork
from tests.servers.cyrus import Cyrus
from tests.servers.postfix import PASSWORD, USER, Postfix
from tests.servers.smtp import SmtpServer


@pytest.fixture
def cyrus() -> Iterator[Cyrus]:
    """A running Cyrus with one empty account."""
    with Cyrus() as server:
        yield server


@pytest.fixture
def postfix(smtp_server: SmtpServer) -> Iterator[Postfix]:
    """A running Postfix that hands everything to `smtp_server`."""
    with Postfix(smtp_server.port) as server:
        yield server
    # Its killed clients are noticed before the server goes.
    smtp_server.wait_open(0)


@pytest.fixture
def line(tmp_path: Path, cyrus: Cyrus, postfix: Postfix, smtp_server: SmtpServer) -> LineAtWork:
    """A line that reads from Cyrus and hands its mails to Postfix, over STARTTLS with a login."""
    smtp = {
        "port": postfix.port, "security": "starttls", "ca_file": postfix.ca_file, "user": USER,
        "password": PASSWORD,
    }  # fmt: skip
    return LineAtWork(tmp_path, cyrus, smtp_server, smtp=smtp)
