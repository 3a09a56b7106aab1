"""The inspector, with faults planted into the store of a line that works."""

import logging
from collections.abc import Iterator

import pytest

from mailbot.simulate.checks import Inspector
from mailbot.simulate.letters import Author, Writer
from mailbot.simulate.line import Passed, SimulatedLine
from mailbot.simulate.post import SentMail
from tests.simulate.conftest import at, request

ANA = Author(name="Ana Gómez", address="ana.gomez@minhacienda.test")


@pytest.fixture
def inspector(line: SimulatedLine) -> Iterator[Inspector]:
    with Inspector(line, frozenset({"79123456"})) as inspector:
        yield inspector


@pytest.fixture
def passed(line: SimulatedLine, writer: Writer) -> Passed:
    """A pass with a request and its acknowledgement, not looked at yet."""
    line.deliver(request(writer), at("08:00"))
    return line.pass_at(at("08:01"))


def plant(line: SimulatedLine, *statements: str) -> None:
    with line.store.write() as connection:
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        for statement in statements:
            connection.exec_driver_sql(statement)


def rules(inspector: Inspector, passed: Passed) -> set[str]:
    return {violation.rule for violation in inspector.after_pass(passed)}


def test_a_sound_pass_breaks_nothing(
    line: SimulatedLine, inspector: Inspector, passed: Passed
) -> None:
    assert inspector.after_pass(passed) == []
    assert inspector.everything(at("09:00")) == []
    assert inspector.box(at("09:00")) == []


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ("DELETE FROM deadlines", "nadie espera para siempre"),
        ("UPDATE cases SET due_at = NULL", "cada estado con su reloj"),
        ("UPDATE cases SET state = 'Resuelto'", "cada estado con su reloj"),
        ("UPDATE cases SET email = 'otra@otra.test'", "a quien corresponde"),
        ("UPDATE inbound SET outcome = 'nothing'", "un destino"),
        ("UPDATE inbound SET case_id = NULL", "un destino"),
        ("UPDATE inbound SET outcome = 'parked', rule = 'gave-up'", "nada falla"),
    ],
)
def test_a_planted_fault_is_found(
    line: SimulatedLine, inspector: Inspector, passed: Passed, statement: str, rule: str
) -> None:
    plant(line, statement)
    assert rule in rules(inspector, passed)


def test_a_mail_without_a_row_is_found(
    line: SimulatedLine, inspector: Inspector, passed: Passed
) -> None:
    plant(line, "UPDATE outbox SET inbound_id = NULL", "DELETE FROM case_files",
          "DELETE FROM inbound")  # fmt: skip
    assert "conservación" in rules(inspector, passed)
    assert [violation.rule for violation in inspector.box(at("09:00"))] == ["conservación"]


def test_a_mail_that_arrives_twice_is_found_unless_its_answer_got_lost(
    line: SimulatedLine, inspector: Inspector, passed: Passed
) -> None:
    (mail,) = passed.sent
    lost = SentMail(
        key=mail.key, at=mail.at, recipients=mail.recipients, raw=mail.raw, confirmed=False
    )
    twice = Passed(at=passed.at, counts=passed.counts, sent=(lost, mail))
    assert rules(inspector, twice) == set()
    assert rules(inspector, passed) == {"una sola vez"}


def test_a_flood_to_one_person_is_found(
    line: SimulatedLine, inspector: Inspector, passed: Passed
) -> None:
    (mail,) = passed.sent
    flood = Passed(at=passed.at, counts=None, sent=(mail,) * 50)
    assert rules(inspector, flood) == {"sin bucles"}


def test_a_command_without_its_receipt_is_found(
    line: SimulatedLine, inspector: Inspector, writer: Writer, passed: Passed
) -> None:
    inspector.after_pass(passed)
    text = "[RESUELTO]\nIngrese otra vez con el perfil de gestión contable y repita el registro."
    line.deliver(writer.new(ANA, at("08:05"), "[SERV-2026-000001] caso", text), at("08:05"))
    after = line.pass_at(at("08:10"))
    assert {mail.template for mail in after.sent} == {"M-05", "M-31"}
    receipt = "FROM outbox WHERE template = 'M-31'"
    plant(
        line, f"DELETE FROM outbox_contents WHERE id IN (SELECT id {receipt})", f"DELETE {receipt}"
    )
    assert rules(inspector, after) == {"un acuse"}


def test_a_failure_that_the_line_survived_is_found(inspector: Inspector, passed: Passed) -> None:
    try:
        raise ValueError("roto")
    except ValueError:
        logging.getLogger("mailbot.deadlines").exception("caso 1: falló un plazo")
    assert rules(inspector, passed) == {"nada falla"}
