"""The objects of a PDF wherever a reader could find one, those in compressed streams included.

No table of the file is believed: whatever looks like an object is read as one, so that none hides
behind a table that names it and no other reader. Source: ISO 32000-1 §7.3.10, §7.5.7.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mailbot.parsers.inspection.pdf_syntax import (
    Dictionary,
    Name,
    Reference,
    Value,
    plain_names,
    read_value,
)
from mailbot.parsers.inspection.unpacking import inflated
from mailbot.parsers.inspection.values import UNREADABLE, Budget, Held

_HIDDEN = "Es un PDF que esconde parte de su contenido: no se puede revisar."
_TOO_MANY = "Es un PDF con demasiados objetos: no se alcanzó a revisar."
_MOST_OBJECTS = 300_000
_MOST_HOPS = 10

_SPACE = rb"(?:[\0\t\n\f\r ]|%[^\r\n]{0,60}[\r\n])"
_OBJECT = re.compile(rb"(?<=[\0\t\n\f\r 0-9])obj|trailer")
_NUMBER = re.compile(rb"(\d{1,15})" + _SPACE + rb"{1,9}\d{1,9}" + _SPACE + rb"{0,9}$")
_NUMBER_WITHIN = 100
_BETWEEN = re.compile(rb"(?:[\0\t\n\f\r ]++|%[^\r\n]*+)*+")
_STREAM = b"stream"
_SPACES = re.compile(rb"[\0\t\n\f\r ]*+")
_LINE_END = re.compile(rb"[ \t]*+(?:\r\n|\r|\n)?")
_STREAM_ENDS = re.compile(rb"[\0\t\n\f\r ]{0,9}endstream")
_NUMBERS = re.compile(rb"[\0\t\n\f\r 0-9]*+")
_FLATE = {b"FlateDecode", b"Fl"}
_OF_INTEREST = re.compile(rb"/(?:Launch|EF|EmbeddedFile)")
_WORTH_READING = re.compile(rb"/(?:Launch|EF|EmbeddedFile|ObjStm|First)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Object:
    """A value of the file; `start` is where the bytes of its stream begin, 0 if it has none."""

    value: Value
    start: int = 0

    @property
    def told(self) -> Dictionary:
        """What the value tells if it is a dictionary."""
        return self.value if isinstance(self.value, dict) else {}


def names_of(values: list[Value]) -> set[bytes]:
    """The names among values."""
    return {bytes(each) for each in values if isinstance(each, Name)}


class Document:
    """A PDF whose objects were looked up; `objects` are those that can start or carry something.

    Raises Held beyond the budget, and for what hides.
    """

    def __init__(self, content: bytes, budget: Budget) -> None:
        self._content, self._budget = content, budget
        self._texts = [content]
        # Of each number, where objects of it stand: in which text, and at what place of it.
        self._places: dict[int, list[tuple[int, int]]] = {}
        self._count = 0
        self.objects: list[Object] = []
        self.encrypted = False
        self._object_streams: list[Object] = []
        self._trailers: list[Dictionary] = []
        if _WORTH_READING.search(plain_names(content)):
            self._find_objects()
            self.encrypted = self._is_encrypted()
            for each in self._object_streams:
                self._open_object_stream(each)

    def resolve(self, value: Value) -> list[Value]:
        """What a value stands for, in all versions that the file has of it; [] if it is nowhere."""
        found, waiting = list[Value](), [(value, 0)]
        while waiting:
            each, hops = waiting.pop()
            if not isinstance(each, Reference):
                found.append(each)
            elif hops < _MOST_HOPS:
                waiting += [(other.value, hops + 1) for other in self.numbered(each.number)]
        return found

    def numbered(self, number: int) -> Iterator[Object]:
        """All objects of a number."""
        for text, at in self._places.get(number, ()):
            value, end = read_value(self._texts[text], at, self._budget)
            yield Object(value=value, start=0 if text else self._stream_behind(value, end))

    def bytes_of(self, stream: Object) -> bytes:
        """What a stream holds, unpacked. Raises Held where that can't be told."""
        told, start = stream.told, stream.start
        filters = [name for value in told.get(b"Filter", []) for name in self._flat(value)]
        if not filters:
            return self._plain(told, start)
        if len(filters) > 1 or not names_of(filters) & _FLATE or self._has_predictor(told):
            raise Held(_HIDDEN)
        begin = _SPACES.match(self._content, start)
        return inflated(self._content, self._budget, begin.end() if begin else start)

    def _find_objects(self) -> None:
        for found in _OBJECT.finditer(self._content):
            at = found.end()
            before = self._content[max(0, found.start() - _NUMBER_WITHIN) : found.start()]
            number = _NUMBER.search(before)
            if number:
                self._note(int(number[1]), 0, at)
            value, end = read_value(self._content, at, self._budget)
            each = Object(value=value, start=self._stream_behind(value, end))
            if found[0] == b"trailer" or b"XRef" in names_of(each.told.get(b"Type", [])):
                self._trailers.append(each.told)
            if each.start and _is_object_stream(each.told):
                self._object_streams.append(each)
            if _OF_INTEREST.search(plain_names(self._content[at:end])):
                self.objects.append(each)

    def _note(self, number: int, text: int, at: int) -> None:
        self._count += 1
        if self._count > _MOST_OBJECTS:
            raise Held(_TOO_MANY)
        self._places.setdefault(number, []).append((text, at))

    def _stream_behind(self, value: Value, end: int) -> int:
        """Where the bytes of a stream begin behind its dictionary, 0 if there is none."""
        between = _BETWEEN.match(self._content, end) if isinstance(value, dict) else None
        if not between:
            return 0
        self._budget.search(len(between[0]))
        is_stream = self._content.startswith(_STREAM, between.end())
        return between.end() + len(_STREAM) if is_stream else 0

    def _is_encrypted(self) -> bool:
        """Whether the file says everywhere that its streams are encrypted.

        A single trailer that says so, and that no reader goes by, hides nothing.
        """
        rooted = [each for each in self._trailers if b"Root" in each]
        return bool(rooted) and all(
            any(
                isinstance(v, dict) for told in each.get(b"Encrypt", []) for v in self.resolve(told)
            )
            for each in rooted
        )

    def _open_object_stream(self, stream: Object) -> None:
        try:
            text = self.bytes_of(stream)
            places = self._places_in(stream, text)
        except Held:
            # What of an encrypted file can be read is looked at; the rest is nobody's to see.
            if self.encrypted:
                return
            raise
        self._budget.search(len(text))
        self._texts.append(text)
        is_of_interest = _OF_INTEREST.search(plain_names(text))
        for number, at in places:
            self._note(number, len(self._texts) - 1, at)
            if is_of_interest:
                self.objects.append(Object(value=read_value(text, at, self._budget)[0]))

    def _places_in(self, stream: Object, text: bytes) -> list[tuple[int, int]]:
        first, count = (self._whole(stream.told, key) for key in (b"First", b"N"))
        head = text[:first]
        numbers = [int(each) for each in head.split()] if _NUMBERS.fullmatch(head) else []
        if first > len(text) or len(numbers) < 2 * count:
            raise Held(UNREADABLE)
        pairs = zip(numbers[0 : 2 * count : 2], numbers[1 : 2 * count : 2], strict=True)
        return [(number, first + at) for number, at in pairs]

    def _whole(self, told: Dictionary, key: bytes) -> int:
        values = [each for value in told.get(key, []) for each in self.resolve(value)]
        if len(values) == 1 and isinstance(values[0], int):
            return values[0]
        raise Held(UNREADABLE)

    def _flat(self, value: Value) -> list[Value]:
        """A value, or the values of an array, as what they stand for."""
        found = self.resolve(value)
        return [
            other
            for each in found
            for one in (each if isinstance(each, list) else [each])
            for other in self.resolve(one)
        ]

    def _has_predictor(self, told: Dictionary) -> bool:
        parameters = [*told.get(b"DecodeParms", []), *told.get(b"DP", [])]
        return any(
            isinstance(each, dict) and each.get(b"Predictor", [1]) != [1]
            for value in parameters
            for each in self._flat(value)
        )

    def _plain(self, told: Dictionary, start: int) -> bytes:
        """The bytes of a stream that is not packed, as far as any reader would go."""
        line_end = _LINE_END.match(self._content, start)
        begin = line_end.end() if line_end else start
        lengths = [v for told in told.get(b"Length", []) for v in self.resolve(told)]
        ends = [begin + each for each in lengths if isinstance(each, int)]
        if not (len(ends) == 1 and _STREAM_ENDS.match(self._content, ends[0])):
            found = self._content.find(b"endstream", begin)
            ends.append(found if found >= 0 else len(self._content))
        content = self._content[begin : max(ends)]
        self._budget.search(len(content))
        return content


def _is_object_stream(told: Dictionary) -> bool:
    return b"ObjStm" in names_of(told.get(b"Type", [])) or {b"First", b"N"} <= told.keys()
