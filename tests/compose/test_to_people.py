"""What the people served read: number, state, what follows, by when."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from mailbot.compose.labels import ASKED
from mailbot.model.case import Case
from mailbot.model.decision import Enclosure
from mailbot.model.vocabulary import CaseType, CloseReason, Field, State
from mailbot.rules.intake.labels import Key, label_key
from tests.compose.desk import (
    CASE,
    FULL_LINE,
    LINE,
    NOW,
    composed,
    html_of,
    line,
    seen_of,
    send,
    text_of,
)

WAITING = replace(
    CASE, state=State.PENDIENTE_CLIENTE, due_at=None,
    client_wait_until=datetime(2026, 11, 23, 19, 40, tzinfo=UTC),
)  # fmt: skip
FORMS = (
    Enclosure(name="SERV-2026-000001_plantilla.docx"),
    Enclosure(name="SERV-2026-000001_circular_050.pdf"),
)


def both(mail) -> str:
    """Text and what is seen of the HTML, each of which must say a thing."""
    return f"{text_of(mail)}\n{seen_of(mail)}"


class TestCompleteRequest:
    mail = composed(send("M-02", missing=()), FULL_LINE)

    def test_it_says_number_state_next_and_when(self) -> None:
        for line_ in (
            "Número: SERV-2026-000001",
            "Estado: Abierto, en turno de atención",
            "Plazo: lunes 23 de noviembre de 2026, 2:40 p. m. (respuesta estimada)",
        ):
            assert line_ in text_of(self.mail).replace("\n", " ")

    def test_its_subject_begins_with_the_number(self) -> None:
        assert self.mail.subject == "[SERV-2026-000001] Recibimos su solicitud de soporte"

    def test_it_names_the_mail_it_answers(self) -> None:
        assert both(self.mail).count("Recibimos su correo «No puedo entrar» el lunes 23") == 2

    def test_it_asks_for_nothing(self) -> None:
        assert "mailto:" not in html_of(self.mail)
        assert both(self.mail).count("No tiene que enviar nada más.") == 2

    def test_it_offers_help_and_the_word_that_closes(self) -> None:
        assert both(self.mail).count("https://www.minhacienda.gov.co/siif/manuales") == 2
        assert both(self.mail).count("Responda con la palabra SOLUCIONADO") == 2

    def test_no_help_is_named_that_is_not_configured(self) -> None:
        assert "Manuales" not in both(composed(send("M-02", missing=())))

    def test_without_a_due_time_it_promises_none(self) -> None:
        mail = composed(send("M-02", replace(CASE, due_at=None), missing=()))
        assert "Plazo: En orden de llegada" in text_of(mail)


class TestIncompleteRequest:
    missing = (Field.SIIF_USER, Field.PHONE, Field.SCREENSHOTS)
    mail = composed(send("M-02", WAITING, missing=missing, enclosures=FORMS))

    def test_its_subject_is_the_act_and_the_deadline(self) -> None:
        assert self.mail.subject == (
            "[SERV-2026-000001] Envíenos lo que falta antes del lun 23 nov, 2:40 p. m."
        )

    @pytest.mark.parametrize(
        "words",
        [
            "su usuario de SIIF Nación;",
            "un teléfono de contacto;",
            "las pantallas del error o del mensaje, como archivos adjuntos.",
            "Si no recibimos su respuesta dentro del plazo, cerraremos el servicio.",
            "Después tendrá 5 días hábiles para pedir que lo abramos de nuevo",
            "diligencie la plantilla adjunta",
            "SERV-2026-000001_plantilla.docx",
        ],
    )
    def test_it_says(self, words: str) -> None:
        assert both(self.mail).count(words) == 2

    def test_its_button_opens_a_reply_with_the_labels(self) -> None:
        assert "body=Usuario%20SIIF%3A%20%0D%0ATel%C3%A9fono%3A%20" in html_of(self.mail)

    def test_its_text_has_the_same_labels_to_copy(self) -> None:
        assert "Usuario SIIF: Teléfono:" in text_of(self.mail)

    def test_only_pictures_missing_need_no_labels(self) -> None:
        mail = composed(send("M-02", WAITING, missing=(Field.SCREENSHOTS,)))
        assert "copiar y completar" not in text_of(mail)
        assert "Responda este correo con las pantallas adjuntas." in text_of(mail)

    def test_every_field_can_be_asked_for(self) -> None:
        mail = composed(send("M-02", WAITING, missing=tuple(Field)))
        assert text_of(mail).count(";") >= len(Field) - 1


class TestTraining:
    case = replace(WAITING, type=CaseType.ACOMPANAMIENTO)
    missing = (Field.IDENTIFICATION, Field.TOPICS, Field.ATTENDEES)
    mail = composed(send("M-03", case, missing=missing))

    @pytest.mark.parametrize(
        "words",
        [
            "el número de identificación de quien solicita;",
            "los temas que necesita tratar;",
            "las personas que asistirán, con nombre completo.",
            "solicitud de acompañamiento",
        ],
    )
    def test_it_asks_for(self, words: str) -> None:
        assert words in text_of(self.mail)
        assert words in seen_of(self.mail)


class TestPrivacy:
    def test_the_first_acknowledgement_says_how_data_are_used(self) -> None:
        mail = composed(send("M-02", missing=(), privacy=True), FULL_LINE)
        assert both(mail).count("https://www.minhacienda.gov.co/politica-de-datos") == 2
        assert "usa sus datos solo para atender sus solicitudes" in text_of(mail)

    def test_later_ones_do_not(self) -> None:
        mail = composed(send("M-02", missing=(), privacy=False), FULL_LINE)
        assert "politica-de-datos" not in both(mail)

    def test_a_link_that_is_no_web_page_is_only_words(self) -> None:
        config = line(links={"privacy": "javascript:alert(1)"})
        mail = composed(send("M-02", missing=(), privacy=True), config)
        assert 'href="javascript' not in html_of(mail)


class TestOrientation:
    mail = composed(send("M-01", None, enclosures=FORMS))

    @pytest.mark.parametrize(
        "words",
        [
            "en Bogotá 6021270 y a nivel nacional 01800910071",
            "opción 1",
            "Lunes a viernes de 7:00 a. m. a 7:00 p. m., jornada continua",
            "Circular 050",
            "Diligencie la plantilla adjunta",
            "siifsoporte@minhacienda.gov.co",
        ],
    )
    def test_it_says_what_the_procedure_says(self, words: str) -> None:
        assert words in text_of(self.mail)
        assert words in seen_of(self.mail)

    def test_it_belongs_to_no_case(self) -> None:
        assert self.mail.case is None
        assert b"X-SIIF-Caso" not in self.mail.raw

    def test_phones_come_from_the_configuration(self) -> None:
        phones = {"bogota": "(601) 602 1270", "national": "01-8000-910071", "option": "2"}
        mail = composed(send("M-01", None), line(phones=phones))
        assert both(mail).count("en Bogotá (601) 602 1270 y a nivel nacional 01-8000-910071") == 2
        assert 'href="tel:+576016021270"' in html_of(mail)
        assert 'href="tel:018000910071"' in html_of(mail)


class TestTooLarge:
    @pytest.mark.parametrize(
        ("case", "words"),
        [
            (CASE, "Así llegarán todos al caso SERV-2026-000001."),
            (None, "Espere nuestra respuesta con el número de servicio."),
        ],
    )
    def test_it_says_the_limit_and_how_to_send_in_parts(
        self, case: Case | None, words: str
    ) -> None:
        mail = composed(send("M-49", case, limit=20.0, size=27.44))
        assert both(mail).count("Su correo pesa 27,4 MB y podemos recibir hasta 20 MB.") == 2
        assert both(mail).count(words) == 2


def test_a_message_to_a_closed_case_tells_both_numbers() -> None:
    mail = composed(send("M-23", previous="INC-2026-000009", missing=()))
    assert both(mail).count("Su mensaje llegó al caso INC-2026-000009") == 2
    assert mail.subject.startswith("[SERV-2026-000001] Abrimos un servicio nuevo")
    assert both(mail).count("SERV-2026-000001 (relacionado con INC-2026-000009)") == 2
    assert both(mail).count("Un asesor lo atenderá en su turno") >= 2


def test_the_reopening_window_comes_from_the_configuration() -> None:
    config = line(reopen={"working_days": 8})
    mail = composed(send("M-02", WAITING, missing=(Field.PHONE,)), config)
    assert both(mail).count("Después tendrá 8 días hábiles") == 2


def test_a_person_without_a_name_is_greeted_all_the_same() -> None:
    mail = composed(send(case=replace(CASE, requester=replace(CASE.requester, name=""))), LINE)
    assert both(mail).count("Cordial saludo:") == 2


def test_the_labels_that_we_offer_are_labels_that_we_read() -> None:
    offered = [label for _, label in ASKED.values() if label]
    assert [label for label in offered if label_key(label) in (None, Key.OTHER)] == []


@pytest.mark.parametrize(
    ("template", "reason"),
    [("M-05", CloseReason.SOLUCION_N1), ("M-13", CloseReason.SIN_RESPUESTA),
     ("M-20", CloseReason.ACEPTACION_TACITA)],
)  # fmt: skip
def test_the_last_day_to_open_a_case_again_is_said(template: str, reason: CloseReason) -> None:
    case = replace(CASE, state=State.CERRADO, closed_at=NOW, close_reason=reason)
    midnight = datetime(2026, 12, 1, 5, tzinfo=UTC)
    said = both(composed(send(template, case, text="Listo.", reopen_until=midnight)))
    assert said.count("lunes 30 de noviembre de 2026, para reabrirlo") == 2
    assert said.count("hasta el lunes 30 de noviembre de 2026 y abriremos el caso de nuevo") == 2


def test_a_form_of_which_nothing_was_kept_is_not_said_to_be_kept() -> None:
    said = both(composed(send(missing=(Field.PHONE,), again=True, kept=False)))
    assert said.count("De la plantilla que llegó no tomamos datos") == 2
    assert "Guardamos" not in said
    assert "RECIBIMOS SU RESPUESTA. TODAVÍA FALTAN DATOS." in said
