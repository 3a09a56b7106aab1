"""Who gets a case: the available advisor of the group with the fewest running cases."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from mailbot.config.people import StaffMember
from mailbot.model.line import Absence
from mailbot.model.vocabulary import Group, Role
from mailbot.rules.policy import COORDINATOR_OF, Policy

MOST_COUNTED = 500
"""How far the running cases of an advisor are counted: beyond, nobody is busier than another."""


def coordinators(group: Group, policy: Policy) -> tuple[str, ...]:
    """The coordinators of a group's level: of the Administración SIIF, or of DT (§4.2-1c, R25)."""
    return policy.with_role(COORDINATOR_OF.get(group, Role.CL1))


def absence_of(email: str, absences: Sequence[Absence], moment: datetime) -> Absence | None:
    """The absence that keeps somebody from getting cases at `moment`."""
    return next((each for each in absences if each.email == email and each.covers(moment)), None)


def available(
    group: Group, module: str | None, loads: Mapping[str, int], absences: Sequence[Absence],
    moment: datetime, policy: Policy,
) -> tuple[str, ...]:  # fmt: skip
    """The members of a group who can get a case now, who has fewest first.

    In the third functional level those who own the module come alone, if there are any: they are
    its coordinators.
    """
    present = [
        email for email in policy.in_group(group) if absence_of(email, absences, moment) is None
    ]
    if group is Group.N3F and module:
        owners = [email for email in present if module in policy.staff[email].modules]
        present = owners or present
    return tuple(sorted(present, key=lambda email: loads.get(email, 0)))


def told_load(count: int) -> str:
    """How many running cases somebody has, in words."""
    more = " o más" if count >= MOST_COUNTED else ""
    return f"{count} caso{'s' * (count != 1)}{more}"


def group_of(member: StaffMember, wanted: Group | None) -> Group | None:
    """The group in which a person solves cases, `wanted` if he is in it; None for no solver."""
    groups = [member.group] if member.group else []
    groups += [Group(role.value) for role in member.roles if role.value in list(Group)]
    if wanted:
        return wanted if wanted in groups else None
    return next(iter(groups), None)
