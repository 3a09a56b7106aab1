"""Files: immutable, kept once, durable, with readable names that can be made again."""

import errno
import hashlib
import os
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
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


def test_a_content_larger_than_one_write_takes_is_kept_whole(
    files: Files, monkeypatch: pytest.MonkeyPatch
):
    write = os.write
    monkeypatch.setattr("storage.files.os.write", lambda to, part: write(to, bytes(part[:10])))
    assert files.get(files.put(b"0123456789" * 3 + b"fin")) == b"0123456789" * 3 + b"fin"


def _on_disk(files: Files) -> set[bytes]:
    return {path.read_bytes() for path in files.root.rglob("*") if path.is_file()}


def test_what_is_put_together_is_written_at_the_end_and_found_before(files: Files):
    with files.together():
        digests = [files.put(b"uno"), files.put(b"dos"), files.put(b"uno")]
        assert [files.get(each) for each in digests] == [b"uno", b"dos", b"uno"]
        assert files.has(digests[0])
        assert _on_disk(files) == set()
    assert _on_disk(files) == {b"uno", b"dos"}
    assert [files.get(each) for each in digests] == [b"uno", b"dos", b"uno"]


def test_files_put_together_within_others_are_written_at_their_end(files: Files):
    with files.together():
        files.put(b"uno")
        with files.together():
            files.put(b"dos")
        assert _on_disk(files) == {b"uno", b"dos"}
        files.put(b"tres")
    assert _on_disk(files) == {b"uno", b"dos", b"tres"}


def test_what_another_thread_puts_meanwhile_does_not_wait(files: Files):
    with files.together(), ThreadPoolExecutor() as threads:
        files.put(b"uno")
        threads.submit(files.put, b"dos").result()
        assert _on_disk(files) == {b"dos"}


def test_nothing_is_written_of_what_ended_badly(files: Files):
    def put_and_fail() -> None:
        with files.together():
            files.put(b"uno")
            raise OverflowError

    with pytest.raises(OverflowError):
        put_and_fail()
    files.put(b"dos")
    assert _on_disk(files) == {b"dos"}


class _Disk:
    """What became durable, in order: "name" for the content of a file, "name/" for a folder."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.synced: list[str] = []
        self.named: dict[str, int] = {}
        monkeypatch.setattr("storage.files.os.fsync", self._fsync)
        monkeypatch.setattr("storage.files.os.rename", partial(self._rename, os.rename))

    def _fsync(self, descriptor: int) -> None:
        path = os.readlink(f"/proc/self/fd/{descriptor}")
        self.synced.append(Path(path).name + "/" * os.path.isdir(path))

    def _rename(self, rename: Callable[[str, str], None], old: str, new: str) -> None:
        # Only a content that is whole on the disk gets its name.
        assert Path(old).name in self.synced
        rename(old, new)
        self.named[Path(new).name] = len(self.synced)

    def holds(self, digest: str) -> bool:
        """Whether a content and then its name went to the disk."""
        return digest[:2] + "/" in self.synced[self.named[digest] :]


def test_content_then_name_then_folder_go_to_the_disk(
    files: Files, monkeypatch: pytest.MonkeyPatch
):
    disk = _Disk(monkeypatch)
    with files.together():
        several = [files.put(b"%d" % number) for number in range(30)]
    assert all(map(disk.holds, [*several, files.put(b"otro")]))
    assert {"blobs/", "archivo/"} <= set(disk.synced)


def test_a_name_that_is_there_already_goes_to_the_disk(
    files: Files, monkeypatch: pytest.MonkeyPatch
):
    # Whoever wrote it was stopped before that, or has not come to it yet.
    digest = files.put(b"firma")
    disk = _Disk(monkeypatch)
    assert files.put(b"firma") == digest
    assert disk.synced == [digest[:2] + "/"]


def test_of_several_files_those_that_fail_are_kept_when_they_are_put_again(
    files: Files, monkeypatch: pytest.MonkeyPatch
):
    contents = [b"%d" % number for number in range(30)]
    sync, left = os.fsync, iter(range(10))

    def full(descriptor: int) -> None:
        if next(left, None) is None:
            raise OSError(errno.ENOSPC, "full")
        sync(descriptor)

    def put_all() -> list[str]:
        with files.together():
            return [files.put(each) for each in contents]

    with monkeypatch.context() as patched:
        patched.setattr("storage.files.os.fsync", full)
        with pytest.raises(StorageError):
            put_all()
    assert not list(files.root.glob("blobs/unfinished/*"))
    assert list(map(files.get, put_all())) == contents


def test_what_a_killed_process_had_begun_to_write_is_no_content_and_is_forgotten(files: Files):
    kept = files.put(b"entero")
    begun = files.root / "blobs" / "unfinished" / "a medias"
    begun.write_bytes(b"ent")
    assert list(files.digests()) == [kept]
    files.forget_unfinished()
    assert not begun.exists()
    assert files.get(kept) == b"entero"


def test_who_writes_the_same_at_the_same_time_elsewhere_is_not_disturbed(
    files: Files, monkeypatch: pytest.MonkeyPatch
):
    """Two hosts on one folder: in containers every program is process number 1."""
    content, rename, others = b"logotipo" * 1000, os.rename, [Files(files.root)]

    def meanwhile(old: str, new: str) -> None:
        if others:
            others.pop().put(content)
        rename(old, new)

    monkeypatch.setattr("storage.files.os.rename", meanwhile)
    assert files.get(files.put(content)) == content
    assert not list(files.root.glob("blobs/unfinished/*"))


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
