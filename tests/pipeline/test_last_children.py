"""Two processes close the last two children of a mass incident: its parent ends with the second."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from mailbot.apply import Prepared, apply, prepare
from mailbot.errors import Overtaken
from mailbot.model.case import Case, CaseEvent
from mailbot.model.decision import Decision, SaveCase
from mailbot.model.vocabulary import CloseReason, EventKind, Outcome, Role, State
from mailbot.pipeline.consequences import with_consequences
from storage import Store, cases, open_store
from storage.lookups import StoredLookups
from tests.rules.commands.together import POLICY, TOLD, child, parent
from tests.storage.test_store import config

SOLVED = (parent(State.RESUELTO), child(1, State.RESUELTO), child(2, State.RESUELTO))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(open_store(config(tmp_path))) as opened:
        with opened.write() as connection:
            for case in SOLVED:
                cases.save(connection, replace(case, row=0), (), TOLD)
        yield opened


def stored(store: Store, like: Case) -> Case:
    with store.read() as connection:
        return cases.by_numbers(connection, (like.number,))[0]


def closing_of(store: Store, like: Case) -> Prepared:
    """What a process has ready that closes a case, as it sees the line now."""
    case = replace(
        stored(store, like),
        state=State.CERRADO,
        close_reason=CloseReason.CONFIRMADO,
        closed_at=TOLD,
    )
    entry = CaseEvent(at=TOLD, event=EventKind.TRANSITION, actor="mailbot", role=Role.SYS)
    decision = Decision(
        outcome=Outcome.CASE_EVENT, rule="r", reason="r",
        effects=(SaveCase(case=case, events=(entry,)),),
    )  # fmt: skip
    with store.read() as connection:
        decision, _dead = with_consequences(decision, StoredLookups(connection), POLICY, TOLD)
    return prepare(decision, (), store.files)


def carried_out(store: Store, ready: Prepared) -> None:
    with store.write() as connection:
        apply(connection, ready, None, POLICY, TOLD)


def test_who_comes_second_decides_anew_and_ends_the_parent(store: Store) -> None:
    mother, one, other = SOLVED
    first, second = closing_of(store, one), closing_of(store, other)
    carried_out(store, first)
    with pytest.raises(Overtaken, match=one.number):
        carried_out(store, second)
    assert stored(store, other).state is State.RESUELTO
    carried_out(store, closing_of(store, other))
    assert [stored(store, each).state for each in SOLVED] == [State.CERRADO] * 3
    assert stored(store, mother).close_reason is CloseReason.CONFIRMADO
