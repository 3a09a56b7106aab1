"""What people are told whose mail was answered before a restore and is decided about again."""

from dataclasses import replace

from mailbot.model.decision import Decision, Send
from mailbot.rules.opening import ACKNOWLEDGEMENTS


def with_new_number_told(decision: Decision) -> Decision:
    """The decision about an adopted mail: its acknowledgement says that its number replaces others.

    The case that the person was told of is lost with what came after the back-up; that number
    leads nowhere, so the new one must reach him. Nothing else that he is told changes.
    """
    effects = tuple(
        replace(each, facts={**each.facts, "renumbered": True})
        if isinstance(each, Send) and each.template in ACKNOWLEDGEMENTS
        else each
        for each in decision.effects
    )
    return replace(decision, effects=effects)
