"""Statements that are built once, when the program starts, and only get values afterwards.

To build one and to find its compiled form costs several times what SQLite needs to answer it.
"""

from typing import Any

from sqlalchemy import BindParameter, bindparam


def any_of(name: str) -> BindParameter[Any]:
    """The place of a list of values, of any length, in an IN: `column.in_(any_of("rows"))`."""
    return bindparam(name, expanding=True)
