"""Unpacking a back-up into empty places, believing nothing that it says before it was checked."""

import gzip
import hashlib
import shutil
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from mailbot.errors import StorageError
from storage.backup import copying
from storage.backup.archive import (
    DATABASE,
    LARGEST_MANIFEST,
    MANIFEST,
    Manifest,
    Progress,
    damaged,
    digest_of,
    read,
)
from storage.files import Files
from storage.schema import REVISION

_GZIP = b"\x1f\x8b"


def unpack(archive: Path, database: Path, files: Files, progress: Progress) -> Manifest:
    """Unpack into `database` and `files`, which are nobody's yet, and check every byte.

    Raises StorageError for an archive that is damaged, incomplete, not ours, or of a later schema.
    """
    sizes: dict[str, int] = {}
    manifest = None
    with _members(archive) as members:
        for member, content in members:
            if manifest is not None:
                raise damaged(f"tiene algo detrás del índice ({member.name!r})")
            if member.name == MANIFEST and member.size <= LARGEST_MANIFEST:
                manifest = read(content.read())
            elif member.name == DATABASE and not database.exists():
                _unpack_database(content, database)
            elif (digest := digest_of(member.name)) and digest not in sizes:
                sizes[digest] = _unpack_file(content, digest, files)
                progress("Archivos", len(sizes), 0)
            else:
                raise damaged(f"contiene {member.name!r}, que no es de una copia")
    if manifest is None or not database.exists():
        raise damaged("está incompleta")
    _check(manifest, database, sizes)
    return manifest


@contextmanager
def _members(archive: Path) -> Iterator[Iterator[tuple[tarfile.TarInfo, IO[bytes]]]]:
    """The ordinary files of an archive and their bytes, each in its turn."""
    try:
        with open(archive, "rb") as raw:
            packed = raw.peek(len(_GZIP)).startswith(_GZIP)
            stream = gzip.GzipFile(fileobj=raw) if packed else raw
            with tarfile.open(fileobj=stream, mode="r|") as opened:
                yield _ordinary(opened)
            # The check sum of what is packed stands at its very end.
            while stream.read(1 << 20):
                pass
    except (tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError, ValueError) as error:
        raise damaged(str(error)) from error


def _ordinary(opened: tarfile.TarFile) -> Iterator[tuple[tarfile.TarInfo, IO[bytes]]]:
    for member in opened:
        content = opened.extractfile(member) if member.isreg() and not member.issparse() else None
        if content is None:
            # A link or a device could lead anything that is written to another place.
            raise damaged(f"contiene {member.name!r}, que no es un archivo")
        yield member, content


def _unpack_database(content: IO[bytes], database: Path) -> None:
    with open(database, "xb") as file:
        database.chmod(0o600)
        shutil.copyfileobj(content, file, 1 << 20)


def _unpack_file(content: IO[bytes], digest: str, files: Files) -> int:
    held = content.read()
    if hashlib.sha256(held).hexdigest() != digest:
        raise damaged(f"el archivo {digest} no tiene su contenido")
    files.put(held)
    return len(held)


def _check(manifest: Manifest, database: Path, sizes: dict[str, int]) -> None:
    if manifest.revision > REVISION:
        raise StorageError(
            f"La copia es de un mailbot más nuevo ({manifest.program}, esquema "
            f"{manifest.revision}; este programa conoce hasta el {REVISION}). No se cambió nada: "
            "instale esa versión y repita la orden."
        )
    with open(database, "rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != manifest.database:
            raise damaged("la base de datos no es la que dice el índice")
    if sizes != manifest.files:
        raise damaged("sus archivos no son los que dice el índice")
    with copying.looking(database) as connection:
        if copying.revision(connection) != manifest.revision:
            raise damaged("la base de datos tiene otro esquema que el que dice el índice")
        if copying.referred(connection) != {*manifest.files, *manifest.missing}:
            raise damaged("la base de datos nombra otros archivos que el índice")
