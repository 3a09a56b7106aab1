"""What an inspection finds, and how much it may cost: the values that its parts share."""

from dataclasses import dataclass

from mailbot.model.vocabulary import FileVerdict
from mailbot.parsers.names import plain_name

_MEGABYTE = 1024 * 1024

MOST_ARCHIVES = 2
"""An archive within an archive is opened; one within that is not."""

MOST_NESTING = 6
"""However deep archives, messages and documents lie in one another."""

HEAD_BYTES = 64 * 1024
"""How much of a file tells its type: the mark of a disk image is 32 KB from its beginning."""

UNREADABLE = "Está dañado o no es lo que dice ser, y no se puede revisar."
ENCRYPTED = "Viene cifrado o con contraseña y no se puede revisar."
TOO_LONG = "Es demasiado largo: no se alcanzó a revisar."
LINKS = "Trae enlaces a otros lugares del equipo: puede ser un ataque."

_LONGEST_NAME = 60


class Held(Exception):
    """A file must be held back; the words are a whole sentence in Spanish that says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """The verdict on a file, the media type that its bytes show, and why it is held back ("")."""

    verdict: FileVerdict
    true_type: str
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A file within a file: all of its bytes, or the first ones where they say enough.

    `type` is the media type that it was declared as, "" where nothing says. `archived` tells that
    it lies in an archive, of which few may lie in one another.
    """

    name: str
    content: bytes
    type: str = ""
    archived: bool = False


class Budget:
    """What may still be unpacked for one mail; who asks for more gets Held."""

    def __init__(
        self, *, unpacked: int = 160 * _MEGABYTE, at_once: int = 48 * _MEGABYTE,
        members: int = 2000, announced: int = 512 * _MEGABYTE, searched: int = 32 * _MEGABYTE,
    ) -> None:  # fmt: skip
        self._unpacked = unpacked
        self._at_once = at_once
        self._members = members
        self._announced = announced
        self._searched = searched

    @property
    def most(self) -> int:
        """How many bytes of one file may still be unpacked."""
        return min(self._unpacked, self._at_once)

    def spend(self, size: int, of_file: int) -> None:
        """Count `size` bytes that were unpacked, now `of_file` of one file.

        Raises Held beyond what is allowed.
        """
        self._unpacked -= size
        if self._unpacked < 0 or of_file > self._at_once:
            raise Held("Al abrirse ocupa demasiado: no se alcanzó a revisar.")

    def count(self, members: int) -> None:
        """Count files within a file. Raises Held beyond what is allowed."""
        self._members -= members
        if self._members < 0:
            raise Held("Trae demasiados archivos: no se alcanzó a revisar.")

    def search(self, size: int) -> None:
        """Count bytes that are searched for words. Raises Held beyond what is allowed."""
        self._searched -= size
        if self._searched < 0:
            raise Held(TOO_LONG)

    def announce(self, size: int) -> None:
        """Count the bytes that a file says it would unpack to. Raises Held beyond the limit."""
        self._announced -= size
        if self._announced < 0:
            raise Held("Al abrirse ocuparía cientos de megabytes: puede ser un ataque.")


def shown(name: str) -> str:
    """A name by others as a reason may show it."""
    plain = plain_name(name) or "sin nombre"
    return plain if len(plain) <= _LONGEST_NAME else f"{plain[: _LONGEST_NAME - 1]}…"


def within(name: str, reason: str) -> str:
    """The reason why a file is held that holds the file `name`, held for `reason`."""
    return f"Trae «{shown(name)}»: {reason[:1].lower()}{reason[1:]}"
