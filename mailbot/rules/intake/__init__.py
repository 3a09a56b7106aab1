"""Reading a request: the person's facts in whatever form people write them, and what is missing."""

from mailbot.rules.intake.fixed_subjects import with_fixed_subject
from mailbot.rules.intake.request import (
    Request,
    complete,
    missing_fields,
    read_request,
    read_request_text,
    without_person,
)

__all__ = [
    "Request",
    "complete",
    "missing_fields",
    "read_request",
    "read_request_text",
    "with_fixed_subject",
    "without_person",
]
