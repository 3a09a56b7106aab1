"""What the pipeline asks of the past: the database answers, or nobody where there is none."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from mailbot.model.case import Case, CaseEvent, StoredFile
from mailbot.model.faq import FaqEntry
from mailbot.model.line import (
    Absence,
    Authorisation,
    Contingency,
    DeadAddress,
    Record,
    RecordKind,
)
from mailbot.model.listing import CaseFilter, CaseList
from mailbot.pipeline.thread_subjects import ThreadLookups
from mailbot.reports.facts import LineFacts
from mailbot.rules.event import OwnMail
from mailbot.rules.matching import Clues, Trace
from mailbot.rules.similar import Matter


class Lookups(ThreadLookups, Protocol):
    """The questions; `storage.lookups.StoredLookups` answers them."""

    def traces(self, clues: Clues) -> tuple[Trace, ...]: ...

    def own_mail(self, message_id: str | None, tokens: Sequence[str]) -> OwnMail | None: ...

    def opened_since(self, email: str, moment: datetime) -> int: ...

    def ever_acknowledged(self, email: str, templates: Sequence[str]) -> bool: ...

    def braked_since(self, email: str, moment: datetime, case_row: int | None = None) -> int: ...

    def bare_since(self, who: str, moment: datetime) -> int: ...

    def noted_since(self, case_row: int, rule: str, moment: datetime) -> int: ...

    def dead(self, addresses: Iterable[str]) -> Mapping[str, DeadAddress]: ...

    def unreachable(self, email: str) -> tuple[Case, ...]: ...

    def was_told(self, once_key: str) -> bool: ...

    def ordered_before(self, message_id: str, sender: str) -> bool: ...

    def named(self, numbers: Sequence[str]) -> tuple[Case, ...]: ...

    def files(self, case_row: int) -> tuple[StoredFile, ...]: ...

    def history(self, case_row: int) -> tuple[CaseEvent, ...]: ...

    def loads(self, advisors: Iterable[str]) -> Mapping[str, int]: ...

    def absences(self, moment: datetime) -> tuple[Absence, ...]: ...

    def listing(self, wanted: CaseFilter, most: int) -> CaseList: ...

    def public_news(self, day: date) -> tuple[str, ...]: ...

    def open_since(self, moment: datetime) -> tuple[Case, ...]: ...
    def every_question(self) -> tuple[FaqEntry, ...]: ...

    def contingency(self) -> Contingency | None: ...

    def authorisation(self, code: str) -> Authorisation | None: ...

    def of_modules(
        self, modules: Sequence[str], since: datetime, is_wanted: Callable[[Matter], bool]
    ) -> tuple[Case, ...]: ...

    def children(self, parents: Sequence[str]) -> tuple[Case, ...]: ...

    def of_person(self, email: str) -> tuple[Case, ...]: ...

    def has_answers(self) -> bool: ...

    def answers(self, words: Sequence[str], most: int) -> tuple[FaqEntry, ...]: ...

    def solved_with(self, words: Sequence[str], most: int) -> tuple[Case, ...]: ...

    def faq_numbered(self, numbers: Sequence[int]) -> tuple[FaqEntry, ...]: ...

    def faq_of_cases(self, numbers: Sequence[str]) -> tuple[FaqEntry, ...]: ...

    def next_faq(self) -> int: ...

    def of_people(self, emails: Sequence[str]) -> tuple[Case, ...]: ...

    def trials(self, code: str, who: str, since: datetime) -> tuple[Authorisation, ...]: ...

    def report_facts(self, since: datetime, until: datetime) -> LineFacts: ...

    def recorded(self, kind: RecordKind, first: date, last: date) -> tuple[Record, ...]: ...


class NothingKnown:
    """A line without a past: `explain` works before there is a database."""

    def traces(self, clues: Clues) -> tuple[Trace, ...]:  # noqa: ARG002
        return ()

    def own_mail(self, message_id: str | None, tokens: Sequence[str]) -> OwnMail | None:  # noqa: ARG002
        return None

    def opened_since(self, email: str, moment: datetime) -> int:  # noqa: ARG002
        return 0

    def ever_acknowledged(self, email: str, templates: Sequence[str]) -> bool:  # noqa: ARG002
        return False

    def braked_since(self, email: str, moment: datetime, case_row: int | None = None) -> int:  # noqa: ARG002
        return 0

    def bare_since(self, who: str, moment: datetime) -> int:  # noqa: ARG002
        return 0

    def noted_since(self, case_row: int, rule: str, moment: datetime) -> int:  # noqa: ARG002
        return 0

    def dead(self, addresses: Iterable[str]) -> Mapping[str, DeadAddress]:  # noqa: ARG002
        return {}

    def unreachable(self, email: str) -> tuple[Case, ...]:  # noqa: ARG002
        return ()

    def was_told(self, once_key: str) -> bool:  # noqa: ARG002
        return False

    def ordered_before(self, message_id: str, sender: str) -> bool:  # noqa: ARG002
        return False

    def named(self, numbers: Sequence[str]) -> tuple[Case, ...]:  # noqa: ARG002
        return ()

    def files(self, case_row: int) -> tuple[StoredFile, ...]:  # noqa: ARG002
        return ()

    def history(self, case_row: int) -> tuple[CaseEvent, ...]:  # noqa: ARG002
        return ()

    def loads(self, advisors: Iterable[str]) -> Mapping[str, int]:  # noqa: ARG002
        return {}

    def absences(self, moment: datetime) -> tuple[Absence, ...]:  # noqa: ARG002
        return ()

    def listing(self, wanted: CaseFilter, most: int) -> CaseList:  # noqa: ARG002
        return CaseList()

    def public_news(self, day: date) -> tuple[str, ...]:  # noqa: ARG002
        return ()

    def every_question(self) -> tuple[FaqEntry, ...]:
        return ()

    def open_since(self, moment: datetime) -> tuple[Case, ...]:  # noqa: ARG002
        return ()

    def contingency(self) -> Contingency | None:
        return None

    def authorisation(self, code: str) -> Authorisation | None:  # noqa: ARG002
        return None

    def subjects_of_ids(self, ids: Sequence[str]) -> Mapping[str, Sequence[str]]:  # noqa: ARG002
        return {}

    def tagged_subjects(self, case_row: int, most: int) -> Sequence[tuple[str, str]]:  # noqa: ARG002
        return ()

    def of_modules(
        self,
        modules: Sequence[str],  # noqa: ARG002
        since: datetime,  # noqa: ARG002
        is_wanted: Callable[[Matter], bool],  # noqa: ARG002
    ) -> tuple[Case, ...]:
        return ()

    def children(self, parents: Sequence[str]) -> tuple[Case, ...]:  # noqa: ARG002
        return ()

    def of_person(self, email: str) -> tuple[Case, ...]:  # noqa: ARG002
        return ()

    def has_answers(self) -> bool:
        return False

    def answers(self, words: Sequence[str], most: int) -> tuple[FaqEntry, ...]:  # noqa: ARG002
        return ()

    def solved_with(self, words: Sequence[str], most: int) -> tuple[Case, ...]:  # noqa: ARG002
        return ()

    def faq_numbered(self, numbers: Sequence[int]) -> tuple[FaqEntry, ...]:  # noqa: ARG002
        return ()

    def faq_of_cases(self, numbers: Sequence[str]) -> tuple[FaqEntry, ...]:  # noqa: ARG002
        return ()

    def next_faq(self) -> int:
        return 1

    def of_people(self, emails: Sequence[str]) -> tuple[Case, ...]:  # noqa: ARG002
        return ()

    def trials(self, code: str, who: str, since: datetime) -> tuple[Authorisation, ...]:  # noqa: ARG002
        return ()

    def report_facts(self, since: datetime, until: datetime) -> LineFacts:  # noqa: ARG002
        return LineFacts()

    def recorded(self, kind: RecordKind, first: date, last: date) -> tuple[Record, ...]:  # noqa: ARG002
        return ()
