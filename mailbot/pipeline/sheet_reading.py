"""The contingency sheets that come back, read inside limits of time and memory.

A small workbook can unpack to what fills a machine. Who may import one is trusted with the cases,
not with the line's memory: what opens it is a process that can be ended.
"""

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from mailbot.config import Config
from mailbot.errors import UnreadableMail
from mailbot.parsers.table_file import MOST_CHARACTERS, NotATable, read_table
from mailbot.pipeline.reading import BoundedReader
from mailbot.rules.contingency_sheet.rows import SheetRow, WrongSheet, read_rows

READ_PACKED = "mailbot.pipeline.sheet_reading:read_packed"

TOO_MUCH = (
    "La hoja es demasiado grande o está dañada: copie sus filas a un libro nuevo de Excel (.xlsx), "
    "solo los valores, y envíelo de nuevo."
)
"""What is said of a sheet that breaks the limits of what reads it."""

Rows = tuple[SheetRow, ...]

ReadSheet = Callable[[bytes, str, datetime, tzinfo], Rows]
"""Gives the rows of a sheet by its bytes, its name, the moment and the zone. Raises WrongSheet."""

SheetProcess = BoundedReader[tuple[Rows, tuple[str, ...]]]
"""Answers with the rows, or with why there are none."""


def read_sheet(content: bytes, name: str, now: datetime, zone: tzinfo) -> Rows:
    """The rows of a sheet, read here. Raises WrongSheet."""
    try:
        rows = read_rows(read_table(content, name), now, zone)
    except NotATable as why:
        raise WrongSheet(str(why)) from None
    # Joined cells give each of thousands of rows the text of one.
    if sum(len(text) for row in rows for text in row.written.values()) > MOST_CHARACTERS:
        raise WrongSheet(TOO_MUCH)
    return rows


def sheet_process(config: Config) -> SheetProcess:
    """The process that opens sheets, for the limits of the configuration; to be closed.

    A sheet has its whole time at once: only verified mail of who may import brings one.
    """
    limits = config.limits
    return SheetProcess(
        seconds=limits.parse_seconds, first_seconds=None, most_bytes=limits.mail_bytes,
        function=READ_PACKED, cheap=_never,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetReader:
    """Reads sheets in the process `apart`; a `ReadSheet`."""

    apart: SheetProcess

    def __call__(self, content: bytes, name: str, now: datetime, zone: tzinfo) -> Rows:
        """The rows of a sheet.

        Raises WrongSheet, for one beyond the limits too; ReadingFailed for what may go better the
        next time.
        """
        try:
            rows, why = self.apart(pickle.dumps((content, name, now, zone)))
        except UnreadableMail:
            raise WrongSheet(TOO_MUCH) from None
        if why:
            raise WrongSheet(*why)
        return rows


def read_packed(packed: bytes) -> tuple[Rows, tuple[str, ...]]:
    """What the process does: `packed` is a job of our own side."""
    content, name, now, zone = pickle.loads(packed)
    try:
        return read_sheet(content, name, now, zone), ()
    except WrongSheet as wrong:
        return (), wrong.why


def _never(_packed: bytes) -> bool:
    return False
