"""S/MIME bodies (RFC 8551): what was signed is taken out, what was encrypted is told apart.

A library was tried first (asn1crypto): it refuses bodies that were cut or are in pieces of stated
length, and 300 kB made for it take it seconds. Signatures are not verified: who wrote a mail is
known by its authentication results alone.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

CMS_TYPES = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
SIGNATURE_TYPES = frozenset(
    {
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "application/pgp-signature",
    }
)

_PKCS7 = "2a864886f70d0107"
_SMIME = "2a864886f70d010910"
_SIGNED = bytes.fromhex(f"{_PKCS7}02")
_ENCRYPTED = frozenset(
    bytes.fromhex(each) for each in (f"{_PKCS7}03", f"{_PKCS7}04", f"{_PKCS7}06", f"{_SMIME}0117")
)
_OBJECT, _SEQUENCE, _EXPLICIT, _OCTETS, _OCTET_PIECES = 0x06, 0x30, 0xA0, 0x04, 0x24
_LONG_TAG, _LONG_LENGTH = 0x1F, 0x80
_MOST_LENGTH_OCTETS = 8
_MOST_VALUES = 200_000
"""Programs cut a message into pieces of a kilobyte; finer ones are made to cost."""

_MIME_HEADER = re.compile(
    rb"\s{0,99}(?:content-|mime-version|message-id|from|to|date|subject)", re.IGNORECASE
)


class Sealed(StrEnum):
    """What stands in an S/MIME body."""

    SIGNED = "signed"
    ENCRYPTED = "encrypted"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cms:
    """`content` is what was signed, b"" where nothing can be taken out."""

    kind: Sealed
    content: bytes = b""

    @property
    def is_mail(self) -> bool:
        """Whether a mail body was signed, and not a file of some other kind."""
        return _MIME_HEADER.match(self.content) is not None


class _Damaged(Exception):
    """The bytes are no CMS, or end too early."""


def open_cms(octets: bytes) -> Cms:
    """Read the outermost layer of `octets`, in DER or BER; never raises, in linear time."""
    try:
        return _open(_Reader(octets))
    except _Damaged:
        return Cms(kind=Sealed.OTHER)


def _open(reader: "_Reader") -> Cms:
    reader.enter(_SEQUENCE)
    kind = reader.primitive(_OBJECT)
    if kind in _ENCRYPTED:
        return Cms(kind=Sealed.ENCRYPTED)
    if kind != _SIGNED:
        return Cms(kind=Sealed.OTHER)
    # SignedData (RFC 5652 §5.1): version, digest algorithms, then what is signed.
    reader.enter(_EXPLICIT)
    reader.enter(_SEQUENCE)
    reader.skip()
    reader.skip()
    reader.enter(_SEQUENCE)
    reader.primitive(_OBJECT)
    reader.enter(_EXPLICIT)
    return Cms(kind=Sealed.SIGNED, content=reader.octets())


class _Reader:
    """Reads values one after the other; no byte is looked at twice."""

    def __init__(self, octets: bytes) -> None:
        self._octets = octets
        self._at = 0
        self._values_left = _MOST_VALUES

    def enter(self, tag: int) -> None:
        """Go on inside the constructed value that begins here."""
        if self._header()[0] != tag:
            raise _Damaged

    def primitive(self, tag: int) -> bytes:
        """The content of the value here."""
        found, length = self._header()
        if found != tag or length is None:
            raise _Damaged
        return self._take(length)

    def skip(self) -> None:
        """Go on behind the value here."""
        depth = 0
        while True:
            tag, length = self._header()
            if length is None:
                depth += 1
            elif depth and not tag and not length:
                depth -= 1
            else:
                self._at += length
            if not depth:
                return

    def octets(self) -> bytes:
        """The octet string here, whole or in pieces within pieces; of a cut one what is there."""
        tag, length = self._header()
        if tag == _OCTETS and length is not None:
            return self._take(length)
        if tag != _OCTET_PIECES:
            raise _Damaged
        pieces: list[bytes] = []
        ends = [self._end(length)]
        while ends and self._at < len(self._octets):
            if ends[-1] is not None and self._at >= ends[-1]:
                ends.pop()
                continue
            tag, length = self._header()
            if tag == _OCTET_PIECES:
                ends.append(self._end(length))
            elif tag == _OCTETS and length is not None:
                pieces.append(self._take(length))
            elif not tag and not length and ends[-1] is None:
                ends.pop()
            else:
                raise _Damaged
        return b"".join(pieces)

    def _end(self, length: int | None) -> int | None:
        return None if length is None else self._at + length

    def _take(self, length: int) -> bytes:
        start = self._at
        self._at += length
        return self._octets[start : self._at]

    def _header(self) -> tuple[int, int | None]:
        """The tag of the value here, and its length; None for one that ends with a mark."""
        self._values_left -= 1
        head = self._octets[self._at : self._at + 2]
        if len(head) < len("TL") or head[0] & _LONG_TAG == _LONG_TAG or self._values_left < 0:
            raise _Damaged
        self._at += 2
        tag, length = head
        if length < _LONG_LENGTH:
            return tag, length
        if length == _LONG_LENGTH:
            return tag, None
        if length - _LONG_LENGTH > _MOST_LENGTH_OCTETS:
            raise _Damaged
        return tag, int.from_bytes(self._take(length - _LONG_LENGTH))
