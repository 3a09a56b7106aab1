"""How much may come in and go out, and when the line itself raises an alarm."""

from pydantic import Field

from mailbot.config.section import Section


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
