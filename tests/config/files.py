"""Configurations written for tests: a small valid one, to be changed in one place."""

from pathlib import Path

from mailbot.config import Config, load
from mailbot.errors import ConfigurationError

SMALLEST = """\
[mailbox]
host = "127.0.0.1"
user = "siifsoporte"
password = "c0ntraseña"
[smtp]
host = "127.0.0.1"
[identity]
address = "soporte@entidad.gov.co"
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text, "utf-8")
    return path


def loaded(folder: Path, text: str, **environ: str) -> Config:
    """What `text` says, as the configuration of `folder`."""
    return load(write(folder, text), environ)


def faults(folder: Path, text: str, **environ: str) -> list[str]:
    """What is wrong with `text`, without the name of the file; empty if nothing is."""
    path = write(folder, text)
    try:
        load(path, environ)
    except ConfigurationError as error:
        return [fault.removeprefix(f"{path}, ").removeprefix(f"{path}: ") for fault in error.faults]
    return []
