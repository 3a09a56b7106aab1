"""When digests go out: this working morning's, once, also after a gap, never on a day off."""

from datetime import datetime

import pytest

from mailbot.routines.digests import due
from tests.rules.timed import POLICY, at

DUE = [
    ("2026-12-09 07:00", "2026-12-10 06:59", None, "before seven"),
    ("2026-12-09 07:00", "2026-12-10 07:00", "2026-12-10 07:00", "at seven"),
    ("2026-12-09 07:00", "2026-12-10 10:15", "2026-12-10 07:00", "late, on the same day"),
    ("2026-12-10 07:00", "2026-12-10 18:00", None, "once a day"),
    ("2026-12-01 07:00", "2026-12-10 08:00", "2026-12-10 07:00", "after a gap only today's"),
    ("2026-12-10 07:00", "2026-12-12 09:00", None, "on Saturday not even Friday's"),
    ("2026-12-07 07:00", "2026-12-08 09:00", None, "Inmaculada"),
    (None, "2026-12-10 08:00", None, "a new line does not begin with one"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("last", "now", "expected"), [each[:3] for each in DUE], ids=[each[3] for each in DUE]
)
def test_when_a_digest_is_due(last: str | None, now: str, expected: str | None):
    found: list[datetime] = list(due(POLICY, at(last) if last else None, at(now)))
    assert found == ([at(expected)] if expected else [])
