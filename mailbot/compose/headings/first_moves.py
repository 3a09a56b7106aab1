"""The one-click replies that an advisor is offered: what the case's state lets him do.

The rules say with the fact `commands` that tags are carried out; without it nothing is offered.
They say what is allowed in the fact `moves`; without it, what each state allows anyone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from mailbot.compose.letter import Draft
from mailbot.compose.one_click import Reply
from mailbot.model.vocabulary import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A command that is offered: the button's words, its tag, what it does, what the link writes.

    `line` is the tag as the link writes it, with the arguments that are to be filled in; `keys` are
    the lines below it.
    """

    label: str
    tag: str
    effect: str
    line: str = ""
    keys: tuple[str, ...] = ()


_TAKE = Move(label="Tomar el caso", tag="[TOMAR]", effect="el caso queda a su cargo.")
_RETURN = Move(
    label="Devolver a Back Office",
    tag="[DEVOLVER]",
    effect="devuelve el caso a Back Office; escriba el motivo.",
    line='[DEVOLVER motivo=""]',
)
_ANSWER = Move(
    label="Responder al usuario",
    tag="[RESPONDER]",
    effect="envía su texto y sus archivos al usuario.",
)
_ASK = Move(
    label="Preguntar al usuario",
    tag="[PENDIENTE CLIENTE]",
    effect="envía su pregunta al usuario. El tiempo se congela hasta que responda.",
)
_ORGAN = Move(
    label="Pasar a un órgano rector",
    tag="[PENDIENTE PROVEEDOR]",
    effect="pide respuesta a CGN, DGPPN o DGCPTN. El tiempo se detiene.",
    line="[PENDIENTE PROVEEDOR organo=]",
)
_SOLVE = Move(
    label="Dar la solución",
    tag="[RESUELTO]",
    effect="envía la solución al usuario. El tiempo termina.",
)
_GO_ON = Move(
    label="Continuar el caso",
    tag="[EN PROGRESO]",
    effect="el tiempo corre de nuevo y usted sigue el caso.",
)
_REASSIGN = Move(
    label="Reasignar el caso",
    tag="[REASIGNAR]",
    effect="pasa el caso a otra persona o nivel; escriba el motivo.",
    line='[REASIGNAR nivel= motivo=""]',
)
_NOTE = Move(
    label="Guardar una nota",
    tag="[NOTA]",
    effect="guarda una nota interna; el usuario no la ve.",
)
_FINDING = Move(
    label="Registrar un hallazgo", tag="[PENDIENTE HALLAZGO]", effect="registra el hallazgo.",
    line="[PENDIENTE HALLAZGO nro=]",
)  # fmt: skip
_ADJUSTMENT = Move(
    label="Registrar un ajuste", tag="[PENDIENTE AJUSTE]", effect="registra el ajuste.",
    line="[PENDIENTE AJUSTE nro=]",
)  # fmt: skip
_ESCALATE = Move(
    label="Asignar el caso", tag="[ESCALAR]", effect="asigna el caso.", line="[ESCALAR a=]"
)
_INCIDENT = Move(
    label="Crear el incidente", tag="[INCIDENTE]", effect="crea el incidente.",
    line="[INCIDENTE modulo=]",
)  # fmt: skip

_KEYS = ("nombre=", "correo=", "telefono=", "usuario=", "ue=", "entidad=", "descripcion=")
_NEW = Move(
    label="Registrar una solicitud",
    tag="[NUEVO]",
    effect="abre un caso con los datos que escriba debajo.",
    keys=_KEYS,
)
_ORIENT = Move(
    label="Orientar a una persona",
    tag="[ORIENTAR]",
    effect="envía la circular, la plantilla y los teléfonos a quien indique.",
    keys=("correo=",),
)
_REGISTER = Move(
    label="Pasarla a Back Office",
    tag="[REGISTRAR]",
    effect="deja el registro en manos de Back Office.",
    keys=_KEYS,
)

_KNOWN = {
    move.tag: move
    for move in (
        _TAKE, _RETURN, _ANSWER, _ASK, _ORGAN, _SOLVE, _GO_ON, _REASSIGN, _NOTE, _FINDING,
        _ADJUSTMENT, _ESCALATE, _INCIDENT,
    )
}  # fmt: skip
_BY_STATE = {
    State.PENDIENTE_PROVEEDOR: (_GO_ON, _SOLVE),
    State.RESUELTO: (_ANSWER,),
    State.CERRADO: (_ANSWER,),
}
_WORKING = (_SOLVE, _ASK, _ORGAN, _REASSIGN, _NOTE)
_TECHNICAL = (_SOLVE, _ASK, _REASSIGN, _NOTE)


def first_moves(letter: Draft) -> tuple[Reply, ...]:
    """What the rules allow, else one or two replies; the first is the first choice."""
    if letter.case is None:
        return ()
    taken = (_ANSWER, _SOLVE) if letter.taken else (_TAKE, _ANSWER)
    return _replies(letter, _allowed(letter) or _BY_STATE.get(State(letter.case.state), taken))


def moves_of_newcomer(letter: Draft) -> tuple[Reply, ...]:
    """For who just got a case: to take it or to give it back, then all that he can do with it."""
    moves = _allowed(letter) or (_TAKE, _RETURN, *_work(letter))
    return _replies(letter, _with_first(moves, (_TAKE.tag, _RETURN.tag)))


def moves_of_solver(letter: Draft) -> tuple[Reply, ...]:
    """For who works on a case: to solve it or to ask, then all that he can do with it."""
    moves = _allowed(letter) or _work(letter)
    return _replies(letter, _with_first(moves, (_SOLVE.tag, _ASK.tag)))


def without_case(letter: Draft) -> tuple[Reply, ...]:
    """What staff can do with a mail that belongs to no case (domain.md §9)."""
    return _replies(letter, (_NEW, _ORIENT, _REGISTER))


def _allowed(letter: Draft) -> tuple[Move, ...]:
    """The fact `moves`: pairs of a tag, with brackets or not, and what it does."""
    return tuple(_move(tag.strip("«»[] "), effect) for tag, effect in letter.facts["moves"])


def _move(name: str, effect: str) -> Move:
    known = _KNOWN.get(f"[{name}]")
    return Move(
        label=known.label if known else name.capitalize(),
        tag=f"[{name}]",
        effect=effect,
        line=known.line if known else "",
    )


def _work(letter: Draft) -> tuple[Move, ...]:
    return _TECHNICAL if letter.case and "técnico" in letter.case.group else _WORKING


def _with_first(moves: Sequence[Move], tags: Sequence[str]) -> tuple[Move, ...]:
    places = {tag: place for place, tag in enumerate(tags)}
    return tuple(sorted(moves, key=lambda move: places.get(move.tag, len(places))))


def _replies(letter: Draft, moves: Sequence[Move]) -> tuple[Reply, ...]:
    if not letter.facts["commands"]:
        return ()
    return tuple(
        Reply(
            label=move.label,
            link=letter.link("Re", move.line or move.tag, *(move.keys or ("",))),
            first=place == 0,
            tag=move.tag,
            effect=move.effect,
        )
        for place, move in enumerate(moves)
    )
