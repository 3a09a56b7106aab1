"""Attempts to send: which mails are due, who sends them, and how each attempt ended."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, not_, or_, select, text, update

from mailbot.errors import AlreadySettled
from mailbot.model.vocabulary import MailStatus
from storage.outbox import COLUMNS, Posted, read_posted
from storage.schema import outbox, outbox_contents
from storage.statements import Statement, any_of


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """How an attempt ended. `pending` replaces the recipients still to be asked, if given.

    `counted` is false for an attempt that the server's absence ended: it is not the mail's.
    """

    status: MailStatus
    note: str = ""
    next_attempt_at: datetime | None = None
    sent_at: datetime | None = None
    pending: tuple[str, ...] | None = None
    counted: bool = True


_UPDATE = update(outbox).where(outbox.c.id == bindparam("key"))
_UNCOUNTED = _UPDATE.values(attempts=outbox.c.attempts - 1)
_UPDATE_CONTENT = update(outbox_contents).where(outbox_contents.c.id == bindparam("key"))
_MINE = and_(outbox.c.status == MailStatus.SENDING, outbox.c.claimed_by == bindparam("number"))
_SETTLE = {
    # Whether the attempt is counted, and whether there are others who may send.
    (True, False): Statement(_UPDATE),
    (False, False): Statement(_UNCOUNTED),
    (True, True): Statement(_UPDATE.where(_MINE)),
    (False, True): Statement(_UNCOUNTED.where(_MINE)),
}
_REGISTER = Statement(
    update(outbox)
    .where(outbox.c.id.in_(any_of("keys")), outbox.c.next_attempt_at.is_not(None))
    .values(
        status=MailStatus.SENDING,
        attempts=outbox.c.attempts + 1,
        next_attempt_at=None,
        claimed_by=bindparam("number"),
    )
    .returning(outbox.c.id)
)
_DUE = Statement(
    select(*COLUMNS)
    .where(outbox.c.next_attempt_at <= bindparam("now"))
    .order_by(outbox.c.next_attempt_at, outbox.c.id)
    .limit(bindparam("most"))
)
_INTERRUPTED = select(*COLUMNS).where(outbox.c.status == MailStatus.SENDING).order_by(outbox.c.id)


def due(connection: Connection, now: datetime, limit: int) -> tuple[Posted, ...]:
    """Mails to try now, those that waited longest first."""
    rows = _DUE.mappings(connection, {"now": now, "most": limit})
    return tuple(read_posted(row) for row in rows)


def register_attempts(
    connection: Connection, ids: Sequence[int], number: int | None = None
) -> set[int]:
    """Before the network is touched: these mails are being sent. A crash leaves them SENDING.

    `number` is the process's own among others. Returns those that may go: a person may have
    cancelled one meanwhile, or another process sends it.
    """
    return set(_REGISTER.scalars(connection, {"keys": ids, "number": number}))


def renew(connection: Connection, mail_id: int, content: bytes, raw_sha256: str | None) -> None:
    """Store other bytes for a mail whose Date was renewed before its first attempt."""
    if raw_sha256:
        connection.execute(_UPDATE, {"key": mail_id, "raw_sha256": raw_sha256})
    else:
        connection.execute(_UPDATE_CONTENT, {"key": mail_id, "raw": content})


def settle(
    connection: Connection, ends: Mapping[int, End], number: int | None = None
) -> None:  # fmt: skip
    """Record how the attempts of some mails ended, by their ids.

    Among others, a process gives its `number`: AlreadySettled, and nothing is to be committed, if
    a mail is no longer its own to send, because the others took it for dead.
    """
    alike: defaultdict[tuple[bool, bool], list[dict[str, Any]]] = defaultdict(list)
    for key, end in ends.items():
        changes: dict[str, Any] = {
            "key": key,
            "status": end.status,
            "last_error": end.note,
            "next_attempt_at": end.next_attempt_at,
            "sent_at": end.sent_at,
        }
        if number is not None:
            changes["number"] = number
        if end.pending is not None:
            changes["pending"] = end.pending
        alike[end.counted, end.pending is None].append(changes)
    for (counted, _), rows in alike.items():
        if _SETTLE[counted, number is not None].change_each(connection, rows) != len(rows):
            keys = ", ".join(str(row["key"]) for row in rows)
            raise AlreadySettled(f"De los correos de salida {keys} alguno es de otro proceso.")


def interrupted(connection: Connection, number: int | None = None) -> tuple[Posted, ...]:
    """Mails that were being sent when the process died: the server may have taken them.

    Among others, a process gives its `number`, before it sends anything itself: what those send
    that are at work is theirs.
    """
    query = _INTERRUPTED
    if number is not None:
        from storage.sessions import ALIVE

        theirs = outbox.c.claimed_by.in_(text(ALIVE))
        query = query.where(
            or_(outbox.c.claimed_by.is_(None), outbox.c.claimed_by == number, not_(theirs))
        )
    return tuple(read_posted(row) for row in connection.execute(query).mappings())
