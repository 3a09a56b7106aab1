"""Names for the files of a case: they carry its number and are safe on every system (R24)."""

import mimetypes
import re
import unicodedata

LONGEST_STEM = 80
LONGEST_ENDING = 12

_NOT_IN_NAMES = re.compile(r"[^\w.\-]+")
_REPEATED = re.compile(r"_{2,}")


def stored_name(number: str, position: int, original: str, media_type: str) -> str:
    """`INC-2026-000123_01_pantalla.png`, from the case's number and the file's place in it.

    Letters, digits, dots and hyphens of `original` stay; everything else becomes "_". Direction
    marks and control characters, which disguise names, are dropped.
    """
    return f"{number}_{position:02d}_{_safe(original, media_type)}"


def renumbered(name: str, number: str) -> str:
    """A stored name under the number that the case has now: it may have become an incident."""
    return f"{number}_{name.partition('_')[2]}"


def _safe(original: str, media_type: str) -> str:
    visible = "".join(
        letter
        for letter in unicodedata.normalize("NFC", original)
        if unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )
    base = re.split(r"[/\\]", visible)[-1]
    stem, dot, ending = base.rpartition(".")
    if not dot or len(ending) > LONGEST_ENDING:
        stem, ending = base, (mimetypes.guess_extension(media_type) or "").lstrip(".")
    stem = _clean(stem)[:LONGEST_STEM].strip("._-") or "archivo"
    ending = _clean(ending)
    return f"{stem}.{ending}" if ending else stem


def _clean(words: str) -> str:
    return _REPEATED.sub("_", _NOT_IN_NAMES.sub("_", words)).strip("._-")
