"""The outbox: complete mails, what became of each, and what may still be changed about them.

How they are sent is `storage/attempts.py`.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    and_,
    bindparam,
    func,
    insert,
    or_,
    select,
    update,
)

from mailbot.model.decision import OutgoingMail
from mailbot.model.vocabulary import MailStatus
from storage import held
from storage.files import Files
from storage.schema import UNSENT, outbox, outbox_contents
from storage.statements import NamedRow, Statement, any_of

INLINE_BYTES = 65_536
"""Mails up to this size live in the database, larger ones in the files."""


OF_A_RESTORE = "Restaurado de la copia"
"""How the note of a mail begins that a restore held."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A mail of the outbox, without its bytes."""

    id: int
    case_id: int | None
    template: str
    person: str
    to: tuple[str, ...]
    cc: tuple[str, ...]
    subject: str
    message_id: str
    token: str
    raw_sha256: str | None
    pending: tuple[str, ...]
    status: str
    attempts: int
    created_at: datetime
    next_attempt_at: datetime | None
    sent_at: datetime | None
    last_error: str


COLUMNS = tuple(outbox.c[name] for name in Posted.__dataclass_fields__)
"""What a `Posted` is read from."""

_INSERT = Statement(insert(outbox).returning(outbox.c.id))
_SEND_NOW = (
    update(outbox)
    .where(
        outbox.c.case_id == bindparam("case_row"),
        outbox.c.status == MailStatus.WAITING,
        outbox.c.attempts == 0,
        # What an attempt left a word about waits for the server, not for the morning.
        outbox.c.last_error == "",
        outbox.c.next_attempt_at > bindparam("now"),
    )
    .values(next_attempt_at=bindparam("now"))
)
_CANCEL_WAITING = (
    update(outbox)
    .where(
        outbox.c.case_id == bindparam("case_row"),
        outbox.c.template == bindparam("code"),
        outbox.c.next_attempt_at.is_not(None),
    )
    .values(status=MailStatus.CANCELLED, next_attempt_at=None, last_error=bindparam("note"))
)
_INSERT_CONTENT = Statement(insert(outbox_contents))
_CONTENTS = Statement(select(outbox_contents).where(outbox_contents.c.id.in_(any_of("keys"))))
_FIND = {
    name: Statement(select(*COLUMNS).where(outbox.c[name] == bindparam("value")))
    for name in ("id", "message_id", "token")
}
_WAS_TOLD = Statement(select(outbox.c.id).where(outbox.c.once_key == bindparam("once_key")))
_WITH_TOKENS = Statement(select(*COLUMNS).where(outbox.c.token.in_(any_of("tokens"))))
_HELD_BY_RESTORE = (
    select(func.count())
    .select_from(outbox)
    .where(
        outbox.c.status == MailStatus.UNCERTAIN,
        outbox.c.next_attempt_at.is_(None),
        outbox.c.last_error.startswith(OF_A_RESTORE, autoescape=True),
    )
)
_WAITING = select(func.count()).where(outbox.c.next_attempt_at.is_not(None))
_UNSENT_COUNTS = select(outbox.c.status, func.count()).where(UNSENT).group_by(outbox.c.status)
_COUNT = select(func.count()).select_from(outbox)
_BRAKED = select(func.count()).where(
    and_(
        outbox.c.person == bindparam("person"),
        outbox.c.created_at >= bindparam("since"),
        outbox.c.brake,
        outbox.c.status != MailStatus.SUPPRESSED,
    )
)
_BRAKED_SINCE = Statement(_BRAKED)
_BRAKED_ON_CASE = Statement(_BRAKED.where(outbox.c.case_id == bindparam("case_row")))
_ACKNOWLEDGED = Statement(
    select(outbox.c.id)
    .where(outbox.c.person == bindparam("person"), outbox.c.template.in_(any_of("templates")))
    .limit(1)
)


def keep_large(files: Files, mail: OutgoingMail) -> str | None:
    """Keep the bytes of a large mail, durably and before the commit; None for a small one."""
    return files.put(mail.raw) if len(mail.raw) > INLINE_BYTES else None


def post(
    connection: Connection, mail: OutgoingMail, *, case_id: int | None, inbound_id: int | None,
    raw_sha256: str | None, status: MailStatus, note: str, now: datetime,
) -> int:  # fmt: skip
    """Add a composed mail; WAITING ones go out from `not_before` on."""
    waiting = status is MailStatus.WAITING
    row = {
        "case_id": case_id, "inbound_id": inbound_id, "template": mail.template,
        "person": mail.to[0], "to": mail.to, "cc": mail.cc, "subject": mail.subject,
        "message_id": mail.message_id, "token": mail.token,
        "raw_sha256": raw_sha256,
        "pending": tuple(dict.fromkeys((*mail.to, *mail.cc))), "status": status, "attempts": 0,
        "created_at": now, "next_attempt_at": mail.not_before if waiting else None,
        "last_error": note, "once_key": mail.once, "brake": mail.brake,
    }  # fmt: skip
    key = int(_INSERT.scalar(connection, row))
    if raw_sha256 is None:
        _INSERT_CONTENT.change(connection, {"id": key, "raw": mail.raw})
    if mail.brake and status is MailStatus.SUPPRESSED:
        held.mark_untold(connection, key, now)
    return key


def was_told(connection: Connection, once_key: str) -> bool:
    """Whether a mail with this key was ever posted."""
    return _WAS_TOLD.scalar(connection, {"once_key": once_key}) is not None


def raw(connection: Connection, files: Files, posted: Posted) -> bytes:
    """The bytes of a mail; none of one that was erased."""
    if posted.raw_sha256:
        return files.get(posted.raw_sha256)
    return contents(connection, files, [posted]).get(posted.id, b"")


def contents(
    connection: Connection, files: Files, mails: Sequence[Posted]
) -> dict[int, bytes]:  # fmt: skip
    """The bytes of some mails, by their ids; without those whose bytes are not there any more."""
    inline = [posted.id for posted in mails if not posted.raw_sha256]
    found = dict(_CONTENTS.rows(connection, {"keys": inline})) if inline else {}
    for mail in mails:
        if mail.raw_sha256:
            with suppress(FileNotFoundError):
                found[mail.id] = files.get(mail.raw_sha256)
    return found


def send_now(connection: Connection, case_id: int, now: datetime) -> None:
    """The mails of a case that wait for working time, and were never tried, are due now."""
    connection.execute(_SEND_NOW, {"case_row": case_id, "now": now})


def cancel_waiting(connection: Connection, case_id: int, template: str, note: str) -> None:
    """The mails of a kind about a case that have not left never will; `note` says why."""
    connection.execute(_CANCEL_WAITING, {"case_row": case_id, "code": template, "note": note})


def find(connection: Connection, **by: Any) -> Posted | None:
    """The one mail with this id=, message_id= or token=."""
    ((name, value),) = by.items()
    found = _FIND[name].mappings(connection, {"value": value})
    return read_posted(found[0]) if found else None


def with_tokens(connection: Connection, tokens: Sequence[str]) -> tuple[Posted, ...]:
    """Our mails with one of these reply tokens."""
    if not tokens:
        return ()
    rows = _WITH_TOKENS.mappings(connection, {"tokens": tokens})
    return tuple(read_posted(row) for row in rows)


def subjects_of_ids(connection: Connection, ids: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """(Message-ID, subject) of our mails with these ids."""
    if not ids:
        return ()
    query = select(outbox.c.message_id, outbox.c.subject).where(outbox.c.message_id.in_(ids))
    return tuple((row[0], row[1]) for row in connection.execute(query))


def of_case(connection: Connection, case_id: int) -> tuple[Posted, ...]:
    """The mails of a case, in order."""
    query = select(*COLUMNS).where(outbox.c.case_id == case_id).order_by(outbox.c.id)
    return tuple(read_posted(row) for row in connection.execute(query).mappings())


def listed(connection: Connection, statuses: Sequence[str]) -> tuple[Posted, ...]:
    """Mails with one of these statuses, oldest first."""
    query = select(*COLUMNS).where(outbox.c.status.in_(statuses)).order_by(outbox.c.id)
    return tuple(read_posted(row) for row in connection.execute(query).mappings())


def held_by_restore(connection: Connection) -> int:
    """How many mails wait, since a restore, for a person to say whether they go."""
    return int(connection.execute(_HELD_BY_RESTORE).scalar_one())


def waiting_count(connection: Connection) -> int:
    """How many mails are not accepted yet and will be tried again."""
    return int(connection.execute(_WAITING).scalar_one())


def stuck_since(connection: Connection, overdue: datetime) -> datetime | None:
    """Since when the oldest mail waits that failed at least once, or that was due at `overdue`.

    The latter is not tried at all: whoever delivers hangs.
    """
    query = select(func.min(outbox.c.created_at)).where(
        outbox.c.next_attempt_at.is_not(None),
        or_(outbox.c.last_error != "", outbox.c.next_attempt_at <= overdue),
    )
    return connection.execute(query).scalar()


def status_counts(connection: Connection) -> dict[str, int]:
    """How many mails have which status."""
    rows = connection.execute(_UNSENT_COUNTS)
    counts = {str(row[0]): int(row[1]) for row in rows}
    sent = int(connection.execute(_COUNT).scalar_one()) - sum(counts.values())
    return counts | {MailStatus.SENT.value: sent} if sent else counts


def braked_since(
    connection: Connection, person: str, moment: datetime, case_id: int | None = None
) -> int:
    """How many mails under the brake this person got since `moment`, on one case if given."""
    values: dict[str, Any] = {"person": person, "since": moment}
    if case_id is None:
        return int(_BRAKED_SINCE.scalar(connection, values))
    return int(_BRAKED_ON_CASE.scalar(connection, values | {"case_row": case_id}))


def ever_acknowledged(connection: Connection, person: str, templates: Sequence[str]) -> bool:
    """Whether this person ever got one of these mails (R83: the privacy line goes out once)."""
    values = {"person": person, "templates": templates}
    return _ACKNOWLEDGED.scalar(connection, values) is not None


def read_posted(row: NamedRow) -> Posted:
    """A mail of the outbox from its `COLUMNS`."""
    return Posted(**row)
