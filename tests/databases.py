"""On which database a test runs: a file of SQLite's, or with `--database postgresql` a server's.

A test asks for the database of a place in its folder, and gets one of its own in either case.
"""

import hashlib
import os
import shutil
from functools import cache
from pathlib import Path
from typing import Any

SERVER = "MAILBOT_TEST_POSTGRESQL"
"""The environment names the server, so that the processes of tests know it too."""

TEMPLATE = "schema"
_made: dict[str, Path] = {}


def on_postgresql() -> bool:
    """Whether the tests run on PostgreSQL."""
    return SERVER in os.environ


def database_url(file: Path) -> str:
    """The database that belongs to this place: on PostgreSQL it has its schema from the start."""
    if not on_postgresql():
        return f"sqlite:///{file}"
    name = _name(file)
    if name not in _made:
        _clone(TEMPLATE, name, file)
    return f"{os.environ[SERVER]}/{name}"


def copy_database(source: Path, target: Path) -> None:
    """A database of `target` like that of `source`, which nobody uses at the moment."""
    if on_postgresql():
        _clone(_name(source) if source else TEMPLATE, _name(target), target)
    else:
        shutil.copy(source, target)


def drop_databases(folder: Path) -> None:
    """The databases of places below this folder are needed no more."""
    for name in [name for name, file in _made.items() if file.is_relative_to(folder)]:
        del _made[name]
        _administrator().execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def make_template(server: str) -> None:
    """The database that others are cloned from."""
    from storage.store import upgrade

    os.environ[SERVER] = server
    _administrator().execute(f'CREATE DATABASE "{TEMPLATE}"')
    upgrade(f"{server}/{TEMPLATE}")


def _clone(source: str, name: str, file: Path) -> None:
    import psycopg

    try:
        _administrator().execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
    except psycopg.errors.DuplicateDatabase:
        # Another process of this test made it.
        return
    _made[name] = file


def _name(file: Path) -> str:
    return "t" + hashlib.sha256(str(file).encode()).hexdigest()[:20]


@cache
def _administrator() -> Any:
    import psycopg

    return psycopg.connect(f"{os.environ[SERVER]}/postgres", autocommit=True)
