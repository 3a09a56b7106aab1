"""Lists of cases in mails: what a line says, what it hides, what it offers."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from mailbot.compose.listing import MOST_ROWS
from mailbot.model.listing import CaseLine, line_of
from mailbot.model.tokens import tokens_in
from mailbot.model.vocabulary import Criticality, State
from tests.compose.desk import (
    ANA,
    CASE,
    FULL_LINE,
    NOW,
    TOKEN,
    composed,
    html_of,
    seen_of,
    send,
    text_of,
)
from tests.compose.judge import judge

CARLOS = "carlos.mejia@linea.example"
QUEUE = {"title": "Casos en espera", "why": "Nadie los tiene.", "expected": "Tómelos en orden"}


def numbered(number: int, **changes: object) -> CaseLine:
    return replace(line_of(CASE), number=f"INC-2026-{number:06}", **changes)


def queue(*rows: CaseLine, **facts: object):
    return composed(send("M-44", None, to=(CARLOS,), rows=rows, **QUEUE, **facts), FULL_LINE)


def both(mail) -> str:
    return f"{text_of(mail)}\n{seen_of(mail)}"


def test_a_line_is_the_case_as_it_stands() -> None:
    case = replace(CASE, state=State.EN_PROGRESO, assignee=CARLOS, criticality=Criticality.ALTA)
    assert line_of(case, "Antes: Abierto.") == CaseLine(
        number="SERV-2026-000001", state=State.EN_PROGRESO, criticality=Criticality.ALTA,
        requester="Ana Rojas", subject="No puedo entrar", assignee=CARLOS, since=NOW,
        due_at=CASE.due_at, note="Antes: Abierto.", identification="1098765432",
    )  # fmt: skip


def test_who_has_no_name_is_known_by_the_address() -> None:
    assert line_of(replace(CASE, requester=replace(ANA, name=""))).requester == ANA.email


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "INC-2026-000007 · Abierto"),
        ({"criticality": Criticality.ALTA}, "INC-2026-000007 · Abierto · Criticidad alta"),
        ({}, "Ana Rojas: No puedo entrar"),
        ({"subject": ""}, "Ana Rojas"),
        ({"note": "Espera desde ayer."}, "Espera desde ayer."),
        ({}, "Desde lun 23 nov, 10:40 a. m. · Vence lun 23 nov, 2:40 p. m."),
        ({"assignee": CARLOS}, "A cargo de Carlos Mejía Ospina · Vence lun 23 nov, 2:40 p. m."),
        ({"assignee": "otra@linea.example"}, "A cargo de otra@linea.example · Vence"),
        ({"due_at": None}, "Desde lun 23 nov, 10:40 a. m."),
    ],
)
def test_a_line_says(changes: dict[str, object], words: str) -> None:
    assert both(queue(numbered(7, **changes))).count(words) == 2


def test_the_usual_criticality_is_not_said() -> None:
    assert "Criticidad" not in both(queue(numbered(7)))


def test_the_panel_counts_the_cases_and_says_when_the_first_falls_due() -> None:
    later = NOW + timedelta(days=3)
    mail = queue(numbered(1, due_at=later), numbered(2), numbered(3, due_at=None))
    assert "Casos: 3 casos" in text_of(mail)
    assert "Vence: lunes 23 de noviembre de 2026, 2:40 p. m. (el primero)" in text_of(mail)


def test_a_long_list_goes_on_with_numbers_and_stays_small() -> None:
    mail = queue(*(numbered(n, subject="x" * 200) for n in range(1, 200)))
    text = text_of(mail)
    assert text.count("Ana Rojas: xx") == MOST_ROWS
    assert "… y 174 casos más: INC-2026-000026, INC-2026-000027" in text
    assert "INC-2026-000125…" in text
    assert "INC-2026-000126" not in text
    assert [f for f in judge(mail.raw, foreign_words=True) if f.startswith("HTML")] == []


@pytest.mark.parametrize("written", ["1098765432", "1.098.765.432", "C.C. 79.555.123"])
def test_a_line_hides_the_identification_of_its_own_person(written: str) -> None:
    shown = both(queue(numbered(7, subject=f"Usuario {written} bloqueado", note=written)))
    assert "765" not in shown
    assert "555" not in shown
    assert "••••••" in shown


class TestTake:
    mail = queue(numbered(7), numbered(8))

    def links(self) -> list[dict[str, list[str]]]:
        hrefs = [piece.split('"')[0] for piece in html_of(self.mail).split('href="')[1:]]
        return [parse_qs(urlsplit(href.replace("&amp;", "&")).query) for href in hrefs]

    def test_each_line_offers_to_take_that_very_case(self) -> None:
        assert [link["body"][0].strip() for link in self.links()] == [
            "[TOMAR caso=INC-2026-000007]", "[TOMAR caso=INC-2026-000008]",
        ]  # fmt: skip

    def test_its_subject_names_the_case_and_the_mail(self) -> None:
        subjects = [link["subject"][0] for link in self.links()]
        assert [subject.split("]")[0] for subject in subjects] == [
            "[INC-2026-000007", "[INC-2026-000008",
        ]  # fmt: skip
        assert {tokens_in(subject) for subject in subjects} == {(TOKEN,)}

    def test_a_screen_reader_hears_which_case(self) -> None:
        assert 'aria-label="Tomar el caso INC-2026-000008"' in html_of(self.mail)

    def test_without_the_rules_word_nothing_is_offered(self) -> None:
        mail = queue(numbered(7), commands=False)
        assert "TOMAR" not in both(mail)
        assert "mailto" not in html_of(mail)

    def test_other_lists_offer_nothing(self) -> None:
        mail = composed(send("M-31", None, rows=(numbered(7),), moves=()))
        assert "[TOMAR" not in both(mail)
