"""Where a mail on a case that was closed as a duplicate goes on (T29)."""

from dataclasses import replace

from mailbot.model.case import Case
from mailbot.model.vocabulary import CloseReason, State
from mailbot.rules.matching import Match, Standing, standing_of
from mailbot.rules.policy import Policy

FARTHEST = 5
"""A duplicate of a duplicate of …: beyond this it is no chain but a mistake."""


def surviving(case: Case) -> str | None:
    """Number of the case that a duplicate goes on in; None for a case that is none."""
    duplicate = case.state is State.CERRADO and case.close_reason is CloseReason.DUPLICADO
    return case.related[0] if duplicate and case.related else None


def goes_on_in(match: Match) -> str | None:
    """Number of the case that a person's mail on a duplicate goes on in; None for any other.

    The line's own people speak of the duplicate itself.
    """
    if match.standing in (Standing.STAFF, Standing.STRANGER):
        return None
    return surviving(match.case)


def followed(match: Match, target: Case, sender: str, policy: Policy) -> Match:
    """The match on the case that goes on: the mail is a message there, and proves nothing there.

    The author's standing is that of the other case; merging made the duplicate's people parties.
    """
    office = match.standing is Standing.OFFICE
    standing = Standing.OFFICE if office else standing_of(target, sender, policy)
    return replace(
        match, case=target, standing=standing, proven=False,
        reason=f"{match.reason}; es duplicado de {target.number}",
    )  # fmt: skip
