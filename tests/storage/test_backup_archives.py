"""A restore believes nothing that an archive says before it was checked."""

import gzip
import hashlib
import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from mailbot.config import Config
from mailbot.errors import StorageError
from storage import Store
from storage.backup import restore
from tests.storage.backups import LATER, quiet, rows

pytestmark = pytest.mark.sqlite

Members = dict[str, tarfile.TarInfo | bytes]


def members(archive: Path) -> Members:
    with tarfile.open(archive) as opened:
        return {m.name: opened.extractfile(m).read() for m in opened}  # type: ignore[union-attr]


def packed(archive: Path, content: Members) -> None:
    with tarfile.open(archive, "w:gz") as opened:
        for name, what in content.items():
            if isinstance(what, tarfile.TarInfo):
                opened.addfile(what)
                continue
            member = tarfile.TarInfo(name)
            member.size = len(what)
            opened.addfile(member, io.BytesIO(what))


def first_blob(content: Members) -> str:
    return next(name for name in content if name.startswith("blobs/"))


def with_manifest(content: Members, **changes: object) -> Members:
    manifest = json.loads(content.pop("manifest.json"))  # type: ignore[arg-type]
    return content | {"manifest.json": json.dumps(manifest | changes).encode()}


def link(name: str, kind: bytes, target: str) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, target
    return member


def _other_database(content: Members) -> Members:
    database = content["mailbot.db"]
    assert isinstance(database, bytes)
    return content | {"mailbot.db": database + b"\0" * 4096}


def _no_database(content: Members) -> Members:
    """As if anything could be a database, its hash right."""
    bytes_ = b"no es una base de datos" * 99
    content |= {"mailbot.db": bytes_}
    return with_manifest(content, database=hashlib.sha256(bytes_).hexdigest())


SPOILED: dict[str, Callable[[Members], Members]] = {
    "a path above": lambda m: {"../fuera": b"x"} | m,
    "an absolute path": lambda m: {"/tmp/fuera": b"x"} | m,
    "a path above below the files": lambda m: {"blobs/../../fuera": b"x"} | m,
    "another name": lambda m: {"config.toml": b"x"} | m,
    "a symbolic link": lambda m: {"blobs": link("blobs", tarfile.SYMTYPE, "/tmp")} | m,
    "a hard link": lambda m: m | {"mailbot.db": link("mailbot.db", tarfile.LNKTYPE, "../x")},
    "a device": lambda m: m | {"mailbot.db": link("mailbot.db", tarfile.CHRTYPE, "")},
    "a folder": lambda m: {"blobs": link("blobs", tarfile.DIRTYPE, "")} | m,
    "another content": lambda m: m | {first_blob(m): b"otro"},
    "a file too few": lambda m: {n: c for n, c in m.items() if n != first_blob(m)},
    "another database": _other_database,
    "no database": lambda m: {n: c for n, c in m.items() if n != "mailbot.db"},
    "what is no database": _no_database,
    "no manifest": lambda m: {n: c for n, c in m.items() if n != "manifest.json"},
    "a manifest that is none": lambda m: m | {"manifest.json": b"[]"},
    "something behind the manifest": lambda m: m | {"mailbot.db2": b"x"},
    "a later schema": lambda m: with_manifest(m, revision="9999"),
    "a later format": lambda m: with_manifest(m, format=2),
}


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED)
def test_what_can_not_be_trusted_is_refused_and_changes_nothing(
    spoil: Callable[[Members], Members],
    here: Config,
    line_store: Store,
    taken: Path,
    tmp_path: Path,
):
    line_store.close()
    packed(taken, spoil(members(taken)))
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(StorageError):
        restore(here, taken, LATER, quiet, replace=True)
    now = {path for path in tmp_path.rglob("*") if path.suffix != ".lock"}
    assert now == set(before)
    assert rows(here, "SELECT count(*) FROM inbound") == [(5,)]


def _cut(content: bytes) -> bytes:
    return content[: len(content) * 2 // 3]


def _one_bit(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


DAMAGED: dict[str, Callable[[bytes], bytes]] = {
    "cut off": _cut,
    "a bit turned": _one_bit,
    "its check sum cut off": lambda content: content[:-8],
    "empty": lambda _content: b"",
    "another kind of file": lambda _content: b"PK\x03\x04" * 999,
    "an archive of nothing": lambda _content: gzip.compress(b""),
}


@pytest.mark.parametrize("damage", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_archive_is_refused(damage: Callable[[bytes], bytes], there: Config, taken: Path):
    taken.write_bytes(damage(taken.read_bytes()))
    with pytest.raises(StorageError, match="dañada"):
        restore(there, taken, LATER, quiet)
    assert not Path(there.storage.files).exists()
