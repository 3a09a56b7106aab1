"""Every configuration key, its type and its default: one frozen value.

The keys are the outside contract. Unknown keys are refused. Paths are absolute once loaded
(relative ones are relative to the configuration's file). Hours are working hours.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationInfo, field_validator

from mailbot.config.antivirus import Antivirus
from mailbot.config.hours import Agreement, Calendar, Sla, SlaTable, WorkingException
from mailbot.config.kinds import (
    DatabaseUrl,
    ExistingFile,
    Fault,
    FolderPath,
    Hours,
    Key,
    Share,
    refuse,
)
from mailbot.config.people import (
    Addresses,
    GoverningBody,
    Identity,
    Orientation,
    StaffMember,
    Trust,
)
from mailbot.config.section import Section
from mailbot.config.servers import Mailbox, Server, Smtp

__all__ = [
    "Acknowledge",
    "Addresses",
    "Agreement",
    "Alarms",
    "Antivirus",
    "Calendar",
    "Clock",
    "Config",
    "Contingency",
    "Documents",
    "GoverningBody",
    "Identity",
    "Intake",
    "Limits",
    "Links",
    "Mailbox",
    "Mass",
    "Orientation",
    "Phones",
    "Recurrence",
    "Reminder",
    "Reopen",
    "Retention",
    "Section",
    "Server",
    "Similar",
    "Sla",
    "SlaTable",
    "Smtp",
    "StaffMember",
    "Storage",
    "Survey",
    "Take",
    "Targets",
    "Trust",
    "Warnings",
    "WorkingException",
]


class Storage(Section):
    """Where cases and files live."""

    # The address may hold a password, which no print of the configuration may show.
    database: DatabaseUrl = Field(
        default="sqlite:///var/mailbot.db", repr=False, validate_default=True
    )
    files: FolderPath = Field(default=Path("var/archivo"), validate_default=True)


class Documents(Section):
    """The operator's own files; without them the line's defaults go out."""

    circular_050: ExistingFile | None = None
    functional_form: ExistingFile | None = None
    accompaniment_form: ExistingFile | None = None
    format: Literal["docx", "xlsx", "pdf"] = "docx"


class Phones(Section):
    """How to call the line; the defaults are the procedure's own words (activity 4)."""

    bogota: str = "6021270"
    national: str = "01800910071"
    option: str = "1"
    hours: str = "lunes a viernes de 7:00 a. m. a 7:00 p. m., jornada continua"


class Clock(Section):
    """Whether the two states of Q1 stop the clock."""

    stops_finding: bool = False
    stops_adjustment: bool = False


class Reopen(Section):
    """How long a closed case can be opened again."""

    working_days: int = Field(default=5, ge=0)


class Intake(Section):
    """How long an incomplete request waits; None means N1's client_wait."""

    wait_hours: Hours | None = None


class Survey(Section):
    """How long a survey can be answered."""

    valid_working_days: int = Field(default=10, ge=1)
    reminder_working_days: int = Field(default=3, ge=1)


class Mass(Section):
    """When a mass incident is suggested (Q9, Q10)."""

    min_sections: int = Field(default=4, ge=2)
    section_groups: int = Field(default=2, ge=1, le=3)
    window_hours: Hours = 12


class Recurrence(Section):
    """When a recurring fault is told to the coordinator (R46)."""

    cases: int = Field(default=5, ge=2)
    window_hours: Hours = 24


class Similar(Section):
    """How alike two descriptions must be to count as the same matter."""

    threshold: Share = 0.6


class Take(Section):
    """Working hours until a case counts as not taken (activities 15 and 22)."""

    N1: Hours = 2
    N2: Hours = 4
    N3: Hours = 8


class Acknowledge(Section):
    """Within how many minutes a request is acknowledged (R33)."""

    max_minutes: float = Field(default=5, gt=0)


class Reminder(Section):
    """At which share of a wait the person is reminded."""

    at: Share = 0.5


class Warnings(Section):
    """At which shares of a budget the advisor is warned."""

    at: tuple[Share, ...] = (0.8, 1.0)


class Targets(Section):
    """What the monthly report measures against."""

    sla: Share = 0.90
    csat: Share = 0.85
    satisfied: int = Field(default=4, ge=1, le=5)


class Contingency(Section):
    """How often the ten-column sheet is written to disk."""

    snapshot_minutes: float = Field(default=15, gt=0)


class Retention(Section):
    """Years that mail and files are kept; 0 means for ever."""

    years: int = Field(default=0, ge=0)


class Limits(Section):
    """Sizes and brakes."""

    mail_mb: float = Field(default=20, gt=0, le=200)
    files: int = Field(default=20, ge=1)
    outgoing_mb: float = Field(default=15, gt=0, le=200)
    parse_seconds: float = Field(default=10, ge=1, le=300)
    solution_min_characters: int = Field(default=40, ge=0)
    automatic_mails_per_person_and_day: int = Field(default=10, ge=1)
    automatic_mails_per_case_and_person: int = Field(default=5, ge=1)
    reopenings_per_case: int = Field(default=3, ge=0)
    new_cases_per_person_and_day: int = Field(default=30, ge=1)
    bare_requests_per_domain_and_day: int = Field(default=0, ge=0)

    @property
    def mail_bytes(self) -> int:
        """The largest mail that is read, in bytes."""
        return int(self.mail_mb * 1024 * 1024)


class Alarms(Section):
    """When something about the line itself is told to who administers it."""

    unreachable_minutes: float = Field(default=15, gt=0)
    quiet_hours: float = Field(default=4, ge=0)
    outbox_minutes: float = Field(default=30, gt=0)
    clock_seconds: float = Field(default=300, gt=0)
    disk_mb: float = Field(default=500, ge=0)


class Links(Section):
    """Pages that mails may name."""

    manuals: str | None = None
    faq: str | None = None
    protocol: str | None = None
    privacy: str | None = None


class Config(Section):
    """The whole configuration."""

    mailbox: Mailbox
    smtp: Smtp
    identity: Identity
    storage: Storage = Storage()
    calendar: Calendar = Calendar()
    sla: SlaTable = SlaTable()
    trust: Trust = Trust()
    staff: tuple[StaffMember, ...] = ()
    governing_body: tuple[GoverningBody, ...] = ()
    documents: Documents = Documents()
    phones: Phones = Phones()
    orientation: Orientation = Orientation()
    addresses: Addresses = Addresses()
    clock: Clock = Clock()
    reopen: Reopen = Reopen()
    intake: Intake = Intake()
    survey: Survey = Survey()
    mass: Mass = Mass()
    recurrence: Recurrence = Recurrence()
    similar: Similar = Similar()
    take: Take = Take()
    acknowledge: Acknowledge = Acknowledge()
    reminder: Reminder = Reminder()
    warning: Warnings = Warnings()
    targets: Targets = Targets()
    contingency: Contingency = Contingency()
    retention: Retention = Retention()
    limits: Limits = Limits()
    alarms: Alarms = Alarms()
    antivirus: Antivirus = Antivirus()
    links: Links = Links()
    agreement: tuple[Agreement, ...] = ()

    @field_validator("staff")
    @classmethod
    def _each_address_once(
        cls, staff: tuple[StaffMember, ...], info: ValidationInfo
    ) -> tuple[StaffMember, ...]:
        emails = [member.email for member in staff]
        refuse([*_repeated(emails, "email", "la dirección"), *_own(emails, info, ("email",))])
        return staff

    @field_validator("governing_body")
    @classmethod
    def _each_body_once(
        cls, bodies: tuple[GoverningBody, ...], info: ValidationInfo
    ) -> tuple[GoverningBody, ...]:
        codes = [body.code for body in bodies]
        emails = [body.email for body in bodies]
        refuse([*_repeated(codes, "code", "el órgano"), *_own(emails, info, ("email",))])
        return bodies

    @field_validator("orientation")
    @classmethod
    def _boxes_of_others(cls, orientation: Orientation, info: ValidationInfo) -> Orientation:
        found = _own(orientation.addresses, info)
        refuse((("addresses", *where), what) for where, what in found)
        return orientation


def _repeated(values: Sequence[str], key: str, kind: str) -> Iterator[Fault]:
    for number, value in enumerate(values):
        if value in values[:number]:
            yield (number, key), f"{kind} {value} ya está en el número {values.index(value) + 1}"


def _own(addresses: Sequence[str], info: ValidationInfo, key: Key = ()) -> Iterator[Fault]:
    identity: Identity | None = info.data.get("identity")
    for number, address in enumerate(addresses):
        if identity and address == identity.address:
            yield (number, *key), "es el buzón de la línea misma (identity.address)"
