"""The reference and the example keep true: every key is documented with its default, and loads."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mailbot.config import Config, load
from mailbot.config.explain import node_at

ROOT = Path(__file__).parents[2]
SCHEMA = Config.model_json_schema()
LEVELS = ("N1", "N2", "N3")


def _tables() -> Iterator[tuple[str, tuple[str | int, ...]]]:
    """Heading of the reference, and where that table stands."""
    for name, node in SCHEMA["properties"].items():
        if name == "sla":
            yield "`[sla.N1]`, `[sla.N2]`, `[sla.N3]`", ("sla", "N1")
        elif "items" in node:
            yield f"`[[{name}]]`", (name, 0)
        else:
            yield f"`[{name}]`", (name,)
    yield "Each of `calendar.working_exceptions`", ("calendar", "working_exceptions", 0)


TABLES = list(_tables())


def _documented() -> dict[str, dict[str, list[str]]]:
    """Rows of the reference's tables: heading → key → the other cells."""
    rows: dict[str, dict[str, list[str]]] = {}
    heading = ""
    for line in (ROOT / "docs/configuration.md").read_text("utf-8").splitlines():
        if line.startswith("#"):
            heading = line.lstrip("# ")
        elif found := re.match(r"\| `(\w+)` \|(.*)\|$", line):
            rows.setdefault(heading, {})[found[1]] = [cell.strip() for cell in found[2].split("|")]
    return rows


DOCUMENTED = _documented()


@pytest.mark.parametrize(("heading", "place"), TABLES)
def test_the_reference_has_every_key_and_no_other(heading: str, place: tuple[str | int, ...]):
    assert list(DOCUMENTED[heading]) == list(node_at(SCHEMA, place)["properties"])


def test_the_reference_has_no_other_table():
    assert sorted(DOCUMENTED) == sorted(heading for heading, _ in TABLES)


@pytest.mark.parametrize(("heading", "place"), TABLES)
def test_the_reference_gives_the_defaults(heading: str, place: tuple[str | int, ...]):
    table = node_at(SCHEMA, place)
    for key, (_, default, meaning) in DOCUMENTED[heading].items():
        assert meaning, key
        expected = _default(place, key, table)
        if expected is not None:
            assert default == expected, key


def _default(place: tuple[str | int, ...], key: str, table: dict[str, Any]) -> str | None:
    """How the reference writes a default; None where it says in words what counts without it."""
    if place == ("sla", "N1"):
        levels = SCHEMA["$defs"]["SlaTable"]["properties"]
        hours = [levels[level]["default"][key] for level in LEVELS]
        return None if None in hours else ", ".join(f"`{hour:g}`" for hour in hours)
    if key in table.get("required", ()):
        return "required"
    default = table["properties"][key].get("default")
    if default is None:
        return None
    if table["properties"][key].get("format") == "time":
        default = default[:5]
    return f"`{json.dumps(default, ensure_ascii=False)}`"


def test_the_example_loads_once_its_passwords_are_there(tmp_path: Path):
    (tmp_path / "secretos").mkdir()
    for name in ("buzon", "smtp"):
        (tmp_path / "secretos" / name).write_text("x\n")
    (tmp_path / "config.toml").write_bytes((ROOT / "config.example.toml").read_bytes())
    config = load(tmp_path / "config.toml", {})
    assert config.sla == Config.model_fields["sla"].default
    assert [member.roles for member in config.staff] == [
        ("N1", "BO"),
        ("N2F", "N3F"),
        ("CL1", "CL23", "HERR"),
    ]


def test_the_example_is_packaged():
    packaged = ROOT / "mailbot/config/example.toml"
    assert packaged.read_bytes() == (ROOT / "config.example.toml").read_bytes()
