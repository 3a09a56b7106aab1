"""What commands write: answers on stdout (lines or JSON), messages on stderr."""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click


def print_json(value: object) -> None:
    """One JSON value as one line of stdout. Datetimes must be aware; they become ISO 8601."""
    click.echo(json_text(value))


def json_text(value: object) -> str:
    """The same as text. Letters that no UTF-8 has (they come from broken mails) become escapes."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, default=_plain)
    return text.encode("utf-8", "backslashreplace").decode()


def print_line(text: str = "") -> None:
    """One line of an answer for people on stdout."""
    click.echo(printable(text))


def print_rows(rows: Sequence[Sequence[str]]) -> None:
    """Lines of cells in aligned columns; the last column is as long as it is."""
    widths = [max(map(len, column)) for column in zip(*(row[:-1] for row in rows), strict=True)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row[:-1], widths, strict=True)]
        print_line("  ".join([*cells, row[-1]]))


def say(text: str) -> None:
    """A message on stderr, so that stdout holds the answer only."""
    click.echo(printable(text), err=True)


def printable(text: str) -> str:
    """`text` without characters that would steer a terminal: words of mails are shown too.

    Blanks that hold words together become plain ones.
    """
    text = text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
    return "".join(letter if letter.isprintable() or letter in "\n\t" else "�" for letter in text)


def _plain(value: object) -> str:
    if isinstance(value, datetime) and value.tzinfo is None:
        raise ValueError(f"a time without zone: {value.isoformat()}")
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"not a JSON value: {value!r}")
