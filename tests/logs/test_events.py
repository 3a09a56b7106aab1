"""Every event has its row in docs/logging.md, and is told with the fields it is said to have."""

import ast
import logging
from pathlib import Path

from mailbot.logs.events import EVENTS
from mailbot.logs.wording import sentence

ROOT = Path(__file__).parents[2]
NO_FIELDS = {"failure"}


def documented() -> dict[str, list[str]]:
    rows = {}
    for line in (ROOT / "docs/logging.md").read_text("utf-8").splitlines():
        if line.startswith("| `"):
            key, *cells = [cell.strip() for cell in line.strip("|").split("|")]
            rows[key.strip("`")] = cells
    return rows


def calls() -> list[tuple[str, str, set[str | None]]]:
    """Where an event is told: file, its key, and the names that are given ("" for `**`)."""
    found = []
    for path in sorted((ROOT / "mailbot").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            if node.func.id == "tell" and node.args and isinstance(node.args[0], ast.Constant):
                given = {keyword.arg for keyword in node.keywords}
                found.append((path.name, str(node.args[0].value), given))
    return found


def test_every_event_has_its_row_with_gravity_and_fields():
    said = {
        key: [logging.getLevelName(event.level).lower(), ", ".join(f"`{f}`" for f in event.fields)]
        for key, event in EVENTS.items()
    }
    written = {key: cells[:2] for key, cells in documented().items() if key != "other"}
    assert written == said
    assert list(written) == list(said)
    assert all(cells[2] for cells in documented().values())


def test_each_is_told_with_its_fields_and_none_is_left_over():
    told = calls()
    for file, key, given in told:
        assert given - NO_FIELDS == set(EVENTS[key].fields), (file, key)
    by_table = {"mail.sent", "mail.delayed", "mail.uncertain", "mail.failed"}
    assert {key for _, key, _ in told} | by_table == set(EVENTS)


def test_nothing_is_logged_past_the_table():
    """Each line of ours has a key: nobody has a logger of his own."""
    for path in sorted((ROOT / "mailbot").rglob("*.py")):
        if path.name != "telling.py":
            assert "_log.info(" not in (text := path.read_text("utf-8")), path
            assert "_log = logging.getLogger(" not in text, path


def test_every_sentence_can_be_written_with_and_without_values():
    for key, event in EVENTS.items():
        whole = sentence(event.words, dict.fromkeys(event.fields, "X"))
        bare = sentence(event.words, dict.fromkeys(event.fields))
        assert not {"{", "}"} & set(whole + bare), key
        assert len(bare) <= len(whole) or "None" in bare, key
    assert "([metrics])" in sentence(EVENTS["monitoring.refused"].words, {
        "address": "127.0.0.1", "port": 1, "reason": "ocupado"})  # fmt: skip
