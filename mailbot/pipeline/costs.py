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


def is_cheap(raw: bytes) -> bool:
    """Whether reading `raw` surely takes little."""
    return len(raw) <= _MOST_BYTES and all(raw.count(what) <= most for what, most in _MOST_OF)
