"""What the line keeps beside its cases."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from mailbot.model.line import Authorisation
from storage import Store, on_line, open_store
from tests.rules.commands.coordination import address, on
from tests.storage.test_store import config

ORDER = Authorisation(
    code="HNXFCNZZ", order="[LOTE PAUSAR asesor=nora@ autoriza=adm@]",
    numbers=("INC-2027-000001",), reason="cierre fiscal", asked_by=address("cl1"),
    authoriser=address("adm"), asked_at=on("1-Mar 10:00"), expires_at=on("3-Mar 10:00"),
)  # fmt: skip


@pytest.fixture
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = open_store(config(tmp_path_factory.mktemp("line")))
    with opened.write() as connection:
        on_line.save(connection, ORDER)
    yield opened
    opened.close()


def _kept(store: Store) -> Authorisation | None:
    with store.read() as connection:
        return on_line.authorisation(connection, ORDER.code)


def test_an_order_never_takes_the_place_of_another_under_its_code(store: Store) -> None:
    other = replace(ORDER, order="[LOTE REASIGNAR asesor=nora@ a=nick@ autoriza=adm@]")
    with pytest.raises(IntegrityError), store.write() as connection:
        on_line.save(connection, other)
    assert _kept(store) == ORDER


def test_the_decision_is_kept_with_its_order(store: Store) -> None:
    decided = replace(ORDER, decided_at=on("1-Mar 15:00"), granted=True)
    with store.write() as connection:
        on_line.save(connection, decided)
    assert _kept(store) == decided
