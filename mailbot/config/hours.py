"""The keys of working time: `[calendar]`, `[sla.*]` and `[[agreement]]`."""

from collections.abc import Iterator
from datetime import date, time
from typing import Any, Self

from pydantic import Field, model_validator

from mailbot.config.kinds import Fault, Hours, TimeOfDay, UnitText, ZoneName, refuse
from mailbot.config.section import Section
from mailbot.model.vocabulary import Criticality, Level


def _closes_too_soon(opens: time, closes: time) -> Iterator[Fault]:
    if opens >= closes:
        yield ("closes",), f"debe ser posterior a opens (abre {opens:%H:%M}, cierra {closes:%H:%M})"


def _ends_before_it_begins(begin: date, end: date) -> Iterator[Fault]:
    if begin > end:
        yield ("until",), f"debe ser igual o posterior a from ({begin} es después de {end})"


class WorkingException(Section):
    """Other hours between two dates, both included (year-end closing, Q35)."""

    from_: date = Field(alias="from")
    until: date
    opens: TimeOfDay
    closes: TimeOfDay

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        refuse(
            [
                *_ends_before_it_begins(self.from_, self.until),
                *_closes_too_soon(self.opens, self.closes),
            ]
        )
        return self


class Calendar(Section):
    """Working time of the line (activity 4)."""

    timezone: ZoneName = "America/Bogota"
    opens: TimeOfDay = time(7)
    closes: TimeOfDay = time(19)
    dia_civico: bool = True
    extra_holidays: tuple[date, ...] = ()
    working_exceptions: tuple[WorkingException, ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        refuse(_closes_too_soon(self.opens, self.closes))
        return self


class Sla(Section):
    """Working hours of one level by criticality; waits default to the hours of Media (Q2, Q3)."""

    critica: Hours
    alta: Hours
    media: Hours
    baja: Hours
    client_wait: Hours | None = None
    confirmation: Hours | None = None

    def hours(self, criticality: Criticality) -> float:
        """Budget in working hours for `criticality`."""
        return float(getattr(self, criticality.value))

    @property
    def wait_hours(self) -> float:
        """How long a person may take to answer."""
        return self.client_wait or self.media

    @property
    def confirmation_hours(self) -> float:
        """How long a person may take to confirm a solution."""
        return self.confirmation or self.media


DEFAULT_HOURS = {
    "N1": {"critica": 1.0, "alta": 2.0, "media": 4.0, "baja": 8.0},
    "N2": {"critica": 4.0, "alta": 12.0, "media": 24.0, "baja": 36.0},
    "N3": {"critica": 8.0, "alta": 24.0, "media": 48.0, "baja": 72.0},
}


class SlaTable(Section):
    """Working hours of each level (domain.md §10.2)."""

    N1: Sla = Sla(**DEFAULT_HOURS["N1"])
    N2: Sla = Sla(**DEFAULT_HOURS["N2"])
    N3: Sla = Sla(**DEFAULT_HOURS["N3"])

    @model_validator(mode="before")
    @classmethod
    def _keep_the_other_hours(cls, value: Any) -> Any:
        """Hours that a level's table leaves out keep their defaults."""
        if not isinstance(value, dict):
            return value
        return {
            level: DEFAULT_HOURS.get(level, {}) | hours if isinstance(hours, dict) else hours
            for level, hours in value.items()
        }

    def of(self, level: Level) -> Sla:
        """The hours of `level`."""
        sla: Sla = getattr(self, level.value)
        return sla


class Agreement(Section):
    """Other hours for some executing units (R4); the figure is Media's, the ratio stays."""

    units: tuple[UnitText, ...] = Field(min_length=1)
    from_: date = Field(alias="from")
    until: date
    N1: Hours | None = None
    N2: Hours | None = None
    N3: Hours | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        faults = list(_ends_before_it_begins(self.from_, self.until))
        if not (self.N1 or self.N2 or self.N3):
            faults.append(((), "debe fijar las horas de al menos un nivel: N1, N2 o N3"))
        refuse(faults)
        return self
