"""Examples of the mails that carry tables of the line's cases."""

from dataclasses import replace
from typing import NamedTuple

from mailbot.compose.examples.frame import COORDINATORS, Example, to_staff
from mailbot.model.decision import Enclosure

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class _Result(NamedTuple):
    tag: str
    ok: bool
    text: str


def _with_table(name: str, file: str, **facts: object) -> Example:
    example = to_staff(name, None, **facts)
    enclosures = (Enclosure(name=file, type=_XLSX),)
    send = replace(example.send, to=(COORDINATORS[0],), enclosures=enclosures)
    return replace(example, send=send)


TABLES: tuple[Example, ...] = (
    _with_table(
        "M-24", "contingencia.xlsx", title="Hoja de contingencia", count=214,
        which="de toda la línea", contingency=True,
    ),
    _with_table(
        "M-24-casos", "casos.xlsx", title="Lista de casos", count=38, which="del módulo EPG",
        contingency=False,
    ),
    _with_table(
        "M-31-importar", "prueba_importacion.xlsx",
        results=(
            _Result(
                "[IMPORTAR]", True,
                "Prueba de «contingencia.xlsx»: 2 filas crean un caso cada una; 1 fila está en "
                "conflicto y no se aplica. Nada cambió todavía. Para importarla responda con "
                "«[IMPORTAR CONFIRMAR BCDFGHJK]» dentro de 24 horas; no tiene que adjuntarla de "
                "nuevo.",
            ),
        ),
        moves=(("IMPORTAR CONFIRMAR BCDFGHJK", "importa esta hoja.", "Importar la hoja"),),
        details=("Fila 7 (INC-2026-004501): conflicto. Ciudad: la hoja y el caso difieren.",),
    ),
)  # fmt: skip
