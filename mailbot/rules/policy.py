"""The policy: the configuration with what is derived from it, as the rules need it."""

import hashlib
from dataclasses import dataclass, field
from typing import Self

from mailbot.config import Config
from mailbot.config.people import GoverningBody, StaffMember
from mailbot.model.case import Case
from mailbot.model.vocabulary import Group, Role
from mailbot.rules.calendar import WorkingCalendar
from mailbot.rules.own_addresses import is_own_address

COORDINATOR_OF = {Group.N2F: Role.CL23, Group.N3F: Role.CL23, Group.N2T: Role.CDT,
                  Group.N3T: Role.CDT}  # fmt: skip
"""Who coordinates the levels II and III: Administración SIIF or DT (§4.2-1c, R25); else CL1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What the rules go by; one value for the life of a process."""

    config: Config
    calendar: WorkingCalendar
    staff: dict[str, StaffMember] = field(repr=False)
    """Staff by address."""

    @classmethod
    def from_config(cls, config: Config) -> Self:
        """Derive the calendar and the look-up tables."""
        return cls(
            config=config,
            calendar=WorkingCalendar.from_config(config.calendar),
            staff={member.email: member for member in config.staff},
        )

    def fingerprint(self) -> str:
        """What changes whenever the configuration of times does: deadlines rest on it."""
        config = self.config
        sections = (
            config.calendar, config.sla, config.clock, config.agreement, config.warning,
            config.reminder, config.take,
        )  # fmt: skip
        return hashlib.sha256(repr(sections).encode()).hexdigest()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of everyone in the directory."""
        return tuple(member.name for member in self.config.staff)

    def with_role(self, *roles: Role) -> tuple[str, ...]:
        """Addresses of everyone who holds one of `roles`, in the directory's order."""
        return tuple(m.email for m in self.config.staff if set(roles) & set(m.roles))

    def in_group(self, group: Group) -> tuple[str, ...]:
        """Addresses of the members of a group: by `group`, or by a role of the same code."""
        return tuple(
            member.email
            for member in self.config.staff
            if member.group == group or (member.group is None and Role(group.value) in member.roles)
        )

    def advisor(self, case: Case | None) -> tuple[str, ...]:
        """The advisor of a case, as long as the directory knows him."""
        return (case.assignee,) if case and case.assignee in self.staff else ()

    def handlers(self, case: Case | None) -> tuple[str, ...]:
        """Whom to tell about a case: its advisor, else its group, else who coordinates, else all.

        An advisor who left the directory is told nothing any more.
        """
        group = case.group if case else Group.N1
        return (
            self.advisor(case)
            or self.in_group(group)
            or self.with_role(COORDINATOR_OF.get(group, Role.N1))
            or self.with_role(Role.CL1)
            or self.with_role(Role.HERR)
            or tuple(member.email for member in self.config.staff)
        )

    def governing_body(self, address: str) -> GoverningBody | None:
        """The Órgano Rector that an address belongs to, by its own address or domain."""
        domain = address.rpartition("@")[2]
        for body in self.config.governing_body:
            if address == body.email or domain in body.domains:
                return body
        return None

    def is_own(self, address: str) -> bool:
        """Whether an address is the line's box, under whatever name mail reaches it."""
        return is_own_address(address, self.config)
