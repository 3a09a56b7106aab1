"""Well-formed mails taken apart without a look at each line of their bodies.

The standard library's parser goes through a mail line by line. Here multiparts are split where
their delimiters stand (RFC 2046, 5.1.1), and nothing but headers is looked at. A mail with anything
odd is left to that parser as a whole, so that what becomes of odd mails is decided in one place.
"""

import re
from collections.abc import Callable, Iterator
from email.message import Message
from email.policy import Policy
from typing import Generic, TypeVar

_T = TypeVar("_T", bound=Message)

_BLANK_LINE = re.compile(rb"\n\r?\n")
_BLANK_FIRST_LINE = re.compile(rb"\r?\n")
_FIELD = re.compile(r"([!-9;-~]+:[^\n]*(?:\n|\Z))((?:[ \t][^\n]*(?:\n|\Z))*)")
_BARE_RETURN = re.compile(r"\r(?!\n)")
_REST_OF_DELIMITER = re.compile(rb"(--)?[ \t]*(?:\r\n|\r|\n|\Z)")
_LINE_ENDS = (b"\r\n", b"\n", b"\r")
_MOST_PARTS = 1_000
"""Of one multipart; no mail with more is read."""
_MULTIPART_ENCODINGS = ("7bit", "8bit", "binary")


class _Odd(Exception):
    """Something is not as the standards say."""


def take_apart(raw: bytes, new_part: Callable[[], _T], policy: Policy) -> _T | None:
    """The tree of parts that the standard library's parser makes of `raw`; None for an odd mail.

    `new_part` gives an empty part, in the order of the mail. Preambles and epilogues are left out.
    """
    try:
        return _Splitter(raw, new_part, policy).part(0, len(raw))
    except _Odd:
        return None


def read_header(text: str, new_part: Callable[[], _T], policy: Policy) -> _T | None:
    """A part with nothing but the header in `text`; None for an odd one."""
    part = new_part()
    try:
        _read_fields(part, text, policy)
    except _Odd:
        return None
    return part


def _read_fields(part: Message, text: str, policy: Policy) -> None:
    at = 0
    while field := _FIELD.match(text, at):
        part.set_raw(*policy.header_source_parse([field[1], field[2]]))
        at = field.end()
    if text[at:] not in ("", "\n", "\r\n") or _BARE_RETURN.search(text):
        raise _Odd


class _Splitter(Generic[_T]):
    """Takes one mail apart; its ranges are given as start and end."""

    def __init__(self, raw: bytes, new_part: Callable[[], _T], policy: Policy) -> None:
        self._raw = raw
        self._new_part = new_part
        self._policy = policy

    def part(self, start: int, end: int, parent: _T | None = None) -> _T:
        """The part within a range, attached to the multipart that it belongs to."""
        part = self._new_part()
        if parent is not None:
            if parent.get_content_type() == "multipart/digest":
                part.set_default_type("message/rfc822")
            parent.attach(part)
        body = self._end_of_header(start, end)
        _read_fields(part, self._text(start, body), self._policy)
        if part.get_content_maintype() == "multipart":
            part.set_payload([])
            for each in self._ranges(part, body, end):
                self.part(*each, part)
        else:
            part.set_payload(self._text(body, end))
        return part

    def _end_of_header(self, start: int, end: int) -> int:
        blank = _BLANK_FIRST_LINE.match(self._raw, start, end)
        blank = blank or _BLANK_LINE.search(self._raw, start, end)
        return blank.end() if blank else end

    def _ranges(self, part: _T, start: int, end: int) -> list[tuple[int, int]]:
        """Where the parts of a multipart are within the range of its body."""
        boundary = part.get_boundary() or ""
        encoding = str(part.get("content-transfer-encoding", "8bit")).lower()
        if not (boundary and boundary.isascii() and boundary.isprintable()):
            raise _Odd
        if encoding not in _MULTIPART_ENCODINGS:
            raise _Odd
        ranges: list[tuple[int, int]] = []
        first = -1
        for line, following, closes in self._delimiters(boundary, start, end):
            # Two in a row have no part between them.
            if first == line or (closes and first < 0):
                raise _Odd
            if len(ranges) > _MOST_PARTS:
                raise _Odd
            if first >= 0:
                ranges.append((first, self._without_line_end(first, line)))
            if closes:
                return ranges
            first = following
        raise _Odd

    def _delimiters(self, boundary: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
        """The lines that are delimiters: where one begins and the next, and if it is the last."""
        mark = f"--{boundary}".encode("ascii")
        at = self._raw.find(mark, start, end)
        while at >= 0:
            after = at + len(mark)
            rest = _REST_OF_DELIMITER.match(self._raw, after, end)
            if rest and (at == start or self._raw[at - 1] in b"\r\n"):
                after = rest.end()
                yield at, after, bool(rest[1])
            at = self._raw.find(mark, after, end)

    def _without_line_end(self, start: int, end: int) -> int:
        """The end without the end of the last line: that belongs to the delimiter after it."""
        line_end = next((each for each in _LINE_ENDS if self._raw.endswith(each, start, end)), b"")
        return end - len(line_end)

    def _text(self, start: int, end: int) -> str:
        return self._raw[start:end].decode("ascii", "surrogateescape")
