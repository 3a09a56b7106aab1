"""What the simulated people understand of the line's real mails."""

from pathlib import Path

import pytest

from mailbot.compose.examples import EXAMPLES, example_mails
from mailbot.model.vocabulary import State
from mailbot.simulate.house import house
from mailbot.simulate.reading import Letter


@pytest.fixture(scope="module")
def letters() -> dict[str, Letter]:
    mails = example_mails(house(Path("unused")))
    return {example.name: Letter(mail.raw) for example, mail in zip(EXAMPLES, mails, strict=True)}


def test_a_mail_about_a_case_names_it_its_state_and_what_can_be_said(
    letters: dict[str, Letter],
) -> None:
    letter = letters["M-07"]
    assert (letter.template, letter.number) == ("M-07", "INC-2026-004518")
    assert letter.service == "SERV-2026-018832"
    assert letter.state is State.EN_PROGRESO
    assert {"TOMAR", "DEVOLVER", "RESUELTO"} <= set(letter.offers)


def test_a_receipt_says_whether_it_was_carried_out(letters: dict[str, Letter]) -> None:
    assert letters["M-31-error"].refused
    assert not letters["M-31-etiquetas"].refused


def test_a_request_for_facts_is_one(letters: dict[str, Letter]) -> None:
    assert letters["M-02-incompleta"].incomplete
    assert not letters["M-02"].incomplete


def test_a_list_names_cases_and_states(letters: dict[str, Letter]) -> None:
    assert letters["M-44-cola"].rows[0] == ("INC-2026-004501", "Abierto")
    assert len(letters["M-31-lista"].rows) == 4


def test_an_order_to_authorise_has_its_code(letters: dict[str, Letter]) -> None:
    assert letters["M-30"].code == "K7M2QX"


def test_the_buttons_of_a_solution_say_si_and_no(letters: dict[str, Letter]) -> None:
    first, second = (click.body.split()[0] for click in letters["M-12"].clicks[:2])
    assert (first, second) == ("SI", "NO")
