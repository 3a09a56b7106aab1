"""What came of a mail then and now, held against each other and counted."""

from collections import Counter
from dataclasses import dataclass, field, replace
from enum import StrEnum

from storage.ledger import Entry
from storage.recorded import Deed

ASPECTS = ("outcome", "rule", "case", "state", "events", "mails")
"""The parts of `Deed` that are compared, in the order in which they are told."""


class Verdict(StrEnum):
    """What a replay can say of a mail.

    ERASED: its bytes are not kept any more. CUT_OFF: its case came from something that can't be
    replayed (an erased mail, a sheet that was imported by a command), so nothing follows from it.
    """

    SAME = "same"
    DIFFERENT = "different"
    ERASED = "erased"
    CUT_OFF = "cut_off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A mail and what came of it, then and now; `now` is None where its bytes are gone.

    `numbers` are those of its case of then, `cut_off` whether the replay has no such case.
    `after` is the first mail of the same case that was decided otherwise, if one was before.
    """

    entry: Entry
    then: Deed
    now: Deed | None
    numbers: tuple[str, ...] = ()
    cut_off: bool = False
    after: int | None = None

    @property
    def verdict(self) -> Verdict:
        if self.now is None:
            return Verdict.ERASED
        if self.cut_off and self.after is None:
            return Verdict.CUT_OFF
        return Verdict.DIFFERENT if self.differences else Verdict.SAME

    @property
    def differences(self) -> tuple[str, ...]:
        """The aspects that are not as they were."""
        if self.now is None:
            return ()
        return tuple(n for n in ASPECTS if getattr(self.then, n) != getattr(self.now, n))


@dataclass(slots=True)
class Tally:
    """How many mails were compared, with which result, and in what they differ.

    `follow_ups` are the different ones whose case had a difference before: it may be the cause.
    """

    verdicts: Counter[Verdict] = field(default_factory=Counter)
    aspects: Counter[str] = field(default_factory=Counter)
    follow_ups: int = 0
    timed: int = 0
    """How many cases were treated otherwise by their deadlines."""
    _first: dict[str, int] = field(default_factory=dict)

    def note(self, compared: Compared) -> Compared:
        """Count a mail; returns it with the difference that it may come from."""
        told = {compared.then.case, compared.now.case if compared.now else ""} - {""}
        before = [self._first[number] for number in told if number in self._first]
        compared = replace(compared, after=min(before, default=None))
        self.verdicts[compared.verdict] += 1
        if compared.verdict is Verdict.DIFFERENT:
            self.aspects.update(compared.differences)
            self.follow_ups += compared.after is not None
            for number in told:
                self._first.setdefault(number, compared.entry.id)
        return compared

    def first_difference(self, number: str) -> int | None:
        """The first mail of the case with this service number that was decided otherwise."""
        return self._first.get(number)

    @property
    def found(self) -> bool:
        """Whether anything is not as it was."""
        return bool(self.verdicts[Verdict.DIFFERENT] or self.timed)
