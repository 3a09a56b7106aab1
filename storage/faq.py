"""Frequent questions, which of them were quoted to whom, and the solved cases like another one."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import (
    Connection,
    RowMapping,
    bindparam,
    func,
    insert,
    literal,
    select,
    update,
)

from mailbot.model.case import Case
from mailbot.model.faq import FaqEntry, FaqState
from mailbot.rules.search_words import search_words, words_to_find
from storage import cases
from storage.full_text import FullText
from storage.schema import faq, faq_shown
from storage.statements import Statement, any_of

_ENTRIES = FullText("faq_words")
_CASES = FullText("case_words")

_BY_NUMBERS = select(faq).where(faq.c.id.in_(any_of("numbers"))).order_by(faq.c.id)
_OF_CASES = (
    select(faq)
    .where(faq.c.case_number.in_(any_of("cases")), faq.c.state != FaqState.RETIRADA)
    .order_by(faq.c.id)
)
_LAST = select(func.coalesce(func.max(faq.c.id), 0))
_ANY = Statement(select(literal(1)).where(faq.c.state == FaqState.PUBLICADA).limit(1))
_SHOWN = insert(faq_shown)
_USED = (
    update(faq_shown)
    .where(faq_shown.c.case_id == bindparam("row"), faq_shown.c.used_at.is_(None))
    .values(used_at=bindparam("moment"))
)


def save(connection: Connection, entry: FaqEntry) -> None:
    """Insert or change an entry; only what is published can be found."""
    row = _row(entry)
    changed = connection.execute(update(faq).where(faq.c.id == entry.number).values(row)).rowcount
    if not changed:
        connection.execute(insert(faq).values(row))
    if entry.state is FaqState.PUBLICADA:
        said = f"{entry.question}\n{entry.cause}\n{entry.answer}"
        _ENTRIES.put(connection, entry.number, search_words(said))
    else:
        _ENTRIES.drop(connection, (entry.number,))


def next_number(connection: Connection) -> int:
    """The number of the next entry."""
    return int(connection.execute(_LAST).scalar_one()) + 1


def numbered(connection: Connection, numbers: Sequence[int]) -> tuple[FaqEntry, ...]:
    """The entries with these numbers, in order."""
    return _entries(connection.execute(_BY_NUMBERS, {"numbers": numbers}).mappings())


def of_cases(connection: Connection, numbers: Sequence[str]) -> tuple[FaqEntry, ...]:
    """The entries that were drawn from these cases and not withdrawn, in order."""
    return _entries(connection.execute(_OF_CASES, {"cases": numbers}).mappings())


def proposed_before(connection: Connection, moment: datetime) -> tuple[FaqEntry, ...]:
    """All entries that were proposed before `moment`, in order."""
    query = select(faq).where(faq.c.proposed_at < moment).order_by(faq.c.id)
    return _entries(connection.execute(query).mappings())


def every(connection: Connection) -> tuple[FaqEntry, ...]:
    """All entries, in order."""
    return _entries(connection.execute(select(faq).order_by(faq.c.id)).mappings())


def any_published(connection: Connection) -> bool:
    """Whether there is anything to quote."""
    return _ANY.scalar(connection, {}) is not None


def matching(connection: Connection, words: Sequence[str], most: int) -> tuple[FaqEntry, ...]:
    """Up to `most` published entries with any of `words`, the most alike first."""
    keys = _ENTRIES.find(connection, words, most)
    found = {each.number: each for each in numbered(connection, keys)}
    return tuple(found[key] for key in keys)


def show(connection: Connection, case_row: int, numbers: Iterable[int], at: datetime) -> None:
    """These entries were quoted to who asked with this case."""
    rows = [{"faq_id": number, "case_id": case_row, "at": at} for number in numbers]
    if rows:
        connection.execute(_SHOWN, rows)


def use(connection: Connection, case_row: int, at: datetime) -> None:
    """Who asked with this case found the solution in what was quoted."""
    connection.execute(_USED, {"row": case_row, "moment": at})


def index_case(connection: Connection, case: Case) -> None:
    """Let a solved case be found by what it says now; one that is not solved is found no more."""
    words = words_to_find(case)
    if words:
        _CASES.put(connection, case.row, words)
    elif case.solution:
        # Without a solution it never was in the index.
        forget_cases(connection, (case.row,))


def forget_cases(connection: Connection, rows: Sequence[int]) -> None:
    """These cases are found no more; their words are gone once `settle` has run."""
    _CASES.drop(connection, rows)


def settle(connection: Connection) -> None:
    """Leave no word in the index of cases that are found no more."""
    _CASES.settle(connection)


def solved_with(connection: Connection, words: Sequence[str], most: int) -> tuple[Case, ...]:
    """Up to `most` solved cases with any of `words`, the most alike first."""
    keys = _CASES.find(connection, words, most)
    found = {each.row: each for each in cases.by_rows(connection, keys)}
    return tuple(found[key] for key in keys)


def withdraw_unread(connection: Connection, case_numbers: Sequence[str], instead: str) -> None:
    """Proposals from these cases that nobody approved lose their words and are withdrawn."""
    mine = faq.c.case_number.in_(case_numbers) & (faq.c.state == FaqState.PROPUESTA)
    gone = {"state": FaqState.RETIRADA, "question": instead, "answer": instead, "cause": ""}
    connection.execute(update(faq).where(mine).values(gone))


def _row(entry: FaqEntry) -> dict[str, object]:
    return {
        "id": entry.number,
        "state": entry.state,
        "question": entry.question,
        "answer": entry.answer,
        "module": entry.module,
        "cause": entry.cause,
        "case_number": entry.case_number,
        "proposed_by": entry.proposed_by,
        "proposed_at": entry.proposed_at,
        "decided_by": entry.decided_by,
        "decided_at": entry.decided_at,
    }


def _entries(rows: Iterable[RowMapping]) -> tuple[FaqEntry, ...]:
    return tuple(
        FaqEntry(
            number=row["id"],
            state=FaqState(row["state"]),
            question=row["question"],
            answer=row["answer"],
            module=row["module"],
            cause=row["cause"],
            case_number=row["case_number"],
            proposed_by=row["proposed_by"],
            proposed_at=row["proposed_at"],
            decided_by=row["decided_by"],
            decided_at=row["decided_at"],
        )
        for row in rows
    )
