"""docs/doctor.md names every check as it is shown, and the gravity of every seeded fault."""

from pathlib import Path

from mailbot.doctor import CHECKS, Level
from tests.doctor.seeded_house import HOUSE, MACHINE, SERVERS
from tests.doctor.seeded_settings import SETTINGS

DOCUMENT = Path(__file__).parents[2] / "docs" / "doctor.md"


def table() -> list[list[str]]:
    lines = DOCUMENT.read_text("utf-8").splitlines()
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in lines
        if line.startswith("| `")
    ]


def test_every_check_has_its_row_in_order():
    assert [row[:2] for row in table()] == [[f"`{each.name}`", each.title] for each in CHECKS]


def test_every_seeded_fault_has_its_column():
    written = {
        (row[0].strip("`"), level)
        for row in table()
        for level, told in ((Level.FAULT, row[2]), (Level.WARNING, row[3]))
        if told
    }
    seeded = {(row[3], row[2]) for row in (*SETTINGS, *SERVERS, *HOUSE, *MACHINE)}
    assert seeded <= written
    assert len((*SETTINGS, *SERVERS, *HOUSE, *MACHINE)) >= 50


def test_every_key_it_names_is_one_of_the_configuration():
    reference = DOCUMENT.with_name("configuration.md").read_text("utf-8")
    for key in ("limits.outgoing_mb", "alarms.outbox_minutes", "alarms.unreachable_minutes"):
        assert f"`{key}`" in DOCUMENT.read_text("utf-8")
        assert f"`{key.partition('.')[2]}`" in reference
