"""Score the recognition of machine mail against a corpus with known answers.

    python benchmarks/corpus/score_machine.py /path/to/corpus [-v]

The corpus holds manifest.json (path, category, expected) and the mails. Counted are delivery
reports found, their recipients, statuses and finality, and false alarms on all other mail.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mailbot.config import Config
from mailbot.model.mail import Mail
from mailbot.model.vocabulary import Machine
from mailbot.parsers import read_mail
from mailbot.rules.screening import screen

CONFIG = Config.model_validate(
    {
        "mailbox": {"host": "127.0.0.1"},
        "smtp": {"host": "127.0.0.1"},
        "identity": {"address": "siifsoporte@minhacienda.gov.co"},
    }
)
# Filed as a bounce, but an autoresponder's words.
NOT_BOUNCES = frozenset({"qmail_08.txt"})
# Filed under other subjects (parsing, malformed), but delivery reports.
BOUNCES = frozenset(
    {"msg_05.txt", "msg_16.txt", "msg_25.txt", "msg_43.txt", "multipart-wo-boundary.raw",
     "mail_malformed_2"}
)  # fmt: skip


NAMES = (
    "delivery reports found",
    "recipients right",
    "recipients at least named",
    "statuses right",
    "finality right",
    "original id found",
    "complaints known as such",
    "auto-replies known as such",
    "no false alarm",
)


@dataclass(slots=True)
class Tally:
    """How many of one kind were right, and what was wrong with the others."""

    right: int = 0
    wrong: list[str] = field(default_factory=list)

    def count(self, ok: bool, complaint: str) -> None:
        if ok:
            self.right += 1
        else:
            self.wrong.append(complaint)

    def line(self, name: str) -> str:
        total = self.right + len(self.wrong)
        return f"{name:42} {self.right:4} of {total:4}  {self.right / max(total, 1):7.2%}"


def expected_bounce(entry: dict[str, Any]) -> bool | None:
    """Whether the mail is a delivery report; None where the corpus gives no clear answer."""
    expected = entry.get("expected") or {}
    name = Path(entry["path"]).name
    if name in NOT_BOUNCES or expected.get("is_feedback_report"):
        return False
    if name in BOUNCES:
        return True
    if "is_bounce" in expected:
        return bool(expected["is_bounce"])
    if entry["category"] == "bounce":
        return True
    return None if "sisimai" in entry["path"] else False


def mails(corpus: Path) -> Iterator[tuple[dict[str, Any], Mail]]:
    """Every mail of the corpus with its manifest entry."""
    for entry in json.loads((corpus / "manifest.json").read_text())["messages"]:
        yield entry, read_mail((corpus / entry["path"]).read_bytes())


def score(corpus: Path) -> dict[str, Tally]:
    """Read and screen every mail, and compare."""
    tallies = {name: Tally() for name in NAMES}
    for entry, mail in mails(corpus):
        compare(entry, mail, tallies)
    return tallies


def compare(entry: dict[str, Any], mail: Mail, tallies: dict[str, Tally]) -> None:
    """Count one mail in every tally that its expectations speak of."""
    expected = entry.get("expected") or {}
    path = entry["path"]
    screening = screen(mail, CONFIG)
    about = f"{path}: {screening.rule}, {mail.report}"
    is_report = screening.machine is Machine.DELIVERY_REPORT
    bounce = expected_bounce(entry)
    if expected.get("is_feedback_report"):
        tallies["complaints known as such"].count(
            screening.machine in (Machine.FEEDBACK_REPORT, Machine.AUTO_REPLY), about
        )
    elif expected.get("is_autoreply"):
        tallies["auto-replies known as such"].count(screening.machine is Machine.AUTO_REPLY, about)
    elif bounce:
        tallies["delivery reports found"].count(is_report, about)
        if is_report:
            compare_report(expected, mail, about, tallies)
    if bounce is False:
        ordinary = entry["category"] not in ("bounce", "autoreply") and "sisimai" not in path
        # The corpus has newsletters and an invitation among the mails for parsing.
        right = (Machine.NONE, Machine.LIST, Machine.CALENDAR)
        quiet = screening.machine in right if ordinary else not is_report
        tallies["no false alarm"].count(quiet, f"{about} | {mail.subject!r}")


def compare_report(
    expected: dict[str, Any], mail: Mail, about: str, tallies: dict[str, Tally]
) -> None:
    """Count what a found report says."""
    assert mail.report is not None
    recipients = mail.report.recipients
    addresses = sorted(r.address for r in recipients)
    tallies["recipients at least named"].count(bool(recipients), about)
    tallies["original id found"].count(mail.report.original_message_id is not None, about)
    if expected.get("bounced_recipients"):
        wanted = sorted(address.lower() for address in expected["bounced_recipients"])
        tallies["recipients right"].count(addresses == wanted, f"{about} wanted {wanted}")
    statuses = expected.get("statuses") or [
        event["dsn"]
        for event in expected.get("sisimai") or ()
        # Codes like 5.0.911 are that library's own, for reports without any.
        if event["dsn"] and not event["dsn"].startswith(("5.0.9", "4.0.9"))
    ]
    if statuses:
        found = sorted({r.status or "" for r in recipients})
        ok = found == sorted(set(statuses))
        tallies["statuses right"].count(ok, f"{about} wanted {statuses}")
    if "temporary" in expected and recipients:
        ok = all(r.permanent is not expected["temporary"] for r in recipients)
        tallies["finality right"].count(ok, about)


def main() -> int:
    """Print the figures; with -v every mail that was judged wrongly."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("-v", "--verbose", action="store_true")
    arguments = parser.parse_args()
    start = time.process_time()
    for name, tally in score(arguments.corpus).items():
        print(tally.line(name))
        for complaint in tally.wrong if arguments.verbose else ():
            print("    ", complaint)
    print(f"{time.process_time() - start:.1f} s CPU")
    return 0


if __name__ == "__main__":
    sys.exit(main())
