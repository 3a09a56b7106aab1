"""`LEAME.txt`: what is in the archive, and how anybody checks it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

README, PAGE, CASE, HISTORY, PROGRAM = (
    "LEAME.txt", "expediente.html", "caso.json", "historia.json", "verificar.py",
)  # fmt: skip
MAILS, FILES, QUARANTINE = "correos", "archivos", "cuarentena"
HELD_BACK = ".cuarentena"


def readme(record: Mapping[str, Any], exported_at: datetime, seals: str, missing: int) -> str:
    """The words of the archive of a case; `missing` mails or files are not kept any more."""
    gone = (
        f"\nNo se conservan ya {missing} de sus correos o archivos: fueron borrados por orden o "
        "por el plazo de conservación.\n"
        if missing
        else ""
    )
    return f"""EXPEDIENTE DEL CASO {record["id"]}
Exportado el {exported_at.isoformat(timespec="seconds")}
{gone}
QUÉ HAY AQUÍ

{PAGE}  Todo el caso en una página. Ábrala en cualquier navegador, sin conexión.
{CASE}        Los mismos datos, para programas.
{HISTORY}    Cada entrada de la historia con su sello.
{MAILS}/         Cada correo del caso, recibido o enviado, con sus bytes originales (.eml).
                 Junto a cada recibido hay una copia de lectura (.html) sin imágenes, enlaces ni
                 programas. La copia es para leer; la prueba es el .eml.
{FILES}/        Los archivos que llegaron con los correos.
{QUARANTINE}/      Los que se retuvieron por peligrosos. Terminan en «{HELD_BACK}» para que nadie
                 los abra por error.
{PROGRAM}     Comprueba todo lo anterior.
MANIFEST.sha256  La suma SHA-256 de cada archivo.

CÓMO SE COMPRUEBA

1. Con este programa, que solo necesita Python 3.9:   python3 {PROGRAM}
2. Solo los archivos, sin él:                          sha256sum -c MANIFEST.sha256
3. Con la línea misma:                                 mailbot case verify {record["id"]}
   El último sello debe ser el mismo que da la línea.

CÓMO SE SELLA LA HISTORIA

Cada entrada tiene una sal, un resumen y un eslabón. El resumen es el SHA-256 de la sal y de lo que
dice la entrada (actor, reason, text, mail) como JSON de letras ASCII, con las claves en orden y sin
espacios. El eslabón es el SHA-256 de una lista JSON con el eslabón anterior, el número de servicio,
seq, at, recorded_at, role, event, source, target, rule, activity y el resumen. Así no se puede
cambiar, quitar ni mover una entrada sin que se note.

Una entrada borrada ("redacted") o enmascarada ("masked", porque lleva un número de identificación)
no trae su sal: de ella se comprueba que existió, quién, cuándo y en qué lugar, no sus palabras.

{seals}

RESERVA

Este expediente tiene datos personales (Ley 1581 de 2012). Los números de identificación están
ocultos en las páginas y en los datos; los correos y archivos originales los conservan.
"""
