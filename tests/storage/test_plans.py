"""What every pass, or every order, looks up is found by an index: never past the whole archive."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Connection

from storage import (
    Store,
    accounts,
    arrivals,
    attempts,
    brakes,
    case_lists,
    cases,
    filing,
    held,
    ledger,
    open_store,
    outbox,
    threads,
)  # fmt: skip
from tests.rules.timed import at
from tests.storage.plans import plans
from tests.storage.test_store import config

NOW = at("2027-02-26 10:00")
HASH = "0" * 64


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = open_store(config(tmp_path_factory.mktemp("plans")))
    yield opened
    opened.close()


LOOK_UPS: dict[str, Callable[[Connection], object]] = {
    "what is open, or was closed since": lambda c: cases.open_since(c, NOW),
    "what is old enough to be retired": lambda c: cases.closed_before(c, NOW, "x.test", 20),
    "every case of a person": lambda c: cases.of_person(c, "marta@x.test"),
    "every case of several people": lambda c: cases.of_people(c, ("marta@x.test", "p@x.test")),
    "how many cases a person opened": lambda c: cases.opened_since(c, "marta@x.test", NOW),
    "cases by their numbers": lambda c: cases.by_numbers(c, ("SERV-2027-000001",)),
    "the children of a mass incident": lambda c: cases.hanging_on(c, ("INC-2027-000001",)),
    "bare requests of a domain": lambda c: brakes.bare_since(c, "@x.test", NOW),
    "what strangers noted on a case": lambda c: brakes.noted_since(c, 1, "stranger", NOW),
    "numbers that were not told": lambda c: held.untold(c, NOW),
    "which mails are known": lambda c: arrivals.known_uids(c, "linea", 1, (1, 2)),
    "other copies of several mails": lambda c: arrivals.first_copies(
        c, (("a@x", HASH), ("b@x", HASH))),
    "another copy by its id": lambda c: arrivals.first_copy(
        c, message_id="a@x", content_hash=HASH, sender="marta@x.test", arrived_at=NOW),
    "another copy without an id": lambda c: arrivals.first_copy(
        c, message_id=None, content_hash=HASH, sender="marta@x.test", arrived_at=NOW),
    "the cases of a thread": lambda c: threads.cases_of_ids(c, ("a@x",)),
    "the subjects of a thread": lambda c: threads.subjects_of_ids(c, ("a@x",)),
    "the subjects of a case": lambda c: threads.tagged_subjects(c, 1, 10),
    "an order given before": lambda c: threads.ordered_before(c, "a@x", "ana@x.test"),
    "the mails of a case": lambda c: ledger.of_case(c, 1),
    "what lies in the inbox though it is settled": lambda c: filing.unfiled(c, "linea", 1, 50),
    "what goes out now": lambda c: attempts.due(c, NOW, 50),
    "what a person got today": lambda c: outbox.braked_since(c, "marta@x.test", NOW),
    "how many cases an advisor works on": lambda c: case_lists.loads(c, ("ana@x.test",), 9),
    "how many cases are open in which state": case_lists.counts,
    "the first mail without an outcome": ledger.first_undecided,
    "whether a person ever got one": lambda c: outbox.ever_acknowledged(c, "m@x.test", ("M-02",)),
}  # fmt: skip


@pytest.mark.parametrize("ask", LOOK_UPS.values(), ids=LOOK_UPS)
def test_nothing_is_looked_for_past_the_whole_archive(
    store: Store, ask: Callable[[Connection], object]
):
    with store.write() as connection:
        # A brake has bitten: what it held back is looked for.
        held.mark_untold(connection, 1, NOW)
        found = plans(connection, ask)
    assert found
    for statement, steps in found.items():
        assert not [step for step in steps if is_full(step)], statement


def is_full(step: str) -> bool:
    """Whether a step of a plan reads a whole table: a partial index holds only what waits, and a
    query within (`anon_`) only what it found.
    """
    waiting = (
        "anon_",
        "ix_cases_open", "ix_inbound_parked", "ix_inbound_received", "ix_inbound_undecided",
        "ix_inbound_unfiled", "ix_outbox_due", "ix_outbox_unsent",
    )  # fmt: skip
    return step.startswith("SCAN") and not any(name in step for name in waiting)


@pytest.mark.sqlite
@pytest.mark.parametrize("count", [accounts.tally, outbox.status_counts])
def test_what_is_counted_as_a_whole_is_counted_in_an_index(
    store: Store, count: Callable[[Connection], object]
):
    with store.read() as connection:
        found = plans(connection, count)
    assert all("COVERING INDEX" in step for steps in found.values() for step in steps)


@pytest.mark.sqlite
def test_what_brakes_did_today_is_read_from_the_end(store: Store):
    with store.read() as connection:
        found = plans(connection, lambda c: brakes.since(c, NOW))
    first = [steps[0] for steps in found.values()]
    assert first[:2] == [
        "SEARCH outbox USING INTEGER PRIMARY KEY (rowid>?)",
        "SEARCH inbound USING INTEGER PRIMARY KEY (rowid>?)",
    ]
