"""S37, S38, S41, S42, S60: turns, contingencies, absences, batches and agreements."""

import re

from tests.scenarios.line import ScenarioCase, ScenarioLine
from tests.scenarios.people import SOLUTION, is_refused
from tests.scenarios.roads import OpenLine
from tests.scenarios.settings import STAFF, member


def test_s37_criticality_alone_alters_the_order_of_arrival(line: ScenarioLine):
    """§4.1, R7: a reason is due, and it is kept."""
    line.at("Tue 24-Nov-2026 09:00")
    first = line.marta.asks()
    line.at("Tue 24-Nov-2026 09:05")
    second = line.user("Pedro Salas", "pedro@sena.test", unit="36-02-00").asks()
    line.at("Tue 24-Nov-2026 09:10")
    third = line.user("Rosa Gil", "rosa@dane.test", unit="04-02-00").asks()
    assert line.queue() == [first.number, second.number, third.number]

    receipt = line.bo.says("[CRITICIDAD critica]", on=third)
    assert is_refused(receipt)
    assert "motivo" in receipt.words
    assert third.criticality == "media"

    line.bo.does('[CRITICIDAD critica motivo="pago de nómina vence hoy"]', on=third)
    assert third.criticality == "critica"
    assert line.queue() == [third.number, first.number, second.number]
    assert "pago de nómina vence hoy" in third.story
    # N1 has one hour for a Crítica.
    assert third.due_at == "Tue 24-Nov-2026 10:10"


def test_s38_a_contingency_takes_its_window_out_of_the_clock(line: ScenarioLine):
    """§4.2-1h: 11 + 3 hours before it, 10 left after it: 4 on Thursday, 6 on Friday: 13:00."""
    line.at("Tue 2-Feb-2027 08:00")
    case = line.assigned("nora@")
    assert case.due_at == "Thu 4-Feb-2027 08:00"
    line.at("Wed 3-Feb-2027 10:30")
    line.her.does('[CONTINGENCIA INICIO desde=2027-02-03T10:00 motivo="caída del servicio"]')

    assert case.state == "Pendiente por Proveedor"
    assert case.consumed_minutes == 14 * 60
    assert case.due_at is None
    begun = line.mail("M-27")
    assert sorted((*begun.to, *begun.cc)) == ["adm@", "cl1@", "cl23@", "her@"]
    assert begun.cc == ["adm@"]
    assert case.number in begun.words

    line.at("Thu 4-Feb-2027 15:10")
    line.her.does("[CONTINGENCIA FIN hasta=2027-02-04T15:00]")
    assert (case.state, case.assignee) == ("Trabajo en Progreso", "nora@")
    assert case.consumed_minutes == 14 * 60 + 10
    assert case.due_at == "Fri 5-Feb-2027 13:00"
    ended = line.mail("M-28")
    assert ended.cc == ["adm@"]
    assert case.number in ended.words
    # It was never late: nobody was told that its time was over.
    assert line.mails("M-41") == []


def test_s38_a_second_contingency_is_refused_while_one_runs(line: ScenarioLine):
    line.at("Wed 3-Feb-2027 10:30")
    line.her.does('[CONTINGENCIA INICIO desde=2027-02-03T10:00 motivo="caída del servicio"]')
    receipt = line.her.says('[CONTINGENCIA INICIO desde=2027-02-03T10:20 motivo="otra"]')
    assert is_refused(receipt)
    assert len(line.mails("M-27", to="her@")) == 1


def test_s41_an_absent_advisor_gets_no_cases(line_with: OpenLine):
    """§4.2-2, R32: from Monday 1 to Friday 5 March, both included."""
    line = line_with(staff=(*STAFF, member("Olga Mesa", "olga", "N2F")))
    line.at("Fri 26-Feb-2027 10:00")
    line.cl23.does("[AUSENTE nora@ desde=2027-03-01 hasta=2027-03-05]")
    told = line.mail("M-33")
    assert sorted(told.to) == ["bo@", "cl1@"]
    assert told.cc == ["cl23@"]
    assert "Nora Díaz" in told.words

    line.at("Tue 2-Mar-2027 10:00")
    case = line.incident()
    receipt = line.bo.says("[ESCALAR a=nora@]", on=case)
    assert is_refused(receipt)
    assert "Olga Mesa" in receipt.words or "olga@" in receipt.words
    assert (case.state, case.assignee) == ("Abierto", None)
    line.bo.does("[ESCALAR N2F]", on=case)
    assert case.assignee == "olga@"

    line.at("Mon 8-Mar-2027 10:00")
    other = line.incident(line.user("Pedro Salas", "pedro@sena.test"))
    line.bo.does("[ESCALAR a=nora@]", on=other)
    assert other.assignee == "nora@"


def absent_nora(line: ScenarioLine) -> ScenarioCase:
    """A case of nora@ that waits for its user while she is away from Monday to Friday."""
    line.at("Fri 26-Feb-2027 08:00")
    case = line.assigned("nora@")
    line.nora.does("[PENDIENTE CLIENTE]", "¿En qué estado quedó la orden de pago?", on=case)
    line.cl23.does("[AUSENTE nora@ desde=2027-03-01 hasta=2027-03-05]")
    return case


def test_r32_an_absence_is_told_with_the_cases_that_wait_for_their_users_too(line: ScenarioLine):
    case = absent_nora(line)
    told = line.mail("M-33")
    assert case.number in told.words
    assert "1 caso abierto" in told.words


def test_r32_what_comes_for_an_absent_advisor_reaches_her_coordinator_too(line: ScenarioLine):
    """The answer, and later the warnings of the time that runs since."""
    case = absent_nora(line)
    line.at("Mon 1-Mar-2027 09:00")
    line.marta.replies_to("M-10", "La orden quedó en estado Registrada.")
    answered = line.mail("M-11", on=case)
    assert answered.to == ["nora@", "cl23@"]
    assert "Nora Díaz, ausente ahora" in answered.words
    line.at("Fri 5-Mar-2027 10:00")
    warned = line.mails("M-41", on=case)
    assert [letter.to for letter in warned] == [["nora@", "cl23@"]] * 2
    assert "ausente" in warned[-1].words

    line.cl23.does("[REASIGNAR a=nel@]", on=case)
    line.marta.writes(
        "¿Hay novedades de mi caso? El pago vence hoy.", subject=f"[{case.number}] Mi caso"
    )
    assert line.mail("M-43", on=case).to == ["nel@"]


def test_q5b_a_case_that_opens_again_reaches_the_coordinator_of_an_absent_advisor(
    line: ScenarioLine,
):
    line.at("Mon 22-Feb-2027 08:00")
    case = line.assigned("nora@")
    line.nora.does("[RESUELTO]", SOLUTION, on=case)
    line.cl23.does("[AUSENTE nora@ desde=2027-03-01 hasta=2027-03-05]")
    line.at("Mon 1-Mar-2027 09:00")
    assert case.state == "Cerrado"
    line.marta.replies_to("M-20", "Sigue sin funcionar: la orden no queda en firme.")
    reopened = line.mail("M-22", on=case)
    assert reopened.to == ["marta@invias.test", "nora@", "cl23@"]
    # Who is away is nothing that a user has to know.
    assert "ausente" not in reopened.words


def test_s37_who_works_on_a_case_learns_that_it_is_critical_now(line: ScenarioLine):
    """R7, §16.10: at once, with the new deadline, and with what waited for the morning."""
    line.at("Fri 26-Feb-2027 10:00")
    case = line.assigned("nora@")
    line.at("Sat 27-Feb-2027 09:00")
    line.marta.writes("Adjunto otra pantalla.", subject=f"[{case.number}] Más datos")
    assert line.mails("M-43") == []

    line.bo.does('[CRITICIDAD critica motivo="pago de nómina vence el lunes"]', on=case)
    told = line.mail("M-44", to="nora@", on=case)
    assert told.sent_at == "Sat 27-Feb-2027 09:00"
    assert "pago de nómina vence el lunes" in told.words
    assert told.tells(case.due_at)
    assert line.mail("M-43", on=case).sent_at == "Sat 27-Feb-2027 09:00"


def test_s37_a_queue_learns_it_in_working_time_unless_the_case_is_critical(line: ScenarioLine):
    line.at("Sat 27-Feb-2027 09:00")
    case = line.marta.asks()
    line.cl23.does('[CRITICIDAD alta motivo="vence pronto"]', on=case)
    assert line.mails("M-44", to="ana@", on=case) == []
    line.at("Mon 1-Mar-2027 07:00")
    assert "de media a alta" in line.mail("M-44", to="ana@", on=case).subject
    # Who orders it himself is told by his receipt.
    line.ana.does('[CRITICIDAD critica motivo="pago de nómina"]', on=case)
    assert len(line.mails("M-44", to="ana@", on=case)) == 1


def test_a_case_given_to_somebody_else_before_the_morning_is_given_to_him_alone(
    line_with: OpenLine,
):
    line = line_with(staff=(*STAFF, member("Olga Mesa", "olga", "N2F")))
    line.at("Fri 26-Feb-2027 10:00")
    case = line.incident()
    line.at("Sat 27-Feb-2027 09:00")
    line.bo.does("[ESCALAR a=nora@]", on=case)
    line.cl23.does("[REASIGNAR a=olga@]", on=case)
    line.at("Mon 1-Mar-2027 08:00")
    assert line.mail("M-07", on=case).to == ["olga@"]


def running_cases(line: ScenarioLine) -> tuple[ScenarioCase, ScenarioCase, ScenarioCase]:
    """Two cases that run at nora@'s, and one that waits for its user."""
    line.at("Mon 1-Mar-2027 08:00")
    names = ("Pedro Salas", "Rosa Gil", "Luz Arias")
    people = [line.user(name, f"{name[:3].lower()}@sena.test") for name in names]
    first, second, waiting = (line.assigned("nora@", person) for person in people)
    line.nora.does("[PENDIENTE CLIENTE]", "¿En qué estado quedó la orden de pago?", on=waiting)
    return first, second, waiting


def test_s42_a_batch_stops_only_with_the_administrators_word(line: ScenarioLine):
    """§4.2-2 a, b, c."""
    first, second, waiting = running_cases(line)
    line.at("Mon 1-Mar-2027 10:00")
    line.cl1.does("[LOTE PAUSAR asesor=nora@ autoriza=adm@]")
    assert {first.state, second.state} == {"Trabajo en Progreso"}
    question = line.mail("M-30")
    assert (question.to, question.cc) == (["adm@"], ["cl1@"])
    assert first.number in question.words
    assert second.number in question.words

    line.at("Mon 1-Mar-2027 11:00")
    code = re.search(r"SI AUTORIZO ([A-Z0-9]{6,})", question.words)
    assert code, question.plain
    line.adm.replies_to("M-30", f"SI AUTORIZO {code[1]}")
    for case in (first, second):
        assert (case.state, case.assignee) == ("Pendiente por Proveedor", "nora@")
        assert case.consumed_minutes == 3 * 60
        assert case.due_at is None
        assert "multiplicidad de funciones" in case.story
        assert "riesgo" in case.story
    assert waiting.state == "Pendiente por Cliente"
    result = line.mail("M-29")
    assert result.to == ["cl1@"]
    assert sorted(result.cc) == ["adm@", "cl23@"]
    assert first.number in result.words
    assert second.number in result.words


def test_s42_a_wrong_code_authorises_nothing(line: ScenarioLine):
    first, _second, _waiting = running_cases(line)
    line.at("Mon 1-Mar-2027 10:00")
    line.cl1.does("[LOTE PAUSAR asesor=nora@ autoriza=adm@]")
    line.adm.replies_to("M-30", "SI AUTORIZO 000000")
    assert first.state == "Trabajo en Progreso"
    assert line.mails("M-29") == []


def test_s42_second_and_third_level_may_order_no_batch(line: ScenarioLine):
    first, _second, _waiting = running_cases(line)
    for advisor in (line.nora, line.nel):
        receipt = advisor.says("[LOTE PAUSAR asesor=nora@ autoriza=adm@]")
        assert is_refused(receipt)
        assert "CL1" in receipt.words
    assert line.mails("M-30") == []
    assert first.state == "Trabajo en Progreso"


def test_s60_an_agreement_replaces_the_hours_of_its_units(line_with: OpenLine):
    """R4: 12 hours of level 2, and as many for the user's answer and for his confirmation."""
    agreement = {"units": ["36-02-00"], "from": "2027-01-01", "until": "2027-12-31", "N2": 12}
    line = line_with(agreement=[agreement])
    pedro = line.user("Pedro Salas", "pedro@sena.test", unit="36-02-00", entity="SENA")
    line.at("Mon 1-Feb-2027 08:00")
    case = line.assigned("nora@", pedro)
    other = line.assigned("nora@")
    assert case.due_at == "Tue 2-Feb-2027 08:00"
    assert other.due_at == "Wed 3-Feb-2027 08:00"

    line.at("Mon 1-Feb-2027 10:00")
    line.nora.does("[PENDIENTE CLIENTE]", "¿En qué estado quedó la orden de pago?", on=case)
    assert case.client_wait_until == "Tue 2-Feb-2027 10:00"
    line.at("Mon 1-Feb-2027 11:00")
    pedro.replies_to("M-10", "Quedó en estado Registrada.")
    assert case.due_at == "Tue 2-Feb-2027 09:00"
    line.nora.does("[RESUELTO]", SOLUTION, on=case)
    assert case.confirmation_until == "Tue 2-Feb-2027 11:00"
