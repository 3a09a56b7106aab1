"""The values that PDF is written in: one at a place of a file, at a cost that grows with its bytes.

Source: ISO 32000-1 §7.2 and §7.3. Nothing is followed here, and nothing recurses: what is never
closed holds what came until the end.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from mailbot.parsers.inspection.values import TOO_LONG, Budget, Held

# What a value and each of its tokens cost, in bytes that are searched.
_OF_VALUE, _OF_TOKEN = 32, 24
_MOST_TOKENS = 300_000
_SPACES = rb"\0\t\n\f\r "
_TOKEN = re.compile(
    rb"(?:[" + _SPACES + rb"]++|%[^\r\n]*+)*+(?:"
    rb"(?P<name>/[^" + _SPACES + rb"()<>\[\]{}/%]*+)"
    rb"|(?P<word>[^" + _SPACES + rb"()<>\[\]/%]++)"
    rb"|(?P<text>\()"
    rb"|(?P<open><<|\[)"
    rb"|(?P<close>>>|\])"
    rb"|(?P<hex><[^<>]*+>?)"
    rb"|(?P<stray>.)"
    # What is gone over until the end counts too.
    rb"|(?P<end>\Z)"
    rb")",
    re.DOTALL,
)
_IN_TEXT = re.compile(rb"\\.|[()]", re.DOTALL)
_ESCAPED_LETTER = re.compile(rb"#([0-9A-Fa-f]{2})")
_BACKSLASH = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_CONTROLS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_LINE_ENDS = (b"\n", b"\r", b"\r\n")
_NO_DIGIT = re.compile(rb"[^0-9A-Fa-f]")
_ENDS = frozenset({b"endobj", b"stream", b"endstream", b"startxref"})
_LONGEST_NUMBER = 15
_OF_REFERENCE = 2


class Name(bytes):
    """A name, without its slash and with its numbered letters read."""


class Word(bytes):
    """A word that is no number, such as true or null."""


@dataclass(frozen=True, slots=True)
class Reference:
    """Where another object of the file stands for a value: the number of that object."""

    number: int


Value: TypeAlias = "bytes | int | Reference | list[Value] | dict[bytes, list[Value]] | None"
"""A value; a dictionary holds for each key all values that stand behind it."""

Dictionary: TypeAlias = dict[bytes, list[Value]]


def plain_names(text: bytes) -> bytes:
    """`text` with the letters of names that hide as numbers: `/#4caunch` is `/Launch`."""
    if b"#" not in text:
        return text
    return _ESCAPED_LETTER.sub(lambda found: bytes((int(found[1], 16),)), text)


def read_value(text: bytes, at: int, budget: Budget) -> tuple[Value, int]:
    """The value that begins at `at`, and where it ends; None if there is none.

    Raises Held beyond the budget.
    """
    reader = _Reader(text, at)
    value = reader.read()
    budget.search(_OF_VALUE + _OF_TOKEN * reader.tokens + reader.at - at)
    return value, reader.at


def within_value(value: Value) -> Iterator[Dictionary]:
    """All dictionaries of a value, however deep one lies in another."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            yield each
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each


class _Reader:
    """One value in the making: the arrays and dictionaries that are open, innermost last."""

    def __init__(self, text: bytes, at: int) -> None:
        self.at = at
        self.tokens = 0
        self._text = text
        # What is open: whether it is a dictionary, and the values around it.
        self._open: list[tuple[bool, list[Value]]] = []
        self._top: list[Value] = []
        self._here = self._top

    def read(self) -> Value:
        while not self._is_whole() and (token := _TOKEN.match(self._text, self.at)):
            kind = token.lastgroup or ""
            written = token[kind]
            # Readers go over such a word where a dictionary is still open.
            if written in _ENDS and not self._open:
                break
            self.at = token.end()
            self.tokens += 1
            if self.tokens > _MOST_TOKENS:
                raise Held(TOO_LONG)
            if kind == "end":
                break
            if kind == "open":
                self._begin(is_dictionary=written == b"<<")
            elif kind == "close":
                self._close()
            elif kind == "word":
                self._word(written)
            elif kind != "stray":
                self._here.append(self._single(kind, written))
        while self._open:
            self._close()
        return self._top[0] if self._top else None

    def _is_whole(self) -> bool:
        if self._open or not self._top:
            return False
        # A number may be the beginning of a reference: what follows tells.
        return len(self._top) > _OF_REFERENCE or not isinstance(self._top[-1], int)

    def _begin(self, *, is_dictionary: bool) -> None:
        self._open.append((is_dictionary, self._here))
        self._here = []

    def _single(self, kind: str, written: bytes) -> Value:
        if kind == "name":
            return Name(plain_names(written[1:]))
        if kind == "hex":
            digits = _NO_DIGIT.sub(b"", written).decode("ascii")
            return bytes.fromhex(digits + "0" * (len(digits) % 2))
        return self._literal()

    def _literal(self) -> bytes:
        """The text from behind its opening parenthesis to the one that closes it."""
        start, depth = self.at, 1
        for found in _IN_TEXT.finditer(self._text, start):
            depth += {b"(": 1, b")": -1}.get(found[0], 0)
            if not depth:
                self.at = found.end()
                return _BACKSLASH.sub(_unescaped, self._text[start : found.start()])
        self.at = len(self._text)
        return _BACKSLASH.sub(_unescaped, self._text[start:])

    def _word(self, written: bytes) -> None:
        here = self._here
        number = here[-2] if len(here) >= _OF_REFERENCE else None
        if written == b"R" and isinstance(number, int):
            here[-2:] = [Reference(number)]
        elif written.isdigit() and len(written) <= _LONGEST_NUMBER:
            here.append(int(written))
        else:
            here.append(Word(written))

    def _close(self) -> None:
        if self._open:
            values = self._here
            is_dictionary, self._here = self._open.pop()
            self._here.append(_dictionary(values) if is_dictionary else values)


def _dictionary(values: list[Value]) -> Dictionary:
    """Whatever stands behind a name is its value: no stray word shifts keys out of sight."""
    told: Dictionary = {}
    for key, value in pairwise(values):
        if isinstance(key, Name):
            told.setdefault(bytes(key), []).append(value)
    return told


def _unescaped(found: re.Match[bytes]) -> bytes:
    code = found[1]
    if code in _LINE_ENDS:
        return b""
    if code[:1].isdigit() and code[:1] < b"8":
        return bytes((int(code, 8) & 0xFF,))
    return _CONTROLS.get(code, code)
