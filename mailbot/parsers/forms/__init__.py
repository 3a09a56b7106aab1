"""Reading forms back, however people return them: files and words in, answers out; pure."""

from mailbot.parsers.forms.read import read_forms
from mailbot.parsers.forms.values import (
    Answer,
    Attendee,
    Extra,
    FormKind,
    Medium,
    Obstacle,
    OwnTemplate,
    ReturnedForm,
    Slot,
    UnreadableForm,
)

__all__ = [
    "Answer",
    "Attendee",
    "Extra",
    "FormKind",
    "Medium",
    "Obstacle",
    "OwnTemplate",
    "ReturnedForm",
    "Slot",
    "UnreadableForm",
    "read_forms",
]
