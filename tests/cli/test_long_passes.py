"""A pass over a full mailbox shows how far it is, and ends when it is told to, losing nothing."""

import itertools
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from mailbot.cli.backlog import progress_words, shown
from mailbot.cli.interruption import interruptible
from mailbot.daemon.once import Counts, one_pass
from tests.scenarios.letters import written
from tests.scenarios.line import ScenarioLine
from tests.scenarios.roads import InMemory, in_memory
from tests.scenarios.times import when

NOW = when("Mon 23-Nov-2026 09:00")
MAILS = 6


@pytest.fixture
def full(tmp_path: Path) -> Iterator[ScenarioLine]:
    """A line with mails in its box."""
    with in_memory(tmp_path, NOW) as line:
        for place in range(MAILS):
            asker = line.user("Rosa Gil", f"rosa{place}@dane.test")
            line.road.deliver(
                written(asker.request(), sender=asker.email, name=asker.name, at=NOW,
                        subject="Ayuda", message_id=f"<{place}@dane.test>"), NOW,
            )  # fmt: skip
        yield line


def a_pass(line: ScenarioLine, stopping: Callable[[], bool]) -> Counts:
    road = line.road
    assert isinstance(road, InMemory)
    return one_pass(road.simulated.line, NOW, stopping)


@pytest.mark.parametrize("questions", [0, 1, 3, 5, 8])
def test_whenever_a_pass_is_told_to_stop_the_next_one_does_the_rest(
    full: ScenarioLine, questions: int
) -> None:
    asked = itertools.count(1)
    first = a_pass(full, lambda: next(asked) > questions)
    assert first.stopped
    assert first.received == MAILS
    assert first.decided < MAILS or first.sent < MAILS
    second = a_pass(full, lambda: False)
    assert not second.stopped
    assert first.decided + second.decided == MAILS
    assert first.sent + second.sent == MAILS
    assert len(full.every_case()) == MAILS


def test_a_terminal_is_told_how_far_the_pass_is(
    full: ScenarioLine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setattr("mailbot.pipeline.sharing.MOST_MAILS", 3)
    seconds = itertools.count()
    with shown(full.road.store, lambda: False, lambda: next(seconds)) as stopping:
        a_pass(full, stopping)
    told = [line.strip() for line in capsys.readouterr().err.split("\r")]
    assert "Recibidos: 6. Decididos: 3 (50 %). Por enviar: 3." in told
    assert told[-1] == "Recibidos: 6. Decididos: 6 (100 %). Por enviar: 0."


def test_nobody_looks_where_there_is_no_terminal(
    full: ScenarioLine, capsys: pytest.CaptureFixture[str]
) -> None:
    with shown(full.road.store, lambda: False) as stopping:
        a_pass(full, stopping)
    assert capsys.readouterr().err == ""


def test_nothing_is_a_hundredth_of_nothing() -> None:
    assert progress_words(0, 0, 4) == "Recibidos: 0. Decididos: 0. Por enviar: 4."


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_first_signal_asks_and_a_second_one_breaks_off(
    number: signal.Signals, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(number, broken)
    with suppress(KeyboardInterrupt), interruptible() as asked_to_stop:
        assert not asked_to_stop()
        os.kill(os.getpid(), number)
        assert asked_to_stop()
        assert "termina lo que está en curso" in capsys.readouterr().err
        os.kill(os.getpid(), number)
        pytest.fail("the second one broke nothing off")
    assert signal.signal(number, before) is broken
