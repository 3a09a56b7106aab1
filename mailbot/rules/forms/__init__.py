"""Whether what a returned form says holds: facts in normal form, faults, what is missing."""

from mailbot.rules.forms.check import CheckedForm, FieldFault, check_form
from mailbot.rules.forms.request import with_form
from mailbot.rules.forms.returned import Returned, other_files, returned

__all__ = [
    "CheckedForm",
    "FieldFault",
    "Returned",
    "check_form",
    "other_files",
    "returned",
    "with_form",
]
