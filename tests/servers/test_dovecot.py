import shutil
import socket

import pytest

from tests.servers.dovecot import HOST, Dovecot, ServerMissing


def test_without_the_program_one_line_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    with pytest.raises(ServerMissing, match=r"^Dovecot is missing: apt-get install dovecot-imapd$"):
        Dovecot()


def test_nothing_of_the_server_is_left_behind() -> None:
    with Dovecot() as server:
        socket.create_connection((HOST, server.port)).close()
    assert not server.folder.exists()
    for port in (server.port, server.tls_port):
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection((HOST, port))


def test_accounts_have_nothing_in_common(dovecot: Dovecot) -> None:
    first, second = dovecot.account(), dovecot.account()
    first.deliver(b"Subject: uno\r\n\r\n")
    second.append(b"Subject: dos\r\n\r\n")
    assert list(first.contents().values()) == [b"Subject: uno\r\n\r\n"]
    assert list(second.contents().values()) == [b"Subject: dos\r\n\r\n"]
