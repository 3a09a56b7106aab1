"""Immutable files by SHA-256, and the readable links to the files of each case."""

import contextlib
import hashlib
import os
import secrets
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO

from storage.engine import disk_failures_in_our_words

_AT_ONCE = 8
"""How many files wait for the disk at a time: it syncs several in hardly more time than one."""

_UNFINISHED = "unfinished"
"""Where a blob is until it is whole: beside the folders of the others, whose names are shorter."""


class _Held(threading.local):
    """What a thread has put and not written yet, by SHA-256; None if it writes each at once."""

    contents: dict[str, bytes] | None = None


class Files:
    """A folder of blobs. What `put` returned is durable: content, name and folder are synced.

    What the disk refuses is a StorageError. Without `durable` nothing waits for the disk.
    """

    def __init__(self, root: Path, *, durable: bool = True) -> None:
        self.root = root
        self._durable = durable
        self._unfinished = os.path.join(root, "blobs", _UNFINISHED)
        # Processes of several hosts may have the same number, and the same content.
        self._mark = secrets.token_hex(8)
        self._known_folders: set[str] = set()
        self._held = _Held()

    def put(self, content: bytes) -> str:
        """Keep `content`, durably, and return its SHA-256; the same content is kept once."""
        digest = hashlib.sha256(content).hexdigest()
        if self._held.contents is None:
            self._keep({digest: content})
        else:
            self._held.contents[digest] = content
        return digest

    @contextlib.contextmanager
    def together(self) -> Iterator[None]:
        """What this thread puts within is written, and durable, when this ends or with
        `write_held`, all at once; until then nobody else finds it.
        """
        before = self._held.contents
        self._held.contents = {} if before is None else before
        try:
            yield
            self.write_held()
        finally:
            self._held.contents = before

    def write_held(self) -> None:
        """Write what this thread has put `together` so far; it is durable when this returns."""
        if self._held.contents:
            self._keep(self._held.contents)
            self._held.contents.clear()

    def get(self, digest: str) -> bytes:
        """The content with this SHA-256; FileNotFoundError if it is not here."""
        if self._held.contents and digest in self._held.contents:
            return self._held.contents[digest]
        with disk_failures_in_our_words():
            return Path(self._blob(digest)).read_bytes()

    def has(self, digest: str) -> bool:
        return digest in (self._held.contents or ()) or os.path.exists(self._blob(digest))

    def link(self, digest: str, path: str) -> None:
        """Give a blob a readable name at `path` (relative to the folder), made anew if wrong."""
        with disk_failures_in_our_words():
            self._link(Path(self._blob(digest)), self.root / path)

    def digests(self) -> Iterable[str]:
        """Every blob that is kept."""
        return (path.name for path in self.root.glob("blobs/??/*") if not path.suffix)

    def forget(self, digest: str) -> None:
        """Delete the content with this SHA-256; what is not here is forgotten already."""
        with disk_failures_in_our_words():
            Path(self._blob(digest)).unlink(missing_ok=True)

    def forget_unfinished(self) -> None:
        """Delete what processes that were killed had begun to write; for who is here alone."""
        with disk_failures_in_our_words():
            for path in Path(self._unfinished).glob("*"):
                path.unlink(missing_ok=True)

    def unlink(self, path: str) -> None:
        """Take the readable name at `path` away, if it is there."""
        with disk_failures_in_our_words():
            (self.root / path).unlink(missing_ok=True)

    def _keep(self, contents: Mapping[str, bytes]) -> None:
        folders: dict[str, dict[str, bytes]] = {}
        for digest, content in contents.items():
            path = self._blob(digest)
            folders.setdefault(os.path.dirname(path), {})[path] = content
        with disk_failures_in_our_words():
            self._make_folders({*folders, self._unfinished})
            each = list(folders.items())
            at_once = min(_AT_ONCE, len(each)) if self._durable else 1
            if at_once == 1:
                self._fill(each)
                return
            with ThreadPoolExecutor(at_once) as threads:
                shares = [each[place::at_once] for place in range(at_once)]
                # Asking for the results raises what one of them raised.
                list(threads.map(self._fill, shares))

    def _fill(self, folders: Iterable[tuple[str, Mapping[str, bytes]]]) -> None:
        for folder, contents in folders:
            for path, content in contents.items():
                if not os.path.exists(path):
                    self._write(path, content)
            if self._durable:
                # Also for what is here already: who wrote it may not have come to that yet.
                _sync_folder(folder)

    def _write(self, path: str, content: bytes) -> None:
        name = f"{os.path.basename(path)}.{self._mark}.{threading.get_ident()}"
        temporary = os.path.join(self._unfinished, name)
        try:
            descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            try:
                _write_all(descriptor, content)
                if self._durable:
                    os.fsync(descriptor)
            finally:
                os.close(descriptor)
            os.rename(temporary, path)
        except OSError:
            Path(temporary).unlink(missing_ok=True)
            raise

    def _make_folders(self, folders: Collection[str]) -> None:
        unknown = [Path(folder) for folder in folders if folder not in self._known_folders]
        missing = [folder for folder in unknown if not folder.exists()]
        for folder in missing:
            make_private_folder(folder)
        if self._durable:
            # A new folder is only durable once the folders above it are.
            for upper in {upper for folder in missing for upper in list(folder.parents)[:2]}:
                _sync_folder(upper)
        self._known_folders.update(folders)

    def _link(self, blob: Path, target: Path) -> None:
        make_private_folder(target.parent)
        if target.exists():
            if target.samefile(blob):
                return
            target.unlink()
        try:
            target.hardlink_to(blob)
        except OSError:
            # Shared folders without hard links get a copy; the blob stays the truth.
            content = blob.read_bytes()
            with open(target, "xb", opener=_private) as file:
                file.write(content)

    def _blob(self, digest: str) -> str:
        return os.path.join(self.root, "blobs", digest[:2], digest)


def make_private_folder(folder: Path) -> None:
    """Make a folder and those above it that are missing, for their owner only."""
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except FileNotFoundError:
        make_private_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


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


def _write_all(descriptor: int, content: bytes) -> None:
    left = memoryview(content)
    while left:
        left = left[os.write(descriptor, left) :]


def _sync_folder(folder: str | Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
