"""Cases of before the search are found by it, once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection

from mailbot.documents import load_documents
from mailbot.model.case import Case
from mailbot.pipeline.desk import Desk
from mailbot.routines import run_due, search_index
from mailbot.routines.search_index import SEARCH_INDEX
from mailbot.rules.policy import Policy
from mailbot.rules.search_words import search_words
from storage import cases, faq, open_store
from tests.rules.test_faq_draft import CASE, NINE
from tests.rules.timed import at, incident
from tests.storage.test_store import config

NOW = at("2026-12-07 10:00")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    settings = config(tmp_path)
    store = open_store(settings)
    yield Desk(
        policy=Policy.from_config(settings), store=store, new_token=lambda: "0" * 32,
        documents=load_documents(settings.documents, settings.phones, settings.identity.address),
    )  # fmt: skip
    store.close()


def found(desk: Desk) -> list[str]:
    with desk.store.read() as connection:
        return [case.number for case in faq.solved_with(connection, search_words("cupo PAC"), 9)]


def test_what_was_solved_before_there_was_a_search_is_found_after_it(desk: Desk):
    with desk.store.write() as connection:
        cases.save(connection, replace(CASE, row=0), (), NOW)
        unsolved = incident(NINE, service_number="SERV-2026-000002",
                            incident_number="INC-2026-000002", subject="cupo PAC")  # fmt: skip
        cases.save(connection, replace(unsolved, row=0), (), NOW)
    assert found(desk) == []
    assert run_due(desk, [SEARCH_INDEX], NOW, decided_until=None) == 1
    assert found(desk) == ["INC-2026-000001"]
    later = NOW + timedelta(days=400)
    assert run_due(desk, [SEARCH_INDEX], later, decided_until=later) == 0


def test_ended_in_the_middle_it_goes_on_where_it_was(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    with desk.store.write() as connection:
        for place in (1, 2, 3):
            case = replace(
                CASE, row=0, service_number=f"SERV-2026-{place:06}",
                incident_number=f"INC-2026-{place:06}",
            )  # fmt: skip
            cases.save(connection, case, (), NOW)
    monkeypatch.setattr(search_index, "_AT_ONCE", 1)
    indexed: list[str] = []

    def index(connection: Connection, case: Case) -> None:
        if len(indexed) == 2:
            indexed.append("se mató")
            raise SystemExit
        indexed.append(case.number)

    monkeypatch.setattr(search_index, "_PAUSE", 0)
    monkeypatch.setattr("storage.faq.index_case", index)
    with pytest.raises(SystemExit):
        run_due(desk, [SEARCH_INDEX], NOW, decided_until=None)
    assert run_due(desk, [SEARCH_INDEX], NOW, decided_until=None) == 1
    assert indexed == ["INC-2026-000001", "INC-2026-000002", "se mató", "INC-2026-000003"]
