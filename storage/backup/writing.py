"""Taking a back-up while the line works: the database first, then the files that it refers to."""

import gzip
import hashlib
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from mailbot import __version__
from mailbot.config import Config
from mailbot.errors import StorageError, WrongUse
from storage import numbers
from storage.backup import copying
from storage.backup.archive import DATABASE, MANIFEST, Manifest, Progress, blob_name, written
from storage.engine import disk_failures_in_our_words
from storage.files import Files, new_file
from storage.schema import REVISION
from storage.store import Store, store_exists

PACKED, PLAIN = (".tar.gz", ".tgz"), (".tar",)


@dataclass(frozen=True, slots=True, kw_only=True)
class BackedUp:
    """A back-up that was taken, of `size` bytes.

    Of the files that the copy refers to `erased` were erased on order meanwhile, which is no
    fault. `lost` are not there and `damaged` are not what their name says: both are faults.
    """

    manifest: Manifest
    size: int
    erased: tuple[str, ...]
    lost: tuple[str, ...]
    damaged: tuple[str, ...]


def back_up(config: Config, target: Path, made: datetime, progress: Progress) -> BackedUp:
    """Write a back-up to `target`, for its owner only: whole, or not at all.

    The line may be at work. Files never change once they are kept and are kept before a row
    refers to them, so those found after the database was copied are those that belong to it.
    Raises WrongUse for a target that can't be one, StorageError for what the disk refuses, and
    where there is nothing to copy.
    """
    database = copying.sqlite_file(config)
    _refuse_target(target)
    if not store_exists(config):
        raise StorageError(f"Aún no hay base de datos en {database}: no hay nada que copiar.")
    files = Files(config.storage.files)
    with new_file(target) as out, _copy_beside(target) as copy:
        copying.copy_database(database, copy, progress)
        with copying.looking(copy) as connection:
            revision = _known(copying.revision(connection))
            digests = sorted(copying.referred(connection))
        with _archive(out, target, made) as archive:
            sha256 = _add_database(archive, copy, made)
            kept, damaged = _add_files(archive, files, digests, made, progress)
            missing = tuple(each for each in digests if each not in kept)
            manifest = Manifest(
                made=made, program=__version__, revision=revision, database=sha256,
                files=kept, missing=missing,
            )  # fmt: skip
            _add(archive, MANIFEST, written(manifest), made)
    still = copying.referred_now(database)
    if revision == REVISION:
        _remember(config, made)
    gone = [each for each in missing if each not in damaged]
    return BackedUp(
        manifest=manifest,
        size=target.stat().st_size,
        erased=tuple(each for each in gone if each not in still),
        lost=tuple(each for each in gone if each in still),
        damaged=damaged,
    )


def _remember(config: Config, made: datetime) -> None:
    """Keep when it was made, for `doctor` and `status`; a copy is one without that too."""
    store = Store(config.storage.database, config.storage.files)
    try:
        with suppress(StorageError), store.write() as connection:
            numbers.mark(connection, numbers.BACKED_UP, made)
    finally:
        store.close()


def _refuse_target(target: Path) -> None:
    if not target.name.endswith((*PACKED, *PLAIN)):
        raise WrongUse(f"{target}: el nombre de una copia termina en .tar.gz o en .tar")
    if not target.parent.is_dir():
        raise WrongUse(f"No existe la carpeta {target.parent}.")
    if target.exists():
        raise WrongUse(f"{target} ya existe: una copia nunca se escribe sobre otra.")


def _known(revision: str) -> str:
    if revision > REVISION:
        raise StorageError(
            f"La base de datos es de un mailbot más nuevo (esquema {revision}, este programa "
            f"conoce hasta el {REVISION}): haga la copia con aquel programa."
        )
    return revision


@contextmanager
def _copy_beside(target: Path) -> Iterator[Path]:
    copy = target.with_name(f".{target.name}.{os.getpid()}.db.tmp")
    try:
        with disk_failures_in_our_words():
            os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        yield copy
    finally:
        for end in ("", "-journal", "-wal", "-shm"):
            copy.with_name(copy.name + end).unlink(missing_ok=True)


@contextmanager
def _archive(out: BinaryIO, target: Path, made: datetime) -> Iterator[tarfile.TarFile]:
    if target.name.endswith(PLAIN):
        with tarfile.open(fileobj=out, mode="w|") as archive:
            yield archive
        return
    with (
        gzip.GzipFile("", "wb", 6, out, mtime=made.timestamp()) as packed,
        tarfile.open(fileobj=packed, mode="w|") as archive,
    ):
        yield archive


def _add_database(archive: tarfile.TarFile, copy: Path, made: datetime) -> str:
    with open(copy, "rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        size = file.tell()
        file.seek(0)
        archive.addfile(_member(DATABASE, size, made), file)
    return sha256


def _add_files(
    archive: tarfile.TarFile, files: Files, digests: list[str], made: datetime, progress: Progress
) -> tuple[dict[str, int], tuple[str, ...]]:
    """(sizes of the files that were added, digests of those that are not what they should be)."""
    kept: dict[str, int] = {}
    damaged = []
    for count, digest in enumerate(digests, 1):
        try:
            content = files.get(digest)
        except FileNotFoundError:
            continue
        if hashlib.sha256(content).hexdigest() == digest:
            _add(archive, blob_name(digest), content, made)
            kept[digest] = len(content)
        else:
            damaged.append(digest)
        progress("Archivos", count, len(digests))
    return kept, tuple(damaged)


def _add(archive: tarfile.TarFile, name: str, content: bytes, made: datetime) -> None:
    archive.addfile(_member(name, len(content), made), BytesIO(content))


def _member(name: str, size: int, made: datetime) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode, member.mtime = size, 0o600, int(made.timestamp())
    return member
