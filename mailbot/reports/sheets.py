"""The sixteen sheets of the monthly report, in the order of domain.md §12."""

from mailbot.config import Config
from mailbot.model.sheets import Cell, Chart, Column, Kind, Sheet
from mailbot.model.vocabulary import State
from mailbot.reports.chapters.detail import DetailRow
from mailbot.reports.chapters.endings import REASONS
from mailbot.reports.indicators import Indicator, Unit, indicators_of
from mailbot.reports.monthly import MonthlyReport
from mailbot.reports.sheets_of_line import (
    contingency_sheet,
    faq_sheet,
    meeting_sheet,
    order_sheet,
    quality_sheet,
    training_sheet,
)
from mailbot.reports.summary import summary
from mailbot.rules.contingency_sheet.columns import TITLES
from mailbot.rules.survey import QUESTIONS

_GROUPS = "Por grupo y nivel"
_MET = {True: "Cumple", False: "No cumple", None: "Sin meta"}
_KEPT = {True: "Cumple", False: "Vencido", None: ""}
_IN_COURSE = tuple(state for state in State if state is not State.CERRADO)


def sheets_of(report: MonthlyReport, config: Config) -> tuple[Sheet, ...]:
    """All sheets of the report; those without anything to list are there with their head."""
    return (
        _summary_sheet(report, config),
        group_sheet(report),
        _origin_sheet(report),
        _first_level_sheet(report),
        _movement_sheet(report),
        wait_sheet(report),
        _ending_sheet(report),
        _mass_sheet(report),
        _survey_sheet(report),
        quality_sheet(report),
        order_sheet(report),
        contingency_sheet(report),
        faq_sheet(report),
        training_sheet(report),
        meeting_sheet(report),
        _detail_sheet(report),
    )


def _summary_sheet(report: MonthlyReport, config: Config) -> Sheet:
    return Sheet(
        title="Resumen",
        columns=(
            Column(title="Indicador", width=12), Column(title="Qué mide", width=46),
            Column(title="Valor", kind=Kind.NUMBER), Column(title="Meta", kind=Kind.NUMBER),
            Column(title="Resultado"), Column(title="Base", width=56),
        ),
        rows=tuple(_indicator_row(each) for each in indicators_of(report, config)),
        note=" ".join(summary(report)),
        chart=_chart_of_groups(report),
    )  # fmt: skip


def _chart_of_groups(report: MonthlyReport) -> Chart | None:
    """What each group had and did; None where none had anything: the note says so."""
    groups = report.of("Grupo")
    if not any(each.received or each.closed or each.open for each in groups):
        return None
    return Chart(
        title="Recibidos, cerrados y en curso por grupo", of=_GROUPS, labels=1,
        rows=(0, len(groups) - 1), values=(2, 3, 4 + len(_IN_COURSE)),
    )  # fmt: skip


def _indicator_row(each: Indicator) -> tuple[Cell, ...]:
    result = "Sin datos" if each.value is None else _MET[each.met]
    return (each.code, each.name, _measured(each, each.value), _measured(each, each.target),
            result, each.basis)  # fmt: skip


def _measured(each: Indicator, value: float | None) -> Cell:
    """In percent, hours or days, as the column of mixed units shows it."""
    if value is None:
        return None
    return round(100 * value, 1) if each.unit is Unit.SHARE else round(value, 1)


def group_sheet(report: MonthlyReport) -> Sheet:
    """What each group, level and side had, did and kept to (R36)."""
    counts = ("Recibidos", "Cerrados", *_IN_COURSE, "En curso", "Vencidos en el mes",
              "Vencidos, ANS neto", "Atenciones terminadas")  # fmt: skip
    shares, hours = ("ANS literal", "ANS neto"), ("Horas, media", "Horas, mediana", "Horas, 90 %")
    return Sheet(
        title=_GROUPS,
        columns=(
            Column(title="Corte", width=14), Column(title="Nombre", width=36),
            *(Column(title=title, kind=Kind.WHOLE, width=13) for title in counts),
            *(Column(title=title, kind=Kind.SHARE, width=12) for title in shares),
            *(Column(title=title, kind=Kind.NUMBER, width=12) for title in hours),
        ),
        rows=tuple(
            (
                each.scope, each.name, each.received, each.closed,
                *(count for _state, count in each.in_course), each.open, each.breached,
                each.breached_net, each.ended, each.ans, each.ans_net, each.hours.mean,
                each.hours.median, each.hours.ninetieth,
            )
            for each in report.groups
        ),
        note="Recibidos: los que llegaron al grupo en el mes. ANS: atenciones terminadas en el "
        "mes dentro de su tiempo; el neto no cuenta Pendiente Hallazgo ni Pendiente Ajuste. Las "
        "horas de Back Office son del presupuesto de N1. Los duplicados no cuentan.",
    )  # fmt: skip


def _origin_sheet(report: MonthlyReport) -> Sheet:
    return Sheet(
        title="Canal, tipo y entidad",
        columns=(
            Column(title="Criterio", width=26), Column(title="Valor", width=48),
            Column(title="Recibidos", kind=Kind.WHOLE), Column(title="Cerrados", kind=Kind.WHOLE),
        ),
        rows=tuple((each.dimension, each.value, each.received, each.closed)
                   for each in report.origins),
    )  # fmt: skip


def _first_level_sheet(report: MonthlyReport) -> Sheet:
    first = report.first_level
    figures: tuple[tuple[str, Cell, Kind], ...] = (
        ("Solicitudes recibidas", first.received, Kind.WHOLE),
        ("Llegaron incompletas", first.incomplete, Kind.WHOLE),
        ("Resueltas en el primer nivel", first.solved, Kind.WHOLE),
        ("Resueltas por el usuario (manuales o FAQ)", first.alone, Kind.WHOLE),
        ("Escaladas: SERV a INC", first.escalated, Kind.WHOLE),
        ("Orientaciones enviadas (circular y plantilla)", report.line.oriented, Kind.WHOLE),
        ("Porcentaje de solución en el primer nivel", first.solved_share, Kind.SHARE),
        ("Porcentaje de autoservicio", first.alone_share, Kind.SHARE),
        ("Porcentaje que llegó incompleto", first.incomplete_share, Kind.SHARE),
        ("Horas hábiles hasta la asignación, media", first.assignment.mean, Kind.NUMBER),
        ("Horas hábiles hasta la asignación, mediana", first.assignment.median, Kind.NUMBER),
    )
    return Sheet(
        title="Primer nivel",
        columns=(
            Column(title="Medida", width=48), Column(title="Cantidad", kind=Kind.WHOLE),
            Column(title="Porcentaje", kind=Kind.SHARE), Column(title="Horas", kind=Kind.NUMBER),
        ),
        rows=tuple(
            (name, *(value if kind is place else None
                     for place in (Kind.WHOLE, Kind.SHARE, Kind.NUMBER)))
            for name, value, kind in figures
        ),
    )  # fmt: skip


def _movement_sheet(report: MonthlyReport) -> Sheet:
    moves = report.movements
    rows: list[tuple[Cell, ...]] = [
        ("Paso", f"{move.source} → {move.target}", move.count, None, "", "") for move in moves.moves
    ]
    rows += [
        ("Devolución", each.number, 1, report.period.wall(each.at), each.by, each.reason)
        for each in moves.given_back
    ]
    return Sheet(
        title="Escalamientos",
        columns=(
            Column(title="Clase", width=14), Column(title="De y a, o caso", width=22),
            Column(title="Cantidad", kind=Kind.WHOLE), Column(title="Cuándo", kind=Kind.MOMENT),
            Column(title="Quién", width=32), Column(title="Motivo", width=60),
        ),
        rows=tuple(rows),
        note=f"{moves.assignments} asignaciones a solucionadores en el mes.",
    )  # fmt: skip


def wait_sheet(report: MonthlyReport) -> Sheet:
    """What cases waited for, how often and how long (R74)."""
    return Sheet(
        title="Pendientes",
        columns=(
            Column(title="Estado", width=26), Column(title="Qué se espera", width=26),
            Column(title="Veces en el mes", kind=Kind.WHOLE),
            Column(title="Horas hábiles", kind=Kind.NUMBER),
            Column(title="En espera al cierre", kind=Kind.WHOLE),
        ),
        rows=tuple((each.state, each.what, each.begun, each.hours, each.waiting)
                   for each in report.waits),
    )  # fmt: skip


def _ending_sheet(report: MonthlyReport) -> Sheet:
    endings = report.endings
    rows: list[tuple[Cell, ...]] = [
        ("Cierre", REASONS[reason], count, _share(count, endings.closed))
        for reason, count in endings.by_reason
    ]
    rows += [
        ("Cierre", "Total", endings.closed, None),
        ("Cierre", "Casos distintos que se cerraron", endings.closed_cases, None),
        ("Reapertura", "Casos reabiertos", endings.reopened_cases, endings.reopened_share),
        ("Reapertura", "Reaperturas", endings.reopenings, None),
        ("Rechazo", "Soluciones que el usuario rechazó", endings.refused, None),
        *(
            ("Sin documentar", f"{each.number} ({REASONS[each.reason]})", 1, None)
            for each in endings.undocumented
        ),
    ]
    return Sheet(
        title="Cierres y reaperturas",
        columns=(
            Column(title="Clase", width=16), Column(title="Motivo", width=48),
            Column(title="Cantidad", kind=Kind.WHOLE), Column(title="Parte", kind=Kind.SHARE),
        ),
        rows=tuple(rows),
    )  # fmt: skip


def _mass_sheet(report: MonthlyReport) -> Sheet:
    return Sheet(
        title="Masivos",
        columns=(
            Column(title="Incidente masivo"), Column(title="Asunto", width=48),
            Column(title="Módulo"), Column(title="Abierto", kind=Kind.MOMENT),
            Column(title="Estado", width=24), Column(title="Casos", kind=Kind.WHOLE),
            Column(title="Secciones presupuestales", kind=Kind.WHOLE),
            Column(title="Horas hasta la solución", kind=Kind.NUMBER),
            Column(title="Horas de la línea en responder", kind=Kind.NUMBER),
        ),
        rows=tuple(
            (each.number, each.subject, each.module, report.period.wall(each.opened_at),
             each.state, each.cases, each.sections, each.to_solve, each.to_answer)
            for each in report.masses
        ),
    )  # fmt: skip


def _survey_sheet(report: MonthlyReport) -> Sheet:
    return Sheet(
        title="Encuestas",
        columns=(
            Column(title="Responsable", width=40),
            *(Column(title=title, kind=Kind.WHOLE)
              for title in ("Enviadas", "De ellas, respondidas", "Respondidas en el mes")),
            Column(title="Respuesta", kind=Kind.SHARE),
            *(Column(title=title, kind=Kind.NUMBER, width=20) for title in QUESTIONS),
            Column(title="Satisfechos", kind=Kind.SHARE),
        ),
        rows=tuple(
            (each.who, each.sent, each.answered_of_sent, each.answered, each.response,
             *each.means, each.csat)
            for each in report.surveys
        ),
        note="Responde por cada encuesta quien tenía el caso al cerrarlo. Una encuesta enviada "
        "en el mes puede responderse en el siguiente: allí cuenta como respondida en el mes.",
    )  # fmt: skip


def _detail_sheet(report: MonthlyReport) -> Sheet:
    more = ("Número de servicio", "Grupo", "Criticidad", "Canal", "Tipo", "Módulo")
    return Sheet(
        title="Detalle de casos",
        columns=(
            *(Column(title=title, width=40 if title.startswith("Descr") else 22)
              for title in TITLES),
            *(Column(title=title, width=16) for title in more),
            Column(title="Recibido", kind=Kind.MOMENT), Column(title="Cerrado", kind=Kind.MOMENT),
            Column(title="Motivo de cierre", width=28),
            Column(title="Reaperturas", kind=Kind.WHOLE),
            *(Column(title=f"Horas N{level}", kind=Kind.NUMBER, width=10) for level in (1, 2, 3)),
            Column(title="ANS literal", width=12), Column(title="ANS neto", width=12),
            Column(title="Calificación", kind=Kind.WHOLE, width=12),
        ),
        rows=tuple(_detail_row(each, report) for each in report.detail),
    )  # fmt: skip


def _detail_row(row: DetailRow, report: MonthlyReport) -> tuple[Cell, ...]:
    wall = report.period.wall
    return (
        *row.sheet, row.service_number, row.group, row.criticality, row.channel, row.type,
        row.module, wall(row.opened_at), wall(row.closed_at) if row.closed_at else None,
        REASONS[row.reason] if row.reason else "", row.reopened,
        *(round(hours, 2) for hours in row.hours), _KEPT[row.met], _KEPT[row.met_net], row.score,
    )  # fmt: skip


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
