"""Programs that answer everything are bounded, also those that nothing tells from a person."""

from contextlib import nullcontext

import pytest

from mailbot.simulate.house import house
from mailbot.simulate.line import SimulatedLine
from tests.loops.__main__ import main
from tests.loops.kinds import KINDS, SMALL
from tests.loops.laboratory import START, Figures, Laboratory, blind, line_in

KNOWN, UNKNOWN = "known as what it is", "taken for a person"
ROWS = [
    *((name, KNOWN) for name, kind in KINDS.items() if kind.known),
    *((name, UNKNOWN) for name in KINDS),
]


@pytest.fixture(scope="module")
def three_days(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Figures]:
    """All programs of a way at once on one line, with small limits."""
    empty = tmp_path_factory.mktemp("vacia")
    SimulatedLine(house(empty), empty, START).close()
    found = {}
    for way in (KNOWN, UNKNOWN):
        folder = tmp_path_factory.mktemp("linea")
        names = [name for name, its_way in ROWS if its_way == way]
        programs = {
            name: KINDS[name].make(f"entidad{number}.test", folder / str(number))
            for number, name in enumerate(names)
        }
        solved = [name for name in names if KINDS[name].solved]
        sight = blind() if way == UNKNOWN else nullcontext()
        with sight, line_in(folder, empty / "mailbot.db", **SMALL) as line:
            figures = Laboratory(line, programs, solved).runs(3)
        found.update({(name, way): figures[name] for name in names})
    return found


@pytest.mark.parametrize(("name", "way"), ROWS)
def test_in_three_days(
    three_days: dict[tuple[str, str], Figures], name: str, way: str
) -> None:  # fmt: skip
    found = three_days[name, way]
    assert found.cases >= 1
    assert 1 <= found.sent <= KINDS[name].most_in_3, found.by_kind


@pytest.mark.long
@pytest.mark.timeout(3_600)
def test_in_thirty_days(capsys: pytest.CaptureFixture[str]) -> None:
    status = main()
    assert status == 0, capsys.readouterr().out
