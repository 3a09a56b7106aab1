"""Names for the files of a case: they carry its number and are safe on every system (R24)."""

import mimetypes
import re
import unicodedata

LONGEST_STEM = 80
LONGEST_ENDING = 12
MOST_BYTES = 200
"""Of a whole name in UTF-8: file systems take 255, and some encrypted ones fewer."""

# The table of the library alone: what a machine has installed must not change names.
_TYPES = mimetypes.MimeTypes()
# NTFS reads `a.txt::$DATA` as a.txt.
_STREAM = re.compile(r"::\$\w{1,20}$")
_NOT_IN_NAMES = re.compile(r"[^\w.\-]+")
_IDENTIFICATION = re.compile(
    r"((?:c[eé]dulas?|identificaci[oó]n|(?<![^\W_])c\.?c\.?(?![^\W\d_]))"
    r"(?:[\W_]{1,3}(?:de|ciudadan[ií]a|n[or]*|n[uú]m\w{0,4})){0,3}[\W_]{0,3})"
    r"\d(?:[., _]?\d){4,10}(?!\d)",
    re.IGNORECASE,
)
_REPEATED = re.compile(r"_{2,}")


def stored_name(
    number: str, position: int, original: str, media_type: str, identification: str = ""
) -> str:  # fmt: skip
    """`INC-2026-000123_01_pantalla.png`, from the case's number and the file's place in it.

    Letters, digits, dots and hyphens of `original` stay; everything else becomes "_". Direction
    marks and control characters, which disguise names, are dropped, and so is a person's
    `identification` (§16.14).
    """
    prefix = f"{number}_{position:02d}_"
    named = without_identification(original, identification)
    return f"{prefix}{_safe(named, media_type, MOST_BYTES - len(prefix))}"


def without_identification(original: str, identification: str = "") -> str:
    """`original` without the known number and any behind «cédula», «CC» or «identificación»."""
    digits = [char for char in identification if char.isdigit()]
    if digits:
        original = re.sub(rf"(?<!\d){'[., _]?'.join(digits)}(?!\d)", "", original)
    return _IDENTIFICATION.sub(r"\1", original)


def renumbered(name: str, number: str) -> str:
    """A stored name under the number that the case has now: it may have become an incident."""
    return f"{number}_{name.partition('_')[2]}"


def _safe(original: str, media_type: str, room: int) -> str:
    """A name of at most `room` bytes that no system reads as anything but a name."""
    visible = "".join(
        letter
        for letter in unicodedata.normalize("NFC", original)
        if unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )
    base = _STREAM.sub("", re.split(r"[/\\]", visible)[-1]).rstrip(" .")
    stem, dot, ending = base.rpartition(".")
    if not dot or len(ending) > LONGEST_ENDING:
        stem, ending = base, (_TYPES.guess_extension(media_type) or "").lstrip(".")
    ending = _clean(ending)
    suffix = f".{ending}" if ending else ""
    stem = _cut(_clean(stem)[:LONGEST_STEM], room - len(suffix.encode())).strip("._-")
    return f"{stem or 'archivo'}{suffix}"


def _cut(words: str, room: int) -> str:
    """As many letters as fit into `room` bytes."""
    return words.encode()[:room].decode(errors="ignore")


def _clean(words: str) -> str:
    return _REPEATED.sub("_", _NOT_IN_NAMES.sub("_", words)).strip("._-")
