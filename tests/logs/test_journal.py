"""A day of the line as its log: one line for each business event, and nothing twice."""

import logging
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

from mailbot.daemon.contact import Contact
from mailbot.logs.events import EVENTS
from mailbot.logs.telling import EXTRA
from storage.store import upgrade
from tests.mails import mail
from tests.scenarios.people import SOLUTION
from tests.scenarios.roads import in_memory
from tests.scenarios.times import BOGOTA

START = datetime(2026, 1, 1, tzinfo=BOGOTA)


class Journal(logging.Handler):
    """The events that were told, with their fields."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[tuple[str, dict[str, object]]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.told.append(getattr(record, EXTRA))

    def of(self, name: str) -> list[dict[str, object]]:
        return [fields for each, fields in self.told if each == name]


@pytest.fixture
def journal() -> Journal:
    log, handler = logging.getLogger("mailbot"), Journal()
    level = log.level
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    yield handler
    log.removeHandler(handler)
    log.setLevel(level)


@pytest.fixture
def line_folder(tmp_path: Path) -> Path:
    upgrade(f"sqlite:///{tmp_path}/mailbot.db")
    return tmp_path


def test_a_case_from_its_mail_to_its_closing(line_folder: Path, journal: Journal):
    with in_memory(line_folder, START) as line:
        line.at("Mon 7-Dec-2026 09:00")
        case = line.marta.asks("No deja registrar la obligación del contrato de aseo.")
        line.ana.does("[RESUELTO]", SOLUTION, on=case)
        line.ana.says("[PENDIENTE PROVEEDOR]", on=case)
        simulated = line.road.simulated  # type: ignore[attr-defined]
        simulated.deliver(mail(subject="x", text="x", sender="no-reply@x.test",
                               headers=[("Auto-Submitted", "auto-replied")]), line.now)  # fmt: skip
    number = "SERV-2026-000001"
    opened = journal.of("case.opened")
    assert [each["case"] for each in opened] == [number]
    assert isinstance(opened[0]["ms"], int)
    assert all(set(fields) == set(EVENTS[name].fields) for name, fields in journal.told)
    assert {"tag": "[RESUELTO]", "case": number} in [
        {key: each[key] for key in ("tag", "case")} for each in journal.of("tag.done")
    ]
    (refused,) = journal.of("tag.refused")
    assert (refused["tag"], refused["role"]) == ("[PENDIENTE PROVEEDOR]", "N1")
    states = [(each["source"], each["target"]) for each in journal.of("case.state")]
    assert states == [("Abierto", "Trabajo en Progreso"), ("Trabajo en Progreso", "Cerrado")]
    assert journal.of("mail.sent")[0]["case"] == number
    received = Counter(each["mail"] for each in journal.of("mail.received"))
    assert set(received.values()) == {1}


def test_a_server_is_told_of_once_when_it_is_lost_and_once_when_it_is_back(journal: Journal):
    seconds = iter([0.0, 600.0])
    contact = Contact("el buzón", lambda: next(seconds))
    for trouble in ("", "No responde.", "No responde.", "", ""):
        contact.seen(trouble)
    assert journal.told == [
        ("server.lost", {"server": "el buzón", "reason": "No responde."}),
        ("server.regained", {"server": "el buzón", "minutes": 10}),
    ]
