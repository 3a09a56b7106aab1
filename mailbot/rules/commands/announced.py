"""A note that announces somebody's words: a tag below it may be theirs, pasted with them."""

import re
from collections.abc import Iterable, Sequence

from mailbot.rules.commands.tags import Tag

_HARMLESS = frozenset({Tag.NOTA, Tag.TOMAR, Tag.ESTADO, Tag.LISTA, Tag.HISTORIA, Tag.AYUDA})
"""What neither moves a case on nor writes to the person served."""
_MOST = 2_000
# "Confirmó por correo" and "dice que ya funciona" tell of words; they announce none.
_ANNOUNCES = re.compile(
    r"[:：][\s*_]{0,4}$"
    r"|\babajo\b|\b(?:lo|el|la) siguiente\b|\ba continuaci[oó]n\b|\blo que sigue\b"
    r"|\bentre l[ií]neas\b"
    r"|\b(?:dice|dicen|escriben?|dijo|escribi[oó])\b"
    r"(?!\s(?:(?:el|la|usted|nos|me)\s\w{1,20}\s)?que\b)"
    r"|\b(?:cop(?:io|i[oó])|pego|transcribo|reenv[ií]o|traslado|adjunto|anexo|remito|este(?: es)?"
    r"|esta(?: es)?|vean?|miren?|lean?)\b[^.\n]{0,40}\b(?:correo|mensaje|chat|respuesta)\b",
    re.IGNORECASE,
)


def below_an_announcement(orders: Iterable[tuple[str, Tag, Sequence[str]]]) -> list[str]:
    """The tags, as written, that stand below a note whose text announces somebody's words.

    `orders` are those of a mail from top to bottom, each as written with its tag and the lines
    below it. Tags that do no harm are left out.
    """
    announced = False
    doubtful: list[str] = []
    for written, tag, lines in orders:
        if announced and tag not in _HARMLESS:
            doubtful.append(written)
        if tag is Tag.NOTA and not announced:
            text = "\n".join(lines)[:_MOST].strip()
            announced = _ANNOUNCES.search(text) is not None
    return doubtful
