"""The words of the line's forms; what comes back filled in is read by the same labels."""

from mailbot.parsers.forms.wording import CASE_LABEL, HINTS, LABELS, MODULE_LABEL, REQUESTER

__all__ = ["CASE_LABEL", "HINTS", "LABELS", "MODULE_LABEL", "REQUESTER"]
