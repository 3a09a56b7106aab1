"""What the person reads while the case is worked on, solved and closed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from mailbot.model.case import Case, Survey
from mailbot.model.tokens import tokens_in
from mailbot.model.vocabulary import CloseReason, Group, Level, State
from tests.compose.desk import CASE, NOW, TOKEN, composed, html_of, line, seen_of, send, text_of

INCIDENT = replace(CASE, incident_number="INC-2026-000009", level=Level.N2, group=Group.N2F)
TAKEN = replace(INCIDENT, state=State.EN_PROGRESO, assignee="nora@linea.example")
ASKED = replace(
    TAKEN, state=State.PENDIENTE_CLIENTE, due_at=None, client_wait_until=NOW + timedelta(days=2)
)
SOLVED = replace(
    TAKEN, state=State.RESUELTO, due_at=None, confirmation_until=NOW + timedelta(days=2)
)
SOLUTION = "Distribuya el cupo y autorice de nuevo la orden."


def closed(reason: CloseReason) -> Case:
    return replace(SOLVED, state=State.CERRADO, confirmation_until=None, close_reason=reason)


def both(mail) -> str:
    return f"{text_of(mail)}\n{seen_of(mail)}"


def links(mail) -> dict[str, dict[str, str]]:
    """The one-click replies by what their link says: subject and body."""
    found = {}
    for piece in html_of(mail).split("<a ")[1:]:
        href = piece.split('href="')[1].split('"')[0].replace("&amp;", "&")
        query = urlsplit(href).query
        if query:
            values = parse_qs(query, keep_blank_values=True)
            words = piece.split(">")[1].split("<")[0]
            found[words] = {"subject": values["subject"][0], "body": values["body"][0]}
    return found


class TestSolution:
    mail = composed(
        send("M-12", SOLVED, text=SOLUTION, kind="orientación", advisor="Nora Ruiz",
             files=("guia.pdf",))
    )  # fmt: skip

    def test_its_subject_is_the_act_and_the_deadline(self) -> None:
        assert self.mail.subject == (
            "[INC-2026-000009] Confirme la solución antes del mié 25 nov, 10:40 a. m."
        )

    @pytest.mark.parametrize(
        "words",
        [
            SOLUTION,
            "La preparó Nora Ruiz (segundo nivel funcional). Tipo de solución: orientación.",
            "guia.pdf",
            "entenderemos que aceptó la solución y cerraremos el caso",
            "Después tendrá 5 días hábiles",
        ],
    )
    def test_it_says(self, words: str) -> None:
        assert both(self.mail).count(words) == 2

    def test_yes_and_no_are_the_first_line_of_a_reply_that_is_ours(self) -> None:
        votes = links(self.mail)
        assert votes["Sí, funcionó"]["body"] == "SI"
        assert votes["No, el error sigue"]["body"].split("\r\n")[0] == "NO"
        assert all(tokens_in(vote["subject"]) == (TOKEN,) for vote in votes.values())

    def test_the_survey_is_not_in_it(self) -> None:
        assert "Califique" not in both(self.mail)

    def test_without_a_deadline_nothing_is_said_of_silence(self) -> None:
        mail = composed(send("M-12", replace(SOLVED, confirmation_until=None), text=SOLUTION))
        assert "entenderemos" not in both(mail)
        assert both(mail).count("Sin fecha límite") == 2

    def test_a_solution_of_an_organ_says_whose_it_is(self) -> None:
        mail = composed(send("M-12", SOLVED, text=SOLUTION, organ="CGN"))
        assert both(mail).count("La dio la Contaduría General de la Nación (CGN)") == 2


class TestSurvey:
    @pytest.mark.parametrize(
        ("template", "reason"),
        [
            ("M-05", CloseReason.SOLUCION_N1),
            ("M-13", CloseReason.SIN_RESPUESTA),
            ("M-19", CloseReason.CONFIRMADO),
            ("M-20", CloseReason.ACEPTACION_TACITA),
        ],
    )
    def test_each_closing_mail_asks_with_five_links(
        self, template: str, reason: CloseReason
    ) -> None:
        mail = composed(send(template, closed(reason), text=SOLUTION))
        votes = links(mail)
        assert [votes[digit]["body"] for digit in "12345"] == list("12345")
        assert all(tokens_in(votes[digit]["subject"]) == (TOKEN,) for digit in "12345")
        assert all(f'aria-label="Calificar con {digit} de 5"' in html_of(mail) for digit in "12345")
        assert "4. Satisfacción general: _" in text_of(mail)

    def test_all_questions_are_one_link(self) -> None:
        votes = links(composed(send("M-19", closed(CloseReason.CONFIRMADO))))
        questions = votes["responda las cuatro preguntas"]["body"].split("\r\n")
        assert [row.split(":")[0] for row in questions] == [
            "1. Amabilidad", "2. Oportunidad", "3. Claridad", "4. General", "Comentario",
        ]  # fmt: skip

    def test_its_term_comes_from_the_configuration(self) -> None:
        config = line(survey={"valid_working_days": 7})
        mail = composed(send("M-20", closed(CloseReason.ACEPTACION_TACITA)), config)
        assert both(mail).count("Tiene 7 días hábiles") == 2

    def test_its_last_day_is_said_where_the_case_has_one(self) -> None:
        survey = Survey(sent_at=NOW, until=datetime(2026, 12, 8, 5, tzinfo=UTC))
        case = replace(closed(CloseReason.CONFIRMADO), survey=survey)
        said = both(composed(send("M-19", case)))
        assert said.count("lunes 7 de diciembre de 2026, para calificar") == 2
        assert said.count("Puede hacerlo hasta el lunes 7 de diciembre de 2026.") == 2
        reminder = both(composed(send("M-10R", case)))
        assert reminder.count("lunes 7 de diciembre de 2026") == 2

    def test_who_may_not_rate_is_told_no_term(self) -> None:
        said = both(composed(send("M-19", closed(CloseReason.CONFIRMADO), survey=False)))
        assert "calific" not in said.lower()

    def test_thanks_repeat_the_scores(self) -> None:
        mail = composed(send("M-39U", closed(CloseReason.CONFIRMADO), scores=(("Claridad", 4),)))
        assert both(mail).count("Claridad: 4 de 5") == 2

    def test_a_late_vote_is_told_politely(self) -> None:
        late = send("M-39U", closed(CloseReason.CONFIRMADO))
        mail = composed(replace(late, facts={"reason": "el plazo terminó."}))
        assert mail.subject.endswith("No pudimos registrar su calificación")
        assert both(mail).count("No pudimos registrar su calificación: el plazo terminó.") == 2


@pytest.mark.parametrize(
    ("reason", "title"),
    [
        (CloseReason.CONFIRMADO, "Cerramos su caso. Gracias por confirmar la solución."),
        (CloseReason.AUTOSERVICIO, "Cerramos su caso. Gracias por avisarnos."),
        (CloseReason.TRASLADO, "Cerramos su caso. Capacitación atendió su solicitud."),
        (CloseReason.COORDINADOR, "Cerramos su caso por decisión de la coordinación"),
    ],
)
def test_a_closed_case_says_how_it_ended(reason: CloseReason, title: str) -> None:
    assert title in seen_of(composed(send("M-19", closed(reason))))


class TestQuestion:
    mail = composed(send("M-10", ASKED, question="¿Qué perfil usa?", advisor="Nora Ruiz"))

    def test_it_asks_says_when_and_what_silence_means(self) -> None:
        assert "antes del mié 25 nov, 10:40 a. m." in self.mail.subject
        assert both(self.mail).count("¿Qué perfil usa?") == 2
        assert both(self.mail).count("cerraremos el caso") == 2

    def test_a_case_that_silence_cannot_close_says_nothing_of_it(self) -> None:
        mail = composed(send("M-10", replace(ASKED, client_wait_until=None), text="¿Cuál?"))
        assert "cerraremos" not in both(mail)

    def test_the_reminder_repeats_it(self) -> None:
        mail = composed(send("M-10R", ASKED, question="¿Qué perfil usa?"))
        assert both(mail).count("¿Qué perfil usa?") == 2
        assert list(links(mail)) == ["Responder al asesor"]

    def test_the_reminder_of_a_solution_asks_for_yes_or_no(self) -> None:
        mail = composed(send("M-10R", SOLVED))
        assert list(links(mail)) == ["Sí, funcionó", "No, el error sigue"]
        assert mail.subject.endswith("Recordatorio: confirme antes del mié 25 nov, 10:40 a. m.")


@pytest.mark.parametrize(
    ("case", "words"),
    [
        (CASE, "Abierto, en turno de atención"),
        (TAKEN, "Trabajo en Progreso, un asesor trabaja en él"),
        (ASKED, "Pendiente por Cliente, en espera de su respuesta"),
        (
            replace(TAKEN, state=State.PENDIENTE_PROVEEDOR, governing_body="CGN"),
            "Pendiente por Proveedor, en espera de la CGN",
        ),
        (replace(TAKEN, state=State.PENDIENTE_PROVEEDOR), "Pendiente por Proveedor, en pausa"),
        (
            replace(TAKEN, state=State.PENDIENTE_HALLAZGO, finding_number="H-455"),
            "Pendiente Hallazgo, hallazgo H-455",
        ),
        (replace(TAKEN, state=State.PENDIENTE_AJUSTE), "Pendiente Ajuste, en espera del ajuste"),
        (SOLVED, "Resuelto, en espera de su confirmación"),
        (closed(CloseReason.DUPLICADO), "Cerrado, unido a otro caso"),
    ],
)
@pytest.mark.parametrize("template", ["M-38", "M-50"])
def test_the_state_is_told_in_words(template: str, case: Case, words: str) -> None:
    assert both(composed(send(template, case, text="Hola."))).count(words) == 2


@pytest.mark.parametrize(
    ("case", "offered"),
    [
        (TAKEN, []),
        (ASKED, ["Responder al asesor"]),
        (SOLVED, ["Sí, funcionó", "No, el error sigue"]),
    ],
)
def test_the_state_mail_offers_what_is_waited_for(case: Case, offered: list[str]) -> None:
    assert list(links(composed(send("M-38", case)))) == offered


@pytest.mark.parametrize(
    ("level", "group", "title"),
    [
        ("segundo nivel técnico", Group.N2T, "Su caso pasó al segundo nivel técnico"),
        ("", Group.N3F, "Su caso pasó al tercer nivel funcional"),
        ("", Group.CAP, "Su caso pasó a la Coordinación de Capacitación"),
        ("", Group.BO, "Su caso pasó a Back Office"),
    ],
)
def test_an_escalation_names_the_level(level: str, group: Group, title: str) -> None:
    mail = composed(send("M-08", replace(TAKEN, group=group), level=level))
    assert mail.subject == f"[INC-2026-000009] {title}"


@pytest.mark.parametrize(
    ("template", "facts", "words"),
    [
        ("M-06", {}, "su servicio SERV-2026-000001 generó el incidente INC-2026-000009"),
        ("M-15", {"organ": "DGCPTN"}, "Crédito Público y Tesoro Nacional (DGCPTN) es el órgano"),
        ("M-15", {}, "Su caso depende de la respuesta del órgano rector"),
        ("M-17", {"number": "H-455"}, "Registramos el hallazgo H-455 en su caso"),
    ],
)
def test_a_notice_says_what_happened(template: str, facts: dict[str, str], words: str) -> None:
    case = replace(INCIDENT, state=State.PENDIENTE_HALLAZGO) if template == "M-17" else INCIDENT
    mail = composed(send(template, case, **facts))
    assert words.upper() in text_of(mail).upper()
    assert words in seen_of(mail)


class TestStateToAColleague:
    mail = composed(replace(send("M-38", SOLVED), to=("luis@entidad.example",)))

    def test_he_is_not_greeted_with_the_name_of_who_asked_for_help(self) -> None:
        assert both(self.mail).count("Cordial saludo:") == 2
        assert SOLVED.requester.name not in both(self.mail)

    def test_he_is_not_asked_for_a_vote_that_would_not_count(self) -> None:
        assert links(self.mail) == {}
        assert both(self.mail).count("Quien hizo la solicitud prueba la solución") == 2


class TestUnprovenVote:
    mail = composed(send("M-52", SOLVED))

    def test_its_subject_is_the_act_and_the_deadline(self) -> None:
        assert self.mail.subject == (
            "[INC-2026-000009] Díganos si funcionó antes del mié 25 nov, 10:40 a. m."
        )

    def test_it_says_what_silence_means(self) -> None:
        silence = "Si no responde dentro del plazo, entenderemos que la aceptó."
        assert both(self.mail).count(silence) == 2
        petition = replace(SOLVED, confirmation_until=None)
        assert silence not in both(composed(send("M-52", petition)))
        ended = composed(send("M-52", closed(CloseReason.ACEPTACION_TACITA)))
        assert both(ended).count("El caso sigue cerrado.") == 2
        assert silence not in both(ended)
