"""Whether what a returned form says holds: facts in normal form, faults, what is missing."""

from mailbot.rules.forms.check import CheckedForm, FieldFault, check_form
from mailbot.rules.forms.request import with_form

__all__ = ["CheckedForm", "FieldFault", "check_form", "with_form"]
