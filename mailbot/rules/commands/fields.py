"""The facts of a case as staff write them: `clave=valor` in a tag, or on lines of its text.

Each is kept in its normal form or refused with the reason: whoever types a value means it. The
digits of an identification stand in no refusal (domain.md §16.14).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from mailbot.model.vocabulary import CaseType, Channel, Field
from mailbot.rules.commands.grammar import Command
from mailbot.rules.commands.rights import Refused
from mailbot.rules.intake import Request, kind, modules, values
from mailbot.rules.intake.facts import DECLARED_NONE, Facts, store
from mailbot.rules.intake.labels import Key, label_key
from mailbot.rules.intake.segments import segments_of
from mailbot.rules.intake.values import is_blank
from mailbot.rules.intake.words import folded, tidy

NAMES: dict[Key, str] = {
    Key.NAME: "nombre",
    Key.IDENTIFICATION: "identificacion",
    Key.SIIF_USER: "usuario",
    Key.UNIT: "ue",
    Key.ENTITY: "entidad",
    Key.EMAIL: "correo",
    Key.PHONE: "telefono",
    Key.CITY: "ciudad",
    Key.DESCRIPTION: "descripcion",
    Key.TOPICS: "temas",
    Key.ATTENDEES: "asistentes",
    Key.SCREENS: "pantallas",
    Key.CHANNEL: "canal",
    Key.TYPE: "tipo",
    Key.MODULE: "modulo",
}
"""The facts and their keys, as people are told them."""

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
_LONGEST_VALUE = 200
_LONGEST_LIST = 5_000
_LONGEST_NAME = 80
_SHOWN = 60
_MOST_WORDS_OF_A_VALUE = 6

_LINE = re.compile(
    r"[ \t]{0,8}(?:[-*•·][ \t]{1,4})?([^\W\d][^\n:=\[\]<>@]{0,59}?)[ \t]{0,4}([:=])[ \t]{0,4}(.*)"
)
_WORD = re.compile(r"[^\W\d_]+")
_DIGITS = re.compile(r"\d[\d.]{4,}\d")
_LISTS = (Key.TOPICS, Key.ATTENDEES)
_TEXTS = (Key.DESCRIPTION, *_LISTS)
_SHOWN_WHOLE = (Key.UNIT, Key.PHONE)
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
    below, rest = _below(tidy(command.text).split("\n"), faults)
    facts: Facts = {}
    for pair in (*pairs, *below):
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
        if written in (*beside, "caso", "omitir"):
            continue
        key = _key(written.replace("_", " "))
        if key is None:
            faults.append(_unknown(written))
        elif not value.strip():
            faults.append(f"«{written}=» no tiene valor.")
        else:
            yield _Pair(key=key, written=written, value=value)


def _below(lines: Sequence[str], faults: list[str]) -> tuple[list[_Pair], list[str]]:
    """The pairs of the lines below a tag, and the other lines."""
    pairs: list[_Pair] = []
    rest: list[str] = []
    listing = False
    for line in lines:
        found = _LINE.match(line) if len(line) <= _LONGEST_LINE else None
        if found and (key := _key(found[1])):
            pairs += _pairs_of(line, found, key)
            listing = pairs[-1].key in _LISTS
        elif found and found[2] == "=" and (misspelt := _misspelt(found[1])):
            faults.append(misspelt)
        elif listing and line.strip():
            pairs[-1] = replace(pairs[-1], value=f"{pairs[-1].value}\n{line.strip()}".strip())
        else:
            listing = False
            rest.append(line.rstrip())
    return [pair for pair in pairs if _says_something(pair)], rest


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
    fresh: Facts = {}
    fault = _read(pair, fresh)
    for key, value in () if fault else fresh.items():
        known = facts.get(key)
        if known and known != value and key is pair.key:
            return f"«{NAMES.get(key, pair.written)}» aparece dos veces con valores distintos."
        facts.setdefault(key, value)
    return fault


def _read(pair: _Pair, fresh: Facts) -> str:
    """Read a value in its normal form; why it has none."""
    value, name = pair.value, NAMES.get(pair.key, pair.written)
    if len(value) > (_LONGEST_LIST if pair.key in _LISTS else _LONGEST_VALUE):
        return f"El valor de {name}= es demasiado largo."
    reader = _READERS.get(pair.key)
    found = reader(value) if reader else ""
    if found:
        fresh[pair.key] = found
    elif reader is None:
        store(fresh, pair.key, value)
    if pair.key is Key.UNIT and found:
        store(fresh, Key.ENTITY, values.unit(value)[1])
    if pair.key in fresh or (pair.key not in NAMES and fresh):
        return ""
    shown = _shown(value)
    if pair.key not in _SHOWN_WHOLE:
        # It may be an identification that stands behind the wrong key.
        shown = _DIGITS.sub("••••••", shown)
    return _WRONG.get(pair.key, "«{}» no sirve como " + f"{name}.").format(shown)


def _unit(value: str) -> str:
    """A unit's code that stands first, alone or before its entity."""
    value = value.strip()
    code, start, end = values.find_unit(value)
    behind = value[end : end + 1]
    return code if code and start == 0 and behind in ("", " ", ",", ";", "(", "\t") else ""


def _email(value: str) -> str:
    """One whole address and nothing beside it."""
    address = value.strip().strip("<>").removeprefix("mailto:").rstrip(".,;").lower()
    return address if values.email(address) == address else ""


def _name(value: str) -> str:
    """Words with letters only: staff know names that no list does."""
    name = " ".join(value.split()).strip(" .,;")
    plain = not any(char.isdigit() or char in "@<>[]{}=" for char in name)
    return name if plain and len(name) <= _LONGEST_NAME and len(_WORD.findall(name)) else ""


def _login(value: str) -> str:
    login = values.login(value)
    return login if login and " " not in value.strip() else ""


def _channel(value: str) -> str:
    return kind.channel_named(value) or ""


def _type(value: str) -> str:
    return kind.type_named(value) or ""


def _module(value: str) -> str:
    return modules.module_of("", "", value) or ""


def _no_screens(value: str) -> str:
    """Only that there are none can be said: screens come as files."""
    words = " ".join(folded(value).replace("/", " ").split()).strip(" .")
    return DECLARED_NONE if words in _NONE or words.startswith("no ") else ""


def _lines(value: str) -> str:
    return "\n".join(" ".join(line.split()) for line in value.split("\n")).rstrip(" .,;")


_NONE = ("no", "n a", "na", "ninguna", "no aplica")
_READERS = {
    Key.UNIT: _unit, Key.EMAIL: _email, Key.NAME: _name, Key.SIIF_USER: _login,
    Key.CHANNEL: _channel, Key.TYPE: _type, Key.MODULE: _module, Key.SCREENS: _no_screens,
    Key.TOPICS: _lines, Key.ATTENDEES: _lines,
}  # fmt: skip
_WRONG = {
    Key.UNIT: "«{}» no es el código de una unidad ejecutora: escriba ue= como 13-01-01.",
    Key.EMAIL: "«{}» no es una dirección de correo; correo= lleva una sola, completa.",
    Key.SIIF_USER: "«{}» no es un usuario SIIF: usuario= es una sola palabra.",
    Key.PHONE: "«{}» no es un teléfono: escriba telefono= con todos sus dígitos.",
    Key.IDENTIFICATION: "La identificación debe ser un número de 5 a 11 dígitos.",
    Key.CHANNEL: "«{}» no es un canal: use llamada, presencial, correo o buzon.",
    Key.TYPE: "«{}» no es un tipo: use soporte, acompanamiento o capacitacion.",
    Key.MODULE: "No conozco el módulo «{}»: use su sigla, por ejemplo EPG, PAG o CON.",
    Key.SCREENS: "Las pantallas se adjuntan como archivos; si no hay, escriba pantallas=no.",
}


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
    return f"No conozco el dato «{_shown(word)}»{hint}. Puede usar: {', '.join(NAMES.values())}."


def _misspelt(word: str) -> str:
    """Why a key that is none of ours is refused; "" for words that only look like one."""
    near = " " not in word and get_close_matches(folded(word), NAMES.values(), n=1, cutoff=0.75)
    return _unknown(word) if near else ""


def _shown(value: str) -> str:
    words = " ".join(value.split())
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
