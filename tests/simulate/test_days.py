"""A few simulated days: nothing that must hold is broken, and a seed always gives the same."""

import ast
from pathlib import Path

import pytest

import mailbot.simulate
from mailbot.simulate.report import record
from mailbot.simulate.simulation import Settings, Simulation, SimulationResult


def simulated(folder: Path, seed: int, days: int = 5) -> SimulationResult:
    with Simulation(Settings(days=days, seed=seed, per_day=3), folder) as simulation:
        for _day in simulation.days():
            pass
        return simulation.result()


@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_is_broken_in_the_first_days_of_january(tmp_path: Path, seed: int) -> None:
    result = simulated(tmp_path, seed)
    assert result.violations == ()
    assert len(result.figures.days) == 5
    assert result.figures.requests > 3
    assert result.figures.sent > result.figures.received


@pytest.mark.long
@pytest.mark.timeout(7_200)
def test_nothing_is_broken_in_a_year(tmp_path: Path) -> None:
    """A year of a busy line, some 6,000 requests: up to an hour of one core."""
    with Simulation(Settings(days=365, seed=1, per_day=25), tmp_path) as simulation:
        for _day in simulation.days():
            pass
        result = simulation.result()
    assert result.violations == ()
    assert len(result.figures.days) == 365


def test_the_same_seed_gives_the_same_and_another_one_does_not(tmp_path: Path) -> None:
    first, again, other = (
        record(simulated(tmp_path / name, seed, days=2))
        for name, seed in (("a", 5), ("b", 5), ("c", 6))
    )
    assert first == again
    assert first != other


@pytest.mark.parametrize("module", ["user", "advisor", "coordination", "outside", "choices"])
def test_people_know_nothing_but_their_mails(module: str) -> None:
    path = Path(mailbot.simulate.__file__).with_name(f"{module}.py")
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    hidden = ("storage", "mailbot.pipeline", "mailbot.daemon", "mailbot.simulate.line")
    assert not [name for name in imported if name.startswith(hidden)]
