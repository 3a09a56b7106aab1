"""Comprueba un expediente de mailbot: que sus archivos y su historia son los que se exportaron.

Uso: python3 verificar.py [EXPEDIENTE.zip]

Sin argumento revisa la carpeta en que está este programa. Solo necesita Python 3.9 o posterior.
Termina con 0 si todo coincide y con 3 si halló diferencias.
"""

import hashlib
import json
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

MANIFEST = "MANIFEST.sha256"
HISTORY = "historia.json"
PAYLOAD = ("actor", "reason", "text", "mail")
LINK = (
    "seq",
    "at",
    "recorded_at",
    "role",
    "event",
    "source",
    "target",
    "rule",
    "activity",
    "digest",
)


class Folder:
    """The files of a dossier that was unpacked."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def names(self) -> list[str]:
        found = (path for path in self.root.rglob("*") if path.is_file())
        names = (path.relative_to(self.root).as_posix() for path in found)
        return [name for name in names if not name.startswith("__pycache__/")]

    def read(self, name: str) -> bytes:
        return (self.root / name).read_bytes()


class Archive:
    """The files of a dossier as it was exported."""

    def __init__(self, path: Path) -> None:
        self.archive = zipfile.ZipFile(path)

    def names(self) -> list[str]:
        return self.archive.namelist()

    def read(self, name: str) -> bytes:
        return self.archive.read(name)


def sha256(content: bytes) -> str:
    """The digest, in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def compact(value: Any) -> bytes:
    """A value as the digests are taken of it: JSON in plain ASCII, without blanks."""
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode("ascii")


def wrong_files(dossier: Any) -> Iterator[str]:
    """What is not as the manifest has it."""
    lines = dossier.read(MANIFEST).decode("utf-8").splitlines()
    listed = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    there = set(dossier.names())
    for name in sorted(there - set(listed) - {MANIFEST}):
        yield f"sobra el archivo {name}"
    for name, digest in listed.items():
        if name not in there:
            yield f"falta el archivo {name}"
        elif sha256(dossier.read(name)) != digest:
            yield f"cambió el archivo {name}"


def wrong_entry(entry: Any, place: int, previous: str, service: str) -> str:
    """What is wrong with an entry of the history; "" if nothing is."""
    if entry["seq"] != place:
        return "falta una entrada, o cambió de lugar"
    if not entry["chain"]:
        return "no tiene sello" if previous else ""
    link = [previous, service, *(entry[name] for name in LINK)]
    if sha256(compact(link)) != entry["chain"]:
        return "la cadena no coincide"
    if entry["redacted"]:
        return "se declaró borrada y todavía dice algo" if entry["text"] or entry["mail"] else ""
    if entry["masked"]:
        return ""
    said = compact({name: entry[name] for name in PAYLOAD})
    right = sha256(entry["salt"].encode("ascii") + said) == entry["digest"]
    return "" if right else "cambió lo que dice"


def wrong_history(history: Any) -> Iterator[str]:
    """What is wrong in the chain; nothing is told of what follows a fault."""
    previous = ""
    entries = history["historia"]
    for place, entry in enumerate(entries, start=1):
        fault = wrong_entry(entry, place, previous, history["servicio"])
        if fault:
            yield f"entrada {place}: {fault}"
            return
        previous = entry["chain"]
    if len(entries) != history["entradas"]:
        yield f"el caso tiene {history['entradas']} entradas y aquí hay {len(entries)}"
    elif previous != history["sello"]:
        yield "el último sello no es el de la historia"


def verdict(faults: list[str], entries: Any) -> str:
    """The last word; of entries without a seal, or masked, nobody can say what they said."""
    if faults:
        return "Hay diferencias."
    open_ones = sum(not each["chain"] or each["masked"] for each in entries)
    if open_ones:
        return f"Lo que se puede comprobar coincide; {open_ones} entradas no se pueden comprobar."
    return "Todo coincide."


def main(arguments: list[str]) -> int:
    """Say what was found; the exit status."""
    dossier: Any = Archive(Path(arguments[0])) if arguments else Folder(Path(__file__).parent)
    history = json.loads(dossier.read(HISTORY))
    faults = [*wrong_files(dossier), *wrong_history(history)]
    entries = history["historia"]
    for fault in faults:
        sys.stdout.write(f"MAL: {fault}\n")
    sys.stdout.write(
        f"Caso {history['caso']}: {len(entries)} entradas, "
        f"{sum(not each['chain'] for each in entries)} sin sello, "
        f"{sum(each['redacted'] for each in entries)} borradas, "
        f"{sum(each['masked'] for each in entries)} enmascaradas.\n"
        f"Último sello: {history['sello']}\n"
        f"{verdict(faults, entries)}\n"
    )
    return 3 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
