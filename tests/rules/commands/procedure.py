"""Who may say which tag about which case, copied by hand from domain.md, never from our table.

Sources: §3 (roles), §5.2 with its notes (T1 to T30), §9 (tags), §16 (what was left open). Where
they leave something open, the comment above the line says how it is read here.
"""

from dataclasses import dataclass
from typing import Literal

from mailbot.model.vocabulary import Role, State
from mailbot.rules.commands.tags import Tag

Hands = Literal["own", "others"]
"""Whether the case is with the person who writes, or with another family of groups."""

STAFF = tuple(role for role in Role if role not in (Role.USR, Role.OR, Role.SYS))

_STATES = {
    "Abierto": State.ABIERTO,
    "Progreso": State.EN_PROGRESO,
    "Cliente": State.PENDIENTE_CLIENTE,
    "Proveedor": State.PENDIENTE_PROVEEDOR,
    "Hallazgo": State.PENDIENTE_HALLAZGO,
    "Ajuste": State.PENDIENTE_AJUSTE,
    "Resuelto": State.RESUELTO,
    "Cerrado": State.CERRADO,
}
_SETS = {
    "any": " ".join(_STATES),
    "open": "Abierto Progreso Cliente Proveedor Hallazgo Ajuste Resuelto",
    "unsolved": "Abierto Progreso Cliente Proveedor Hallazgo Ajuste",
    "staff": " ".join(STAFF),
    "worked": "Progreso Cliente Proveedor Hallazgo Ajuste",
    "corrected": "Progreso Proveedor Hallazgo Ajuste",
    "service": "Abierto Progreso Cliente",
    "second-third": "N2F N2T N3T N3F",
    "upper": "N2F N2T N3T N3F CAP",
    "solvers": "N1 BO N2F N2T N3T N3F CAP",
    "coordinators": "CL1 CL23",
}
"""Words of the table that stand for several. §3 lets CDT only be on copy: no coordinator here."""

# rule: the transition of §5.2, "-" for an act that changes no state.
# whose: `any` case; `theirs`, which the person's own groups work on; `own`, assigned to him.
# target: a state, `before` (the state that ran before) or `same`.
# mails: to people outside the line and to advisors, as §5.2 and §8 have them; a notice in
# parentheses may go or not, by who writes and what is configured. The receipt is not named.
#
# CL1 does all acts of N1 and Back Office on any case (§3): these lines don't repeat it.
TABLE = """
tag                 | rule | kind | states       | who          | whose  | target    | mails

# A service. Responsible of A11 is N1, and §9 has [RESUELTO] "by N1 on a SERV": so not Back Office,
# which does "everything of N1 on incidents" (§3). T3 and T4 say only "SERV": every state that a
# service has while it is worked on (Q6).
TOMAR               | T2   | SERV | Abierto      | N1           | theirs | Progreso  |
RESUELTO            | T3   | SERV | service      | N1           | theirs | Cerrado   | M-05
INCIDENTE           | T4   | SERV | service      | N1 BO        | theirs | Abierto   | M-06 (M-44)
PENDIENTE CLIENTE   | T7   | SERV | Abierto Progreso | N1           | theirs | Cliente   | M-10

# An incident before and at its assignment. Capacitación is handed over before anybody solves the
# case: from the two running states (A14, T25, §16.23).
PENDIENTE CLIENTE   | T7   | INC  | Abierto      | BO           | theirs | Cliente   | M-10
ESCALAR             | T5   | INC  | Abierto      | BO           | theirs | Progreso  | M-07 M-08
MASIVO              | T5   | INC  | Abierto      | N1 BO        | theirs | Progreso  | M-07
CAPACITACION        | T5   | both | Abierto Progreso | BO           | theirs | Progreso  | M-09

# An incident in the hands of levels II and III. The note below T30 lists what technical groups may
# say. M-08 belongs to T6 too where the group changes (§8).
REASIGNAR           | T6   | INC  | Progreso     | second-third | theirs | Progreso  | M-07 (M-08)
REASIGNAR           | T6   | INC  | Progreso     | CL1 CL23     | any    | Progreso  | M-07 (M-08)
PENDIENTE CLIENTE   | T7   | INC  | Progreso     | second-third | theirs | Cliente   | M-10
DEVOLVER            | T27  | INC  | Progreso     | second-third | theirs | Abierto   | M-44
PENDIENTE PROVEEDOR | T10  | INC  | Progreso     | N2F N3F      | theirs | Proveedor | M-14 M-15
EN PROGRESO         | T11  | INC  | Proveedor    | N2F N3F      | theirs | Progreso  |
RESUELTO            | T12  | INC  | Proveedor    | N2F N3F      | theirs | Resuelto  | M-12
PENDIENTE HALLAZGO  | T13  | INC  | Progreso     | N2F N3F      | theirs | Hallazgo  | M-17 M-18
PENDIENTE AJUSTE    | T14  | INC  | Progreso     | N3F          | theirs | Ajuste    | M-17
RESUELTO            | T15  | INC  | Hallazgo Ajuste | N3F          | theirs | Resuelto  | M-12
RESUELTO            | T15  | INC  | Hallazgo Ajuste | N2F          | own    | Resuelto  | M-12
EN PROGRESO         | T16  | INC  | Hallazgo Ajuste | N2F N3F      | theirs | Progreso  |
RESUELTO            | T17  | INC  | Progreso     | second-third | theirs | Resuelto  | M-12

# Capacitación (§16.4, §16.23), on the cases handed over to it: services and incidents (T25). While
# it waits for the person it can end its work too.
PENDIENTE CLIENTE   | T7   | both | Progreso     | CAP          | theirs | Cliente   | M-10
RESUELTO            | T17  | both | Progreso     | CAP          | theirs | Resuelto  | M-12
CERRADO             | T25  | both | Progreso Cliente | CAP          | theirs | Cerrado   | M-19
# A case handed over by mistake goes back: the receipt of [CAPACITACION] needs its reverse (§16.11).
DEVOLVER            | T27  | both | Progreso     | CAP          | theirs | Abierto   | M-44

# T8: §9 gives [EN PROGRESO] to the "solver": here everybody whose group can have a case, technical
# groups and Capacitación included, since the receipt offers the tag that reverses it (§16.11).
EN PROGRESO         | T8   | both | Cliente      | solvers      | theirs | before    |

# The end. Technical groups have no [CERRADO] in the note below T30. T28 says "any": any open state.
# §16.24: reopening gives back the state that T8 would give.
CERRADO             | T18  | both | Resuelto     | N2F N3F CAP CL1 | theirs | Cerrado   | M-19
# After technicians solved it, the functional levels that escalated it close it (A20, A23 → A25). In
# the cells, the others' hands of a functional advisor are a technician's.
CERRADO             | T18  | both | Resuelto     | N2F N3F      | any    | Cerrado   | M-19
CERRADO             | T28  | both | unsolved     | CL1          | any    | Cerrado   | M-19
REABRIR             | T24  | both | Cerrado      | coordinators | any    | before    | M-22
REABRIR             | T24  | both | Cerrado      | solvers      | own    | before    | M-22
FUSIONAR            | T29  | both | open         | N1 BO        | any    | Cerrado   | M-04

# Acts that change no state. [TOMAR] accepts what was assigned: from the assignment to the solution.
TOMAR               | -    | SERV | Progreso Cliente | N1 CAP       | own    | same      |
TOMAR               | -    | INC  | worked       | upper        | own    | same      |
NOTA                | -    | both | any          | staff        | any    | same      |
# "Assigned advisor, N1, BO": of the assigned ones no group is left out, CAP "schedules" (§3).
RESPONDER           | -    | both | any          | N1 BO        | any    | same      | M-50
RESPONDER           | -    | both | any          | upper        | own    | same      | M-50
# "Assigned, BO" (§9), but N1 "completes data" (§3), which for an assigned N1 says nothing new: any
# case. A closed case is a record: it is not completed.
COMPLETAR           | -    | both | open         | N1 BO        | any    | same      |
COMPLETAR           | -    | both | open         | upper        | own    | same      |
# What orders or sorts the work has a sense until the solution is told.
TIPO                | -    | both | unsolved     | N1 BO        | any    | same      |
CRITICIDAD          | -    | both | unsolved     | N1 BO coordinators | any    | same      | (M-44)
NO MASIVO           | -    | both | unsolved     | N1 BO        | any    | same      |
# "N2*, N3" as T13; while somebody works on the solution or waits for it elsewhere (A23).
CAMBIO              | -    | INC  | corrected    | N2F N3F      | theirs | same      | (M-18)
RELACIONAR          | -    | both | any          | N1 BO        | any    | same      |
CALIDAD             | -    | both | any          | coordinators | any    | same      |
ENCUESTA            | -    | both | Cerrado      | N1 CL1       | any    | same      | (M-39)
RESPONDER MASIVO    | -    | INC  | Resuelto     | CL1          | any    | same      | M-12
# A file out of quarantine (R87), which §9 has no tag for: docs/decisions/0004 says why these three.
LIBERAR             | -    | both | any          | BO CL1 HERR  | any    | same      |

# What needs no case: said in the thread of a case it changes nothing of it. N2 and N3 of §9 are the
# functional ones: where the technical ones are meant, it names them ([RESUELTO]) or the note does.
NUEVO               | T1   | both | any          | N1 BO        | any    | same      | M-02
REGISTRAR           | T1   | both | any          | N2F N3F      | any    | same      | M-44
ORIENTAR            | -    | both | any          | N1 BO N2F N3F | any    | same      | M-01
ALERTA              | -    | both | any          | N1 BO        | any    | same      | M-48
NOVEDAD             | -    | both | any          | coordinators ADM | any    | same      | M-47
ACTA                | -    | both | any          | coordinators | any    | same      |
INFORME             | -    | both | any          | coordinators ADM | any    | same      |
AUSENTE             | -    | both | any          | coordinators | any    | same      | M-33
DISPONIBLE          | -    | both | any          | coordinators | any    | same      | M-33
LOTE PAUSAR         | -    | both | any          | CL1          | any    | same      | M-30
LOTE REANUDAR       | -    | both | any          | CL1          | any    | same      | (M-29)
LOTE REASIGNAR      | -    | both | any          | CL1          | any    | same      | M-30
CONTINGENCIA INICIO | -    | both | any          | HERR         | any    | same      | M-27
CONTINGENCIA FIN    | -    | both | any          | HERR         | any    | same      | M-28
FAQ                 | -    | both | any          | staff        | any    | same      | M-40
FAQ APROBAR         | -    | both | any          | CL23         | any    | same      |
FAQ RETIRAR         | -    | both | any          | CL23         | any    | same      |

# §9 has "coord., HERR"; §16.14 sends the ten columns to Back Office too, and A7's list of who comes
# is the Coordinación de Capacitación's.
EXPORTAR            | -    | both | any          | coordinators BO HERR CAP | any | same    | M-24
IMPORTAR            | -    | both | any          | CL1          | any    | same      |
IMPORTAR CONFIRMAR  | -    | both | any          | CL1          | any    | same      | M-02

DATOS EXPORTAR      | -    | both | any          | HERR         | any    | same      |
DATOS CORREGIR      | -    | both | any          | HERR         | any    | same      |
DATOS ANONIMIZAR    | -    | both | any          | HERR         | any    | same      | M-30
ESTADO              | -    | both | any          | staff        | any    | same      |
LISTA               | -    | both | any          | staff        | any    | same      |
HISTORIA            | -    | both | any          | staff        | any    | same      |
AYUDA               | -    | both | any          | staff        | any    | same      |
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What the procedure lets somebody do. `mails` must go, `notices` may."""

    rule: str
    target: str
    mails: frozenset[str]
    notices: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    kinds: tuple[str, ...]
    states: frozenset[State]
    who: frozenset[Role]
    whose: str
    cell: Cell


def cell(tag: Tag, kind: str, state: State, role: Role, hands: Hands) -> Cell | None:
    """What `role` does by saying `tag` about such a case; None where it is refused."""
    for line in _LINES[tag]:
        if kind in line.kinds and state in line.states and _may(line, role, hands):
            return line.cell
    return None


def target(cell: Cell, now: State, before: State) -> State:
    """The state after it of a case that is in `now` and ran in `before`."""
    return {"same": now, "before": before}.get(cell.target) or _STATES[cell.target]


def _may(line: _Line, role: Role, hands: Hands) -> bool:
    if role is Role.CL1 and line.who & {Role.N1, Role.BO, Role.CL1}:
        return True
    return role in line.who and (hands == "own" or line.whose == "any")


def _words(column: str) -> list[str]:
    return [each for word in column.split() for each in _SETS.get(word, word).split()]


def _read(line: str) -> tuple[Tag, _Line]:
    tag, rule, kind, states, who, whose, to, mails = (each.strip() for each in line.split("|"))
    codes = mails.split()
    cell = Cell(
        rule="" if rule == "-" else rule,
        target=to,
        mails=frozenset(code for code in codes if "(" not in code),
        notices=frozenset(code.strip("()") for code in codes if "(" in code),
    )
    return Tag(tag), _Line(
        kinds=("SERV", "INC") if kind == "both" else (kind,),
        states=frozenset(_STATES[word] for word in _words(states)),
        who=frozenset(Role(word) for word in _words(who)),
        whose=whose,
        cell=cell,
    )


def _lines() -> dict[Tag, list[_Line]]:
    found: dict[Tag, list[_Line]] = {tag: [] for tag in Tag}
    for line in TABLE.strip().splitlines()[1:]:
        if line and not line.startswith("#"):
            tag, read = _read(line)
            found[tag].append(read)
    return found


_LINES = _lines()
