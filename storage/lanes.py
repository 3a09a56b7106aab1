"""Which received mails have to be decided about one after the other, whoever decides.

It is told at receipt by what stands in the header, and only where several processes may decide.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, select

from mailbot.rules.numbers import numbers_in
from storage import cases, threads
from storage.schema import inbound, outbox
from storage.statements import any_of

_OF_OURS = select(outbox.c.case_id).where(
    outbox.c.message_id.in_(any_of("ids")), outbox.c.case_id.is_not(None)
)
_OF_THEIRS = (
    select(inbound.c.lane)
    .where(inbound.c.message_id.in_(any_of("ids")), inbound.c.lane != "")
    .order_by(inbound.c.id.desc())
    .limit(bindparam("most"))
)


class Lanes:
    """Tells the lanes of mails that arrive together, in their order."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._told: dict[str, str] = {}

    def of(
        self, message_id: str | None, references: Sequence[str], subject: str, sender: str
    ) -> str:
        """The lane of a mail: its case where the header leads to one, else that of the mail that
        it answers, else its sender. "" on SQLite, whose one process decides in order anyway.
        """
        if self._connection.dialect.name == "sqlite":
            return ""
        row = _case(self._connection, references, subject)
        lane = f"case:{row}" if row is not None else self._of_answered(references)
        lane = lane or f"sender:{sender}"
        if message_id:
            # The latest of an id is the last of all.
            self._told.pop(message_id, None)
            self._told[message_id] = lane
        return lane

    def _of_answered(self, references: Sequence[str]) -> str:
        """The lane of the latest of the mails with these ids, "" if there is none."""
        if not references:
            return ""
        beside = (lane for each, lane in reversed(self._told.items()) if each in references)
        stored = {"ids": references, "most": 1}
        return next(beside, "") or self._connection.execute(_OF_THEIRS, stored).scalar() or ""


def _case(connection: Connection, references: Sequence[str], subject: str) -> int | None:
    if references:
        ours = connection.execute(_OF_OURS, {"ids": references}).scalars().first()
        if ours is not None:
            return int(ours)
        theirs = threads.cases_of_ids(connection, references)
        if theirs:
            return next(iter(theirs.values()))
    found = cases.by_numbers(connection, numbers_in(subject))
    return found[0].row if found else None
