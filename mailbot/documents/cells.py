"""The case number in a workbook (ECMA-376): a property of the file, and the cell that is named."""

import re
from functools import lru_cache
from html import unescape
from xml.sax.saxutils import escape

from mailbot.documents import package
from mailbot.parsers.forms.values import Extra
from mailbot.parsers.forms.wording import CASE_MARK, TAGS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BOOK = "xl/workbook.xml"

_RELATIONS = "xl/_rels/workbook.xml.rels"
_NAMED = re.compile(
    rb"<(?:\w+:)?definedName\b[^>]*\bname=\"%b\"[^>]*>([^<]*)<" % TAGS[Extra.CASE].encode()
)
_PLACE = re.compile(r"'?((?:[^'!]|'')+)'?!\$([A-Z]{1,3})\$(\d{1,7})")


@lru_cache(maxsize=8)
def check(content: bytes) -> None:
    """Raise ValueError if `content` is no workbook."""
    package.with_properties(package.read(content, BOOK))


def numbered(content: bytes, case_number: str) -> bytes:
    """A workbook with the case number inside; its named cell too, if it has one."""
    members = package.with_properties(package.read(content, BOOK))
    around = package.around_property(members[package.PROPERTIES], CASE_MARK)
    members[package.PROPERTIES] = package.join(around, case_number)
    place = _place(members)
    if place is not None:
        part, cell = place
        members[part] = _with_text(members[part], cell, case_number)
    return package.write(members)


def _place(members: dict[str, bytes]) -> tuple[str, bytes] | None:
    """The part of the sheet and the coordinate of the cell for the number, None without one."""
    named = _NAMED.search(members[BOOK])
    place = _PLACE.fullmatch(unescape(named[1].decode())) if named else None
    if place is None:
        return None
    title = escape(place[1].replace("''", "'"), {'"': "&quot;"}).encode()
    sheet = re.search(
        rb"<(?:\w+:)?sheet\b[^>]*\bname=\"%b\"[^>]*>" % re.escape(title), members[BOOK]
    )
    identity = re.search(rb"\br:id=\"([^\"]+)\"", sheet[0]) if sheet else None
    if identity is None:
        return None
    relation = re.search(
        rb"<Relationship\b[^>]*\bId=\"%b\"[^>]*>" % re.escape(identity[1]), members[_RELATIONS]
    )
    target = re.search(rb"\bTarget=\"([^\"]+)\"", relation[0]) if relation else None
    if target is None:
        return None
    path = target[1].decode()
    part = path.lstrip("/") if path.startswith("/") else f"xl/{path}"
    return (part, f"{place[2]}{place[3]}".encode()) if part in members else None


def _with_text(sheet: bytes, cell: bytes, text: str) -> bytes:
    """`sheet` with `text` in a cell that is there; its style stays."""
    found = re.search(rb"<c\b([^>]*\br=\"%b\"[^>]*?)(?:/>|>.*?</c>)" % cell, sheet, re.DOTALL)
    if found is None:
        return sheet
    attributes = re.sub(rb"\st=\"[^\"]*\"", b"", found[1])
    filled = b'<c%b t="inlineStr"><is><t>%b</t></is></c>' % (attributes, escape(text).encode())
    return sheet[: found.start()] + filled + sheet[found.end() :]
