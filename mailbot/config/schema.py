"""Every configuration key, its type and its default: one frozen value.

The keys are the outside contract. Unknown keys are refused. Paths are absolute once loaded
(relative ones are relative to the configuration's file). Hours are working hours.
"""

from datetime import date, time
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints, field_validator

from mailbot.model.vocabulary import Criticality, Group, Level, Role

EmailText = Annotated[str, StringConstraints(pattern=r"^[^@\s<>]+@[^@\s<>]+$", to_lower=True)]
DomainText = Annotated[str, StringConstraints(pattern=r"^[^@\s]+$", to_lower=True)]
Hours = Annotated[float, Field(gt=0, le=2000)]
Share = Annotated[float, Field(gt=0, le=1)]
Security = Literal["none", "tls", "starttls"]
Auth = Literal["password", "oauth2-microsoft", "oauth2-google"]


class Section(BaseModel):
    """A table of the file: frozen, and unknown keys are faults."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Server(Section):
    """How to reach a server, and with which account."""

    host: str = Field(min_length=1)
    port: int = Field(gt=0, lt=65536)
    security: Security = "tls"
    auth: Auth = "password"
    user: str | None = None
    password: SecretStr | None = None
    password_file: Path | None = None
    ca_file: Path | None = None
    """Certificates to trust besides the system's (own servers)."""
    timeout_seconds: float = Field(default=60, gt=0, le=600)


class Mailbox(Server):
    """The IMAP box that is read."""

    port: int = Field(default=993, gt=0, lt=65536)
    folder: str = Field(default="INBOX", min_length=1)
    done_folder: str = Field(default="Procesados", min_length=1)
    parked_folder: str = Field(default="Revisar", min_length=1)
    poll_seconds: float = Field(default=60, gt=0, le=3600)


class Smtp(Server):
    """The server that mails are handed to."""

    port: int = Field(default=587, gt=0, lt=65536)
    security: Security = "starttls"
    connections: int = Field(default=3, gt=0, le=20)


class Identity(Section):
    """Who the line is in its mails."""

    address: EmailText
    name: str = "Línea de Soporte SIIF Nación"


class Storage(Section):
    """Where cases and files live."""

    database: str = "sqlite:///var/mailbot.db"
    files: Path = Path("var/archivo")


class WorkingException(Section):
    """Other hours between two dates, both included (year-end closing, Q35)."""

    from_: date = Field(alias="from")
    until: date
    opens: time
    closes: time


class Calendar(Section):
    """Working time of the line (activity 4)."""

    timezone: str = "America/Bogota"
    opens: time = time(7)
    closes: time = time(19)
    dia_civico: bool = True
    extra_holidays: tuple[date, ...] = ()
    working_exceptions: tuple[WorkingException, ...] = ()


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


class SlaTable(Section):
    """Working hours of each level (domain.md §10.2)."""

    N1: Sla = Sla(critica=1, alta=2, media=4, baja=8)
    N2: Sla = Sla(critica=4, alta=12, media=24, baja=36)
    N3: Sla = Sla(critica=8, alta=24, media=48, baja=72)

    def of(self, level: Level) -> Sla:
        """The hours of `level`."""
        sla: Sla = getattr(self, level.value)
        return sla


class Trust(Section):
    """What proves who wrote a mail."""

    scheme: Literal["rfc8601", "exchange-online"] = "rfc8601"
    authserv_id: str | None = None
    same_entity: bool = True
    own_lists: tuple[str, ...] = ()
    commands_require: Literal["authenticated", "directory"] = "authenticated"


class StaffMember(Section):
    """One person of the line, by the address that commands come from."""

    name: str = Field(min_length=1)
    email: EmailText
    roles: tuple[Role, ...] = Field(min_length=1)
    group: Group | None = None
    modules: tuple[str, ...] = ()


class GoverningBody(Section):
    """An Órgano Rector: CGN, DGPPN or DGCPTN."""

    code: Literal["CGN", "DGPPN", "DGCPTN"]
    email: EmailText
    domains: tuple[DomainText, ...] = ()


class Documents(Section):
    """The operator's own files; without them the line's defaults go out."""

    circular_050: Path | None = None
    functional_form: Path | None = None
    accompaniment_form: Path | None = None


class Phones(Section):
    """How to call the line; the defaults are the procedure's own words (activity 4)."""

    bogota: str = "6021270"
    national: str = "01800910071"
    option: str = "1"
    hours: str = "lunes a viernes de 7:00 a. m. a 7:00 p. m., jornada continua"


class Orientation(Section):
    """Boxes of the Administración whose mail reaches us (activity 4 a)."""

    addresses: tuple[EmailText, ...] = ()


class Addresses(Section):
    """Where other procedures begin."""

    findings: EmailText | None = None
    changes: EmailText | None = None
    petitions: EmailText | None = None


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
    solution_min_characters: int = Field(default=40, ge=0)
    automatic_mails_per_person_and_day: int = Field(default=10, ge=1)
    automatic_mails_per_case_and_person: int = Field(default=5, ge=1)
    reopenings_per_case: int = Field(default=3, ge=0)
    new_cases_per_person_and_day: int = Field(default=30, ge=1)

    @property
    def mail_bytes(self) -> int:
        """The largest mail that is read, in bytes."""
        return int(self.mail_mb * 1024 * 1024)


class Links(Section):
    """Pages that mails may name."""

    manuals: str | None = None
    faq: str | None = None
    protocol: str | None = None
    privacy: str | None = None


class Agreement(Section):
    """Other hours for some executing units (R4); the figure is Media's, the ratio stays."""

    units: tuple[str, ...] = Field(min_length=1)
    from_: date = Field(alias="from")
    until: date
    N1: Hours | None = None
    N2: Hours | None = None
    N3: Hours | None = None


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
    links: Links = Links()
    agreement: tuple[Agreement, ...] = ()

    @field_validator("staff")
    @classmethod
    def _each_address_once(cls, staff: tuple[StaffMember, ...]) -> tuple[StaffMember, ...]:
        addresses = [member.email for member in staff]
        twice = sorted({address for address in addresses if addresses.count(address) > 1})
        if twice:
            raise ValueError(f"la dirección {', '.join(twice)} está dos veces")
        return staff
