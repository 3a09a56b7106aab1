"""After each pass: what it touched is looked at; once a day everything is."""

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from mailbot.model.case import Case
from mailbot.model.vocabulary import EventKind, State
from mailbot.simulate.checks.case_laws import Change, history_faults, standing_faults
from mailbot.simulate.checks.ledger_laws import conservation, settled
from mailbot.simulate.checks.mail_laws import Audience
from mailbot.simulate.checks.sent_laws import SentMails
from mailbot.simulate.checks.violation import Violation
from mailbot.simulate.checks.waiting_laws import waiting_faults
from mailbot.simulate.line import Passed, SimulatedLine
from storage import cases
from storage.schema import case_events, inbound
from storage.schema import cases as case_table

_CHANGES = (
    select(case_events.c.source, case_events.c.target, case_events.c.rule)
    .where(
        case_events.c.case_id == bindparam("row"),
        case_events.c.event.in_((EventKind.CREATED, EventKind.TRANSITION)),
    )
    .order_by(case_events.c.seq)
)


class Inspector:
    """Knows the laws, and how far it has looked. `known` are numbers of identification."""

    def __init__(self, line: SimulatedLine, known: frozenset[str]) -> None:
        self._line = line
        config = line.config
        boxes = (config.addresses.findings, config.addresses.changes, config.addresses.petitions)
        self._house = frozenset(
            (*line.policy.staff, *(body.email for body in config.governing_body),
             *filter(None, boxes))
        )  # fmt: skip
        self._wrote: set[str] = set()
        self._sent = SentMails(Audience(house=self._house, wrote=self._wrote), known, line.policy)
        self._seen_mail = self._seen_event = self._seen_sender = 0
        self._log = _Errors()

    def __enter__(self) -> "Inspector":
        logging.getLogger("mailbot").addHandler(self._log)
        return self

    def __exit__(self, *_error: object) -> None:
        logging.getLogger("mailbot").removeHandler(self._log)

    def after_pass(self, passed: Passed) -> list[Violation]:
        """What is wrong with what a pass did."""
        with self._line.store.read() as connection:
            self._note_senders(connection)
            touched = self._touched(connection)
            return [
                *self._logged(passed.at),
                *conservation(connection, self._line, passed),
                *self._settled(connection, passed.at),
                *self._cases(connection, touched, passed.at),
                *self._sent.faults(connection, passed),
            ]

    def everything(self, at: datetime) -> list[Violation]:
        """What is wrong with any case that is open."""
        query = select(case_table.c.id).where(case_table.c.state != State.CERRADO)
        with self._line.store.read() as connection:
            rows = list(connection.execute(query).scalars())
            return list(self._cases(connection, rows, at))

    def box(self, at: datetime) -> list[Violation]:
        """`mailbot reconcile`: whether any mail of the box is unaccounted for."""
        self._line.faults.mailbox_down = False
        found = self._line.reconcile(at)
        return [
            Violation(rule="conservación", what=f"sin registro en {each.folder}", at=at,
                      mail=each.message_id or str(each.uid))
            for each in found.unaccounted
        ]  # fmt: skip

    def _note_senders(self, connection: Connection) -> None:
        query = select(inbound.c.id, inbound.c.sender).where(inbound.c.id > self._seen_sender)
        for row in connection.execute(query):
            self._wrote.add(row.sender)
            self._seen_sender = max(self._seen_sender, row.id)

    def _touched(self, connection: Connection) -> list[int]:
        query = select(case_events.c.case_id, case_events.c.id)
        rows = connection.execute(query.where(case_events.c.id > self._seen_event)).all()
        self._seen_event = max((row[1] for row in rows), default=self._seen_event)
        return sorted({row[0] for row in rows})

    def _settled(self, connection: Connection, at: datetime) -> Iterator[Violation]:
        waiting = select(func.min(inbound.c.id)).where(inbound.c.status == "received")
        newest = select(func.max(inbound.c.id))
        first = connection.execute(waiting).scalar()
        until = first - 1 if first else connection.execute(newest).scalar() or 0
        yield from settled(connection, self._seen_mail, until, at, self._house)
        self._seen_mail = max(self._seen_mail, until)

    def _cases(
        self, connection: Connection, rows: Iterable[int], at: datetime
    ) -> Iterator[Violation]:
        policy = self._line.policy
        for row in rows:
            case = cases.by_row(connection, row)
            found = {
                "cada estado con su reloj": standing_faults(case, policy),
                "la tabla de estados": _history_faults(connection, case),
                "nadie espera para siempre": waiting_faults(connection, case, policy),
            }
            for rule, faults in found.items():
                for what in faults:
                    yield Violation(rule=rule, what=what, at=at, case=case.number)

    def _logged(self, at: datetime) -> Iterator[Violation]:
        for record in self._log.taken():
            yield Violation(rule="nada falla", what=record, at=at)


def _history_faults(connection: Connection, case: Case) -> Iterator[str]:
    created, *rows = connection.execute(_CHANGES, {"row": case.row}).mappings()
    changes = [
        Change(
            source=State(row["source"]) if row["source"] else None,
            target=State(row["target"]) if row["target"] else None,
            rule=row["rule"],
        )
        for row in rows
    ]
    # The parent of a mass incident begins at work.
    yield from history_faults(changes, case.state, State(created["target"] or State.ABIERTO))


class _Errors(logging.Handler):
    """Collects the failures of ours that the line survived; servers' ones are part of the play."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self._found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info and record.exc_info[1]:
            error = record.exc_info[1]
            self._found.append(f"{record.getMessage()}: {type(error).__name__} {error}")

    def taken(self) -> list[str]:
        """What was logged since the last time."""
        found, self._found = self._found, []
        return found
