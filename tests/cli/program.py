"""The program as a test sees it: words in; exit status, stdout and stderr out."""

from dataclasses import dataclass

import pytest

from mailbot.cli import main


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    status: int
    out: str
    err: str


def run(capsys: pytest.CaptureFixture[str], *words: object) -> Ran:
    capsys.readouterr()
    status = main([str(word) for word in words])
    captured = capsys.readouterr()
    return Ran(status=status, out=captured.out, err=captured.err)
