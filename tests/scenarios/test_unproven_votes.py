"""A yes or a no that nothing proves: asked back once, and one click settles it (§16.12)."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

import mailbot
from mailbot.rules.asking import FOR_A_RATING, WHETHER_IT_WORKS
from tests.scenarios.letters import Letter
from tests.scenarios.line import ScenarioCase, ScenarioLine
from tests.scenarios.people import SOLUTION

_LINK = re.compile(r"mailto:[^?\"]+\?subject=([^&\"]+)&(?:amp;)?body=([^\"]*)")


def solved(line: ScenarioLine) -> ScenarioCase:
    line.at("Mon 7-Dec-2026 15:00")
    case = line.assigned("nora@")
    line.at("Wed 9-Dec-2026 10:00")
    line.nora.does("[RESUELTO tipo=orientacion]", SOLUTION, on=case)
    line.at("Wed 9-Dec-2026 11:00")
    return case


def buttons(letter: Letter) -> list[tuple[str, str]]:
    """(subject, text) of each mail that a button of `letter` opens."""
    html = letter.message.get_body(("html",))
    assert html is not None
    return [(unquote(s), unquote(b)) for s, b in _LINK.findall(html.get_content())]


def by_number(line: ScenarioLine, case: ScenarioCase, words: str) -> None:
    line.marta.writes(words, subject=f"Caso {case.number}")


@pytest.mark.parametrize(
    ("words", "button", "path"),
    [("SI, ya funciona", 0, ["Cerrado"]), ("NO, sigue igual", 1, ["Trabajo en Progreso"])],
)
def test_one_click_on_the_mail_that_asks_back_settles_it(
    line: ScenarioLine, words: str, button: int, path: list[str]
):
    case = solved(line)
    by_number(line, case, words)
    assert case.state == "Resuelto"
    assert case.confirmation_until == "Fri 11-Dec-2026 10:00"
    asked = line.mail("M-52")
    assert (asked.to, asked.cc, asked.number) == (["marta@invias.test"], [], case.number)
    subject, text = buttons(asked)[button]
    line.marta.writes(text, subject=subject)
    assert case.path[3:] == path


def test_its_person_is_asked_once_and_the_advisor_told_of_each(line: ScenarioLine):
    case = solved(line)
    for _ in range(3):
        by_number(line, case, "NO, sigue igual")
    assert len(line.mails("M-52")) == 1
    assert line.mail("M-52").to == ["marta@invias.test"]
    assert len(line.mails("M-43", to="nora@")) == 3
    assert case.state == "Resuelto"


def test_after_another_solution_its_person_is_asked_again(line: ScenarioLine):
    case = solved(line)
    by_number(line, case, "NO, sigue igual")
    line.marta.replies_to("M-52", "NO, sigue igual")
    line.nora.does("[RESUELTO tipo=orientacion]", SOLUTION, on=case)
    by_number(line, case, "NO, sigue igual")
    assert len(line.mails("M-52")) == 2


def test_a_late_no_by_the_number_opens_nothing_until_it_is_repeated(line: ScenarioLine):
    case = solved(line)
    line.at("Mon 14-Dec-2026 09:00")
    assert (case.state, case.close_reason) == ("Cerrado", "aceptacion_tacita")
    by_number(line, case, "NO, sigue igual")
    assert case.state == "Cerrado"
    line.marta.replies_to("M-52", "NO, sigue igual")
    assert case.state == "Trabajo en Progreso"


def test_a_rating_by_the_number_is_not_counted_and_its_person_told_how(line: ScenarioLine):
    case = solved(line)
    line.marta.replies_to("M-12", "SI")
    by_number(line, case, "1")
    assert case.survey["answered_at"] is None
    assert "no pudimos comprobar" in line.mail("M-39U").words
    line.marta.replies_to("M-19", "5")
    assert case.survey["scores"]["q4"] == 5


def test_a_yes_to_another_question_of_ours_confirms_nothing(line: ScenarioLine):
    """She answers what the advisor asked, and meanwhile he solved it."""
    line.at("Mon 7-Dec-2026 15:00")
    case = line.assigned("nora@")
    line.nora.does("[PENDIENTE CLIENTE]", "¿Tiene el perfil Gestión Presupuesto?", on=case)
    line.nora.does("[EN PROGRESO]", on=case)
    line.nora.does("[RESUELTO tipo=orientacion]", SOLUTION, on=case)
    line.marta.replies_to("M-10", "Sí")
    assert case.state == "Resuelto"
    line.marta.replies_to("M-52", "SI")
    assert (case.state, case.close_reason) == ("Cerrado", "confirmado")


def test_a_figure_in_answer_to_the_acknowledgement_is_no_rating(line: ScenarioLine):
    case = solved(line)
    line.marta.replies_to("M-12", "SI")
    line.marta.replies_to("M-02", "1")
    assert case.survey["answered_at"] is None
    assert "no respondía el correo en el que se la pedimos" in line.mail("M-39U").words


_TEXTS = Path(mailbot.__file__).parent / "templates"


@pytest.mark.parametrize(
    ("macro", "asking"),
    [
        ("yes_or_no()", WHETHER_IT_WORKS),
        # M-39U asks in words: for a score on the scale, of who gave another.
        ("survey(head.survey", FOR_A_RATING - {"M-39U"}),
    ],
)
def test_the_mails_whose_answer_counts_are_those_that_ask(macro: str, asking: frozenset[str]):
    ask = {
        each.name.partition(".")[0]
        for each in _TEXTS.glob("M-*.txt.j2")
        if f"{{{{ {macro}" in each.read_text("utf-8")
    }
    assert ask == asking
