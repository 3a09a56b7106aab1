"""Spanish words made comparable: small letters without accents, at the same positions."""

import re
import unicodedata

# The accented letters of Spanish come first: most texts are plain after these.
_BASE = tuple(zip("áéíóúñüàâäãèêëìîïòôöõùûç", "aeiounuaaaaeeeiiioooouuc", strict=True))
_WORD = re.compile(r"[^\W_]+")

# Characters that mail programs use for a blank or that are not seen at all.
_BLANKS = str.maketrans(
    dict.fromkeys("\u00a0\u2007\u202f", " ") | dict.fromkeys("\u200b\ufeff\xad")
)


def tidy(text: str) -> str:
    """`text` composed (NFC), with ordinary blanks and line ends."""
    if text.isascii():
        return text.replace("\r\n", "\n") if "\r" in text else text
    composed = unicodedata.normalize("NFC", text.translate(_BLANKS))
    return composed.replace("\r\n", "\n")


def folded(text: str) -> str:
    """`text` in small letters without accents; each character stays where it was."""
    small = text.lower()
    if small.isascii():
        return small
    if len(small) != len(text):
        small = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    # One search for each letter is several times faster than str.translate.
    for accented, plain in _BASE:
        small = small.replace(accented, plain)
    return small


def words_of(text: str) -> list[str]:
    """The words and figures of `text`, folded."""
    return _WORD.findall(folded(text))
