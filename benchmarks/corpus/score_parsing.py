"""Compare what parsers read from the messages of a corpus with the known answers."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from benchmarks.corpus.manifest import Entry
from benchmarks.corpus.reading import Reading
from benchmarks.corpus.table import Cost, of, print_table

CATEGORIES = ("parse", "malformed", "charset", "attachment", "threading")
_TAG = re.compile(r"<[^>]*>")

Read = Callable[[bytes], Reading]


@dataclass(slots=True)
class Tally:
    """Answers of one parser by category: how many were asked, how many right; what was wrong."""

    asked: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    right: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    wrong: list[str] = field(default_factory=list)
    cost: Cost = field(default_factory=Cost)


def words(text: str) -> str:
    return " ".join(text.split())


def same_words(read: Reading, html: str) -> bool:
    """HTML answers are compared by their words: the text is what counts."""
    return all(word in words(read.body) for word in _TAG.sub(" ", html).split())


def in_header(read: Reading, name: str, wanted: str) -> bool:
    return wanted.lower() in read.headers.get(name, "").lower()


CHECKS: dict[str, Callable[[Reading, Any], bool]] = {
    "parses": lambda read, wanted: isinstance(read, Reading) is wanted,
    "from_email": lambda read, wanted: read.sender is not None and read.sender[1] == wanted.lower(),
    "from_name": lambda read, wanted: read.sender is not None and read.sender[0] == wanted,
    "sender": lambda read, wanted: in_header(read, "sender", wanted),
    "envelope_from": lambda read, wanted: (
        in_header(read, "return-path", wanted) or read.sender is not None
    ),
    "to": lambda read, wanted: read.to == [each.lower() for each in wanted],
    "reply_to": lambda read, wanted: read.reply_to == [each.lower() for each in wanted],
    "subject": lambda read, wanted: read.subject == words(wanted),
    "subject_startswith": lambda read, wanted: read.subject.startswith(words(wanted)),
    "message_id": lambda read, wanted: read.message_id == wanted,
    "in_reply_to": lambda read, wanted: read.in_reply_to == wanted,
    "references": lambda read, wanted: read.references == wanted,
    "body": lambda read, wanted: words(read.body) == words(wanted),
    "body_contains": lambda read, wanted: all(words(each) in words(read.body) for each in wanted),
    "html_body": same_words,
    "html_contains": lambda read, wanted: all(same_words(read, each) for each in wanted),
    "html_not_contains": lambda read, wanted: not any(each in read.body for each in wanted),
    "attachments": lambda read, wanted: read.names == wanted,
    "attachments_contains": lambda read, wanted: set(wanted) <= set(read.names),
    "inlines": lambda read, wanted: set(wanted) <= set(read.names),
    "other_parts": lambda read, wanted: set(wanted) <= set(read.names),
    "attachment_count": lambda read, wanted: len(read.files) == wanted,
    "attachment_sizes": lambda read, wanted: [size for _, size in read.files] == wanted,
    "enmime_error": lambda read, wanted: read.faulty is wanted,
}


def score(entries: Iterable[Entry], read: Read) -> Tally:
    """Read every message that is a whole mail, and compare where answers about reading are known.

    Whatever a parser raises makes all its answers about that message wrong.
    """
    tally = Tally()
    for entry in entries:
        if entry.bare:
            continue
        found: Reading | None = None
        try:
            with tally.cost.timed():
                found = read(entry.content)
        except Exception as error:
            tally.cost.raised += 1
            tally.wrong.append(f"{entry.path}: {error!r}")
        if entry.category in CATEGORIES:
            for key, wanted in _answers(entry):
                tally.asked[entry.category] += 1
                right = found is not None and CHECKS[key](found, wanted)
                tally.right[entry.category] += right
                if not right:
                    tally.wrong.append(f"{entry.path}: {key} should be {wanted!r}, read {found!r}")
    return tally


def _answers(entry: Entry) -> Iterator[tuple[str, Any]]:
    return ((key, wanted) for key, wanted in entry.expected.items() if key in CHECKS)


def report(tallies: dict[str, Tally]) -> None:
    """Print the parsers beside each other."""
    every = tallies.values()
    rows = [
        (f"  {category}", *(of(each.right[category], each.asked[category]) for each in every))
        for category in CATEGORIES
    ]
    total = [of(sum(each.right.values()), sum(each.asked.values())) for each in every]
    costs = [each.cost.rows() for each in every]
    rows += [
        ("answers right", *total),
        ("exceptions", *(raised for raised, _ in costs)),
        ("CPU ms a mail", *(each for _, each in costs)),
    ]
    print_table("PARSING", list(tallies), rows)
