"""S44, S45 and [INFORME]: the month's report, what a month lacks, and the week's state."""

import io

import pytest
from openpyxl import load_workbook

from mailbot.model.line import RecordKind
from mailbot.pipeline import reporting
from mailbot.reports.finish import finished_month
from mailbot.reports.period import month_of
from mailbot.routines import run_due
from mailbot.routines.reports import MINUTES, MONTHLY, WEEKLY
from storage import on_line
from tests.reports.month import BOGOTA, report_of
from tests.scenarios.letters import Letter
from tests.scenarios.line import ScenarioLine
from tests.scenarios.people import SOLUTION, is_refused


def passes(line: ScenarioLine, text: str) -> None:
    """The daemon at `text`, with what its calendar asks for; the mails leave at once."""
    line.at(text)
    desk = line.road.simulated.line.desk
    run_due(desk, (WEEKLY, MONTHLY, MINUTES), line.now, decided_until=line.now)
    line._pass(line.now)


def enclosed(letter: Letter) -> dict[str, bytes]:
    """The files of a mail by their names."""
    parts = letter.message.iter_attachments()
    return {part.get_filename(): part.get_payload(decode=True) for part in parts}


def december(line: ScenarioLine, *, acta: bool) -> None:
    """A month with a case that is solved at once, and with its acta or without."""
    passes(line, "Tue 1-Dec-2026 09:00")
    case = line.marta.asks()
    line.ana.does("[RESUELTO]", SOLUTION, on=case)
    if acta:
        line.cl1.does("[ACTA fecha=2026-12-01]", "Se revisaron los indicadores.")


def test_s44_the_report_of_the_month_on_its_first_working_day(line: ScenarioLine):
    """A26: Friday 1-Jan is a holiday; nothing goes out before Monday at 08:00."""
    december(line, acta=True)
    passes(line, "Mon 4-Jan-2027 07:59")
    assert line.mails("M-25") == []
    passes(line, "Mon 4-Jan-2027 08:00")
    report = line.mail("M-25")
    assert report.to == ["cl1@", "cl23@", "adm@"]
    assert "En diciembre de 2026 entró 1 solicitud y se cerró 1 caso" in report.words.replace(
        "\xa0", " "
    )
    files = enclosed(report)
    assert list(files) == ["Informe_2026-12.xlsx", "Informe_2026-12.html"]
    book = load_workbook(io.BytesIO(files["Informe_2026-12.xlsx"]))
    assert len(book.sheetnames) == 16
    with line.reading() as connection:
        day = line.now.date().replace(year=2026, month=12, day=1)
        (record,) = on_line.recorded(connection, RecordKind.INFORME, day, day)
    assert "SHA-256" in record.text


def test_a_report_goes_out_once_whatever_happens(line: ScenarioLine):
    december(line, acta=True)
    passes(line, "Mon 4-Jan-2027 08:00")
    MONTHLY.run(line.road.simulated.line.desk, line.now, line.now)
    passes(line, "Mon 4-Jan-2027 09:00")
    assert len(line.mails("M-25")) == 1


def test_s45_a_month_without_acta_is_reminded_of_it(line: ScenarioLine):
    """R6: on its last working day, and with its report."""
    december(line, acta=False)
    passes(line, "Wed 30-Dec-2026 18:00")
    assert line.mails("M-26") == []
    passes(line, "Thu 31-Dec-2026 08:00")
    reminder = line.mail("M-26")
    assert (reminder.to, reminder.cc) == (["cl1@", "cl23@"], ["adm@"])
    passes(line, "Mon 4-Jan-2027 08:00")
    assert "No se registró ninguna acta" in line.mails("M-26")[-1].subject
    assert "Nadie respondió la encuesta" in line.mails("M-26")[-1].words


def test_a_month_with_its_acta_is_not_reminded_of_it(line: ScenarioLine):
    december(line, acta=True)
    passes(line, "Thu 31-Dec-2026 08:00")
    assert line.mails("M-26") == []


def test_the_state_by_group_and_level_each_week(line: ScenarioLine):
    """R40: Monday 7-Dec-2026 at 07:30."""
    december(line, acta=True)
    passes(line, "Mon 7-Dec-2026 07:30")
    state = line.mail("M-34")
    assert state.to == ["cl1@", "cl23@"]
    assert list(enclosed(state)) == ["Estado_2026-S49.xlsx"]
    assert "Nivel 1" in state.words


def test_a_coordinator_asks_for_a_month(line: ScenarioLine):
    december(line, acta=True)
    line.at("Tue 15-Dec-2026 10:00")
    receipt = line.adm.says("[INFORME mes=2026-12]")
    assert list(enclosed(receipt)) == [
        "Informe_2026-12_parcial.xlsx",
        "Informe_2026-12_parcial.html",
    ]
    assert "El mes no ha terminado" in receipt.words
    last_month = line.cl23.says("[INFORME]")
    assert next(iter(enclosed(last_month))) == "Informe_2026-11.xlsx"


@pytest.mark.parametrize("tag", ["[INFORME mes=noviembre]", "[INFORME Noviembre de 2026]"])
def test_a_month_is_asked_for_by_its_name(line: ScenarioLine, tag: str):
    december(line, acta=True)
    line.at("Tue 15-Dec-2026 10:00")
    assert next(iter(enclosed(line.cl1.says(tag)))) == "Informe_2026-11.xlsx"


def test_nothing_waits_while_a_report_is_made(line: ScenarioLine, monkeypatch: pytest.MonkeyPatch):
    """A report of many cases takes long; cases are decided about meanwhile."""
    december(line, acta=True)
    desk = line.road.simulated.line.desk
    waited = []

    def made(*given):
        waited.append(desk.deciding.locked())
        return finished_month(*given)

    monkeypatch.setattr(reporting, "finished_month", made)
    line.at("Tue 15-Dec-2026 10:00")
    assert list(enclosed(line.cl1.says("[INFORME]")))
    passes(line, "Mon 4-Jan-2027 08:00")
    assert line.mail("M-25")
    assert waited == [False, False]


def test_a_month_to_come_is_refused(line: ScenarioLine):
    line.at("Tue 15-Dec-2026 10:00")
    receipt = line.cl1.says("[INFORME mes=2027-01]")
    assert is_refused(receipt)
    assert "Enero de 2027 no ha empezado" in receipt.words


def test_a_month_nobody_understands_is_refused(line: ScenarioLine):
    line.at("Tue 15-Dec-2026 10:00")
    receipt = line.cl1.says("[INFORME mes=ayer]")
    assert is_refused(receipt)
    assert "escriba mes=2026-10" in receipt.words


def test_a_month_that_was_changed_afterwards_says_that_it_differs(line: ScenarioLine):
    """A contingency that is told of later takes time out of a month that was reported."""
    december(line, acta=True)
    passes(line, "Mon 4-Jan-2027 08:00")
    same = line.cl1.says("[INFORME mes=2026-12]")
    assert "Difiere" not in same.words
    line.at("Mon 4-Jan-2027 10:00")
    line.her.does('[CONTINGENCIA INICIO desde=2026-12-31T10:00 motivo="caída del servicio"]')
    other = line.cl1.says("[INFORME mes=2026-12]")
    assert "Difiere del que se emitió el 04/01/2027" in other.words


def test_what_the_quality_system_asks_about(line: ScenarioLine):
    """R7, R9, R13, R14, R30, R74: each act of the month is in its chapter, with its reason."""
    passes(line, "Tue 1-Dec-2026 09:00")
    case = line.assigned("nora@")
    line.bo.does('[CRITICIDAD critica motivo="pago de nómina vence hoy"]', on=case)
    line.nora.does("[PENDIENTE PROVEEDOR CGN]", "¿Cuál es la matriz contable?", on=case)
    line.at("Wed 2-Dec-2026 09:00")
    line.nora.does("[EN PROGRESO]", on=case)
    line.at("Wed 2-Dec-2026 10:00")
    line.her.does('[CONTINGENCIA INICIO desde=2026-12-02T09:30 motivo="caída del servicio"]')
    line.at("Wed 2-Dec-2026 12:00")
    line.her.does("[CONTINGENCIA FIN hasta=2026-12-02T11:30]")
    line.cl1.does('[CALIDAD motivo="reincidente" accion=mantenimiento]', on=case)
    line.nora.does('[DEVOLVER motivo="es de contabilidad"]', on=case)
    line.at("Fri 4-Dec-2026 18:00")
    policy = line.road.policy
    with line.reading() as connection:
        report = report_of(connection, month_of(line.now.date(), BOGOTA, line.now), policy)

    (change,) = [each for each in report.order if each.by.startswith("bo@")]
    assert (change.after, change.reason) == ("critica", "pago de nómina vence hoy")
    waits = {each.what: (each.begun, each.hours) for each in report.waits if each.hours}
    assert waits == {"Órgano rector CGN": (1, 12.0), "Contingencia": (1, 2.0)}
    (action,) = report.quality.improvements
    assert (action.number, action.action, action.detail) == (
        case.number, "mantenimiento", "reincidente",
    )  # fmt: skip
    (back,) = report.movements.given_back
    assert back.reason.endswith("es de contabilidad")
    assert report.movements.mistaken == 1.0
    (window,) = report.stops.contingencies
    assert (window.reason, report.stops.stopped) == ("caída del servicio", 1)
    late = {each.group for each in report.quality.non_conforming}
    assert "N1" in late
