"""The table of waits between attempts to send."""

from datetime import UTC, datetime, timedelta

import pytest

from mailbot.rules.retry import DELAYS, GIVE_UP_AFTER, next_attempt

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
MIDDLE = 0.5


@pytest.mark.parametrize(
    ("attempts", "wait"),
    [
        (1, timedelta(minutes=1)),
        (2, timedelta(minutes=2)),
        (3, timedelta(minutes=5)),
        (4, timedelta(minutes=15)),
        (5, timedelta(minutes=30)),
        (6, timedelta(hours=1)),
        (7, timedelta(hours=2)),
        (8, timedelta(hours=4)),
        (9, timedelta(hours=4)),
        (36, timedelta(hours=4)),
        (37, None),
        (1000, None),
    ],
)
def test_each_failed_attempt_waits_longer_until_five_days_are_over(attempts, wait):
    expected = None if wait is None else NOW + wait
    assert next_attempt(attempts, NOW, MIDDLE) == expected


@pytest.mark.parametrize(
    ("jitter", "wait"),
    [
        (0.0, timedelta(minutes=54)),
        (0.25, timedelta(minutes=57)),
        (0.75, timedelta(minutes=63)),
        (0.999, timedelta(minutes=65, seconds=59.28)),
    ],
)
def test_jitter_moves_the_next_attempt_by_up_to_a_tenth(jitter, wait):
    moved = next_attempt(6, NOW, jitter)
    assert moved is not None
    assert abs(moved - NOW - wait) < timedelta(milliseconds=1)


def test_all_waits_together_are_about_five_days():
    assert GIVE_UP_AFTER - timedelta(hours=4) < sum(DELAYS, timedelta()) <= GIVE_UP_AFTER
