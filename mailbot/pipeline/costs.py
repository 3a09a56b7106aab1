"""Whether a mail is cheap to read: by counts of its bytes, in about a millisecond."""

_MOST_BYTES = 256 * 1024
_MOST_OF = (
    (b"\n", 4_000),
    (b"\r", 4_000),
    (b"\n--", 400),
    (b"=?", 1_000),
    (b"<", 8_000),
)
"""What costs more than its bytes: lines, parts, encoded words, tags. Measured: 0.5 s at most."""

_ALL_OTHERS = bytes(set(range(256)) - {what[-1] for what, _most in _MOST_OF})


def is_cheap(raw: bytes) -> bool:
    """Whether reading `raw` surely takes little."""
    if len(raw) > _MOST_BYTES:
        return False
    # There is rarely more than the last byte of each allows, and these are picked out in one pass.
    last_bytes = raw.translate(None, _ALL_OTHERS)
    return all(
        last_bytes.count(what[-1:]) <= most or raw.count(what) <= most for what, most in _MOST_OF
    )
