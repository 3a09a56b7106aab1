"""S47, R15, R49, R57: from a solved case to what the next one who asks reads at once."""

import io

from openpyxl import load_workbook

from tests.scenarios.line import ScenarioCase, ScenarioLine
from tests.scenarios.people import SOLUTION, is_refused

OFFER = "MIENTRAS TANTO, ESTO PUEDE SERVIRLE"
QUESTION = "¿Qué hago si no hay cupo PAC para autorizar una orden de pago?"


def solved(line: ScenarioLine) -> ScenarioCase:
    line.at("Mon 7-Dec-2026 09:00")
    case = line.assigned("nora@")
    told = f"Respetada Marta Ruiz:\n{SOLUTION} Si persiste, llame a Nora al 310 555 0199."
    line.nora.does('[RESUELTO tipo=orientacion causa="sin cupo PAC"]', told, on=case)
    assert "Solución informada al usuario. Causa: sin cupo PAC" in case.story
    return case


def test_a_solved_case_becomes_an_answer_for_the_next_one_who_asks(line: ScenarioLine):
    case = solved(line)
    line.nora.does("[FAQ]", on=case)
    asked = line.mail("M-40")
    assert (asked.to, asked.cc) == (["cl23@"], ["cl1@"])
    assert "cupo PAC" in asked.words
    for secret in (
        "Marta",
        "Ruiz",
        "MRUIZ",
        "24-02-00",
        "Vías",
        "310 555",
        "marta@",
        "184526",
        "Nora al",
    ):
        assert secret not in asked.words, secret
    line.marta.asks()
    assert OFFER not in line.marta.latest("M-02").words
    line.cl23.does("[FAQ APROBAR 1]", on=case)
    assert "Pregunta frecuente 1: publicada" in case.story
    other = line.user("Rosa Gil", "rosa@dane.test", unit="04-02-00", entity="Estadística")
    next_case = other.asks("Al autorizar órdenes de pago no hay cupo del PAC. ¿Qué hacemos?")
    told = other.latest("M-02").words
    assert OFFER in told
    assert "Asigne de nuevo el cupo PAC" in told
    other.replies_to("M-02", "SOLUCIONADO, lo encontré en la guía")
    assert (next_case.state, next_case.close_reason) == ("Cerrado", "autoservicio")
    with line.reading() as connection:
        rows = connection.exec_driver_sql("SELECT faq_id, used_at IS NOT NULL FROM faq_shown")
        assert [tuple(row) for row in rows] == [(1, 1)]


def test_a_correction_is_what_users_read_until_the_question_is_withdrawn(line: ScenarioLine):
    case = solved(line)
    line.nora.does("[FAQ]", on=case)
    line.cl23.does(f"[FAQ APROBAR nro=1]\nP: {QUESTION}\nR: Distribuya el cupo del mes.", on=case)
    line.marta.asks()
    told = line.marta.latest("M-02").words
    assert QUESTION in told
    assert "Distribuya el cupo del mes." in told
    assert "Asigne de nuevo" not in told
    line.cl23.does("[FAQ RETIRAR 1]")
    line.marta.asks()
    assert QUESTION not in line.marta.latest("M-02").words


def test_another_matter_is_not_answered_with_it(line: ScenarioLine):
    case = solved(line)
    line.cl23.does("[FAQ]\n\n[FAQ APROBAR 1]", on=case)
    line.marta.asks("La cuenta bancaria del tercero sale inactiva.", subject="Cuenta inactiva")
    assert OFFER not in line.marta.latest("M-02").words


def test_only_the_leader_of_the_procedure_publishes(line: ScenarioLine):
    case = solved(line)
    line.nora.does("[FAQ]", on=case)
    assert is_refused(line.nora.says("[FAQ APROBAR 1]", on=case))
    assert is_refused(line.cl1.says("[FAQ APROBAR 1]", on=case))


def test_an_advisor_is_told_of_solved_cases_of_the_same_matter(line: ScenarioLine):
    case = solved(line)
    other = line.user("Rosa Gil", "rosa@dane.test", unit="04-02-00", entity="Estadística")
    later = line.assigned("nora@", other)
    dossier = line.mail("M-07", on=later).words
    assert case.number in dossier
    assert "Asigne de nuevo el cupo PAC" in dossier
    assert "Marta" not in dossier
    third = line.assigned("nora@", line.user("Luis Paz", "luis@sena.test"), module="CON")
    assert case.number not in line.mail("M-07", on=third).words


def test_a_case_that_was_opened_again_is_no_example(line: ScenarioLine):
    case = solved(line)
    line.marta.replies_to("M-12", "NO funcionó")
    later = line.assigned("nora@", line.user("Rosa Gil", "rosa@dane.test"))
    assert case.number not in line.mail("M-07", on=later).words


def test_the_questions_are_exported_for_who_publishes_them_elsewhere(line: ScenarioLine):
    """§12: what is published stands first; nobody who does not decide about them gets them."""
    case = solved(line)
    line.nora.does("[FAQ]", "P: ¿Cuándo cierra el mes?\nR: El último día hábil.", on=case)
    line.nora.does("[FAQ]", f"P: {QUESTION}\nR: {SOLUTION}", on=case)
    line.cl23.does("[FAQ APROBAR nro=2]", on=case)
    receipt = line.cl23.does("[EXPORTAR FAQ]")
    assert "preguntas frecuentes: 2; publicadas: 1." in receipt.words
    (part,) = receipt.message.iter_attachments()
    assert part.get_filename() == "preguntas_frecuentes.xlsx"
    head, *rows = load_workbook(io.BytesIO(part.get_payload(decode=True))).active.values
    assert head[:4] == ("Número", "Estado", "Pregunta", "Respuesta")
    assert [row[:4] for row in rows[:2]] == [
        (2, "Publicada", QUESTION, SOLUTION),
        (1, "Propuesta", "¿Cuándo cierra el mes?", "El último día hábil."),
    ]
    assert is_refused(line.bo.says("[EXPORTAR FAQ]"))
