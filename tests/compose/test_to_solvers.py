"""What those read who have to solve a case: advisors, Órganos Rectores, the change procedure."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from mailbot.model.vocabulary import Group, Level, State
from tests.compose.desk import (
    CASE,
    FULL_LINE,
    NOW,
    composed,
    html_of,
    message,
    seen_of,
    send,
    text_of,
)

NORA = "nora@linea.example"
TAKEN = replace(
    CASE, incident_number="INC-2026-000009", level=Level.N2, group=Group.N2F, assignee=NORA,
    state=State.EN_PROGRESO, description="No puedo autorizar.\n\nSale un error.", module="EPG",
)  # fmt: skip


def to_nora(template: str, case=TAKEN, **facts):
    return composed(send(template, case, to=(NORA,), **facts))


def written(mail) -> list[str]:
    """The first line that each one-click reply writes."""
    hrefs = [word.split('"')[0] for word in html_of(mail).split('href="')[1:]]
    queries = (urlsplit(href.replace("&amp;", "&")).query for href in hrefs)
    return [parse_qs(query, keep_blank_values=True)["body"][0].split("\r\n")[0]
            for query in queries if query]  # fmt: skip


def both(mail) -> str:
    return f"{text_of(mail)}\n{seen_of(mail)}"


class TestDossier:
    mail = to_nora(
        "M-07",
        take_by=NOW + timedelta(hours=4),
        files=("INC-2026-000009_01_pantalla.png",),
        history=((NOW, "Usuario: envió la solicitud."), ("hoy", "Back Office: asignó el caso.")),
    )

    @pytest.mark.parametrize(
        "words",
        [
            "Tómelo o devuélvalo antes del lunes 23 de noviembre de 2026, 2:40 p. m.",
            "Sale un error.",
            "INC-2026-000009_01_pantalla.png",
            "Usuario: envió la solicitud.",
            "Sin etiqueta, su texto queda como nota interna y el usuario no lo recibe.",
            "[PENDIENTE CLIENTE]: envía su pregunta al usuario. El tiempo se congela",
        ],
    )
    def test_it_says(self, words: str) -> None:
        assert both(self.mail).count(words) == 2

    def test_it_says_why_it_comes(self) -> None:
        sent = replace(send("M-07", TAKEN, to=(NORA,)), facts={"reason": "Es de gastos."})
        assert both(composed(sent)).count("Es de gastos.") == 2

    def test_its_title_is_the_problem(self) -> None:
        assert "Tiene un caso nuevo: No puedo entrar" in seen_of(self.mail)

    def test_its_subject_says_when_it_falls_due(self) -> None:
        assert self.mail.subject == (
            "[INC-2026-000009] Asignado, vence lun 23 nov, 2:40 p. m.: No puedo entrar"
        )

    def test_taking_and_giving_back_come_first(self) -> None:
        assert written(self.mail)[:2] == ["[TOMAR]", '[DEVOLVER motivo=""]']

    def test_the_moves_are_those_that_the_rules_allow(self) -> None:
        moves = (("NOTA", "guarda una nota."), ("[DEVOLVER]", "lo devuelve."), ("FAQ", "propone."))
        mail = to_nora("M-07", moves=moves)
        assert written(mail)[2:] == ['[DEVOLVER motivo=""]', "[NOTA]", "[FAQ]"]
        assert "- [FAQ]: propone." in text_of(mail)
        assert "[TOMAR]" not in text_of(mail)

    def test_technical_groups_are_not_offered_what_they_may_not(self) -> None:
        assert "PROVEEDOR" not in text_of(to_nora("M-07", replace(TAKEN, group=Group.N3T)))

    def test_the_facts_may_be_few(self) -> None:
        mail = to_nora("M-07", replace(TAKEN, description="", subject="", due_at=None))
        assert mail.subject == "[INC-2026-000009] Asignado a usted"
        assert both(mail).count("El caso no trae texto.") == 2
        assert both(mail).count("Tómelo o devuélvalo") >= 2


def test_a_rejection_shows_the_words_and_offers_another_solution() -> None:
    mail = to_nora("M-21", sender="Ana", text="NO\n\nSigue igual.")
    assert both(mail).count("Sigue igual.") == 2
    assert written(mail)[:2] == ["[RESUELTO]", "[PENDIENTE CLIENTE]"]


@pytest.mark.parametrize(
    ("share", "subject", "panel"),
    [
        (0.8, "Ya pasó el 80 % del tiempo: vence lun 23 nov, 2:40 p. m.", "Vence: lunes"),
        (1.0, "Se agotó el tiempo del caso: actúe ahora", "Venció: lunes"),
    ],
)
def test_a_warning_says_how_much_time_is_gone(share: float, subject: str, panel: str) -> None:
    mail = to_nora("M-41", share=share)
    assert mail.subject == f"[INC-2026-000009] {subject}"
    assert panel in text_of(mail)
    assert both(mail).count("Se detiene mientras responde un órgano rector.") == 2


@pytest.mark.parametrize(
    ("since", "words"),
    [
        (NOW, "El caso se asignó el lunes 23 de noviembre de 2026, 10:40 a. m. y nadie"),
        (None, "El caso se asignó y nadie"),
    ],
)
def test_a_case_that_nobody_took_says_since_when(since, words: str) -> None:
    assert both(to_nora("M-42", since=since)).count(words) == 2


class TestToOrgan:
    case = replace(TAKEN, state=State.PENDIENTE_PROVEEDOR, governing_body="DGPPN", due_at=None)
    mail = composed(
        send("M-14", case, to=("mesa@rector.example",), text="Habilite el rubro."), FULL_LINE
    )

    @pytest.mark.parametrize(
        "words", ["Habilite el rubro.", "Sale un error.", "ana@entidad.example", "INC-2026-000009"]
    )
    def test_it_holds_what_is_asked_and_the_case(self, words: str) -> None:
        assert words in text_of(self.mail)
        assert words in seen_of(self.mail)

    def test_it_is_addressed_by_name(self) -> None:
        name = message(self.mail)["To"].addresses[0].display_name
        assert name == "Órgano rector DGPPN"

    def test_it_speaks_of_no_tags(self) -> None:
        assert "etiqueta" not in both(self.mail)


@pytest.mark.parametrize(
    ("state", "title"),
    [
        (State.PENDIENTE_HALLAZGO, "Hallazgo H-455: un caso espera su solución"),
        (State.PENDIENTE_AJUSTE, "Ajuste H-455: un caso espera su solución"),
    ],
)
def test_the_change_procedure_learns_the_number(state: State, title: str) -> None:
    case = replace(TAKEN, state=state)
    mail = composed(send("M-18", case, to=("hallazgos@entidad.example",), number="H-455"))
    assert mail.subject == f"[INC-2026-000009] {title}"
