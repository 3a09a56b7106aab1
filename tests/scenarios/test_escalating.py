"""S11, S12, S25–S33, S40, S58: incidents on their way through levels and other procedures."""

from tests.scenarios.line import ScenarioCase, ScenarioLine
from tests.scenarios.people import SOLUTION, is_refused
from tests.scenarios.roads import OpenLine

ASKED = "Solicitamos autorizar la creación del rubro de gasto A-02-02 para la unidad 24-02-00."


def test_s11_first_level_makes_an_incident_and_back_office_escalates_it(line: ScenarioLine):
    """A10, A12, A14: 24 hours from Monday 15:00; Tuesday 8 is Inmaculada: Thursday 15:00."""
    line.at("Mon 7-Dec-2026 15:00")
    case = line.marta.asks(files=["pantalla.png"])
    line.ana.does("[INCIDENTE modulo=EPG]", on=case)

    assert case.number == "INC-2026-000001"
    assert (case.state, case.level, case.group, case.assignee) == ("Abierto", "N1", "BO", None)
    told = line.mail("M-06")
    assert (told.to, told.cc) == (["marta@invias.test"], [])
    assert "SERV-2026-000001" in told.words
    assert "INC-2026-000001" in told.words

    line.bo.does("[ESCALAR a=nora@]", on=case)
    assert (case.state, case.level) == ("Trabajo en Progreso", "N2")
    assert (case.group, case.assignee) == ("N2F", "nora@")
    assert case.due_at == "Thu 10-Dec-2026 15:00"
    given = line.mail("M-07")
    assert (given.to, given.cc) == (["nora@"], ["cl23@"])
    assert given.number == "INC-2026-000001"
    assert given.files == ["INC-2026-000001_01_pantalla.png"]
    assert given.tells("Thu 10-Dec-2026 15:00")


def test_s12_a_wrong_assignment_goes_back_and_keeps_its_consumed_hours(line: ScenarioLine):
    """A15: 7 hours with level 2; back at Wednesday 11:00, 17 are left: 8 + 9, Thursday 16:00."""
    line.at("Mon 7-Dec-2026 15:00")
    case = line.assigned("nora@")
    line.at("Wed 9-Dec-2026 10:00")
    line.nora.does('[DEVOLVER motivo="es contabilidad"]', on=case)

    assert (case.state, case.level) == ("Abierto", "N1")
    assert (case.group, case.assignee) == ("BO", None)
    assert "es contabilidad" in case.story
    assert case.path[-1] == "Abierto"
    returned = line.mails("M-44", to="bo@", on=case)[-1]
    assert "es contabilidad" in returned.words

    line.at("Wed 9-Dec-2026 11:00")
    line.bo.does("[ESCALAR a=nora@]", on=case)
    assert case.consumed_minutes == 7 * 60
    assert case.due_at == "Thu 10-Dec-2026 16:00"


def test_s12_a_return_needs_its_reason(line: ScenarioLine):
    line.at("Mon 7-Dec-2026 15:00")
    case = line.assigned("nora@")
    receipt = line.nora.says("[DEVOLVER]", on=case)
    assert is_refused(receipt)
    assert "motivo" in receipt.words
    assert (case.state, case.assignee) == ("Trabajo en Progreso", "nora@")


def test_s25_third_level_starts_its_own_hours(line: ScenarioLine):
    """A19, A20, A22: 48 hours from Tuesday 11:00: 8 + 12 + 12 + 12 + 4, Monday 21 at 11:00."""
    line.at("Mon 14-Dec-2026 11:00")
    case = line.assigned("nora@")
    line.at("Tue 15-Dec-2026 11:00")
    line.nora.does("[REASIGNAR nivel=N3F a=nel@]", on=case)

    assert (case.state, case.level) == ("Trabajo en Progreso", "N3")
    assert (case.group, case.assignee) == ("N3F", "nel@")
    assert case.due_at == "Mon 21-Dec-2026 11:00"
    assert case.consumed_minutes == 0
    assert ("N2F", "Trabajo en Progreso", True, 12 * 60) in case.intervals
    given = line.mail("M-07", to="nel@")
    assert given.cc == ["cl23@"]
    assert given.tells("Mon 21-Dec-2026 11:00")


def test_s26_a_technical_group_has_its_own_hours_and_its_own_coordinator(line: ScenarioLine):
    """A19, A20: 24 hours from Wednesday 16:30: 2½ + 12 + 9½, Friday 16:30; copy to DT."""
    line.at("Wed 16-Dec-2026 08:30")
    case = line.assigned("nora@")
    line.at("Wed 16-Dec-2026 16:30")
    line.nora.does("[REASIGNAR nivel=N2T a=tito@]", on=case)

    assert (case.state, case.level) == ("Trabajo en Progreso", "N2")
    assert (case.group, case.assignee) == ("N2T", "tito@")
    assert case.due_at == "Fri 18-Dec-2026 16:30"
    given = line.mail("M-07", to="tito@")
    assert given.cc == ["cdt@"]

    line.at("Thu 17-Dec-2026 16:30")
    line.tito.does("[RESUELTO]", SOLUTION, on=case)
    assert case.state == "Resuelto"
    solution = line.mail("M-12")
    assert solution.to == ["marta@invias.test"]
    assert sorted(solution.cc) == ["cdt@", "cl1@"]
    assert case.confirmation_until == "Mon 21-Dec-2026 16:30"

    line.at("Fri 18-Dec-2026 09:00")
    line.marta.replies_to("M-12", "SI")
    assert (case.state, case.close_reason) == ("Cerrado", "confirmado")


def with_the_budget_office(line: ScenarioLine) -> ScenarioCase:
    """S27: nora@ has it from Monday 8:00 and asks the DGPPN at noon."""
    line.at("Mon 8-Feb-2027 08:00")
    case = line.assigned("nora@")
    line.at("Mon 8-Feb-2027 12:00")
    line.nora.does("[PENDIENTE PROVEEDOR organo=DGPPN]", ASKED, on=case)
    return case


def test_s27_an_organo_rector_is_asked_and_the_clock_stops(line: ScenarioLine):
    """A20, A25: 4 hours consumed."""
    case = with_the_budget_office(line)

    assert (case.state, case.assignee) == ("Pendiente por Proveedor", "nora@")
    assert case.governing_body == "DGPPN"
    assert case.consumed_minutes == 4 * 60
    assert case.due_at is None
    asked = line.mail("M-14")
    assert (asked.to, asked.cc) == (["enlace@dgppn.test"], ["nora@", "cl23@"])
    assert asked.number == case.number
    assert ASKED in asked.words
    assert asked.files == [f"{case.number}_01_pantalla.png"]
    told = line.mail("M-15")
    assert told.to == ["marta@invias.test"]
    assert "DGPPN" in told.words

    line.at("Tue 16-Feb-2027 18:00")
    assert case.consumed_minutes == 4 * 60
    assert line.mails("M-41") == []


def test_s28_its_answer_the_advisors_word_and_the_close(line: ScenarioLine):
    """A25: 20 hours left on Wednesday 09:00: 10 + 10, Thursday 17:00."""
    case = with_the_budget_office(line)
    line.at("Wed 17-Feb-2027 09:00")
    office = line.user("Enlace DGPPN", "enlace@dgppn.test")
    office.replies_to(
        "M-14", "El rubro A-02-02 quedó autorizado el 16 de febrero.", files=["oficio.png"]
    )
    told = line.mail("M-16")
    assert told.to == ["nora@"]
    assert told.files == [f"{case.number}_02_oficio.png"]
    assert "A-02-02 quedó autorizado" in told.words
    # domain.md §16.3: the state waits for the advisor's word.
    assert case.state == "Pendiente por Proveedor"

    line.nora.does("[EN PROGRESO]", on=case)
    assert case.state == "Trabajo en Progreso"
    assert case.due_at == "Thu 18-Feb-2027 17:00"

    line.at("Wed 17-Feb-2027 15:00")
    answer = "La DGPPN autorizó el rubro A-02-02: ya puede registrar la obligación con ese rubro."
    line.nora.does("[RESUELTO]", answer, on=case)
    assert answer in line.mail("M-12").words
    assert case.confirmation_until == "Fri 19-Feb-2027 15:00"
    line.at("Fri 19-Feb-2027 15:00")
    assert (case.state, case.close_reason) == ("Cerrado", "aceptacion_tacita")


def third_level_case(line: ScenarioLine, moment: str) -> ScenarioCase:
    """A case that nel@ has from this moment on."""
    line.at(moment)
    return line.assigned("nel@")


def test_s29_a_finding_is_registered_and_the_literal_clock_runs_on(line: ScenarioLine):
    """A23, R8, Q1: 48 hours from Monday 07:00 are four whole days, Thursday 19:00."""
    case = third_level_case(line, "Mon 1-Mar-2027 07:00")
    line.at("Mon 1-Mar-2027 10:00")
    line.nel.does(
        "[PENDIENTE HALLAZGO nro=H-455]", "La consulta del cupo PAC suma dos veces.", on=case
    )

    assert (case.state, case.finding_number) == ("Pendiente Hallazgo", "H-455")
    assert case.due_at == "Thu 4-Mar-2027 19:00"
    told = line.mail("M-17")
    assert told.to == ["marta@invias.test"]
    assert "H-455" in told.words
    passed_on = line.mail("M-18")
    assert (passed_on.to, passed_on.cc) == (["hallazgos@"], ["nel@", "cl23@"])
    assert case.number in passed_on.words
    assert "H-455" in passed_on.words
    assert passed_on.files == [f"{case.number}_01_pantalla.png"]

    line.at("Tue 2-Mar-2027 07:00")
    assert case.consumed_minutes == 12 * 60
    assert ("N3F", "Pendiente Hallazgo", True, 9 * 60) in case.intervals


def test_s30_an_adjustment_needs_its_number_and_ends_as_a_solution(line: ScenarioLine):
    """A23."""
    case = third_level_case(line, "Mon 1-Mar-2027 07:00")
    receipt = line.nel.says("[PENDIENTE AJUSTE]", "Se corrige el saldo del rubro.", on=case)
    assert is_refused(receipt)
    assert case.state == "Trabajo en Progreso"

    line.nel.does("[PENDIENTE AJUSTE nro=AJ-12]", "Se corrige el saldo del rubro.", on=case)
    assert case.state == "Pendiente Ajuste"
    assert "AJ-12" in line.mail("M-17").words

    line.at("Tue 2-Mar-2027 09:00")
    line.nel.does("[RESUELTO]", SOLUTION, on=case)
    assert case.state == "Resuelto"
    assert case.confirmation_until == "Mon 8-Mar-2027 09:00"
    line.marta.replies_to("M-12", "SI")
    assert (case.state, case.close_reason) == ("Cerrado", "confirmado")


def test_s31_third_level_asks_solves_and_waits_over_new_year(line: ScenarioLine):
    """A24: 48 hours from Wednesday 30 December 14:00 end on Wednesday 6 January 14:00."""
    case = third_level_case(line, "Mon 28-Dec-2026 08:00")
    line.nel.does("[PENDIENTE CLIENTE]", "¿En qué estado quedó la orden de pago?", on=case)
    assert case.client_wait_until == "Mon 4-Jan-2027 08:00"
    line.at("Tue 29-Dec-2026 10:00")
    line.marta.replies_to("M-10", "Quedó en estado Registrada.")
    assert case.state == "Trabajo en Progreso"

    line.at("Wed 30-Dec-2026 14:00")
    line.nel.does("[RESUELTO]", SOLUTION, on=case)
    assert sorted(line.mail("M-12").cc) == ["cl1@", "cl23@"]
    assert case.confirmation_until == "Wed 6-Jan-2027 14:00"
    line.at("Wed 6-Jan-2027 13:59")
    assert case.state == "Resuelto"
    line.at("Wed 6-Jan-2027 14:00")
    assert (case.state, case.close_reason) == ("Cerrado", "aceptacion_tacita")


def test_s32_an_organo_rector_asks_a_third_level_advisor(line: ScenarioLine):
    """A8, A22, R52: his draft goes to Back Office and CL1; the incident comes back to him.

    48 hours from Tuesday 10:00: 9 + 12 + 12 + 12 + 3, Monday 10:00.
    """
    line.at("Tue 1-Dec-2026 09:00")
    line.nel.does(
        "[REGISTRAR organo=CGN]",
        "nombre=Camila Ortiz\ncorreo=camila@cgn.test\ndescripcion=La matriz contable no acepta la "
        "cuenta 511114.",
    )
    (case,) = line.every_case()
    assert (case.state, case.group) == ("Abierto", "BO")
    drafts = line.mails("M-44")
    assert {address for draft in drafts for address in (*draft.to, *draft.cc)} == {"bo@", "cl1@"}
    assert line.mails(to="camila@cgn.test") == []

    line.at("Tue 1-Dec-2026 10:00")
    line.bo.does("[INCIDENTE modulo=CON]", on=case)
    assert case.number == "INC-2026-000001"
    assert (case.state, case.level) == ("Trabajo en Progreso", "N3")
    assert (case.group, case.assignee) == ("N3F", "nel@")
    assert case.due_at == "Mon 7-Dec-2026 10:00"
    (told,) = line.mails(to="camila@cgn.test")
    assert case.number in told.words


def test_s33_what_second_level_advised_by_phone_is_registered_by_back_office(line: ScenarioLine):
    """R45: the user is told the number when Back Office confirms."""
    line.at("Tue 1-Dec-2026 09:00")
    line.nora.does(
        "[REGISTRAR canal=llamada]",
        "nombre=Marta Ruiz\nusuario=MRUIZ\nue=24-02-00\nentidad=Instituto Nacional de Vías\n"
        "correo=marta@invias.test\ntelefono=310 555 0147\n"
        "descripcion=Al autorizar la orden de pago sale «No hay cupo PAC disponible».",
    )
    (case,) = line.every_case()
    assert (case.number, case.state) == ("SERV-2026-000001", "Abierto")
    assert (case.group, case.channel) == ("BO", "llamada")
    assert "bo@" in line.mails("M-44")[0].to
    assert line.mails(to="marta@invias.test") == []

    line.bo.does("[INCIDENTE modulo=EPG]", on=case)
    assert (case.number, case.state, case.group) == ("INC-2026-000001", "Abierto", "BO")
    (told,) = line.mails(to="marta@invias.test")
    assert "INC-2026-000001" in told.words


def test_s40_a_file_carries_the_number_of_its_case_wherever_it_goes(line: ScenarioLine):
    """§4.2-1b: saved under the number in force, sent on under it, its own name remembered."""
    line.at("Tue 1-Dec-2026 09:00")
    case = line.incident()
    line.marta.replies_to("M-06", "Va otra pantalla.", files=["Captura de pantalla (1).PNG"])

    name = "INC-2026-000001_02_Captura_de_pantalla_1.PNG"
    assert case.file_names[-1] == name
    kept = line.road.folder / "archivo" / case.attachments[-1]["path"]
    assert kept.name == name
    assert kept.is_file()
    assert case.attachments[-1]["original_name"] == "Captura de pantalla (1).PNG"

    line.bo.does("[ESCALAR a=nora@]", on=case)
    # The file that came with the service goes out under the incident's number too.
    assert line.mail("M-07").files == ["INC-2026-000001_01_pantalla.png", name]


def test_s58_third_level_asks_an_organo_and_second_levels_hours_confirm(line: ScenarioLine):
    """A23, A25, Q2: after an órgano rector the confirmation has the hours of level 2."""
    case = third_level_case(line, "Mon 8-Feb-2027 08:00")
    line.nel.does("[PENDIENTE PROVEEDOR organo=CGN]", ASKED, on=case)
    assert case.state == "Pendiente por Proveedor"
    assert line.mail("M-14").to == ["enlace@cgn.test"]

    line.at("Tue 9-Feb-2027 09:00")
    accountancy = line.user("Enlace CGN", "enlace@cgn.test")
    accountancy.replies_to("M-14", "La matriz contable quedó corregida.")
    assert line.mail("M-16").to == ["nel@"]

    line.at("Tue 9-Feb-2027 10:00")
    line.nel.does("[RESUELTO]", SOLUTION, on=case)
    assert case.state == "Resuelto"
    assert case.confirmation_until == "Thu 11-Feb-2027 10:00"


def test_s58_second_level_may_give_the_organos_solution(line: ScenarioLine):
    case = third_level_case(line, "Mon 8-Feb-2027 08:00")
    line.nel.does("[PENDIENTE PROVEEDOR organo=CGN]", ASKED, on=case)
    line.at("Tue 9-Feb-2027 10:00")
    line.nora.does("[RESUELTO]", SOLUTION, on=case)
    assert case.state == "Resuelto"
    assert case.confirmation_until == "Thu 11-Feb-2027 10:00"


def test_a_line_may_do_without_telling_the_person_of_each_level(line_with: OpenLine):
    """M-08 is on or off by configuration (domain.md §8)."""
    line = line_with(notices={"escalation": False})
    line.at("Mon 7-Dec-2026 15:00")
    case = line.assigned("nora@")
    assert case.assignee == "nora@"
    assert line.mails("M-07", to="nora@")
    assert line.mails("M-08") == []


def test_the_person_is_told_of_each_level_unless_that_is_switched_off(line: ScenarioLine):
    line.at("Mon 7-Dec-2026 15:00")
    line.assigned("nora@")
    assert len(line.mails("M-08", to="marta@invias.test")) == 1
