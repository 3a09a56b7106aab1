"""The one-click replies that an advisor is offered: what the case's state lets him do first."""

from dataclasses import dataclass

from mailbot.compose.letter import Draft
from mailbot.compose.one_click import Reply
from mailbot.model.vocabulary import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A command that is offered: the button's words, the lines it writes, what it does."""

    label: str
    tag: str
    effect: str
    keys: tuple[str, ...] = ()


_TAKE = Move(label="Tomar el caso", tag="[TOMAR]", effect="el caso queda a su cargo.")
_ANSWER = Move(
    label="Responder al usuario",
    tag="[RESPONDER]",
    effect="envía su texto y sus archivos al usuario.",
)
_SOLVE = Move(label="Dar la solución", tag="[RESUELTO]", effect="envía la solución al usuario.")
_GO_ON = Move(
    label="Continuar el caso",
    tag="[EN PROGRESO]",
    effect="el tiempo corre de nuevo y usted sigue el caso.",
)

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

_BY_STATE = {
    State.PENDIENTE_PROVEEDOR: (_GO_ON, _SOLVE),
    State.RESUELTO: (_ANSWER,),
    State.CERRADO: (_ANSWER,),
}


def first_moves(letter: Draft) -> tuple[Reply, ...]:
    """One or two replies, the first choice first; none without a case."""
    if letter.case is None:
        return ()
    taken = (_ANSWER, _SOLVE) if letter.taken else (_TAKE, _ANSWER)
    return _replies(letter, _BY_STATE.get(State(letter.case.state), taken))


def without_case(letter: Draft) -> tuple[Reply, ...]:
    """What staff can do with a mail that belongs to no case (domain.md §9)."""
    return _replies(letter, (_NEW, _ORIENT, _REGISTER))


def _replies(letter: Draft, moves: tuple[Move, ...]) -> tuple[Reply, ...]:
    return tuple(
        Reply(
            label=move.label,
            link=letter.link("Re", move.tag, *(move.keys or ("",))),
            first=place == 0,
            tag=move.tag,
            effect=move.effect,
        )
        for place, move in enumerate(moves)
    )
