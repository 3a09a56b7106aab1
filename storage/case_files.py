"""The files of cases, and the readable links that are owed to them."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, insert, select, text, update

from mailbot.model.case import StoredFile
from mailbot.model.vocabulary import FileStatus
from storage.case_rows import file_of_row, row_of_file
from storage.schema import case_files
from storage.statements import Statement

_INSERT = Statement(insert(case_files))
_OF_CASE = Statement(
    select(case_files).where(case_files.c.case_id == bindparam("row")).order_by(case_files.c.id)
)
_UNLINKED = (
    select(case_files.c.id, case_files.c.sha256, case_files.c.path)
    .where(text("NOT linked"), case_files.c.id > bindparam("last"))
    .order_by(case_files.c.id)
    .limit(bindparam("most"))
)


def add(
    connection: Connection, row: int, inbound_id: int | None, files: Sequence[StoredFile]
) -> None:
    """Record files of a case; their readable links are made after the commit.

    For one in quarantine none is owed: it gets no name that one could open by mistake.
    """
    if files:
        rows = [
            row_of_file(row, inbound_id, file, linked=file.status == FileStatus.QUARANTINED)
            for file in files
        ]
        _INSERT.change_each(connection, rows)


def release(connection: Connection, row: int, name: str) -> None:
    """Let a file out of quarantine; its readable link is owed from now on."""
    connection.execute(
        update(case_files)
        .where(
            case_files.c.case_id == row,
            case_files.c.name == name,
            case_files.c.status == FileStatus.QUARANTINED,
        )
        .values(status=FileStatus.RELEASED, linked=False)
    )


def of_case(connection: Connection, row: int) -> tuple[StoredFile, ...]:
    """The files of a case, in order of arrival."""
    found = _OF_CASE.mappings(connection, {"row": row})
    return tuple(file_of_row(each) for each in found)


def unlinked(
    connection: Connection, last: int = 0, most: int = 500
) -> tuple[tuple[int, str, str], ...]:
    """(key, sha256, path) of the first files beyond the key `last` whose readable link is owed."""
    rows = connection.execute(_UNLINKED, {"last": last, "most": most})
    return tuple((row[0], row[1], row[2]) for row in rows)


def mark_linked(connection: Connection, keys: Sequence[int]) -> None:
    """The readable links of these files exist now."""
    connection.execute(update(case_files).where(case_files.c.id.in_(keys)).values(linked=True))
