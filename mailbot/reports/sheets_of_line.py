"""The sheets on what the line itself did: quality, order, contingencies, FAQ, training, actas."""

from mailbot.compose.spanish import counted
from mailbot.model.faq import FaqState
from mailbot.model.sheets import Cell, Column, Kind, Sheet
from mailbot.reports.chapters.faq_candidates import LEAST as LEAST_CASES
from mailbot.reports.chapters.order import CRITICALITIES
from mailbot.reports.chapters.repeats import LEAST
from mailbot.reports.monthly import MonthlyReport

_LONGEST = 500
_ACTIONS = {"control_cambios": "control de cambios", "capacitacion": "capacitación"}
"""Actions of improvement whose tag is not how people write them."""
_CANDIDATE = "Candidata"
_DECIDED = {True: "Autorizada", False: "Negada", None: "Sin decidir al cierre"}


def quality_sheet(report: MonthlyReport) -> Sheet:
    """Producto no conforme, and what became an action of improvement (R9, R13, R14)."""
    quality, wall = report.quality, report.period.wall
    rows: list[tuple[Cell, ...]] = [
        (each.why, each.number, each.group, each.module, None, each.detail)
        for each in quality.non_conforming
    ]
    rows += [
        (
            f"Acción: {_ACTIONS.get(each.action, each.action)}",
            each.number,
            "",
            "",
            wall(each.at),
            each.detail,
        )
        for each in quality.improvements
    ]
    return Sheet(
        title="Producto no conforme",
        columns=(
            Column(title="Motivo", width=28), Column(title="Caso"), Column(title="Grupo", width=10),
            Column(title="Módulo", width=10), Column(title="Cuándo", kind=Kind.MOMENT),
            Column(title="Detalle", width=60),
        ),
        rows=tuple(rows),
        note="Fuera del ANS: su tiempo se agotó en el mes. Reabierto: dos veces o más. "
        "Calificación baja: alguna respuesta de 1 o 2.",
    )  # fmt: skip


def order_sheet(report: MonthlyReport) -> Sheet:
    """What altered the order of arrival (R7)."""
    return Sheet(
        title="Alteraciones del orden",
        columns=(
            Column(title="Caso"), Column(title="Cuándo", kind=Kind.MOMENT), Column(title="Antes"),
            Column(title="Después"), Column(title="Quién", width=32),
            Column(title="Motivo", width=60),
        ),
        rows=tuple(
            (each.number, report.period.wall(each.at), CRITICALITIES[each.before],
             CRITICALITIES[each.after], each.by, each.reason)
            for each in report.order
        ),
    )  # fmt: skip


def contingency_sheet(report: MonthlyReport) -> Sheet:
    """Contingencies, pauses, and the risk that was taken with them (R30, R31)."""
    stops, wall = report.stops, report.period.wall
    rows: list[tuple[Cell, ...]] = [
        ("Contingencia", wall(each.since), wall(each.until) if each.until else None, each.by,
         "En curso al cierre" if each.until is None else "Terminada", each.reason)
        for each in stops.contingencies
    ]  # fmt: skip
    rows += [
        (
            "Orden sobre varios casos", wall(each.asked_at),
            wall(each.decided_at) if each.decided_at else None,
            f"{each.asked_by}; autoriza {each.authoriser}", _DECIDED[each.granted],
            f"{each.order} {each.reason} Riesgo de atención tardía en "
            + counted(len(each.numbers), "caso.", "casos."),
        )
        for each in stops.orders
    ]  # fmt: skip
    return Sheet(
        title="Contingencias y pausas",
        columns=(
            Column(title="Clase", width=26), Column(title="Desde o pedida", kind=Kind.MOMENT),
            Column(title="Hasta o decidida", kind=Kind.MOMENT), Column(title="Quién", width=40),
            Column(title="Resultado", width=22),
            Column(title="Motivo y riesgo asumido", width=60),
        ),
        rows=tuple(rows),
        note=f"Casos detenidos en el mes: {stops.stopped} por contingencia y {stops.paused} por "
        "pausas autorizadas. Ese tiempo no cuenta en el ANS.",
    )  # fmt: skip


def faq_sheet(report: MonthlyReport) -> Sheet:
    """Questions proposed and decided in the month, and causes that are worth one (R15, R41)."""
    line, wall = report.line, report.period.wall
    decided = sum(each.state is not FaqState.PROPUESTA for each in line.faq)
    rows: list[tuple[Cell, ...]] = [
        (each.question[:_LONGEST], each.module, each.state, wall(each.proposed_at),
         each.proposed_by, wall(each.decided_at) if each.decided_at else None,
         each.decided_by or "", each.case_number)
        for each in line.faq
    ]  # fmt: skip
    rows += [
        (f"Causa: {each.cause}"[:_LONGEST], each.module, _CANDIDATE, None, "", None, "",
         ", ".join(each.numbers)[:_LONGEST])
        for each in report.faq_candidates
    ]  # fmt: skip
    return Sheet(
        title="FAQ",
        columns=(
            Column(title="Pregunta", width=60), Column(title="Módulo", width=10),
            Column(title="Estado"), Column(title="Propuesta", kind=Kind.MOMENT),
            Column(title="La propuso", width=32), Column(title="Decidida", kind=Kind.MOMENT),
            Column(title="La decidió", width=32), Column(title="Casos", width=40),
        ),
        rows=tuple(rows),
        note=f"{len(line.faq)} preguntas propuestas o decididas en el mes, {decided} de ellas "
        f"decididas. Respuestas citadas en acuses: {line.shown}; resolvieron: {line.used}. "
        f"Candidata: causa de {LEAST_CASES} o más casos solucionados en el mes que ninguna "
        "pregunta cubre; se propone con [FAQ].",
    )  # fmt: skip


def training_sheet(report: MonthlyReport) -> Sheet:
    """Units that training or accompaniment would help (A26)."""
    return Sheet(
        title="Candidatos a capacitación",
        columns=(
            Column(title="Unidad ejecutora"), Column(title="Entidad", width=48),
            Column(title="Módulo"), Column(title="Solicitudes", kind=Kind.WHOLE),
            Column(title="Personas", kind=Kind.WHOLE),
        ),
        rows=tuple((each.unit, each.entity, each.module, each.requests, each.people)
                   for each in report.candidates),
        note=f"Unidades con {LEAST} o más solicitudes del mismo módulo en el mes.",
    )  # fmt: skip


def meeting_sheet(report: MonthlyReport) -> Sheet:
    """Minutes put on record, and derechos de petición (R6, R82)."""
    wall = report.period.wall
    rows: list[tuple[Cell, ...]] = [
        ("Acta", each.day, each.by, each.text[:_LONGEST]) for each in report.line.minutes
    ]
    rows += [
        ("Derecho de petición", wall(each.at).date(), each.number, each.told)
        for each in report.stops.petitions
    ]
    return Sheet(
        title="Actas y PQRSD",
        columns=(
            Column(title="Clase", width=22), Column(title="Fecha", kind=Kind.DAY),
            Column(title="Quién o caso", width=32), Column(title="Contenido", width=72),
        ),
        rows=tuple(rows),
        note="" if report.line.minutes else "En el mes no se registró ninguna acta.",
    )  # fmt: skip
