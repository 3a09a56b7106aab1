"""Immutable files by SHA-256, and the readable links to the files of each case."""

import contextlib
import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from storage.engine import disk_failures_in_our_words


class Files:
    """A folder of blobs. What `put` returned is durable: content, name and folder are synced.

    What the disk refuses is a StorageError. Without `durable` nothing waits for the disk.
    """

    def __init__(self, root: Path, *, durable: bool = True) -> None:
        self.root = root
        self._durable = durable
        self._synced: set[Path] = set()

    def put(self, content: bytes) -> str:
        """Keep `content`, durably, and return its SHA-256; the same content is kept once."""
        digest = hashlib.sha256(content).hexdigest()
        target = self._blob(digest)
        if target.exists():
            return digest
        with disk_failures_in_our_words():
            self._make_folder(target.parent)
            self._write(target, content)
            if self._durable:
                _sync_folder(target.parent)
        return digest

    def get(self, digest: str) -> bytes:
        """The content with this SHA-256; FileNotFoundError if it is not here."""
        with disk_failures_in_our_words():
            return self._blob(digest).read_bytes()

    def has(self, digest: str) -> bool:
        return self._blob(digest).exists()

    def link(self, digest: str, path: str) -> None:
        """Give a blob a readable name at `path` (relative to the folder), made anew if wrong."""
        with disk_failures_in_our_words():
            self._link(digest, self.root / path)

    def digests(self) -> Iterable[str]:
        """Every blob that is kept."""
        return (
            path.name for path in self.root.glob("blobs/??/*") if not path.name.endswith(".tmp")
        )

    def _write(self, target: Path, content: bytes) -> None:
        temporary = target.with_name(f"{target.name}.{os.getpid()}.tmp")
        try:
            with open(temporary, "wb", opener=_private) as file:
                file.write(content)
                if self._durable:
                    file.flush()
                    os.fsync(file.fileno())
            temporary.rename(target)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise

    def _link(self, digest: str, target: Path) -> None:
        self._make_folder(target.parent)
        if target.exists():
            if target.samefile(self._blob(digest)):
                return
            target.unlink()
        try:
            target.hardlink_to(self._blob(digest))
        except OSError:
            # Shared folders without hard links get a copy; the blob stays the truth.
            with open(target, "xb", opener=_private) as file:
                file.write(self.get(digest))

    def forget(self, digest: str) -> None:
        """Delete the content with this SHA-256; what is not here is forgotten already."""
        with disk_failures_in_our_words():
            self._blob(digest).unlink(missing_ok=True)

    def unlink(self, path: str) -> None:
        """Take the readable name at `path` away, if it is there."""
        with disk_failures_in_our_words():
            (self.root / path).unlink(missing_ok=True)

    def _blob(self, digest: str) -> Path:
        return self.root / "blobs" / digest[:2] / digest

    def _make_folder(self, folder: Path) -> None:
        if folder in self._synced:
            return
        if not folder.exists():
            make_private_folder(folder)
            # A new folder is only durable once the folders above it are.
            for upper in (folder.parent, folder.parent.parent):
                with contextlib.suppress(FileNotFoundError):
                    _sync_folder(upper)
        self._synced.add(folder)


def make_private_folder(folder: Path) -> None:
    """Make a folder and those above it that are missing, for their owner only."""
    for each in (*reversed(folder.parents), folder):
        if not each.exists():
            each.mkdir(mode=0o700, exist_ok=True)


def write_private(path: Path, content: bytes) -> None:
    """Write a file that only its owner can read, in the place of any that is there."""
    with open(path, "wb", opener=_private) as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(content)


def replace_file(path: Path, content: bytes) -> None:
    """Put a file that only its owner can read in the place of any that is there, at once.

    Whoever opens it sees the old content or the new one, whole, also after a crash. Raises
    StorageError where the disk refuses; the old content stays then.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with disk_failures_in_our_words():
            with open(temporary, "wb", opener=_private) as file:
                os.fchmod(file.fileno(), 0o600)
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
            _sync_folder(path.parent)
    finally:
        temporary.unlink(missing_ok=True)


@contextlib.contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """A file that is not there yet, for its owner only: whole at the end, or not at all.

    Raises StorageError where there is one, and for all else that the disk refuses.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with disk_failures_in_our_words():
            with open(temporary, "wb", opener=_private) as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            _name(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def _name(temporary: Path, path: Path) -> None:
    """Give a finished file its name. Unlike a rename, a link never takes another file's place."""
    try:
        path.hardlink_to(temporary)
    except FileExistsError:
        raise
    except OSError:
        # A memory stick has no links.
        if path.exists():
            raise
        temporary.rename(path)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
