"""`make corpus` scores a folder of messages, whatever is in them."""

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.corpus import outcomes, score_reply
from benchmarks.corpus.__main__ import main
from benchmarks.corpus.manifest import Entry
from benchmarks.corpus.score_reply import Trimmed

REPLY = (
    "Sí, ya quedó.\n\nEl 23/11/2026 a las 9:12, Línea SIIF escribió:\n> ¿Ya quedó?\n> Gracias.\n"
)
MAIL = (
    "From: Ana <ana@entidad.test>\nTo: linea@entidad.test\nSubject: Error\n"
    "Message-ID: <1@entidad.test>\n\nNo abre.\n"
)
BOUNCE = (
    "From: MAILER-DAEMON@entidad.test\nTo: linea@entidad.test\nSubject: Undelivered\n"
    'MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"'
    "\n\n--b\n\nNo.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x.test\n\n"
    "Final-Recipient: rfc822; nadie@otra.test\nAction: failed\nStatus: 5.1.1\n\n--b--\n"
)
ROWS: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("reply.txt", REPLY, "reply", {"reply_text": "Sí, ya quedó.", "fragments": 2}),
    ("mail.eml", MAIL, "parse", {"subject": "Error", "to": ["linea@entidad.test"]}),
    ("bounce.eml", BOUNCE, "bounce", {"is_bounce": True, "statuses": ["5.1.1"]}),
)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    messages = []
    for name, content, category, expected in ROWS:
        (tmp_path / name).write_text(content, encoding="utf-8")
        row = {"path": name, "category": category, "expected": expected}
        messages.append(row | ({"format": "body-text"} if name.endswith(".txt") else {}))
    (tmp_path / "manifest.json").write_text(json.dumps({"messages": messages}), encoding="utf-8")
    return tmp_path


def test_every_part_is_scored_beside_the_libraries(
    corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(corpus) == 0
    shown = " ".join(capsys.readouterr().out.split())
    for words in (
        "3 messages through mailbot, 0 without an outcome",
        "pairs exact 1 of 1 100.0%",
        "reply text lost 0",
        "answers right 2 of 2 100.0% 2 of 2 100.0%",
        "delivery reports found 1 of 1 100.0% 1 of 1 100.0%",
        "mail-parser-reply",
        "quotequail",
        "mail-parser ",
        "flufl.bounce",
    ):
        assert words in shown


def test_a_message_without_an_outcome_fails_the_run(
    corpus: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object) -> str:
        raise RuntimeError("no outcome")

    monkeypatch.setattr(outcomes, "_outcome", broken)
    assert main(corpus) == 1
    assert "NO OUTCOME reply.txt: RuntimeError" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("Sí,\n\nya  quedó.", (1, 0, 0)),
        ("Sí, ya", (0, 1, 0)),
        ("Sí, ya quedó. Gracias.", (0, 0, 1)),
        ("Sí, ya gracias", (0, 1, 1)),
    ],
    ids=["other white space", "a word lost", "a word kept", "both"],
)
def test_pairs_are_exact_or_have_words_lost_or_kept(
    text: str, figures: tuple[int, int, int]
) -> None:
    score = score_reply.score([_pair("Sí, ya quedó.")], lambda *_: Trimmed(text))
    assert (score.exact, len(score.lost), len(score.kept)) == figures


def test_lines_of_a_quote_in_the_answer_are_no_reply_text() -> None:
    score = score_reply.score([_pair("Sí.\n> ¿Ya quedó?")], lambda *_: Trimmed("Sí."))
    assert (score.exact, score.lost, score.kept) == (0, [], [])


def test_an_exception_of_a_library_is_its_failure() -> None:
    def broken(*_words: str | None) -> Trimmed:
        raise ValueError

    score = score_reply.score([_pair("Sí, ya quedó.")], broken)
    assert (score.exact, len(score.lost), score.cost.raised) == (0, 1, 1)


def _pair(wanted: str) -> Entry:
    return Entry(
        path="reply.txt", category="reply", expected={"reply_text": wanted}, bare=True,
        content=REPLY.encode(),
    )  # fmt: skip
