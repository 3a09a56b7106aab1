"""Read the shared corpus of odd mails and compare what was read with the known answers.

    .venv/bin/python benchmarks/corpus/score_parsing.py ../shared/corpus

Every message is read; answers are compared in the categories that are about reading. Prints one
row a category and each difference; exit 1 if a message raised or an answer differs.
"""

import json
import re
import sys
import time
import traceback
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mailbot.model.mail import Address, Mail
from mailbot.parsers import identify, read_mail

CATEGORIES = ("parse", "malformed", "charset", "attachment", "threading")
_TAG = re.compile(r"<[^>]*>")


@dataclass(slots=True)
class Tally:
    messages: int = 0
    raised: int = 0
    asked: int = 0
    right: int = 0
    seconds: float = 0.0
    differences: list[str] = field(default_factory=list)


def words(text: str) -> str:
    return " ".join(text.split())


def address(who: Address | None) -> str | None:
    return who.address if who else None


def names(mail: Mail) -> list[str]:
    return [each.name for each in mail.attachments]


def in_header(mail: Mail, name: str, wanted: str) -> bool:
    return wanted.lower() in (mail.header(name) or "").lower()


def same_words(mail: Mail, html: str) -> bool:
    """HTML answers are compared by their words: the text is what the project keeps."""
    return all(word in words(mail.body) for word in _TAG.sub(" ", html).split())


CHECKS: dict[str, Callable[[Mail, Any], bool]] = {
    "parses": lambda mail, wanted: isinstance(mail, Mail) is wanted,
    "from_email": lambda mail, wanted: address(mail.sender) == wanted.lower(),
    "from_name": lambda mail, wanted: mail.sender is not None and mail.sender.name == wanted,
    "sender": lambda mail, wanted: in_header(mail, "sender", wanted),
    "envelope_from": lambda mail, wanted: (
        in_header(mail, "return-path", wanted) or address(mail.sender) is not None
    ),
    "to": lambda mail, wanted: [each.address for each in mail.to] == wanted,
    "reply_to": lambda mail, wanted: [each.address for each in mail.reply_to] == wanted,
    "subject": lambda mail, wanted: mail.subject == words(wanted),
    "subject_startswith": lambda mail, wanted: mail.subject.startswith(words(wanted)),
    "message_id": lambda mail, wanted: mail.message_id == wanted,
    "in_reply_to": lambda mail, wanted: list(mail.in_reply_to) == wanted,
    "references": lambda mail, wanted: list(mail.references) == wanted,
    "body": lambda mail, wanted: words(mail.body) == words(wanted),
    "body_contains": lambda mail, wanted: all(words(each) in words(mail.body) for each in wanted),
    "html_body": same_words,
    "html_contains": lambda mail, wanted: all(same_words(mail, each) for each in wanted),
    "html_not_contains": lambda mail, wanted: not any(each in mail.body for each in wanted),
    "attachments": lambda mail, wanted: names(mail) == wanted,
    "attachments_contains": lambda mail, wanted: set(wanted) <= set(names(mail)),
    "inlines": lambda mail, wanted: set(wanted) <= set(names(mail)),
    "other_parts": lambda mail, wanted: set(wanted) <= set(names(mail)),
    "attachment_count": lambda mail, wanted: len(mail.attachments) == wanted,
    "attachment_sizes": lambda mail, wanted: [each.size for each in mail.attachments] == wanted,
    "enmime_error": lambda mail, wanted: bool(mail.faults) is wanted,
}


def score(corpus: Path) -> dict[str, Tally]:
    tallies: dict[str, Tally] = defaultdict(Tally)
    manifest = json.loads((corpus / "manifest.json").read_text("utf-8"))
    for entry in manifest["messages"]:
        tally = tallies[entry["category"]]
        tally.messages += 1
        raw = (corpus / entry["path"]).read_bytes()
        started = time.process_time()
        try:
            identify(raw)
            mail = read_mail(raw)
        except Exception:
            tally.raised += 1
            tally.differences.append(f"{entry['path']}: {traceback.format_exc(limit=-1)}")
            continue
        tally.seconds += time.process_time() - started
        if entry["category"] in CATEGORIES:
            for difference in compare(mail, entry.get("expected") or {}, tally):
                tally.differences.append(f"{entry['path']}: {difference}")
    return tallies


def compare(mail: Mail, expected: dict[str, Any], tally: Tally) -> Iterator[str]:
    for key, wanted in expected.items():
        check = CHECKS.get(key)
        if check is None:
            continue
        tally.asked += 1
        if check(mail, wanted):
            tally.right += 1
        else:
            yield f"{key} should be {wanted!r}; read {found(mail, key)!r}"


def found(mail: Mail, key: str) -> object:
    shown = {
        "from_email": mail.sender,
        "from_name": mail.sender,
        "to": mail.to,
        "reply_to": mail.reply_to,
        "message_id": mail.message_id,
        "in_reply_to": mail.in_reply_to,
        "references": mail.references,
        "attachment_sizes": [each.size for each in mail.attachments],
    }
    if "subject" in key:
        return mail.subject
    if "body" in key or "html" in key:
        return mail.body[:200]
    return shown.get(key, names(mail))


def main(corpus: Path) -> int:
    tallies = score(corpus)
    print(f"{'category':<12}{'mails':>7}{'raised':>8}{'asked':>7}{'right':>7}{'ms/mail':>9}")
    for category, tally in sorted(tallies.items()):
        each = 1000 * tally.seconds / max(tally.messages - tally.raised, 1)
        print(
            f"{category:<12}{tally.messages:>7}{tally.raised:>8}{tally.asked:>7}"
            f"{tally.right:>7}{each:>9.2f}"
        )
    differences = [each for tally in tallies.values() for each in tally.differences]
    print("\n".join(differences))
    return 1 if differences else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(Path(sys.argv[1])))
