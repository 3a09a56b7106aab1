"""The earlier subjects of a mail's thread: what stood in them is no order of its author.

A subject is inherited from the mail that is answered. Do we know that mail, its tags are known too,
and one more is the author's own; do we not, he is asked (domain.md §9, §16.34).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from mailbot.model.mail import Mail
from mailbot.rules.commands.subject_tags import known_tags, tags_of_subject

MOST_SUBJECTS = 500
"""Of a case with more tagged subjects than this, nobody knows them all: its replies are asked."""

_MOST_IDS = 500


class ThreadLookups(Protocol):
    """What is asked of the past; `storage.lookups.StoredLookups` answers."""

    def subjects_of_ids(self, ids: Sequence[str]) -> Mapping[str, Sequence[str]]:
        """Message-ID → subjects of the mails, received or ours, that have it."""

    def tagged_subjects(self, case_row: int, most: int) -> Sequence[tuple[str, str]]:
        """(sender, subject) of up to `most` received mails of a case with a bracket in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """`tags` of the earlier subjects; `known` tells that we have the mail that was answered."""

    tags: frozenset[str] = frozenset()
    known: bool = False


def thread_of(
    mail: Mail, case_row: int | None, lookups: ThreadLookups, staff: Collection[str]
) -> Thread:
    """The thread of a mail of `staff`; nothing is looked up where its subject holds no tag.

    Beside the thread's own mails, what people outside `staff` wrote into the subjects of the case
    never comes back as an order in a reply.
    """
    if not tags_of_subject(mail.subject):
        return Thread()
    ids = mail.thread_ids[:_MOST_IDS]
    subjects = lookups.subjects_of_ids(ids) if ids else {}
    answered = mail.in_reply_to or mail.references[-1:]
    said = lookups.tagged_subjects(case_row, MOST_SUBJECTS + 1) if case_row else ()
    others = [subject for sender, subject in said if sender not in staff]
    earlier = (subject for found in subjects.values() for subject in found)
    return Thread(
        tags=known_tags((*earlier, *others)),
        known=bool(answered) and set(answered) <= set(subjects) and len(said) <= MOST_SUBJECTS,
    )
