"""`python -m tests.fuzz --minutes N`: as many inputs as fit, spread over the targets.

Prints how many each got; what breaks a promise is made small and saved for `test_fuzz.py`. Exit 3
if anything was found.
"""

import argparse
import sys
import time
from collections import Counter
from contextlib import suppress
from hashlib import sha256
from itertools import count
from pathlib import Path

import hypothesis
from hypothesis import HealthCheck, given, settings

from tests.fuzz.targets import TARGETS, Target

SAVED = Path(__file__).parent / "saved"
SECONDS = 3.0
"""CPU that one input may take: far above what the largest take, far below what hangs."""

_ROUND = 400
_TO_THE_END = 3


def main() -> int:
    """Run the rounds, print the counts."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--target", action="append", choices=[each.name for each in TARGETS])
    parser.add_argument("--seed", type=int, default=time.time_ns() % 10**9)
    asked = parser.parse_args()
    targets = [each for each in TARGETS if not asked.target or each.name in asked.target]
    until = time.monotonic() + asked.minutes * 60
    tried: Counter[str] = Counter()
    found: list[Path] = []
    with suppress(KeyboardInterrupt):
        for turn in count():
            for target in targets:
                _say(found, _one_round(target, asked.seed + turn, tried))
            if time.monotonic() >= until:
                break
    for target in targets:
        sys.stdout.write(f"{target.name}: {tried[target.name]:,} inputs\n")
    sys.stdout.write(f"{sum(tried.values()):,} inputs, {len(found)} failures, seed {asked.seed}\n")
    return _TO_THE_END if found else 0


def _say(found: list[Path], failure: Path | None) -> None:
    if failure and failure not in found:
        found.append(failure)
        sys.stdout.write(f"{failure}\n")
        sys.stdout.flush()


def _one_round(target: Target, seed: int, tried: Counter[str]) -> Path | None:
    """Try a number of inputs; the smallest that fails, saved, or None."""
    last = b""

    @hypothesis.seed(seed)
    @settings(
        max_examples=_ROUND, database=None, deadline=None, print_blob=False,
        suppress_health_check=list(HealthCheck), report_multiple_bugs=False,
    )  # fmt: skip
    @given(target.inputs)
    def attempt(octets: bytes) -> None:
        nonlocal last
        last = octets
        tried[target.name] += 1
        started = time.process_time()
        target.check(octets)
        if time.process_time() - started > SECONDS:
            raise TimeoutError("it took too long")

    try:
        attempt()
    except Exception as failure:
        # Hypothesis ends with the smallest input that it found.
        sys.stdout.write(f"{target.name}: {type(failure).__name__}: {failure}\n")
        return _saved(target, last)
    return None


def _saved(target: Target, octets: bytes) -> Path:
    folder = SAVED / target.name
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{sha256(octets).hexdigest()[:12]}.bin"
    path.write_bytes(octets)
    return path


if __name__ == "__main__":
    sys.exit(main())
