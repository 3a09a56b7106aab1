"""Every configuration key, its type and its default: one frozen value.

The keys are the outside contract. Unknown keys are refused. Paths are absolute once loaded
(relative ones are relative to the configuration's file). Hours are working hours.
"""

from collections.abc import Iterator, Sequence

from pydantic import ValidationInfo, field_validator

from mailbot.config.antivirus import Antivirus
from mailbot.config.forms import OwnForm
from mailbot.config.hours import Agreement, Calendar, SlaTable
from mailbot.config.kinds import Fault, Key, refuse
from mailbot.config.limits import Alarms, Limits
from mailbot.config.log import Log
from mailbot.config.measures import Mass, Recurrence, Similar, Targets
from mailbot.config.metrics import Metrics
from mailbot.config.people import (
    Addresses,
    GoverningBody,
    Identity,
    Orientation,
    StaffMember,
    Trust,
)
from mailbot.config.periods import (
    Acknowledge,
    Clock,
    Contingency,
    Intake,
    Reminder,
    Reopen,
    Retention,
    Survey,
    Take,
    Warnings,
)
from mailbot.config.section import Section
from mailbot.config.servers import Mailbox, Smtp
from mailbot.config.subjects import FixedSubject
from mailbot.config.supplied import Documents, Links, Notices, Phones, Storage, Templates


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
    templates: Templates = Templates()
    form: tuple[OwnForm, ...] = ()
    fixed_subject: tuple[FixedSubject, ...] = ()
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
    metrics: Metrics = Metrics()
    log: Log = Log()
    antivirus: Antivirus = Antivirus()
    links: Links = Links()
    notices: Notices = Notices()
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

    @field_validator("form")
    @classmethod
    def _each_form_once(cls, forms: tuple[OwnForm, ...]) -> tuple[OwnForm, ...]:
        refuse(_repeated([form.name for form in forms], "name", "el formulario"))
        return forms

    @field_validator("fixed_subject")
    @classmethod
    def _each_subject_once(cls, fixed: tuple[FixedSubject, ...]) -> tuple[FixedSubject, ...]:
        subjects = [" ".join(each.subject.casefold().split()) for each in fixed]
        refuse(_repeated(subjects, "subject", "el asunto"))
        return fixed

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
