"""Bytes to text: declared charset, UTF-8, Windows-1252, then a guess; never fails."""

import codecs
import re
import unicodedata
from functools import lru_cache

from mailbot.parsers.limits import Note

# What is declared as the left one is written with the right one, a superset, by mail programs
# (WHATWG Encoding Standard, "Names and labels").
_SUPERSETS = {
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
    "utf-8-sig": "utf-8",
}
_OTHER_NAMES = {
    "ansi": "cp1252",
    "utf8mb4": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
    "x-sjis": "cp932",
    "x-gbk": "gb18030",
    "x-mac-roman": "mac-roman",
    "macintosh": "mac-roman",
    "iso-8859-8-i": "iso8859-8",
    "iso-8859-8-e": "iso8859-8",
}
# Codecs that transform text instead of naming a charset; some of them are slow on purpose-made
# input.
_NOT_CHARSETS = frozenset(
    "idna punycode undefined unicode_escape raw_unicode_escape unicode-escape raw-unicode-escape "
    "charmap mbcs oem palmos".split()
)
_NOT_ASCII_BASED = frozenset(
    "utf-7 utf-16 utf-16-le utf-16-be utf-32 utf-32-le utf-32-be hz iso2022_jp iso2022_jp_1 "
    "iso2022_jp_2 iso2022_jp_2004 iso2022_jp_3 iso2022_jp_ext iso2022_kr".split()
)
_UNDECLARED = frozenset({"", "unknown-8bit", "x-unknown", "unknown", "default", "binary", "8bit"})
_CHARSET_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:+-]{0,39}")

# Form feeds and the like end a line; the rest of the controls, NUL included, is no text.
_NOT_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff]")
_CONTROL_BYTES = bytes({*range(0x20), 0x7F} - {0x09, 0x0A})
_C1_IN_UTF8 = re.compile(b"\xc2[\x80-\x9f]")
_BOM_IN_UTF8 = b"\xef\xbb\xbf"
_BAD_TO_GOOD = 3
_GUESSED_BYTES = 4096
_FIRST_MARK, _LAST_MARK = 0x300, 0x1FFFF
_MOST_MARKS = 30
# The cost of normalising grows with the square of a run of combining marks: pieces bound it.
_PIECE = re.compile(r"(?s).{1,1000}(?=\s)|.{1,1000}")


@lru_cache(maxsize=256)
def codec_for(declared: str) -> str | None:
    """The codec that reads what is declared as `declared`; None if there is no such charset."""
    name = declared.strip().strip("\"'").lower()
    name = _OTHER_NAMES.get(name, name)
    if not _CHARSET_NAME.fullmatch(name):
        return None
    try:
        codec = codecs.lookup(name)
        # A codec of bytes to bytes (base64, zip) refuses here, as an unknown name does.
        "a".encode(codec.name)
    except (LookupError, ValueError):
        return None
    return None if codec.name in _NOT_CHARSETS else _SUPERSETS.get(codec.name, codec.name)


def decode_text(content: bytes, declared: str, note: Note) -> str:
    """The clean text (see `scrub`) that `content` holds; `declared` is "" when not declared.

    A charset that is unknown or doesn't fit is told to `note`.
    """
    codec = codec_for(declared)
    if codec is None and declared.strip().lower() not in _UNDECLARED:
        note(f"El juego de caracteres «{scrub(declared[:40])}» no existe: se dedujo del texto.")
    if content.isascii() and codec not in _NOT_ASCII_BASED:
        return scrub(content.decode("ascii"))
    return scrub(_decode_8bit(content, codec, declared, note))


def _decode_8bit(content: bytes, codec: str | None, declared: str, note: Note) -> str:
    # UTF-8 hardly ever fits by chance, while a single-byte charset fits anything.
    if codec in (None, "utf-8", "cp1252", "ascii"):
        text = _strictly(content, "utf-8")
        if text is not None:
            if codec in ("cp1252", "ascii"):
                note(f"El texto decía estar en {declared}, pero está en UTF-8: así se leyó.")
            return text
    if codec and (text := _strictly(content, codec)) is not None:
        return text
    if codec and (text := _nearly(content, codec)) is not None:
        note(f"Unos caracteres no eran válidos en {declared}: se muestran como «�».")
        return text
    text = _strictly(content, "utf-8") or _nearly(content, "utf-8")
    text = text or _strictly(content, "cp1252") or _guess(content)
    if codec:
        note(f"El texto no estaba en {declared}, como decía: el juego de caracteres se dedujo.")
    return text


def _strictly(content: bytes, codec: str) -> str | None:
    try:
        return content.decode(codec)
    except ValueError:
        return None


def _nearly(content: bytes, codec: str) -> str | None:
    """The text, if only a few of its letters beyond ASCII can't be read (a cut or stray byte)."""
    text = content.decode(codec, "replace")
    bad = text.count("\N{REPLACEMENT CHARACTER}")
    good = sum(1 for letter in text if letter > "\x7f") - bad
    return text if bad * _BAD_TO_GOOD <= good else None


def _guess(content: bytes) -> str:
    # The detector is a heavy import, and hardly any mail gets this far.
    import charset_normalizer

    best = charset_normalizer.from_bytes(content[:_GUESSED_BYTES], steps=5, chunk_size=512).best()
    codec = codec_for(best.encoding) if best else None
    return content.decode(codec or "cp1252", "replace")


def decode_octets(octets: bytes) -> str:
    """Raw bytes of a header as text: UTF-8, else Windows-1252; not scrubbed."""
    text = _strictly(octets, "utf-8")
    return octets.decode("cp1252", "replace") if text is None else text


@lru_cache(maxsize=1)
def _long_run_of_marks() -> re.Pattern[str]:
    letters = range(_FIRST_MARK, _LAST_MARK + 1)
    marks = "".join(chr(each) for each in letters if unicodedata.combining(chr(each)))
    return re.compile(f"([{marks}]{{{_MOST_MARKS}}})[{marks}]+")


def with_few_marks(text: str) -> str:
    """`text` with at most 30 combining marks on a letter, as in Unicode's Stream-Safe Text Format
    (UAX #15 §13): ordering them takes the square of their number, each time that text is compared.
    """
    return text if _is_latin(text) else _long_run_of_marks().sub(r"\1", text)


def scrub(text: str) -> str:
    """Text that every database and screen takes: LF, no controls or lone surrogates, NFC.

    C1 controls become the Windows-1252 characters that were meant.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not _is_clean(text):
        text = _NOT_TEXT.sub(_mend, text)
    if _is_latin(text):
        return text
    return "".join(map(_compose, _PIECE.findall(with_few_marks(text))))


def _is_latin(text: str) -> bool:
    """Whether no letter is beyond Latin-1, which has no combining marks and is always in NFC."""
    try:
        text.encode("latin-1")
    except UnicodeEncodeError:
        return False
    return True


def _is_clean(text: str) -> bool:
    """Whether `_NOT_TEXT` finds nothing; asking the bytes takes a quarter of the time."""
    try:
        octets = text.encode()
    except UnicodeEncodeError:
        return False
    if len(octets.translate(None, _CONTROL_BYTES)) != len(octets):
        return False
    return len(octets) == len(text) or not (_C1_IN_UTF8.search(octets) or _BOM_IN_UTF8 in octets)


def _mend(found: re.Match[str]) -> str:
    character = found[0]
    if character in "\x0b\x0c":
        return "\n"
    if "\x80" <= character <= "\x9f":
        return character.encode("latin-1").decode("cp1252", "ignore")
    return "\N{REPLACEMENT CHARACTER}" if "\ud800" <= character <= "\udfff" else ""


def _compose(piece: str) -> str:
    if unicodedata.is_normalized("NFC", piece):
        return piece
    return unicodedata.normalize("NFC", piece)
