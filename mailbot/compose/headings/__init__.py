"""The heading of each mail, by its code of domain.md §8."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from mailbot.compose.headings import to_people, to_staff
from mailbot.compose.letter import Draft, Heading

HEADINGS: Mapping[str, Callable[[Draft], Heading]] = MappingProxyType(
    {
        "M-01": to_people.orientation,
        "M-02": to_people.acknowledgement,
        "M-03": to_people.acknowledgement,
        "M-10R": to_people.reminder,
        "M-11": to_staff.user_answered,
        "M-13": to_people.closed_unanswered,
        "M-16": to_staff.governing_body_answered,
        "M-22": to_people.reopened,
        "M-23": to_people.linked_service,
        "M-31": to_staff.receipt,
        "M-43": to_staff.new_message,
        "M-44": to_staff.notice,
        "M-45": to_staff.security,
        "M-46": to_staff.operation,
        "M-49": to_people.too_large,
    }
)

__all__ = ["HEADINGS"]
