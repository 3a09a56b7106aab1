"""The line's own store, looked at without making or changing anything."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mailbot.doctor.findings import Subject
from mailbot.errors import StorageError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storage.store import Store


@contextmanager
def looked_into(subject: Subject) -> Iterator["tuple[Store, Connection] | None"]:
    """The store and a reading connection; None before the first start or with another schema.

    None too where a server can't be asked: the check of the database has said so, and each look
    would wait for it again.
    """
    # SQLAlchemy costs half a second, which a configuration that doesn't load need not wait for.
    from storage import database_folder, store_exists
    from storage.schema import REVISION
    from storage.store import Store

    config = subject.config
    try:
        exists = store_exists(config)
    except StorageError:
        if database_folder(config):
            raise
        exists = False
    if not exists:
        yield None
        return
    store = Store(config.storage.database, config.storage.files)
    try:
        if store.revision() != REVISION:
            yield None
            return
        with store.read() as connection:
            yield store, connection
    finally:
        store.close()
