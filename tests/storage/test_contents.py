"""The bytes of outgoing mails: apart from their rows, and there after an upgrade."""

from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import create_engine, text

from mailbot.model.vocabulary import MailStatus
from storage import open_store, outbox
from storage.migrations.run import _alembic
from storage.store import upgrade
from tests.storage.test_store import config

_MAIL = """
INSERT INTO outbox (template, person, "to", cc, subject, message_id, token, raw, pending, status,
                    attempts, created_at, last_error, brake)
VALUES ('M-02', 'p@x.test', '["p@x.test"]', '[]', 'Su solicitud', :key, :key, :raw, '[]', 'sent',
        1, '2026-12-07 15:00:00.000000', '', 0)
"""


@pytest.mark.sqlite
def test_an_upgrade_moves_the_bytes_of_every_mail(tmp_path: Path):
    settings = config(tmp_path)
    (tmp_path / "var").mkdir()
    command.upgrade(_alembic(settings.storage.database), "0006")
    engine = create_engine(settings.storage.database)
    with engine.begin() as connection:
        rows = [{"key": str(number), "raw": b"Correo %d\r\n" % number} for number in range(5)]
        connection.execute(text(_MAIL), rows)
    engine.dispose()
    upgrade(settings.storage.database)

    store = open_store(settings)
    with store.read() as connection:
        mails = outbox.listed(connection, (MailStatus.SENT,))
        raw = outbox.contents(connection, store.files, mails)
    store.close()
    assert [raw[mail.id] for mail in mails] == [row["raw"] for row in rows]
