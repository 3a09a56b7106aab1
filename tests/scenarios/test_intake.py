"""S1–S10: how requests reach the line, and what first level does with them (A1–A9, A11)."""

from tests.scenarios.line import ScenarioLine
from tests.scenarios.people import SOLUTION, is_refused

FORM = "Plantilla_funcional.docx"
CIRCULAR = "Guia_Circular_050.docx"
ACCOMPANIMENT_FORM = "Plantilla_acompanamiento.docx"

CALL = """nombre=Marta Ruiz
identificacion=52345678
usuario=MRUIZ
ue=24-02-00
entidad=Instituto Nacional de Vías
correo=marta@invias.test
telefono=310 555 0147
ciudad=Bogotá
descripcion=Al autorizar la orden de pago 184526 sale «No hay cupo PAC disponible»."""


def test_s1_a_complete_request_is_registered_and_acknowledged(line: ScenarioLine):
    """A1, A4d, A6, A9: nothing is missing, so no form goes out."""
    line.at("Tue 24-Nov-2026 09:12")
    case = line.marta.asks(files=["pantalla.png"])

    assert case.number == "SERV-2026-000001"
    assert (case.state, case.level, case.group, case.assignee) == ("Abierto", "N1", "N1", None)
    assert case.missing == []
    assert case.due_at == "Tue 24-Nov-2026 13:12"
    assert case.file_names == ["SERV-2026-000001_01_pantalla.png"]
    assert (line.road.folder / "archivo" / case.attachments[0]["path"]).is_file()

    receipt = line.mail("M-02")
    assert (receipt.to, receipt.cc, receipt.files) == (["marta@invias.test"], [], [])
    assert receipt.number == "SERV-2026-000001"

    # Nobody is assigned: first level takes it from its queue, and is told of it.
    line.at("Tue 24-Nov-2026 09:20")
    assert line.mail("M-44").to == ["ana@"]


def test_s2_what_is_missing_is_asked_for_and_the_clock_waits_for_the_user(line: ScenarioLine):
    """A6, Q13: exactly the three missing things, with the form and the circular."""
    line.at("Tue 24-Nov-2026 09:20")
    case = line.marta.asks(without=["Unidad ejecutora", "Usuario SIIF"], files=[])

    assert set(case.missing) == {"executing_unit", "siif_user", "screenshots"}
    assert case.state == "Pendiente por Cliente"
    assert case.client_wait_until == "Tue 24-Nov-2026 13:20"
    assert case.due_at is None

    question = line.mail("M-02")
    assert question.files == [f"{case.number}_{FORM}", f"{case.number}_{CIRCULAR}"]
    assert "unidad ejecutora" in question.words
    assert "usuario de SIIF" in question.words
    assert "pantallas del error" in question.words
    assert "teléfono de contacto" not in question.words
    assert question.tells("Tue 24-Nov-2026 13:20")


def test_s3_the_answer_brings_it_back_to_its_turn_and_the_clock_starts(line: ScenarioLine):
    """T8: the turn is that of the arrival, 09:20; the clock runs from 11:00 with 0 consumed."""
    line.at("Tue 24-Nov-2026 09:20")
    case = line.marta.asks(without=["Unidad ejecutora", "Usuario SIIF"], files=[])
    line.at("Tue 24-Nov-2026 09:30")
    later = line.user("Pedro Salas", "pedro@sena.test", unit="36-02-00").asks()

    line.at("Tue 24-Nov-2026 11:00")
    line.marta.replies_to(
        "M-02", "Mi usuario SIIF es MRUIZ y la unidad ejecutora es 24-02-00.",
        files=["pantalla.png"],
    )  # fmt: skip

    assert (case.state, case.missing, case.client_wait_until) == ("Abierto", [], None)
    assert case.opened_at == "Tue 24-Nov-2026 09:20"
    assert case.consumed_minutes == 0
    assert case.due_at == "Tue 24-Nov-2026 15:00"
    assert line.queue() == [case.number, later.number]


def test_s4_a_mail_to_an_administration_box_is_oriented_and_opens_no_case(line: ScenarioLine):
    """A4 a: both files, the phones, option 1, the hours."""
    line.at("Tue 24-Nov-2026 10:00")
    line.marta.writes(
        line.marta.request(), subject="Consulta", to=["siif@minhacienda.test"], files=[]
    )

    orientation = line.mail("M-01")
    assert (orientation.to, orientation.cc) == (["marta@invias.test"], [])
    assert sorted(orientation.files) == [CIRCULAR, FORM]
    assert all(words in orientation.words for words in ("6021270", "01800910071", "opción 1"))
    assert line.outcome() == "orientation"
    assert line.every_case() == []


def test_s4_an_advisor_orients_somebody_who_wrote_to_him(line: ScenarioLine):
    """A4 a: `[ORIENTAR]` does the same, and opens no case either."""
    line.at("Tue 24-Nov-2026 10:00")
    line.nora.does("[ORIENTAR correo=marta@invias.test]")

    orientation = line.mail("M-01")
    assert (orientation.to, orientation.cc) == (["marta@invias.test"], [])
    assert sorted(orientation.files) == [CIRCULAR, FORM]
    assert line.every_case() == []


def test_s5_a_user_who_found_the_answer_in_the_guide_closes_his_case(line: ScenarioLine):
    """A2, A3: T26, reason autoservicio, with the survey."""
    line.at("Tue 24-Nov-2026 09:12")
    case = line.marta.asks()
    line.at("Tue 24-Nov-2026 09:40")
    line.marta.replies_to("M-02", "SOLUCIONADO, lo encontré en la guía")

    assert (case.state, case.close_reason) == ("Cerrado", "autoservicio")
    assert case.closed_at == "Tue 24-Nov-2026 09:40"
    closing = line.mail("M-19")
    assert closing.to == ["marta@invias.test"]
    assert closing.asks_for_the_survey


def test_s6_a_key_that_is_none_is_refused_and_a_sign_in_the_words_is_not(line: ScenarioLine):
    """In `[NUEVO]` as in `[COMPLETAR]`: nothing that was meant as a fact becomes a description."""
    line.at("Tue 24-Nov-2026 10:00")
    slip = CALL.replace("telefono=", "telefno=")
    receipt = line.ana.says("[NUEVO canal=llamada]", slip)
    assert is_refused(receipt)
    assert "el más parecido es «telefono»" in receipt.words
    receipt = line.ana.says("[NUEVO canal=llamada]", f"prioridad=alta\n{CALL}")
    assert is_refused(receipt)
    assert "No conozco el dato «prioridad»" in receipt.words
    assert line.every_case() == []

    line.ana.does("[NUEVO canal=llamada]", f"{CALL}\n\nLa consulta muestra saldo=0 en la orden.")
    (case,) = line.every_case()
    assert "saldo=0 en la orden" in case.description
    receipt = line.ana.says("[COMPLETAR]", "ciudad=Cali\nprioridad=alta", on=case)
    assert is_refused(receipt)
    assert "No conozco el dato «prioridad»" in receipt.words


def test_s6_an_advisor_registers_a_call(line: ScenarioLine):
    """A4 b, R42: the user is told the number; without `ue` nothing is registered."""
    line.at("Tue 24-Nov-2026 10:00")
    receipt = line.ana.says("[NUEVO canal=llamada]", CALL.replace("ue=24-02-00\n", ""))
    assert is_refused(receipt)
    assert "ue=" in receipt.words or "unidad ejecutora" in receipt.words.lower()
    assert line.every_case() == []

    line.ana.does("[NUEVO canal=llamada]", CALL)
    (case,) = line.every_case()
    assert (case.channel, case.type) == ("llamada", "soporte")
    assert case.requester["email"] == "marta@invias.test"
    assert case.requester["executing_unit"] == "24-02-00"
    told = line.mail("M-02")
    assert (told.to, told.number) == (["marta@invias.test"], case.number)
    assert "52345678" not in told.plain


def test_s7_an_accompaniment_is_asked_for_themes_and_attendees(line: ScenarioLine):
    """A4 c, A5, A7."""
    line.at("Tue 24-Nov-2026 10:00")
    visit = CALL.replace("identificacion=52345678\n", "")
    line.ana.does("[NUEVO canal=presencial tipo=acompanamiento]", visit)

    (case,) = line.every_case()
    assert (case.channel, case.type) == ("presencial", "acompanamiento")
    assert {"identification", "topics", "attendees"} <= set(case.missing)
    question = line.mail("M-03")
    assert question.to == ["marta@invias.test"]
    assert f"{case.number}_{ACCOMPANIMENT_FORM}" in question.files
    assert "número de identificación" in question.words
    assert "temas" in question.words
    assert "personas que asistirán" in question.words


def test_s8_back_office_hands_an_accompaniment_over_and_training_closes_it(line: ScenarioLine):
    """A14, A27: M-09 to CAP with copy to Back Office; the clock stops; CAP closes."""
    line.at("Tue 24-Nov-2026 10:00")
    line.ana.does("[NUEVO canal=presencial tipo=acompanamiento]", CALL)
    (case,) = line.every_case()
    line.at("Tue 24-Nov-2026 11:00")
    line.marta.replies_to(
        "M-03",
        "Número de identificación: 52345678\n"
        "Temas: Autorización de órdenes de pago\n"
        "Asistentes: Marta Ruiz 52345678, Pedro Salas 79876543",
        files=["pantalla.png"],
    )
    assert case.missing == []

    line.bo.does("[INCIDENTE modulo=EPG]", on=case)
    line.bo.does("[CAPACITACION]", on=case)
    assert (case.state, case.group, case.level) == ("Trabajo en Progreso", "CAP", "N1")
    assert case.due_at is None
    handed = line.mail("M-09")
    assert (handed.to, handed.cc) == (["cap@"], ["bo@"])
    # domain.md §16.14: the procedure asks for the attendees' numbers here, and only here.
    assert "Pedro Salas" in handed.plain
    assert "79876543" in handed.plain

    line.at("Thu 26-Nov-2026 15:00")
    line.cap.does("[CERRADO]", on=case)
    assert (case.state, case.close_reason) == ("Cerrado", "traslado")
    closing = line.mail("M-19")
    assert closing.to == ["marta@invias.test"]
    assert closing.asks_for_the_survey


def test_s9_first_level_solves_and_closes(line: ScenarioLine):
    """A10, A11, R33: 53 minutes of the 4 hours."""
    line.at("Tue 24-Nov-2026 09:12")
    case = line.marta.asks()
    line.at("Tue 24-Nov-2026 10:05")
    assert len(SOLUTION) >= 120
    line.ana.does("[RESUELTO tipo=orientacion]", SOLUTION, on=case)

    assert (case.state, case.close_reason) == ("Cerrado", "solucion_n1")
    assert case.closed_at == "Tue 24-Nov-2026 10:05"
    assert case.consumed_minutes == 53
    answer = line.mail("M-05")
    assert (answer.to, answer.cc) == (["marta@invias.test"], ["cl1@"])
    assert answer.number == case.number
    assert SOLUTION in answer.words
    assert "orientación" in answer.words.lower() or "orientacion" in answer.words.lower()
    assert "[RESUELTO" not in answer.plain
    assert answer.asks_for_the_survey
    assert line.mails("M-41") == []


def test_s10_a_solution_that_says_nothing_is_refused(line: ScenarioLine):
    """A11, R39: at least 40 characters; the state does not change."""
    line.at("Tue 24-Nov-2026 09:12")
    case = line.marta.asks()
    line.at("Tue 24-Nov-2026 10:05")
    receipt = line.ana.says("[RESUELTO]", "ok", on=case)

    assert is_refused(receipt)
    assert "40" in receipt.words
    assert (case.state, case.assignee) == ("Abierto", None)
    assert line.mails(to="marta@invias.test") == line.mails("M-02")


def test_s57_the_orientation_holds_the_procedures_own_numbers(line: ScenarioLine):
    """A4: phones and hours come from the configuration and equal the procedure by default."""
    line.at("Tue 24-Nov-2026 10:00")
    line.marta.writes("¿Cómo pido ayuda?", subject="Consulta", to=["siif@minhacienda.test"])

    words = line.mail("M-01").words
    assert "6021270" in words
    assert "01800910071" in words
    assert "opción 1" in words
    assert "Lunes a viernes de 7:00 a. m. a 7:00 p. m., jornada continua" in words


def test_s57_the_orientation_holds_what_is_configured(line_with):
    phones = {"bogota": "(601) 602 1270", "national": "01-8000-910071", "option": "4"}
    line = line_with(phones=phones)
    line.at("Tue 24-Nov-2026 10:00")
    line.marta.writes("¿Cómo pido ayuda?", subject="Consulta", to=["siif@minhacienda.test"])

    words = line.mail("M-01").words
    assert all(number in words for number in ("(601) 602 1270", "01-8000-910071", "opción 4"))
