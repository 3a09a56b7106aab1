"""From figures to what is sent: the workbook, the page, and the words of the mail."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from mailbot.compose.labels import GROUP
from mailbot.compose.spanish import NBSP, counted, number
from mailbot.config import Config
from mailbot.model.report import FinishedReport, ReportFigure, ReportFile, report_file
from mailbot.model.sheets import Column, Kind, Sheet
from mailbot.model.vocabulary import Group
from mailbot.reports.agenda import agenda
from mailbot.reports.indicators import Indicator, Unit, indicators_of
from mailbot.reports.monthly import MonthlyReport
from mailbot.reports.page import page
from mailbot.reports.sheets import group_sheet, sheets_of, wait_sheet
from mailbot.reports.summary import percent, summary

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_HTML = "text/html"
_TOLD = ("ANS literal, toda la línea", "ANS neto, toda la línea")


def finished_month(report: MonthlyReport, config: Config) -> FinishedReport:
    """The monthly report with its workbook of sixteen sheets and its page (M-25)."""
    period = report.period
    sheets = sheets_of(report, config)
    title = f"Informe de {period.name}"
    name = f"Informe_{period.key}{'_parcial' if period.partial else ''}"
    return FinishedReport(
        key=period.key,
        name=period.name,
        partial=period.partial,
        sentences=summary(report),
        figures=tuple(_figure(each) for each in indicators_of(report, config) if _is_told(each)),
        files=(
            _workbook(f"{name}.xlsx", sheets, title, period.until),
            report_file(f"{name}.html", _HTML, page(report, sheets, config).encode()),
        ),
        agenda=agenda(report, config),
        minutes=len(report.line.minutes),
        sent=report.survey.sent,
        answered=report.survey.answered,
    )


def finished_week(report: MonthlyReport) -> FinishedReport:
    """The state of the cases by group and level after a week, with its workbook (M-34, R40)."""
    period = report.period
    sheets = (
        replace(group_sheet(report), title="Estado por grupo y nivel"),
        wait_sheet(report),
        _open_sheet(report),
    )
    groups = [each for each in report.of("Grupo") if each.received or each.closed or each.open]
    return FinishedReport(
        key=period.key,
        name=period.name,
        partial=period.partial,
        sentences=summary(report)[:2],
        figures=tuple(
            ReportFigure(
                name=name,
                value=f"{each.open}{NBSP}en curso",
                target=" · ".join(
                    counted(count, one, f"{one}s")
                    for count, one in (
                        (each.received, "recibido"),
                        (each.closed, "cerrado"),
                        (each.breached, "vencido"),
                    )
                ),
            )
            for name, each in (
                *((GROUP[Group(each.name)], each) for each in groups),
                *((f"{each.name}, en conjunto", each) for each in report.of("Nivel")),
            )
        ),
        files=(
            _workbook(f"Estado_{period.key}.xlsx", sheets, f"Estado, {period.name}", period.until),
        ),
    )


def _is_told(each: Indicator) -> bool:
    """Whether the mail tells it: of the ANS the whole line, of the others each."""
    return each.code != "I1" or each.name in _TOLD


def _figure(each: Indicator) -> ReportFigure:
    target = ""
    if each.target is not None:
        target = f"meta: {'mínimo' if each.least else 'máximo'} {_said(each, each.target)}"
    value = "sin datos" if each.value is None else _said(each, each.value)
    return ReportFigure(name=each.name, value=value, target=target, met=each.met)


def _said(each: Indicator, value: float) -> str:
    if each.unit is Unit.SHARE:
        return percent(value)
    return f"{number(value)}{NBSP}{'h hábiles' if each.unit is Unit.HOURS else 'días'}"


def _open_sheet(report: MonthlyReport) -> Sheet:
    wall = report.period.wall
    return Sheet(
        title="Casos en curso",
        columns=(
            Column(title="Caso"), Column(title="Estado", width=24), Column(title="Grupo", width=10),
            Column(title="Criticidad", width=12), Column(title="Módulo", width=10),
            Column(title="Recibido", kind=Kind.MOMENT),
            *(Column(title=f"Horas N{level}", kind=Kind.NUMBER, width=10) for level in (1, 2, 3)),
        ),
        rows=tuple(
            (row.sheet[0], row.sheet[-1], row.group, row.criticality, row.module,
             wall(row.opened_at), *(round(hours, 2) for hours in row.hours))
            for row in report.detail if row.closed_at is None
        ),
    )  # fmt: skip


def _workbook(name: str, sheets: Sequence[Sheet], title: str, made: datetime) -> ReportFile:
    # A line without a report need not wait for openpyxl.
    from mailbot.documents.spreadsheet import workbook

    # The end of the time is told as its making: the same month makes the same bytes.
    return report_file(name, _XLSX, workbook(sheets, title=title, made=made))
