"""The settings that are kept, one key a value, and how a change of them is told."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import ndiff
from typing import Any

from mailbot.compose.own_texts import own_files
from mailbot.config import Config

Settings = dict[str, Any]
"""Dotted key → text, number, yes or no, or a list of them. Texts of mails begin with `textos.`."""

_NOT_KEPT = frozenset({"mailbox", "smtp", "storage"})
"""Servers, accounts and where things lie: no settings of the line, and they hold its secrets."""

_TEXTS = "textos."
_NAMES = ("email", "code", "name", "date", "from")
"""What tells the tables of a list apart, so that one put before another changes nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A key with what it was and what it is, in words; "" where it was not there."""

    key: str
    old: str
    new: str


def settings_of(config: Config) -> Settings:
    """What is kept of `config`: its settings and the operator's own texts, whole."""
    document = config.model_dump(mode="json", by_alias=True, exclude=set(_NOT_KEPT))
    settings = dict(_flat(document, ""))
    folder = config.templates.folder
    if folder:
        for path in own_files(folder):
            settings[f"{_TEXTS}{path.name}"] = path.read_text("utf-8")
    return settings


def changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    """What differs, key by key, in the order of `new`; what is gone comes last."""
    for key in (*new, *(key for key in old if key not in new)):
        before, after = old.get(key), new.get(key)
        if before == after:
            continue
        if key.startswith(_TEXTS):
            yield _text_change(key, before, after)
        else:
            yield Change(key=key, old=_words(before), new=_words(after))


def as_toml(at: datetime, changed: Sequence[Change], settings: Settings) -> str:
    """The file of a copy: its moment, its settings, the texts, and what changed."""
    texts = {key.removeprefix(_TEXTS): v for key, v in settings.items() if key.startswith(_TEXTS)}
    rest = {key: value for key, value in settings.items() if not key.startswith(_TEXTS)}
    lines = [
        "# Copia de la configuración que guardó mailbot al arrancar; sin servidores ni claves.",
        f"fecha = {at.isoformat()}",
    ]
    for title, table in (("ajustes", rest), ("textos", texts)):
        lines += ["", f"[{title}]", *(f"{_toml(key)} = {_toml(v)}" for key, v in table.items())]
    for change in changed:
        lines += ["", "[[cambios]]", f"clave = {_toml(change.key)}"]
        lines += [f"antes = {_toml(change.old)}", f"ahora = {_toml(change.new)}"]
    return "\n".join(lines) + "\n"


def _flat(value: Any, key: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for name, below in value.items():
            yield from _flat(below, f"{key}.{name}" if key else name)
    elif isinstance(value, list) and any(isinstance(each, (dict, list)) for each in value):
        taken: set[str] = set()
        for number, each in enumerate(value, 1):
            name = _name_of(each, number)
            name = f"{name}#{number}" if name in taken else name
            taken.add(name)
            yield from _flat(each, f"{key}[{name}]")
    elif value is not None:
        yield key, value


def _name_of(element: Any, number: int) -> str:
    found = (element.get(name) for name in _NAMES) if isinstance(element, dict) else ()
    return next((str(each) for each in found if each), str(number))


def _text_change(key: str, before: str | None, after: str | None) -> Change:
    """A text's lines that went and that came; that of a whole file in words."""
    if before is None:
        return Change(key=key, old="texto original", new=f"texto propio ({_count(after)})")
    if after is None:
        return Change(key=key, old=f"texto propio ({_count(before)})", new="texto original")
    lines = list(ndiff(before.splitlines(), after.splitlines()))
    gone, come = ("\n".join(x[2:] for x in lines if x.startswith(sign)) for sign in ("- ", "+ "))
    return Change(key=key, old=gone, new=come)


def _count(text: str | None) -> str:
    count = len((text or "").splitlines())
    return "1 línea" if count == 1 else f"{count} líneas"


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "sí" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(_words, value))
    return "" if value is None else str(value)


def _toml(value: Any) -> str:
    # JSON's texts, numbers, words and lists are TOML's too, but for DEL in a text.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
