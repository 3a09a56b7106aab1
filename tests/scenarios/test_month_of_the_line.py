"""A month in which everything happens that the report counts, made by the real line.

The words of histories come from the handlers themselves: a report that reads others counts nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from mailbot.reports.monthly import MonthlyReport
from mailbot.reports.period import month_of
from tests.databases import copy_database
from tests.reports.month import BOGOTA, report_of
from tests.scenarios.line import ScenarioCase
from tests.scenarios.people import SOLUTION
from tests.scenarios.roads import in_memory
from tests.scenarios.test_mass import FIXED, UNITS, mass_incident, somebody_of

PETITION = (
    "En ejercicio del derecho de petición consagrado en el artículo 23 de la Constitución, "
    "solicito la certificación de los pagos de la vigencia."
)


@dataclass(frozen=True)
class Month:
    """December as it stood when it ended, and the cases of its story by their names."""

    report: MonthlyReport
    cases: dict[str, ScenarioCase]


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Iterator[Month]:
    folder = tmp_path_factory.mktemp("diciembre")
    copy_database(empty_database, folder / "mailbot.db")
    with in_memory(folder, datetime(2026, 1, 1, tzinfo=BOGOTA)) as line:
        line.at("Mon 14-Dec-2026 09:00")
        cases = {}
        # Three services with one cause, solved at once by N1.
        for place, cause in enumerate(("Sin cupo PAC", "sin cupos de PAC", "PAC sin cupo")):
            asker = line.user(f"Rosa Gil {place}", f"rosa{place}@dane.test", unit="04-02-00")
            case = asker.asks("La orden de pago no se autoriza: el sistema dice que no hay cupo.")
            line.ana.does("[COMPLETAR modulo=PAC]", on=case)
            line.ana.does(f'[RESUELTO causa="{cause}"]', SOLUTION, on=case)
            cases[f"caused {place}"] = case
        # An incident that waits for an órgano rector, a finding, an adjustment and a change.
        cases["long"] = long = line.assigned("nel@", line.user("Iván", "ivan@sena.test"))
        line.bo.does('[CRITICIDAD alta motivo="nómina: vence hoy"]', on=long)
        line.nel.does("[PENDIENTE PROVEEDOR CGN]", "¿Cuál es la matriz contable?", on=long)
        line.at("Mon 14-Dec-2026 11:00")
        line.nel.does("[EN PROGRESO]", on=long)
        line.nel.does("[PENDIENTE HALLAZGO nro=H-455]", on=long)
        line.at("Mon 14-Dec-2026 12:00")
        line.nel.does("[EN PROGRESO]", on=long)
        line.nel.does("[PENDIENTE AJUSTE nro=A-12]", on=long)
        line.nel.does("[CAMBIO nro=C-7]", on=long)
        line.at("Mon 14-Dec-2026 15:00")
        line.cl1.does('[CALIDAD accion=mantenimiento motivo="reincidente"]', on=long)
        line.cl23.does('[CALIDAD motivo="lo pide el Ministerio"]', on=long)
        line.cl1.does('[CERRADO motivo="Ya: no escribe"]', on=long)
        # One that is given back, and one that an advisor closes for its person.
        cases["back"] = back = line.assigned("nora@", line.user("Luz", "luz@icbf.test"))
        line.nora.does('[DEVOLVER motivo="es de contabilidad"]', on=back)
        cases["confirmed"] = told = line.assigned("nora@", line.user("Juan", "juan@igac.test"))
        line.nora.does("[RESUELTO]", SOLUTION, on=told)
        line.nora.does("[CERRADO]", on=told)
        cases["petition"] = line.user("Ana", "ana@ani.test").asks(PETITION)
        # The órgano rector as who asks (A8).
        cases["organ"] = line.user("Eva", "eva@dgppn.test", city="Cali").asks()
        cases["mass"], children = mass_incident(line)
        line.at("Fri 18-Dec-2026 09:00")
        line.nel.does("[RESUELTO causa=secuencia]", FIXED, on=cases["mass"])
        line.at("Fri 18-Dec-2026 11:00")
        line.cl1.does("[RESPONDER MASIVO]", FIXED, on=cases["mass"])
        somebody_of(line, UNITS[0]).replies_to("M-12", "SI, ya funciona")
        line.cl1.does('[CERRADO motivo="No contesta. Causa: ninguna"]', on=children[1])
        line.at("Fri 18-Dec-2026 12:00")
        cases |= {f"child {place}": child for place, child in enumerate(children)}
        period = month_of(line.now.date(), BOGOTA, line.now)
        with line.reading() as connection:
            yield Month(report_of(connection, period, line.road.policy), cases)


def test_what_cases_waited_for_is_told_by_its_name(month: Month):
    waits = {each.what: (each.begun, each.hours) for each in month.report.waits if each.hours}
    assert waits == {"Órgano rector CGN": (1, 2.0), "Hallazgo": (1, 1.0),
                     "Ajuste de datos": (1, 3.0)}  # fmt: skip


def test_a_mass_incident_has_its_cases_and_their_sections(month: Month):
    """A21: from Thursday 15:00 to Friday 9:00 are six working hours; answered two later."""
    (mass,) = month.report.masses
    assert (mass.number, mass.cases, mass.sections) == (month.cases["mass"].number, 4, 4)
    assert (mass.to_solve, mass.to_answer) == (6.0, 2.0)


def test_each_action_of_improvement_is_told_with_its_number_or_reason(month: Month):
    """R9, R14; two of them are of the quality tool."""
    actions = month.report.quality.improvements
    assert {each.number for each in actions} == {month.cases["long"].number}
    assert [(each.action, each.detail) for each in actions] == [
        ("hallazgo", "Hallazgo H-455"),
        ("mantenimiento", "Ajuste A-12"),
        ("control_cambios", "Control de cambios C-7"),
        ("mantenimiento", "reincidente"),
        ("herramienta de calidad", "lo pide el Ministerio"),
    ]


def test_cases_end_by_the_word_of_who_ended_them(month: Month):
    """T28 from any state, and T18 by the coordination with a reason, are its decisions."""
    ended = {str(reason): count for reason, count in month.report.endings.by_reason if count}
    assert ended == {"solucion_n1": 3, "confirmado": 2, "coordinador": 2}
    reasons = {each.sheet[0]: each.reason for each in month.report.detail}
    decided = [number for number, reason in reasons.items() if reason == "coordinador"]
    assert sorted(decided) == sorted(month.cases[name].number for name in ("long", "child 1"))
    assert [each.number for each in month.report.endings.undocumented] == [
        month.cases["long"].number
    ]


def test_assignments_and_what_was_given_back(month: Month):
    """Three of Back Office, the parent of the mass incident and its four cases."""
    moves = month.report.movements
    assert moves.assignments == 8
    (back,) = moves.given_back
    assert (back.number, back.by) == (month.cases["back"].number, "nora@minhacienda.test")
    assert back.reason.endswith("es de contabilidad")
    first = month.report.first_level
    assert (first.solved, first.escalated, first.assignment.count) == (3, 7, 7)


def test_what_altered_the_order_is_told_with_who_and_why(month: Month):
    """A case that becomes part of a mass incident at once was not ranked by who escalated it."""
    first, *joined = month.report.order
    assert (first.number, first.by.partition("@")[0], first.reason) == (
        month.cases["long"].number, "bo", "nómina: vence hoy",
    )  # fmt: skip
    mass = f"Hace parte del incidente masivo {month.cases['mass'].number}"
    assert [(each.by.partition("@")[0], each.reason) for each in joined] == [("bo", mass)] * 4


def test_causes_are_counted_as_solutions_told_them(month: Month):
    """The cause of the mass incident is that of each answer; no words of a closing are one."""
    found = {each.cause: each.numbers for each in month.report.faq_candidates}
    assert found == {
        "secuencia": tuple(month.cases[f"child {place}"].number for place in range(4)),
        "PAC sin cupo": tuple(month.cases[f"caused {place}"].number for place in range(3)),
    }


def test_petitions_and_the_organ_that_asked(month: Month):
    (petition,) = month.report.stops.petitions
    assert petition.number == month.cases["petition"].number
    organs = {each.value: each.received for each in month.report.origins
              if each.dimension == "Órgano rector solicitante"}  # fmt: skip
    assert organs == {"DGPPN": 1, "Ninguno": 11}
