"""Workbooks of Excel (.xlsx) that hold a table: the cells of each sheet, read within bounds."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from itertools import islice
from math import isfinite
from typing import Any

MOST_ROWS = 20_000
"""How many rows a table may have."""

MOST_COLUMNS = 40
"""How many columns of a sheet are read."""

MOST_CHARACTERS = 30_000_000
"""How much text the cells may hold; one that many cells share counts for each."""

_MOST_SHEETS = 12
_SPARE_ROWS = 20
_MOST_MEMBERS = 2_000
_LARGEST_TEXT = 120_000_000
_LARGEST_FILE = 40_000_000
_CHUNK = 1 << 20
_LONGEST_CELL = 32_767
_MOST_MERGED = 5_000
_MOST_CELLS = 1_000_000
"""How many cells and rows, empty ones included, and shared texts a workbook may have in all."""
_LARGEST_PARTS = {"xl/styles.xml": 2_000_000, "xl/sharedstrings.xml": 50_000_000}

_OLE, _ZIP, _PDF = b"\xd0\xcf\x11\xe0", b"PK\x03\x04", b"%PDF-"
_CENTRAL = b"PK\x01\x02"
_SEALED = "EncryptedPackage".encode("utf-16-le")
# The format allows no document type; one is there to make a parser fetch or multiply.
_DOCTYPE = re.compile(rb"<\0?!\0?D\0?O\0?C\0?T\0?Y\0?P\0?E|<\0?!\0?E\0?N\0?T\0?I\0?T\0?Y")
_MERGED = re.compile(
    rb"""<(?:\w+:)?mergeCell\b[^>]{0,200}?\bref=["']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"""
)
# Of any namespace's prefix; a part of the book in UTF-16 is refused before.
_CELL = re.compile(rb"<(?:[\w.-]{1,40}:)?(?:c|si|row)[\s/>]")
_BINARY_SUFFIXES = (".xml", ".rels")
_AS_XLSX = "ábrala y guárdela como «Libro de Excel (.xlsx)»."
_TOO_LARGE = f"La hoja es demasiado grande: el máximo son {MOST_ROWS} filas."
_TOO_WIDE = (
    "La hoja tiene demasiadas celdas o demasiado texto: copie a un libro nuevo solo las filas y "
    "columnas que se usan."
)
_TOO_STYLED = (
    "La hoja tiene demasiados formatos o textos: copie sus filas a un libro nuevo, solo los "
    "valores, y envíelo de nuevo."
)
_DAMAGED = "El archivo está dañado y no se puede leer: guarde la hoja de nuevo como .xlsx."


class NotATable(Exception):
    """A file can't be read as a table; the words say why and what to do, in Spanish."""


class Formula(str):
    """The text of a formula; nothing ever computes it."""

    __slots__ = ()


CellValue = str | int | float | bool | datetime | date | time | None
"""What a cell holds; a moment has no zone, since Excel knows none."""


@dataclass(frozen=True, slots=True)
class Merged:
    """A range of cells that are shown as one; rows and columns count from 1."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A sheet that is shown: its rows from the first one on, blank ones as ().

    `merged` are its joined cells; only the first one of each holds the value. `cut` tells that
    there are more rows than are read.
    """

    title: str
    rows: tuple[tuple[CellValue, ...], ...]
    merged: tuple[Merged, ...] = ()
    cut: bool = False


def read_table(content: bytes, name: str = "") -> tuple[Grid, ...]:
    """The sheets of an .xlsx file that are shown, in order; `name` helps to say what else it is.

    Raises NotATable for everything that is no .xlsx, has macros or a password, is damaged, or is
    beyond the bounds; MemoryError where memory is bounded and short.
    """
    if len(content) > _LARGEST_FILE:
        raise NotATable("El archivo es demasiado grande: la hoja debe ocupar menos de 40 MB.")
    _refuse_other_formats(content, name.lower())
    merged = _examined(content)
    # A library of thousands of lines on hostile bytes: whatever it raises, the file is unreadable.
    try:
        return tuple(_grids(content, merged))
    except (MemoryError, NotATable):
        raise
    except Exception:
        raise NotATable(_DAMAGED) from None


def _refuse_other_formats(content: bytes, name: str) -> None:
    if content.startswith(_OLE):
        if _SEALED in content:
            raise NotATable("La hoja tiene contraseña: quítela, guárdela y envíela de nuevo.")
        raise NotATable(f"La hoja está en el formato anterior de Excel (.xls): {_AS_XLSX}")
    if content.startswith(_PDF):
        raise NotATable("Es un PDF y no una hoja de Excel: envíe la hoja misma (.xlsx).")
    if not content.startswith(_ZIP):
        if name.endswith((".csv", ".txt", ".tsv")):
            raise NotATable(f"La hoja está en texto ({name.rpartition('.')[2]}): {_AS_XLSX}")
        raise NotATable(f"El archivo no es una hoja de Excel (.xlsx): {_AS_XLSX}")


def _examined(content: bytes) -> dict[str, tuple[Merged, ...]]:
    """The joined cells of each part of a sound package. Raises NotATable."""
    if content.count(_CENTRAL) > _MOST_MEMBERS:
        raise NotATable(_DAMAGED)
    try:
        package = zipfile.ZipFile(BytesIO(content))
        entries = package.infolist()
    except Exception:
        raise NotATable(_DAMAGED) from None
    names = {entry.filename for entry in entries}
    _refuse_other_packages(names, package)
    texts = [entry for entry in entries if entry.filename.endswith(_BINARY_SUFFIXES)]
    if sum(entry.file_size for entry in texts) > _LARGEST_TEXT:
        raise NotATable(_TOO_LARGE)
    left, merged, cells = _LARGEST_TEXT, {}, 0
    for entry in texts:
        try:
            xml = _sound(package, entry, left)
        except (MemoryError, NotATable):
            raise
        except Exception:
            raise NotATable(_DAMAGED) from None
        left -= len(xml)
        cells += sum(1 for _cell in islice(_CELL.finditer(xml), _MOST_CELLS + 1))
        if cells > _MOST_CELLS:
            raise NotATable(_TOO_WIDE)
        merged[entry.filename] = tuple(_merged(xml))
    return merged


def _refuse_other_packages(names: set[str], package: zipfile.ZipFile) -> None:
    if "xl/workbook.bin" in names:
        raise NotATable(f"La hoja está en formato binario (.xlsb): {_AS_XLSX}")
    if any(each.lower().endswith("vbaproject.bin") for each in names):
        raise NotATable(f"La hoja tiene macros (.xlsm), que no se aceptan: {_AS_XLSX}")
    if "mimetype" in names or "content.xml" in names:
        raise NotATable(f"La hoja está en formato OpenDocument (.ods): {_AS_XLSX}")
    if "word/document.xml" in names:
        raise NotATable("Es un documento de Word y no una hoja de Excel (.xlsx).")
    if "[Content_Types].xml" not in names:
        raise NotATable(
            "Es un archivo comprimido y no una hoja de Excel: adjunte la hoja (.xlsx) misma."
        )
    try:
        with package.open("[Content_Types].xml") as member:
            types = member.read(_CHUNK)
    except Exception:
        raise NotATable(_DAMAGED) from None
    if b"macroEnabled" in types:
        raise NotATable(f"La hoja tiene macros (.xlsm), que no se aceptan: {_AS_XLSX}")


def _sound(package: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    """The text of a part, whatever size its entry claims. Raises NotATable."""
    most_here = min(most, _LARGEST_PARTS.get(entry.filename.lower(), most))
    with package.open(entry) as member:
        xml = member.read(most_here + 1)
    if len(xml) > most_here:
        raise NotATable(_TOO_LARGE if most_here == most else _TOO_STYLED)
    # What queries leave beside the book is in UTF-16; the parts of the book itself never are.
    disguised = b"\0" in xml and entry.filename.lower().startswith("xl/")
    if disguised or _DOCTYPE.search(xml):
        raise NotATable(_DAMAGED)
    return xml


def _merged(xml: bytes) -> Iterator[Merged]:
    for count, found in enumerate(_MERGED.finditer(xml)):
        if count >= _MOST_MERGED:
            raise NotATable("La hoja tiene demasiadas celdas combinadas: sepárelas.")
        left, top, right, bottom = (part.decode() for part in found.groups())
        yield Merged(int(top), _column(left), int(bottom), _column(right))


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _grids(content: bytes, merged: dict[str, tuple[Merged, ...]]) -> Iterator[Grid]:
    from openpyxl import load_workbook

    book = load_workbook(BytesIO(content), read_only=True, keep_links=False)
    characters = 0
    try:
        for sheet in book.worksheets[:_MOST_SHEETS]:
            if sheet.sheet_state != "visible":
                continue
            rows: list[tuple[CellValue, ...]] = []
            for row in _rows(sheet):
                characters += sum(len(value) for value in row if isinstance(value, str))
                if characters > MOST_CHARACTERS:
                    raise NotATable(_TOO_WIDE)
                rows.append(row)
            while rows and not rows[-1]:
                rows.pop()
            most = MOST_ROWS + _SPARE_ROWS
            # Nothing public names the part that a sheet is read from.
            part = str(getattr(sheet, "_worksheet_path", "")).lstrip("/")
            yield Grid(
                title=str(sheet.title),
                rows=tuple(rows[:most]),
                merged=merged.get(part, ()),
                cut=len(rows) > most,
            )
    finally:
        book.close()


def _rows(sheet: Any) -> Iterator[tuple[CellValue, ...]]:
    # What a file says of its own size is wrong in those of some programs.
    sheet.reset_dimensions()
    for row in sheet.iter_rows(max_row=MOST_ROWS + _SPARE_ROWS + 1, max_col=MOST_COLUMNS):
        values = [_value(cell) for cell in row]
        while values and values[-1] is None:
            values.pop()
        yield tuple(values)


def _value(cell: Any) -> CellValue:
    value = cell.value
    if value is None or cell.data_type == "e":
        return None
    if cell.data_type == "f":
        return Formula(str(value)[:_LONGEST_CELL])
    if isinstance(value, str):
        return value[:_LONGEST_CELL] if value.strip() else None
    # A number beyond what Excel holds is what it was written as: nothing can be counted with it.
    countable = not isinstance(value, float) or isfinite(value)
    if countable and isinstance(value, bool | int | float | datetime | date | time):
        return value
    return str(value)[:_LONGEST_CELL]
