"""XML as a parser reads it: what elements there are, however they are written.

A real parser, so that no way of writing hides an element. Document types are refused, and with them
all entities; so are encodings beyond those that Office reads.
"""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from xml.parsers import expat

from mailbot.parsers.inspection.values import UNREADABLE, Held

Started = Callable[[str, Mapping[str, str]], None]
Told = Callable[[str, str], None]

_FAULTS = (expat.ExpatError, ValueError, LookupError)
_BEGINS = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*+<")
_ENCODINGS = re.compile(
    r"utf-?(?:8|16(?:[bl]e)?)|us-ascii|ascii|iso-8859-\d+|windows-125\d", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """Who hears of elements and of the words right within them, by names without their prefix.

    Both names of elements and of attributes come in lower case; either may raise Held.
    """

    on_element: Started
    on_words: Told = lambda _element, _words: None


def is_markup(head: bytes) -> bool:
    """Whether bytes begin as XML or HTML do."""
    return bool(_BEGINS.match(head))


def root_of(head: bytes) -> str:
    """The name of the outermost element, of the beginning of a document; "" if none shows."""
    roots: list[str] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, _attributes: roots.append(_bare(name))
    with suppress(*_FAULTS):
        parser.Parse(head, False)
    return roots[0] if roots else ""


def listen(content: bytes, listener: Listener) -> None:
    """Read a whole document. Raises Held for one that can't be read, and what the listener does."""
    within: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        within.append(_bare(name))
        listener.on_element(within[-1], {_bare(key): told for key, told in attributes.items()})

    def words(text: str) -> None:
        listener.on_words(within[-1], text)

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _name: within.pop()
    parser.CharacterDataHandler = words
    parser.StartDoctypeDeclHandler = _refuse
    parser.XmlDeclHandler = _check_encoding
    try:
        parser.Parse(content, True)
    except _FAULTS:
        raise Held(UNREADABLE) from None


def _bare(name: str) -> str:
    return name.rpartition(":")[2].lower()


def _refuse(*_declared: object) -> None:
    raise Held(UNREADABLE)


def _check_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding and not _ENCODINGS.fullmatch(encoding):
        raise Held(UNREADABLE)
