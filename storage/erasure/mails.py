"""The mails of ours that are erased with a person's cases, and those that have to leave first."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, bindparam, delete, or_, select, update

from mailbot.model.vocabulary import MailStatus
from storage.erasure.scope import ERASED, Erasing, parts
from storage.schema import outbox, outbox_contents

_ERASE = (
    update(outbox)
    .where(outbox.c.id == bindparam("key"))
    .values(
        subject="", raw_sha256=None, pending=(), next_attempt_at=None, once_key=None,
        last_error=ERASED, person=bindparam("whom"), to=bindparam("recipients"),
        cc=bindparam("copies"), status=bindparam("stands"),
    )
)  # fmt: skip
_ERASE_CONTENT = delete(outbox_contents).where(outbox_contents.c.id == bindparam("key"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mail:
    """What erasing looks at of a mail of ours."""

    id: int
    case_id: int | None
    inbound_id: int | None
    to: tuple[str, ...]
    cc: tuple[str, ...]
    person: str
    status: str
    next_attempt_at: datetime | None
    raw_sha256: str | None

    @property
    def waits(self) -> bool:
        """Whether somebody will try to send it, or is about it."""
        return self.next_attempt_at is not None or self.status == MailStatus.SENDING

    @property
    def stands(self) -> str:
        """Its status once it is erased: what did not leave never will, being empty."""
        return MailStatus.SENT if self.status == MailStatus.SENT else MailStatus.CANCELLED


_MAILS = select(*(outbox.c[name] for name in _Mail.__dataclass_fields__))


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """A mail that is erased once it has left; its addresses as they will stand then."""

    key: int
    recipients: tuple[str, ...]
    copies: tuple[str, ...]
    whom: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasedMails:
    """The files that erased mails left behind, by digest, and the mails still to be erased."""

    blobs: frozenset[str]
    later: tuple[Later, ...]


def erase_mails(
    connection: Connection, erasing: Erasing, authors: Mapping[int, str]
) -> ErasedMails:
    """Erase the mails of the cases and of the address, and what erased mails brought about.

    `authors` are the erased rows of the ledger with who wrote them. Of a case that is erased
    nothing leaves any more; what others are still to be told is sent first, and erased then.
    """
    mine: ColumnElement[bool] = outbox.c.case_id.in_(erasing.rows)
    if erasing.address:
        mine = or_(mine, outbox.c.case_id.is_(None) & (outbox.c.person == erasing.address))
    own = _mails(connection, mine)
    caused = _caused(connection, erasing, authors, {mail.id for mail in own})
    gone = [*own, *(mail for mail in caused if not mail.waits)]
    return ErasedMails(
        blobs=_erase(connection, [(mail, _later(mail, erasing)) for mail in gone]),
        later=tuple(_later(mail, erasing) for mail in caused if mail.waits),
    )


def have_left(connection: Connection, owed: Iterable[Later]) -> tuple[Later, ...]:
    """Those of these mails that nobody will try to send again."""
    by_key = {each.key: each for each in owed}
    return tuple(by_key[mail.id] for mail in _with_keys(connection, list(by_key)) if not mail.waits)


def erase_later(connection: Connection, owed: Collection[Later]) -> frozenset[str]:
    """Erase mails that have left; the files that they leave behind, by digest."""
    by_key = {each.key: each for each in owed}
    found = _with_keys(connection, list(by_key))
    return _erase(connection, [(mail, by_key[mail.id]) for mail in found])


def _caused(
    connection: Connection, erasing: Erasing, authors: Mapping[int, str], known: Collection[int]
) -> list[_Mail]:
    return [
        mail
        for some in parts(sorted(authors))
        for mail in _mails(connection, outbox.c.inbound_id.in_(some))
        if mail.id not in known and _tells_of(mail, authors, erasing)
    ]


def _tells_of(mail: _Mail, authors: Mapping[int, str], erasing: Erasing) -> bool:
    """Whether a mail that an erased one brought about can hold the person's words.

    On another case only a notice to the line's people does, and only where the person wrote: what
    an order of the line brought about there, or what its own person was told, is that case's.
    """
    if mail.case_id is None:
        return True
    author = authors[mail.inbound_id] if mail.inbound_id else ""
    return author not in erasing.kept and mail.person in erasing.kept


def _mails(connection: Connection, wanted: ColumnElement[bool]) -> list[_Mail]:
    return [_Mail(**row) for row in connection.execute(_MAILS.where(wanted)).mappings()]


def _with_keys(connection: Connection, keys: Sequence[int]) -> Iterator[_Mail]:
    for some in parts(keys):
        yield from _mails(connection, outbox.c.id.in_(some))


def _later(mail: _Mail, erasing: Erasing) -> Later:
    return Later(
        key=mail.id,
        recipients=tuple(erasing.instead(each) for each in mail.to),
        copies=tuple(erasing.instead(each) for each in mail.cc),
        whom=erasing.instead(mail.person),
    )


def _erase(connection: Connection, mails: Iterable[tuple[_Mail, Later]]) -> frozenset[str]:
    """Erase these mails; the files that they leave behind, by digest."""
    done = list(mails)
    if done:
        connection.execute(
            _ERASE,
            [asdict(after) | {"stands": mail.stands} for mail, after in done],
        )
        connection.execute(_ERASE_CONTENT, [{"key": after.key} for _mail, after in done])
    return frozenset(mail.raw_sha256 for mail, _after in done if mail.raw_sha256)
