"""Builders of signed and encrypted mails, made by a library that the parsers do not use."""

from base64 import encodebytes
from collections.abc import Sequence

from asn1crypto import cms

from tests.mails import odd_mail

WORDS = "Buenos días, la orden de pago no aprueba."
BODY = f"Content-Type: text/plain; charset=utf-8\r\n\r\n{WORDS}\r\n".encode()
WITH_FILE = "\r\n".join(
    ["Content-Type: multipart/mixed; boundary=dentro", "", "--dentro",
     "Content-Type: text/plain; charset=utf-8", "", WORDS, "--dentro",
     "Content-Type: application/pdf; name=orden.pdf", "", "PDF", "--dentro--", ""]
).encode()  # fmt: skip

_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
_DATA = bytes.fromhex("06092a864886f70d010701")


def signed(content: bytes | None) -> bytes:
    """DER of SignedData around `content`, without signers; None for certificates alone."""
    what = {"content_type": "data", "content": content}
    return _info(
        "signed_data",
        {"version": "v1", "digest_algorithms": [], "encap_content_info": what, "signer_infos": []},
    )


def streamed(content: bytes, size: int = 7) -> bytes:
    """The same as programs write it that do not know the length before: BER in pieces."""
    pieces = (content[at : at + size] for at in range(0, len(content), size))
    octets = b"".join(b"\x04" + bytes([len(each)]) + each for each in pieces)
    inner = _open(0x30, _DATA + _open(0xA0, _open(0x24, octets)))
    signed_data = _open(0x30, b"\x02\x01\x01" + b"\x31\x00" + inner + b"\x31\x00")
    return _open(0x30, _SIGNED_DATA + _open(0xA0, signed_data))


def enveloped(kind: str = "enveloped_data") -> bytes:
    """DER of something encrypted for nobody."""
    encrypted = {
        "content_type": "data",
        "content_encryption_algorithm": {
            "algorithm": "aes256_cbc", "parameters": b"0123456789abcdef",
        },
        "encrypted_content": b"\x93" * 64,
    }  # fmt: skip
    fields = {"version": "v0", "encrypted_content_info": encrypted}
    if kind == "enveloped_data":
        fields["recipient_infos"] = []
    return _info(kind, fields)


def smime(
    octets: bytes, *, kind: str = "application/pkcs7-mime", more: Sequence[str] = ()
) -> bytes:
    """A mail whose only part is an S/MIME body."""
    return odd_mail(
        f"Content-Type: {kind}; name=smime.p7m", "Content-Transfer-Encoding: base64",
        "Content-Disposition: attachment; filename=smime.p7m", *more,
        body=[encodebytes(octets)],
    )  # fmt: skip


def part(octets: bytes) -> bytes:
    """An S/MIME body as the content of another."""
    head = b"Content-Type: application/pkcs7-mime; name=smime.p7m\r\n"
    return head + b"Content-Transfer-Encoding: base64\r\n\r\n" + encodebytes(octets)


def _info(kind: str, fields: object) -> bytes:
    dumped: bytes = cms.ContentInfo({"content_type": kind, "content": fields}).dump()
    return dumped


def _open(tag: int, content: bytes) -> bytes:
    return bytes([tag, 0x80]) + content + b"\0\0"
