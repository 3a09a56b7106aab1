"""The archive itself: each member, then the list of their SHA-256 that closes it."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

MANIFEST = "MANIFEST.sha256"

_FIRST_YEAR = 1980
_OWNER_ONLY = 0o600 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A file of the archive: its path in it, and its bytes."""

    name: str
    content: bytes


def write_archive(file: BinaryIO, members: Iterable[Member], at: datetime) -> None:
    """Write the members as they come, and the manifest; `at` is the local time that they show.

    Only one member is in memory at a time. The same members give the same bytes.
    """
    sums: list[str] = []
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for member in members:
            archive.writestr(_entry(member.name, at), member.content)
            sums.append(f"{hashlib.sha256(member.content).hexdigest()}  {member.name}\n")
        archive.writestr(_entry(MANIFEST, at), "".join(sums).encode())


def _entry(name: str, at: datetime) -> ZipInfo:
    when = (max(at.year, _FIRST_YEAR), at.month, at.day, at.hour, at.minute, at.second)
    entry = ZipInfo(name, date_time=when)
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = _OWNER_ONLY
    return entry
