"""The line's own store, looked at without making or changing anything."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mailbot.doctor.findings import Subject
from mailbot.errors import DatabaseBehind

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storage.store import Store


@contextmanager
def looked_into(subject: Subject) -> Iterator["tuple[Store, Connection] | None"]:
    """The store and a reading connection; None before the first start.

    Raises StorageError where it can't be looked into, DatabaseBehind for another schema.
    """
    # SQLAlchemy costs half a second, which a configuration that doesn't load need not wait for.
    from storage import store_exists
    from storage.schema import REVISION, told_mismatch
    from storage.store import Store

    config = subject.config
    if not store_exists(config):
        yield None
        return
    store = Store(config.storage.database, config.storage.files)
    try:
        revision = store.revision()
        if revision is None:
            yield None
            return
        if revision != REVISION:
            raise DatabaseBehind(told_mismatch(revision))
        with store.read() as connection:
            yield store, connection
    finally:
        store.close()
