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
    return len(raw) <= _MOST_BYTES and all(_at_most(raw, what, most) for what, most in _MOST_OF)


def _at_most(raw: bytes, what: bytes, most: int) -> bool:
    # One byte is counted much faster than several, and there is rarely more of its last one.
    return raw.count(what[-1:]) <= most or raw.count(what) <= most
