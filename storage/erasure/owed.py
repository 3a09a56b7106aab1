"""What an erasing owes after its commit: files to delete, and mails to erase once they have left.

It is committed with the erasing, and owed through any number of restarts until it is done.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Table, delete, select, update

from storage import faq, numbers
from storage.erasure.mails import Later, erase_later, have_left
from storage.erasure.scope import overwriting, parts
from storage.schema import authorisations, case_files, inbound, marks, outbox

if TYPE_CHECKING:
    from storage.store import Store

_PREFIX = "forget:"
_WORDS = "forget-words"
"""That erased words still stand in the parts of the search index: merging takes its time."""

HOLDERS: tuple[tuple[Table, str], ...] = (
    (inbound, "raw_sha256"), (outbox, "raw_sha256"), (case_files, "sha256"),
    (authorisations, "sheet_sha256"),
)  # fmt: skip
"""Every column that refers to a kept file, by its SHA-256 (none: NULL or "")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """Files by digest and by readable path, and mails that still wait to be sent."""

    blobs: frozenset[str]
    paths: tuple[str, ...]
    mails: tuple[Later, ...]


def owe(connection: Connection, key: int | str, what: Owed, now: datetime) -> None:
    """Remember what an erasing owes, under the row of the first of its cases or another name."""
    unused = what.blobs - _still_held(connection, what.blobs)
    numbers.mark(connection, f"{_PREFIX}{key}", now, _written(replace(what, blobs=unused)))


def owe_words(connection: Connection, now: datetime) -> None:
    """Remember that the search index has to be cleared of what was erased."""
    numbers.mark(connection, _WORDS, now)


def forget_owed(store: "Store") -> int:
    """Delete the files and erase the mails and words that are owed; how many files went.

    What can't be deleted now stays owed. Only the loop that receives calls this: a mail that comes
    with the same bytes as a file to be deleted is received before or after it, never meanwhile.
    """
    with store.read() as connection:
        is_owed = marks.c.name.startswith(_PREFIX, autoescape=True)
        rows = connection.execute(select(marks.c.name, marks.c.note).where(is_owed)).all()
        words = numbers.marked(connection, _WORDS)
    if words:
        with store.write() as connection, overwriting(connection):
            faq.settle(connection)
            connection.execute(delete(marks).where(marks.c.name == _WORDS))
    return sum(_pay(store, name, _read(note)) for name, note in rows)


def _pay(store: "Store", name: str, owed: Owed) -> int:
    owed = _erase_what_left(store, name, owed)
    if not owed.blobs and not owed.paths and owed.mails:
        return 0
    with store.read() as connection:
        gone = owed.blobs - _still_held(connection, owed.blobs)
    for path in owed.paths:
        store.files.unlink(path)
    for digest in sorted(gone):
        store.files.forget(digest)
    with store.write() as connection:
        _set(connection, name, replace(owed, blobs=frozenset(), paths=()))
    return len(gone)


def _erase_what_left(store: "Store", name: str, owed: Owed) -> Owed:
    """Erase the mails that have left meanwhile; what is owed then, committed together."""
    if not owed.mails:
        return owed
    with store.read() as connection:
        if not have_left(connection, owed.mails):
            return owed
    with store.write() as connection, overwriting(connection):
        left = have_left(connection, owed.mails)
        blobs = erase_later(connection, left)
        waiting = tuple(each for each in owed.mails if each not in left)
        owed = replace(owed, blobs=owed.blobs | blobs, mails=waiting)
        connection.execute(update(marks).where(marks.c.name == name).values(note=_written(owed)))
    return owed


def _set(connection: Connection, name: str, owed: Owed) -> None:
    mine = marks.c.name == name
    if owed.mails:
        connection.execute(update(marks).where(mine).values(note=_written(owed)))
    else:
        connection.execute(delete(marks).where(mine))


def _still_held(connection: Connection, digests: Iterable[str]) -> set[str]:
    held: set[str] = set()
    for some in parts(sorted(digests)):
        for table, name in HOLDERS:
            column = table.c[name]
            held.update(connection.execute(select(column).where(column.in_(some))).scalars())
    return held


def _written(owed: Owed) -> str:
    return json.dumps(
        {
            "blobs": sorted(owed.blobs),
            "paths": owed.paths,
            "mails": [asdict(each) for each in owed.mails],
        }
    )


def _read(note: str) -> Owed:
    said = json.loads(note)
    return Owed(
        blobs=frozenset(said["blobs"]),
        paths=tuple(said["paths"]),
        # What was owed before this program erased mails names none.
        mails=tuple(
            Later(
                key=each["key"], recipients=tuple(each["recipients"]),
                copies=tuple(each["copies"]), whom=each["whom"],
            )
            for each in said.get("mails", ())
        ),
    )  # fmt: skip
