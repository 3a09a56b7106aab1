"""The zip packages of office programs (ECMA-376, OpenDocument), opened within bounds."""

import re
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from posixpath import normpath
from xml.etree import ElementTree

from mailbot.parsers.forms.page import NotReadable
from mailbot.parsers.forms.values import Obstacle

Element = ElementTree.Element

MOST_MEMBERS = 2_000
"""How many entries an archive may have."""

_LARGEST_PART = 3_000_000
_LARGEST_TEXT = 12_000_000
_CENTRAL = b"PK\x01\x02"
_MAIN_PART = "/officeDocument"
# Neither format allows a document type; one is there to make a parser fetch or multiply.
_DOCTYPE = re.compile(rb"<\0?!\0?D\0?O\0?C\0?T\0?Y\0?P\0?E|<\0?!\0?E\0?N\0?T\0?I\0?T\0?Y")


def damaged() -> NotReadable:
    """The answer for bytes that are not what they say."""
    return NotReadable(Obstacle.DAMAGED, "El archivo está dañado y no se puede leer.")


def too_large() -> NotReadable:
    """The answer for what no form needs."""
    return NotReadable(Obstacle.TOO_LARGE, "El archivo es demasiado grande para un formulario.")


class Package:
    """An opened package. Raises NotReadable for one that is damaged or beyond the bounds."""

    def __init__(self, content: bytes) -> None:
        if central_entries(content) > MOST_MEMBERS:
            raise too_large()
        try:
            self._file = zipfile.ZipFile(BytesIO(content))
        except Exception:
            raise damaged() from None
        self._sizes = {entry.filename: entry.file_size for entry in self._file.infolist()}
        texts = (size for name, size in self._sizes.items() if name.endswith((".xml", ".rels")))
        if sum(texts) > _LARGEST_TEXT:
            raise too_large()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._sizes)

    def part(self, name: str) -> Element | None:
        """A part as a tree, None if it is not there. Raises NotReadable."""
        if name not in self._sizes:
            return None
        xml = self._sound(name)
        try:
            return ElementTree.fromstring(xml)
        except (ElementTree.ParseError, ValueError, LookupError):
            raise damaged() from None

    def check(self, most_marks: Callable[[str], int]) -> None:
        """Raise NotReadable unless every part that a library may read is sound.

        `most_marks` tells how many begins and ends of elements a part may have: a library makes an
        object of each, and megabytes of the shortest take it many seconds.
        """
        for name in self._sizes:
            if name.endswith((".xml", ".rels")) and self._sound(name).count(b"<") > most_marks(
                name
            ):
                raise too_large()

    def _sound(self, name: str) -> bytes:
        if self._sizes[name] > _LARGEST_PART:
            raise too_large()
        try:
            with self._file.open(name) as member:
                xml = member.read(_LARGEST_PART + 1)
        except Exception:
            raise damaged() from None
        if _DOCTYPE.search(xml):
            raise damaged()
        return xml

    def main_part(self) -> str:
        """The name of the main part by the package's relations: some programs call it their own."""
        relations = self.part("_rels/.rels")
        for relation in relations if relations is not None else ():
            if relation.get("Type", "").endswith(_MAIN_PART):
                return normpath(relation.get("Target", "").lstrip("/"))
        raise damaged()

    def custom_properties(self) -> dict[str, str]:
        """The properties that a program of ours or the operator added, by name."""
        part = self.part("docProps/custom.xml")
        if part is None:
            return {}
        return {each.get("name", ""): "".join(each.itertext()).strip() for each in part}


def central_entries(content: bytes) -> int:
    """How many entries a zip may have: a directory of thousands costs seconds to read."""
    return content.count(_CENTRAL)


def members(content: bytes) -> frozenset[str]:
    """The names in a zip. Raises NotReadable for one that is damaged or beyond the bounds."""
    if central_entries(content) > MOST_MEMBERS:
        raise too_large()
    try:
        return frozenset(zipfile.ZipFile(BytesIO(content)).namelist())
    except Exception:
        raise damaged() from None


def local(element: Element) -> str:
    """The name of an element without its namespace: the strict format has others."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element | None, name: str) -> str:
    """An attribute by its name without namespace, "" if it is not there."""
    if element is None:
        return ""
    found = (value for key, value in element.attrib.items() if key.rpartition("}")[2] == name)
    return next(found, "")


def children(element: Element | None, name: str) -> Iterator[Element]:
    """The children of this name, whatever their namespace."""
    return (each for each in (element if element is not None else ()) if local(each) == name)


def child(element: Element | None, name: str) -> Element | None:
    """The first child of this name, None without."""
    return next(children(element, name), None)
