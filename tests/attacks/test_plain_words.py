"""Text is told without libmagic where libmagic could tell no more: the same is done about it."""

import random

import pytest

from mailbot.parsers.inspection import kinds, look
from mailbot.parsers.inspection.libmagic import detector

TEXT_BEGINS = (
    "From:", "Received:", "Date:", "Return-Path:", "Delivered-To:", "from:", "DATE:", "To:",
    "Relay-Version:", "Reporting-MTA:", "MIME-Version:", "Forward to", "N#! rnews", "fecha;valor",
    "\ufeffFrom:", "\ufeffpalabras", "{", "BEGIN:VCARD", "\n",
)  # fmt: skip
TEXT_VALUES = (
    "", " ana@x.test", " Ana <ana.b+c=d@x.test>", " <svg@x.test>", " <html@x.test>",
    " <a href=x@x.test>", " text/html", " uno, dos",
)  # fmt: skip
TEXT_LINES = (
    "", "palabras", "uno, dos", "<a@x.test>", "<svg@x.test>", "<table >", "a;b;c", "--x", "{\\rtf1",
    "begin 644 x", "From x", "Todavía no.", "#!/bin/sh", "-----BEGIN PKCS7-----",
)  # fmt: skip


@pytest.mark.parametrize(
    ("content", "is_asked"),
    [
        pytest.param(b"fecha;valor\r\n2026-11-20;1500000\r\n", False, id="a table with semicolons"),
        pytest.param("Todavía falla.\n".encode(), False, id="words"),
        pytest.param(b"fecha,valor\r\n2026-11-20,1500000\r\n", True, id="a table with commas"),
        pytest.param(b"Reporting-MTA: dns; x.test\r\n", False, id="a report"),
        pytest.param(b"Forward to ana@x.test\nz", True, id="a mail of old"),
        pytest.param(b"\xef\xbb\xbfReceived: from x\nz", True, id="a mail after a mark"),
        pytest.param(b"palabras <svg@x.test>", True, id="a picture or an address"),
        pytest.param(b"palabras\n<html>", True, id="a page further down"),
        pytest.param(b"palabras\n-----BEGIN PKCS7-----", True, id="armour"),
        pytest.param(b'"nota\nlarga",=cmd\n', True, id="a table with a broken first line"),
        pytest.param(b"{\\urtf1 {\\object", True, id="RTF under another mark"),
        pytest.param(b"n" * 100 + b" " * 48 + b"  12345 0", True, id="an old tar"),
        pytest.param(b"palabras\x01", True, id="no text"),
    ],
)
def test_libmagic_is_asked_where_it_could_tell_more_than_that_it_is_text(
    content: bytes, is_asked: bool, monkeypatch: pytest.MonkeyPatch
):
    asked: list[bytes] = []

    def detect(head: bytes) -> str:
        asked.append(head)
        return "text/plain"

    monkeypatch.setattr(kinds, "detector", lambda: detect)
    assert kinds.kind_of(content).type == "text/plain"
    assert bool(asked) == is_asked


def test_the_header_of_a_mail_is_told_without_libmagic(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(kinds, "detector", lambda: None)
    for name in ("From", "Received", "Date", "Return-Path", "Delivered-To"):
        content = f"{name}: Ana <ana@x.test>\r\nTo: Luz <luz@x.test>\r\n\r\nHola".encode()
        assert kinds.kind_of(content).type == kinds.MESSAGE


@pytest.mark.parametrize("seed", range(3))
def test_what_is_told_without_libmagic_is_what_libmagic_tells(seed: int):
    """As far as anything is done about it: which kinds of text there are matters to nobody."""
    detect = detector()
    assert detect
    matters, chance = look._OPENERS.keys() | look._CHECKS.keys(), random.Random(seed)
    for _ in range(200):
        begin, end = chance.choice(TEXT_BEGINS), chance.choice(("\n", "\r\n"))
        words = chance.choices(TEXT_LINES, k=chance.randrange(4))
        content = end.join((begin + chance.choice(TEXT_VALUES), *words)).encode()
        told, known = kinds.kind_of(content).type, detect(content)
        if told in (kinds.TEXT, kinds.MESSAGE):
            assert (told in matters and told) == (known in matters and known), content
