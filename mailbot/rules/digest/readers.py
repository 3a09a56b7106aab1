"""Who gets a digest, and about which groups (§3, R27)."""

from mailbot.config.people import StaffMember
from mailbot.model.vocabulary import Group, Role
from mailbot.rules.policy import COORDINATOR_OF, Policy

COORDINATORS = (Role.CL1, Role.CL23, Role.CDT)


def readers(policy: Policy) -> tuple[str, ...]:
    """The addresses of the coordinators, each once."""
    return policy.with_role(*COORDINATORS)


def groups_of(member: StaffMember, policy: Policy) -> tuple[Group, ...]:
    """The groups that a coordinator follows; none for anybody else.

    A group whose own coordinator the directory does not name is followed by the line's (CL1), so
    that nobody's cases are out of sight.
    """
    return tuple(group for group in Group if _coordinator(group, policy) in member.roles)


def follows_the_line(member: StaffMember) -> bool:
    """Whether he reads how the whole line stands (R38)."""
    return Role.CL1 in member.roles


def _coordinator(group: Group, policy: Policy) -> Role:
    role = COORDINATOR_OF.get(group, Role.CL1)
    return role if policy.with_role(role) else Role.CL1
