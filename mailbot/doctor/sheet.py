"""Whether the contingency sheet lies on disk, as fresh as it should be (R23)."""

from collections.abc import Iterator
from datetime import timedelta

from mailbot.doctor.findings import Subject, Verdict, fine, warning

_PAUSES = 4
"""After so many pauses without a look at it, the sheet is old."""


def contingency_sheet(subject: Subject) -> Iterator[Verdict]:
    """Where the sheet is and when it was last compared with the cases."""
    # SQLAlchemy costs half a second, which a configuration that doesn't load need not wait for.
    from mailbot.pipeline.contingency import snapshot_of
    from storage import store_exists
    from storage.schema import REVISION
    from storage.store import Store

    config = subject.config
    if not store_exists(config):
        yield fine("se escribe desde el primer arranque")
        return
    store = Store(config.storage.database, config.storage.files)
    try:
        if store.revision() != REVISION:
            yield fine("se escribe cuando la base de datos tenga el esquema de este programa")
            return
        with store.read() as connection:
            found = snapshot_of(connection, config.storage.files)
    finally:
        store.close()
    run = "deje en marcha mailbot, o escríbala con: mailbot contingency export"
    if found.checked_at is None or not found.exists:
        yield warning(f"{found.path} no está escrita", run)
        return
    age = subject.now - found.checked_at
    told = f"{found.path}, revisada hace {_in_words(age)}"
    if age > _PAUSES * timedelta(minutes=config.contingency.snapshot_minutes):
        yield warning(told, run)
    else:
        yield fine(told)


def _in_words(age: timedelta) -> str:
    minutes = max(0, round(age / timedelta(minutes=1)))
    if minutes < 120:
        return f"{minutes} min"
    hours = minutes // 60
    return f"{hours} h" if hours < 48 else f"{hours // 24} días"
