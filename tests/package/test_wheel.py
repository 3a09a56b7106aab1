"""The wheel holds every file of the packages, says what it needs, and carries its licence."""

import ast
from email import message_from_bytes
from email.message import Message
from importlib.metadata import packages_distributions
from pathlib import Path
from sys import stdlib_module_names

import pytest
from packaging.utils import canonicalize_name

from mailbot import __version__
from tests.package.conftest import ROOT
from tests.package.needs import comes_with

PACKAGES = ("mailbot", "storage")
ONLY_WITH_AN_EXTRA = {
    "mailbot/demo/": "demo",  # make demo
    "mailbot/documents/": "dev",  # make documents
    "storage/": "postgresql",
}
"""Where the packages of an extra may be imported."""


@pytest.fixture(scope="session")
def metadata(wheel: dict[str, bytes]) -> Message:
    return message_from_bytes(wheel[f"mailbot-{__version__}.dist-info/METADATA"])


def sources() -> list[Path]:
    found = (path for package in PACKAGES for path in (ROOT / package).rglob("*"))
    return [path for path in found if path.is_file() and "__pycache__" not in path.parts]


def test_the_wheel_holds_the_packages_whole_and_nothing_else(wheel: dict[str, bytes]) -> None:
    tree = {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in sources()}
    held = {name: content for name, content in wheel.items() if ".dist-info/" not in name}
    assert sorted(held) == sorted(tree)
    assert [name for name in tree if held[name] != tree[name]] == []


@pytest.mark.parametrize(
    "kind", [".j2", ".docx", ".xlsx", ".pdf", ".toml", ".png", "migrations/versions/"]
)
def test_the_wheel_holds_this_kind_of_file(kind: str, wheel: dict[str, bytes]) -> None:
    assert [name for name in wheel if kind in name]


def test_the_licence_goes_with_it(wheel: dict[str, bytes], metadata: Message) -> None:
    assert metadata["License-Expression"] == "Apache-2.0"
    assert metadata["License-File"] == "LICENSE"
    text = wheel[f"mailbot-{__version__}.dist-info/licenses/LICENSE"]
    assert text == (ROOT / "LICENSE").read_bytes()
    assert b"Version 2.0, January 2004" in text


def test_it_says_what_it_is(metadata: Message) -> None:
    assert (metadata["Name"], metadata["Version"]) == ("mailbot", __version__)
    classifiers = metadata.get_all("Classifier") or []
    assert "Natural Language :: Spanish" in classifiers
    assert not [each for each in classifiers if each.startswith("License")]


def test_the_changelog_tells_of_this_version() -> None:
    heading = f"## {__version__}"
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert any(line.startswith((heading, "## Unreleased")) for line in text.splitlines())


def imported(source: bytes) -> set[str]:
    """The packages that a module imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
    return {name.partition(".")[0] for name in names} - stdlib_module_names - {*PACKAGES}


def test_what_it_imports_it_also_asks_for(wheel: dict[str, bytes], metadata: Message) -> None:
    providers = packages_distributions()
    asked = metadata.get_all("Requires-Dist") or []
    always = comes_with(asked)
    more = {place: comes_with(asked, extra) for place, extra in ONLY_WITH_AN_EXTRA.items()}
    missing = []
    for path, source in wheel.items():
        there = always.union(*(names for place, names in more.items() if path.startswith(place)))
        for name in imported(source) if path.endswith(".py") else ():
            if there.isdisjoint(canonicalize_name(each) for each in providers.get(name, ())):
                missing.append(f"{path}: {name}")
    assert missing == []
