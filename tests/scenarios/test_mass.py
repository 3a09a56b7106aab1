"""S34–S36: one fault that many entities report (A13, A21, §5)."""

from tests.scenarios.line import ScenarioCase, ScenarioLine
from tests.scenarios.people import Person, is_refused

FAULT = (
    "Al autorizar la orden de pago el sistema responde «ORA-00001: restricción única violada» y "
    "no deja continuar."
)
FIXED = (
    "Se corrigió la secuencia de órdenes de pago: autorice de nuevo la orden, el sistema ya la "
    "acepta sin el error ORA-00001."
)
UNITS = ("13-01-01", "36-02-00", "04-02-00", "05-03-00")


def somebody_of(line: ScenarioLine, unit: str) -> Person:
    return line.user("Rosa Gil", f"rosa@entidad{unit}.test", unit=unit, entity=f"Entidad {unit}")


def reported(line: ScenarioLine, unit: str) -> ScenarioCase:
    """A user of this unit reports the fault, and ana@ makes an incident of it."""
    case: ScenarioCase = somebody_of(line, unit).asks(FAULT)
    line.ana.does("[INCIDENTE modulo=EPG]", on=case)
    return case


def test_s34_more_than_three_sections_are_suggested_as_a_mass_incident(line: ScenarioLine):
    """A13: three sections are not enough, a second unit of the first one does not count."""
    line.at("Thu 17-Dec-2026 14:00")
    for unit in UNITS[:3]:
        reported(line, unit)
    assert line.mails("M-35") == []
    reported(line, "13-01-02")
    assert line.mails("M-35") == []

    latest = reported(line, UNITS[3])
    suggestion = line.mail("M-35")
    assert sorted(suggestion.to) == ["ana@", "bo@"]
    assert sorted(suggestion.cc) == ["cl1@", "nel@"]
    assert latest.number in suggestion.words
    assert all(section in suggestion.words for section in ("1301", "3602", "0402", "0503"))
    # Only a suggestion: a person decides.
    assert latest.state == "Abierto"
    assert latest.parent is None


def test_s34_a_dismissed_suggestion_is_not_made_again(line: ScenarioLine):
    line.at("Thu 17-Dec-2026 14:00")
    cases = [reported(line, unit) for unit in UNITS]
    line.bo.does("[NO MASIVO]", on=cases[-1])
    reported(line, "32-01-01")
    assert len(line.mails("M-35")) == 1


def test_s34_three_sections_are_no_mass_incident_unless_it_is_forced(line: ScenarioLine):
    """§9: `[MASIVO]` below the minimum needs `forzar=si` and a reason."""
    line.at("Thu 17-Dec-2026 15:00")
    cases = [reported(line, unit) for unit in UNITS[:3]]
    receipt = line.bo.says("[MASIVO]", on=cases[0])
    assert is_refused(receipt)
    assert "forzar=si" in receipt.words
    assert cases[0].parent is None

    line.bo.does('[MASIVO forzar=si motivo="cierre de vigencia"]', on=cases[0])
    parent = line.case(cases[0].parent)
    assert sorted(parent.children) == sorted(case.number for case in cases)
    assert "cierre de vigencia" in parent.story


def mass_incident(line: ScenarioLine) -> tuple[ScenarioCase, list[ScenarioCase]]:
    """S35: bo@ joins the four cases on Thursday at 15:00; the parent and its children."""
    line.at("Thu 17-Dec-2026 15:00")
    children = [reported(line, unit) for unit in UNITS]
    line.bo.does("[MASIVO]", on=children[-1])
    return line.case(children[0].parent), children


def test_s35_a_mass_incident_goes_to_the_coordinator_of_its_module(line: ScenarioLine):
    """A13, A21: Crítica, 8 hours from Thursday 15:00: Friday 11:00."""
    parent, children = mass_incident(line)

    assert parent.number == "INC-2026-000005"
    assert sorted(parent.children) == sorted(child.number for child in children)
    assert (parent.state, parent.level) == ("Trabajo en Progreso", "N3")
    assert (parent.group, parent.assignee) == ("N3F", "nel@")
    assert parent.criticality == "critica"
    assert parent.due_at == "Fri 18-Dec-2026 11:00"
    for child in children:
        assert (child.state, child.assignee) == ("Trabajo en Progreso", "nel@")
        assert (child.level, child.criticality) == ("N3", "critica")
        assert child.due_at == "Fri 18-Dec-2026 11:00"
    given = line.mail("M-07")
    assert (given.to, given.cc, given.number) == (["nel@"], ["cl23@"], parent.number)


def test_s36_the_coordinator_of_the_line_answers_each_user_alone(line: ScenarioLine):
    """A21: M-36 to CL1; one M-12 a user, no shared addresses; each confirms for himself."""
    parent, children = mass_incident(line)
    early = line.cl1.says("[RESPONDER MASIVO]", FIXED, on=parent)
    assert is_refused(early)
    assert "Resuelto" in early.words

    line.at("Fri 18-Dec-2026 09:00")
    line.nel.does("[RESUELTO]", FIXED, on=parent)
    assert (parent.state, parent.confirmation_until) == ("Resuelto", None)
    told = line.mail("M-36")
    assert (told.to, told.cc) == (["cl1@"], ["bo@"])
    assert FIXED in told.words
    assert all(child.number in told.words for child in children)
    assert line.mails("M-12") == []

    line.at("Fri 18-Dec-2026 10:00")
    line.cl1.does("[RESPONDER MASIVO]", FIXED, on=parent)
    answers = line.mails("M-12")
    addresses = [f"rosa@entidad{unit}.test" for unit in UNITS]
    assert sorted(answer.to for answer in answers) == sorted([address] for address in addresses)
    assert all(FIXED in answer.words for answer in answers)
    assert all(sorted(answer.cc) == ["cl1@", "cl23@"] for answer in answers)
    for answer in answers:
        others = [address for address in addresses if address not in answer.to]
        assert not any(other.encode() in answer.message.as_bytes() for other in others)
    assert {child.state for child in children} == {"Resuelto"}

    first, *others = children
    somebody_of(line, UNITS[0]).replies_to("M-12", "SI, ya funciona")
    assert (first.state, first.close_reason) == ("Cerrado", "confirmado")
    assert {child.state for child in others} == {"Resuelto"}
    somebody_of(line, UNITS[1]).replies_to("M-12", "NO, persiste el error")
    assert others[0].state == "Trabajo en Progreso"
    assert parent.state == "Resuelto"


def test_s36_the_parent_closes_with_its_last_child(line: ScenarioLine):
    """domain.md §16.22: 48 hours of level 3 from Friday 18 at 10:00 end on Thursday 24 at 10:00."""
    parent, children = mass_incident(line)
    line.at("Fri 18-Dec-2026 09:00")
    line.nel.does("[RESUELTO]", FIXED, on=parent)
    line.at("Fri 18-Dec-2026 10:00")
    line.cl1.does("[RESPONDER MASIVO]", FIXED, on=parent)
    assert {child.confirmation_until for child in children} == {"Thu 24-Dec-2026 10:00"}

    line.at("Thu 24-Dec-2026 09:59")
    assert parent.state == "Resuelto"
    line.at("Thu 24-Dec-2026 10:00")
    assert {(child.state, child.close_reason) for child in children} == {
        ("Cerrado", "aceptacion_tacita")
    }
    assert parent.state == "Cerrado"
    assert len(line.mails("M-20")) == 4


def test_a21_the_coordinator_is_reminded_until_every_user_has_his_answer(line: ScenarioLine):
    """Nobody waits for ever: after 4 working hours, then at the opening of each working day."""
    parent, children = mass_incident(line)
    line.at("Fri 18-Dec-2026 09:00")
    line.nel.does("[RESUELTO]", FIXED, on=parent)
    line.at("Fri 18-Dec-2026 12:59")
    assert len(line.mails("M-36")) == 1
    line.at("Fri 18-Dec-2026 13:00")
    again = line.mails("M-36")[-1]
    assert len(line.mails("M-36")) == 2
    assert (again.to, again.cc) == (["cl1@"], ["bo@"])
    assert FIXED in again.words
    assert all(child.number in again.words for child in children)
    line.at("Mon 21-Dec-2026 07:00")
    assert len(line.mails("M-36")) == 3

    line.at("Mon 21-Dec-2026 08:00")
    line.cl1.does("[RESPONDER MASIVO]", on=parent)
    line.at("Wed 23-Dec-2026 12:00")
    assert len(line.mails("M-36")) == 3


def test_a21_a_late_case_of_a_solved_mass_incident_is_answered_too(line: ScenarioLine):
    parent, _children = mass_incident(line)
    line.at("Fri 18-Dec-2026 09:00")
    line.nel.does("[RESUELTO]", FIXED, on=parent)
    line.cl1.does("[RESPONDER MASIVO]", on=parent)
    late = reported(line, "32-01-01")
    line.bo.does(f"[MASIVO padre={parent.number}]", on=late)
    asked = line.mails("M-36")[-1]
    assert late.number in asked.words

    refused = line.cl1.says('[CERRADO motivo="ya pasó"]', on=parent)
    assert is_refused(refused)
    line.cl1.does("[RESPONDER MASIVO]", on=parent)
    assert late.state == "Resuelto"
    # The others were answered before and get no second mail.
    assert len(line.mails("M-12")) == 5


def test_s35_the_time_of_the_children_is_that_of_their_parent(line: ScenarioLine):
    """§16.22: it stops with the mass incident and goes on with it; their state stays."""
    parent, children = mass_incident(line)
    line.at("Thu 17-Dec-2026 16:00")
    line.nel.does("[PENDIENTE PROVEEDOR CGN]", "Favor revisar la secuencia.", on=parent)
    for child in children:
        assert (child.state, child.due_at) == ("Trabajo en Progreso", None)

    line.at("Fri 18-Dec-2026 09:00")
    line.nel.does("[EN PROGRESO]", on=parent)
    # One of the eight hours was used: seven are left from Friday at 09:00.
    assert {case.due_at for case in (parent, *children)} == {"Fri 18-Dec-2026 16:00"}

    line.at("Fri 18-Dec-2026 10:00")
    line.nel.does("[RESUELTO]", FIXED, on=parent)
    line.at("Fri 18-Dec-2026 12:00")
    assert {case.consumed_minutes for case in (parent, *children)} == {120}
    for child in children:
        assert child.intervals[-1] == ("N3F", "Trabajo en Progreso", False, 0)
