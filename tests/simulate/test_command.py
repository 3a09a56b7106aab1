"""`mailbot simulate`: a bar on stderr, one value or a summary on stdout, a page in the folder."""

import json
from pathlib import Path

import pytest

from mailbot.cli import main
from mailbot.simulate.report import again, summary
from mailbot.simulate.simulation import Settings, Simulation, SimulationResult

SHORT = ("simulate", "--days", "2", "--seed", "1", "--per-day", "3")


def test_json_is_one_value(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*SHORT, "--json"]) == 0
    value = json.loads(capsys.readouterr().out)
    assert (value["seed"], len(value["days"]), value["violations"]) == (1, 2, [])


def test_people_get_a_summary_and_a_page_that_needs_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*SHORT, "--out", str(tmp_path / "salida")]) == 0
    said = capsys.readouterr()
    assert "Cumple" in said.out
    assert "Simulando" in said.err
    page = (tmp_path / "salida" / "index.html").read_text(encoding="utf-8")
    assert page.count("<svg") == 4
    assert "http://" not in page
    assert "https://" not in page
    assert "src=" not in page


def test_a_violation_stops_it_and_says_how_to_repeat(tmp_path: Path) -> None:
    with Simulation(Settings(days=9, seed=1, per_day=3), tmp_path) as simulation:
        for day in simulation.days():
            if day.sent:
                with simulation.line.store.write() as connection:
                    connection.exec_driver_sql("DELETE FROM deadlines")
        result = simulation.result()
    assert len(result.figures.days) < 9
    assert result.violations[0].rule == "nadie espera para siempre"
    assert again(result).endswith("--seed 1 --per-day 3")
    assert ("Repetir", again(result)) in summary(result)
    assert isinstance(result, SimulationResult)


def test_a_pass_that_fails_is_told_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object) -> None:
        raise ValueError("roto")

    monkeypatch.setattr("mailbot.daemon.round.process_waiting", broken)
    with Simulation(Settings(days=2, seed=1, per_day=3), tmp_path) as simulation:
        assert list(simulation.days()) == []
        (violation,) = simulation.result().violations
    assert violation.rule == "nada falla"
    assert "test_command.py" in violation.what
