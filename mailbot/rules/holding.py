"""When silent closings are held for a person to look: a wrong clock must not close cases."""

from datetime import datetime

from mailbot.rules.calendar import WorkingCalendar

LONGEST_GAP = 3
"""Working days between two passes; after more, what fell due meanwhile is held."""

MOST_AT_ONCE = 50
"""Silent closings that one pass carries out."""


def reason_to_hold(
    last_pass: datetime | None, now: datetime, silent_closings: int, calendar: WorkingCalendar
) -> str | None:
    """Why the silent closings that are due now must wait for `deadlines release`; None if not."""
    if silent_closings == 0:
        return None
    if last_pass is not None:
        days = calendar.working_days_between(last_pass, now)
        if days > LONGEST_GAP:
            return f"mailbot estuvo detenido {days} días hábiles."
    if silent_closings > MOST_AT_ONCE:
        return f"Se cerrarían {silent_closings} casos a la vez por falta de respuesta."
    return None
