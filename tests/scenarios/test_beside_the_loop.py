"""What looks at every open case goes on beside the loop: new mail does not wait for it."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from mailbot.daemon import round as daemon_round
from mailbot.daemon.round import Round, one_round
from mailbot.pipeline.made_beside import MadeBeside
from mailbot.routines.beside import Beside
from mailbot.routines.digests import DIGESTS
from mailbot.simulate.line import SimulatedLine
from storage import ledger
from storage.schema import outbox
from tests.routines.workers import HereWorker
from tests.scenarios.letters import written
from tests.scenarios.line import ScenarioLine
from tests.scenarios.roads import InMemory
from tests.scenarios.times import when


@pytest.fixture(autouse=True)
def only_digests(monkeypatch: pytest.MonkeyPatch, without_digests: None) -> None:
    monkeypatch.setattr(daemon_round, "ROUTINES", (DIGESTS,))


def simulated(line: ScenarioLine) -> SimulatedLine:
    """The program of a scenario's line."""
    road = line.road
    assert isinstance(road, InMemory)
    return road.simulated


def a_round(line: ScenarioLine, beside: Beside) -> Round:
    """What the running process does."""
    line.passes += 1
    return one_round(
        simulated(line).line, line.now, stopping=lambda: False, deliver_soon=lambda: None,
        attend=beside.attend,
    )  # fmt: skip


def digests(line: ScenarioLine) -> int:
    """How many are ready to go out."""
    query = select(func.count()).where(outbox.c.template == "M-32")
    with line.reading() as connection:
        return int(connection.execute(query).scalar_one())


def test_new_mail_is_decided_about_while_the_digests_are_made(line: ScenarioLine) -> None:
    line.at("Mon 23-Nov-2026 06:59")
    worker = HereWorker(simulated(line).line.desk, held=True)
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


def asks_for(
    line: ScenarioLine, worker: HereWorker, tag: str = "[INFORME mes=2026-11]", who: str = "cl1"
) -> MadeBeside:
    """`who` asks for the report of November, or by another tag, which `worker` makes."""
    line.at("Tue 1-Dec-2026 09:00")
    running = simulated(line)
    reports = MadeBeside(worker)
    running.line = replace(running.line, desk=replace(running.line.desk, make=reports))
    line.posts(
        tag, sender=f"{who}@minhacienda.test", name="Clara Luna", verdict="pass",
        subject="Informe",
    )  # fmt: skip
    return reports


def attempts(line: ScenarioLine) -> list[int]:
    """How often each mail without an outcome was tried."""
    with line.reading() as connection:
        return [entry.attempts for entry in ledger.undecided(connection, 10)]


def test_a_report_that_a_mail_asks_for_is_made_while_others_are_decided_about(
    line: ScenarioLine,
) -> None:
    worker = HereWorker(simulated(line).line.desk, held=True)
    reports = asks_for(line, worker)
    assert worker.begun.wait(30)
    assert line.marta.asks().state == "Abierto"
    assert attempts(line) == [0]
    assert line.mails("M-31") == []

    worker.let_go.set()
    reports.wait()
    line._pass(line.now)
    assert attempts(line) == []
    assert worker.asked == ["made_of"]
    files = [part.get_filename() for part in line.mail("M-31").message.iter_attachments()]
    assert files == ["Informe_2026-11.xlsx", "Informe_2026-11.html"]
    reports.close()


def test_a_report_whose_process_dies_counts_as_an_attempt_of_its_mail(line: ScenarioLine) -> None:
    worker = HereWorker(simulated(line).line.desk, held=True, dies_of="made_of")
    reports = asks_for(line, worker)
    assert attempts(line) == [0]
    worker.let_go.set()
    reports.wait()
    with pytest.raises(AssertionError, match="falló el intento 1"):
        line._pass(line.now)
    assert attempts(line) == [1]
    reports.close()


@pytest.mark.parametrize(
    ("tag", "who", "template", "names"),
    [
        ("[EXPORTAR CASOS]", "cl1", "M-24", ["casos.xlsx"]),
        ("[EXPORTAR FAQ]", "cl1", "M-31", ["preguntas_frecuentes.xlsx"]),
        ("[DATOS EXPORTAR persona=pedro@sena.test]", "her", "M-31",
         ["datos_personales.txt", "datos_personales.json"]),
    ],
)  # fmt: skip
def test_what_a_mail_asks_for_is_made_while_others_are_decided_about(
    line: ScenarioLine, tag: str, who: str, template: str, names: list[str]
) -> None:
    line.at("Mon 30-Nov-2026 09:00")
    line.user("Pedro Paz", "pedro@sena.test").asks()
    worker = HereWorker(simulated(line).line.desk, held=True)
    making = asks_for(line, worker, tag, who)
    assert worker.begun.wait(30)
    assert line.marta.asks().state == "Abierto"
    assert (attempts(line), line.mails(template)) == ([0], [])

    worker.let_go.set()
    making.wait()
    line._pass(line.now)
    assert attempts(line) == []
    assert worker.asked == ["made_of"]
    files = [part.get_filename() for part in line.mail(template).message.iter_attachments()]
    assert files == names
    making.close()


@pytest.mark.parametrize(
    ("tag", "who"),
    [("[DATOS EXPORTAR persona=marta@invias.test]", "cl1"), ("[EXPORTAR FAQ]", "bo"),
     ("[DATOS EXPORTAR]", "her"), ("[DATOS EXPORTAR persona=ana@minhacienda.test]", "her")],
)  # fmt: skip
def test_what_is_refused_is_not_made(line: ScenarioLine, tag: str, who: str) -> None:
    worker = HereWorker(simulated(line).line.desk)
    making = asks_for(line, worker, tag, who)
    line._pass(line.now)
    assert (attempts(line), worker.asked) == ([], [])
    making.close()
