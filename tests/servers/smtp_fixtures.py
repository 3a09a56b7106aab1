"""Fixtures around `SmtpServer`: a running one, and certificates for loopback."""

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from tests.servers.smtp import HOST, SmtpServer


@pytest.fixture(scope="session")
def smtp_authority() -> trustme.CA:
    """Who signs the certificates of the tests' servers."""
    return trustme.CA()


@pytest.fixture(scope="session")
def smtp_ca_file(smtp_authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file to name in `[smtp] ca_file`."""
    path = tmp_path_factory.mktemp("smtp") / "ca.pem"
    smtp_authority.cert_pem.write_to_path(path)
    return path


@pytest.fixture(scope="session")
def smtp_tls(smtp_authority: trustme.CA) -> ssl.SSLContext:
    """A server's context with a good certificate for loopback."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    smtp_authority.issue_cert(HOST, "localhost").configure_cert(context)
    return context


@pytest.fixture
def smtp_server() -> Iterator[SmtpServer]:
    """A running server without TLS or accounts."""
    with SmtpServer() as server:
        yield server
