"""A whole line for a test: a Dovecot account, an SMTP sink, and mailbot between them."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from email import message_from_bytes
from email.message import Message
from email.policy import default
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from mailbot.cli.records import case_record
from mailbot.config import Config
from mailbot.daemon.line import line
from mailbot.daemon.once import Counts, one_pass
from mailbot.deadlines import release
from mailbot.model.vocabulary import MailStatus
from mailbot.reconcile import Reconciliation, reconcile
from mailbot.rules.policy import Policy
from storage import case_lists, cases, ledger, numbers, open_store, outbox
from tests.databases import database_url
from tests.servers.account import Account
from tests.servers.smtp import SmtpServer

BOGOTA = ZoneInfo("America/Bogota")
LINE = "siifsoporte@minhacienda.test"
RECEIVER = "mx.minhacienda.test"

STAFF = (
    {"name": "Ana Gómez", "email": "ana@minhacienda.test", "roles": ["N1"]},
    {"name": "Beatriz Oviedo", "email": "bo@minhacienda.test", "roles": ["BO"]},
    {"name": "Nora Díaz", "email": "nora@minhacienda.test", "roles": ["N2F"]},
    {"name": "Clara Luna", "email": "cl1@minhacienda.test", "roles": ["CL1"]},
    {"name": "Hernán Ruiz", "email": "her@minhacienda.test", "roles": ["HERR"]},
)


def at(text: str) -> datetime:
    """A time in Bogotá, from `2026-11-24 09:12`."""
    return datetime.fromisoformat(text).replace(tzinfo=BOGOTA)


class LineAtWork:
    """What a test does with the line, in the words of its people."""

    def __init__(self, folder: Path, account: Account, sink: SmtpServer, **sections: Any) -> None:
        self.folder = folder
        self.account = account
        self.sink = sink
        self.sections = {
            "mailbox": {
                "host": account.host, "port": account.port, "security": "none",
                "user": account.user, "password": account.password, "timeout_seconds": 10,
            },
            "smtp": {"host": "127.0.0.1", "port": sink.port, "security": "none"},
            "identity": {"address": LINE},
            "storage": {
                "database": database_url(folder / "mailbot.db"), "files": folder / "archivo"
            },
            "trust": {"authserv_id": RECEIVER},
            "staff": STAFF,
            "governing_body": [
                {"code": "CGN", "email": "enlace@cgn.test", "domains": ["cgn.test"]}
            ],
            "orientation": {"addresses": ["siif@minhacienda.test"]},
        }  # fmt: skip
        for name, section in sections.items():
            current = self.sections.get(name)
            merged = current | section if isinstance(current, dict) else section
            self.sections[name] = merged

    @property
    def config(self) -> Config:
        return Config.model_validate(self.sections)

    def arrives(self, raw: bytes, when: str) -> None:
        """A mail lands in the box."""
        self.account.deliver(raw, at(when))

    def works(self, when: str) -> Counts:
        """One pass of the daemon, in a process of its own as far as it can tell."""
        with line(self.config) as running:
            return one_pass(running, at(when))

    def passes(self, *times: str) -> list[Counts]:
        """Several passes of one and the same process."""
        with line(self.config) as running:
            return [one_pass(running, at(when)) for when in times]

    @contextmanager
    def running(self) -> Iterator[Callable[[str], Counts]]:
        """One and the same process; what is yielded makes a pass of it."""
        with line(self.config) as running:
            yield lambda when: one_pass(running, at(when))

    def releases(self) -> bool:
        """Let held closings go; whether there were any."""
        with self._store() as store, store.write() as connection:
            return release(connection)

    def case(self, number: str) -> dict[str, Any]:
        """What `case show --json` says, as of the latest pass."""
        with self._store() as store, store.read() as connection:
            mark = numbers.marked(connection, "pass")
            policy = Policy.from_config(self.config)
            record = case_record(connection, number, policy, mark[0] if mark else at("2026-01-01"))
            return json.loads(json.dumps(record))

    def case_count(self) -> int:
        with self._store() as store, store.read() as connection:
            return len(case_lists.listed(connection, state=None, level=None, assignee=None,
                                    overdue_at=None))  # fmt: skip

    def every_case_count(self) -> int:
        """How many cases were ever opened, closed ones included."""
        with self._store() as store, store.read() as connection:
            return connection.exec_driver_sql("SELECT count(*) FROM cases").scalar_one()

    def outcomes(self) -> list[tuple[str | None, str]]:
        """(outcome, rule) of every mail received, in order."""
        with self._store() as store, store.read() as connection:
            rows = connection.exec_driver_sql("SELECT outcome, rule FROM inbound ORDER BY id")
            return [(row[0], row[1]) for row in rows]

    def outcome_count(self) -> int:
        """How many mails the ledger has."""
        with self._store() as store, store.read() as connection:
            return connection.exec_driver_sql("SELECT count(*) FROM inbound").scalar_one()

    def latest(self) -> tuple[str | None, str, str | None, list[str]]:
        """Outcome, rule, case and mails of the mail that was received last."""
        with self._store() as store, store.read() as connection:
            entry = ledger.entry(connection, self.outcome_count())
            case = cases.by_row(connection, entry.case_id).number if entry.case_id else None
            posted = connection.exec_driver_sql(
                f"SELECT template FROM outbox WHERE inbound_id = {entry.id} ORDER BY id"
            )
            return entry.outcome, entry.rule, case, [row[0] for row in posted]

    def outbox(self, *statuses: str) -> Sequence[outbox.Posted]:
        with self._store() as store, store.read() as connection:
            return outbox.listed(connection, statuses)

    def sent(self, template: str | None = None) -> list[Message]:
        """What the sink took, of one kind if given."""
        taken = (message_from_bytes(mail.raw, policy=default) for mail in self.sink.inbox)
        return [mail for mail in taken if template in (None, mail["X-SIIF-Correo"])]

    def folder_count(self, folder: str) -> int:
        return len(self.account.contents(folder))

    def accounts(self) -> Reconciliation:
        """What `reconcile` finds, also while others are at work."""
        with line(self.config, shared=True) as running:
            return reconcile(
                running.mailbox, running.mailbox_name, running.desk.store, self.config.mailbox,
                at("2026-12-31 12:00"),
            )  # fmt: skip

    def attempts(self) -> list[int]:
        """How many attempts are counted against each mail received, in order."""
        with self._store() as store, store.read() as connection:
            rows = connection.exec_driver_sql("SELECT attempts FROM inbound ORDER BY id")
            return list(rows.scalars())

    def undecided(self) -> Sequence[ledger.Entry]:
        """The mails received that have no outcome yet."""
        with self._store() as store, store.read() as connection:
            return ledger.undecided(connection, 1000)

    def end_state(self) -> dict[str, Any]:
        """All that people and servers can see in the end, without ids made by chance."""
        with self._store() as store, store.read() as connection:
            query = "SELECT service_number FROM cases ORDER BY id"
            numbers_given = list(connection.exec_driver_sql(query).scalars())
        return {
            "outcomes": sorted(self.outcomes(), key=str),
            "cases": [_seen(self.case(number)) for number in numbers_given],
            "outbox": sorted((m.template, m.to, m.cc, m.status) for m in self.outbox(*MailStatus)),
            "taken": sorted(
                (message_from_bytes(mail.raw)["X-SIIF-Correo"], mail.recipients)
                for mail in self.sink.inbox
            ),
            "folders": {
                folder: Counter(self.account.contents(folder).values())
                for folder in ("INBOX", "Procesados", "Revisar")
            },
        }

    @contextmanager
    def _store(self) -> Iterator[Any]:
        with ExitStack() as stack:
            store = open_store(self.config)
            stack.callback(store.close)
            yield store


def _seen(case: dict[str, Any]) -> dict[str, Any]:
    """A case without the ids of mails."""
    ids = ("mail", "message_id")
    lists = {
        name: [{key: value for key, value in row.items() if key not in ids} for row in case[name]]
        for name in ("history", "mails")
    }
    return case | lists


def words(mail: Message) -> str:
    """The text part of a mail."""
    body = mail.get_body(("plain",))
    return body.get_content() if body else ""


def enclosed(mail: Message) -> list[str]:
    """The names of the files of a mail."""
    return [part.get_filename() or "" for part in mail.iter_attachments()]
