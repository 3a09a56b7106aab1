"""A month that was reported stays as it was, whatever is said of its cases afterwards."""

from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import load_workbook

from mailbot.model.report import FinishedReport
from mailbot.reports.finish import finished_month
from mailbot.reports.monthly import MonthlyReport
from mailbot.reports.period import Period
from tests.reports.month import BOGOTA, moment, report_of
from tests.scenarios.line import ScenarioLine
from tests.scenarios.people import SOLUTION
from tests.scenarios.test_contingency_sheet import code_in, export, filled, tries
from tests.scenarios.test_personal_data import authorised, ordered

DECEMBER = Period(
    key="2026-12", name="diciembre de 2026", zone=BOGOTA, start=moment("2026-12-01"),
    until=moment("2027-01-01"),
)  # fmt: skip
WITH_NUMBER = (
    "Mi número 52987654 no sirve, ni 80111222 ni 1032456789.\n"
    "«Módulo: de «A» a «B»» dice la pantalla.\nAhora: nada"
)
JANUARY = Period(
    key="2027-01", name="enero de 2027", zone=BOGOTA, start=DECEMBER.until,
    until=moment("2027-02-01"),
)  # fmt: skip
SAID_LATER = {
    "another description": '[COMPLETAR descripcion="Otra cosa: la obligación no se firma."]',
    "other facts": "[COMPLETAR nombre=«Marta» ciudad=Cali modulo=PAG canal=llamada ue=36-02-00]",
    "another number of identification": "[COMPLETAR identificacion=1032456789]",
    "others who come along": "[COMPLETAR asistentes=«Ana Paz 1032456789»]",
    "another type and class": "[TIPO capacitacion clase=requerimiento]",
}


def report(line: ScenarioLine, period: Period = DECEMBER) -> MonthlyReport:
    with line.reading() as connection:
        return report_of(connection, period, line.road.policy)


def files(line: ScenarioLine) -> FinishedReport:
    return finished_month(report(line), line.road.policy.config)


@pytest.mark.parametrize("said", SAID_LATER.values(), ids=SAID_LATER)
def test_what_is_said_of_a_case_after_the_month_changes_no_byte_of_it(
    line: ScenarioLine, said: str
):
    line.at("Mon 7-Dec-2026 09:00")
    case = line.marta.asks(WITH_NUMBER)
    line.ana.does(
        "[COMPLETAR identificacion=52987654 modulo=EPG asistentes=«Eva Gil 80111222»]", on=case
    )
    line.at("Mon 4-Jan-2027 09:00")
    before = files(line)
    line.ana.does(said, on=case)
    after = files(line)
    assert after.files == before.files
    assert b"52987654" not in after.files[1].content


def test_what_a_person_has_put_right_after_the_month_changes_no_byte_of_it(line: ScenarioLine):
    line.at("Mon 7-Dec-2026 09:00")
    case = line.marta.asks()
    line.at("Mon 4-Jan-2027 09:00")
    before = files(line)
    line.her.does(
        '[DATOS CORREGIR persona=marta@invias.test nombre="Marta Ruíz" ciudad=Cali '
        "identificacion=1032456789 ue=36-02-00]"
    )
    assert case.requester["city"] == "Cali"
    assert files(line).files == before.files


def test_what_a_sheet_fills_in_after_the_month_changes_no_byte_of_it(line: ScenarioLine):
    line.at("Mon 7-Dec-2026 09:00")
    case = line.marta.asks(without=("Ciudad",))
    line.ana.does("[COMPLETAR omitir=ciudad]", on=case)
    line.at("Mon 4-Jan-2027 09:00")
    before = files(line)

    def with_facts(sheet) -> None:
        sheet["C2"], sheet["H2"] = 1032456789, "Tunja"

    book = filled(export(line, line.cl1), with_facts)
    line.cl1.does(f"[IMPORTAR CONFIRMAR {code_in(tries(line.cl1, book))}]")
    assert case.requester["city"] == "Tunja"
    assert files(line).files == before.files


def counted(report: MonthlyReport) -> dict[str, object]:
    """What a month counts; of its rows all but what is a person's or somebody's words."""
    names = ("groups", "first_level", "movements", "waits", "endings", "masses", "surveys", "stops")
    return {name: getattr(report, name) for name in names} | {
        "origins": report.origins,
        "candidates": report.candidates,
        "causes": [(each.module, each.numbers) for each in report.faq_candidates],
        "improvements": [(each.action, each.at) for each in report.quality.improvements],
        "detail": [replace(each, sheet=()) for each in report.detail],
    }


def test_figures_stay_when_a_person_is_anonymised(line: ScenarioLine):
    """His words go; what is counted by rule, state, unit, city, cause or module is kept."""
    line.at("Mon 7-Dec-2026 09:00")
    for _time in range(3):
        solved = line.marta.asks()
        line.ana.does("[COMPLETAR modulo=PAC]", on=solved)
        line.ana.does('[RESUELTO causa="Sin cupo PAC"]', SOLUTION, on=solved)
    case = line.assigned("nora@")
    line.cl23.does('[CALIDAD accion=capacitacion motivo="No conoce el módulo"]', on=case)
    line.nora.does("[PENDIENTE PROVEEDOR CGN]", "¿Cuándo se ajusta el catálogo?", on=case)
    line.at("Mon 4-Jan-2027 09:00")
    line.nora.does("[COMPLETAR modulo=PAG]", on=case)
    line.her.does(f"[DATOS CORREGIR persona={line.marta.email} ciudad=Cali ue=36-02-00]")
    line.nora.does("[RESUELTO]", SOLUTION, on=case)
    line.cl1.does('[CERRADO motivo="Ya: no escribe"]', on=case)
    before = [counted(report(line, month)) for month in (DECEMBER, JANUARY)]
    authorised(line, ordered(line))
    assert case.requester["name"].startswith("Persona anonimizada")
    assert [counted(report(line, month)) for month in (DECEMBER, JANUARY)] == before
    assert [wait.what for wait in report(line).waits if wait.waiting] == ["Órgano rector CGN"]
    assert len(before[0]["causes"]) == len(before[0]["candidates"]) == 1  # type: ignore[arg-type]
    book = load_workbook(BytesIO(files(line).files[0].content))
    words = [str(cell.value) for sheet in book for row in sheet for cell in row]
    assert not [each for each in words if "No conoce" in each or "cupo" in each]


def test_the_organ_that_asked_is_known_when_its_person_is_not(line: ScenarioLine):
    line.at("Mon 7-Dec-2026 09:00")
    eva = line.user("Eva Paz", "eva@cgn.test")
    case = eva.asks()
    line.cl1.does('[CERRADO motivo="Se atendió por teléfono"]', on=case)
    line.at("Mon 4-Jan-2027 09:00")
    before = counted(report(line))
    authorised(line, ordered(line, eva.email))
    assert case.requester["email"].endswith("@cgn.anonimo.invalid")
    assert counted(report(line)) == before
