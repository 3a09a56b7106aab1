"""Whatever is written, the answer is a configuration or faults with their place, never a crash."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailbot.config import load
from mailbot.errors import ConfigurationError
from tests.config.files import SMALLEST

SNIPPETS = [
    "[[staff]]",
    "[calendar]",
    "[sla.N1]",
    "[mailbox]",
    "{ a = 1 }",
    "[1, 'x', [2]]",
    "= ",
    '"""',
    "'",
    "password",
    "\\",
    "\n",
    " # x\n",
    "2026-12-24",
    "07:00:00",
    "nan",
    "-1e400",
    "0x_",
    "staff = [{}]",
    "ñ.'a b'.c = true\n",
]
lines = SMALLEST.splitlines(keepends=True)
broken = st.lists(
    st.one_of(st.sampled_from(lines), st.sampled_from(SNIPPETS), st.text(max_size=8)), max_size=25
).map("".join)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("config") / "config.toml"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=st.one_of(broken, st.text()), whole=st.booleans())
def test_any_text(path: Path, text: str, whole: bool):
    path.write_text(SMALLEST + text if whole else text, "utf-8", errors="replace")
    _answered(path)


@settings(max_examples=50, deadline=None)
@given(content=st.binary(max_size=200))
def test_any_bytes(path: Path, content: bytes):
    path.write_bytes(content)
    _answered(path)


def _answered(path: Path) -> None:
    faults = _faults(path)
    assert all(fault.startswith((f"{path}, línea ", f"{path}: ")) for fault in faults)
    assert not any("\n" in fault for fault in faults)


def _faults(path: Path) -> list[str]:
    try:
        load(path, {})
    except ConfigurationError as error:
        # An error without a fault would tell nothing, and fails the caller's check.
        return error.faults or [""]
    return []
