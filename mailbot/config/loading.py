"""From the configuration's file to its value, or to everything that is wrong with it at once."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, time
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from mailbot.config.explain import dotted, explain
from mailbot.config.kinds import Fault, unusable
from mailbot.config.places import line_of, lines_of_keys
from mailbot.config.schema import Config
from mailbot.config.secrets import put_passwords
from mailbot.config.syntax import SyntaxFault, document_of, text_of
from mailbot.errors import ConfigurationError


def load(path: Path, environ: Mapping[str, str]) -> Config:
    """Read and check the configuration at `path`; passwords of `environ` win over the file's.

    Raises ConfigurationError with every fault, one Spanish line each: file, line, key, what to do.
    """
    try:
        text = text_of(path.read_bytes())
        document = document_of(text)
    except FileNotFoundError:
        raise ConfigurationError([_not_there(path)]) from None
    except OSError as error:
        why = unusable(path) or f"no se puede leer {path} ({error.strerror})"
        raise ConfigurationError([why]) from None
    except SyntaxFault as fault:
        raise ConfigurationError([f"{path}, línea {fault.line}: {fault.what}"]) from None
    folder = path.absolute().parent
    faults = list(put_passwords(document, folder, environ))
    # Its defaults are paths too, which only become absolute with a table to be checked.
    document.setdefault("storage", {})
    try:
        config = Config.model_validate_json(_as_json(document), strict=True, context=folder)
    except ValidationError as error:
        schema = Config.model_json_schema()
        for details in error.errors(include_url=False):
            faults += explain(details, schema)
    if faults:
        raise ConfigurationError(_told(faults, path, text))
    return config


def _not_there(path: Path) -> str:
    return (
        f"{path.absolute()}: no existe. Cree una configuración con «mailbot init CARPETA», o diga "
        "dónde está con -c o con la variable MAILBOT_CONFIG"
    )


def _as_json(document: dict[str, Any]) -> str:
    # Strict JSON takes dates and hours written either way, and nothing else out of its kind.
    return json.dumps(document, default=_iso)


def _iso(value: object) -> str:
    if isinstance(value, (date, time)):
        return value.isoformat()
    raise TypeError(f"not a TOML value: {value!r}")


def _told(faults: Iterable[Fault], path: Path, text: str) -> list[str]:
    """One line for each fault, in the order of the file; what the file lacks comes last."""
    lines = lines_of_keys(text)
    placed = [(line_of(key, lines), key, what) for key, what in faults]
    placed.sort(key=lambda fault: (fault[0] is None, fault[0]))
    told = []
    for line, key, what in placed:
        where = f"{path}, línea {line}" if line else f"{path}"
        told.append(": ".join(filter(None, (where, dotted(key), what))))
    return list(dict.fromkeys(told))
