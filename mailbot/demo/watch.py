"""What happened since one last looked: read from the store, as any observer of the line could."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from mailbot.model.case import Case, CaseEvent, StoredFile
from mailbot.model.decision import OutgoingMail
from mailbot.model.vocabulary import MailStatus
from mailbot.parsers import read_mail
from storage import Store, case_files, cases, ledger, outbox
from storage.ledger import Entry
from storage.outbox import Posted

_SETTLED = (MailStatus.SENT, MailStatus.UNCERTAIN, MailStatus.FAILED, MailStatus.SUPPRESSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A mail that got its outcome; `case` as it stood when one looked."""

    at: datetime
    sender: str
    subject: str
    files: tuple[str, ...]
    outcome: str
    rule: str
    reason: str
    case: Case | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lapse:
    """Something that mailbot did because time had passed."""

    at: datetime
    reason: str
    case: Case


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """A mail of ours, and what became of it at the first attempt."""

    at: datetime
    mail: OutgoingMail
    files: tuple[str, ...]
    status: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What is new, each kind in its order."""

    arrivals: tuple[Arrival, ...]
    lapses: tuple[Lapse, ...]
    departures: tuple[Departure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """A case with all that happened in it."""

    case: Case
    history: tuple[CaseEvent, ...]
    files: tuple[StoredFile, ...]


def dossiers(store: Store) -> tuple[Dossier, ...]:
    """Every case that a mail ever belonged to, by number."""
    with store.read() as connection:
        rows = {entry.case_id for entry in _entries(connection, 0) if entry.case_id}
        return tuple(
            Dossier(
                case=case,
                history=cases.history(connection, case.row),
                files=case_files.of_case(connection, case.row),
            )
            for case in cases.by_rows(connection, rows)
        )


class Watcher:
    """Looks at a store again and again; each thing is seen once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._last = 0
        self._events: dict[int, int] = {}
        self._mails: set[int] = set()

    def look(self) -> News:
        """Everything that was decided or sent since the last look."""
        with self._store.read() as connection:
            return News(
                arrivals=tuple(self._arrivals(connection)),
                lapses=tuple(self._lapses(connection)),
                departures=tuple(self._departures(connection)),
            )

    def _arrivals(self, connection: Connection) -> Iterator[Arrival]:
        for entry in _entries(connection, self._last):
            if entry.outcome is None:
                break
            self._last = entry.id
            if entry.case_id:
                self._events.setdefault(entry.case_id, 0)
            raw = self._store.files.get(entry.raw_sha256)
            yield Arrival(
                at=entry.arrived_at,
                sender=entry.sender,
                subject=entry.subject,
                files=_files_of(raw),
                outcome=entry.outcome,
                rule=entry.rule,
                reason=entry.reason,
                case=cases.by_row(connection, entry.case_id) if entry.case_id else None,
            )

    def _lapses(self, connection: Connection) -> Iterator[Lapse]:
        for row, seen in self._events.items():
            history = cases.history(connection, row)
            self._events[row] = len(history)
            for event in history[seen:]:
                # What no mail caused, time did.
                if event.mail is None:
                    case = cases.by_row(connection, row)
                    yield Lapse(at=event.at, reason=event.reason, case=case)

    def _departures(self, connection: Connection) -> Iterator[Departure]:
        for posted in outbox.listed(connection, _SETTLED):
            if posted.id not in self._mails:
                self._mails.add(posted.id)
                mail = self._outgoing(connection, posted)
                yield Departure(
                    at=posted.sent_at or posted.created_at,
                    mail=mail,
                    files=_files_of(mail.raw),
                    status=posted.status,
                    note=posted.last_error,
                )

    def _outgoing(self, connection: Connection, posted: Posted) -> OutgoingMail:
        case = cases.by_row(connection, posted.case_id) if posted.case_id else None
        return OutgoingMail(
            template=posted.template,
            to=posted.to,
            cc=posted.cc,
            case=case.number if case else None,
            subject=posted.subject,
            message_id=posted.message_id,
            token=posted.token,
            raw=outbox.raw(connection, self._store.files, posted),
            not_before=posted.created_at,
        )


def _files_of(raw: bytes) -> tuple[str, ...]:
    """What the files of a mail are called."""
    return tuple(file.name for file in read_mail(raw).attachments if file.name)


def _entries(connection: Connection, last: int) -> Iterator[Entry]:
    """The rows of the ledger after `last`, in order."""
    while entry := ledger.entry(connection, last + 1):
        last = entry.id
        yield entry
