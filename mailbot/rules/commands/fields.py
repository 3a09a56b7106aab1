"""The facts of a case as staff write them: `clave=valor` in a tag, or on lines of its text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from mailbot.model.vocabulary import CaseType, Channel, Field
from mailbot.rules.commands.field_values import LISTS, NAMES, read_value, shown
from mailbot.rules.commands.grammar import Command
from mailbot.rules.commands.key_block import unknown_keys
from mailbot.rules.commands.rights import Refused
from mailbot.rules.intake import Request, kind
from mailbot.rules.intake.facts import Facts, store
from mailbot.rules.intake.labels import Key, label_key
from mailbot.rules.intake.layout import is_closing, split_signature
from mailbot.rules.intake.segments import segments_of
from mailbot.rules.intake.values import is_blank
from mailbot.rules.intake.words import folded, tidy

_FIELD_OF = {
    Key.NAME: Field.NAME, Key.IDENTIFICATION: Field.IDENTIFICATION,
    Key.SIIF_USER: Field.SIIF_USER, Key.UNIT: Field.EXECUTING_UNIT, Key.ENTITY: Field.ENTITY,
    Key.EMAIL: Field.EMAIL, Key.PHONE: Field.PHONE, Key.CITY: Field.CITY,
    Key.DESCRIPTION: Field.DESCRIPTION, Key.TOPICS: Field.TOPICS, Key.ATTENDEES: Field.ATTENDEES,
    Key.SCREENS: Field.SCREENSHOTS,
}  # fmt: skip
_KEY_OF = {field: key for key, field in _FIELD_OF.items()}

ASKED = {
    Field.NAME: "el nombre (nombre=)",
    Field.SIIF_USER: "el usuario SIIF (usuario=)",
    Field.EXECUTING_UNIT: "la unidad ejecutora (ue=)",
    Field.ENTITY: "la entidad (entidad=)",
    Field.EMAIL: "el correo (correo=)",
    Field.PHONE: "el teléfono (telefono=)",
    Field.CITY: "la ciudad (ciudad=)",
    Field.DESCRIPTION: "la descripción (descripcion=)",
    Field.SCREENSHOTS: "las pantallas del error, como archivos",
    Field.IDENTIFICATION: "la identificación (identificacion=)",
    Field.TOPICS: "los temas (temas=)",
    Field.ATTENDEES: "los asistentes (asistentes=)",
}
"""How a receipt names a missing field, with the key that completes it."""

_LONGEST_LINE = 2_000
_MOST_WORDS_OF_A_VALUE = 6

_LINE = re.compile(
    r"[ \t]{0,8}(?:[-*•·][ \t]{1,4})?([^\W\d][^\n:=\[\]<>@]{0,59}?)[ \t]{0,4}([:=])[ \t]{0,4}(.*)"
)
_OF_THE_TAG = ("caso", "omitir")
_TEXTS = (Key.DESCRIPTION, *LISTS)
_ACCEPTED = (*NAMES, Key.NAME_OR_USER, Key.CONTACT, Key.EXTENSION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The facts that a tag names, the fields that it waives, and the words that are neither."""

    facts: Facts
    omitted: tuple[Field, ...] = ()
    rest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    """A value under its key; `loose` if a colon stands between, as in any sentence."""

    key: Key
    written: str
    value: str
    loose: bool = False


def read_fields(command: Command, *, beside: Sequence[str] = ()) -> Said:
    """What `command` says, in its brackets and below; `beside` are keys that are not of the case.

    Raises Refused with all that is wrong in it.
    """
    faults: list[str] = []
    pairs = list(_in_brackets(command, beside, faults))
    written = _unsigned(tidy(command.text).split("\n"))
    unknown = unknown_keys(written, begun=bool(pairs), known=_has_key, ends=_has_text_key)
    faults += (_unknown_below(word, beside) for word in unknown.values())
    below, rest = _below(written, faults)
    facts: Facts = {}
    # An extension belongs to a telephone, wherever that stands.
    for pair in sorted((*pairs, *below), key=lambda each: each.key is Key.EXTENSION):
        fault = _keep(facts, pair)
        if fault and pair.loose and len(pair.value.split()) > _MOST_WORDS_OF_A_VALUE:
            rest.append(f"{pair.written}: {pair.value}")
        elif fault:
            faults.append(fault)
    omitted = _omitted(command, faults)
    if faults:
        raise Refused(" ".join(dict.fromkeys(faults)))
    return Said(facts=facts, omitted=omitted, rest="\n".join(rest).strip())


def with_facts(request: Request, facts: Facts) -> Request:
    """`request` with what staff say of it instead of what was read."""
    channel, case_type = channel_in(facts), type_in(facts)
    return replace(
        request,
        type=case_type or request.type,
        channel=channel or request.channel,
        name=facts.get(Key.NAME, request.name),
        siif_user=facts.get(Key.SIIF_USER, request.siif_user),
        executing_unit=facts.get(Key.UNIT, request.executing_unit),
        entity=facts.get(Key.ENTITY, request.entity),
        email=facts.get(Key.EMAIL, request.email),
        phone=facts.get(Key.PHONE, request.phone),
        city=facts.get(Key.CITY, request.city),
        identification=facts.get(Key.IDENTIFICATION, request.identification),
        description=facts.get(Key.DESCRIPTION, request.description),
        topics=facts.get(Key.TOPICS, request.topics),
        attendees=facts.get(Key.ATTENDEES, request.attendees),
        module=facts.get(Key.MODULE, request.module),
        no_screen=request.no_screen or Key.SCREENS in facts,
    )


def channel_in(facts: Facts) -> Channel | None:
    """The channel that was said."""
    return kind.channel_named(facts.get(Key.CHANNEL, ""))


def type_in(facts: Facts) -> CaseType | None:
    """The type that was said."""
    return kind.type_named(facts.get(Key.TYPE, ""))


def listed(missing: Sequence[Field]) -> str:
    """Missing fields as a receipt names them."""
    return ", ".join(ASKED[field] for field in missing)


def field_of(key: Key) -> Field | None:
    """The field that a fact fills, None for those that are never missing."""
    return _FIELD_OF.get(key)


def named(fields: Sequence[Field]) -> str:
    """Fields by their keys."""
    return ", ".join(NAMES[_KEY_OF[field]] for field in fields)


def _in_brackets(command: Command, beside: Sequence[str], faults: list[str]) -> Iterator[_Pair]:
    for written, value in command.keys:
        if written in (*beside, *_OF_THE_TAG):
            continue
        key = _key(written.replace("_", " "))
        if key is None:
            faults.append(_unknown(written))
        elif not value.strip():
            faults.append(f"«{written}=» no tiene valor.")
        else:
            yield _Pair(key=key, written=written, value=value)


def _unsigned(lines: list[str]) -> list[str]:
    """The lines above the signature of who writes: what stands in it is said of himself."""
    above, _ = split_signature(lines)
    below = lines[len(above) :]
    signed = bool(below) and is_closing(below[0]) and not any("=" in line for line in below)
    return above if signed else lines


def _below(lines: Sequence[str], faults: list[str]) -> tuple[list[_Pair], list[str]]:
    """The pairs of the lines below a tag, and the other lines."""
    pairs: list[_Pair] = []
    rest: list[str] = []
    listing = False
    for line in lines:
        found = _LINE.match(line) if len(line) <= _LONGEST_LINE else None
        if found and (key := _key(found[1])):
            pairs += _pairs_of(line, found, key)
            listing = pairs[-1].key in LISTS
        elif found and found[2] == "=" and (misspelt := _misspelt(found[1])):
            faults.append(misspelt)
        elif listing and (line.strip() or not pairs[-1].value):
            pairs[-1] = replace(pairs[-1], value=f"{pairs[-1].value}\n{line.strip()}".strip())
        else:
            listing = False
            rest.append(line.rstrip())
    return [pair for pair in pairs if _says_something(pair)], rest


def _has_key(line: str) -> bool:
    return _key_of(line) is not None


def _has_text_key(line: str) -> bool:
    return _key_of(line) in _TEXTS


def _key_of(line: str) -> Key | None:
    found = _LINE.match(line) if len(line) <= _LONGEST_LINE else None
    return _key(found[1]) if found else None


def _pairs_of(line: str, found: re.Match[str], key: Key) -> list[_Pair]:
    """The pairs of a line that begins with a key; words of a text or a list hold no other."""
    alone = _Pair(key=key, written=found[1], value=found[3].strip(), loose=found[2] == ":")
    if key in _TEXTS:
        return [alone]
    marks = [mark for mark in segments_of(line) if mark.key in _ACCEPTED]
    text = next((place for place, mark in enumerate(marks) if mark.key in _TEXTS), len(marks))
    marks = marks[: text + 1]
    if len(marks) < 2 or marks[0].key is not key:
        return [alone]
    ends = [*(mark.start for mark in marks[1:]), len(line)]
    return [
        _Pair(
            key=mark.key,
            written=line[mark.start : mark.value - 1].strip(),
            value=line[mark.value : end].strip(" \t,;|"),
            loose=line[mark.value - 1] == ":",
        )
        for mark, end in zip(marks, ends, strict=True)
    ]


def _says_something(pair: _Pair) -> bool:
    """Whether a value is more than the empty place of a form."""
    return bool(pair.value) and (pair.key is Key.SCREENS or not is_blank(pair.value))


def _key(label: str) -> Key | None:
    key = label_key(label)
    return key if key in _ACCEPTED else None


def _keep(facts: Facts, pair: _Pair) -> str:
    """Keep the value of a pair; why not, "" if it was kept."""
    if pair.key is Key.DESCRIPTION:
        said = "\n".join(filter(None, (facts.get(Key.DESCRIPTION), pair.value)))
        facts[Key.DESCRIPTION] = said
        return ""
    if pair.key is Key.EXTENSION:
        kept = store(facts, pair.key, pair.value)
        return "" if kept else f"«{shown(pair.value)}» no es una extensión."
    fresh: Facts = {}
    fault = read_value(pair.key, pair.written, pair.value, fresh)
    for key, value in () if fault else fresh.items():
        known = facts.get(key)
        if known and known != value and key is pair.key:
            return f"«{NAMES.get(key, pair.written)}» aparece dos veces con valores distintos."
        facts.setdefault(key, value)
    return fault


def _omitted(command: Command, faults: list[str]) -> tuple[Field, ...]:
    """The fields of `omitir=`; a list with blanks leaves its other words beside it."""
    said = command.key("omitir")
    if not said:
        return ()
    found: list[Field] = []
    for word in (*re.split(r"[,;]", said), *command.arguments):
        key = _key(word.replace("_", " "))
        field = _FIELD_OF.get(key) if key else None
        if field is None:
            faults.append(_unknown(word))
        elif field is Field.EMAIL:
            faults.append("El correo no se puede omitir: sin él nadie recibe respuesta.")
        else:
            found.append(field)
    return tuple(dict.fromkeys(found))


def _unknown(word: str) -> str:
    near = get_close_matches(folded(word), NAMES.values(), n=1, cutoff=0.6)
    hint = f"; el más parecido es «{near[0]}»" if near else ""
    return f"No conozco el dato «{shown(word)}»{hint}. Puede usar: {', '.join(NAMES.values())}."


def _unknown_below(word: str, beside: Sequence[str]) -> str:
    if folded(word) in (*beside, *_OF_THE_TAG):
        return f"«{shown(word)}=» se escribe dentro de la etiqueta."
    hint = " Si es parte de la descripción, escriba antes descripcion=."
    return _misspelt(word) or _unknown(word) + hint


def _misspelt(word: str) -> str:
    """Why a key that is none of ours is refused; "" for words that only look like one."""
    near = " " not in word and get_close_matches(folded(word), NAMES.values(), n=1, cutoff=0.75)
    return _unknown(word) if near else ""
