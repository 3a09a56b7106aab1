"""Reading a TOML text, with its faults of syntax in Spanish and with their line."""

import re
import tomllib
from typing import Any

_LINE = re.compile(r"\(at line (\d+), column \d+\)$|\(at end of document\)$")

# What tomllib says (the beginning), and what to tell who wrote the file.
_WORDS = (
    ("Cannot overwrite a value", "esta clave ya está más arriba"),
    ("Cannot declare", "esta tabla ya está más arriba"),
    ("Cannot mutate immutable", "esta clave ya está más arriba"),
    ("Duplicate inline table key", "esta clave está dos veces en la misma tabla"),
    ("Expected '=' after a key", 'falta el signo = después de la clave (clave = "valor")'),
    ("Expected newline or end", "sobra texto después del valor (¿falta una comilla o una coma?)"),
    ("Invalid value", "el valor no se entiende: los textos van entre comillas"),
    ("Unescaped '\\'", "en un texto, la barra invertida se escribe doble: \\\\"),
    ("Unclosed array", "falta el corchete ] que cierra la lista"),
    ("Unclosed inline table", "falta la llave } que cierra la tabla"),
    ("Unterminated string", "falta la comilla que cierra el texto"),
    ("Illegal character", "hay un carácter no permitido (¿falta la comilla que cierra el texto?)"),
    ("Invalid date or datetime", "la fecha o la hora no existe"),
    ("Expected ']' at", "falta el corchete ] que cierra el nombre de la tabla"),
    ("Expected ']]' at", "faltan los corchetes ]] que cierran el nombre de la tabla"),
    ("Invalid statement", 'cada línea es una [tabla] o una clave = "valor"'),
    ("Invalid initial character", "el nombre de la clave no se entiende"),
)


class SyntaxFault(Exception):
    """The text is no TOML: `line` counts from 1, `what` is Spanish."""

    def __init__(self, line: int, what: str) -> None:
        super().__init__(what)
        self.line = line
        self.what = what


def text_of(raw: bytes) -> str:
    """The text of a file, with or without a byte order mark; SyntaxFault if it isn't UTF-8."""
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise SyntaxFault(line, "el archivo no está guardado en UTF-8") from None


def document_of(text: str) -> dict[str, Any]:
    """The tables of a TOML text; raises SyntaxFault."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        said = str(error)
        where = _LINE.search(said)
        line = int(where[1]) if where and where[1] else text.rstrip().count("\n") + 1
        known = (words for sign, words in _WORDS if said.startswith(sign))
        raise SyntaxFault(line, next(known, "no es TOML válido")) from None
