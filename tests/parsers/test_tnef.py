"""winmail.dat: its files are the mail's files, its words count where there are no others."""

import struct
import tracemalloc

import pytest
import tnefparse

from mailbot.parsers import read_mail
from mailbot.parsers.rtf import decompress, read_rtf
from mailbot.parsers.tnef import read_tnef
from tests.mails import Enclosed, mail, odd_mail
from tests.parsers.tnef_files import (
    attribute,
    enclosed_message,
    file,
    number,
    octets,
    properties,
    text,
    winmail,
)

BODY, RTF, HTML, SUBJECT, SENDER = 0x1000, 0x1009, 0x1013, 0x37, 0x5D01
LONG_NAME, CONTENT, CONTENT_ID, MEDIA_TYPE = 0x3707, 0x3701, 0x3712, 0x370E
DAMAGED = "El winmail.dat venía dañado: se sacó lo legible, y queda también como adjunto."
UNOPENED = "Un archivo «winmail.dat» o «smime.p7m» no se pudo abrir: queda como adjunto."

ORDER = file(text(LONG_NAME, "Orden año.pdf"), title="ORDENA~1.PDF", content=b"%PDF-1.7\0\0")
PICTURE = file(
    text(LONG_NAME, "image001.png"), octets(CONTENT, b"PNG"), text(CONTENT_ID, "<foto@x>"),
    text(MEDIA_TYPE, "image/png"),
)  # fmt: skip


def sent(content: bytes, words: str | None = "Adjunto la orden.", **kind: str) -> bytes:
    enclosed = Enclosed(
        name=kind.get("name", "winmail.dat"), type=kind.get("type", "application/ms-tnef"),
        content=content,
    )  # fmt: skip
    return mail(text=words, files=[enclosed])


@pytest.mark.parametrize(
    "kind",
    [
        {},
        {"type": "application/vnd.ms-tnef", "name": "noname"},
        {"type": "application/octet-stream"},
        {"type": "application/octet-stream", "name": "ATT00001.bin"},
    ],
)
def test_its_files_become_the_mails_files(kind):
    read = read_mail(sent(winmail(files=[ORDER, PICTURE]), **kind))
    assert [(each.name, each.type, each.content) for each in read.attachments] == [
        ("Orden año.pdf", "application/octet-stream", b"%PDF-1.7\0\0"),
        ("image001.png", "image/png", b"PNG"),
    ]
    assert (read.text, read.faults) == ("Adjunto la orden.", ())


def test_an_independent_reader_finds_the_same_files():
    theirs = tnefparse.TNEF(winmail(text(BODY, "Hola"), files=[ORDER, PICTURE]))
    assert [each.long_filename() for each in theirs.attachments] == [
        "Orden año.pdf",
        "image001.png",
    ]
    assert theirs.body == "Hola"


def test_its_words_are_not_read_beside_those_of_the_mail():
    read = read_mail(sent(winmail(text(BODY, "Otro texto [RESUELTO]"))))
    assert read.body == "Adjunto la orden."


PACKED = (
    b"\x2d\x00\x00\x00" + struct.pack("<I", 43) + b"LZFu\xf1\xc5\xc7\xa7"
    b"\x03\x00\x0a\x00rcpg125\x422\x0a\xf3\x20hel\x09\x00\x20bw\x05\xb0ld}\x0a\x80\x0f\xa0"
)
"""The example of [MS-OXRTFCP] §4.1.1."""


def plain_rtf(words: str) -> bytes:
    return struct.pack("<II", len(words) + 12, len(words)) + b"MELA" + bytes(4) + words.encode()


HTML_IN_RTF = plain_rtf(
    r"{\rtf1\ansi\ansicpg1252\fromhtml1 {\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 Se"
    r"\'f1or: falla{\*\htmltag84 <b>}\htmlrtf \b\htmlrtf0 hoy{\*\htmltag92 </b>}\htmlrtf }"
    r"\htmlrtf0 {\*\htmltag72 </p>}}"
)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ([text(BODY, "Hola, señor")], "Hola, señor"),
        ([octets(HTML, b"<p>Hola,<br>se\xf1or</p>"), number(0x3FDE, 1252)], "Hola,\nseñor"),
        ([octets(RTF, PACKED)], "hello world"),
        ([octets(RTF, HTML_IN_RTF)], "Señor: fallahoy"),
        ([octets(RTF, plain_rtf(r"{\rtf1\pard Ma\u241 ?ana{\*\x no}\par s\u237\'ed\~o}"))],
         "Mañana\nsí\xa0o"),
    ],
)  # fmt: skip
def test_its_words_are_read_where_the_mail_has_none(said, words):
    read = read_mail(sent(winmail(*said), words=None))
    assert (read.text.replace("\xa0", " "), read.attachments) == (words.replace("\xa0", " "), ())


def test_the_compression_of_the_specification():
    assert decompress(PACKED) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"


def test_a_mail_that_is_nothing_but_a_winmail():
    raw = odd_mail("Content-Type: application/ms-tnef; name=winmail.dat", body=[
        winmail(text(BODY, "Hola"), files=[ORDER])])  # fmt: skip
    read = read_mail(raw)
    assert (read.text, [each.name for each in read.attachments]) == ("Hola", ["Orden año.pdf"])


def test_an_enclosed_message_is_a_mail_and_its_files_come_behind_it():
    inner = winmail(
        text(SUBJECT, "Caso año [INC-2026-000001]"), text(SENDER, "luis@x.co"),
        text(BODY, "[RESUELTO]"), files=[ORDER],
    )  # fmt: skip
    read = read_mail(sent(winmail(files=[file(enclosed_message(inner))])))
    assert read.text == "Adjunto la orden."
    enclosed, order = read.attachments
    assert (enclosed.name, enclosed.type) == ("Caso año [INC-2026-000001].eml", "message/rfc822")
    again = read_mail(enclosed.content)
    assert (again.sender and again.sender.address, again.text) == ("luis@x.co", "[RESUELTO]")
    assert order.name == "Orden año.pdf"


def test_messages_within_messages_are_opened_a_few_times_only():
    inner = winmail(text(BODY, "dentro"), files=[ORDER])
    for _ in range(10):
        inner = winmail(files=[file(enclosed_message(inner))])
    assert len(read_mail(sent(inner)).attachments) == 4


def test_files_beyond_the_limit_stay_inside_and_that_is_told():
    read = read_mail(sent(winmail(files=[file(title="a.txt", content=b"x")] * 300)))
    assert [each.name for each in read.attachments[-2:]] == ["a.txt", "winmail.dat"]
    assert len(read.attachments) == 201
    assert read.faults == (
        "El winmail.dat trae demasiados archivos: se sacaron los primeros, y queda como adjunto.",
    )


WHOLE = winmail(text(BODY, "Hola"), files=[ORDER, PICTURE])


@pytest.mark.parametrize("length", [60, 120, 200, len(WHOLE) - 20])
def test_a_damaged_one_gives_what_is_legible_and_stays_a_file(length):
    read = read_mail(sent(WHOLE[:length]))
    assert read.attachments[-1].content == WHOLE[:length]
    assert read.attachments[-1].name == "winmail.dat"
    assert read.faults in ((DAMAGED,), (UNOPENED,))


@pytest.mark.parametrize("content", [b"", b"x", b"\x78\x9f\x3e\x22", b"\x78\x9f\x3e\x22\0\0" * 9])
def test_what_is_none_stays_a_file(content):
    read = read_mail(sent(content))
    assert [each.name for each in read.attachments] == ["winmail.dat"]


HUGE = b"\xff\xff\xff\xff"
BOMBS = {
    "a count of four thousand million": HUGE + struct.pack("<HH", 0x02, 0x3001) + bytes(2),
    "as many values of two bytes": struct.pack("<IHH", 1, 0x1002, 0x3001) + HUGE,
    "as many empty strings": struct.pack("<IHH", 1, 0x1F, 0x3001) + HUGE + bytes(400_000),
    "a string of that length": struct.pack("<IHHI", 1, 0x1F, 0x3001, 1) + HUGE,
    "a name of that length": struct.pack("<IHH", 1, 0x1F, 0x8001) + bytes(16) + b"\1\0\0\0" + HUGE,
    "100,000 properties": struct.pack("<I", 100_000) + struct.pack("<HHI", 3, 0x3001, 7) * 100_000,
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS.keys())
def test_counts_that_the_bytes_do_not_hold_give_nothing_and_take_no_memory(bomb):
    octets = winmail() + attribute(0x9003, bomb)
    tracemalloc.start()
    try:
        read = read_tnef(octets, 10)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (read.files, read.subject, read.plain, read.html) == ((), "", "", "")
    assert peak < 10 * len(octets) + 100_000


def test_rtf_that_unpacks_without_end_is_cut():
    looks_back = b"\xff" + b"\x0f\xff" * 8
    packed = struct.pack("<II", 0, 0) + b"LZFu" + bytes(4) + looks_back * 100_000
    assert len(decompress(packed)) <= 500_200


def test_rtf_of_braces_alone_is_nothing():
    assert read_rtf(plain_rtf("{\\rtf1" + "{" * 5_000 + "a")).plain == "a"
    assert read_rtf(plain_rtf("}" * 5_000)).plain == ""


def test_properties_of_several_values_do_not_hide_those_behind_them():
    several = struct.pack("<HHI", 0x1003, 0x3001, 2) + bytes(8)
    one = properties(text(BODY, "Hola"))[4:]
    packed = struct.pack("<I", 2) + several + one
    assert read_tnef(winmail() + attribute(0x9003, packed), 10).plain == "Hola"
