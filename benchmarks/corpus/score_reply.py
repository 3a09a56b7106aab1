"""Score the splitting of replies against a corpus with known answers.

    python benchmarks/corpus/score_reply.py /path/to/corpus [-v]

The corpus holds manifest.json (path, category, expected) and the mails. Of its pairs (category
"reply" with a full expected text) it counts the exact ones, those where words of the reply were
lost, and those where quoted text was kept. Further answers of the corpus (what the reply must or
must not hold, how many parts there are) are counted apart, and that no line of any mail is lost
between the two sides.
"""

import argparse
import email
import email.policy
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mailbot.parsers.reply import Split, split_reply

_WORD = re.compile(r"\w")


@dataclass(slots=True)
class Score:
    """Counts over the corpus; `complaints` name each mail that is not as expected."""

    pairs: int = 0
    exact: int = 0
    lost: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    kept_unsafe: int = 0
    checks: int = 0
    failed_checks: list[str] = field(default_factory=list)
    vanished: list[str] = field(default_factory=list)
    complaints: list[tuple[str, str, str]] = field(default_factory=list)
    seconds: float = 0.0


def read_words(path: Path, entry: dict[str, Any]) -> tuple[str | None, str | None, str]:
    """Plain text, HTML and subject of a corpus file: a bare text, or a whole mail."""
    raw = path.read_bytes()
    if entry.get("format") == "body-text":
        return raw.decode("utf-8", "replace"), None, ""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    return (
        plain.get_content() if plain else None,
        html.get_content() if html else None,
        str(message.get("Subject", "")),
    )


def squeezed(text: str) -> str:
    """The text without what no reader sees: spaces at line ends, repeated blank lines."""
    lines = "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip()


def words_of(text: str) -> Counter[str]:
    """The lines that hold words, without their spaces."""
    return Counter("".join(line.split()) for line in text.split("\n") if _WORD.search(line))


def score_pair(score: Score, name: str, split: Split, expected: str) -> None:
    score.pairs += 1
    got, wanted = squeezed(split.text), squeezed(expected)
    if got == wanted:
        score.exact += 1
        return
    score.complaints.append((name, wanted, got))
    if words_of(wanted) - words_of(got):
        score.lost.append(name)
    if words_of(got) - words_of(wanted):
        score.kept.append(name)
        score.kept_unsafe += split.commands_safe


def checks(expected: dict[str, Any], split: Split) -> Iterator[tuple[str, bool]]:
    """The corpus' lesser answers, as far as they speak of the first reply or of a cut at all."""
    text = squeezed(split.text)
    for words in expected.get("reply_contains", []):
        yield f"contains {words!r}", words in text
    for words in expected.get("reply_not_contains", []):
        yield f"does not contain {words!r}", words not in text
    for words in expected.get("elided_contains", []):
        yield f"cut off {words!r}", words in split.quoted
    if "first_fragment" in expected:
        yield "starts with", text.startswith(expected["first_fragment"])
    parts = expected.get("fragments", expected.get("replies"))
    if parts is not None and (parts > 1 or "fragments" in expected):
        yield f"{parts} parts", bool(split.quoted) == (parts > 1)
    if "latest_reply_lines" in expected:
        yield "lines", len(text.split("\n")) == expected["latest_reply_lines"]


def score_corpus(corpus: Path) -> Score:
    score = Score()
    for entry in json.loads((corpus / "manifest.json").read_text("utf-8"))["messages"]:
        if entry["category"] != "reply":
            continue
        words = read_words(corpus / entry["path"], entry)
        started = time.process_time()
        split = split_reply(*words)
        score.seconds += time.process_time() - started
        name, expected = entry["path"], entry.get("expected") or {}
        if words_of(split.body) != words_of(split.text) + words_of(split.quoted):
            score.vanished.append(name)
        if "reply_text" in expected:
            score_pair(score, name, split, expected["reply_text"])
        for check, passed in checks(expected, split):
            score.checks += 1
            if not passed:
                score.failed_checks.append(f"{name}: {check}")
    return score


def report(score: Score, *, verbose: bool) -> None:
    print(
        f"exact               {score.exact:4} of {score.pairs:4}  {score.exact / score.pairs:7.1%}"
    )
    print(f"reply text lost     {len(score.lost):4}")
    print(
        f"quoted text kept    {len(score.kept):4}  ({score.kept_unsafe} where commands could run)"
    )
    print(f"lesser answers      {score.checks - len(score.failed_checks):4} of {score.checks:4}")
    print(f"lines that vanished {len(score.vanished):4}")
    print(f"CPU                 {score.seconds * 1000:.1f} ms in all")
    if not verbose:
        return
    for name, wanted, got in score.complaints:
        marks = ("LOST " if name in score.lost else "") + ("KEPT" if name in score.kept else "")
        print(f"\n=== {name} {marks}\n--- expected\n{wanted[-600:]}\n--- got\n{got[-600:]}")
    print("\n".join(["", *score.failed_checks, *(f"vanished: {name}" for name in score.vanished)]))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("-v", "--verbose", action="store_true", help="show each wrong answer")
    arguments = parser.parse_args()
    score = score_corpus(arguments.corpus)
    report(score, verbose=arguments.verbose)
    return 0 if score.exact >= 0.75 * score.pairs else 1


if __name__ == "__main__":
    sys.exit(main())
