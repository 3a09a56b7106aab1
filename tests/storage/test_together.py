"""Cases looked for together: of a module since a moment, of a mass incident, of an advisor."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from mailbot.errors import Overtaken
from mailbot.model.case import Case
from mailbot.rules.similar import Matter
from storage import Store, case_lists, cases, open_store
from storage.lookups import StoredLookups
from tests.rules.commands.together import TOLD, at, child, email, incident, parent
from tests.storage.plans import plans
from tests.storage.test_store import config

KEPT = (
    incident(1, "13-01-01", opened_at=at("2026-12-17 09:00")),
    incident(2, "36-02-00", opened_at=at("2026-12-17 10:00")),
    incident(3, "36-02-00", opened_at=at("2026-12-17 11:00"), module="CON"),
    incident(4, "36-02-00", opened_at=at("2026-12-17 11:00"), module=None),
    child(5, opened_at=at("2026-12-16 11:00")),
    child(6, opened_at=at("2026-12-16 10:00")),
    parent(),
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = open_store(config(tmp_path_factory.mktemp("together")))
    with opened.write() as connection:
        for case in KEPT:
            cases.save(connection, replace(case, row=0), (), TOLD)
    yield opened
    opened.close()


def every(_matter: Matter) -> bool:
    """All are wanted."""
    return True


def _numbers(found: tuple[Case, ...]) -> list[int]:
    return [int(each.number[-6:]) for each in found]


def test_the_newest_cases_of_the_modules_since_then(store: Store) -> None:
    with store.read() as connection:
        lookups = StoredLookups(connection)
        since = at("2026-12-17 10:00")
        assert _numbers(lookups.of_modules(("EPG",), since, every)) == [2, 90]
        assert _numbers(lookups.of_modules(("EPG", "CON"), since, every)) == [2, 3, 90]
        assert lookups.of_modules((), since, every) == ()


def test_only_those_about_what_is_wanted_are_read_whole(store: Store) -> None:
    asked: list[Matter] = []

    def is_wanted(matter: Matter) -> bool:
        asked.append(matter)
        return matter.module == "CON"

    with store.read() as connection:
        found = cases.of_modules(connection, ("EPG", "CON"), at("2026-12-17 10:00"), is_wanted)
    assert _numbers(found) == [3]
    assert Matter.of(KEPT[1]) in asked
    assert len(asked) == 3


def test_they_are_found_through_the_index(store: Store) -> None:
    since = at("2026-12-16 00:00")
    with store.read() as connection:
        found = plans(connection, lambda c: cases.of_modules(c, ("EPG", "CON"), since, every))
    steps, _whole = found.values()
    assert any(step.startswith("SEARCH") and "ix_cases_module_opened_at" in step for step in steps)


def test_the_children_of_a_mass_incident_in_order_of_arrival(store: Store) -> None:
    with store.read() as connection:
        lookups = StoredLookups(connection)
        assert _numbers(lookups.children((parent().number,))) == [6, 5]
        assert lookups.children(("INC-2026-000001",)) == ()
        assert lookups.children(()) == ()


def test_a_mass_incident_is_one_piece_of_work(store: Store) -> None:
    with store.read() as connection:
        who = email("nel"), email("nora")
        assert case_lists.loads(connection, who, 9) == {email("nel"): 1, email("nora"): 0}


def test_what_a_decision_rests_on_must_be_as_it_was_seen(store: Store) -> None:
    with store.read() as connection:
        one, other = cases.by_numbers(connection, [each.number for each in KEPT[4:6]])
        cases.refuse_changed(connection, (one, other))
        with pytest.raises(Overtaken, match=other.number):
            cases.refuse_changed(connection, (one, replace(other, events=other.events - 1)))
