"""What is being erased, and how: shared by the modules that erase rows, mails and files."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Connection

from mailbot.rules.anonymous import ANONYMISED

ERASED = ANONYMISED
_AT_ONCE = 500

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasing:
    """Whose words go: of the cases with these rows, and the mails of `address` without a case.

    Addresses become `alias`, but for those of `kept`: the line's own people did their work. `names`
    are the person's, which nothing that stays may hold.
    """

    rows: tuple[int, ...]
    address: str
    alias: str
    kept: Collection[str]
    names: str = ""

    def instead(self, address: str) -> str:
        """What stands in the place of an address."""
        return address if address in self.kept else self.alias


@contextmanager
def overwriting(connection: Connection) -> Iterator[None]:
    """Freed pages are overwritten: the words don't stay in the file for whoever reads its bytes."""
    if connection.dialect.name != "sqlite":
        yield
        return
    before = connection.exec_driver_sql("PRAGMA secure_delete").scalar_one()
    connection.exec_driver_sql("PRAGMA secure_delete = ON")
    try:
        yield
    finally:
        connection.exec_driver_sql(f"PRAGMA secure_delete = {int(before)}")


def parts(values: Sequence[_T]) -> Iterator[Sequence[_T]]:
    """The values in pieces that a database takes in one IN."""
    return (values[start : start + _AT_ONCE] for start in range(0, len(values), _AT_ONCE))
