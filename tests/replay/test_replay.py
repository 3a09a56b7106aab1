"""`mailbot replay`: what this version would decide otherwise, and nothing that it leaves behind."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from mailbot.model.vocabulary import Outcome
from mailbot.pipeline import process
from tests.cli.program import Ran
from tests.replay.conftest import October

Mailbot = Callable[..., Ran]


def told(ran: Ran) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(ran.out)
    return record


def ignoring(monkeypatch: pytest.MonkeyPatch, sender: str, subject: str = "") -> None:
    """A version with another rule: mails of this person with this subject change nothing."""
    consider = process.consider

    def changed(raw: bytes, *arguments: Any, **named: Any) -> Any:
        considered = consider(raw, *arguments, **named)
        head = raw.partition(b"\r\n\r\n")[0].decode()
        if f"<{sender}>" in head.partition("To:")[0] and subject in head:
            nothing = replace(
                considered.decision, outcome=Outcome.IGNORED, rule="seeded", effects=()
            )
            return replace(considered, decision=nothing)
        return considered

    monkeypatch.setattr(process, "consider", changed)


def test_the_same_version_decides_a_month_as_it_did(mailbot: Mailbot, october: October) -> None:
    ran = mailbot("replay", "--month", "2026-10", "--json")
    record = told(ran)
    assert (ran.status, ran.err, record["mails"]) == (0, "", [])
    assert record["same"] == 12
    assert record["different"] == 0
    assert {count for count in record["not_compared"].values()} == {0}
    assert october.silent.close_reason == "sin_respuesta"
