"""A back-up taken while the line works, restored elsewhere and reconciled: nothing is missing."""

import re
from collections import defaultdict
from email.message import EmailMessage
from pathlib import Path

import pytest

from mailbot.cli import main
from mailbot.daemon.line import line as open_line
from mailbot.model.vocabulary import MailStatus
from mailbot.reconcile import reconcile
from mailbot.rules.opening import ACKNOWLEDGEMENTS
from storage.backup import back_up, restore
from tests.e2e.letters import COMPLETE, letter
from tests.e2e.line_at_work import LineAtWork, at
from tests.e2e.program import toml_of


def some_arrive(line: LineAtWork, count: int, group: str, when: str) -> None:
    for number in range(count):
        text = COMPLETE.replace("184526", f"{number}{group}")
        line.arrives(letter(text, sender=f"{group}{number}@invias.test"), when)


def adopted(line: LineAtWork, when: str) -> int:
    """How many mails `reconcile --adopt` takes in."""
    with open_line(line.config) as running:
        return reconcile(
            running.mailbox, running.mailbox_name, running.desk.store, line.config.mailbox,
            at(when), adopt=True,
        ).adopted  # fmt: skip


def plain(mail: EmailMessage) -> str:
    """The text part, its lines joined."""
    part = mail.get_body(("plain",))
    assert part
    return " ".join(part.get_content().split())


def told(line: LineAtWork) -> dict[str, set[str]]:
    """Who was told each case number in an acknowledgement."""
    people = defaultdict(set)
    for template in ACKNOWLEDGEMENTS:
        for mail in line.sent(template):
            for number in re.findall(r"SERV-\d{4}-\d{6}", str(mail["Subject"])):
                people[number].add(str(mail["To"]))
    return people


def copies(line: LineAtWork, message_id: str) -> int:
    """How often the server took this mail."""
    return sum(message_id in str(mail["Message-ID"]) for mail in line.sent())


@pytest.mark.sqlite
def test_taken_under_load_and_restored_elsewhere_nothing_is_missing(
    line: LineAtWork, tmp_path: Path
):
    some_arrive(line, 3, "antes", "2026-11-24 09:00")
    line.works("2026-11-24 09:01")
    some_arrive(line, 3, "durante", "2026-11-24 09:02")
    passes = iter(["2026-11-24 09:03"])

    def line_goes_on(_what: str, _done: int, _total: int) -> None:
        for when in passes:
            line.works(when)

    file = tmp_path / "copia.tar.gz"
    back_up(line.config, file, at("2026-11-24 09:03"), line_goes_on)
    assert line.outcome_count() == 6
    some_arrive(line, 3, "despues", "2026-11-24 09:04")
    line.works("2026-11-24 09:05")
    some_arrive(line, 2, "detenida", "2026-11-24 09:06")

    (tmp_path / "alla").mkdir()
    elsewhere = LineAtWork(tmp_path / "alla", line.account, line.sink)
    restore(elsewhere.config, file, at("2026-11-24 10:00"), lambda *_: None)
    assert elsewhere.outcome_count() == 3
    assert adopted(elsewhere, "2026-11-24 10:01") == 6
    elsewhere.works("2026-11-24 10:02")

    found = elsewhere.accounts()
    assert (found.unaccounted, found.pending, found.undecided) == ((), 0, 0)
    assert elsewhere.outcome_count() == elsewhere.every_case_count() == 11
    numbers = told(line)
    assert len(numbers) == 9 + 8
    assert all(len(people) == 1 for people in numbers.values())
    again = [mail for mail in line.sent() if "Hace poco restauramos nuestro sistema" in plain(mail)]
    # Six were answered before, by the line that was lost; the two that waited never were.
    assert len(again) == 6


@pytest.mark.sqlite
def test_a_mail_that_the_copy_had_not_sent_goes_out_only_when_a_person_says_so(
    line: LineAtWork, tmp_path: Path
):
    # In the copy it waits; the line sends it right afterwards.
    down = LineAtWork(tmp_path, line.account, line.sink, smtp={"port": 1})
    some_arrive(down, 1, "antes", "2026-11-24 09:00")
    down.works("2026-11-24 09:01")
    file = tmp_path / "copia.tar"
    back_up(down.config, file, at("2026-11-24 09:02"), lambda *_: None)
    line.works("2026-11-24 11:00")

    (tmp_path / "alla").mkdir()
    elsewhere = LineAtWork(tmp_path / "alla", line.account, line.sink)
    settled = restore(elsewhere.config, file, at("2026-11-24 12:00"), lambda *_: None).settled
    elsewhere.works("2026-11-24 12:01")
    elsewhere.works("2026-11-25 12:01")
    (held,) = elsewhere.outbox(MailStatus.UNCERTAIN)
    (alarm,) = (each for each in elsewhere.sent("M-46") if "Se restauró" in plain(each))
    assert "un correo sin enviar" in plain(alarm)
    assert "los cierres por falta de respuesta" in plain(alarm)
    assert settled.held == 1
    assert copies(line, held.message_id) == 1

    config_file = elsewhere.folder / "config.toml"
    config_file.write_text(toml_of(elsewhere.sections), "utf-8")
    assert main(["-c", str(config_file), "outbox", "retry", str(held.id)]) == 0
    elsewhere.works("2026-11-25 12:02")
    assert copies(line, held.message_id) == 2
    assert elsewhere.releases()
    elsewhere.works("2026-11-25 12:03")
    assert "Ya nada espera por la restauración" in str(elsewhere.sent("M-46")[-1]["Subject"])
