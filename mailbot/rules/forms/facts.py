"""What forms say as facts under their keys, as staff write them below a tag."""

from mailbot.model.vocabulary import CaseType
from mailbot.rules.forms.returned import Returned
from mailbot.rules.intake.facts import Facts
from mailbot.rules.intake.labels import Key


def form_facts(back: Returned) -> Facts:
    """The facts of the forms that count, the first form's before those of the others."""
    found: Facts = {}
    for checked in back.taken:
        told = {
            **checked.facts,
            Key.DESCRIPTION: checked.description,
            Key.TOPICS: checked.topics,
            Key.ATTENDEES: checked.attendees,
            Key.MODULE: checked.module or "",
            Key.TYPE: "" if checked.type is CaseType.SOPORTE else checked.type.value,
        }
        for key, value in told.items():
            if value:
                found.setdefault(key, value)
    return found
