"""What a command loads before it is needed: every `mailbot` that somebody types waits for it."""

import subprocess
import sys

import pytest

LATER = {
    "alembic", "apscheduler", "cryptography", "docx", "holidays", "lxml", "openpyxl", "PIL",
    "psycopg", "pypdf", "snowballstemmer",
}  # fmt: skip
"""For migrations, the daemon, seals, forms, the calendar, workbooks, pictures, servers, words."""


_MARK = "--- loaded"


def loaded(program: str) -> set[str]:
    """The packages beside Python's own that are loaded after `program`."""
    told = subprocess.run(
        [sys.executable, "-c", f"{program}\nimport sys\nprint('{_MARK}', *sys.modules)"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    modules = told.stdout.partition(_MARK)[2].split()
    names = {name.split(".")[0] for name in modules}
    return {name for name in names if not name.startswith("_")} - sys.stdlib_module_names


@pytest.mark.parametrize("words", [["--help"], ["orden"]])
def test_what_only_speaks_loads_nothing_but_click(words: list[str]) -> None:
    assert loaded(f"from mailbot.cli import main\nmain({words})") == {"mailbot", "click"}


@pytest.mark.parametrize("module", ["work", "doctor"])
def test_commands_load_what_costs_much_when_they_come_to_it(module: str) -> None:
    assert loaded(f"import mailbot.cli.{module}") & LATER == set()
