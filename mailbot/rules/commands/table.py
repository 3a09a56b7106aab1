"""The state machine of the procedure: from, by what, who may, to, which mails, which activity.

It reads like domain.md §5.2, and what is not in it is refused. The diagram in the docs and the help
mail are drawn from it. Coordinators' rights over N1 and Back Office (§3) are not repeated in each
row: `rights` adds CL1 wherever one of these may act.
"""

from dataclasses import dataclass
from enum import StrEnum

from mailbot.model.vocabulary import Role, State
from mailbot.rules.commands.tags import Tag


class Fact(StrEnum):
    """What brings a transition about without a tag."""

    REQUEST = "llega una solicitud"
    INCOMPLETE = "faltan datos de la solicitud"
    ANSWER = "el usuario responde"
    NO_ANSWER = "vence la espera sin respuesta"
    CONFIRMED = "el usuario confirma"
    REJECTED = "el usuario dice que no funcionó"
    NOT_CONFIRMED = "vence la confirmación sin respuesta"
    LATE_ANSWER = "el usuario responde después del cierre"
    SOLVED_ALONE = "el usuario dice que lo resolvió"


class Kind(StrEnum):
    """Whether a case is still a service only, or an incident."""

    SERV = "SERV"
    INC = "INC"


class Scope(StrEnum):
    """Which cases a role may act on: those of its family of groups, its own ones, or all.

    TECHNICAL are those of the technical groups, which the functional levels escalated there.
    """

    FAMILY = "family"
    TECHNICAL = "technical"
    OWN = "own"
    ALL = "all"


class Back(StrEnum):
    """Targets that depend on the case: the state before, or the one that it is in."""

    BEFORE = "estado anterior"
    SAME = "mismo estado"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """A row: `name` as domain.md has it, "" for an act that changes no state.

    `sources` empty: the case begins here. `mails` are the codes of domain.md §8.
    """

    name: str
    by: Tag | Fact
    kinds: tuple[Kind, ...]
    sources: tuple[State, ...]
    target: State | Back
    who: tuple[Role, ...]
    mails: tuple[str, ...]
    activity: str
    scope: Scope = Scope.FAMILY


_SERV, _INC, _BOTH = (Kind.SERV,), (Kind.INC,), (Kind.SERV, Kind.INC)

_N1 = (Role.N1,)
_FIRST = (Role.N1, Role.BO)
_FUNCTIONAL = (Role.N2F, Role.N3F)
_TECHNICAL = (Role.N2T, Role.N3T)
_SECOND_AND_THIRD = (*_FUNCTIONAL, *_TECHNICAL)
_SOLVERS = (*_FIRST, *_SECOND_AND_THIRD, Role.CAP)
_LEADERS = (Role.CL1, Role.CL23)
_SYSTEM = (Role.SYS,)
_STAFF = tuple(role for role in Role if role not in (Role.USR, Role.OR, Role.SYS))

_ABIERTO, _EN_PROGRESO = (State.ABIERTO,), (State.EN_PROGRESO,)
_CLIENTE, _PROVEEDOR = (State.PENDIENTE_CLIENTE,), (State.PENDIENTE_PROVEEDOR,)
_RESUELTO, _CERRADO = (State.RESUELTO,), (State.CERRADO,)
_CORRECTION = (State.PENDIENTE_HALLAZGO, State.PENDIENTE_AJUSTE)
_SERV_OPEN = (*_ABIERTO, *_EN_PROGRESO, *_CLIENTE)
_UNSOLVED = (*_SERV_OPEN, *_PROVEEDOR, *_CORRECTION)
_ASSIGNED = (*_EN_PROGRESO, *_CLIENTE, *_PROVEEDOR, *_CORRECTION)
_OPEN = (*_UNSOLVED, *_RESUELTO)
_ANY = tuple(State)
_NEW: tuple[State, ...] = ()


def _row(
    name: str, by: Tag | Fact, kinds: tuple[Kind, ...], sources: tuple[State, ...],
    target: State | Back, who: tuple[Role, ...], mails: str = "", activity: str = "",
    scope: Scope = Scope.FAMILY,
) -> Transition:  # fmt: skip
    return Transition(
        name=name, by=by, kinds=kinds, sources=sources, target=target, who=who,
        mails=tuple(mails.split()), activity=activity, scope=scope,
    )  # fmt: skip


# fmt: off
TRANSITIONS: tuple[Transition, ...] = (
    _row("T1", Fact.REQUEST, _SERV, _NEW, State.ABIERTO, _SYSTEM, "M-02 M-03", "A9"),
    _row("T1", Tag.NUEVO, _SERV, _NEW, State.ABIERTO, _FIRST, "M-02 M-03", "A9", Scope.ALL),
    _row("T1", Tag.REGISTRAR, _SERV, _NEW, State.ABIERTO, _FUNCTIONAL, "M-44", "A22", Scope.ALL),
    _row("T2", Tag.TOMAR, _SERV, _ABIERTO, State.EN_PROGRESO, _N1, "", "A9"),
    _row("T3", Tag.RESUELTO, _SERV, _SERV_OPEN, State.CERRADO, _N1, "M-05", "A11"),
    _row("T4", Tag.INCIDENTE, _SERV, _SERV_OPEN, State.ABIERTO, _FIRST, "M-06 M-44", "A12"),
    _row("T5", Tag.ESCALAR, _INC, _ABIERTO, State.EN_PROGRESO, (Role.BO,), "M-07 M-08", "A14"),
    _row("T5", Tag.MASIVO, _INC, _ABIERTO, State.EN_PROGRESO, _FIRST, "M-07", "A21"),
    _row("T5", Tag.CAPACITACION, _BOTH, (*_ABIERTO, *_EN_PROGRESO), State.EN_PROGRESO, (Role.BO,),
         "M-09", "A14"),
    _row("T6", Tag.REASIGNAR, _INC, _EN_PROGRESO, State.EN_PROGRESO,
         (*_SECOND_AND_THIRD, *_LEADERS), "M-07 M-08", "A19"),
    _row("T7", Fact.INCOMPLETE, _SERV, _ABIERTO, State.PENDIENTE_CLIENTE, _SYSTEM, "M-02 M-03",
         "A6"),
    _row("T7", Tag.PENDIENTE_CLIENTE, _SERV, (*_ABIERTO, *_EN_PROGRESO), State.PENDIENTE_CLIENTE,
         _N1, "M-10", "A11"),
    _row("T7", Tag.PENDIENTE_CLIENTE, _INC, _ABIERTO, State.PENDIENTE_CLIENTE, (Role.BO,), "M-10",
         "A14"),
    _row("T7", Tag.PENDIENTE_CLIENTE, _INC, _EN_PROGRESO, State.PENDIENTE_CLIENTE,
         (Role.N2F, Role.N2T), "M-10", "A17"),
    _row("T7", Tag.PENDIENTE_CLIENTE, _INC, _EN_PROGRESO, State.PENDIENTE_CLIENTE,
         (Role.N3F, Role.N3T), "M-10", "A24"),
    _row("T7", Tag.PENDIENTE_CLIENTE, _BOTH, _EN_PROGRESO, State.PENDIENTE_CLIENTE, (Role.CAP,),
         "M-10", "A27"),
    _row("T8", Fact.ANSWER, _BOTH, _CLIENTE, Back.BEFORE, _SYSTEM, "M-11", "A17"),
    _row("T8", Tag.EN_PROGRESO, _BOTH, _CLIENTE, Back.BEFORE, _SOLVERS, "", "A17"),
    _row("T9", Fact.NO_ANSWER, _BOTH, _CLIENTE, State.CERRADO, _SYSTEM, "M-13", "A17"),
    _row("T10", Tag.PENDIENTE_PROVEEDOR, _INC, _EN_PROGRESO, State.PENDIENTE_PROVEEDOR,
         (Role.N2F,), "M-14 M-15", "A20"),
    _row("T10", Tag.PENDIENTE_PROVEEDOR, _INC, _EN_PROGRESO, State.PENDIENTE_PROVEEDOR,
         (Role.N3F,), "M-14 M-15", "A23"),
    _row("T11", Tag.EN_PROGRESO, _INC, _PROVEEDOR, State.EN_PROGRESO, _FUNCTIONAL, "", "A20"),
    _row("T12", Tag.RESUELTO, _INC, _PROVEEDOR, State.RESUELTO, _FUNCTIONAL, "M-12", "A25"),
    _row("T13", Tag.PENDIENTE_HALLAZGO, _INC, _EN_PROGRESO, State.PENDIENTE_HALLAZGO, _FUNCTIONAL,
         "M-17 M-18", "A23"),
    _row("T14", Tag.PENDIENTE_AJUSTE, _INC, _EN_PROGRESO, State.PENDIENTE_AJUSTE, (Role.N3F,),
         "M-17", "A23"),
    _row("T15", Tag.RESUELTO, _INC, _CORRECTION, State.RESUELTO, (Role.N3F,), "M-12", "A23"),
    _row("T15", Tag.RESUELTO, _INC, _CORRECTION, State.RESUELTO, (Role.N2F,), "M-12", "A23",
         Scope.OWN),
    _row("T16", Tag.EN_PROGRESO, _INC, _CORRECTION, State.EN_PROGRESO, _FUNCTIONAL, "", "A23"),
    _row("T17", Tag.RESUELTO, _INC, _EN_PROGRESO, State.RESUELTO, (Role.N2F, Role.N2T), "M-12",
         "A17"),
    _row("T17", Tag.RESUELTO, _INC, _EN_PROGRESO, State.RESUELTO, (Role.N3F, Role.N3T), "M-12",
         "A24"),
    _row("T17", Tag.RESUELTO, _BOTH, _EN_PROGRESO, State.RESUELTO, (Role.CAP,), "M-12", "A27"),
    _row("T18", Fact.CONFIRMED, _BOTH, _RESUELTO, State.CERRADO, _SYSTEM, "M-19", "A18"),
    _row("T18", Tag.CERRADO, _BOTH, _RESUELTO, State.CERRADO, (*_FUNCTIONAL, Role.CAP, Role.CL1),
         "M-19", "A18"),
    _row("T18", Tag.CERRADO, _BOTH, _RESUELTO, State.CERRADO, _FUNCTIONAL, "M-19", "A25",
         Scope.TECHNICAL),
    _row("T19", Fact.NOT_CONFIRMED, _BOTH, _RESUELTO, State.CERRADO, _SYSTEM, "M-20", "A18"),
    _row("T20", Fact.REJECTED, _BOTH, _RESUELTO, State.EN_PROGRESO, _SYSTEM, "M-21", "A18"),
    _row("T21", Tag.CONTINGENCIA_INICIO, _BOTH, (*_ABIERTO, *_EN_PROGRESO, *_CORRECTION),
         State.PENDIENTE_PROVEEDOR, (Role.HERR,), "M-27", "4.2-1h", Scope.ALL),
    _row("T22", Tag.CONTINGENCIA_FIN, _BOTH, _PROVEEDOR, Back.BEFORE, (Role.HERR,), "M-28",
         "4.2-1h", Scope.ALL),
    _row("T23", Tag.LOTE_PAUSAR, _BOTH, (*_ABIERTO, *_EN_PROGRESO, *_CORRECTION),
         State.PENDIENTE_PROVEEDOR, (Role.CL1,), "M-30 M-29", "4.2-2a", Scope.ALL),
    _row("T24", Fact.LATE_ANSWER, _BOTH, _CERRADO, Back.BEFORE, _SYSTEM, "M-22", "A18"),
    _row("T24", Tag.REABRIR, _BOTH, _CERRADO, Back.BEFORE, _LEADERS, "M-22", "A18"),
    _row("T24", Tag.REABRIR, _BOTH, _CERRADO, Back.BEFORE, _SOLVERS, "M-22", "A18", Scope.OWN),
    _row("T25", Tag.CERRADO, _BOTH, (*_EN_PROGRESO, *_CLIENTE), State.CERRADO, (Role.CAP,),
         "M-19", "A27"),
    _row("T26", Fact.SOLVED_ALONE, _SERV, _SERV_OPEN, State.CERRADO, _SYSTEM, "M-19", "A3"),
    _row("T27", Tag.DEVOLVER, _INC, _EN_PROGRESO, State.ABIERTO, _SECOND_AND_THIRD, "M-44", "A15"),
    _row("T27", Tag.DEVOLVER, _BOTH, _EN_PROGRESO, State.ABIERTO, (Role.CAP,), "M-44", "A14"),
    _row("T28", Tag.CERRADO, _BOTH, _OPEN, State.CERRADO, (Role.CL1,), "M-19", "4.3b"),
    _row("T29", Tag.FUSIONAR, _BOTH, _OPEN, State.CERRADO, _FIRST, "M-04", "A9", Scope.ALL),
    _row("T30", Tag.LOTE_REANUDAR, _BOTH, _PROVEEDOR, Back.BEFORE, (Role.CL1,), "M-29", "4.2-2a",
         Scope.ALL),
)
"""What changes a state. Of two rows with the same tag and source, the first that fits counts."""

ACTS: tuple[Transition, ...] = (
    _row("", Tag.TOMAR, _INC, _ASSIGNED, Back.SAME, (*_SECOND_AND_THIRD, Role.CAP), "", "A15",
         Scope.OWN),
    _row("", Tag.TOMAR, _SERV, (*_EN_PROGRESO, *_CLIENTE), Back.SAME, (Role.N1, Role.CAP), "",
         "A9", Scope.OWN),
    _row("", Tag.NOTA, _BOTH, _ANY, Back.SAME, _STAFF, "", "A17", Scope.ALL),
    _row("", Tag.RESPONDER, _BOTH, _ANY, Back.SAME, _FIRST, "M-50", "A17", Scope.ALL),
    _row("", Tag.RESPONDER, _BOTH, _ANY, Back.SAME, (*_SECOND_AND_THIRD, Role.CAP), "M-50", "A17",
         Scope.OWN),
    _row("", Tag.COMPLETAR, _BOTH, _OPEN, Back.SAME, _FIRST, "", "A9", Scope.ALL),
    _row("", Tag.COMPLETAR, _BOTH, _OPEN, Back.SAME, (*_SECOND_AND_THIRD, Role.CAP), "", "A24",
         Scope.OWN),
    _row("", Tag.TIPO, _BOTH, _UNSOLVED, Back.SAME, _FIRST, "", "A5", Scope.ALL),
    _row("", Tag.CRITICIDAD, _BOTH, _UNSOLVED, Back.SAME, (*_FIRST, *_LEADERS), "", "4.1",
         Scope.ALL),
    _row("", Tag.CAMBIO, _INC, (*_EN_PROGRESO, *_PROVEEDOR, *_CORRECTION), Back.SAME, _FUNCTIONAL,
         "", "A23"),
    _row("", Tag.RELACIONAR, _BOTH, _ANY, Back.SAME, _FIRST, "", "A21", Scope.ALL),
    _row("", Tag.NO_MASIVO, _BOTH, _UNSOLVED, Back.SAME, _FIRST, "", "A13", Scope.ALL),
    _row("", Tag.RESPONDER_MASIVO, _INC, _RESUELTO, Back.SAME, (Role.CL1,), "M-12", "A21"),
    _row("", Tag.CALIDAD, _BOTH, _ANY, Back.SAME, _LEADERS, "", "4.1", Scope.ALL),
    _row("", Tag.ENCUESTA, _BOTH, _CERRADO, Back.SAME, (Role.N1, Role.CL1), "", "4.1", Scope.ALL),
    _row("", Tag.LIBERAR, _BOTH, _ANY, Back.SAME, (Role.BO, Role.CL1, Role.HERR), "", "R87",
         Scope.ALL),
)
"""What may be done to a case while its state stays."""
# fmt: on

WITHOUT_A_CASE: dict[Tag, tuple[Role, ...]] = {
    Tag.NUEVO: _FIRST,
    Tag.REGISTRAR: _FUNCTIONAL,
    Tag.ORIENTAR: (*_FIRST, *_FUNCTIONAL),
    Tag.ALERTA: _FIRST,
    Tag.NOVEDAD: (*_LEADERS, Role.ADM),
    Tag.ACTA: _LEADERS,
    Tag.INFORME: (*_LEADERS, Role.ADM),
    Tag.AUSENTE: _LEADERS,
    Tag.DISPONIBLE: _LEADERS,
    Tag.LOTE_PAUSAR: (Role.CL1,),
    Tag.LOTE_REANUDAR: (Role.CL1,),
    Tag.LOTE_REASIGNAR: (Role.CL1,),
    Tag.CONTINGENCIA_INICIO: (Role.HERR,),
    Tag.CONTINGENCIA_FIN: (Role.HERR,),
    Tag.EXPORTAR: (Role.CL1, Role.BO, Role.HERR, Role.CAP, Role.CL23),
    Tag.IMPORTAR: (Role.CL1,),
    Tag.IMPORTAR_CONFIRMAR: (Role.CL1,),
    Tag.FAQ: _STAFF,
    Tag.FAQ_APROBAR: (Role.CL23,),
    Tag.FAQ_RETIRAR: (Role.CL23,),
    Tag.DATOS_EXPORTAR: (Role.HERR,),
    Tag.DATOS_CORREGIR: (Role.HERR,),
    Tag.DATOS_ANONIMIZAR: (Role.HERR,),
    Tag.ESTADO: _STAFF,
    Tag.LISTA: _STAFF,
    Tag.HISTORIA: _STAFF,
    Tag.AYUDA: _STAFF,
}
"""Who may say what needs no case of its own, in any state of any case."""
