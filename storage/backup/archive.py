"""What a back-up file holds: a copy of the database, the kept files, and last its manifest."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from mailbot.errors import StorageError

FORMAT = 1
DATABASE, MANIFEST = "mailbot.db", "manifest.json"
LARGEST_MANIFEST = 1 << 30

_BLOB = re.compile(r"blobs/([0-9a-f]{2})/(\1[0-9a-f]{62})")

Progress = Callable[[str, int, int], None]
"""Told what is being done (in Spanish), how much of it is done, and how much there is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What stands in the archive. `files` are sizes by SHA-256; it is written last.

    `missing` are files that the database's copy refers to and that could not be read: erased on
    order while the copy was being made, lost, or damaged.
    """

    made: datetime
    program: str
    revision: str
    database: str
    files: dict[str, int]
    missing: tuple[str, ...]


def blob_name(digest: str) -> str:
    """Where the file with this SHA-256 stands in the archive."""
    return f"blobs/{digest[:2]}/{digest}"


def digest_of(name: str) -> str | None:
    """The SHA-256 that a place in the archive is for; None for every other name."""
    match = _BLOB.fullmatch(name)
    return match[2] if match else None


def written(manifest: Manifest) -> bytes:
    """The manifest as it stands in the archive."""
    return json.dumps(
        {
            "format": FORMAT,
            "program": manifest.program,
            "revision": manifest.revision,
            "made": manifest.made.isoformat(),
            "database": manifest.database,
            "files": manifest.files,
            "missing": manifest.missing,
        },
        indent=1,
    ).encode()


def read(content: bytes) -> Manifest:
    """The manifest of an archive; StorageError if it is none, or one of a later program."""
    try:
        said = json.loads(content)
        if said["format"] != FORMAT:
            raise StorageError(
                f"La copia tiene el formato {said['format']} y este programa lee el {FORMAT}: "
                f"restáurela con mailbot {said['program']}."
            )
        return Manifest(
            made=datetime.fromisoformat(said["made"]),
            program=str(said["program"]),
            revision=str(said["revision"]),
            database=str(said["database"]),
            files={str(digest): int(size) for digest, size in said["files"].items()},
            missing=tuple(map(str, said["missing"])),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise damaged("su índice no se puede leer") from error


def damaged(why: str) -> StorageError:
    """The failure of an archive that can't be trusted."""
    return StorageError(
        f"La copia está dañada o no es de mailbot: {why}. No se cambió nada; use otra copia."
    )
