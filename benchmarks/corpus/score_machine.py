"""Compare how programs recognise machine mail with the known answers of a corpus.

Counted are delivery reports found, their recipients, statuses and finality, complaints, automatic
answers, and false alarms on all other mail.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from benchmarks.corpus.manifest import Entry
from benchmarks.corpus.table import NOT_ASKED, Cost, of, print_table
from mailbot.config import Config
from mailbot.model.mail import DeliveryReport
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


REPORTS = "delivery reports found"
NAMES = (
    REPORTS,
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

    @property
    def asked(self) -> int:
        return self.right + len(self.wrong)


@dataclass(frozen=True, slots=True)
class Judged:
    """What a program says of a mail: which machine sent it, and what its report says."""

    machine: Machine
    report: DeliveryReport | None
    why: str = ""


Judge = Callable[[bytes], Judged]


@dataclass(slots=True)
class Score:
    """The tallies of one program by name, and its cost."""

    tallies: dict[str, Tally] = field(default_factory=lambda: {name: Tally() for name in NAMES})
    cost: Cost = field(default_factory=Cost)


def mailbot(raw: bytes) -> Judged:
    """The mail as mailbot screens it."""
    mail = read_mail(raw)
    screening = screen(mail, CONFIG)
    return Judged(screening.machine, mail.report, screening.rule)


def of_reports(read: Callable[[bytes], DeliveryReport | None]) -> Judge:
    """A library that knows delivery reports only."""

    def judge(raw: bytes) -> Judged:
        report = read(raw)
        return Judged(Machine.DELIVERY_REPORT if report else Machine.NONE, report)

    return judge


def expected_bounce(entry: Entry) -> bool | None:
    """Whether the mail is a delivery report; None where the corpus gives no clear answer."""
    expected = entry.expected
    if entry.name in NOT_BOUNCES or expected.get("is_feedback_report"):
        return False
    if entry.name in BOUNCES:
        return True
    if "is_bounce" in expected:
        return bool(expected["is_bounce"])
    if entry.category == "bounce":
        return True
    return None if "sisimai" in entry.path else False


def score(entries: Iterable[Entry], judge: Judge) -> Score:
    """Judge every mail and compare; an exception is a report not seen, or a false alarm."""
    result = Score()
    for entry in entries:
        raised = Machine.NONE if expected_bounce(entry) else Machine.DELIVERY_REPORT
        judged = Judged(raised, None, "exception")
        try:
            with result.cost.timed():
                judged = judge(entry.as_mail())
        except Exception:
            result.cost.raised += 1
        _compare(entry, judged, result.tallies)
    return result


def _compare(entry: Entry, judged: Judged, tallies: dict[str, Tally]) -> None:
    """Count one mail in every tally that its expectations speak of."""
    about = f"{entry.path}: {judged.why}, {judged.report}"
    is_report = judged.machine is Machine.DELIVERY_REPORT
    bounce = expected_bounce(entry)
    if entry.expected.get("is_feedback_report"):
        tallies["complaints known as such"].count(
            judged.machine in (Machine.FEEDBACK_REPORT, Machine.AUTO_REPLY), about
        )
    elif entry.expected.get("is_autoreply"):
        tallies["auto-replies known as such"].count(judged.machine is Machine.AUTO_REPLY, about)
    elif bounce:
        tallies[REPORTS].count(is_report, about)
        if is_report and judged.report is not None:
            _compare_report(entry.expected, judged.report, about, tallies)
    if bounce is False:
        ordinary = entry.category not in ("bounce", "autoreply") and "sisimai" not in entry.path
        # The corpus has newsletters and an invitation among the mails for parsing.
        right = (Machine.NONE, Machine.LIST, Machine.CALENDAR)
        quiet = judged.machine in right if ordinary else not is_report
        tallies["no false alarm"].count(quiet, about)


def _compare_report(
    expected: dict[str, Any], report: DeliveryReport, about: str, tallies: dict[str, Tally]
) -> None:
    """Count what a found report says."""
    recipients = report.recipients
    addresses = sorted(r.address for r in recipients)
    tallies["recipients at least named"].count(bool(recipients), about)
    tallies["original id found"].count(report.original_message_id is not None, about)
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


def report(scores: dict[str, Score], not_answered: dict[str, frozenset[str]]) -> None:
    """Print the programs beside each other; `not_answered` names what a library cannot know."""
    rows = [
        (
            name,
            *(
                NOT_ASKED
                if name in not_answered.get(program, ())
                else of(each.tallies[name].right, each.tallies[name].asked)
                for program, each in scores.items()
            ),
        )
        for name in NAMES
    ]
    costs = [each.cost.rows() for each in scores.values()]
    rows += [
        ("exceptions", *(raised for raised, _ in costs)),
        ("CPU ms a mail", *(each for _, each in costs)),
    ]
    print_table("MACHINE MAIL", list(scores), rows)
