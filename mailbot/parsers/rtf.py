"""The words of Outlook's compressed RTF ([MS-OXRTFCP]), and the HTML that it may carry
([MS-OXRTFEX]).
"""

import re
from dataclasses import dataclass, field

from mailbot.parsers.charset import codec_for, scrub

_COMPRESSED, _PLAIN = b"LZFu", b"MELA"
_KIND = slice(8, 12)
_HEADER_SIZE = 16
_RING = 4096
_MOST_OCTETS = 500_000
"""Of the RTF; a mail's words take far less."""
_INITIAL = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript "
    rb"\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)

_TOKEN = re.compile(
    r"\\([a-z]{1,32})(-?\d{1,9})?[ ]?|\\'([0-9a-fA-F]{2})|\\([^a-z\r\n])|([{}])|[\r\n]+"
    r"|([^\\{}\r\n]+|\\)",
)
_SILENT = frozenset(
    """fonttbl colortbl stylesheet info pict object header headerl headerr headerf footer footerl
    footerr footerf themedata colorschememapping datastore latentstyles listtable generator xmlnstbl
    listoverridetable rsidtbl mmathPr fldinst objdata""".split()
)
_WORDS = {
    "par": "\n", "line": "\n", "row": "\n", "tab": "\t", "cell": "\t", "emdash": "—",
    "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•",
}  # fmt: skip
_SYMBOLS = {"~": "\xa0", "_": "-", "{": "{", "}": "}", "\\": "\\"}
_MOST_LEVELS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Rtf:
    """The words as plain text, or the HTML that they were made from; "" for what is not there."""

    plain: str = ""
    html: str = ""


def read_rtf(octets: bytes) -> Rtf:
    """Read compressed RTF; never raises. Beyond 500 kB the rest is left out."""
    source = decompress(octets).decode("latin-1")
    if not source.startswith("{\\rtf"):
        return Rtf()
    page = _Page(html="\\fromhtml1" in source[:1000])
    for token in _TOKEN.finditer(source):
        page.take(token)
    text = scrub("".join(page.pieces))
    return Rtf(html=text) if page.html else Rtf(plain=text.strip())


def decompress(octets: bytes) -> bytes:
    """The RTF in the container of [MS-OXRTFCP] §2.1.3; b"" where it is none."""
    kind, content = octets[_KIND], octets[_HEADER_SIZE:]
    if kind == _PLAIN:
        return content[:_MOST_OCTETS]
    return _unpacked(content) if kind == _COMPRESSED else b""


def _unpacked(content: bytes) -> bytes:
    """Undo the compression: each bit of a control byte tells a letter from a look back."""
    # What is written stands behind the dictionary's first words, as in its ring.
    out = bytearray(_INITIAL)
    at = 0
    while at < len(content) and len(out) < _MOST_OCTETS:
        control = content[at]
        at += 1
        for bit in range(8):
            if not control >> bit & 1:
                out += content[at : at + 1]
                at += 1
                continue
            token = int.from_bytes(content[at : at + 2])
            at += 2
            start = _behind(token >> 4, len(out))
            # A look at the place of writing is the end, one beyond the words is damage.
            if start is None or at > len(content):
                return bytes(out[len(_INITIAL) :])
            for offset in range((token & 15) + 2):
                out.append(out[start + offset])
    return bytes(out[len(_INITIAL) :])


def _behind(place: int, written: int) -> int | None:
    """Where in all that was written the ring's `place` is; None for the place of writing."""
    back = (written - place) % _RING
    return written - back if 0 < back <= written else None


@dataclass(slots=True)
class _Group:
    """What holds between two braces."""

    silent: bool = False
    tag: bool = False
    skip: int = 1


@dataclass(slots=True)
class _Page:
    """The words of a page while its tokens come in."""

    html: bool
    pieces: list[str] = field(default_factory=list)
    codec: str = "cp1252"
    _groups: list[_Group] = field(default_factory=lambda: [_Group()])
    _hidden: bool = False
    _skipped: int = 0
    _octets: bytearray = field(default_factory=bytearray)

    def take(self, token: re.Match[str]) -> None:
        """Take in one token."""
        word, number, octet, symbol, brace, text = token.groups()
        if octet is None:
            self._write_octets()
        if brace:
            self._brace(brace)
        elif word:
            self._word(word, number)
        elif octet:
            if self._skipped:
                self._skipped -= 1
            elif self._shown:
                self._octets.append(int(octet, 16))
        elif symbol:
            self._symbol(symbol)
        elif text:
            self._write(text[self._skipped :])
            self._skipped = max(0, self._skipped - len(text))

    @property
    def _shown(self) -> bool:
        group = self._groups[-1]
        return group.tag or not (group.silent or self._hidden)

    def _brace(self, brace: str) -> None:
        self._skipped = 0
        if brace == "{" and len(self._groups) < _MOST_LEVELS:
            above = self._groups[-1]
            self._groups.append(_Group(silent=above.silent, tag=above.tag, skip=above.skip))
        elif brace == "}" and len(self._groups) > 1:
            self._groups.pop()

    def _word(self, word: str, number: str | None) -> None:
        group = self._groups[-1]
        if word == "htmltag":
            group.tag = self.html
        elif word == "htmlrtf":
            self._hidden = self.html and number != "0"
        elif word in _SILENT:
            group.silent = True
        elif word == "ansicpg":
            self.codec = codec_for(f"cp{number}") or self.codec
        elif word == "uc":
            group.skip = min(int(number or 1), 9)
        elif word == "u" and number:
            self._write(chr(int(number) % 0x10000))
            self._skipped = max(0, group.skip)
        else:
            self._write(_WORDS.get(word, ""))

    def _symbol(self, symbol: str) -> None:
        if symbol == "*":
            self._groups[-1].silent = True
        elif self._skipped:
            self._skipped -= 1
        else:
            self._write(_SYMBOLS.get(symbol, ""))

    def _write(self, text: str) -> None:
        if text and self._shown:
            self.pieces.append(text)

    def _write_octets(self) -> None:
        if self._octets:
            self.pieces.append(self._octets.decode(self.codec, "replace"))
            self._octets.clear()
