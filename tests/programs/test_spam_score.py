"""SpamAssassin's own rules, no network: what a receiver's filter holds against each mail."""

import os
import re
import subprocess
from email.utils import format_datetime
from pathlib import Path

import pytest

from mailbot.compose.examples import EXAMPLES, NOW, example_mails
from mailbot.compose.examples.line import example_line

pytestmark = pytest.mark.programs

MOST_POINTS = 0.5
"""A mail counts as spam from 5.0 on; ours stay below a tenth of that (mails.md §3)."""

# What the server that takes a mail in writes above it, and the rules want to see. An address of
# those kept for examples would cost points; nothing looks this one up.
_RECEIVED = (
    "Received: from correo.ejemplo.gov.co (correo.ejemplo.gov.co [181.48.0.10])\r\n"
    "\tby mx.entidad.example (Postfix) with ESMTPS id 4XyZ1a2b3c4d5e6f\r\n"
    f"\tfor <persona@entidad.example>; {format_datetime(NOW)}\r\n"
).encode()
_TOTAL = re.compile(r"Content analysis details:\s+\((-?[\d.]+) points")
_RULE = re.compile(r"(?m)^\s*(-?\d+\.\d) ([A-Z][A-Z0-9_]+)")


def judged(mails: dict[str, bytes], folder: Path) -> dict[str, tuple[float, tuple[str, ...]]]:
    """The points of each mail, and the rules that gave some, in one run over all of them."""
    inbox, home = folder / "mails", folder / "home"
    inbox.mkdir()
    home.mkdir()
    paths = [inbox / f"{place:04d}.eml" for place in range(len(mails))]
    for path, raw in zip(paths, mails.values(), strict=True):
        path.write_bytes(_RECEIVED + raw)
    # Mail that is spam stays as it is too, instead of going inside a report.
    (home / "prefs").write_text("report_safe 0\n", encoding="ascii")
    command = ["/usr/bin/spamassassin", "--local", "--test-mode",
               f"--prefspath={home / 'prefs'}", *map(str, paths)]  # fmt: skip
    done = subprocess.run(
        command, capture_output=True, timeout=280, check=True, env={**os.environ, "HOME": str(home)}
    )
    # Each report ends its mail: what stands between two totals belongs to the former.
    _, *pieces = re.split(r"(?=Content analysis details:)", done.stdout.decode("latin-1"))
    assert len(pieces) == len(mails), done.stderr.decode("latin-1")[-2000:]
    return {name: _points(piece) for name, piece in zip(mails, pieces, strict=True)}


def _points(report: str) -> tuple[float, tuple[str, ...]]:
    total = _TOTAL.match(report)
    assert total
    rules = (rule for points, rule in _RULE.findall(report.partition("\n\n\n")[0])
             if float(points) > 0)  # fmt: skip
    return float(total[1]), tuple(rules)


def test_no_mail_looks_like_spam(tmp_path: Path) -> None:
    mails = zip(EXAMPLES, example_mails(example_line()), strict=True)
    found = judged({example.name: mail.raw for example, mail in mails}, tmp_path)
    assert len(found) == len(EXAMPLES)
    assert {name: each for name, each in found.items() if each[0] > MOST_POINTS} == {}


def test_a_mail_that_looks_like_spam_is_noticed(tmp_path: Path) -> None:
    sound = example_mails(example_line())[0].raw
    found = judged(
        {
            "sound": sound,
            "without its date": re.sub(rb"\r\nDate: [^\r]*", b"", sound, count=1),
            "a picture and hardly a word": (
                re.sub(rb"(?s)\r\nContent-Type: .*", b"", sound, count=1)
                + b"\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
                b'<html><body><img src="http://a.example/a.png"></body></html>\r\n'
            ),
        },
        tmp_path,
    )
    assert found["sound"][0] <= MOST_POINTS
    assert "MISSING_DATE" in found["without its date"][1]
    assert "HTML_IMAGE_ONLY_04" in found["a picture and hardly a word"][1]
    assert min(found[name][0] for name in found if name != "sound") > MOST_POINTS
