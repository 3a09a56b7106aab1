"""The one-click replies that an advisor is offered: what the case's state lets him do first."""

from mailbot.compose.letter import Draft
from mailbot.compose.one_click import Reply
from mailbot.model.vocabulary import State

_TAKE = ("Tomar el caso", "TOMAR", "queda a su cargo.")
_ANSWER = ("Responder al usuario", "RESPONDER", "le envía su texto y sus archivos al usuario.")
_SOLVE = ("Dar la solución", "RESUELTO", "envía la solución al usuario.")
_GO_ON = ("Continuar el caso", "EN PROGRESO", "el tiempo corre de nuevo y usted sigue el caso.")

_REGISTER = ("Registrar una solicitud", "NUEVO", "abre un caso con los datos que escriba debajo.")
_DRAFT = ("Pasarla a Back Office", "REGISTRAR", "deja el registro en manos de Back Office.")
_ORIENT = ("Orientar al usuario", "ORIENTAR", "le envía la circular, la plantilla y los teléfonos.")

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
    return _replies(letter, (_REGISTER, _ORIENT, _DRAFT))


def _replies(letter: Draft, moves: tuple[tuple[str, str, str], ...]) -> tuple[Reply, ...]:
    return tuple(
        Reply(
            label=label,
            link=letter.link("Re", f"[{tag}]", ""),
            first=place == 0,
            tag=f"[{tag}]",
            effect=effect,
        )
        for place, (label, tag, effect) in enumerate(moves)
    )
