"""How a history tells that facts changed, and how the words are read again."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from mailbot.model.case import Case, CaseEvent, Requester
from mailbot.model.masking import HIDDEN, hidden, identifications, tail
from mailbot.model.vocabulary import EventKind, Role
from mailbot.rules import told
from mailbot.rules.told import Fact, FactChanged

AT = datetime(2026, 10, 5, 14, tzinfo=UTC)
CASE = Case(
    service_number="SERV-2026-000001", opened_at=AT, module="EPG", description="Cédula 79.555.123",
    requester=Requester(email="rosa@dian.test", name="Rosa Gil", identification="79555123"),
)  # fmt: skip
# What a value would have to hold to be taken for the end of it.
_words = some.text(some.sampled_from("«»; :dea\nMódulo"), max_size=30) | some.text(max_size=20)
_changes = some.builds(FactChanged, fact=some.sampled_from(Fact), old=_words, new=_words)


@given(some.lists(_changes, max_size=4))
def test_what_was_worded_is_read_again_whatever_the_facts_hold(changes: list[FactChanged]) -> None:
    assert told.read(told.entry_words(changes)) == tuple(changes)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (FactChanged(fact=Fact.MODULE, old="EPG", new="PAG"), "Módulo: de «EPG» a «PAG»"),
        (FactChanged(fact=Fact.CITY, old="", new="Cali"), "Ciudad: «Cali»"),
        (FactChanged(fact=Fact.CITY, old="Cali", new=""), "Ciudad: de «Cali» a «»"),
        (FactChanged(fact=Fact.NAME, old="", new="El «Rey»"), "Nombre: «El «Rey»»»"),
    ],
)
def test_a_change_is_told_in_words_that_people_read(change: FactChanged, words: str) -> None:
    assert told.entry_words((change,)) == words
    assert told.read(words) == (change,)


@pytest.mark.parametrize(
    "words",
    ["", "Pantallas recibidas", "Módulo: EPG", "Módulo: «EPG» y más", "x Módulo: «EPG»",
     "Módulo: «EPG»; ", "Color: «azul»", "Módulo: «EPG»»"],
)  # fmt: skip
def test_other_words_tell_of_no_change(words: str) -> None:
    assert told.read(words) == ()


def test_of_a_number_of_identification_the_last_digits_are_told_and_no_other_fact_has_it() -> None:
    person = replace(CASE.requester, identification="52987654", name="Rosa 52987654")
    changes = told.differences(CASE, replace(CASE, requester=person, description="Soy 79555123"))
    words = told.entry_words(changes)
    assert [change.fact for change in changes] == [
        Fact.NAME, Fact.IDENTIFICATION, Fact.DESCRIPTION
    ]  # fmt: skip
    assert changes[1] == FactChanged(fact=Fact.IDENTIFICATION, old="***5123", new="***7654")
    assert not [number for number in ("79555123", "52987654", "79.555.123") if number in words]


@pytest.mark.parametrize("kind", [EventKind.NOTE, EventKind.FIELD])
def test_what_somebody_wrote_on_a_case_is_no_change_of_a_fact(kind: EventKind) -> None:
    entry = CaseEvent(
        at=AT, event=kind, actor="ana@linea.test", role=Role.N1, reason="Control de cambios 12",
        text="Módulo: de «EPG» a «PAG»",
    )  # fmt: skip
    assert told.in_entry(entry) == ()


def test_a_list_of_people_is_told_with_the_last_digits_that_hide_their_numbers() -> None:
    later = replace(CASE, attendees="Ana Paz 52.987.654")
    (change,) = told.differences(CASE, later)
    assert change == FactChanged(fact=Fact.ATTENDEES, old="", new="Ana Paz ***7654")
    assert hidden("Con 52987654", identifications("", change.new)) == f"Con {HIDDEN}"


@pytest.mark.parametrize("number", ["79555123", "79.555.123", "1032455123"])
def test_the_last_digits_hide_a_number_as_the_whole_of_it_does(number: str) -> None:
    known = tail(number)
    assert tail(known) == known == "***5123"
    assert hidden(f"Soy {number}, orden 184526 y 5123.", known) == (
        f"Soy {HIDDEN}, orden 184526 y 5123."
    )
