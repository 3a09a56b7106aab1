"""Cases that are stopped together, through the whole line: contingencies and batches (§4.2)."""

import re

from tests.scenarios.line import ScenarioCase, ScenarioLine
from tests.scenarios.people import SCREEN, SOLUTION, is_refused

BEGIN = '[CONTINGENCIA INICIO desde=2027-02-03T10:00 motivo="caída del servicio"]'
END = "[CONTINGENCIA FIN hasta=2027-02-04T15:00]"


def on_tuesday(line: ScenarioLine) -> ScenarioCase:
    line.at("Tue 2-Feb-2027 08:00")
    return line.assigned("nora@")


def begins(line: ScenarioLine) -> None:
    line.at("Wed 3-Feb-2027 10:30")
    line.her.does(BEGIN)


def ends(line: ScenarioLine) -> None:
    line.at("Thu 4-Feb-2027 15:10")
    line.her.does(END)


def test_an_answer_during_a_contingency_is_heard_and_the_case_goes_on_at_its_end(
    line: ScenarioLine,
):
    case = on_tuesday(line)
    line.nora.does("[PENDIENTE CLIENTE]", "¿Con qué perfil ingresa?", on=case)
    begins(line)
    assert case.state == "Pendiente por Cliente"
    line.at("Wed 3-Feb-2027 16:00")
    line.marta.replies_to("M-10", "Ingreso con el perfil pagador central.")
    assert case.state == "Pendiente por Proveedor"
    assert "pagador central" in line.mail("M-43", to="nora@").words
    ends(line)
    assert case.state == "Trabajo en Progreso"
    # Nothing of its 24 hours was used up: 4 on Thursday, 12 on Friday, 8 on Monday.
    assert case.due_at == "Mon 8-Feb-2027 15:00"


def test_silence_closes_nothing_while_the_tool_is_down(line: ScenarioLine):
    case = on_tuesday(line)
    line.nora.does("[PENDIENTE CLIENTE]", "¿Con qué perfil ingresa?", on=case)
    assert case.client_wait_until == "Thu 4-Feb-2027 08:00"
    begins(line)
    line.at("Thu 4-Feb-2027 12:00")
    assert case.state == "Pendiente por Cliente"
    ends(line)
    assert case.client_wait_until == "Fri 5-Feb-2027 13:00"
    line.at("Fri 5-Feb-2027 13:00")
    assert (case.state, case.close_reason) == ("Cerrado", "sin_respuesta")
    assert len(line.mails("M-10R")) == 1


def test_a_solution_that_did_not_work_is_not_accepted_by_the_silence_of_a_contingency(
    line: ScenarioLine,
):
    case = on_tuesday(line)
    line.nora.does("[RESUELTO]", SOLUTION, on=case)
    begins(line)
    line.at("Wed 3-Feb-2027 16:00")
    line.marta.replies_to("M-12", "NO, persiste el error.")
    ends(line)
    assert case.state == "Trabajo en Progreso"


def test_a_case_that_came_during_the_contingency_runs_all_the_time(line: ScenarioLine):
    begins_with = on_tuesday(line)
    begins(line)
    line.at("Wed 3-Feb-2027 11:00")
    new = line.assigned("nora@", line.user("Pedro Salas", "pedro@sena.test"))
    ends(line)
    assert new.due_at == "Fri 5-Feb-2027 11:00"
    assert begins_with.due_at == "Fri 5-Feb-2027 13:00"


def authorised(line: ScenarioLine, order: str) -> str:
    """What cl1@ asks for and adm@ grants; the words that grant it."""
    line.cl1.does(order)
    code = re.search(r"SI AUTORIZO (\w{6,})", line.mails("M-30")[-1].words)
    assert code
    line.adm.replies_to("M-30", f"SI AUTORIZO {code[1]}")
    return code[0]


def test_a_pause_takes_its_time_out_and_its_code_works_once(line: ScenarioLine):
    case = on_tuesday(line)
    line.at("Tue 2-Feb-2027 10:00")
    words = authorised(line, "[LOTE PAUSAR asesor=nora@ autoriza=adm@]")
    line.at("Thu 4-Feb-2027 10:00")
    assert line.mails("M-41") == line.mails("M-42") == []
    line.cl1.does("[LOTE REANUDAR asesor=nora@]")
    assert (case.state, case.due_at) == ("Trabajo en Progreso", "Mon 8-Feb-2027 08:00")

    line.adm.replies_to("M-30", words)
    assert is_refused(line.mails("M-31", to="adm@")[-1])
    assert case.state == "Trabajo en Progreso"
    assert line.outcome() == "command"


def test_a_batch_passes_to_another_group_with_its_papers(line: ScenarioLine):
    case = on_tuesday(line)
    line.at("Tue 2-Feb-2027 10:00")
    authorised(line, "[LOTE REASIGNAR asesor=nora@ a=nel@ autoriza=adm@ motivo=licencia]")
    assert (case.assignee, case.level, case.state) == ("nel@", "N3", "Trabajo en Progreso")
    dossier = line.mails("M-07", to="nel@")[-1]
    assert dossier.cc == ["cl23@"]
    assert [name.endswith(SCREEN) for name in dossier.files] == [True]
    assert line.mails("M-08", to="marta@invias.test")
