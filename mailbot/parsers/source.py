"""Raw bytes to a tree of parts, with the standard library's parser, within the limits."""

import re
from collections.abc import Callable
from email.errors import MissingHeaderBodySeparatorDefect
from email.feedparser import BytesFeedParser
from email.message import Message
from email.parser import HeaderParser
from email.policy import Compat32
from typing import Generic, TypeVar, cast

from mailbot.errors import UnreadableMail
from mailbot.parsers.limits import FIELD_CHARS, Note, ParseLimits, check_size
from mailbot.parsers.multipart import read_header, take_apart

_BLANK_LINES = (b"\r\n\r\n", b"\n\n", b"\n\r\n", b"\r\r")
_FIELD = re.compile(rb"[!-9;-~]{1,1000}:|From ")
_SPACED_FIELD = re.compile(rb"([!-9;-~]{1,1000})[ \t]{1,100}(:.*)", re.DOTALL)
# The parser takes this for the line that stands before a mail in an mbox file, and passes it over.
_SPACED_FROM = re.compile(rb"(?:\A|[\r\n])From[ \t]+:")
_KNOWN_FIELD = re.compile(
    rb"(?im)^(?:from|to|subject|date|message-id|mime-version|content-type|received)[ \t]*:"
)
_PARAMETER_CHARS = 4096
_ENOUGH_FIELDS = 2

_DEFECTS = {
    "NoBoundaryInMultipartDefect": "El mensaje tenía partes pero no decía cómo separarlas.",
    "StartBoundaryNotFoundDefect": "El separador de partes que se anunciaba no aparece.",
    "CloseBoundaryNotFoundDefect": (
        "Al mensaje le falta el final (el último separador): se leyó lo que llegó."
    ),
    "FirstHeaderLineIsContinuationDefect": (
        "La cabecera empezaba con una línea de continuación: se pasó por alto."
    ),
    "MisplacedEnvelopeHeaderDefect": "Una línea «From » sobraba en la cabecera: se pasó por alto.",
    "InvalidHeaderDefect": "Una línea de la cabecera no tenía nombre: se pasó por alto.",
    "InvalidMultipartContentTransferEncodingDefect": (
        "Un grupo de partes decía estar codificado, lo que no se permite: se leyó tal cual."
    ),
    "MissingHeaderBodySeparatorDefect": (
        "No había línea en blanco entre la cabecera y el texto: se separaron donde parecía."
    ),
}


class _Counted(Message):
    """A part that refuses to be nested too deeply."""

    depth = 0
    deepest = 0

    def attach(self, payload: Message) -> None:  # type: ignore[override]
        if isinstance(payload, _Counted):
            payload.depth = self.depth + 1
            if payload.depth > self.deepest:
                raise UnreadableMail(f"El mensaje tiene más de {self.deepest} niveles de partes.")
        super().attach(payload)


class Part(_Counted):
    """A part of a mail; an enclosed message stays the bytes that it came as.

    The parser asks a part's type to decide whether to take its content apart: of messages within
    the message (a forward, a returned mail) nothing may mix with this mail's own words.
    """

    def get_content_type(self) -> str:
        stated = super().get_content_type()
        return "application/octet-stream" if stated.startswith("message/") else stated


_T = TypeVar("_T", bound=_Counted)


class _Bounded(Compat32):
    """Cuts overlong values at the source: some readers take the square of their length."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        most = _PARAMETER_CHARS if name[:8].lower() == "content-" else FIELD_CHARS
        return name, value[:most]


_POLICY = _Bounded()


def parse_parts(raw: bytes, limits: ParseLimits, note: Note) -> Part:
    """The tree of parts that `raw` holds, whatever it is; what is broken is mended and noted.

    Raises UnreadableMail beyond the limits.
    """
    return _mended(_taken_apart, _begin_at_header(raw, limits, note), limits, note)


def parse_opened(raw: bytes, limits: ParseLimits) -> Message:
    """The tree with the messages within the message taken apart too, as reports need it.

    Raises UnreadableMail beyond the limits.
    """
    return _feed(_begin_at_header(raw, limits, lambda _fault: None), _Counted, limits)


def parse_header(raw: bytes, limits: ParseLimits) -> tuple[Part, memoryview]:
    """The header of a mail alone, and the bytes that follow it, where they lie.

    Raises UnreadableMail beyond the limits.
    """
    raw = _begin_at_header(raw, limits, lambda _fault: None)
    size = _head_size(raw)
    header = _mended(_header_alone, raw[:size], limits, lambda _fault: None)
    return header, memoryview(raw)[size:]


def parse_inner(text: bytes, boundary: str, limits: ParseLimits) -> Part:
    """The parts of a multipart whose header did not give its true `boundary`."""
    head = f'Content-Type: multipart/mixed; boundary="{boundary}"\n\n'
    return _feed(head.encode("utf-8", "replace") + text, Part, limits)


def note_defects(part: Message, note: Note) -> None:
    """Tell what the parser found wrong with `part`."""
    for defect in part.defects:
        fault = _DEFECTS.get(type(defect).__name__)
        if fault:
            note(fault)


def _head_size(raw: bytes) -> int:
    """How many bytes the header takes: up to the first blank line, or all of them."""
    if raw.startswith((b"\n", b"\r")):
        return 0
    end = len(raw)
    for blank in _BLANK_LINES:
        # Each look ends where the one before found something: the body is not searched.
        found = raw.find(blank, 0, end + len(blank))
        end = found if found >= 0 else end
    return end


def _mended(
    read: Callable[[bytes, ParseLimits], Part], raw: bytes, limits: ParseLimits, note: Note
) -> Part:
    """What `read` makes of `raw`, or of `raw` with the broken lines of its header joined."""
    message = read(raw, limits)
    broken = any(isinstance(each, MissingHeaderBodySeparatorDefect) for each in message.defects)
    if broken or _SPACED_FROM.search(raw, 0, _head_size(raw)):
        mended = _mend_header(raw)
        if mended is not None:
            note("Había líneas rotas en la cabecera: se unieron a la anterior.")
            message = read(mended, limits)
    return message


def _header_alone(raw: bytes, limits: ParseLimits) -> Part:
    text = raw.decode("ascii", "surrogateescape")
    part = read_header(text, _Maker(Part, limits), _POLICY)
    if part is not None:
        return part
    return cast(Part, HeaderParser(_Maker(Part, limits), policy=_POLICY).parsestr(text))


def _taken_apart(raw: bytes, limits: ParseLimits) -> Part:
    part = take_apart(raw, _Maker(Part, limits), _POLICY)
    return _feed(raw, Part, limits) if part is None else part


def _feed(raw: bytes, kind: type[_T], limits: ParseLimits) -> _T:
    parser = BytesFeedParser(_Maker(kind, limits), policy=_POLICY)
    parser.feed(raw)
    return cast(_T, parser.close())


class _Maker(Generic[_T]):
    """Makes the parts of one mail, up to their limit."""

    def __init__(self, kind: type[_T], limits: ParseLimits) -> None:
        self._kind = kind
        self._limits = limits
        self._made = 0

    def __call__(self) -> _T:
        if self._made == self._limits.parts:
            raise UnreadableMail(f"El mensaje tiene más de {self._limits.parts} partes.")
        self._made += 1
        part = self._kind(policy=_POLICY)
        part.deepest = self._limits.depth
        return part


def _begin_at_header(raw: bytes, limits: ParseLimits, note: Note) -> bytes:
    """The bytes from the header on; with an empty header where there is none."""
    if b"\n" not in raw:
        # Line ends of an old Mac: what undoes quoted-printable would skip all after a soft one.
        raw = raw.replace(b"\r", b"\n")
    start = raw.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    if start.startswith(b">From "):
        start = start.partition(b"\n")[2]
    size = _head_size(start)
    if _FIELD.match(start) or _SPACED_FIELD.match(start):
        check_size(start, size, limits)
        return start
    known = list(_KNOWN_FIELD.finditer(start, 0, min(size, limits.head_bytes)))
    if len(known) >= _ENOUGH_FIELDS:
        note("Delante de la cabecera había líneas que no son de ella: se pasaron por alto.")
        start = start[known[0].start() :]
        check_size(start, size, limits)
        return start
    note(
        "El mensaje no tiene cabecera: todo se leyó como texto."
        if raw
        else "El mensaje llegó vacío."
    )
    check_size(raw, 0, limits)
    return b"\n" + raw


def _mend_header(raw: bytes) -> bytes | None:
    """The bytes with each broken header line joined to the one before; None to leave them.

    A broken line with no known field below it is rather the beginning of the text.
    """
    size = _head_size(raw)
    lines = raw[:size].splitlines(keepends=True)
    mended = [_mend_line(line) for line in lines]
    broken = next((i for i, line in enumerate(lines) if mended[i] != line), len(lines))
    if not _KNOWN_FIELD.search(b"".join(lines[broken:])):
        return None
    return b"".join(mended) + raw[size:]


def _mend_line(line: bytes) -> bytes:
    spaced = _SPACED_FIELD.fullmatch(line)
    if spaced:
        return spaced[1] + spaced[2]
    return line if line[:1] in b" \t" or _FIELD.match(line) else b" " + line
