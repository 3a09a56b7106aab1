"""The heading of each mail, by its code of domain.md §8."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from mailbot.compose.headings import (
    assignment,
    attention,
    coordination,
    elsewhere,
    mass,
    progress,
    receipt,
    solution,
    to_people,
    to_staff,
)
from mailbot.compose.letter import Draft, Heading

HEADINGS: Mapping[str, Callable[[Draft], Heading]] = MappingProxyType(
    {
        "M-01": to_people.orientation,
        "M-02": to_people.acknowledgement,
        "M-03": to_people.acknowledgement,
        "M-04": to_people.merged,
        "M-05": solution.solved_at_first_level,
        "M-06": progress.became_incident,
        "M-07": assignment.assigned,
        "M-08": progress.escalated,
        "M-09": assignment.handed_over,
        "M-10": progress.question,
        "M-10R": to_people.reminder,
        "M-11": to_staff.user_answered,
        "M-12": solution.confirm_solution,
        "M-13": to_people.closed_unanswered,
        "M-14": elsewhere.to_organ,
        "M-15": progress.depends_on_organ,
        "M-16": to_staff.governing_body_answered,
        "M-17": progress.needs_correction,
        "M-18": elsewhere.to_corrections,
        "M-19": solution.closed,
        "M-20": solution.accepted_by_silence,
        "M-21": assignment.rejected,
        "M-22": to_people.reopened,
        "M-23": to_people.linked_service,
        "M-27": coordination.contingency_begins,
        "M-28": coordination.contingency_ends,
        "M-29": coordination.batch_done,
        "M-30": coordination.authorise,
        "M-31": receipt.receipt,
        "M-33": coordination.availability,
        "M-35": mass.suspected,
        "M-36": mass.solved,
        "M-37": attention.petition,
        "M-38": progress.standing,
        "M-39": attention.low_score,
        "M-39U": progress.thanks_for_survey,
        "M-41": assignment.running_out,
        "M-42": assignment.not_taken,
        "M-43": to_staff.new_message,
        "M-44": to_staff.notice,
        "M-45": to_staff.security,
        "M-46": to_staff.operation,
        "M-47": attention.news,
        "M-48": attention.alert,
        "M-49": to_people.too_large,
        "M-50": progress.words_of_advisor,
        "M-51": to_people.held_back,
    }
)

__all__ = ["HEADINGS"]
