"""A store in which recorded mail is decided anew: it takes over the ids that people answered to."""

import hashlib
import os
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, update

from mailbot.errors import StorageError
from mailbot.model.vocabulary import MailStatus
from storage import recorded_tokens
from storage.backup.reading import unpack
from storage.files import Files
from storage.schema import authorisations, cases, inbound, numbers, outbox
from storage.store import Store, upgrade

_BEYOND = 900_000
_STANDING = select(inbound.c.decided_at).where(inbound.c.id == bindparam("key"))
_NUMBER = re.compile(r"([A-Z]+-\d{4})-(\d+)")


class _Archive(Files):
    """Reads from the line's archive as well, and writes nothing there nor a second time."""

    def __init__(self, own: Path, archive: Path) -> None:
        super().__init__(own, durable=False)
        self._archive = archive

    def _blob(self, digest: str) -> str:
        theirs = os.path.join(self._archive, "blobs", digest[:2], digest)
        return theirs if os.path.exists(theirs) else super()._blob(digest)

    def forget(self, digest: str) -> None:
        """What the replay has done with stays: it may be the line's own."""


class _Unkept(Files):
    """Keeps nothing."""

    def put(self, content: bytes) -> str:
        """The SHA-256 that the content would have been kept by."""
        return hashlib.sha256(content).hexdigest()


def rehearsal_store(folder: Path, archive: Path, base: Path | None = None) -> Store:
    """A new store in `folder` that nobody will miss, over the files of a line's archive.

    It is empty, or goes on from the database `base`, which becomes its own.
    """
    url = f"sqlite:///{base or folder / 'ensayo.db'}"
    upgrade(url)
    store = Store(url, folder / "archivo", durable=False)
    store.files = _Archive(folder / "archivo", archive)
    return store


def base_of(back_up: Path, folder: Path) -> tuple[Path, datetime]:
    """The database in a back-up file, unpacked into `folder`, and when it was made.

    The whole back-up is checked; its files are not kept, the archive has them. Raises StorageError.
    """
    base = folder / "base.db"
    manifest = unpack(back_up, base, _Unkept(folder, durable=False), lambda *_progress: None)
    return base, manifest.made


def refuse_strange(base: Connection, source: Connection) -> None:
    """Raise StorageError unless `base` is a copy of the line of `source`, from before."""
    newest = select(inbound.c.id, inbound.c.content_hash).order_by(inbound.c.id.desc()).limit(1)
    last = base.execute(newest).first()
    if last is None:
        return
    same = select(inbound.c.content_hash).where(inbound.c.id == last.id)
    if source.execute(same).scalar() != last.content_hash:
        raise StorageError("La copia no es de esta línea: use una de esta base de datos.")


@dataclass(frozen=True, slots=True)
class Standing:
    """A mail that is in a ledger, and when it was decided about; None while it was not."""

    decided_at: datetime | None


def standing(connection: Connection, recorded_id: int) -> Standing | None:
    """How a mail stands here; None for one that never arrived."""
    row = connection.execute(_STANDING, {"key": recorded_id}).first()
    return Standing(row.decided_at) if row else None


def has_case(connection: Connection, number: str) -> bool:
    """Whether a case has this service number."""
    return bool(numbers_with(connection, number))


def numbers_with(connection: Connection, number: str) -> tuple[str, ...]:
    """All numbers of the case that has this service number; none where there is no such case."""
    query = select(cases.c.service_number, cases.c.incident_number)
    row = connection.execute(query.where(cases.c.service_number == number)).first()
    return tuple(each for each in row if each) if row else ()


def adopt_id(connection: Connection, key: int, recorded_id: int) -> None:
    """A mail is known here by the id that it has in the line's ledger."""
    connection.execute(update(inbound).where(inbound.c.id == key).values(id=recorded_id))


def set_numbers(connection: Connection, wanted: tuple[str, ...]) -> None:
    """The next number of each series is the first of the wanted ones that is free; where there is
    none, one that no line gives, so that nothing new takes a number that is still to come.
    """
    found = connection.execute(select(numbers.c.series, numbers.c.last)).all()
    lasts: dict[str, int] = {row.series: row.last for row in found}
    firsts: dict[str, int] = {}
    for number in sorted(wanted, reverse=True):
        match = _NUMBER.fullmatch(number)
        if match and not is_number(connection, number):
            firsts[match[1]] = int(match[2])
    for series in lasts.keys() | firsts.keys():
        last = firsts[series] - 1 if series in firsts else _unlike_any(connection, series)
        if series not in lasts:
            connection.execute(numbers.insert().values(series=series, last=last))
        elif last != lasts[series]:
            change = update(numbers).where(numbers.c.series == series).values(last=last)
            connection.execute(change)


def is_number(connection: Connection, number: str) -> bool:
    """Whether a case has this number, of either kind."""
    query = select(cases.c.id).where(
        (cases.c.service_number == number) | (cases.c.incident_number == number)
    )
    return connection.execute(query).first() is not None


def _unlike_any(connection: Connection, series: str) -> int:
    """The last number given beyond those of a line, at first one before them."""
    found = [
        connection.execute(
            select(func.max(column)).where(column > f"{series}-{_BEYOND}", column < f"{series}-A")
        ).scalar()
        for column in (cases.c.service_number, cases.c.incident_number)
    ]
    return max((int(each.rpartition("-")[2]) for each in found if each), default=_BEYOND)


def last_ids(connection: Connection) -> tuple[int, frozenset[str]]:
    """The newest mail of the outbox, and the codes that wait: what came after is new."""
    newest = connection.execute(select(func.coalesce(func.max(outbox.c.id), 0))).scalar_one()
    codes = connection.execute(select(authorisations.c.code)).scalars()
    return int(newest), frozenset(codes)


def take_over(here: Connection, there: Connection, since: tuple[int, frozenset[str]]) -> None:
    """New mails and codes get the id, token and code that their like has in the line's database."""
    number = select(cases.c.service_number).where(cases.c.id == outbox.c.case_id).scalar_subquery()
    columns = (
        outbox.c.id, outbox.c.person, outbox.c.template, outbox.c.case_id, outbox.c.created_at,
        number.label("number"),
    )  # fmt: skip
    query = select(*columns).where(outbox.c.id > since[0]).order_by(outbox.c.id)
    for row in here.execute(query).all():
        if same := _same(here, there, row):
            values = {"message_id": same[0], "token": same[1]}
            here.execute(update(outbox).where(outbox.c.id == row.id).values(values))
    table = authorisations
    rows = here.execute(select(table.c.code, table.c.asked_by, table.c.order)).all()
    for code, asked_by, order in rows:
        if code in since[1]:
            continue
        before = sum(row[1:] == (asked_by, order) and row[0] in since[1] for row in rows)
        if same_code := recorded_tokens.same_code(there, asked_by, order, before):
            here.execute(update(table).where(table.c.code == code).values(code=same_code))


def _same(here: Connection, there: Connection, mail: Any) -> tuple[str, str] | None:
    """Message-ID and token of a mail's like, which no other has here: of the same time or, where
    it was written at another one, of its case.
    """
    kind = mail.person, mail.template, mail.number
    like = (
        outbox.c.person == mail.person, outbox.c.template == mail.template,
        outbox.c.case_id.is_not_distinct_from(mail.case_id), outbox.c.id < mail.id,
    )  # fmt: skip
    before = select(func.count()).where(*like)
    at_once = here.execute(before.where(outbox.c.created_at == mail.created_at)).scalar_one()
    found = recorded_tokens.same_mail(there, *kind, mail.created_at, at_once)
    if found is None and mail.number:
        found = recorded_tokens.mail_alike(there, *kind, here.execute(before).scalar_one())
    if found is None:
        return None
    taken = select(outbox.c.id).where(
        (outbox.c.message_id == found[0]) | (outbox.c.token == found[1])
    )
    return None if here.execute(taken).first() else found


def as_if_sent(connection: Connection, now: datetime) -> None:
    """What is due to go out by `now` counts as sent; nothing leaves."""
    values = {"status": MailStatus.SENT, "sent_at": now, "next_attempt_at": None}
    connection.execute(update(outbox).where(outbox.c.next_attempt_at <= now).values(values))
