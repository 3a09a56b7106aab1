"""The list of open cases: working order, filters, and an index that leaves the archive alone."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mailbot.model.case import Case, Requester
from mailbot.model.line import Record, RecordKind
from mailbot.model.listing import CaseFilter
from mailbot.model.vocabulary import CloseReason, Criticality, Group, Level, State
from storage import Store, case_lists, cases, on_line, open_store
from storage.lookups import StoredLookups
from tests.storage.plans import plans
from tests.storage.test_store import config

NINE = datetime(2026, 12, 7, 9, tzinfo=ZoneInfo("America/Bogota"))
NORA, NICK = "nora@linea.gov.co", "nick@linea.gov.co"


def case(place: int, **fields: object) -> Case:
    """A case that came `place` minutes after nine."""
    given = Case(
        service_number=f"SERV-2026-{place:06d}",
        requester=Requester(
            email="marta@invias.gov.co", entity="Instituto de Vías", executing_unit="24-02-00"
        ),
        opened_at=NINE + timedelta(minutes=place),
        module="EPG",
    )
    return replace(given, **fields)  # type: ignore[arg-type]


HELD = {"group": Group.N2F, "level": Level.N2, "state": State.EN_PROGRESO}
EDUCATION = Requester(
    email="x@y.gov.co", entity="Ministerio de EDUCACIÓN", executing_unit="22-01-01"
)
CASES = (
    case(1, due_at=NINE),
    case(2, criticality=Criticality.CRITICA),
    case(3, assignee=NORA, **HELD),
    case(4, assignee=NICK, **HELD),
    case(5, **HELD | {"state": State.ABIERTO}),
    case(6, group=Group.BO, module="PAC", due_at=NINE + timedelta(hours=9)),
    case(7, requester=EDUCATION, criticality=Criticality.BAJA),
    case(
        8, assignee=NORA, state=State.CERRADO, closed_at=NINE,
        close_reason=CloseReason.CONFIRMADO, due_at=NINE,
    ),
)  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(config(tmp_path))
    with opened.write() as connection:
        for each in CASES:
            cases.save(connection, each, (), NINE)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("wanted", "places"),
    [
        (CaseFilter(), [2, 1, 3, 4, 5, 6, 7]),
        (CaseFilter(assignee=NORA, queues=(Group.N2F,)), [3, 5]),
        (CaseFilter(assignee=NORA), [3]),
        (CaseFilter(groups=(Group.N1, Group.BO)), [2, 1, 6, 7]),
        (CaseFilter(level=Level.N2), [3, 4, 5]),
        (CaseFilter(states=(State.EN_PROGRESO,)), [3, 4]),
        (CaseFilter(module="PAC"), [6]),
        (CaseFilter(entity="educación"), [7]),
        (CaseFilter(entity="Educacion"), [7]),
        (CaseFilter(entity="24-02"), [2, 1, 3, 4, 5, 6]),
        (CaseFilter(overdue_at=NINE), [1]),
        (CaseFilter(overdue_at=NINE + timedelta(hours=10)), [1, 6]),
        (CaseFilter(groups=(Group.N2F,), states=(State.ABIERTO,)), [5]),
        (CaseFilter(states=(State.RESUELTO,)), []),
    ],
)
def test_open_cases_are_found_in_working_order(
    store: Store, wanted: CaseFilter, places: list[int]
) -> None:
    with store.read() as connection:
        found = StoredLookups(connection).listing(wanted, 200)
    assert [int(each.service_number[-6:]) for each in found.cases] == places
    assert found.total == len(places)


def test_a_long_list_is_cut_but_counted(store: Store) -> None:
    with store.read() as connection:
        found = StoredLookups(connection).listing(CaseFilter(), 2)
    assert [each.service_number[-1] for each in found.cases] == ["2", "1"]
    assert found.total == 7


def test_the_list_looks_at_what_is_open_by_its_index(store: Store) -> None:
    asked = CaseFilter(assignee=NORA, queues=(Group.N2F,))
    with store.read() as connection:
        found = plans(connection, lambda c: StoredLookups(c).listing(asked, 200))
    steps = next(iter(found.values()))
    assert any("ix_cases_open" in each for each in steps)
    assert not any(each.startswith("SCAN") for each in steps)


def test_public_notices_are_told_while_they_are_in_force_the_latest_first(store: Store) -> None:
    today = NINE.date()
    tomorrow = today + timedelta(days=1)

    def notice(text: str, *, public: bool, last: int) -> Record:
        until = today + timedelta(days=last)
        return Record(
            kind=RecordKind.NOVEDAD, at=NINE, by=NORA, day=today, text=text, until=until,
            public=public,
        )  # fmt: skip

    with store.write() as connection:
        for record in (
            notice("hoy", public=True, last=0),
            notice("interna", public=False, last=9),
            notice("mañana", public=True, last=1),
        ):
            on_line.save(connection, record)
        lookups = StoredLookups(connection)
        assert lookups.public_news(today) == ("mañana", "hoy")
        assert lookups.public_news(tomorrow) == ("mañana",)


def test_running_cases_are_counted_as_far_as_it_matters(store: Store) -> None:
    with store.write() as connection:
        for place in range(20, 24):
            cases.save(connection, case(place, assignee=NICK, **HELD), (), NINE)
        found = case_lists.loads(connection, (NORA, NICK, "otra@linea.gov.co"), 3)
    assert found == {NORA: 1, NICK: 3, "otra@linea.gov.co": 0}
