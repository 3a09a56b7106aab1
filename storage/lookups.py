"""The look-ups that the rules need, answered from the database."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import Connection

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
from mailbot.model.vocabulary import MatchBy
from mailbot.reports.facts import LineFacts
from mailbot.rules.assignment import MOST_COUNTED
from mailbot.rules.event import OwnMail
from mailbot.rules.matching import Clues, Trace
from mailbot.rules.similar import Matter
from storage import (
    brakes,
    case_files,
    case_lists,
    cases,
    dead_addresses,
    faq,
    on_line,
    outbox,
    report_facts,
    threads,
)


class StoredLookups:
    """Look-ups over one open transaction, of one decision.

    A reply leads to its case by token, thread and subject: the case is read once all the same. So
    is what is known of an address.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._read: dict[int, Case] = {}
        self._dead: dict[str, DeadAddress | None] = {}

    def traces(self, clues: Clues) -> tuple[Trace, ...]:
        """Where the clues lead, strongest first."""
        found: list[Trace] = []
        found += self._by_token(clues.tokens)
        found += self._by_thread(clues.thread_ids)
        for by, numbers, in_form in (
            (MatchBy.SUBJECT, clues.subject_numbers, False),
            (MatchBy.ATTACHMENT, clues.form_numbers, True),
            (MatchBy.ATTACHMENT, clues.file_numbers, False),
        ):
            known = {number: case for case in self.named(numbers) for number in case.numbers}
            found += [
                Trace(by=by, case=known[number], in_form=in_form)
                for number in numbers
                if number in known
            ]
        return tuple(found)

    def own_mail(self, message_id: str | None, tokens: Sequence[str]) -> OwnMail | None:
        """Our mail with this Message-ID, or else with one of these tokens."""
        posted = outbox.find(self._connection, message_id=message_id) if message_id else None
        if posted is None:
            posted = next(iter(outbox.with_tokens(self._connection, tokens)), None)
        if posted is None:
            return None
        case = self._cases((posted.case_id,))[posted.case_id] if posted.case_id else None
        return OwnMail(
            message_id=posted.message_id, template=posted.template, to=posted.to, cc=posted.cc,
            case=case,
        )  # fmt: skip

    def opened_since(self, email: str, moment: datetime) -> int:
        """How many cases a person opened since `moment`."""
        return cases.opened_since(self._connection, email, moment)

    def ever_acknowledged(self, email: str, templates: Sequence[str]) -> bool:
        """Whether a person ever got one of these mails."""
        return outbox.ever_acknowledged(self._connection, email, templates)

    def braked_since(self, email: str, moment: datetime, case_row: int | None = None) -> int:
        """How many mails under the brake a person got since `moment`, on one case if given."""
        return outbox.braked_since(self._connection, email, moment, case_row)

    def bare_since(self, who: str, moment: datetime) -> int:
        """How many bare requests came since then of an address or a `@domain`."""
        return brakes.bare_since(self._connection, who, moment)

    def noted_since(self, case_row: int, rule: str, moment: datetime) -> int:
        """How many entries of a case's history a rule wrote since then."""
        return brakes.noted_since(self._connection, case_row, rule, moment)

    def dead(self, addresses: Iterable[str]) -> dict[str, DeadAddress]:
        """Those of these addresses that mail does not reach."""
        asked = tuple(addresses)
        if unknown := [each for each in asked if each not in self._dead]:
            self._dead |= dict.fromkeys(unknown)
            self._dead |= dead_addresses.among(self._connection, unknown)
        return {each: found for each in asked if (found := self._dead[each])}

    def unreachable(self, email: str) -> tuple[Case, ...]:
        """The open cases of a person that our mails did not reach."""
        rows = brakes.unreachable(self._connection, email)
        found = self._cases(rows)
        return tuple(found[row] for row in rows)

    def was_told(self, once_key: str) -> bool:
        """Whether a mail with this key was ever posted."""
        return outbox.was_told(self._connection, once_key)

    def ordered_before(self, message_id: str, sender: str) -> bool:
        """Whether a mail with this id and author was an order already."""
        return threads.ordered_before(self._connection, message_id, sender)

    def named(self, numbers: Sequence[str]) -> tuple[Case, ...]:
        """The cases with one of these numbers, in order of arrival."""
        known = {number: case.row for case in self._read.values() for number in case.numbers}
        unread = [number for number in numbers if number not in known]
        fresh = {case.row: case for case in cases.by_numbers(self._connection, unread)}
        self._read |= fresh
        rows = {*fresh, *(known[number] for number in numbers if number in known)}
        return tuple(self._read[row] for row in sorted(rows))

    def files(self, case_row: int) -> tuple[StoredFile, ...]:
        """The files of a case."""
        return case_files.of_case(self._connection, case_row)

    def history(self, case_row: int) -> tuple[CaseEvent, ...]:
        """The history of a case."""
        return cases.history(self._connection, case_row)

    def loads(self, advisors: Iterable[str]) -> dict[str, int]:
        """How many running cases each of these advisors has, counted as far as it matters."""
        return case_lists.loads(self._connection, advisors, MOST_COUNTED)

    def absences(self, moment: datetime) -> tuple[Absence, ...]:
        """Who is away at `moment`, or will be."""
        return on_line.absent_from(self._connection, moment)

    def listing(self, wanted: CaseFilter, most: int) -> CaseList:
        """The first `most` open cases that are asked for, in working order, and how many exist."""
        return case_lists.matching(self._connection, wanted, most)

    def public_news(self, day: date) -> tuple[str, ...]:
        """What people with a new request are told on `day`, the latest first."""
        return tuple(news.text for news in reversed(on_line.public_news(self._connection, day)))

    def every_question(self) -> tuple[FaqEntry, ...]:
        """Every frequent question, in order."""
        return faq.every(self._connection)

    def open_since(self, moment: datetime) -> tuple[Case, ...]:
        """The cases that are not closed, or were closed after `moment`."""
        return cases.open_since(self._connection, moment)

    def contingency(self) -> Contingency | None:
        """The contingency that lasts."""
        return on_line.contingency(self._connection)

    def authorisation(self, code: str) -> Authorisation | None:
        """The order that waits under a code, or was decided under it."""
        return on_line.authorisation(self._connection, code)

    def of_modules(
        self, modules: Sequence[str], since: datetime, is_wanted: Callable[[Matter], bool]
    ) -> tuple[Case, ...]:
        """The newest cases of these modules that came in since then, by what they are about."""
        return cases.of_modules(self._connection, modules, since, is_wanted)

    def children(self, parents: Sequence[str]) -> tuple[Case, ...]:
        """The cases that hang on these mass incidents."""
        return cases.hanging_on(self._connection, parents)

    def has_answers(self) -> bool:
        """Whether any frequent question is published."""
        return faq.any_published(self._connection)

    def answers(self, words: Sequence[str], most: int) -> tuple[FaqEntry, ...]:
        """The published questions with any of these words, the most alike first."""
        return faq.matching(self._connection, words, most)

    def solved_with(self, words: Sequence[str], most: int) -> tuple[Case, ...]:
        """The solved cases with any of these words, the most alike first."""
        return faq.solved_with(self._connection, words, most)

    def faq_numbered(self, numbers: Sequence[int]) -> tuple[FaqEntry, ...]:
        """The frequent questions with these numbers."""
        return faq.numbered(self._connection, numbers)

    def faq_of_cases(self, numbers: Sequence[str]) -> tuple[FaqEntry, ...]:
        """The frequent questions that were drawn from these cases."""
        return faq.of_cases(self._connection, numbers)

    def next_faq(self) -> int:
        """The number of the next frequent question."""
        return faq.next_number(self._connection)

    def of_person(self, email: str) -> tuple[Case, ...]:
        """Every case of a person."""
        return cases.of_person(self._connection, email)

    def of_people(self, emails: Sequence[str]) -> tuple[Case, ...]:
        """Every case of these people."""
        return cases.of_people(self._connection, emails)

    def trials(self, code: str, who: str, since: datetime) -> tuple[Authorisation, ...]:
        """The trial of an import under `code`, or without one those of `who` that wait."""
        return on_line.trials(self._connection, code, who, since)

    def subjects_of_ids(self, ids: Sequence[str]) -> dict[str, list[str]]:
        """Message-ID → subjects of the mails, received or ours, that have it."""
        found: dict[str, list[str]] = {}
        for known in (threads.subjects_of_ids, outbox.subjects_of_ids):
            for message_id, subject in known(self._connection, ids):
                found.setdefault(message_id, []).append(subject)
        return found

    def tagged_subjects(self, case_row: int, most: int) -> tuple[tuple[str, str], ...]:
        """(sender, subject) of received mails of a case with a bracket in the subject."""
        return threads.tagged_subjects(self._connection, case_row, most)

    def report_facts(self, since: datetime, until: datetime) -> LineFacts:
        """All that a report of a time rests on; its cases come as they are read."""
        return report_facts.facts(self._connection, since, until)

    def recorded(self, kind: RecordKind, first: date, last: date) -> tuple[Record, ...]:
        """What was recorded of a kind for the days from `first` to `last`, in order."""
        return on_line.recorded(self._connection, kind, first, last)

    def _by_token(self, tokens: Sequence[str]) -> list[Trace]:
        posted = {mail.token: mail for mail in outbox.with_tokens(self._connection, tokens)}
        mails = [posted[token] for token in tokens if token in posted]
        found = self._cases(mail.case_id for mail in mails if mail.case_id)
        return [
            Trace(
                by=MatchBy.TOKEN,
                case=found[mail.case_id],
                recipient=mail.to[0],
                template=mail.template,
            )
            for mail in mails
            if mail.case_id
        ]

    def _by_thread(self, ids: Sequence[str]) -> list[Trace]:
        known = threads.cases_of_ids(self._connection, ids)
        rows = [known[id_] for id_ in ids if id_ in known]
        found = self._cases(rows)
        return [Trace(by=MatchBy.REFERENCES, case=found[row]) for row in rows]

    def _cases(self, rows: Iterable[int]) -> Mapping[int, Case]:
        """The cases with these rows, among those that were read before."""
        unread = set(rows) - self._read.keys()
        self._read |= {case.row: case for case in cases.by_rows(self._connection, unread)}
        return self._read
