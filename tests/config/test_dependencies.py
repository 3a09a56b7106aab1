"""Every package that the project depends on stands in its decision record, and no other."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_dependency_has_its_reason():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = [name for names in project["optional-dependencies"].values() for name in names]
    needed = {re.split(r"[<>=~! ;\[]", name)[0] for name in [*project["dependencies"], *extras]}
    record = (ROOT / "docs/decisions/0002-dependencies.md").read_text("utf-8")
    told = set(re.findall(r"^\| ([a-z][\w.-]*) \| \S", record, re.MULTILINE)) - {"package"}
    assert told == needed
