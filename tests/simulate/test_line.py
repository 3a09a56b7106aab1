"""The line in memory does what the line does, also when its servers and its machine fail."""

import pytest

from mailbot.model.vocabulary import Outcome
from mailbot.simulate.faults import Refusal
from mailbot.simulate.letters import Writer
from mailbot.simulate.line import SimulatedLine
from storage import accounts
from tests.simulate.conftest import MARIA, at, request


def outcomes(line: SimulatedLine) -> dict[str, int]:
    with line.store.read() as connection:
        return accounts.tally(connection)


def acknowledged(line: SimulatedLine, *hours: str) -> list[str]:
    """The ids of the acknowledgements that left in passes at these hours."""
    sent = [mail for hour in hours for mail in line.pass_at(at(hour)).sent]
    return [mail.letter.message_id for mail in sent if mail.template == "M-02"]


def test_a_request_is_acknowledged_in_the_pass_that_finds_it(
    line: SimulatedLine, writer: Writer
) -> None:
    line.deliver(request(writer), at("08:00"))
    passed = line.pass_at(at("08:01"))
    (mail,) = passed.sent
    assert (mail.template, mail.recipients) == ("M-02", (MARIA.address,))
    assert mail.letter.number == "SERV-2026-000001"
    assert passed.counts is not None
    assert passed.counts.received == 1


def test_mail_waits_in_a_box_that_is_down(line: SimulatedLine, writer: Writer) -> None:
    line.faults.mailbox_down = True
    line.deliver(request(writer), at("08:00"))
    assert acknowledged(line, "08:01") == []
    line.faults.mailbox_down = False
    assert len(acknowledged(line, "08:10")) == 1


def test_mail_goes_out_once_the_server_is_back(line: SimulatedLine, writer: Writer) -> None:
    line.faults.smtp_down = True
    line.deliver(request(writer), at("08:00"))
    assert acknowledged(line, "08:01") == []
    line.faults.smtp_down = False
    assert len(acknowledged(line, "08:10", "08:20")) == 1


def test_a_lost_answer_repeats_the_mail_under_the_same_id(
    line: SimulatedLine, writer: Writer
) -> None:
    line.faults.lose_after_content = 1
    line.deliver(request(writer), at("08:00"))
    first, again = acknowledged(line, "08:01", "08:30", "09:00")
    assert first == again


def test_a_refused_recipient_gets_his_mail_later(line: SimulatedLine, writer: Writer) -> None:
    line.faults.refused[MARIA.address] = Refusal.TEMPORARY
    line.deliver(request(writer), at("08:00"))
    assert acknowledged(line, "08:01") == []
    line.faults.refused.clear()
    assert len(acknowledged(line, "09:00", "10:00", "11:00")) == 1


def test_a_box_that_is_made_anew_opens_no_second_case(line: SimulatedLine, writer: Writer) -> None:
    line.faults.filing_down = True
    line.deliver(request(writer), at("08:00"))
    assert len(acknowledged(line, "08:01")) == 1
    line.faults.filing_down = False
    line.box.renumber()
    assert acknowledged(line, "08:10") == []
    assert outcomes(line) == {Outcome.NEW_CASE: 1, Outcome.IGNORED: 1}


@pytest.mark.parametrize("writes", range(12))
def test_a_process_killed_anywhere_loses_nothing(
    line: SimulatedLine, writer: Writer, writes: int
) -> None:
    line.deliver(request(writer), at("08:00"))
    line.faults.writes_until_crash = writes
    told = acknowledged(line, "08:01", "08:10", "08:20", "08:30")
    assert len(set(told)) == 1
    assert outcomes(line) == {Outcome.NEW_CASE: 1}
    assert line.reconcile(at("09:00")).unaccounted == ()


@pytest.mark.parametrize("writes", range(8))
def test_a_full_disk_loses_nothing(line: SimulatedLine, writer: Writer, writes: int) -> None:
    line.deliver(request(writer), at("08:00"))
    line.faults.writes_until_full = writes
    told = acknowledged(line, "08:01", "08:10", "08:20", "08:30")
    assert len(set(told)) == 1
    assert outcomes(line) == {Outcome.NEW_CASE: 1}


def test_the_same_mails_at_the_same_times_do_the_same(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    from mailbot.simulate.house import house
    from tests.simulate.conftest import START

    def sent() -> list[bytes]:
        folder = tmp_path_factory.mktemp("linea")
        with SimulatedLine(house(folder), folder, START, seed=7) as line:
            line.deliver(request(Writer()), at("08:00"))
            return [mail.raw for mail in line.pass_at(at("08:01")).sent]

    assert sent() == sent()
