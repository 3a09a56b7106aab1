"""[INFORME]: the report of a month on demand, for who coordinates (A26, R36)."""

from datetime import date

from mailbot.model.case import Case
from mailbot.rules.commands.act import Done, Order
from mailbot.rules.commands.grammar import Command
from mailbot.rules.commands.rights import Refused
from mailbot.rules.months import last_month_named, month_before, month_name
from mailbot.rules.report_mails import enclosures

_LONGEST_MONTH = 3
"""Words: `noviembre de 2026`."""


def send_report(order: Order, _case: Case | None) -> Done:
    """The month's workbook and page with the receipt; it changes nothing."""
    order.only("mes", words=_LONGEST_MONTH)
    today = order.policy.calendar.day(order.told_at)
    month = month_asked(order.command, today)
    report = order.view.reports.get(month)
    if report is None:
        raise Refused(f"No hay informe de {month_name(month)}.")
    still = " El mes no ha terminado: son las cifras hasta hoy." if report.partial else ""
    said = f"Informe de {report.name}, adjunto.{still} {' '.join(report.sentences)}"
    return Done(
        said=" ".join(filter(None, (said, report.changed))),
        enclosures=enclosures(report),
    )


def month_asked(command: Command, today: date) -> date:
    """The first day of the month that a tag names, last month without one. Raises Refused."""
    said = " ".join(filter(None, (command.key("mes"), *command.arguments)))
    if not said:
        return month_before(today)
    try:
        month = last_month_named(said, today)
    except ValueError:
        raise Refused(f"No entiendo «mes={said}»: escriba mes=2026-10 o mes=octubre.") from None
    if month > today:
        raise Refused(f"{month_name(month).capitalize()} no ha empezado: pida un mes que ya pasó.")
    return month
