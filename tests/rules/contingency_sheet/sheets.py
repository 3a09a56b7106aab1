"""Contingency sheets as the tests write them: rows by their facts, cases that exist."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from mailbot.model.case import Case, Requester
from mailbot.parsers.table_file import CellValue, Grid, Merged
from mailbot.rules.contingency_sheet.columns import CHANNEL, RECEIVED, TITLES
from mailbot.rules.contingency_sheet.plan import ImportPlan, Step, plan_import
from mailbot.rules.contingency_sheet.rows import SheetRow, read_rows

BOGOTA = ZoneInfo("America/Bogota")
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=BOGOTA)
HEAD: tuple[CellValue, ...] = (*TITLES, CHANNEL, RECEIVED)
_PLACES = {
    "id": 0, "name": 1, "identification": 2, "user": 3, "entity": 4, "email": 5, "phone": 6,
    "city": 7, "description": 8, "state": 9, "channel": 10, "received": 11,
}  # fmt: skip
ROSA = {
    "name": "Rosa Gil", "identification": "1.032.456.789", "user": "RGIL",
    "entity": "04-02-00 DANE", "email": "rosa@dane.test", "phone": "310 555 0199",
    "city": "Bogotá", "description": "No abre la consulta de apropiaciones.",
}  # fmt: skip
CASE = Case(
    row=7,
    service_number="SERV-2026-000012",
    incident_number="INC-2026-000003",
    requester=Requester(
        email="rosa@dane.test", name="Rosa Gil", identification="1032456789", siif_user="RGIL",
        executing_unit="04-02-00", entity="DANE", phone="310 555 0199", city="Bogotá",
    ),
    description="No abre la consulta de apropiaciones.",
    opened_at=NOW,
)  # fmt: skip


def cells(**values: CellValue) -> tuple[CellValue, ...]:
    """A row of the sheet; what is not named is empty."""
    row: list[CellValue] = [None] * len(HEAD)
    for name, value in values.items():
        row[_PLACES[name]] = value
    return tuple(row)


def grid(*rows: tuple[CellValue, ...], merged: tuple[Merged, ...] = ()) -> Grid:
    return Grid(title="Contingencia", rows=(HEAD, *rows), merged=merged)


def read(*rows: tuple[CellValue, ...], merged: tuple[Merged, ...] = ()) -> tuple[SheetRow, ...]:
    return read_rows((grid(*rows, merged=merged),), NOW, BOGOTA)


def plan(*rows: tuple[CellValue, ...], cases: tuple[Case, ...] = (), **known: Any) -> ImportPlan:
    return plan_import(read(*rows), cases, **known)


def step(*cases: Case, **values: CellValue) -> Step:
    """What becomes of a single row."""
    (only,) = plan(cells(**values), cases=cases).steps
    return only
