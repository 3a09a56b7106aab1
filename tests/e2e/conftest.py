"""What the tests of the whole line share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.line_at_work import LineAtWork
from tests.servers.account import Account
from tests.servers.smtp import SmtpServer

OpenLine = Callable[..., LineAtWork]


@pytest.fixture
def line_of(tmp_path: Path, account: Account, smtp_server: SmtpServer) -> OpenLine:
    """Makes the test's line, with changed sections of the configuration."""

    def make(**sections: Any) -> LineAtWork:
        return LineAtWork(tmp_path, account, smtp_server, **sections)

    return make


@pytest.fixture
def line(line_of: OpenLine) -> LineAtWork:
    """The test's line as it is by default."""
    return line_of()
