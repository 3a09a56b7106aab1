"""The header of a well-formed mail read at once: as the parser reads it, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.errors import UnreadableMail
from mailbot.parsers.fields import Fields, group_fields, repair
from mailbot.parsers.header import read_plain_header
from mailbot.parsers.limits import DEFAULT_LIMITS, FIELD_CHARS
from mailbot.parsers.source import parse_header
from tests.mails import mail
from tests.parsers.test_any_bytes import TOKENS, damaged, quickly

NAMES = frozenset((b"from", b"subject", b"date", b"x"))

WELL_FORMED = {
    "a mail": mail(subject="Señal de año"),
    "LF": mail().replace(b"\r\n", b"\n"),
    "several of a name": b"Subject: uno\r\nSUBJECT: dos\r\nTo: c@d.co\r\nSubject:\r\n\r\nHola",
    "folded": b"Subject: cero\r\n uno\r\n\tdos\r\n \r\n tres \r\nFrom:  \t a@b.co\r\n\r\nHola",
    "8-bit": "Subject: Señal\r\nFrom: Ñandú <a@b.co>\r\n\r\nAño".encode(),
    "8-bit, not UTF-8": "Subject: Señal\r\n\r\nAño".encode("cp1252"),
    "controls": b"Subject: a\x00\x0b\x0c\x1c\x85b\r\n\r\nHola",
    "a very long value": b"Subject: " + b"a\r\n " * FIELD_CHARS + b"\r\n\r\nHola",
    "mixed ends of lines": b"Subject: a\nX: b\r\nDate: c\n\r\nHola",
    "nothing below": b"Subject: a\r\n\r\n",
}
ODD = {
    "nothing on the first line": b"Subject:\r\n uno\r\n\r\nHola",
    "nothing": b"",
    "no header": b"\r\n\r\nHola",
    "no blank line": b"Subject: a\r\n",
    "a broken line": b"Subject: a\r\nb\r\n\r\nHola",
    "a broken end of line": b"Subject: a\rX: b\r\n\r\nHola",
    "a blank line of another kind": b"Subject: a\r\n\nHola",
    "a line of an mbox": b"From a@b.co Tue Nov 24\r\nSubject: a\r\n\r\nHola",
    "a quoted line of an mbox": b">From a@b.co\nSubject: a\n\nHola",
    "space before the colon": b"Subject: a\r\nFrom : b@c.co\r\n\r\nHola",
    "no name": b"Subject: a\r\n: b\r\n\r\nHola",
    "a name that is too long": b"X" * 1001 + b": a\r\n\r\nHola",
    "a continuation first": b" a\r\nSubject: b\r\n\r\nHola",
    "a mark of UTF-8": b"\xef\xbb\xbfSubject: a\r\n\r\nHola",
    "too many lines": b"Subject: a\r\n\r\n" + b"\n" * 600_001,
}


def by_the_parser(raw: bytes) -> tuple[Fields, bytes]:
    message, body = parse_header(raw, DEFAULT_LIMITS)
    pairs = ((name.lower(), repair(str(value))) for name, value in message.raw_items())
    return group_fields(pair for pair in pairs if pair[0].encode(errors="replace") in NAMES), body


@pytest.mark.parametrize("raw", WELL_FORMED.values(), ids=WELL_FORMED)
def test_a_well_formed_header_is_read_as_the_parser_reads_it(raw):
    assert read_plain_header(raw, NAMES) == by_the_parser(raw)


@pytest.mark.parametrize("raw", ODD.values(), ids=ODD)
def test_any_other_is_left_to_the_parser(raw):
    assert read_plain_header(raw, NAMES) is None


@given(damaged() | st.lists(st.sampled_from([*TOKENS, b"X:", b" "]), max_size=40).map(b"".join))
@quickly
def test_what_is_read_of_damaged_mails_is_what_the_parser_reads(raw):
    try:
        expected = by_the_parser(raw)
    except UnreadableMail:
        expected = None
    assert read_plain_header(raw, NAMES) in (None, expected)
