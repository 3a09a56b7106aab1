"""The staff directory by address."""

from mailbot.config import Config
from mailbot.config.people import StaffMember


def staff_member(address: str, config: Config) -> StaffMember | None:
    """The person of the line whose address this is, exactly; None for everybody else."""
    for member in config.staff:
        if member.email == address:
            return member
    return None
