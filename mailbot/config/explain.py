"""What pydantic refused, in Spanish: which value was expected, and which one is there."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic_core import ErrorDetails

from mailbot.config.kinds import Fault, Key

Schema = Mapping[str, Any]
"""A JSON schema, as pydantic writes it for the configuration."""

_LONGEST_SHOWN = 40

_SECRET_KEYS = frozenset({"password", "client_secret"})


def explain(error: ErrorDetails, schema: Schema) -> Iterator[Fault]:
    """The faults of one error; `schema` is the whole configuration's. Passwords are not shown."""
    place = error["loc"]
    match error["type"]:
        case "missing":
            yield place[:-1], _missing(place, schema)
        case "extra_forbidden":
            yield place, _unknown(place, schema)
        case "refused":
            for below, what in error["ctx"]["faults"]:
                yield (*place, *below), what
        case "too_short" if error["input"]:
            # The list isn't empty: its refused elements count as absent, and are told already.
            return
        case _:
            node = node_at(schema, place)
            yield place, f"debe ser {expected(node, place)}{_shown(place, error['input'])}"


def node_at(schema: Schema, place: Key) -> Schema:
    """The schema of the value at `place`; an empty one where no such key is known."""
    node = _resolved(schema, schema)
    for step in place:
        node = node.get("items", {}) if isinstance(step, int) else _below(node, step)
        node = _resolved(node, schema)
    return node


def _below(table: Schema, key: str) -> Schema:
    """The schema of a table's key: its own, or the one that any key may have."""
    anything: Schema = table.get("additionalProperties") or {}
    known: Mapping[str, Schema] = table.get("properties", {})
    return known.get(key, anything)


def expected(node: Schema, place: Key) -> str:
    """What a value of this schema is, to complete "debe ser …"."""
    if "expected" in node:
        return str(node["expected"])
    if "enum" in node:
        return "uno de: " + ", ".join(f'"{value}"' for value in node["enum"])
    match node.get("type"):
        case "integer":
            return "un número entero" + _range(node, 1)
        case "number":
            return "un número" + _range(node, 0)
        case "boolean":
            return "true o false"
        case "array":
            return _expected_list(node, place)
        case "object":
            return f"una tabla: [{dotted(place)}]"
    if node.get("format") == "date":
        return "una fecha AAAA-MM-DD que exista"
    return "un texto entre comillas" + (", no vacío" if node.get("minLength") else "")


def dotted(place: Key) -> str:
    """How a place is written for people, who count from 1: `staff[2].email`."""
    words = ""
    for step in place:
        words += f"[{step + 1}]" if isinstance(step, int) else f".{_printable(step)}"
    return words.removeprefix(".")


def _expected_list(node: Schema, place: Key) -> str:
    if "$ref" in node["items"] and len(place) == 1:
        return f"una lista de tablas: [[{dotted(place)}]]"
    return "una lista entre corchetes" + (", no vacía" if node.get("minItems") else "")


def _range(node: Schema, step: int) -> str:
    """The bounds; `step` is the distance to the next value inside an excluded bound, if any."""
    low, high = node.get("minimum"), node.get("maximum")
    if "exclusiveMinimum" in node and step:
        low = node["exclusiveMinimum"] + step
    if "exclusiveMaximum" in node and step:
        high = node["exclusiveMaximum"] - step
    if low is not None and high is not None:
        return f" entre {low:g} y {high:g}"
    begin = f" mayor que {node['exclusiveMinimum']:g}" if "exclusiveMinimum" in node else ""
    if low is not None:
        begin = f" de {low:g} o más"
    if high is None:
        return begin
    return f"{begin} y hasta {high:g}" if begin else f" de {high:g} o menos"


def _missing(place: Key, schema: Schema) -> str:
    key = place[-1]
    if len(place) == 1:
        node = node_at(schema, place)
        needed = ", ".join(node.get("needed") or node.get("required", ()))
        return f"falta la tabla [{key}]" + (f" (al menos con: {needed})" if needed else "")
    return f"falta la clave {key}"


def _unknown(place: Key, schema: Schema) -> str:
    key = str(place[-1])
    known = list(node_at(schema, place[:-1]).get("properties", ()))
    what = "tabla desconocida" if len(place) == 1 else "clave desconocida"
    nearest = get_close_matches(key.lower(), known, n=1, cutoff=0.6)
    if nearest:
        return f"{what} (¿quiso decir {nearest[0]}?)"
    elsewhere = [
        section
        for section in node_at(schema, ())["properties"]
        if key in node_at(schema, (section,)).get("properties", ())
    ]
    if len(elsewhere) == 1:
        return f"{what} aquí; esta clave va en la tabla [{elsewhere[0]}]"
    return f"{what}; las que hay: {', '.join(known)}"


def _resolved(node: Schema, schema: Schema) -> Schema:
    """`node` with its reference or its only real alternative followed, and its own words kept."""
    for choice in node.get("anyOf", ()):
        if choice.get("type") != "null":
            return _resolved({**choice, **_own_words(node)}, schema)
    if "$ref" in node:
        target: Schema = schema["$defs"][node["$ref"].rpartition("/")[2]]
        return {**target, **_own_words(node)}
    return node


def _own_words(node: Schema) -> Schema:
    return {"expected": node["expected"]} if "expected" in node else {}


def _shown(place: Key, value: object) -> str:
    if _SECRET_KEYS.intersection(place) or isinstance(value, (dict, list)):
        return ""
    if isinstance(value, bool):
        return f" (dice {str(value).lower()})"
    if not isinstance(value, str):
        return f" (dice {value})"
    short = value if len(value) <= _LONGEST_SHOWN else value[:_LONGEST_SHOWN] + "…"
    return f' (dice "{_printable(short)}")'


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else "�" for letter in text)
