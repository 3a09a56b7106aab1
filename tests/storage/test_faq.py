"""Frequent questions and solved cases in the full-text search, on SQLite."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import select, text
from sqlalchemy.dialects import postgresql

from mailbot.model.case import Case
from mailbot.model.faq import FaqEntry, FaqState
from mailbot.model.vocabulary import State
from mailbot.rules.search_words import search_words
from storage import Store, cases, erasure, faq, open_store
from storage.full_text import NEWEST, POSTGRESQL, FullText
from storage.schema import faq_shown
from tests.rules.test_faq_draft import CASE
from tests.rules.timed import at
from tests.storage.test_store import config

NOW = at("2026-12-07 10:00")
LATER = at("2026-12-07 16:00")
PAC = FaqEntry(
    number=1, state=FaqState.PUBLICADA, question="No hay cupo PAC para autorizar la obligación",
    answer="Distribuya el cupo.", module="EPG", cause="Sin cupo", case_number="INC-2026-000001",
    proposed_by="nora@x", proposed_at=NOW, decided_by="cl23@x", decided_at=NOW,
)  # fmt: skip
BANK = replace(
    PAC, number=2, question="La cuenta bancaria del tercero", answer="Actívela.", cause="Inactiva"
)


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store that nobody changes."""
    yield from _opened(tmp_path_factory)


@pytest.fixture
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    yield from _opened(tmp_path_factory)


def _opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = open_store(config(tmp_path_factory.mktemp("line")))
    with opened.write() as connection:
        faq.save(connection, PAC)
        faq.save(connection, BANK)
    yield opened
    opened.close()


def found(store: Store, said: str) -> list[int]:
    with store.read() as connection:
        return [each.number for each in faq.matching(connection, search_words(said), 5)]


def solved(store: Store, said: str) -> list[str]:
    with store.read() as connection:
        return [each.number for each in faq.solved_with(connection, search_words(said), 5)]


@pytest.mark.parametrize(
    ("said", "numbers"),
    [
        ("cupo", [1]),
        ("los CUPOS del pac", [1]),
        ("autorizaciones de obligaciones", [1]),
        ("cuentas bancarias", [2]),
        ("una cuenta para la obligación con cupo", [1, 2]),
        ("distribuir", [1]),
        ("nada de eso", []),
        ("", []),
        ('"', []),
        ('cupo" AND "nada', [1]),
        ("stems : cupo", [1]),
        ("NEAR(cupo, pac)", [1]),
        ("cu*", []),
        ("-cupo ^cupo {cupo} (cupo", [1]),
        ("'; DROP TABLE faq; --", []),
    ],
)
def test_words_are_found_whatever_their_form_and_never_are_syntax(
    quiet: Store, said: str, numbers: list[int]
) -> None:
    assert found(quiet, said) == numbers


@pytest.mark.parametrize("word", ['a"b', "OR", "AND", "NOT", "NEAR", "*", "'", "\\", "a b", "é:"])
def test_no_word_breaks_a_search(quiet: Store, word: str) -> None:
    with quiet.read() as connection:
        assert faq.matching(connection, (word,), 5) == ()


def test_only_what_is_published_is_found(store: Store) -> None:
    for state in (FaqState.PROPUESTA, FaqState.APROBADA, FaqState.RETIRADA):
        with store.write() as connection:
            faq.save(connection, replace(PAC, state=state))
        assert found(store, "cupo") == []
    with store.write() as connection:
        faq.save(connection, replace(PAC, question="La matriz contable"))
    assert found(store, "matriz") == [1]
    assert found(store, "obligación") == []


def test_an_entry_comes_back_as_it_was_kept(quiet: Store) -> None:
    with quiet.read() as connection:
        assert faq.proposed_before(connection, at("2026-12-08 00:00")) == (PAC, BANK)
        assert faq.proposed_before(connection, NOW) == ()
        assert faq.numbered(connection, (2, 9)) == (BANK,)
        assert faq.of_cases(connection, ("INC-2026-000001",)) == (PAC, BANK)
        assert faq.next_number(connection) == 3
        assert faq.any_published(connection)


def keep(store: Store, case: Case) -> Case:
    with store.write() as connection:
        kept = cases.save(connection, case, (), NOW)
        faq.index_case(connection, kept)
    return kept


def test_the_index_follows_a_case_from_solution_to_reopening_and_back(store: Store) -> None:
    fresh = replace(CASE, row=0, solution="", state=State.EN_PROGRESO)
    case = keep(store, fresh)
    assert solved(store, "cupo") == []
    case = keep(store, replace(case, state=State.RESUELTO, solution="Distribuya el cupo."))
    assert solved(store, "distribución") == [case.number]
    case = keep(store, replace(case, state=State.EN_PROGRESO))
    assert solved(store, "distribución cupo") == []
    case = keep(store, replace(case, state=State.RESUELTO, solution="Reinicie la conexión."))
    assert solved(store, "conexiones") == [case.number]
    assert solved(store, "distribución") == []


def test_a_rare_word_is_found_however_old_and_of_a_common_one_the_newest(store: Store) -> None:
    words = FullText("case_words")
    with store.write() as connection:
        words.put(connection, 1, ("cupo", "certificado"))
        for key in range(2, NEWEST + 50):
            words.put(connection, key, ("cupo", "pago"))
        words.put(connection, NEWEST + 50, ("cupo", "firma"))
        assert words.find(connection, ("cupo", "certificado"), 1) == (1,)
        assert words.find(connection, ("firma", "cupo", "pago"), 1) == (NEWEST + 50,)
        assert words.find(connection, ("cupo",), NEWEST * 2) == tuple(range(51, NEWEST + 51))


def test_what_was_quoted_to_a_case_is_used_when_it_solved_it(store: Store) -> None:
    case = keep(store, replace(CASE, row=0))
    other = keep(store, replace(CASE, row=0, service_number="SERV-2026-000002",
                                incident_number="INC-2026-000002"))  # fmt: skip
    with store.write() as connection:
        faq.show(connection, case.row, (1, 2), NOW)
        faq.show(connection, other.row, (2,), NOW)
        faq.use(connection, case.row, LATER)
        faq.use(connection, case.row, at("2026-12-09 10:00"))
        rows = connection.execute(select(faq_shown).order_by(faq_shown.c.id)).mappings()
        assert [(row["case_id"], row["faq_id"], row["used_at"]) for row in rows] == [
            (case.row, 1, LATER), (case.row, 2, LATER), (other.row, 2, None),
        ]  # fmt: skip


def erase(store: Store, case: Case) -> None:
    erasing = erasure.Erasing(
        rows=(case.row,), address="", alias="persona-1@anonimo.invalid", kept=frozenset()
    )
    with store.write() as connection:
        erasure.erase(connection, erasing, NOW)
    erasure.forget_owed(store)


def stands_in_index(store: Store, word: bytes) -> bool:
    with store.read() as connection:
        blocks = connection.execute(text("SELECT block FROM case_words_data")).scalars()
        return any(word in bytes(block) for block in blocks)


@pytest.mark.sqlite
def test_erasing_a_case_leaves_no_word_of_it_in_the_search(store: Store) -> None:
    case = keep(store, replace(CASE, row=0, description="zarzaparrilla", events=1))
    assert solved(store, "zarzaparrilla") == [case.number]
    assert stands_in_index(store, b"zarzaparrill")
    erase(store, case)
    assert solved(store, "zarzaparrilla") == []
    assert not stands_in_index(store, b"zarzaparrill")


def test_erasing_a_case_withdraws_what_nobody_read_and_spares_what_was_published(
    store: Store,
) -> None:
    case = keep(store, replace(CASE, row=0, events=1))
    with store.write() as connection:
        faq.save(connection, replace(PAC, number=3, state=FaqState.PROPUESTA))
    erase(store, case)
    with store.read() as connection:
        (unread,) = faq.numbered(connection, (3,))
        assert (unread.state, unread.question) == (FaqState.RETIRADA, "Datos anonimizados")
        assert faq.numbered(connection, (1,)) == (PAC,)


@pytest.mark.parametrize("statement", [*POSTGRESQL.put, POSTGRESQL.drop, POSTGRESQL.find])
def test_postgresql_gets_every_value_as_a_parameter(statement: str) -> None:
    compiled = text(statement.format(table="faq_words", place=0)).compile(
        dialect=postgresql.dialect()
    )
    assert set(compiled.params) <= {"key", "stems", "word0", "newest"}
    assert "%(" in str(compiled)
