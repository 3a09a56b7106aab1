"""Over Dovecot and SMTP: the server goes away and comes back; mails hold what it cannot keep."""

from collections.abc import Callable
from pathlib import Path

import pytest

from mailbot.errors import StorageError
from storage import ledger, open_store
from tests.e2e.letters import COMPLETE, letter, screen
from tests.e2e.line_at_work import LineAtWork
from tests.servers.account import Account
from tests.servers.postgresql import PostgreSQL
from tests.servers.smtp import SmtpServer

pytestmark = pytest.mark.postgresql

REQUEST = letter(COMPLETE, files={"pantalla.png": screen()})


@pytest.fixture
def line(tmp_path: Path, account: Account, smtp_server: SmtpServer) -> LineAtWork:
    return LineAtWork(tmp_path, account, smtp_server)


def test_a_server_that_was_away_costs_no_mail_and_no_attempt(
    server: PostgreSQL, tmp_path: Path, account: Account, smtp_server: SmtpServer
):
    storage = {"database": f"{server.url}/camino", "files": tmp_path / "archivo"}
    server.create("camino")
    line = LineAtWork(tmp_path, account, smtp_server, storage=storage)
    with line.running() as passes:
        passes("2026-11-24 09:00")
        line.arrives(REQUEST, "2026-11-24 09:12")
        server.stop()
        try:
            with pytest.raises(StorageError, match="en marcha"):
                passes("2026-11-24 09:12")
        finally:
            server.start()
        assert line.folder_count("INBOX") == 1
        counts = passes("2026-11-24 09:13")
    assert (counts.received, counts.decided, counts.sent) == (1, 1, 1)
    store = open_store(line.config)
    with store.read() as connection:
        entry = ledger.entry(connection, 1)
    store.close()
    assert entry is not None
    assert entry.attempts == 1


def widest(count: int) -> str:
    """Different letters that no index makes smaller."""
    return "".join(chr(0x4E00 + (place * 7919) % 20_000) for place in range(count))


HOSTILE: dict[str, Callable[[bytes], bytes]] = {
    "zeros in the subject": lambda raw: raw.replace(b"Subject: ", b"Subject: =?utf-8?q?a=00b?= "),
    "zeros in the words": lambda raw: raw.replace(b"24-02-00", b"24-02-00\0"),
    "an id beyond what an index takes": lambda raw: (
        f"Message-ID: <{widest(980)}@x>\r\n".encode() + raw
    ),
    "an author beyond what an index takes": lambda raw: (
        f"From: <{widest(1500)}@invias.test>\r\n".encode() + raw
    ),
    "references beyond what an index takes": lambda raw: (
        f"References: <{widest(980)}@x>\r\n".encode() + raw
    ),
}


@pytest.mark.parametrize("spoil", HOSTILE.values(), ids=HOSTILE)
def test_a_mail_that_the_database_would_not_take_stops_nobody(
    line: LineAtWork, spoil: Callable[[bytes], bytes]
):
    line.works("2026-11-24 09:00")
    line.arrives(spoil(letter(COMPLETE, sender="eva@dian.test")), "2026-11-24 09:11")
    line.arrives(REQUEST, "2026-11-24 09:12")
    counts = line.works("2026-11-24 09:12")
    assert counts.received == 2
    assert counts.trouble == ""
    assert "maria@invias.test" in {mail["To"].addresses[0].addr_spec for mail in line.sent()}
