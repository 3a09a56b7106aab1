"""A few damaged inputs for every reader, and every failure that fuzzing ever found."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import TARGETS, Target

SAVED = sorted((Path(__file__).parent / "saved").glob("*/*.bin"))
BY_NAME = {target.name: target for target in TARGETS}


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
@given(data=st.data())
@settings(
    derandomize=True, max_examples=40, deadline=None, database=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
def test_damaged_inputs_break_no_promise(target: Target, data: st.DataObject):
    target.check(data.draw(target.inputs))


@pytest.mark.parametrize("path", SAVED, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_what_fuzzing_found_stays_mended(path: Path):
    BY_NAME[path.parent.name].check(path.read_bytes())


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_the_seeds_themselves_break_no_promise(target: Target):
    for seed in target.seeds:
        target.check(seed)
