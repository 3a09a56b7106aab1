"""What the mails on many cases say, and those that ask the coordination to look."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

import pytest

from mailbot.compose.headings.moves import move
from mailbot.model.listing import line_of
from mailbot.model.vocabulary import CloseReason, Group, State
from mailbot.rules.commands.tags import Tag
from tests.compose.desk import (
    CASE,
    FULL_LINE,
    NOW,
    OFFERS,
    composed,
    html_of,
    line,
    message,
    seen_of,
    send,
    text_of,
)
from tests.compose.judge import judge

MARTA = "marta.diaz@linea.example"
CARLOS = "carlos.mejia@linea.example"
INCIDENT = replace(CASE, incident_number="INC-2026-000009", group=Group.N3F)
ROWS = (line_of(CASE), line_of(INCIDENT, "Antes: Abierto."))


class Result(NamedTuple):
    tag: str
    ok: bool
    text: str


def to_marta(template: str, case=None, **facts):
    # `reason` is a fact here, and not the reason for sending.
    sent = replace(send(template, case, to=(MARTA,)), facts={**OFFERS, **facts})
    return composed(sent, FULL_LINE)


def both(mail) -> str:
    return f"{text_of(mail)}\n{seen_of(mail)}"


def written(mail) -> list[str]:
    """The first line that each one-click reply writes."""
    hrefs = [piece.split('"')[0] for piece in html_of(mail).split('href="')[1:]]
    queries = [urlsplit(href.replace("&amp;", "&")).query for href in hrefs]
    return [parse_qs(query, keep_blank_values=True)["body"][0].split("\r\n")[0]
            for query in queries if query]  # fmt: skip


class TestMerged:
    case = replace(CASE, state=State.CERRADO, close_reason=CloseReason.DUPLICADO)
    mail = composed(send("M-04", case, into="INC-2026-000009"))

    def test_its_subject_says_where_it_goes_on(self) -> None:
        assert self.mail.subject == (
            "[SERV-2026-000001] Su solicitud continúa en el caso INC-2026-000009"
        )

    def test_it_says_what_to_write_and_asks_for_no_survey(self) -> None:
        assert both(self.mail).count("con el número INC-2026-000009 en el asunto") == 2
        assert "Califique" not in both(self.mail)


class TestHandOver:
    case = replace(INCIDENT, attendees="Luis Quintero, C.C. 79.555.123\n[CERRADO]", topics="PAC")
    mail = to_marta("M-09", case, files=("INC-2026-000009_01_lista.xlsx",))

    def test_attendees_keep_their_identification_but_no_tag_runs(self) -> None:
        assert both(self.mail).count("Luis Quintero, C.C. 79.555.123") == 2
        assert both(self.mail).count("«[CERRADO]»") == 2

    def test_the_fact_goes_before_the_case(self) -> None:
        assert both(to_marta("M-09", self.case, attendees="Diana, 52.444.321")).count("444") == 2

    @pytest.mark.parametrize("template", ["M-07", "M-31", "M-44"])
    def test_no_other_mail_shows_them(self, template: str) -> None:
        facts = {"title": "t", "why": "w", "expected": "e"}
        mail = to_marta(template, self.case, attendees="Diana, C.C. 52.444.321", **facts)
        assert "444" not in both(mail)

    def test_words_of_back_office_stand_beside_those_of_the_person(self) -> None:
        mail = to_marta("M-09", replace(INCIDENT, description="Somos tres."), text="Urge.")
        for words in ("Urge.", "Somos tres."):
            assert both(mail).count(words) == 2

    def test_without_a_list_it_says_so(self) -> None:
        assert both(to_marta("M-09", INCIDENT)).count("El caso todavía no trae la lista.") == 2

    def test_it_holds_topics_and_files(self) -> None:
        assert both(self.mail).count("INC-2026-000009_01_lista.xlsx") == 2
        assert "TEMAS PAC" in text_of(self.mail).replace("\n", " ")

    def test_it_offers_what_capacitacion_may_say(self) -> None:
        assert written(self.mail)[2:] == ["[TOMAR]", "[PENDIENTE CLIENTE]", "[RESUELTO]",
                                          "[CERRADO]"]  # fmt: skip


class TestContingency:
    def test_its_beginning_says_since_when_and_how_it_ends(self) -> None:
        mail = to_marta("M-27", since=NOW, rows=ROWS, reason="Sin red.")
        assert mail.subject == "Contingencia desde el lun 23 nov, 10:40 a. m.: 2 casos"
        assert both(mail).count("Sin red.") == 2
        assert both(mail).count("Antes: Abierto.") == 2
        assert written(mail) == ["[CONTINGENCIA FIN hasta=]"]

    def test_its_end_says_from_when_to_when(self) -> None:
        mail = to_marta("M-28", since=NOW, until=NOW + timedelta(hours=5), rows=ROWS)
        assert mail.subject == "Terminó la contingencia: 2 casos de nuevo en curso"
        assert "Hasta: lunes 23 de noviembre de 2026, 3:40 p. m." in text_of(mail)
        assert written(mail) == []

    def test_its_subject_says_the_year_when_it_is_not_this_one(self) -> None:
        mail = to_marta("M-27", since=NOW, told_at=NOW + timedelta(days=60), rows=ROWS)
        assert "23 de noviembre de 2026" in mail.subject
        same = to_marta("M-27", since=NOW, told_at=NOW + timedelta(days=1), rows=ROWS)
        assert same.subject == "Contingencia desde el lun 23 nov, 10:40 a. m.: 2 casos"

    def test_its_end_lists_apart_what_silence_closed_in_the_meantime(self) -> None:
        closed = line_of(replace(CASE, state=State.CERRADO), "Se cerró por silencio.")
        mail = to_marta("M-28", since=NOW, until=NOW + timedelta(hours=5), ended=(closed,))
        assert mail.subject == "Terminó la contingencia: 0 casos de nuevo en curso"
        assert both(mail).count("Se cerró por silencio.") == 2
        assert "CERRADOS POR SILENCIO" in text_of(mail)

    @pytest.mark.parametrize(
        ("template", "words"), [("M-27", "Ningún caso tenía"), ("M-28", "Ningún caso estaba")]
    )
    def test_one_without_cases_says_so(self, template: str, words: str) -> None:
        assert both(to_marta(template, since=NOW)).count(words) == 2


ORDER = {"what": "Detener los casos de Carlos.", "reason": "Cierre.", "risk": "Tardarán más."}


class TestBatch:
    asked = to_marta(
        "M-30", code="K7M2QX", asked_by=CARLOS, rows=ROWS, expires=NOW + timedelta(days=1), **ORDER
    )

    def test_the_question_is_the_subject_with_its_deadline(self) -> None:
        assert self.asked.subject == (
            "Autorice o niegue una orden sobre 2 casos antes del mar 24 nov, 10:40 a. m."
        )

    @pytest.mark.parametrize(
        "words",
        ["Detener los casos de Carlos.", "Cierre.", "Tardarán más.", "Lo pide Carlos Mejía Ospina.",
         "«SI AUTORIZO K7M2QX»", "«NO AUTORIZO K7M2QX»", "la orden se anula y nada cambia. El"],
    )  # fmt: skip
    def test_it_says(self, words: str) -> None:
        assert both(self.asked).count(words) == 2

    def test_a_click_writes_the_whole_answer_and_nothing_else(self) -> None:
        assert written(self.asked) == ["SI AUTORIZO K7M2QX", "NO AUTORIZO K7M2QX"]

    def test_no_line_of_it_is_an_answer(self) -> None:
        lines = message(self.asked).get_body(("plain",)).get_content().splitlines()
        assert not any(row.strip(" >-*").startswith(("SI AUTORIZO", "NO AUTORIZO"))
                       for row in lines)  # fmt: skip

    def test_without_a_deadline_it_waits(self) -> None:
        mail = to_marta("M-30", code="K7M2QX", what="Detener.", rows=ROWS)
        assert both(mail).count("Sin su respuesta, nada cambia.") == 2

    def test_the_result_tells_reason_and_risk(self) -> None:
        mail = to_marta("M-29", title="Detuvimos 2 casos.", rows=ROWS, **ORDER)
        assert mail.subject == "Detuvimos 2 casos"
        assert "Motivo: Cierre." in text_of(mail)
        assert "Riesgo: Tardarán más." in text_of(mail)

    def test_a_refused_order_changed_nothing(self) -> None:
        mail = to_marta("M-29", title="No se autorizó la orden", what="Nada cambió.")
        assert both(mail).count("Ningún caso cambió.") == 2
        assert "Riesgo" not in both(mail)


class TestAvailability:
    def test_an_absence_says_until_when_and_shows_the_cases(self) -> None:
        mail = to_marta("M-33", person=CARLOS, available=False, since=NOW, rows=ROWS,
                        until=NOW + timedelta(days=2), reason="Incapacidad.")  # fmt: skip
        assert mail.subject == "No asigne casos a Carlos Mejía Ospina"
        assert "Hasta: miércoles 25 de noviembre de 2026, 10:40 a. m." in text_of(mail)
        assert "Asesor: Carlos Mejía Ospina, 2 casos abiertos" in text_of(mail)

    def test_one_without_an_end_says_how_it_ends(self) -> None:
        midnight = datetime(2026, 11, 28, 5, tzinfo=UTC)
        mail = to_marta("M-33", person="Nora Ruiz", available=False, until=midnight)
        assert "Hasta: viernes 27 de noviembre de 2026" in both(mail)
        assert "12:00" not in both(mail)
        mail = to_marta("M-33", person="Nora Ruiz", available=False)
        assert both(mail).count("Volverá a recibirlos cuando la coordinación lo diga.") == 2

    def test_a_return_has_no_end(self) -> None:
        mail = to_marta("M-33", person=CARLOS, available=True, until=NOW)
        assert mail.subject == "Carlos Mejía Ospina vuelve a recibir casos"
        assert "Hasta" not in both(mail)


class TestMass:
    suspected = to_marta(
        "M-35", INCIDENT, rows=ROWS,
        sections=(("1301", ("INC-2026-000009", "INC-2026-000010")), ("3602", "INC-2026-000011")),
    )  # fmt: skip

    def test_it_shows_each_section_with_its_cases(self) -> None:
        assert both(self.suspected).count("Sección 1301: INC-2026-000009, INC-2026-000010") == 2
        assert both(self.suspected).count("Sección 3602: INC-2026-000011") == 2

    def test_yes_and_no_are_one_click(self) -> None:
        assert written(self.suspected) == ["[MASIVO]", "[NO MASIVO]"]

    def test_what_else_is_allowed_follows(self) -> None:
        mail = to_marta("M-35", INCIDENT, moves=(("NOTA", "guarda."), ("MASIVO", "otra cosa.")))
        assert written(mail) == ["[MASIVO]", "[NO MASIVO]", "[NOTA]"]

    def test_its_solution_goes_to_everybody_by_one_tag(self) -> None:
        mail = to_marta("M-36", INCIDENT, text="Distribuya el cupo.", rows=ROWS)
        assert mail.subject == "[INC-2026-000009] El masivo ya tiene solución: responda 2 casos"
        assert both(mail).count("Distribuya el cupo.") == 2
        assert written(mail) == ["[RESPONDER MASIVO]"]


class TestAttention:
    def test_a_petition_says_its_legal_limit(self) -> None:
        mail = to_marta("M-37", INCIDENT, text="En ejercicio del derecho de petición…",
                        legal_until=date(2026, 12, 15), days=15)  # fmt: skip
        assert both(mail).count("martes 15 de diciembre de 2026 (legal: 15 días hábiles)") == 2
        assert both(mail).count("Ningún silencio del usuario lo cerrará.") == 2

    def test_the_office_that_answers_petitions_has_a_name(self) -> None:
        config = line(addresses={"petitions": "pqrsd@entidad.example"})
        sent = send("M-37", INCIDENT, to=("pqrsd@entidad.example",), text="Solicito.")
        to = message(composed(sent, config))["To"]
        assert str(to) == "Atención de peticiones <pqrsd@entidad.example>"

    def test_a_low_score_names_the_worst_and_shows_all(self) -> None:
        mail = to_marta("M-39", INCIDENT, scores=(4, 2, None, 3), text="Tarde.", advisor=CARLOS)
        assert mail.subject == "[INC-2026-000009] Calificación baja: 2 de 5 en oportunidad"
        for words in ("Amabilidad: 4 de 5", "Claridad y utilidad de la solución: sin respuesta",
                      "Tarde.", "Atendió el caso Carlos Mejía Ospina."):  # fmt: skip
            assert both(mail).count(words) == 2

    def test_without_a_comment_it_says_so(self) -> None:
        mail = to_marta("M-39", INCIDENT, scores=(None, None, None, 1))
        assert both(mail).count("No dejó comentario.") == 2

    @pytest.mark.parametrize(
        ("public", "words"),
        [(True, "también sale en los correos que registran"), (False, "no la copie en respuestas")],
    )
    def test_a_notice_says_who_else_reads_it(self, public: bool, words: str) -> None:
        mail = to_marta("M-47", text="Hoy cierra el sistema.\n\nA las 6.", author=MARTA,
                        until=date(2026, 11, 24), public=public)  # fmt: skip
        assert mail.subject == "Novedad: Hoy cierra el sistema. A las 6."
        assert "Vigente: hasta el martes 24 de noviembre de 2026" in text_of(mail)
        assert both(mail).count(words) == 2

    def test_an_alert_shows_words_author_and_cases(self) -> None:
        mail = to_marta("M-48", title="Otra vez el PAC", text="Van dos.", author=CARLOS, rows=ROWS)
        assert mail.subject == "Otra vez el PAC"
        for words in ("Van dos.", "De: Carlos Mejía Ospina", "INC-2026-000009 · Abierto"):
            assert both(mail).count(words) == 2

    @pytest.mark.parametrize(
        ("rows", "words"), [(ROWS, "se repite en los casos de abajo"), ((), "no trae texto")]
    )
    def test_an_alert_without_words_says_what_it_is(self, rows, words: str) -> None:
        assert both(to_marta("M-48", title="Alerta", rows=rows)).count(words) == 2

    @pytest.mark.parametrize("template", ["M-37", "M-39", "M-48"])
    def test_readers_with_different_rights_are_offered_what_the_rules_say(self, template) -> None:
        facts = {"title": "Alerta", "scores": (1, 1, 1, 1)}
        assert written(to_marta(template, INCIDENT, **facts)) == []
        assert written(to_marta(template, INCIDENT, moves=("NOTA",), **facts)) == ["[NOTA]"]


class TestQuestions:
    @pytest.mark.parametrize(
        ("tag", "case", "title"),
        [
            ("ESTADO", INCIDENT, "Así está el caso"),
            ("[HISTORIA]", INCIDENT, "Historia del caso"),
            ("[LISTA vencidos]", None, "Lista: 2 casos"),
            ("AYUDA", None, "Lo que puede hacer por correo"),
        ],
    )
    def test_the_receipt_of_a_question_is_its_answer(self, tag: str, case, title: str) -> None:
        mail = to_marta("M-31", case, results=(Result(tag, True, "Va abajo."),), rows=ROWS)
        assert mail.subject.endswith(title)

    def test_a_question_beside_an_act_is_told_as_an_act(self) -> None:
        results = (Result("ESTADO", True, "Va."), Result("NOTA", True, "Guardada."))
        assert to_marta("M-31", INCIDENT, results=results).subject.endswith(
            "2 etiquetas ejecutadas"
        )

    def test_it_shows_what_was_asked_for(self) -> None:
        mail = to_marta(
            "M-31", INCIDENT, results=(Result("ESTADO", True, "Va."),), description="Sale error.",
            history=((NOW, "Entró."),), rows=ROWS, help=(("[NOTA]", "guarda una nota."),),
            moves=("NOTA", "ESTADO"),
        )  # fmt: skip
        for words in ("Sale error.", "Entró.", "«[NOTA]»: guarda una nota.",
                      "SERV-2026-000001 · Abierto"):  # fmt: skip
            assert both(mail).count(words) == 2
        assert written(mail) == [
            *(f"[ESTADO caso={row.number}]" for row in ROWS), "[NOTA]", "[ESTADO]",
        ]  # fmt: skip

    def test_a_long_history_shows_its_end(self) -> None:
        history = tuple((NOW, f"Paso {n}: {'x' * 1000}") for n in range(60))
        mail = to_marta("M-31", INCIDENT, results=(Result("HISTORIA", True, "Va."),),
                        history=history)  # fmt: skip
        assert both(mail).count("hay 20 anteriores en el expediente") == 2
        assert "Paso 19:" not in both(mail)
        assert "Paso 59:" in both(mail)
        assert len(html_of(mail)) < 60_000

    def test_the_protocol_is_named_where_there_is_one(self) -> None:
        config = line(links={"protocol": "https://www.minhacienda.gov.co/protocolo"})
        sent = send("M-31", None, results=(), help=(("NOTA", "guarda."),))
        assert both(composed(sent, config)).count("https://www.minhacienda.gov.co/protocolo") == 2


class TestMoves:
    @pytest.mark.parametrize("tag", list(Tag))
    def test_every_tag_has_its_own_label_and_effect(self, tag: Tag) -> None:
        offered = move(tag)
        assert offered.tag == f"[{tag}]"
        assert offered.label != tag.capitalize()
        assert len(offered.label) <= 25
        assert offered.effect.endswith(".")
        assert offered.line == "" or offered.line.startswith(f"[{tag} ")

    def test_a_tag_that_is_not_known_is_offered_by_its_name(self) -> None:
        assert move("[OTRA COSA]").label == "Otra cosa"

    def test_six_are_links_and_the_others_words(self) -> None:
        mail = to_marta("M-31", INCIDENT, results=(), moves=tuple(Tag)[:20])
        assert len(written(mail)) == 6
        assert all(text_of(mail).count(f"- [{tag}]: ") == 1 for tag in tuple(Tag)[:20])
        assert [fault for fault in judge(mail.raw) if "frase" not in fault] == []


@pytest.mark.parametrize("template", ["M-02", "M-03"])
def test_public_notices_stand_in_the_acknowledgement(template: str) -> None:
    mail = composed(send(template, missing=(), news=("Hoy cierra a las 6.", "Mañana abre.")))
    assert both(mail).count("Hoy cierra a las 6.") == 2
    assert "NOVEDADES DE SIIF NACIÓN" in text_of(mail)
    assert "NOVEDAD" not in text_of(composed(send(template, missing=())))
