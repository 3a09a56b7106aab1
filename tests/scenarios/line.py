"""The line as the scenarios see it: time goes on, people write, mails come out, cases stand."""

import itertools
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection

from mailbot.cli.records import case_record, clock_record
from mailbot.model.vocabulary import MailStatus
from mailbot.rules.policy import Policy
from storage import Store, case_lists, cases, deadlines, ledger, outbox
from tests.scenarios.letters import HOUSE, Letter, bounce_of, short, written
from tests.scenarios.people import Advisor, Person
from tests.scenarios.times import BOGOTA, shown, when


class Road(Protocol):
    """A mailbox and an SMTP server with the real line between them."""

    folder: Path

    @property
    def store(self) -> Store: ...
    @property
    def policy(self) -> Policy: ...
    def deliver(self, raw: bytes, at: datetime) -> None:
        """A mail lands in the box at `at`."""

    def pass_at(self, moment: datetime) -> Sequence[bytes]:
        """One pass of the daemon; the mails that went out."""


class ScenarioCase:
    """A case as it stands: the fields of `case show --json`, times as `Tue 24-Nov-2026 09:12`."""

    def __init__(self, line: "ScenarioLine", service_number: str) -> None:
        self._line = line
        self._service_number = service_number
        self._record: dict[str, Any] = {}
        self._read_after = -1

    def __getattr__(self, name: str) -> Any:
        value = self.record[name]
        if value and name.endswith(("_at", "_until")):
            return shown(datetime.fromisoformat(value))
        return short(value) if name == "assignee" and value else value

    @property
    def record(self) -> dict[str, Any]:
        # Between two passes nothing changes, and tests look at field after field.
        if self._read_after != self._line.passes:
            with self._line.reading() as connection:
                record = case_record(
                    connection, self._service_number, self._line.road.policy, self._line.now
                )
            self._record = json.loads(json.dumps(record))
            self._read_after = self._line.passes
        return self._record

    @property
    def number(self) -> str:
        """The number in force."""
        return str(self.record["id"])

    @property
    def numbers(self) -> tuple[str, ...]:
        """Both numbers: they stay valid in subjects for ever."""
        record = self.record
        return tuple(n for n in (record["service_number"], record["incident_number"]) if n)

    @property
    def path(self) -> list[str]:
        """The states that it went through, in order."""
        return [entry["to"] for entry in self.history if entry["event"] == "transition"]

    @property
    def activities(self) -> list[str]:
        """The lines of the procedure that its changes of state rest on, in order."""
        return [entry["activity"] for entry in self.history if entry["event"] == "transition"]

    @property
    def file_names(self) -> list[str]:
        return [file["name"] for file in self.attachments]

    @property
    def intervals(self) -> list[tuple[str, str, bool, int]]:
        """(group, state, running, minutes) of each stretch, as `case clock` explains it."""
        with self._line.reading() as connection:
            clock = clock_record(
                connection, self._service_number, self._line.road.policy, self._line.now
            )
        return [
            (str(each["group"]), str(each["state"]), each["running"], each["minutes"])
            for each in clock["intervals"]
        ]

    @property
    def story(self) -> str:
        """All that the history says, for looking up words."""
        return "\n".join(f"{each['reason']} {each['text']}" for each in self.history)

    def entries(self, event: str) -> list[dict[str, Any]]:
        """The entries of the history of one kind."""
        return [entry for entry in self.history if entry["event"] == event]

    def __repr__(self) -> str:
        return f"<{self.number} {self.state}>"


class ScenarioLine:
    """What the scenarios do: `at` moves the clock, people write, the daemon passes by itself."""

    def __init__(self, road: Road) -> None:
        self.road = road
        self.now = datetime(2026, 1, 1, tzinfo=BOGOTA)
        self.sent: list[Letter] = []
        self.fresh: list[Letter] = []
        self.latest = b""
        self.passes = 0
        self._started = False
        self._ids = itertools.count(1)
        self.ana, self.bo = self.advisor("Ana Gómez", "ana"), self.advisor("Beatriz Oviedo", "bo")
        self.nora, self.tito = self.advisor("Nora Díaz", "nora"), self.advisor("Tito Paz", "tito")
        self.nel, self.cap = self.advisor("Nelson Vera", "nel"), self.advisor("Carla Pinto", "cap")
        self.cl1, self.cl23 = self.advisor("Clara Luna", "cl1"), self.advisor("Luis Rey", "cl23")
        self.adm, self.her = self.advisor("Adela Mora", "adm"), self.advisor("Hernán Ruiz", "her")
        self.marta = self.user("Marta Ruiz", "marta@invias.test")

    def user(self, name: str, email: str, **known: str) -> Person:
        """Somebody of an entity."""
        return Person(line=self, name=name, email=email, **known)

    def advisor(self, name: str, mailbox: str) -> Advisor:
        """Somebody of the staff."""
        return Advisor(line=self, name=name, email=f"{mailbox}@{HOUSE}", verdict="pass")

    # Time

    def at(self, text: str) -> None:
        """Time goes on until `text`; the daemon did its passes whenever something was due."""
        target = when(text)
        self.fresh = []
        while self._started and (moment := self._next_moment()) < target:
            self._pass(moment)
        self._started = True
        self._pass(target)

    def _next_moment(self) -> datetime:
        """When the daemon has something to do next; each morning it looks round in any case."""
        morning = datetime.combine(self.now.date(), time(7), tzinfo=BOGOTA)
        moments = [morning, morning + timedelta(days=1)]
        with self.reading() as connection:
            moments += [due for _number, _kind, due in deadlines.every(connection)]
            moments += [mail.next_attempt_at
                        for mail in outbox.listed(connection, (MailStatus.WAITING,))
                        if mail.next_attempt_at]  # fmt: skip
        return min(moment.astimezone(BOGOTA) for moment in moments if moment > self.now)

    def _pass(self, moment: datetime) -> None:
        self.now = moment
        self.passes += 1
        for raw in self.road.pass_at(moment):
            letter = Letter(moment, raw)
            self.sent.append(letter)
            self.fresh.append(letter)

    # What comes in

    def posts(self, text: str, **mail: Any) -> None:
        """A mail arrives now, and the daemon takes care of it at once."""
        self.arrives(written(text, at=self.now, message_id=self._new_id(), **mail))

    def bounces(self, letter: Letter) -> None:
        """A server reports that it knows no such recipient."""
        self.arrives(bounce_of(letter, at=self.now, message_id=self._new_id()))

    def arrives(self, raw: bytes) -> None:
        """Bytes land in the box now, and the daemon takes care of them."""
        self.fresh, self.latest = [], raw
        self.road.deliver(raw, self.now)
        self._pass(self.now)

    def _new_id(self) -> str:
        return f"<{next(self._ids)}.escenario@correo.test>"

    # What came out

    def mails(
        self, code: str | None = None, *, to: str | None = None, on: ScenarioCase | None = None
    ) -> list[Letter]:
        """The mails sent so far: of one kind, to somebody, about a case."""
        numbers = on.numbers if on else ()
        return [
            letter for letter in self.sent
            if code in (None, letter.code) and (to is None or to in letter.to)
            and (on is None or letter.number in numbers)
        ]  # fmt: skip

    def mail(
        self, code: str, *, to: str | None = None, on: ScenarioCase | None = None
    ) -> Letter:  # fmt: skip
        """The one mail of this kind."""
        found = self.mails(code, to=to, on=on)
        assert len(found) == 1, f"{len(found)} {code} to {to}: {found or self.sent}"
        return found[0]

    # What stands

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with self.road.store.read() as connection:
            yield connection

    def case(self, number: str) -> ScenarioCase:
        return ScenarioCase(self, number)

    def case_of_latest_mail(self) -> ScenarioCase | None:
        """The case of the mail that was received last."""
        with self.reading() as connection:
            latest = connection.exec_driver_sql("SELECT max(id) FROM inbound").scalar_one()
            entry = ledger.entry(connection, latest)
            if entry is None or entry.case_id is None:
                return None
            return ScenarioCase(self, cases.by_row(connection, entry.case_id).service_number)

    def every_case(self) -> list[ScenarioCase]:
        """Every case ever opened, in order."""
        with self.reading() as connection:
            rows = connection.exec_driver_sql("SELECT service_number FROM cases ORDER BY id")
            return [ScenarioCase(self, number) for number in rows.scalars()]

    def queue(self) -> list[str]:
        """The open cases in working order, as `case list` gives them."""
        with self.reading() as connection:
            listed = case_lists.listed(
                connection, state=None, level=None, assignee=None, overdue_at=None
            )
            return [case.number for case in listed]

    def outcome(self) -> str | None:
        """What became of the mail that was received last."""
        with self.reading() as connection:
            latest = connection.exec_driver_sql("SELECT max(id) FROM inbound").scalar_one()
            entry = ledger.entry(connection, latest)
            return str(entry.outcome) if entry else None

    # How scenarios begin

    def incident(self, user: Person | None = None, module: str = "EPG") -> ScenarioCase:
        """Somebody asked and ana@ made an incident of it: Abierto, in Back Office's queue."""
        case: ScenarioCase = (user or self.marta).asks()
        self.ana.does(f"[INCIDENTE modulo={module}]", on=case)
        return case

    def assigned(self, to: str, user: Person | None = None, module: str = "EPG") -> ScenarioCase:
        """An incident that Back Office gave to an advisor."""
        case = self.incident(user, module)
        self.bo.does(f"[ESCALAR a={to}]", on=case)
        return case
