"""A package with a text left open: filled, it is what packing it anew would give."""

import io
import zipfile

import pytest

from mailbot.documents import package
from mailbot.documents.mould import mould

_BEFORE = b"<a>" + b"palabras que se repiten " * 200
_AFTER = b" y las mismas palabras que se repiten </a>" * 200

_SAME = (
    "filename", "date_time", "compress_type", "flag_bits", "create_system", "create_version",
    "extract_version", "external_attr", "CRC", "file_size",
)  # fmt: skip


def entries(content: bytes) -> list[zipfile.ZipInfo]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert packed.testzip() is None
        return packed.infolist()


@pytest.mark.parametrize("text", ["", "SERV-2026-000001", "<3 & ñ", "x" * 60_000])
def test_what_is_filled_is_what_is_packed_anew(text):
    rest = {"[Content_Types].xml": b"<t/>" * 50, "ñ.txt": b"", "c/d.xml": b"<d/>"}
    waiting = {"uno.xml": (_BEFORE, _AFTER), "dos.xml": (b"", b"</b>")}
    filled = mould(rest, waiting).filled(text)
    anew = package.write(rest | {n: package.join(h, text) for n, h in waiting.items()})
    with zipfile.ZipFile(io.BytesIO(filled)) as ours, zipfile.ZipFile(io.BytesIO(anew)) as theirs:
        assert {n: ours.read(n) for n in ours.namelist()} == {
            n: theirs.read(n) for n in theirs.namelist()
        }
    for mine, usual in zip(entries(filled), entries(anew), strict=True):
        assert {n: getattr(mine, n) for n in _SAME} == {n: getattr(usual, n) for n in _SAME}


def test_words_on_both_sides_stay_packed():
    filled = mould({"a": b""}, {"uno.xml": (_BEFORE, _AFTER)}).filled("SERV-2026-000001")
    assert len(filled) < 600


def test_what_reads_from_the_front_finds_every_member():
    filled = mould({"a": b"hola"}, {"uno.xml": (_BEFORE, _AFTER)}).filled("n")
    headers = [entry.header_offset for entry in entries(filled)]
    assert [filled[at : at + 4] for at in headers] == [b"PK\3\4"] * 2
    assert filled[headers[1] :].startswith(b"PK\3\4\x14\0\0\0\x08\0")
