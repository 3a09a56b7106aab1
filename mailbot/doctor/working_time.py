"""Working time and the machine's clock: every term of the line rests on them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from mailbot.doctor.findings import Subject, Verdict, fault, fine, warning
from mailbot.model.vocabulary import Level
from mailbot.rules.calendar import WorkingCalendar, national_holidays

_LATEST_LAW = date(2027, 7, 12)
"""9 July on a Monday, by Ley 2578 de 2026: an old table of holidays lacks it."""

_FEWEST_HOLIDAYS = 15
_EARLIEST = datetime(2026, 1, 1, tzinfo=UTC)
"""This program is younger than that: a clock before it was never set."""


def calendar(subject: Subject) -> Iterator[Verdict]:
    """Hours, next holiday, and whether next year's holidays are known."""
    working = WorkingCalendar.from_config(subject.config.calendar)
    today = subject.now.astimezone(working.zone).date()
    if _LATEST_LAW not in national_holidays(_LATEST_LAW.year):
        yield fault(
            "la tabla de festivos es anterior a la Ley 2578 de 2026",
            'actualice el paquete "holidays" a 0.109 o posterior',
        )
    elif len(national_holidays(today.year + 1)) < _FEWEST_HOLIDAYS:
        yield warning(
            f"no se conocen los festivos de {today.year + 1}",
            'actualice el paquete "holidays", o escríbalos en calendar.extra_holidays',
        )
    else:
        hours = f"{working.opens:%H:%M} a {working.closes:%H:%M}"
        yield fine(f"lunes a viernes, {hours}; {_next(working, today)}")
    yield from _over(subject, today)
    yield from _upside_down(subject)


def _over(subject: Subject, today: date) -> Iterator[Verdict]:
    """Agreements that ended: their units are back to the hours of everybody."""
    for agreement in subject.config.agreement:
        if agreement.until < today:
            yield warning(
                f"el acuerdo de {', '.join(agreement.units)} venció el {agreement.until}",
                "renuévelo o quítelo de [[agreement]]",
            )


def _upside_down(subject: Subject) -> Iterator[Verdict]:
    """Budgets that leave more time for what is graver."""
    for level in Level:
        sla = subject.config.sla.of(level)
        hours = [sla.critica, sla.alta, sla.media, sla.baja]
        if hours != sorted(hours):
            yield warning(
                f"sla.{level}: un caso más grave tiene más horas que uno más leve",
                "ordene las horas: critica, alta, media, baja, de menos a más",
            )


def clock(subject: Subject) -> Iterator[Verdict]:
    """Whether the machine's time can be right at all."""
    zone = subject.config.calendar.timezone
    local = subject.now.astimezone(WorkingCalendar.from_config(subject.config.calendar).zone)
    told = f"son las {local:%H:%M} del {local:%Y-%m-%d} en {zone}"
    if subject.now < _EARLIEST:
        yield fault(told, "ponga en hora este equipo (NTP)")
    else:
        yield fine(told)


def _next(working: WorkingCalendar, today: date) -> str:
    coming = (today + timedelta(days=n) for n in range(1, 366))
    day, name = next((day, name) for day in coming if (name := working.holiday(day)))
    return f"próximo festivo: {day.isoformat()}, {name}"
