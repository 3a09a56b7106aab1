"""Styles written into the tags once, when a template is loaded (mails.md §1.3)."""

import re
from collections.abc import Mapping

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"\.([a-z0-9-]+)\s*\{([^{}]*)\}")
_CLASS = re.compile(r'class="([^"]*)"')
_SHEET_CLASS = re.compile(r"\.([a-z][a-z0-9-]*)")

Declarations = Mapping[str, str]


def read_styles(css: str) -> dict[str, Declarations]:
    """The declarations of each class in a sheet of plain `.name { property:value; … }` rules."""
    rules = _RULE.findall(_COMMENT.sub("", css))
    return {name: _declarations(body) for name, body in rules}


def classes_in(sheet: str) -> frozenset[str]:
    """The classes that a sheet of media queries names."""
    return frozenset(_SHEET_CLASS.findall(sheet))


def with_inline_styles(
    template: str, styles: Mapping[str, Declarations], kept: frozenset[str]
) -> str:
    """`template` with each class turned into its style; classes in `kept` stay beside it.

    Raises ValueError for a class that neither has a style nor is kept, and for one that is only
    known when the mail is rendered.
    """

    def inlined(match: re.Match[str]) -> str:
        names = match[1].split()
        unknown = [name for name in names if name not in styles and name not in kept]
        if unknown:
            raise ValueError(f"clase sin estilo en la plantilla: {', '.join(unknown)}")
        merged: dict[str, str] = {}
        for name in names:
            merged |= styles.get(name, {})
        style = ";".join(f"{key}:{value}" for key, value in merged.items())
        classes = " ".join(name for name in names if name in kept)
        return (f'class="{classes}" ' if classes else "") + f'style="{style}"'

    return _CLASS.sub(inlined, template)


def _declarations(body: str) -> Declarations:
    pairs = (line.partition(":") for line in body.split(";") if line.strip())
    return {key.strip(): value.strip() for key, _, value in pairs}
