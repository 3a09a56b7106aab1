"""Mail that does not arrive: who is told, what stands still, and when all goes on (R86, S51)."""

from mailbot.cli.records import status_record
from mailbot.simulate.faults import Refusal
from tests.scenarios.letters import bounce_of
from tests.scenarios.line import ScenarioCase, ScenarioLine
from tests.scenarios.people import SOLUTION, is_refused
from tests.scenarios.roads import InMemory

MARTA = "marta@invias.test"


def solved(line: ScenarioLine) -> ScenarioCase:
    """Marta was told a solution on Friday at eleven; she has a day of working hours to say no."""
    line.at("Fri 4-Dec-2026 10:00")
    case = line.assigned("nora@")
    line.at("Fri 4-Dec-2026 11:00")
    line.nora.does("[RESUELTO]", SOLUTION, on=case)
    return case


def dead(line: ScenarioLine) -> list[str]:
    """What `status` shows as addresses that mail does not reach."""
    with line.reading() as connection:
        record = status_record(connection, line.road.policy, line.now)["brakes"]
    return [each["address"] for each in record["dead_addresses"]]


def held_back(case: ScenarioCase) -> list[str]:
    """The mails on a case that were suppressed."""
    return [mail["template"] for mail in case.mails if mail["status"] == "suppressed"]


def test_a_solution_that_came_back_is_not_accepted_by_silence(line: ScenarioLine):
    case = solved(line)
    line.bounces(line.mail("M-12"))
    assert [(letter.code, letter.to) for letter in line.fresh] == [("M-44", ["ana@", "nora@"])]
    assert "310 555 0147" in line.fresh[0].words
    line.at("Fri 18-Dec-2026 12:00")
    assert case.state == "Resuelto"
    assert line.mails("M-20") == []
    assert dead(line) == [MARTA]


def test_whoever_writes_again_is_alive_and_his_silence_counts_from_then_on(line: ScenarioLine):
    case = solved(line)
    line.bounces(line.mail("M-12"))
    line.at("Mon 14-Dec-2026 09:00")
    line.marta.replies_to("M-12", "Buenos días, mañana lo pruebo con la tesorera.")
    assert dead(line) == []
    assert case.confirmation_until == "Wed 16-Dec-2026 09:00"
    line.at("Wed 16-Dec-2026 08:59")
    assert case.state == "Resuelto"
    line.at("Wed 16-Dec-2026 09:00")
    assert (case.state, case.close_reason) == ("Cerrado", "aceptacion_tacita")
    assert line.mail("M-20").to == [MARTA]


def test_an_advisors_words_to_a_dead_address_are_held_and_he_is_told_to_phone(
    line: ScenarioLine,
):
    line.at("Fri 4-Dec-2026 10:00")
    case = line.assigned("nora@")
    line.bounces(line.mail("M-08"))
    assert is_refused(line.nora.says("[PEDIR]", "¿Qué perfil tiene su usuario?", on=case))
    line.nora.does("[RESUELTO]", SOLUTION, on=case)
    told = [letter for letter in line.fresh if letter.code == "M-44"]
    assert [letter.to for letter in told] == [["nora@"]]
    assert "310 555 0147" in told[0].words
    line.at("Mon 7-Dec-2026 09:00")
    assert is_refused(line.nora.says("[RESPONDER]", "¿Pudo entrar con el otro perfil?", on=case))
    assert [letter.code for letter in line.fresh] == ["M-31"]
    assert held_back(case) == ["M-12"]


def test_another_case_of_the_same_person_is_not_closed_by_silence_either(line: ScenarioLine):
    first = solved(line)
    second = line.marta.asks("La conciliación bancaria muestra un saldo que no es.")
    line.ana.does("[INCIDENTE modulo=CON]", on=second)
    line.bo.does("[ESCALAR a=nora@]", on=second)
    line.bounces(line.mail("M-12", on=first))
    line.nora.does("[RESUELTO]", SOLUTION, on=second)
    assert [letter.to for letter in line.fresh if letter.code == "M-44"] == [["nora@"]]
    line.at("Fri 18-Dec-2026 12:00")
    assert (first.state, second.state) == ("Resuelto", "Resuelto")

    line.marta.replies_to("M-12", "Perdón, el correo de la entidad estuvo caído. Ya lo reviso.")
    line.at("Wed 23-Dec-2026 12:00")
    assert [case.close_reason for case in (first, second)] == ["aceptacion_tacita"] * 2


def test_a_dead_address_is_left_out_beside_others(line: ScenarioLine):
    """M-22 goes to the person and the advisor: the advisor reads it all the same."""
    case = solved(line)
    line.at("Wed 16-Dec-2026 12:00")
    assert case.state == "Cerrado"
    line.bounces(line.mail("M-20"))
    line.cl1.does("[REABRIR]", "El usuario llamó: el error sigue.", on=case)
    assert [letter.to for letter in line.mails("M-22")] == [["nora@"]]


def test_somebody_forges_a_report_on_no_mail_of_ours_and_nothing_changes(line: ScenarioLine):
    case = solved(line)
    letter = line.mail("M-12")
    raw = bounce_of(letter, at=line.now, message_id="<falso@mx.test>")
    forged = b"<00112233445566778899aabbccddeeff.linea@minhacienda.test>"
    line.arrives(raw.replace(str(letter.message["Message-ID"]).encode(), forged))
    assert dead(line) == []
    assert line.fresh == []
    line.at("Fri 18-Dec-2026 12:00")
    assert case.close_reason == "aceptacion_tacita"


def test_a_machine_at_a_dead_address_does_not_bring_it_to_life(line: ScenarioLine):
    case = solved(line)
    line.bounces(line.mail("M-12"))
    line.marta.is_out_of_office("M-12")
    assert dead(line) == [MARTA]
    line.at("Fri 18-Dec-2026 12:00")
    assert case.state == "Resuelto"


def test_somebody_who_forges_the_persons_address_does_not_bring_it_to_life(line: ScenarioLine):
    solved(line)
    line.bounces(line.mail("M-12"))
    line.marta.verdict = "fail"
    line.marta.replies_to("M-12", "SI")
    assert dead(line) == [MARTA]


def test_an_smtp_refusal_of_the_solution_counts_like_a_report(line: ScenarioLine):
    line.at("Fri 4-Dec-2026 10:00")
    case = line.assigned("nora@")
    assert isinstance(line.road, InMemory)
    line.road.simulated.faults.refused[MARTA] = Refusal.PERMANENT
    line.nora.does("[RESUELTO]", SOLUTION, on=case)
    line.at("Fri 4-Dec-2026 10:05")
    assert dead(line) == [MARTA]
    assert line.mail("M-44", to="nora@", on=case).to == ["ana@", "nora@"]
    line.at("Fri 18-Dec-2026 12:00")
    assert case.state == "Resuelto"


def test_a_new_request_from_a_dead_address_is_answered(line: ScenarioLine):
    solved(line)
    line.bounces(line.mail("M-12"))
    line.at("Mon 14-Dec-2026 09:00")
    case = line.marta.asks("No abre el reporte de ejecución.")
    assert line.mail("M-02", on=case).to == [MARTA]
    assert dead(line) == []
