"""Fixtures around the tests' IMAP server: one Dovecot for the session, a fresh account a test."""

from collections.abc import Iterator

import pytest

from tests.servers.account import Account
from tests.servers.dovecot import Dovecot, ServerMissing
from tests.servers.proxy import FaultProxy


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """A running Dovecot."""
    try:
        server = Dovecot()
    except ServerMissing as missing:
        pytest.fail(str(missing), pytrace=False)
    with server:
        yield server


@pytest.fixture
def account(dovecot: Dovecot) -> Account:
    """An empty account that no other test uses."""
    return dovecot.account()


@pytest.fixture
def imap_proxy(dovecot: Dovecot) -> Iterator[FaultProxy]:
    """A proxy before Dovecot's plain port that can cut, stall and refuse."""
    with FaultProxy(dovecot.port) as proxy:
        yield proxy
