"""PGP inside a text (RFC 9580): armour around signed words goes, what is encrypted is set apart.

Signatures are not verified: who wrote a mail is known by its authentication results alone.
"""

from dataclasses import dataclass

ENCRYPTED_HERE = "(Aquí hay un texto cifrado con PGP: no se puede leer.)"
"""Stands in the text for each block that was encrypted."""

_DASHES = "-----"
_SIGNED = "-----BEGIN PGP SIGNED MESSAGE-----"
_SIGNATURE = "-----BEGIN PGP SIGNATURE-----"
_SIGNATURE_END = "-----END PGP SIGNATURE-----"
_MESSAGE = "-----BEGIN PGP MESSAGE-----"
_MESSAGE_END = "-----END PGP MESSAGE-----"
_FIELDS = ("Hash:", "Charset:", "Version:", "Comment:", "NotDashEscaped:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unarmoured:
    """A text without armour, the blocks that were encrypted, and whether words were signed."""

    text: str
    encrypted: tuple[str, ...]
    signed: bool


def is_encrypted(text: str) -> bool:
    """Whether words of `text` are an encrypted block, or the sentence that stands for one."""
    return ENCRYPTED_HERE in text or _MESSAGE in text


def unarmour(text: str) -> Unarmoured:
    """Undo the cleartext framework (§7) and set encrypted blocks apart; a block without an end is
    text."""
    if "-----BEGIN PGP " not in text:
        return Unarmoured(text=text, encrypted=(), signed=False)
    lines = text.split("\n")
    kept: list[str] = []
    encrypted: list[str] = []
    at = 0
    signed = inside = False
    while at < len(lines):
        line = lines[at].rstrip()
        end = at
        if line == _SIGNED:
            signed = inside = True
            end = _end_of_fields(lines, at + 1)
        elif line == _SIGNATURE and inside:
            end = _index(lines, _SIGNATURE_END, at) or at
            inside = False
        elif line == _MESSAGE and (closing := _index(lines, _MESSAGE_END, at)):
            encrypted.append("\n".join(lines[at : closing + 1]))
            kept.append(ENCRYPTED_HERE)
            end = closing
        else:
            # Lines that begin with a dash are escaped in signed words (§7.1).
            kept.append(lines[at].removeprefix("- ") if inside else lines[at])
        at = end + 1
    return Unarmoured(text="\n".join(kept), encrypted=tuple(encrypted), signed=signed)


def _end_of_fields(lines: list[str], at: int) -> int:
    """The blank line below the fields of an armour; the line above `at` where there is none."""
    below = at
    while below < len(lines) and lines[below].startswith(_FIELDS):
        below += 1
    blank = below < len(lines) and not lines[below].strip()
    return below if blank else below - 1


def _index(lines: list[str], wanted: str, start: int) -> int | None:
    """Where the armour line `wanted` stands, before any other armour begins."""
    for index in range(start + 1, len(lines)):
        line = lines[index].rstrip()
        if line == wanted:
            return index
        if line.startswith(_DASHES):
            return None
    return None
