"""What a mail to the line's people offers its reader: the tags that he may say now."""

from collections.abc import Iterable, Mapping
from typing import Any

from mailbot.config.people import StaffMember
from mailbot.model.case import Case
from mailbot.rules.commands.rights import may, possible
from mailbot.rules.commands.tags import EFFECT, Tag
from mailbot.rules.policy import Policy

MOST = 6
"""More buttons than this are a menu that nobody reads; `[AYUDA]` tells all."""

_FIRST = (
    Tag.TOMAR, Tag.RESUELTO, Tag.PENDIENTE_CLIENTE, Tag.EN_PROGRESO, Tag.ESCALAR, Tag.INCIDENTE,
    Tag.RESPONDER_MASIVO, Tag.RESPONDER, Tag.DEVOLVER, Tag.PENDIENTE_PROVEEDOR,
    Tag.REASIGNAR, Tag.CERRADO, Tag.REABRIR, Tag.NOTA, Tag.CALIDAD, Tag.COMPLETAR,
)  # fmt: skip
_WITHOUT_CASE = (Tag.NUEVO, Tag.ORIENTAR, Tag.REGISTRAR)
"""What to do with a mail that belongs to no case (domain.md §9)."""

_OF_THE_LINE = (Tag.LISTA, Tag.INFORME, Tag.AYUDA)
"""What a coordinator asks for without a case."""

_OF_MASS = {
    Tag.RESUELTO: "entrega la solución a la Coordinación de la Línea, que responde a los usuarios."
}
"""What tags do differently for a mass incident, which has no user of its own (§16.22)."""

_PLACE = {tag: place for place, tag in enumerate(_FIRST)}


def to_member(case: Case | None, member: StaffMember) -> dict[str, Any]:
    """Facts for a mail to `member`: the moves that the table allows him, most useful first."""
    if case is None:
        tags = [tag for tag in _WITHOUT_CASE if may(tag, member)]
        if may(Tag.INFORME, member):
            tags += _OF_THE_LINE
        return _facts(tags or [Tag.LISTA, Tag.AYUDA])
    allowed = (tag for tag in possible(case, member) if tag in _PLACE)
    tags = sorted(allowed, key=lambda tag: _PLACE[tag])
    if (case.missing or case.drafted_by) and Tag.COMPLETAR in tags:
        tags.insert(0, tags.pop(tags.index(Tag.COMPLETAR)))
    if case.taken_at and Tag.TOMAR in tags:
        tags.remove(Tag.TOMAR)
    return _facts(tags[:MOST], _OF_MASS if case.mass else {})


def _facts(tags: Iterable[Tag], special: Mapping[Tag, str] = EFFECT) -> dict[str, Any]:
    moves = tuple((f"[{tag}]", special.get(tag, EFFECT[tag])) for tag in tags)
    return {"commands": True, "moves": moves}


def to_first(case: Case | None, people: tuple[str, ...], policy: Policy) -> dict[str, Any]:
    """The same for the first of `people` who is of the line; nothing if none is."""
    member = next((policy.staff[each] for each in people if each in policy.staff), None)
    return to_member(case, member) if member else {}
