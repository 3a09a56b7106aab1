"""Reports of next to nothing: no case, one case; the time they are about; what was corrected."""

import io
import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from openpyxl import load_workbook

from mailbot.model.case import Case, CaseEvent, Requester
from mailbot.model.report import FinishedReport
from mailbot.model.vocabulary import CloseReason, EventKind, Role, State
from mailbot.reports.agenda import agenda
from mailbot.reports.facts import CaseHistory, LineFacts
from mailbot.reports.monthly import build
from mailbot.reports.period import month_of, week_before
from mailbot.rules import moves
from mailbot.rules.contingency_sheet.columns import TITLES
from mailbot.rules.months import last_month_named, month_before, read_month
from tests.reports.month import BOGOTA, CONFIG, OCTOBER, POLICY, finished, moment, october

SHEETS = [
    "Resumen", "Por grupo y nivel", "Canal, tipo y entidad", "Primer nivel", "Escalamientos",
    "Pendientes", "Cierres y reaperturas", "Masivos", "Encuestas", "Producto no conforme",
    "Alteraciones del orden", "Contingencias y pausas", "FAQ", "Candidatos a capacitación",
    "Actas y PQRSD", "Detalle de casos",
]  # fmt: skip

HOSTILE = '=HYPERLINK("http://malo.test";"x")<script>alert(1)</script>'


def entry(at: str, kind: EventKind, rule: str, target: State | None, reason: str = "") -> CaseEvent:
    return CaseEvent(
        at=moment(at), event=kind, actor="ana@linea.test", role=Role.N1, rule=rule, target=target,
        reason=reason,
    )  # fmt: skip


def solved(unit: str = "13-01-01", entity: str = "DIAN", name: str = "Rosa Gil") -> CaseHistory:
    """A request of the 5th at 9:00 that N1 solved at 11:00."""
    case = Case(
        service_number="SERV-2026-000001", opened_at=moment("2026-10-05 09:00"), module="EPG",
        description=f"{HOSTILE} C.C. 79.555.123",
        requester=Requester(email="rosa@dian.test", name=name, executing_unit=unit, entity=entity,
                            identification="79555123", city="Cali"),
    )  # fmt: skip
    case = moves.opened(case, POLICY)
    case = moves.closed(
        case, moment("2026-10-05 11:00"), POLICY, CloseReason.SOLUCION_N1,
        asked_at=moment("2026-10-05 11:00"),
    )  # fmt: skip
    events = (
        entry("2026-10-05 09:00", EventKind.CREATED, "new-request", None),
        entry("2026-10-05 11:00", EventKind.TRANSITION, "T3", State.CERRADO),
    )
    return CaseHistory(case=case, events=events)


def later(history: CaseHistory) -> CaseHistory:
    """What it became in November: opened again, corrected, closed otherwise, rated."""
    at = moment("2026-11-03 10:00")
    case = moves.reopened(history.case, at, POLICY)
    person = replace(case.requester, executing_unit="36-02-00", entity="INVIAS")
    case = replace(case, requester=person, module="PAG")
    case = moves.closed(
        case, at + timedelta(hours=2), POLICY, CloseReason.CONFIRMADO, asked_at=at
    )  # fmt: skip
    events = (
        *history.events,
        entry("2026-11-03 10:00", EventKind.TRANSITION, "T24", State.ABIERTO),
        entry("2026-11-03 10:05", EventKind.FIELD, "COMPLETAR", None, "Módulo: de «EPG» a «PAG»"),
        entry(
            "2026-11-03 10:05", EventKind.FIELD, "COMPLETAR", None,
            "Unidad ejecutora: de «13-01-01» a «36-02-00»",
        ),
        entry("2026-11-03 10:05", EventKind.FIELD, "X", None, "Entidad: de «DIAN» a «INVIAS»"),
        entry("2026-11-03 12:00", EventKind.TRANSITION, "T18", State.CERRADO),
    )  # fmt: skip
    return CaseHistory(case=case, events=events)


def workbook(report: FinishedReport) -> dict[str, list[list[object]]]:
    """The rows of each sheet, the head first."""
    book = load_workbook(io.BytesIO(report.files[0].content))
    return {sheet.title: [[c.value for c in row] for row in sheet.rows] for sheet in book}


def test_a_month_without_a_case_has_all_sheets_and_says_so():
    report = finished(october())
    assert report.sentences == (
        "Octubre de 2026: no entró ninguna solicitud y no había casos abiertos.",
    )
    rows = workbook(report)
    assert list(rows) == SHEETS
    assert len(rows["Detalle de casos"]) == 1
    assert all(figure.met is None for figure in report.figures)
    page = report.files[1].content.decode()
    assert "En este mes no entró ni se cerró ninguna solicitud." in page
    assert "En este mes no hubo datos que mostrar." in page
    assert "<svg" not in page
    assert not any(sheet._charts for sheet in load_workbook(io.BytesIO(report.files[0].content)))


def test_a_month_of_one_case():
    report = october(LineFacts(cases=[solved()]))
    assert (report.endings.received, report.endings.closed, report.endings.open) == (1, 1, 0)
    assert report.first_level.solved_share == 1.0
    assert (report.total.ended, report.total.met, report.total.hours.mean) == (1, 1, 2.0)
    rows = workbook(finished(report))["Detalle de casos"]
    assert tuple(rows[0][:10]) == TITLES
    assert rows[1][0] == "SERV-2026-000001"
    assert rows[1][2] == "***5123"
    assert rows[1][9] == "Cerrado"


def test_the_first_sheet_draws_the_groups():
    content = finished(october(LineFacts(cases=[solved()]))).files[0].content
    (chart,) = load_workbook(io.BytesIO(content)).worksheets[0]._charts
    rows = workbook(finished(october(LineFacts(cases=[solved()]))))["Por grupo y nivel"]
    assert [row[0] for row in rows[1:9]] == ["Grupo"] * 7 + ["Nivel"]
    assert [
        (each.val.numRef.f, rows[0][place])
        for each, place in zip(chart.series, (2, 3, 11), strict=True)
    ] == [
        ("'Por grupo y nivel'!$C$2:$C$8", "Recibidos"),
        ("'Por grupo y nivel'!$D$2:$D$8", "Cerrados"),
        ("'Por grupo y nivel'!$L$2:$L$8", "En curso"),
    ]


def test_what_becomes_of_a_case_later_leaves_no_trace_in_the_month():
    first = finished(october(LineFacts(cases=[solved()])))
    again = finished(october(LineFacts(cases=[later(solved())])))
    assert again.files == first.files
    assert again == first


def test_what_comes_in_later_is_not_of_the_month():
    early = replace(OCTOBER, until=moment("2026-10-05 08:00"))
    report = build(LineFacts(cases=[solved()]), early, POLICY)
    assert (report.endings.received, report.detail) == (0, ())


def test_words_of_people_stay_words():
    """Neither a formula in Excel nor a tag in the page; and no number of identification."""
    report = finished(october(LineFacts(cases=[solved(entity=HOSTILE, name=HOSTILE)])))
    book, page = (file.content for file in report.files)
    cells = [cell for sheet in load_workbook(io.BytesIO(book)) for row in sheet for cell in row]
    hostile = [cell for cell in cells if str(cell.value).startswith("=")]
    assert hostile
    assert {cell.data_type for cell in hostile} == {"s"}
    assert not any("79555123" in str(c.value).replace(".", "") for c in cells)
    html = page.decode()
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_the_page_stands_alone_and_can_be_heard():
    html = finished(october(LineFacts(cases=[solved()]))).files[1].content.decode()
    assert not re.search(r"(?:src|href)=\"(?!#)", html)
    assert "url(" not in html
    assert html.count("<h1>") == 1
    levels = [int(level) for level in re.findall(r"<h(\d)", html)]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert html.count("<svg") == html.count("<desc>") >= 4
    assert html.count("<details>") == html.count("<svg")
    assert re.findall(r"<th(?! scope=)[ >]", html) == []
    assert len(re.findall(r"<table[ >]", html)) == html.count("<caption>")
    assert 'lang="es' in html


def cases_of(count: int) -> list[CaseHistory]:
    """So many requests of the 5th, each of another entity."""
    return [
        CaseHistory(
            case=replace(each.case, service_number=f"SERV-2026-{place:06}"), events=each.events
        )
        for place in range(count)
        for each in (solved(entity=f"Entidad {place:02}", unit=f"{place:02}-01-01"),)
    ]


def test_the_page_shows_ten_of_a_kind_and_the_workbook_all_of_them():
    report = finished(october(LineFacts(cases=cases_of(12))))
    named = [row for row in workbook(report)["Canal, tipo y entidad"] if row[0] == "Entidad"]
    assert len(named) == 12
    html = report.files[1].content.decode()
    assert html.count('<th scope="row">Entidad</th>') == 10
    # Two sections and two entities are left out; what follows them is not.
    assert "Hay 4\xa0filas más en el libro de Excel, hoja «Canal, tipo y entidad»." in html
    assert '<th scope="row">Ciudad</th>' in html


def test_the_meeting_reads_who_missed_a_target_behind_its_name():
    late = solved()
    end = moment("2026-10-09 11:00")
    opened = moves.opened(replace(late.case, stints=(), state=State.ABIERTO), POLICY)
    case = moves.closed(opened, end, POLICY, CloseReason.SOLUCION_N1, asked_at=end)
    closing = entry("2026-10-09 11:00", EventKind.TRANSITION, "T3", State.CERRADO)
    history = CaseHistory(case=case, events=(late.events[0], closing))
    told = agenda(october(LineFacts(cases=[history])), CONFIG)[1]
    whose = "toda la línea, Nivel 1, Proveedor (N1 y Back Office)"
    assert told == (
        f"Indicadores que no alcanzaron la meta: ANS literal: {whose}; ANS neto: {whose}."
    )


def test_no_figure_stands_on_the_line_of_the_target():
    html = finished(october(LineFacts(cases=[solved()]))).files[1].content.decode()
    ans = html[html.index("Atenciones dentro") : html.index("Casos en curso al final")]
    assert ans.index("stroke-dasharray") < ans.index("<rect")
    assert 'class="inside"' in ans
    assert 'class="value"' not in ans


@pytest.mark.parametrize(
    ("now", "key", "until", "partial"),
    [
        ("2026-11-03 08:00", "2026-10", "2026-11-01", False),
        ("2026-10-20 15:00", "2026-10", "2026-10-20 15:00", True),
        ("2027-01-04 08:00", "2026-10", "2026-11-01", False),
    ],
)
def test_a_month_ends_with_its_last_midnight_or_now(now, key, until, partial):
    period = month_of(date(2026, 10, 9), BOGOTA, moment(now))
    assert (period.key, period.until, period.partial) == (key, moment(until), partial)


def test_a_month_that_has_not_begun_has_no_report():
    with pytest.raises(ValueError, match="2026-12"):
        month_of(date(2026, 12, 1), BOGOTA, moment("2026-11-30 23:59"))


def test_a_week_is_from_monday_to_sunday():
    period = week_before(moment("2026-11-24 07:30"), BOGOTA)
    assert (period.first_day, period.last_day) == (date(2026, 11, 16), date(2026, 11, 22))
    assert (period.key, period.partial) == ("2026-S47", False)


@pytest.mark.parametrize("text", ["2026-10", "2026/10", "10/2026", " 10-2026 "])
def test_a_month_is_written_in_both_orders(text):
    assert read_month(text) == date(2026, 10, 1)


@pytest.mark.parametrize("text", ["", "octubre", "2026", "2026-13", "26-10", "2026-00"])
def test_what_is_no_month_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011
        read_month(text)


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("noviembre", date(2026, 11, 1)),
        (" Octubre ", date(2026, 10, 1)),
        ("diciembre", date(2025, 12, 1)),
        ("setiembre", date(2026, 9, 1)),
        ("diciembre de 2026", date(2026, 12, 1)),
        ("marzo 2025", date(2025, 3, 1)),
        ("10/2026", date(2026, 10, 1)),
    ],
)
def test_a_month_named_is_the_last_one_that_has_begun(text, month):
    assert last_month_named(text, date(2026, 11, 26)) == month


@pytest.mark.parametrize("text", ["noviembre pasado", "nov", "noviembre de 26", ""])
def test_what_names_no_month_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011
        last_month_named(text, date(2026, 11, 26))


def test_the_month_before_january_is_december():
    assert month_before(date(2027, 1, 4)) == date(2026, 12, 1)
