"""What looks at every open case goes on beside the loop: new mail does not wait for it."""

import pytest
from sqlalchemy import func, select

from mailbot.daemon import round as daemon_round
from mailbot.daemon.round import Round, one_round
from mailbot.routines.beside import Beside
from mailbot.routines.digests import DIGESTS
from storage.schema import outbox
from tests.routines.workers import HereWorker
from tests.scenarios.letters import written
from tests.scenarios.line import ScenarioLine
from tests.scenarios.roads import InMemory
from tests.scenarios.times import when


@pytest.fixture(autouse=True)
def only_digests(monkeypatch: pytest.MonkeyPatch, without_digests: None) -> None:
    monkeypatch.setattr(daemon_round, "ROUTINES", (DIGESTS,))


def a_round(line: ScenarioLine, beside: Beside) -> Round:
    """What the running process does."""
    road = line.road
    assert isinstance(road, InMemory)
    line.passes += 1
    return one_round(
        road.simulated.line, line.now, stopping=lambda: False, deliver_soon=lambda: None,
        attend=beside.attend,
    )  # fmt: skip


def digests(line: ScenarioLine) -> int:
    """How many are ready to go out."""
    query = select(func.count()).where(outbox.c.template == "M-32")
    with line.reading() as connection:
        return int(connection.execute(query).scalar_one())


def test_new_mail_is_decided_about_while_the_digests_are_made(line: ScenarioLine) -> None:
    line.at("Mon 23-Nov-2026 06:59")
    road = line.road
    assert isinstance(road, InMemory)
    worker = HereWorker(road.simulated.line.desk, held=True)
    beside = Beside(worker, lambda: None)
    line.now = when("Mon 23-Nov-2026 07:00")
    a_round(line, beside)
    assert worker.begun.wait(30)

    asking = written("No abre el sistema.", sender="rosa@dane.test", name="Rosa", at=line.now,
                     subject="No abre", message_id="<nueva@dane.test>")  # fmt: skip
    line.road.deliver(asking, line.now)
    meanwhile = a_round(line, beside)
    assert (meanwhile.received.received, meanwhile.processed.decided) == (1, 1)
    assert digests(line) == 0

    worker.let_go.set()
    beside.wait()
    a_round(line, beside)
    beside.wait()
    assert worker.asked == ["digests"]
    assert digests(line) > 0
    beside.close()
