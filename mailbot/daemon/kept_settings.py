"""Dated copies of what the line says, when, and who works in it, with what changed (R3)."""

import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mailbot.config import Config
from mailbot.daemon.settings_told import Change, Settings, as_toml, changes, settings_of
from mailbot.errors import StorageError
from mailbot.logs import tell
from storage.files import make_private_folder, replace_file

FOLDER = "historia-configuracion"
"""Below the folder of files; one TOML file for each copy, named by its moment in UTC."""

_NAME = "%Y-%m-%dT%H-%M-%S-%fZ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A copy that is kept: since when it counts, its file, and what changed with it."""

    at: datetime
    path: Path
    changes: tuple[Change, ...]


def keep_settings(config: Config, now: datetime) -> Path | None:
    """Keep a copy if texts, times, staff or another setting changed since the last one.

    Returns its file; None where nothing changed. Secrets and servers are never part of it. Raises
    StorageError where the disk refuses. To be called by the process that holds the store.
    """
    folder = config.storage.files / FOLDER
    settings = settings_of(config)
    paths = _paths(folder)
    before = _settings_in(paths[-1]) if paths else {}
    if paths and before == settings:
        return None
    # Copies stand in the order of their names, also when the clock was set back.
    moment = now.astimezone(UTC)
    if paths:
        moment = max(moment, _moment(paths[-1]) + timedelta(microseconds=1))
    changed = tuple(changes(before, settings)) if before else ()
    path = folder / f"{moment.strftime(_NAME)}.toml"
    _make(folder)
    replace_file(path, as_toml(moment, changed, settings).encode())
    tell("settings.kept", path=path, changes=len(changed))
    return path


def kept_copies(config: Config) -> list[Copy]:
    """Every copy, oldest first. Raises StorageError, with its file, for one that can't be read."""
    return [_read(path) for path in _paths(config.storage.files / FOLDER)]


def _read(path: Path) -> Copy:
    try:
        document = tomllib.loads(path.read_text("utf-8"))
        changed = tuple(
            Change(key=row["clave"], old=row["antes"], new=row["ahora"])
            for row in document.get("cambios", ())
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise StorageError(
            f"{path} no se puede leer ({error}). Recupérelo de una copia de seguridad o sáquelo de "
            "esa carpeta"
        ) from error
    return Copy(at=_moment(path), path=path, changes=changed)


def _settings_in(path: Path) -> Settings:
    """The settings of a copy. One that was spoiled must not keep the line from starting."""
    try:
        document = tomllib.loads(path.read_text("utf-8"))
        return {**document["ajustes"], **{f"textos.{k}": v for k, v in document["textos"].items()}}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        tell("settings.unreadable", path=path)
        return {}


def _paths(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.toml") if _is_ours(path))


def _is_ours(path: Path) -> bool:
    try:
        _moment(path)
    except ValueError:
        return False
    return True


def _moment(path: Path) -> datetime:
    return datetime.strptime(path.stem, _NAME).replace(tzinfo=UTC)


def _make(folder: Path) -> None:
    try:
        make_private_folder(folder)
    except OSError as error:
        raise StorageError(f"no se puede crear {folder} ({error.strerror})") from error
