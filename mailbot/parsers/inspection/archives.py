"""Archives but zip: what single-file compressors and tar hold, and the directory of a rar."""

import re
import tarfile
from collections.abc import Callable, Iterator
from io import BytesIO

from mailbot.parsers.inspection import rar
from mailbot.parsers.inspection.endings import check_name, ending_of
from mailbot.parsers.inspection.kinds import BZIP2, GZIP, XZ
from mailbot.parsers.inspection.unpacking import gunzipped, unbzipped, unxzed
from mailbot.parsers.inspection.values import (
    ENCRYPTED,
    LINKS,
    UNREADABLE,
    Budget,
    Held,
    Member,
    shown,
)
from mailbot.parsers.inspection.zips import check_inside

_UNPACKERS: dict[str, Callable[[bytes, Budget], bytes]] = {
    GZIP: gunzipped, BZIP2: unbzipped, XZ: unxzed,
}  # fmt: skip
_ZEROS = re.compile(rb"\0*+")
_WRAPPERS = frozenset({"gz", "bz2", "xz"})
_SHORT = {"tgz": "tar", "tbz": "tar", "tbz2": "tar", "txz": "tar", "svgz": "svg", "emz": "emf"}

# Read by their names alone, these open as what they are called whatever is in them, and the
# programs that open them run nothing.
_HARMLESS_BY_NAME = frozenset(
    "pdf docx xlsx pptx odt ods odp png jpg jpeg gif bmp tif tiff webp heic txt csv log json xml "
    "mp4 mov avi mp3 wav".split()
)


def unwrapped(name: str, kind: str, content: bytes, budget: Budget) -> Iterator[Member]:
    """The one file that gzip, bzip2 or xz compressed; it is no archive of its own.

    Raises Held beyond the budget.
    """
    budget.count(1)
    if kind == GZIP:
        # Some programs unpack it under the name that it tells itself.
        check_name(_told_by_gzip(content))
    ending = ending_of(name)
    stem = name.rpartition(".")[0] if ending in (*_WRAPPERS, *_SHORT) else name
    inner = f"{stem}.{_SHORT[ending]}" if ending in _SHORT else stem
    yield Member(name=inner, content=_UNPACKERS[kind](content, budget))


def _told_by_gzip(content: bytes) -> str:
    """The name in the head of a gzip file (RFC 1952 §2.3), "" for none."""
    flags, at = content[3], 10
    if flags & 4:
        at += 2 + int.from_bytes(content[at : at + 2], "little")
    if not flags & 8:
        return ""
    return content[at : at + 300].partition(b"\0")[0].decode("latin-1")


def tar_members(content: bytes, budget: Budget) -> Iterator[Member]:
    """The files of a tar. Raises Held for links, which lead out of it."""
    with tarfile.open(fileobj=BytesIO(content), mode="r:") as file:
        while (entry := file.next()) is not None:
            budget.count(1)
            if entry.isdir():
                continue
            stream = file.extractfile(entry) if entry.isreg() else None
            if stream is None:
                raise Held(LINKS)
            check_inside(entry.name)
            # The bytes are here already: nothing more is unpacked.
            yield Member(name=entry.name, content=stream.read(len(content)), archived=True)
        # Other programs go on behind what this one takes for the end.
        if not _ZEROS.fullmatch(content, file.offset):
            raise Held(UNREADABLE)


def rar_members(content: bytes, budget: Budget) -> Iterator[Member]:
    """The names in a rar, whose files we can't unpack. Raises Held for what names can't vouch for.

    A pure reader of its own: the libraries that read rar start programs for parts of it.
    """
    for entry in rar.entries(content):
        budget.count(1)
        if entry.encrypted:
            raise Held(ENCRYPTED)
        # Its name is looked at like any other: what runs is told as such.
        yield Member(name=entry.name, content=b"", archived=True)
        if ending_of(entry.name) not in _HARMLESS_BY_NAME:
            raise Held(f"Trae «{shown(entry.name)}», que dentro de un RAR no se puede revisar.")
