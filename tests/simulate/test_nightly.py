"""Each morning the mailbox is held against the ledger, once, and what lacks a row is known."""

from datetime import datetime, timedelta

from mailbot.simulate.letters import Author, Writer
from mailbot.simulate.line import SimulatedLine
from storage import numbers
from tests.simulate.conftest import at, request

PEDRO = Author(name="Pedro Gómez", address="pedro@entidad02.gov.test")
NEXT_DAY = timedelta(days=1)


def compared(line: SimulatedLine) -> tuple[datetime, str] | None:
    with line.store.read() as connection:
        return numbers.marked(connection, numbers.RECONCILED)


def stray(line: SimulatedLine, writer: Writer) -> None:
    """Somebody moves a mail to the done folder before the line ever saw it."""
    uid = line.deliver(request(writer, author=PEDRO), at("23:00"))
    line.box.file((uid,), line.policy.config.mailbox.done_folder)


def test_a_new_line_has_nothing_to_compare(line: SimulatedLine, writer: Writer) -> None:
    stray(line, writer)
    line.pass_at(at("08:00"))
    assert compared(line) == (at("08:00"), "")


def test_a_mail_that_lacks_a_row_is_counted_after_five_and_once_a_day(
    line: SimulatedLine, writer: Writer
) -> None:
    line.pass_at(at("08:00"))
    line.deliver(request(writer), at("09:00"))
    line.pass_at(at("09:01"))
    stray(line, writer)
    line.pass_at(at("04:59") + NEXT_DAY)
    assert compared(line) == (at("08:00"), "")
    for minutes in (0, 5):
        line.pass_at(at("05:00") + NEXT_DAY + timedelta(minutes=minutes))
        assert compared(line) == (at("05:00") + NEXT_DAY, "1")


def test_while_the_mailbox_is_away_it_waits(line: SimulatedLine, writer: Writer) -> None:
    line.pass_at(at("08:00"))
    line.faults.mailbox_down = True
    line.pass_at(at("05:00") + NEXT_DAY)
    assert compared(line) == (at("08:00"), "")
    line.faults.mailbox_down = False
    line.pass_at(at("06:00") + NEXT_DAY)
    assert compared(line) == (at("06:00") + NEXT_DAY, "0")
