"""What the process shows of a real store, where and whether it listens."""

import http.client
import json
import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from mailbot.daemon.clock import record_pass
from mailbot.daemon.observed import observed
from mailbot.rules.policy import Policy
from storage import Store, open_store
from tests.storage.test_store import config

NOW = datetime(2026, 11, 24, 14, 12, tzinfo=UTC)


@contextmanager
def shown(tmp_path: Path, port: int, at: datetime = NOW) -> Iterator[Store]:
    """A line that is shown on a port, at this time."""
    sections = config(tmp_path).model_dump() | {"metrics": {"port": port}}
    settings = type(config(tmp_path)).model_validate(sections)
    store = open_store(settings)
    desk = SimpleNamespace(store=store, policy=Policy.from_config(settings))
    with observed(SimpleNamespace(desk=desk), lambda: at):
        yield store
    store.close()


def health(port: int) -> tuple[int, list[str]]:
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    client.request("GET", "/health")
    answer = client.getresponse()
    told = json.loads(answer.read())
    client.close()
    return answer.status, told["reasons"]


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody else listens at."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


@pytest.fixture
def free() -> int:
    with socket.create_server(("127.0.0.1", 0)) as plug:
        return int(plug.getsockname()[1])


def test_health_follows_the_passes(tmp_path: Path, free: int):
    with shown(tmp_path, free) as store:
        assert health(free) == (503, ["Todavía no ha habido ninguna pasada."])
        record_pass(store, NOW)
        assert health(free) == (200, [])
    with shown(tmp_path, free, NOW + timedelta(hours=3)):
        assert health(free) == (503, ["La última pasada empezó hace 3 horas."])


def test_nobody_listens_any_more_once_the_process_ends(tmp_path: Path, free: int):
    with shown(tmp_path, free):
        health(free)
    with pytest.raises(ConnectionRefusedError):
        health(free)


def test_a_port_that_is_taken_is_told_and_the_line_goes_on(
    tmp_path: Path, taken: int, caplog: pytest.LogCaptureFixture
):
    with caplog.at_level(logging.ERROR), shown(tmp_path, taken) as store:
        record_pass(store, NOW)
    assert f"no se puede escuchar en 127.0.0.1, puerto {taken} ([metrics])" in caplog.text
