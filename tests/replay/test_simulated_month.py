"""A busy line with every fault of the simulation, decided anew: the same version decides alike."""

import json
from pathlib import Path

import pytest

from mailbot.simulate.house import house
from mailbot.simulate.simulation import Settings, Simulation
from tests.cli.program import run


@pytest.mark.parametrize(("days", "per_day"), [(4, 3), pytest.param(31, 3, marks=pytest.mark.long)])
@pytest.mark.sqlite
def test_nothing_differs_though_processes_died_and_servers_were_away(
    days: int, per_day: float, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    with Simulation(Settings(days=days, seed=1, per_day=per_day), tmp_path) as simulation:
        for _day in simulation.days():
            pass
        assert simulation.result().violations == ()
    monkeypatch.setattr("mailbot.config.load", lambda _file, _environ: house(tmp_path))
    ran = run(capsys, "replay", "--json")
    record = json.loads(ran.out)
    assert (ran.status, record["mails"], record["cases"]) == (0, [], [])
    assert record["same"] > days * per_day
    assert set(record["not_compared"].values()) == {0}
