"""The one-click replies that an advisor is offered: what the case's state lets him do.

The rules say with the fact `commands` that tags are carried out; without it nothing is offered.
They say what is allowed in the fact `moves`; without it, what each state allows anyone.
"""

from collections.abc import Sequence

from mailbot.compose.headings import moves as known
from mailbot.compose.headings.moves import Move
from mailbot.compose.letter import Draft
from mailbot.compose.one_click import Reply
from mailbot.model.vocabulary import State

_MOST_LINKS = 6
"""What else can be said stands in the mail without a link: a choice of more is none."""

_BY_STATE = {
    State.PENDIENTE_PROVEEDOR: (known.GO_ON, known.SOLVE),
    State.RESUELTO: (known.ANSWER,),
    State.CERRADO: (known.ANSWER,),
}
_WORKING = (known.SOLVE, known.ASK, known.ORGAN, known.REASSIGN, known.NOTE)
_TECHNICAL = (known.SOLVE, known.ASK, known.REASSIGN, known.NOTE)
_TRAINING = (
    known.TAKE,
    known.ASK,
    known.move("RESUELTO", "envía el resultado al usuario, que lo confirma."),
    known.move("CERRADO", "cierra el caso cuando termine la capacitación."),
)


def first_moves(letter: Draft) -> tuple[Reply, ...]:
    """What the rules allow, else one or two replies; the first is the first choice."""
    if letter.case is None:
        return moves_of_rules(letter)
    taken = (known.ANSWER, known.SOLVE) if letter.taken else (known.TAKE, known.ANSWER)
    return _replies(letter, _allowed(letter) or _BY_STATE.get(State(letter.case.state), taken))


def moves_of_newcomer(letter: Draft) -> tuple[Reply, ...]:
    """For who just got a case: to take it or to give it back, then all that he can do with it."""
    moves = _allowed(letter) or (known.TAKE, known.RETURN, *_work(letter))
    return _replies(letter, _with_first(moves, known.TAKE, known.RETURN))


def moves_of_solver(letter: Draft) -> tuple[Reply, ...]:
    """For who works on a case: to solve it or to ask, then all that he can do with it."""
    moves = _allowed(letter) or _work(letter)
    return _replies(letter, _with_first(moves, known.SOLVE, known.ASK))


def moves_of_training(letter: Draft) -> tuple[Reply, ...]:
    """For the Coordinación de Capacitación (domain.md §16.4)."""
    return _replies(letter, _with_first(_allowed(letter) or _TRAINING, known.TAKE, known.ASK))


def moves_on_suspicion(letter: Draft) -> tuple[Reply, ...]:
    """For a mass incident that is only suspected: yes or no, then what else the rules allow."""
    return _replies(letter, _first_of_all(letter, known.MASS, known.NO_MASS))


def moves_after_mass(letter: Draft) -> tuple[Reply, ...]:
    """For a mass incident that is solved: to tell everybody who reported it."""
    return _replies(letter, _first_of_all(letter, known.ANSWER_MASS))


def moves_in_contingency(letter: Draft) -> tuple[Reply, ...]:
    """For a contingency that runs: to end it."""
    return _replies(letter, _first_of_all(letter, known.END_CONTINGENCY))


def moves_of_rules(letter: Draft) -> tuple[Reply, ...]:
    """What the rules allow and nothing else: for readers whose rights differ."""
    return _replies(letter, _allowed(letter))


def without_case(letter: Draft) -> tuple[Reply, ...]:
    """What staff can do with a mail that belongs to no case (domain.md §9)."""
    return _replies(letter, _allowed(letter) or (known.NEW, known.ORIENT, known.REGISTER))


def _allowed(letter: Draft) -> tuple[Move, ...]:
    """The fact `moves`: tags with brackets or not, alone or paired with what they do."""
    return tuple(
        known.move(given) if isinstance(given, str) else known.move(*given)
        for given in letter.facts["moves"]
    )


def _work(letter: Draft) -> tuple[Move, ...]:
    return _TECHNICAL if letter.case and "técnico" in letter.case.group else _WORKING


def _with_first(moves: Sequence[Move], *first: Move) -> tuple[Move, ...]:
    places = {move.tag: place for place, move in enumerate(first)}
    return tuple(sorted(moves, key=lambda move: places.get(move.tag, len(places))))


def _first_of_all(letter: Draft, *first: Move) -> tuple[Move, ...]:
    tags = {move.tag for move in first}
    return (*first, *(move for move in _allowed(letter) if move.tag not in tags))


def _replies(letter: Draft, moves: Sequence[Move]) -> tuple[Reply, ...]:
    if not letter.facts["commands"]:
        return ()
    return tuple(
        Reply(
            label=move.label,
            link=letter.link("Re", move.line or move.tag, *(move.keys or ("",)))
            if place < _MOST_LINKS
            else "",
            first=place == 0,
            tag=move.tag,
            effect=move.effect,
        )
        for place, move in enumerate(moves)
    )
