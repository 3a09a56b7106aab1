"""What was decided about each question, and when: the question itself tells only the latest (R41).

A month's report tells how the questions stood then, whatever was decided about them later.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from mailbot.model.faq import FaqEntry, FaqState
from mailbot.model.line import Record, RecordKind


def on_record(entry: FaqEntry, day: date) -> Record:
    """The decision about a question, as it stays on record. Raises ValueError for a proposal."""
    if entry.decided_at is None or entry.decided_by is None:
        raise ValueError("nobody decided about it")
    return Record(
        kind=RecordKind.PREGUNTA, at=entry.decided_at, by=entry.decided_by, day=day,
        text=f"{entry.number} {entry.state}",
    )  # fmt: skip


def as_decided(entries: Iterable[FaqEntry], decisions: Iterable[Record]) -> tuple[FaqEntry, ...]:
    """The questions as these decisions, in order, leave them; without one they are proposals."""
    last = {int(each.text.split()[0]): each for each in decisions}
    return tuple(_after(entry, last.get(entry.number)) for entry in entries)


def _after(entry: FaqEntry, decision: Record | None) -> FaqEntry:
    if decision is None and entry.decided_at is None:
        # A proposal still, or one that lost its words with its case.
        return entry
    if decision is None:
        return replace(entry, state=FaqState.PROPUESTA, decided_by=None, decided_at=None)
    state = FaqState(decision.text.split()[1])
    return replace(entry, state=state, decided_by=decision.by, decided_at=decision.at)
