"""Long bodies pass the parser by: it looks at each of their lines, and needs none of them.

Only a line that begins with two hyphens can end a body (RFC 2046, 5.1.1). What lies between the
first line of a body and the last one before such a line is set aside, a mark in its place, and put
back into what the parser makes of the rest.
"""

import re

# One of each end of a line: what begins with a letter of its own is looked for much faster.
_HYPHENS = (re.compile(rb"\n--"), re.compile(rb"\r--"))
_BLANK_LINE = re.compile(rb"\r\n\r\n|\n\r?\n|\r\r")
_MARK = "\0"
_MARKED = re.compile(f"{_MARK}([0-9]+){_MARK}\n")
_LEAST = 1024
"""Bytes that are worth a mark."""


class Aside:
    """What was set aside of one mail; `rest` is for the parser."""

    def __init__(self, raw: bytes) -> None:
        self._bodies: list[bytes] = []
        # What has the mark's own letter goes to the parser as it is.
        self.rest = raw if _MARK.encode() in raw else b"".join(self._pieces(raw))

    def _pieces(self, raw: bytes) -> list[bytes]:
        pieces: list[bytes] = []
        done = start = 0
        ends = sorted(found.start() for mark in _HYPHENS for found in mark.finditer(raw))
        for end in (*ends, len(raw)):
            blank = _BLANK_LINE.search(raw, start, end)
            first = raw.find(b"\n", blank.end(), end) + 1 if blank else 0
            last = raw.rfind(b"\n", first, end - 1) + 1 if first else 0
            if last - first >= _LEAST:
                pieces += [raw[done:first], f"{_MARK}{len(self._bodies)}{_MARK}\n".encode()]
                self._bodies.append(raw[first:last])
                done = last
            start = end
        return [*pieces, raw[done:]]

    def put_back(self, body: str) -> str:
        """A body that the parser made of the rest, whole again."""
        return _MARKED.sub(self._body, body) if _MARK in body and self._bodies else body

    def _body(self, mark: re.Match[str]) -> str:
        return self._bodies[int(mark[1])].decode("ascii", "surrogateescape")
