"""A line that worked a few days, and the report of any time of it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from mailbot.config import Config
from mailbot.model.report import FinishedReport
from mailbot.reports.facts import LineFacts
from mailbot.reports.finish import finished_month
from mailbot.reports.monthly import MonthlyReport, build
from mailbot.reports.period import Period
from mailbot.rules.policy import Policy
from storage import report_facts

BOGOTA = ZoneInfo("America/Bogota")
CONFIG = Config.model_validate(
    {
        "mailbox": {"host": "localhost"},
        "smtp": {"host": "localhost"},
        "identity": {"address": "linea@entidad.test"},
    }
)
POLICY = Policy.from_config(CONFIG)


def moment(text: str) -> datetime:
    """`2026-10-05 09:00` in Bogotá."""
    return datetime.fromisoformat(text).replace(tzinfo=BOGOTA)


OCTOBER = Period(
    key="2026-10", name="octubre de 2026", zone=BOGOTA, start=moment("2026-10-01"),
    until=moment("2026-11-01"),
)  # fmt: skip


def report_of(connection: Connection, period: Period, policy: Policy) -> MonthlyReport:
    """The report of a time, from a store."""
    facts = report_facts.facts(connection, period.start, period.until)
    return build(facts, period, policy)


def october(facts: LineFacts | None = None) -> MonthlyReport:
    """The report of October about these facts; of none, where nothing happened."""
    return build(facts or LineFacts(), OCTOBER, POLICY)


def finished(report: MonthlyReport) -> FinishedReport:
    """The report with its files."""
    return finished_month(report, CONFIG)
