"""Where each key of a TOML text stands: tomllib tells values, not lines.

The text must be valid TOML (1.0), which lets this scanner look at structure only.
"""

import re
import tomllib

from mailbot.config.kinds import Key

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
# The longest delimiters first; a closing one may have up to two quotes of the text before it.
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}(?!")'
    r"|'''.*?'{3,5}(?!')"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)
_SCALAR = re.compile(r"[^,\]}\n#]*")


def lines_of_keys(text: str) -> dict[Key, int]:
    """The line (from 1) on which each table, key and list element of `text` begins."""
    return _Scanner(text).scan()


def line_of(key: Key, lines: dict[Key, int]) -> int | None:
    """The line of `key`, or of the nearest table around it; None for what the file lacks."""
    while key:
        if key in lines:
            return lines[key]
        key = key[:-1]
    return None


class _Scanner:
    """One walk over a text; `_at` is the position."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._lines: dict[Key, int] = {}
        self._counted = (0, 1)
        self._lengths: dict[Key, int] = {}

    def scan(self) -> dict[Key, int]:
        table: Key = ()
        self._skip(_BLANK)
        while self._at < len(self._text):
            if self._text[self._at] == "[":
                table = self._header()
            else:
                self._pair(table)
            self._skip(_BLANK)
        return self._lines

    def _header(self) -> Key:
        line = self._line()
        is_list = self._text.startswith("[[", self._at)
        self._at += 2 if is_list else 1
        names = self._names()
        self._at += 2 if is_list else 1
        table: Key = ()
        for name in names[:-1]:
            table = self._newest((*table, name))
        table = (*table, names[-1])
        if is_list:
            self._lines.setdefault(table, line)
            self._lengths[table] = self._lengths.get(table, 0) + 1
        table = self._newest(table)
        self._note(table, line)
        return table

    def _newest(self, table: Key) -> Key:
        """The last element of a list of tables; any other table as it is."""
        length = self._lengths.get(table)
        return (*table, length - 1) if length else table

    def _pair(self, table: Key) -> None:
        line = self._line()
        key = (*table, *self._names())
        self._note(key, line)
        self._skip(_SPACE)
        self._at += 1
        self._skip(_SPACE)
        self._value(key)

    def _names(self) -> list[str]:
        """A key, dotted or not: `a`, `"a b"`, `a.b`."""
        names = []
        while True:
            self._skip(_SPACE)
            quoted = self._text[self._at] in "\"'"
            name = self._take(_STRING if quoted else _BARE_KEY)
            names.append(_unquoted(name) if quoted else name)
            self._skip(_SPACE)
            if not self._text.startswith(".", self._at):
                return names
            self._at += 1

    def _value(self, key: Key) -> None:
        opening = self._text[self._at]
        if opening in "\"'":
            self._take(_STRING)
        elif opening == "[":
            self._list(key)
        elif opening == "{":
            self._inline_table(key)
        else:
            self._take(_SCALAR)

    def _list(self, key: Key) -> None:
        self._at += 1
        number = 0
        while self._more("]"):
            self._note((*key, number), self._line())
            self._value((*key, number))
            number += 1

    def _inline_table(self, key: Key) -> None:
        self._at += 1
        while self._more("}"):
            self._pair(key)

    def _more(self, closing: str) -> bool:
        """Step over what stands between elements; False once past the closing bracket."""
        self._skip(_BLANK)
        if self._text[self._at] == ",":
            self._at += 1
            self._skip(_BLANK)
        if self._text[self._at] == closing:
            self._at += 1
            return False
        return True

    def _note(self, key: Key, line: int) -> None:
        for length in range(1, len(key) + 1):
            self._lines.setdefault(key[:length], line)

    def _line(self) -> int:
        position, line = self._counted
        line += self._text.count("\n", position, self._at)
        self._counted = (self._at, line)
        return line

    def _skip(self, pattern: re.Pattern[str]) -> None:
        self._take(pattern)

    def _take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self._text, self._at)
        if match is None:
            raise ValueError(f"not TOML at position {self._at}")
        self._at = match.end()
        return match.group()


def _unquoted(name: str) -> str:
    return str(tomllib.loads(f"name = {name}")["name"])
