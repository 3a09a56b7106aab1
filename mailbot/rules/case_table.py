"""The lists of cases that some mails carry, also as a table: M-27 to M-30, M-35, M-36 (§8)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from zoneinfo import ZoneInfo

from mailbot.model.decision import Enclosure, Send
from mailbot.model.listing import CaseLine
from mailbot.model.masking import hidden
from mailbot.model.sheets import Cell, Column, Kind, Sheet
from mailbot.rules.policy import Policy

_FILES: Mapping[str, str] = MappingProxyType(
    {
        "M-27": "casos_detenidos.xlsx",
        "M-28": "casos_reanudados.xlsx",
        "M-29": "casos_de_la_orden.xlsx",
        "M-30": "casos_por_autorizar.xlsx",
        "M-35": "casos_parecidos.xlsx",
        "M-36": "casos_del_masivo.xlsx",
    }
)
"""The mails whose list goes along as a file, and its name."""

_COLUMNS = (
    Column(title="Caso", width=18),
    Column(title="Estado", width=24),
    Column(title="Criticidad", width=12),
    Column(title="Solicitante", width=28),
    Column(title="Asunto", width=44),
    Column(title="Asignado a", width=28),
    Column(title="Recibido", width=18, kind=Kind.MOMENT),
    Column(title="Vence", width=18, kind=Kind.MOMENT),
    Column(title="Nota", width=44),
)
_LISTS = (("rows", "Casos"), ("ended", "Terminados"))


def with_table(send: Send, policy: Policy) -> Send:
    """The mail with its lists as a workbook beside them, if it is one that has any."""
    file = _FILES.get(send.template)
    if file is None:
        return send
    zone, names = policy.calendar.zone, {a: m.name for a, m in policy.staff.items()}
    sheets = tuple(
        Sheet(title=title, columns=_COLUMNS, rows=_rows(lines, names, zone))
        for fact, title in _LISTS
        if (lines := send.facts.get(fact))
    )
    if not sheets:
        return send
    table = Enclosure(name=file, sheets=sheets)
    return replace(send, enclosures=(*send.enclosures, table))


def _rows(
    lines: Iterable[CaseLine], names: Mapping[str, str], zone: ZoneInfo
) -> tuple[tuple[Cell, ...], ...]:  # fmt: skip
    return tuple(
        (
            line.number,
            line.state.value,
            line.criticality.value if line.criticality else None,
            line.requester,
            hidden(line.subject, line.identification),
            names.get(line.assignee, line.assignee),
            line.since.astimezone(zone) if line.since else None,
            line.due_at.astimezone(zone) if line.due_at else None,
            hidden(line.note, line.identification),
        )
        for line in lines
    )
