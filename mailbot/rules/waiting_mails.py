"""What a change of a case does to its mails that have not left yet: some go now, some never."""

from mailbot.model.case import Case
from mailbot.model.decision import CancelWaiting, Effect, SendNow
from mailbot.model.vocabulary import Criticality


def after_change(before: Case, after: Case) -> tuple[Effect, ...]:
    """The effects on the mails of a case that wait: for working time (R85), or for the server.

    Nobody is given a case that has gone to somebody else meanwhile, and nothing of a Crítica waits
    for the morning (domain.md §16.10).
    """
    effects: list[Effect] = []
    if (before.assignee, before.group) != (after.assignee, after.group):
        note = f"El caso pasó a {after.assignee or after.group} antes de que saliera"
        effects.append(CancelWaiting(number=after.number, template="M-07", note=note))
    if after.criticality is Criticality.CRITICA is not before.criticality:
        effects.append(SendNow(number=after.number))
    return tuple(effects)
