"""What a person notices of the brakes, and what `status` shows of them, through real passes."""

from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from mailbot.cli.records import status_record
from mailbot.model.vocabulary import Outcome
from mailbot.simulate.house import house
from mailbot.simulate.letters import FAIL, NONE, PASS, Author, Writer
from mailbot.simulate.line import Passed, SimulatedLine
from mailbot.simulate.post import SentMail
from storage import erasure, held, ledger, outbox
from tests.simulate.conftest import MARIA, START, at, request

PLAIN = "Buenos días, no puedo entrar al sistema."


def asks(
    line: SimulatedLine, writer: Writer, hour: str, times: int, author: Author = MARIA
) -> None:
    """So many requests of one person land in the box."""
    for _ in range(times):
        line.deliver(request(writer, hour, author), at(hour))


def to(passed: Passed, author: Author = MARIA) -> list[SentMail]:
    return [mail for mail in passed.sent if author.address in mail.recipients]


def codes(passed: Passed, author: Author = MARIA) -> dict[str, int]:
    return dict(Counter(mail.template for mail in to(passed, author)))


def brakes(line: SimulatedLine, hour: str) -> dict[str, Any]:
    with line.store.read() as connection:
        return status_record(connection, line.policy, at(hour))["brakes"]


def reasons(line: SimulatedLine) -> list[str]:
    with line.store.read() as connection:
        return [entry.rule for entry in ledger.parked(connection)]


def test_past_ten_automatic_mails_a_person_gets_his_numbers_in_one_mail_an_hour(
    line: SimulatedLine, writer: Writer
):
    asks(line, writer, "08:00", 13)
    first = line.pass_at(at("08:00"))
    assert codes(first) == {"M-02": 10, "M-51": 1}
    (summary,) = (mail for mail in to(first) if mail.template == "M-51")
    assert {f"SERV-2026-0000{number}" for number in (11, 12, 13)} == {
        number for number, _state in summary.letter.rows
    }
    asks(line, writer, "08:20", 2)
    assert codes(line.pass_at(at("08:20"))) == {}
    assert codes(line.pass_at(at("08:59"))) == {}
    asks(line, writer, "08:59", 1)
    hour = line.pass_at(at("09:00"))
    assert codes(hour) == {"M-51": 1}
    assert [number for number, _state in to(hour)[0].letter.rows] == [
        "SERV-2026-000014", "SERV-2026-000015", "SERV-2026-000016",
    ]  # fmt: skip
    assert codes(line.pass_at(at("10:00"))) == {}


def test_an_answer_to_the_summary_belongs_to_its_latest_case(line: SimulatedLine, writer: Writer):
    asks(line, writer, "08:00", 12)
    (summary,) = (m for m in to(line.pass_at(at("08:00"))) if m.template == "M-51")
    line.deliver(writer.reply(MARIA, at("08:30"), summary.letter, "Muchas gracias"), at("08:30"))
    line.pass_at(at("08:30"))
    with line.store.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM cases").scalar_one() == 12
    assert summary.letter.number == "SERV-2026-000012"


def test_a_killed_process_sends_no_summary_twice_and_loses_none(
    line: SimulatedLine, writer: Writer
):
    asks(line, writer, "08:00", 12)
    line.faults.writes_until_crash = 60
    sent = [line.pass_at(at("08:00")), line.pass_at(at("08:01")), line.pass_at(at("08:02"))]
    assert sum((Counter(codes(passed)) for passed in sent), Counter()) == {"M-02": 10, "M-51": 1}


def test_the_31st_request_of_a_day_waits_for_a_human_and_all_are_told_once(
    line: SimulatedLine, writer: Writer
):
    asks(line, writer, "08:00", 33)
    passed = line.pass_at(at("08:00"))
    assert reasons(line) == ["too-many-cases"] * 3
    assert codes(passed) == {"M-02": 10, "M-51": 1}
    (summary,) = (mail for mail in to(passed) if mail.template == "M-51")
    assert "lo revisa una persona antes de registrarlo" in " ".join(summary.text.split())
    told = [mail for mail in passed.sent if "Demasiadas solicitudes" in mail.letter.subject]
    assert len(told) == 1

    asks(line, writer, "09:30", 2)
    assert codes(line.pass_at(at("09:30"))) == {}, "he knows that for today"
    assert reasons(line) == ["too-many-cases"] * 5
    tomorrow = START.replace(day=3, hour=8)
    line.deliver(request(writer), tomorrow)
    assert codes(line.pass_at(tomorrow)) == {"M-02": 1}


def test_a_human_lets_a_request_go_that_the_brake_held(line: SimulatedLine, writer: Writer):
    asks(line, writer, "08:00", 31)
    line.pass_at(at("08:00"))
    with line.store.write() as connection:
        (held,) = ledger.parked(connection)
        ledger.reopen(connection, held.id)
    line.pass_at(at("08:10"))
    assert reasons(line) == []
    with line.store.read() as connection:
        settled = ledger.entry(connection, held.id)
    assert settled is not None
    assert settled.outcome == Outcome.NEW_CASE


def test_erasing_what_is_past_spares_a_request_that_waits_for_a_human(
    line: SimulatedLine, writer: Writer
):
    asks(line, writer, "08:00", 31)
    line.pass_at(at("08:00"))
    past = erasure.Erasing(rows=(1,), address=MARIA.address, alias="persona", kept=())
    with line.store.write() as connection:
        erasure.erase(connection, past, at("08:05"))
    erasure.forget_owed(line.store)
    with line.store.read() as connection:
        (held,) = ledger.parked(connection)
    assert held.sender == MARIA.address
    assert line.store.files.get(held.raw_sha256)


def notice_about(connection: Connection, mail: int) -> bytes:
    query = (
        "SELECT raw FROM outbox_contents JOIN outbox USING (id)"
        " WHERE template = 'M-44' AND inbound_id = ?"
    )
    return bytes(connection.exec_driver_sql(query, (mail,)).scalar() or b"")


def test_the_notice_about_a_discarded_request_is_erased_with_it(
    line: SimulatedLine, writer: Writer
):
    asks(line, writer, "08:00", 31)
    (notice,) = (
        mail for mail in line.pass_at(at("08:00")).sent
        if "Demasiadas solicitudes" in mail.letter.subject
    )  # fmt: skip
    words = "Al guardar la obligación 48213"
    assert words in " ".join(notice.text.split())
    staff = frozenset(notice.recipients)
    past = erasure.Erasing(rows=(1,), address=MARIA.address, alias="persona", kept=staff)
    with line.store.write() as connection:
        (waits,) = ledger.parked(connection)
        erasure.erase(connection, past, at("08:05"))
        assert notice_about(connection, waits.id) != b"", "its request still waits for a human"
        ledger.discard(connection, waits.id, "Ya se le contestó por teléfono.")
        erasure.erase(connection, past, at("08:10"))
        assert notice_about(connection, waits.id) == b""


def test_a_look_begins_at_the_first_number_that_was_not_told(line: SimulatedLine, writer: Writer):
    """A program writes all day: what was told an hour ago and more is never read again."""
    asks(line, writer, "08:00", 11)
    line.pass_at(at("08:00"))
    for minutes in range(8 * 60 + 15, 10 * 60 + 1, 15):
        hour = f"{minutes // 60}:{minutes % 60:02}"
        asks(line, writer, hour, 1)
        line.pass_at(at(hour))
        with line.store.read() as connection:
            first = held.held_from(connection)
            looked_at = [each.created_at for each in outbox.listed(connection, ("suppressed",))
                         if first and each.id >= first]  # fmt: skip
        assert all(at(hour) - each < timedelta(hours=1) for each in looked_at), hour
    line.pass_at(at("11:00"))
    with line.store.read() as connection:
        assert held.held_from(connection) is None


def test_a_summary_that_can_not_be_written_stays_owed(
    line: SimulatedLine, writer: Writer, monkeypatch: pytest.MonkeyPatch
):
    asks(line, writer, "08:00", 12)
    with monkeypatch.context() as broken:
        broken.setattr("mailbot.pipeline.held.decide_summary", None)
        assert "M-51" not in codes(line.pass_at(at("08:00")))
    assert codes(line.pass_at(at("08:01"))) == {"M-51": 1}


def test_who_is_not_answered_gets_no_summary_either(line: SimulatedLine, writer: Writer):
    forged = Author(name=MARIA.name, address=MARIA.address, dmarc=FAIL)
    asks(line, writer, "08:00", 32, forged)
    told = to(line.pass_at(at("08:00"))) + to(line.pass_at(at("09:30")))
    assert told == []
    assert reasons(line) == ["too-many-unanswered"] * 2


def test_status_shows_what_the_brakes_held_back_today(line: SimulatedLine, writer: Writer):
    asks(line, writer, "08:00", 32)
    line.pass_at(at("08:00"))
    shown = brakes(line, "08:30")
    assert [(each["person"], each["mails"]) for each in shown["answers"]] == [(MARIA.address, 20)]
    assert [(each["person"], each["mails"]) for each in shown["requests"]] == [(MARIA.address, 2)]
    assert all(each["why"].startswith("Freno:") for each in (*shown["answers"], *shown["requests"]))
    with line.store.read() as connection:
        tomorrow = status_record(connection, line.policy, START.replace(day=3, hour=9))["brakes"]
    assert tomorrow == {"answers": [], "requests": [], "dead_addresses": []}


def test_a_helpdesk_that_writes_from_a_new_address_each_time_is_parked_where_domains_have_a_brake(
    tmp_path: Path, writer: Writer
):
    config = house(tmp_path)
    limits = config.limits.model_copy(update={"bare_requests_per_domain_and_day": 30})
    line = SimulatedLine(config.model_copy(update={"limits": limits}), tmp_path, START)
    for ticket in range(32):
        author = Author(name="Mesa", address=f"caso{ticket}@mesa.test", dmarc=NONE)
        text = f"Ya está en manos del equipo {8_000 + ticket}."
        line.deliver(writer.new(author, at("08:00"), "En curso", text), at("08:00"))
    passed = line.pass_at(at("08:00"))
    assert reasons(line) == ["too-many-of-domain"] * 2
    parked = [f"caso{ticket}@mesa.test" for ticket in (30, 31)]
    assert not [mail for mail in passed.sent if set(parked) & set(mail.recipients)]
    told = [mail for mail in passed.sent if "Demasiadas solicitudes" in mail.letter.subject]
    assert ["@mesa.test" in " ".join(mail.text.split()) for mail in told] == [True]
    colleague = Author(name="Luz Gil", address="luz@mesa.test", dmarc=PASS)
    asks(line, writer, "08:10", 1, colleague)
    assert codes(line.pass_at(at("08:10")), colleague) == {"M-02": 1}
    line.close()


def test_strangers_with_a_case_number_are_answered_five_times_a_day(
    line: SimulatedLine, writer: Writer
):
    line.deliver(request(writer), at("08:00"))
    (answer,) = to(line.pass_at(at("08:00")))
    for ticket in range(8):
        author = Author(name="Mesa", address=f"caso{ticket}@mesa.test", dmarc=NONE)
        subject = f"Re: {answer.letter.subject}"
        line.deliver(writer.new(author, at("09:00"), subject, "En curso."), at("09:00"))
    passed = line.pass_at(at("09:00"))
    assert sum(mail.template == "M-01" for mail in passed.sent) == 5
    assert sum("no es parte del caso" in mail.letter.subject for mail in passed.sent) == 5
    assert [each["mails"] for each in brakes(line, "09:10")["requests"]] == [1, 1, 1]


@pytest.mark.parametrize("author", [MARIA, Author(name="Otra", address="otra@entidad02.gov.test")])
def test_a_quiet_day_shows_no_brakes(line: SimulatedLine, writer: Writer, author: Author):
    line.deliver(writer.new(author, at("08:00"), "Consulta", PLAIN), at("08:00"))
    assert codes(line.pass_at(at("08:00")), author) == {"M-02": 1}
    assert brakes(line, "08:10") == {"answers": [], "requests": [], "dead_addresses": []}
