"""Mails with DKIM signatures of our own making, and the keys that DNS would give."""

import base64
import random
from collections.abc import Mapping, Sequence
from functools import lru_cache

import dkim
from dkim.canonicalization import CanonicalizationPolicy
from dkim.crypto import HASH_ALGORITHMS, parse_pem_private_key

HOUSE = "minhacienda.gov.co"
NAMES = ("from", "to", "subject", "date", "message-id", "content-type", "content-transfer-encoding",
         "mime-version")  # fmt: skip


def _is_prime(number: int) -> bool:
    return all(pow(base, number - 1, number) == 1 for base in (2, 3, 5, 7, 11, 13))


def _prime(bits: int, chance: random.Random) -> int:
    while True:
        number = chance.getrandbits(bits) | (3 << (bits - 2)) | 1
        if number % 65537 != 1 and _is_prime(number):
            return number


def _der(tag: int, content: bytes) -> bytes:
    size = len(content)
    length = size.to_bytes((size.bit_length() + 7) // 8 or 1, "big")
    head = bytes([size]) if size < 128 else bytes([128 + len(length)]) + length
    return bytes([tag]) + head + content


def _sequence(*numbers: int) -> bytes:
    parts = (_der(2, each.to_bytes(each.bit_length() // 8 + 1, "big")) for each in numbers)
    return _der(0x30, b"".join(parts))


@lru_cache
def key_pair(bits: int = 1024, seed: int = 1) -> tuple[bytes, str]:
    """A private key as dkimpy takes it, and the record that stands in DNS for it."""
    chance = random.Random(seed)
    p, q = _prime(bits // 2, chance), _prime(bits // 2, chance)
    n, e = p * q, 65537
    d = pow(e, -1, (p - 1) * (q - 1))
    private = _sequence(0, n, e, d, p, q, d % (p - 1), d % (q - 1), pow(q, -1, p))
    pem = b"-----BEGIN-----\n" + base64.b64encode(private) + b"\n-----END-----\n"
    return pem, f"v=DKIM1; k=rsa; p={base64.b64encode(_sequence(n, e)).decode()}"


def signed(
    raw: bytes, *, domain: str = HOUSE, selector: str = "s1", key: bytes | None = None,
    names: Sequence[str] = NAMES, tags: Mapping[str, str] | None = None,
    form: str = "relaxed/relaxed", algorithm: str = "rsa-sha256",
) -> bytes:  # fmt: skip
    """`raw` with a signature on top; `tags` are added to its own, or replace them."""
    signer = dkim.DKIM(raw, signature_algorithm=algorithm.encode())
    signer.hasher = HASH_ALGORITHMS[algorithm.encode()]
    policy = CanonicalizationPolicy.from_c_value(form.encode())
    present = {name.decode().lower() for name, _ in signer.headers}
    covered = [name for name in names if name in present]
    extra = dict(tags or {})
    body = policy.canonicalize_body(signer.body)
    if "l" in extra:
        body = body[: int(extra["l"])]
    fields = {
        "v": "1", "a": algorithm, "c": form, "d": domain, "s": selector, "h": " : ".join(covered),
        "bh": base64.b64encode(signer.hasher(body).digest()).decode(), **extra,
    }  # fmt: skip
    pairs = [(name.encode(), value.encode()) for name, value in fields.items()]
    value = signer.gen_header(
        [*pairs, (b"b", b"0" * 60)], [name.encode() for name in fields["h"].split(" : ")], policy,
        b"DKIM-Signature", parse_pem_private_key(key or key_pair()[0]),
    )  # fmt: skip
    return b"DKIM-Signature: " + value.strip() + b"\r\n" + raw


def keys(**records: str | None) -> Mapping[str, str | None]:
    """What DNS answers: the record of our own house's key, and what is given by selector."""
    found = {f"s1._domainkey.{HOUSE}": key_pair()[1]}
    return found | {f"{name}._domainkey.{HOUSE}": record for name, record in records.items()}
