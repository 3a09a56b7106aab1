"""What an advisor does with a case: for each group and state, his moves and their weights."""

import random
from dataclasses import dataclass

from mailbot.model.vocabulary import Group, State
from mailbot.simulate import words
from mailbot.simulate.house import BODIES, MODULES


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Tags, and what stands below them; `days` are the working days until he gets to it.

    `{module}`, `{organ}`, `{number}`, `{motive}` are filled in when it is written.
    """

    tags: tuple[str, ...]
    says: tuple[str, ...] = ()
    days: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A move and its weight among the others of its place."""

    weight: int
    move: Move


def _choice(weight: int, *tags: str, says: tuple[str, ...] = (), days: float = 0.0) -> Choice:
    return Choice(weight=weight, move=Move(tags=tags, says=says, days=days))


_SOLVE = _choice(60, "[RESUELTO]", says=words.SOLUTIONS, days=0.6)
_ASK = _choice(14, "[PENDIENTE CLIENTE]", says=words.QUESTIONS, days=0.2)
_NOTE = _choice(3, "[NOTA]", says=words.NOTES)
_WORDS = _choice(2, says=words.NOTES)
_TELL = _choice(3, "[RESPONDER]", says=("Seguimos trabajando en su caso; le escribiremos pronto.",))
_GIVE_BACK = _choice(4, '[DEVOLVER motivo="{motive}"]')

_FIRST_LEVEL = (
    _choice(38, "[RESUELTO]", says=words.SOLUTIONS),
    _choice(42, "[INCIDENTE modulo={module}]", says=("Se requiere un nivel más especializado.",)),
    _choice(3, "[INCIDENTE]"),
    _choice(3, "[TOMAR]", "[INCIDENTE modulo={module} criticidad=alta]"),
    _choice(8, "[PENDIENTE CLIENTE]", says=words.QUESTIONS),
    _choice(2, "[TOMAR]"),
    _NOTE,
    _WORDS,
    _TELL,
)
_BACK_OFFICE = (
    _choice(50, "[ESCALAR N2F]"),
    _choice(12, "[ESCALAR N3F]"),
    _choice(10, "[ESCALAR N2T]"),
    _choice(4, "[ESCALAR nivel=N3T]"),
    _choice(6, "[ESCALAR nora.diaz@minhacienda.test]"),
    _choice(5, '[CRITICIDAD critica motivo="pago de nómina detenido"]',
            "[ESCALAR N2F]"),
    _choice(4, "[CAPACITACION]", says=("Solicitan formación para su grupo.",)),
    _choice(4, "[PENDIENTE CLIENTE]", says=words.QUESTIONS),
    _choice(2, "[ALERTA]", says=("La entidad reporta el mismo error cada mes.",)),
)  # fmt: skip
_SECOND = (
    _SOLVE, _ASK, _NOTE, _WORDS, _TELL, _GIVE_BACK,
    _choice(8, "[TOMAR]"),
    _choice(6, "[PENDIENTE PROVEEDOR {organ}]", says=(words.TO_BODY,), days=0.3),
    _choice(4, "[HALLAZGO H-{number}]", says=("Se confirma un defecto en el cálculo.",), days=0.5),
    _choice(6, '[REASIGNAR nivel=N3F motivo="{motive}"]', days=0.4),
    _choice(3, '[REASIGNAR nivel=N2T motivo="{motive}"]', days=0.4),
)  # fmt: skip
_THIRD = (
    _SOLVE, _ASK, _NOTE, _GIVE_BACK,
    _choice(8, "[TOMAR]"),
    _choice(8, "[PENDIENTE PROVEEDOR {organ}]", says=(words.TO_BODY,), days=0.3),
    _choice(7, "[PENDIENTE HALLAZGO nro=H-{number}]", says=("Defecto confirmado.",), days=0.5),
    _choice(6, "[PENDIENTE AJUSTE nro=A-{number}]", says=("Se ajustan los datos.",), days=0.5),
    _choice(3, "[CAMBIO nro=CC-{number}]"),
)  # fmt: skip
_TECHNICAL = (_SOLVE, _ASK, _NOTE, _GIVE_BACK, _choice(8, "[TOMAR]"))
_TRAINING = (
    _choice(30, "[TOMAR]"),
    _choice(40, "[CERRADO]", says=("Se dictó la capacitación.",), days=4),
    _choice(
        30,
        "[RESUELTO]",
        says=("La capacitación se dictó a los asistentes, con prácticas.",),
        days=3,
    ),
)
_AFTER_BODY = (
    _choice(60, "[RESUELTO]", says=words.SOLUTIONS),
    _choice(30, "[EN PROGRESO]"),
    _choice(10),
)
_CORRECTED = (
    _choice(80, "[RESUELTO]", says=words.SOLUTIONS, days=4),
    _choice(20, '[EN PROGRESO motivo="no era un defecto"]', days=2),
)
_ANSWERED = (
    _choice(40, "[CERRADO]"),
    _choice(20, "[RESPONDER]", says=("Quedamos atentos a su prueba.",)),
    _choice(40),
)
_WAITING = (_choice(85), _choice(15, "[EN PROGRESO]"))

NAME_MODULE = Move(tags=("[COMPLETAR modulo={module}]",))
"""What Back Office says when it is told that the module is missing."""

CHOICES: dict[tuple[Group, State], tuple[Choice, ...]] = {
    (Group.N1, State.ABIERTO): _FIRST_LEVEL,
    (Group.N1, State.EN_PROGRESO): _FIRST_LEVEL,
    (Group.N1, State.PENDIENTE_CLIENTE): _WAITING,
    (Group.BO, State.ABIERTO): _BACK_OFFICE,
    (Group.N2F, State.EN_PROGRESO): _SECOND,
    (Group.N2F, State.PENDIENTE_PROVEEDOR): _AFTER_BODY,
    (Group.N2F, State.PENDIENTE_HALLAZGO): _CORRECTED,
    (Group.N2F, State.RESUELTO): _ANSWERED,
    (Group.N3F, State.EN_PROGRESO): _THIRD,
    (Group.N3F, State.PENDIENTE_PROVEEDOR): _AFTER_BODY,
    (Group.N3F, State.PENDIENTE_HALLAZGO): _CORRECTED,
    (Group.N3F, State.PENDIENTE_AJUSTE): _CORRECTED,
    (Group.N3F, State.RESUELTO): _ANSWERED,
    (Group.N2T, State.EN_PROGRESO): _TECHNICAL,
    (Group.N3T, State.EN_PROGRESO): _TECHNICAL,
    (Group.CAP, State.EN_PROGRESO): _TRAINING,
}
"""Where there is nothing, the case waits for somebody else."""

MISTAKES: tuple[Move, ...] = (
    Move(tags=("[RESUELTA]",), says=words.SOLUTIONS),
    Move(tags=("[RESUELTO]",)),
    Move(tags=("[DEVOLVER]",)),
    Move(tags=("[PENDIENTE HALLAZGO]",)),
    Move(tags=("[ESCALAR N9]",)),
    Move(tags=("[CONTINGENCIA INICIO]",)),
    Move(tags=("[NOTA]", "[CERRADO]"), says=("Se cierra.",)),
)
"""What people get wrong."""


def drawn(group: Group, state: State, chance: random.Random) -> Move | None:
    """A move of the table; None where the case waits for somebody else."""
    places = CHOICES.get((group, state))
    if not places:
        return None
    return chance.choices(places, weights=[each.weight for each in places])[0].move


def written(move: Move, chance: random.Random) -> str:
    """The words of a move, as its author types them."""
    filled = {
        "module": chance.choice(MODULES), "organ": chance.choice(tuple(BODIES)),
        "number": str(chance.randint(100, 999)), "motive": chance.choice(words.MOTIVES),
    }  # fmt: skip
    lines = [tag.format(**filled) for tag in move.tags]
    if move.says:
        lines.append(chance.choice(move.says))
    return "\n".join(lines)
