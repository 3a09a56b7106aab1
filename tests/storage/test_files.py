"""Files: immutable, kept once, durable, with readable names that can be made again."""

import errno
import hashlib
import os
import stat
from pathlib import Path

import pytest

from mailbot.errors import StorageError
from storage.files import Files, replace_file


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path / "archivo")


def test_what_was_put_comes_back_by_its_hash(files: Files):
    digest = files.put(b"pantalla")
    assert digest == hashlib.sha256(b"pantalla").hexdigest()
    assert files.get(digest) == b"pantalla"


def test_the_same_content_is_kept_once(files: Files):
    assert files.put(b"firma") == files.put(b"firma")
    assert len(list(files.digests())) == 1


def test_a_blob_can_be_read_by_its_owner_only(files: Files):
    digest = files.put(b"datos de una persona")
    path = next(files.root.glob(f"blobs/*/{digest}"))
    assert path.stat().st_mode & 0o077 == 0


def test_a_write_that_fails_leaves_nothing_behind(files: Files, monkeypatch: pytest.MonkeyPatch):
    def disk_full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("storage.files.os.fsync", disk_full)
    with pytest.raises(StorageError, match="no queda espacio en el disco"):
        files.put(b"no cabe")
    assert [path for path in files.root.rglob("*") if path.is_file()] == []


def test_a_readable_name_is_made_again_when_it_points_elsewhere(files: Files):
    old, new = files.put(b"uno"), files.put(b"dos")
    path = "casos/2026/SERV-2026-000001/SERV-2026-000001_01_pantalla.png"
    files.link(old, path)
    files.link(new, path)
    files.link(new, path)
    assert (files.root / path).read_bytes() == b"dos"
    assert files.get(old) == b"uno"


def test_a_file_that_is_replaced_is_whole_and_its_owners_alone(tmp_path: Path):
    path = tmp_path / "hoja.xlsx"
    path.write_bytes(b"antes")
    path.chmod(0o644)
    replace_file(path, b"ahora")
    assert path.read_bytes() == b"ahora"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_cannot_be_replaced_stays_as_it_was(tmp_path: Path, monkeypatch):
    path = tmp_path / "hoja.xlsx"
    path.write_bytes(b"antes")

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError):
        replace_file(path, b"ahora")
    assert path.read_bytes() == b"antes"
    assert list(tmp_path.iterdir()) == [path]
