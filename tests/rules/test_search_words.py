"""Words of the full-text search, and what of that is worth showing."""

from dataclasses import replace

import pytest

from mailbot.model.case import Case, Requester
from mailbot.model.faq import FaqEntry
from mailbot.model.vocabulary import State
from mailbot.rules.anonymous import anonymised
from mailbot.rules.relevance import LEAST, Said, alike, helpful, relevance, telling
from mailbot.rules.search_words import (
    MOST_WORDS,
    search_words,
    words_of_request,
    words_to_find,
)
from tests.rules.timed import MARTA, POLICY, at, incident, solved

NINE = "2026-12-07 09:00"
PAC = "¿Qué hago si no puedo autorizar una orden de pago porque no hay cupo PAC?"
BANK = "La cuenta bancaria del tercero aparece inactiva al registrar la obligación"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("autorización", "AUTORIZAR"),
        ("órdenes de pago", "orden del pago"),
        ("obligaciones", "obligacion"),
        ("Años", "anos"),
        ("rechazó", "rechazada"),
        ("los cupos", "el cupo"),
    ],
)
def test_forms_of_a_word_are_found_by_each_other(one: str, other: str) -> None:
    assert search_words(one) == search_words(other) != ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("error APR-001", ("apr", "001", "apr001")),
        ("mensaje ORA-01403 y código de error 20013", ("ora", "01403", "codig", "20013", "20013",
                                                       "ora01403")),
        ("orden 184526", ("orden", "184526")),
        ('cupo" OR NEAR(pac *) : ^ - \'; --', ("cup", "near", "pac")),
        ("cupo AND NOT pac", ("cup", "and", "not", "pac")),
        ("buenos días, por favor su ayuda, gracias", ()),
        ("¿?¡! …", ()),
        ("", ()),
    ],
)  # fmt: skip
def test_tokens_are_stems_figures_and_codes(text: str, words: tuple[str, ...]) -> None:
    assert search_words(text) == words


def test_no_token_holds_anything_but_letters_and_figures() -> None:
    hostile = "".join(map(chr, range(32, 1_200)))
    assert all(word.isalnum() for word in search_words(hostile))


def test_a_long_text_gives_a_bounded_number_of_words() -> None:
    assert len(search_words("autorizar pago " * 100_000)) <= MOST_WORDS


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("Al autorizar la orden de pago 184526 responde «No hay cupo PAC disponible».", True),
        ("no deja AUTORIZAR ordenes de pago, sin cupo pac", True),
        ("Los cupos del PAC no alcanzan para las obligaciones de noviembre", True),
        # Everyday words alone say nothing of the matter.
        ("No puedo autorizar la orden de pago", False),
        ("problema con el registro de pagos", False),
        ("La cuenta bancaria del tercero está inactiva y no puedo autorizar la orden", False),
        ("Necesito crear un usuario nuevo", False),
        ("", False),
    ],
)
def test_a_question_is_shown_to_who_asks_about_it(asked: str, shown: bool) -> None:
    assert (relevance(Said.of(asked), Said.of(PAC)) >= LEAST) is shown


@pytest.mark.parametrize(
    ("asked", "share"),
    [("Sale el error APR-001 al guardar", 1.0), ("Sale el error APR-002 al autorizar el PAC", 0.0)],
)
def test_where_both_name_errors_these_decide(asked: str, share: float) -> None:
    assert relevance(Said.of(asked), Said.of("Qué significa el error APR-001")) == share


def test_everyday_words_are_not_searched_for() -> None:
    said = "autorizar la orden de pago sin cupo PAC, error APR-001"
    assert telling(search_words(said)) == ("cup", "pac", "apr", "001", "apr001")


def entry(number: int, question: str) -> FaqEntry:
    return FaqEntry(
        number=number, question=question, answer="Haga esto.", proposed_by="n", proposed_at=at(NINE)
    )


def test_the_best_three_are_quoted_in_order() -> None:
    found = helpful(
        "No hay cupo PAC disponible para autorizar la orden de pago",
        [
            entry(1, BANK),
            entry(2, "Cupo PAC insuficiente en la posición del gasto de la regional"),
            entry(3, "No hay cupo PAC disponible"),
            entry(4, "¿Cómo autorizo sin cupo PAC disponible?"),
            entry(5, "Cupo PAC disponible"),
        ],
    )
    assert [each.number for each in found] == [3, 4, 5]


def of(subject: str, row: int, module: str | None = "EPG") -> Case:
    return replace(solved(incident(NINE), NINE), subject=subject, row=row, module=module)


def test_solved_cases_of_the_same_matter_are_alike_but_never_of_another_module() -> None:
    case = of("No hay cupo PAC para la orden de pago", 1)
    others = (
        case,
        of("Sin cupo PAC al autorizar", 2),
        of("No hay cupo PAC", 3, module="CON"),
        of("No hay cupo PAC", 4, module=None),
        of(BANK, 5),
    )
    assert [each.row for each in alike(case, others)] == [4, 2]


def test_only_cases_with_a_solution_are_found_and_a_family_by_its_parent() -> None:
    case = of("Sin cupo PAC", 1)
    assert {"cup", "pac", "asign"} <= set(words_to_find(case))
    assert words_to_find(incident(NINE, subject="Sin cupo PAC")) == ()
    assert words_to_find(replace(case, state=State.EN_PROGRESO)) == ()
    assert words_to_find(replace(case, solution="")) == ()
    assert words_to_find(replace(case, parent="INC-2026-000009")) == ()
    assert words_to_find(replace(anonymised(case, "A1", POLICY), solution="x")) == ()


def test_who_asked_is_not_among_the_words() -> None:
    person = Requester(email=MARTA, name="Marta Ruiz", siif_user="MRUIZ", identification="52987654")
    case = replace(
        of("Cupo PAC", 1), requester=person,
        description="Soy Marta Ruiz (MRUIZ), cédula 52.987.654: no hay cupo PAC.",
    )  # fmt: skip
    for words in (words_to_find(case), words_of_request(case)):
        assert not {"mart", "ruiz", "mruiz", "52", "987", "654", "52987654"} & set(words)
        assert "pac" in words
