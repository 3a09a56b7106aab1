"""Other hours between two runs: the deadlines in the store follow them, what was told stays.

Covers domain.md §5.3 and the clock of issue 3: "deadlines survive restarts and reconfiguration".
"""

import itertools
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest

from mailbot.simulate.line import SimulatedLine
from tests.databases import copy_database
from tests.scenarios.line import ScenarioLine
from tests.scenarios.roads import InMemory
from tests.scenarios.settings import STAFF, config
from tests.scenarios.times import when

Run = Callable[..., AbstractContextManager[ScenarioLine]]

N2_IN_HALF_THE_TIME = {"N2": {"critica": 2, "alta": 6, "media": 12, "baja": 18}}
HALF_DAYS = {"opens": "07:00", "closes": "13:00"}


@pytest.fixture
def run(tmp_path: Path, empty_database: Path) -> Run:
    """Runs the daemon over the same store, from a time on, with a configuration of its own."""
    copy_database(empty_database, tmp_path / "mailbot.db")
    # Reply tokens are random: those of a second run are others.
    seeds = itertools.count()

    @contextmanager
    def since(moment: str, **sections: Any) -> Iterator[ScenarioLine]:
        settings = config(**sections)
        with SimulatedLine(settings, tmp_path, when(moment), seed=next(seeds)) as simulated:
            line = ScenarioLine(InMemory(simulated, tmp_path))
            line.at(moment)
            yield line

    return since


@pytest.mark.parametrize(
    ("sections", "due_at", "warned"),
    [
        pytest.param(
            {},
            "Thu 10-Dec-2026 15:00",
            ["Thu 10-Dec-2026 10:12", "Thu 10-Dec-2026 15:00"],
            id="the same configuration (S11)",
        ),
        pytest.param(
            {"sla": N2_IN_HALF_THE_TIME},
            "Wed 9-Dec-2026 15:00",
            ["Wed 9-Dec-2026 12:36", "Wed 9-Dec-2026 15:00"],
            id="half the hours",
        ),
        pytest.param(
            {"calendar": HALF_DAYS},
            "Mon 14-Dec-2026 13:00",
            ["Mon 14-Dec-2026 08:12", "Tue 15-Dec-2026 07:00"],
            id="half days: at 13:00 nobody is there to be told",
        ),
    ],
)
def test_a_store_opened_with_other_hours_has_the_due_times_of_these(
    run: Run, sections: dict[str, Any], due_at: str, warned: list[str]
) -> None:
    with run("Mon 7-Dec-2026 15:00") as line:
        case = line.assigned("nora@")
        number = case.number
        assert case.due_at == "Thu 10-Dec-2026 15:00"
    with run("Mon 7-Dec-2026 16:00", **sections) as line:
        assert line.case(number).due_at == due_at
        line.at("Tue 15-Dec-2026 07:00")
        warnings = [letter.sent_at for letter in line.mails("M-41", to="nora@")]
        assert warnings == warned


def test_a_wait_that_the_user_was_told_stays_as_he_was_told(run: Run) -> None:
    with run("Thu 3-Dec-2026 16:00") as line:
        case = line.assigned("nora@")
        line.nora.does("[PENDIENTE CLIENTE]", "¿Con qué usuario lo intentó?", on=case)
        number = case.number
    with run("Thu 3-Dec-2026 17:00", sla=N2_IN_HALF_THE_TIME) as line:
        assert line.case(number).client_wait_until == "Mon 7-Dec-2026 16:00"
        line.at("Mon 7-Dec-2026 16:00")
        assert line.case(number).state == "Cerrado"
        assert line.mail("M-10R").sent_at == "Fri 4-Dec-2026 16:00"


def test_the_cases_of_somebody_who_left_the_directory_reach_who_coordinates_them(run: Run) -> None:
    with run("Mon 7-Dec-2026 15:00") as line:
        line.assigned("tito@")
    staff = [known for known in STAFF if not known["email"].startswith("tito@")]
    with run("Wed 9-Dec-2026 08:00", staff=staff) as line:
        not_taken = line.mail("M-42")
        assert (not_taken.to, not_taken.cc) == (["cdt@"], ["bo@"])
        line.at("Fri 11-Dec-2026 08:00")
        assert [letter.to for letter in line.mails("M-41")] == [["cdt@"]] * 2
