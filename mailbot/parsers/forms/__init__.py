"""Reading forms back, however people return them: files and words in, answers out; pure."""

from mailbot.parsers.forms.read import Forms, read_forms
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
    "Forms",
    "Medium",
    "Obstacle",
    "OwnTemplate",
    "ReturnedForm",
    "Slot",
    "UnreadableForm",
    "read_forms",
]
