"""The history of a case can be added to, never changed: whoever does it all the same is seen."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from mailbot.model.case import Case, CaseEvent, Requester
from mailbot.model.vocabulary import EventKind, Role, State
from storage import Store, cases, chain, open_store
from tests.storage.test_store import config

NOW = datetime(2026, 11, 24, 15, 40, 1, 250_000, tzinfo=UTC)
CASE = Case(
    service_number="SERV-2026-000001", opened_at=NOW, requester=Requester(email="ana@ue.example")
)


def entry(place: int) -> CaseEvent:
    return CaseEvent(
        at=NOW + timedelta(minutes=place), event=EventKind.NOTE, actor="ana@ue.example",
        role=Role.USR, reason=f"Mensaje {place}", text="La póliza «nº 7» no pasa ✓",
        mail=f"{place}@ue.example",
    )  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(config(tmp_path))
    with opened.write() as connection:
        case = cases.save(connection, CASE, (entry(1),), NOW)
        case = cases.save(connection, case, (entry(2), entry(3)), NOW + timedelta(hours=1))
        cases.save(connection, replace(case, state=State.RESUELTO), (entry(4),), NOW)
    yield opened
    opened.close()


def checked(store: Store) -> chain.Verification:
    with store.read() as connection:
        return chain.verify(connection, 1)


def behind_our_back(store: Store, *statements: str) -> None:
    """Somebody who can write the database does this, and takes the triggers away first."""
    with store.write() as connection:
        of_table = "" if connection.dialect.name == "sqlite" else " ON case_events"
        for trigger in ("never_deleted", "only_redacted"):
            connection.exec_driver_sql(f"DROP TRIGGER case_events_are_{trigger}{of_table}")
        for statement in statements:
            connection.exec_driver_sql(statement)


def test_a_history_as_it_was_written_is_intact(store: Store):
    found = checked(store)
    assert (found.intact, found.entries, found.unsealed, found.redacted) == (True, 4, 0, ())
    with store.read() as connection:
        assert found.head == chain.last_chain(connection, 1, 4)


@pytest.mark.parametrize(
    ("what", "statement", "place", "fault"),
    [
        ("rewrites a note", "UPDATE case_events SET text = 'otra cosa' WHERE seq = 2", 2, "dice"),
        ("changes who did it", "UPDATE case_events SET actor = 'eva@x' WHERE seq = 3", 3, "dice"),
        ("moves a state", "UPDATE case_events SET target = 'Cerrado' WHERE seq = 1", 1, "pasó"),
        ("gives another role", "UPDATE case_events SET role = 'HERR' WHERE seq = 3", 3, "pasó"),
        ("moves it in time", "UPDATE case_events SET at = '2026-01-01 00:00:00.000000'", 1, "ndo"),
        ("drops one in the middle", "DELETE FROM case_events WHERE seq = 2", 2, "falta"),
        ("drops the first", "DELETE FROM case_events WHERE seq = 1", 1, "falta"),
        ("cuts the end", "DELETE FROM case_events WHERE seq > 2", 3, "4 entradas y aquí hay 2"),
        ("counts fewer", "UPDATE cases SET events = 3", 4, "tiene 3 entradas y aquí hay 4"),
        ("takes a seal away", "UPDATE case_events SET chain = '' WHERE seq = 3", 3, "sello"),
        ("takes the first seals off", "UPDATE case_events SET chain = '' WHERE seq < 3", 3, "pasó"),
        ("says it was erased", "UPDATE case_events SET redacted = true, text = 'x'", 1, "borrada"),
    ],
)  # fmt: skip
def test_whoever_changes_it_in_the_database_is_found_out(
    store: Store, what: str, statement: str, place: int, fault: str
):
    behind_our_back(store, statement)
    found = checked(store)
    assert found.broken_at == place, what
    assert fault in found.fault


def test_entries_that_change_places_are_found_out(store: Store):
    behind_our_back(
        store,
        "UPDATE case_events SET seq = 99 WHERE seq = 2",
        "UPDATE case_events SET seq = 2 WHERE seq = 3",
        "UPDATE case_events SET seq = 3 WHERE seq = 99",
    )
    assert checked(store).broken_at == 2


def test_a_case_given_another_number_is_found_out(store: Store):
    behind_our_back(store, "UPDATE cases SET service_number = 'SERV-2026-000002'")
    assert checked(store).broken_at == 1


def test_what_is_added_after_a_cut_does_not_heal_it(store: Store):
    behind_our_back(store, "DELETE FROM case_events WHERE seq > 2")
    with store.write() as connection:
        cases.save(connection, cases.by_row(connection, 1), (entry(5),), NOW)
    assert checked(store).broken_at == 3


def redact(connection: Connection, more: str = "") -> None:
    connection.execute(
        text(f"UPDATE case_events SET redacted = true, salt = '', text = '', mail = NULL{more}")
    )


def test_erased_words_leave_the_chain_whole(store: Store):
    with store.write() as connection:
        redact(connection)
    found = checked(store)
    assert (found.intact, found.redacted) == (True, (1, 2, 3, 4))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE case_events SET text = 'otra cosa'",
        "UPDATE case_events SET redacted = true, salt = '', text = 'otra cosa'",
        "UPDATE case_events SET redacted = true, text = ''",
        "UPDATE case_events SET redacted = true, salt = '', text = '', at = '2020-01-01 00:00:00'",
        "UPDATE case_events SET redacted = true, salt = '', text = '', mail = NULL, digest = 'f'",
        "UPDATE case_events SET redacted = true, salt = '', text = '', mail = NULL, target = 'x'",
        "DELETE FROM case_events",
    ],
)
def test_the_database_itself_refuses_a_slip_of_the_program(store: Store, statement: str):
    with (
        pytest.raises(IntegrityError, match="la historia de un caso no se"),
        store.write() as connection,
    ):
        connection.exec_driver_sql(statement)
    assert checked(store).intact


def test_entries_from_before_the_chain_are_said_to_be_unproven(store: Store):
    behind_our_back(store, "UPDATE case_events SET salt = '', digest = '', chain = ''")
    with store.write() as connection:
        cases.save(connection, cases.by_row(connection, 1), (entry(5),), NOW)
    found = checked(store)
    assert (found.intact, found.entries, found.unsealed) == (True, 5, 4)
