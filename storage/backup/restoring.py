"""Putting a back-up in the place of a line that stands still; what was there is kept aside."""

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL

from mailbot.config import Config
from mailbot.errors import WrongUse
from storage.backup.archive import Manifest, Progress
from storage.backup.copying import sqlite_file
from storage.backup.reading import unpack
from storage.backup.settling import Settled, settle
from storage.engine import disk_failures_in_our_words
from storage.files import Files, make_private_folder
from storage.presence import only_one
from storage.schema import REVISION
from storage.store import Store, upgrade

_SIDE_FILES = ("-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was restored, and where what stood in its place lies now."""

    manifest: Manifest
    settled: Settled
    kept_aside: tuple[Path, ...]


def restore(
    config: Config, archive: Path, now: datetime, progress: Progress, *, replace: bool = False
) -> Restored:
    """Put a back-up where the configuration says that database and files are.

    Nothing is touched before the archive has been unpacked beside it and proven whole. A database
    of an earlier schema is brought up to date. Raises AlreadyRunning while another mailbot works
    there, WrongUse if something is there and `replace` is not said, StorageError for an archive
    that can't be trusted and for what the disk refuses.
    """
    database, root = sqlite_file(config), config.storage.files
    with only_one(config), disk_failures_in_our_words():
        _refuse_occupied(database, root, replace=replace)
        make_private_folder(root.parent)
        beside, files = _beside(database), _beside(root)
        try:
            _clear(beside, files)
            make_private_folder(files)
            # One wait for the disk at the end, instead of one for each file.
            manifest = unpack(archive, beside, Files(files, durable=False), progress)
            settled = _settle(beside, files, manifest, now)
            os.sync()
            kept_aside = _exchange(((root, files), (database, beside)), now)
            os.sync()
        finally:
            _clear(beside, files)
    return Restored(manifest=manifest, settled=settled, kept_aside=kept_aside)


def _refuse_occupied(database: Path, root: Path, *, replace: bool) -> None:
    occupied = database.exists() or (root.exists() and any(root.iterdir()))
    if occupied and not replace:
        raise WrongUse(
            f"Ya hay una base de datos en {database} o archivos en {root}. Con --replace quedan "
            "aparte y la copia toma su lugar."
        )


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.restaurando")


def _clear(database: Path, files: Path) -> None:
    for end in ("", *_SIDE_FILES):
        database.with_name(database.name + end).unlink(missing_ok=True)
    if files.exists():
        shutil.rmtree(files)


def _settle(database: Path, files: Path, manifest: Manifest, now: datetime) -> Settled:
    url = URL.create("sqlite", database=str(database)).render_as_string(hide_password=False)
    if manifest.revision != REVISION:
        upgrade(url)
    store = Store(url, files)
    try:
        with store.write() as connection:
            return settle(connection, manifest.made, now)
    finally:
        store.close()


def _exchange(pairs: tuple[tuple[Path, Path], ...], now: datetime) -> tuple[Path, ...]:
    """Put the new in each place; what was there gets a name of its own beside it."""
    aside = []
    for place, new in pairs:
        old = place.with_name(f"{place.name}.anterior-{now:%Y%m%dT%H%M%S}")
        if place.exists():
            aside.append(old)
        # The journal goes first: beside another database it would be taken for that one's.
        for end in (*_SIDE_FILES, ""):
            with suppress(FileNotFoundError):
                place.with_name(place.name + end).rename(old.with_name(old.name + end))
        new.rename(place)
    return tuple(aside)
