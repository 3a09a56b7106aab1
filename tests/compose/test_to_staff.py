"""What the people of the line read, and the first moves that they are offered."""

from dataclasses import replace
from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from mailbot.model.tokens import tokens_in
from mailbot.model.vocabulary import Criticality, Group, State
from tests.compose.desk import (
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

ADVISOR = "carlos.mejia@linea.example"
SAID = {"sender": "Ana <ana@entidad.example>", "text": "Ya probé.", "files": ("captura.png",)}
TAKEN = replace(
    CASE, assignee=ADVISOR, state=State.EN_PROGRESO, group=Group.N2F, criticality=Criticality.ALTA
)


class Result(NamedTuple):
    tag: str
    ok: bool
    text: str


def to_advisor(template: str, case=TAKEN, **facts):
    return composed(send(template, case, to=(ADVISOR,), **facts))


def offered(mail) -> list[str]:
    """The first line that each one-click reply writes."""
    hrefs = [word.split('"')[0] for word in html_of(mail).split('href="')[1:]]
    queries = (urlsplit(href.replace("&amp;", "&")).query for href in hrefs)
    return [parse_qs(query, keep_blank_values=True)["body"][0].split("\r\n")[0]
            for query in queries if query]  # fmt: skip


@pytest.mark.parametrize(
    ("case", "moves"),
    [
        (CASE, ["[TOMAR]", "[RESPONDER]"]),
        (TAKEN, ["[RESPONDER]", "[RESUELTO]"]),
        (replace(TAKEN, state=State.PENDIENTE_CLIENTE), ["[RESPONDER]", "[RESUELTO]"]),
        (replace(TAKEN, state=State.PENDIENTE_PROVEEDOR), ["[EN PROGRESO]", "[RESUELTO]"]),
        (replace(TAKEN, state=State.RESUELTO), ["[RESPONDER]"]),
        (replace(TAKEN, state=State.CERRADO), ["[RESPONDER]"]),
    ],
)
def test_the_first_moves_are_those_the_state_allows(case, moves: list[str]) -> None:
    mail = to_advisor("M-43", case, why="Mensaje nuevo.", **SAID)
    assert offered(mail) == moves
    assert all(f"- {move}: " in text_of(mail) for move in moves)


def test_a_one_click_reply_carries_case_and_token() -> None:
    html = html_of(to_advisor("M-43", why="Mensaje nuevo.", **SAID))
    subject = unquote(html.split("?subject=")[1].split("&amp;")[0])
    assert subject.startswith("[SERV-2026-000001] ")
    assert tokens_in(subject) == (TOKEN,)


def test_an_answer_that_was_waited_for_says_when_the_case_falls_due() -> None:
    mail = to_advisor("M-11", why="El usuario respondió.", **SAID)
    assert mail.subject == ("[SERV-2026-000001] El usuario respondió: vence lun 23 nov, 2:40 p. m.")
    assert "Vence: lunes 23 de noviembre de 2026, 2:40 p. m." in text_of(mail)


@pytest.mark.parametrize(
    ("to", "why"),
    [
        (ADVISOR, "Recibe este correo porque el caso está a su cargo."),
        ("otra@linea.example", "porque su grupo atiende el caso (Segundo nivel funcional)."),
    ],
)
def test_the_footer_says_why_one_gets_it(to: str, why: str) -> None:
    mail = composed(send("M-43", TAKEN, to=(to,), why="Mensaje nuevo.", **SAID))
    assert why in text_of(mail)
    assert why in seen_of(mail)


@pytest.mark.parametrize(
    ("template", "facts"),
    [("M-11", SAID), ("M-16", SAID), ("M-21", SAID), ("M-43", SAID), ("M-41", {"share": 0.8}),
     ("M-42", {"since": NOW}), ("M-44", {**SAID, "title": "Aviso", "expected": "Revise."})],
)  # fmt: skip
def test_who_coordinates_sees_that_the_advisor_is_away(template: str, facts: dict) -> None:
    """R32: two read it, so it says of neither that the case is his."""
    people, told = (ADVISOR, "marta.diaz@linea.example"), {"why": "Mensaje nuevo.", **facts}
    mail = composed(send(template, TAKEN, to=people, absent=ADVISOR, **told), FULL_LINE)
    for shown in (text_of(mail), seen_of(mail)):
        assert "Carlos Mejía Ospina, ausente ahora" in shown
        assert "el caso está a su cargo" not in shown
    alone = composed(send(template, TAKEN, to=people[:1], **told), FULL_LINE)
    assert "ausente" not in text_of(alone)


def test_a_message_shows_words_files_and_sender() -> None:
    mail = to_advisor("M-43", why="Mensaje nuevo.", **SAID)
    for shown in (text_of(mail), seen_of(mail)):
        for words in ("Ya probé.", "captura.png", "Ana <ana@entidad.example>", "Criticidad alta"):
            assert words in shown


def test_a_message_without_words_says_so() -> None:
    mail = to_advisor("M-43", why="Mensaje nuevo.", sender="Ana", text="", files=("x.png",))
    assert "El mensaje no trae texto." in text_of(mail)


def test_untagged_text_stays_internal_and_every_mail_says_so() -> None:
    assert "Sin etiqueta, su texto queda como nota interna" in text_of(
        to_advisor("M-43", why="Mensaje nuevo.", **SAID)
    )


class TestReceipt:
    def test_a_note_is_a_note(self) -> None:
        mail = to_advisor("M-31", results=(), note=True)
        assert mail.subject == "[SERV-2026-000001] Nota interna guardada; el usuario no la recibió"

    def test_without_a_case_it_offers_the_three_tags(self) -> None:
        mail = to_advisor("M-31", None, results=(), note=False)
        assert mail.subject == "Su correo no abrió ningún caso"
        for tag in ("[NUEVO]", "[ORIENTAR]", "[REGISTRAR]"):
            assert f"- {tag}: " in text_of(mail)

    def test_errors_stand_first(self) -> None:
        results = (
            Result("[NOTA]", True, "Guardada."),
            Result("[RESUELTO]", False, "Falta el texto de la solución."),
        )
        text = text_of(to_advisor("M-31", results=results))
        assert text.index("«[RESUELTO]»: no se ejecutó.") < text.index("«[NOTA]»: hecho.")
        assert "NO EJECUTAMOS SU CORREO" in text

    @pytest.mark.parametrize(("count", "words"), [(1, "1 etiqueta ejecutada"), (2, "2 etiquetas")])
    def test_what_was_done_is_in_the_subject(self, count: int, words: str) -> None:
        results = (Result("TOMAR", True, "El caso es suyo."),) * count
        assert words in to_advisor("M-31", results=results).subject


class TestNotices:
    def test_an_internal_notice_says_what_is_expected(self) -> None:
        facts = {
            "title": "Remitente no vinculado",
            "why": "Alguien escribió.",
            "expected": "Revise.",
        }
        mail = to_advisor("M-44", CASE, **facts)
        assert "Qué sigue: Revise." in text_of(mail)
        assert "Qué dice el correo" not in seen_of(mail)

    def test_a_notice_of_no_case_has_no_moves(self) -> None:
        mail = to_advisor("M-44", None, title="Correo demasiado grande", why="x", expected="y")
        assert offered(mail) == []

    def test_a_refused_command_says_what_to_check(self) -> None:
        mail = to_advisor("M-45", what="Llegó una orden.", why="DMARC falló.")
        assert "cambie su contraseña" in text_of(mail)

    @pytest.mark.parametrize(
        ("since", "words"),
        [(NOW, "Desde: lunes 23 de noviembre de 2026, 10:40 a. m."), (None, "Desde: este momento")],
    )
    def test_an_alarm_says_since_when(self, since, words: str) -> None:
        facts = {"title": "El buzón no responde", "what": "No se lee.", "actions": ("Revise.",)}
        mail = to_advisor("M-46", None, since=since, **facts)
        assert words in text_of(mail)
        assert mail.subject == "El buzón no responde (aviso de mailbot)"

    def test_an_alarm_without_actions_asks_for_none(self) -> None:
        mail = to_advisor("M-46", None, title="Volvió", what="Ya se lee.", since=NOW)
        assert "No tiene que hacer nada" in text_of(mail)
