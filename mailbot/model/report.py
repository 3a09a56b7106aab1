"""A report as it is told and sent: its sentences, its figures in words, and its files."""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFigure:
    """A figure in words: what it is, its value, its target, and whether that was met.

    `met` is None where there is no target, or nothing to measure.
    """

    name: str
    value: str
    target: str = ""
    met: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFile:
    """A file of a report, with its name and its bytes."""

    name: str
    type: str
    content: bytes
    sha256: str


def report_file(name: str, kind: str, content: bytes) -> ReportFile:
    """A file of this media type, with its hash."""
    digest = hashlib.sha256(content).hexdigest()
    return ReportFile(name=name, type=kind, content=content, sha256=digest)


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishedReport:
    """The report of a time, ready to be sent; the same facts give the same bytes.

    `key` names the time for ever (`2026-10`), `name` for people (`octubre de 2026`). `partial`
    tells that it had not ended. `minutes`, `sent` and `answered` are what a month must have: actas
    on record (R6), surveys sent and answered (R5).
    """

    key: str
    name: str
    partial: bool
    sentences: tuple[str, ...]
    figures: tuple[ReportFigure, ...]
    files: tuple[ReportFile, ...]
    agenda: tuple[str, ...] = ()
    """What the follow-up meeting has to look at (R6)."""
    minutes: int = 0
    sent: int = 0
    answered: int = 0
    changed: str = ""
    """Since when it differs from what was issued, as people read it; "" if it does not."""

    @property
    def fingerprint(self) -> str:
        """The hashes of its files, as they are put on record (R80)."""
        return "\n".join(f"{file.name}: SHA-256 {file.sha256}" for file in self.files)


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishedExport:
    """What was asked to be exported: its files, and how many cases or questions they hold.

    Of questions `published` counts those that are quoted to users.
    """

    count: int
    files: tuple[ReportFile, ...]
    published: int = 0
