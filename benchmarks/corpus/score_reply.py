"""Compare how programs trim replies with the known answers of a corpus.

Of the pairs (category "reply" with a whole expected text) it counts the exact ones, where white
space counts as one space, as in the tests that the pairs come from; those where words of the
expected text are missing; and those where other words were kept. Lines that the expected text
marks as a quote (">") are others' words: a program that cuts them loses no reply text.

Lesser answers (what the reply must hold or not, how many parts there are) are counted apart.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from benchmarks.corpus.manifest import Entry
from benchmarks.corpus.table import NOT_ASKED, Cost, of, print_table
from mailbot.parsers.reply import split_reply

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Trimmed:
    """The reply, what was cut off (None if the program does not say), and if commands may run."""

    text: str
    cut: str | None = None
    commands_safe: bool = False


Trim = Callable[[str | None, str | None, str], Trimmed]


@dataclass(slots=True)
class Score:
    """Counts of one program; the lists name the messages that are not as expected."""

    pairs: int = 0
    exact: int = 0
    lost: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    kept_and_safe: int = 0
    checks: int = 0
    failed_checks: list[str] = field(default_factory=list)
    complaints: list[tuple[str, str, str]] = field(default_factory=list)
    cost: Cost = field(default_factory=Cost)


def mailbot(plain: str | None, html: str | None, subject: str) -> Trimmed:
    """The reply as mailbot trims it."""
    split = split_reply(plain, html, subject)
    return Trimmed(split.text, split.quoted, split.commands_safe)


def of_plain_text(trim: Callable[[str], str]) -> Trim:
    """A library that trims plain text only."""
    return lambda plain, _html, _subject: Trimmed(trim(plain or ""))


def squeezed(text: str) -> str:
    """The text with every run of white space as one space."""
    return " ".join(text.split())


def words_of(text: str, *, quoted: bool = True) -> Counter[str]:
    """The words of a text, those of lines marked as a quote only if `quoted`."""
    lines = text.split("\n")
    return Counter(
        word
        for line in lines
        if quoted or not line.lstrip().startswith(">")
        for word in _WORD.findall(line)
    )


def score(entries: Iterable[Entry], trim: Trim) -> Score:
    """Trim every reply; an exception is an empty reply."""
    result = Score()
    for entry in entries:
        if entry.category != "reply":
            continue
        words = entry.words()
        trimmed = Trimmed("")
        try:
            with result.cost.timed():
                trimmed = trim(*words)
        except Exception:
            result.cost.raised += 1
        if "reply_text" in entry.expected:
            _score_pair(result, entry.path, trimmed, entry.expected["reply_text"])
        for check, passed in _checks(entry.expected, trimmed, words[0] or ""):
            result.checks += 1
            if not passed:
                result.failed_checks.append(f"{entry.path}: {check}")
    return result


def _score_pair(result: Score, path: str, trimmed: Trimmed, wanted: str) -> None:
    result.pairs += 1
    if squeezed(trimmed.text) == squeezed(wanted):
        result.exact += 1
        return
    result.complaints.append((path, wanted, trimmed.text))
    if words_of(wanted, quoted=False) - words_of(trimmed.text):
        result.lost.append(path)
    if words_of(trimmed.text) - words_of(wanted):
        result.kept.append(path)
        result.kept_and_safe += trimmed.commands_safe


def _checks(expected: dict[str, Any], trimmed: Trimmed, plain: str) -> Iterator[tuple[str, bool]]:
    """The lesser answers, as far as they speak of the first reply or of a cut at all."""
    text = trimmed.text.strip()
    shown = squeezed(text)
    was_cut = len(shown) < len(squeezed(plain)) if trimmed.cut is None else bool(trimmed.cut)
    for words in expected.get("reply_contains", []):
        yield f"contains {words!r}", squeezed(words) in shown
    for words in expected.get("reply_not_contains", []):
        yield f"does not contain {words!r}", squeezed(words) not in shown
    for words in expected.get("elided_contains", []):
        yield f"cut off {words!r}", squeezed(words) not in shown
    if "first_fragment" in expected:
        yield "starts with", shown.startswith(squeezed(expected["first_fragment"]))
    parts = expected.get("fragments", expected.get("replies"))
    if parts is not None and (parts > 1 or "fragments" in expected):
        yield f"{parts} parts", was_cut == (parts > 1)
    if "latest_reply_lines" in expected:
        yield "lines", len(text.split("\n")) == expected["latest_reply_lines"]


def report(scores: dict[str, Score], *, verbose: bool) -> None:
    """Print the programs beside each other; with `verbose` every wrong answer of the first."""
    every = list(scores.values())
    first, others = every[0], every[1:]
    costs = [each.cost.rows() for each in every]
    rows = [
        ("pairs exact", *(of(each.exact, each.pairs) for each in every)),
        ("  reply text lost", *(str(len(each.lost)) for each in every)),
        ("  other words kept", *(str(len(each.kept)) for each in every)),
        ("    and a command could run", str(first.kept_and_safe), *(NOT_ASKED for _ in others)),
        (
            "lesser answers right",
            *(of(each.checks - len(each.failed_checks), each.checks) for each in every),
        ),
        ("exceptions", *(raised for raised, _ in costs)),
        ("CPU ms a mail", *(each for _, each in costs)),
    ]
    print_table("REPLY TRIMMING", list(scores), rows)
    if verbose:
        for path, wanted, got in first.complaints:
            marks = ("LOST " if path in first.lost else "") + ("KEPT" if path in first.kept else "")
            print(f"\n=== {path} {marks}\n--- expected\n{wanted[-600:]}\n--- got\n{got[-600:]}")
        print("\n".join(["", *first.failed_checks]))
