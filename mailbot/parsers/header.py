"""Some fields of a well-formed mail, without taking its whole header apart."""

import re
from collections.abc import Container

from mailbot.parsers.charset import decode_octets
from mailbot.parsers.fields import Fields
from mailbot.parsers.limits import FIELD_CHARS

_MOST_BYTES = 600_000
"""No shorter mail is beyond any limit of the header or of lines."""

_FIELD = re.compile(rb"([!-9;-~]{1,1000}+):[ \t]*+([^\r\n]*+(?:\r?\n[ \t][^\r\n]*+)*+)(\r?\n)")
_LINE_AND_BLANK_LINE = re.compile(rb"\r\n\r\n|\n\r?\n")


def read_plain_header(raw: bytes, names: Container[bytes]) -> tuple[Fields, memoryview] | None:
    """The fields of these names (in lower case), and the bytes from the end of the header on.

    The same as of what `parse_header` returns; None where the mail is too long or its header has
    anything but fields and a blank line at its end.
    """
    if len(raw) > _MOST_BYTES:
        return None
    fields: Fields = {}
    begin = end = 0
    while field := _FIELD.match(raw, end):
        begin, end = field.start(3), field.end()
        name = field[1].lower()
        if field[2][:1] in (b"\r", b"\n"):
            # A first line without words: what becomes of it differs from Python to Python.
            return None
        if name in names:
            fields.setdefault(name.decode(), []).append(_value(field[2]))
    if not end or not _LINE_AND_BLANK_LINE.match(raw, begin):
        return None
    return fields, memoryview(raw)[begin:]


def _value(written: bytes) -> str:
    return decode_octets(written[:FIELD_CHARS].replace(b"\r", b"").replace(b"\n", b""))
