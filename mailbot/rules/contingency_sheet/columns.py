"""The columns of the contingency sheet, and its rows as they are written (section 4.2-1a, R23)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from mailbot.model.case import Case
from mailbot.model.masking import hidden, identifications, in_subject, tail
from mailbot.model.sheets import Cell, Column, Kind, Sheet
from mailbot.model.vocabulary import Channel
from mailbot.rules.forms.shown import in_column
from mailbot.rules.intake.labels import Key

TITLES = (
    "ID del caso (SERV o INC)",
    "Nombre del solicitante",
    "Identificación del usuario",
    "Usuario SIIF",
    "Código y nombre de Entidad",
    "Correo electrónico de contacto",
    "Teléfono de contacto",
    "Ciudad",
    "Descripción detallada del caso",
    "Estado",
)
"""The ten columns of the procedure, exactly and in this order."""

CHANNEL, RECEIVED = "Canal", "Recibido"
"""The two columns behind the ten that an import reads too."""

SHEET_TITLE = "Contingencia"

_FACTS = (
    Key.NAME, Key.IDENTIFICATION, Key.SIIF_USER, Key.ENTITY, Key.EMAIL, Key.PHONE, Key.CITY,
)  # fmt: skip
_WIDTHS = (20, 28, 18, 16, 36, 32, 20, 16, 60, 24)
_EXTRA = (
    Column(title=CHANNEL, width=12),
    Column(title="Nivel", width=8),
    Column(title="Asignado a", width=26),
    Column(title=RECEIVED, width=18, kind=Kind.MOMENT),
    Column(title="Vence", width=18, kind=Kind.MOMENT),
)
COLUMNS = (
    *(Column(title=title, width=width) for title, width in zip(TITLES, _WIDTHS, strict=True)),
    *_EXTRA,
)
CHANNELS = {
    Channel.CORREO: "correo",
    Channel.BUZON: "buzón",
    Channel.LLAMADA: "llamada",
    Channel.PRESENCIAL: "presencial",
}
"""The channels as the sheet names them."""

_HELP = (
    "Las diez primeras columnas son las del procedimiento: no cambie sus títulos ni su orden.",
    "Escriba cada caso nuevo en una fila, con la columna ID vacía: al importar recibe su número.",
    "Si durante la falla dio un número, escríbalo: SERV-2026-C0001, SERV-2026-C0002, …",
    "El correo y la descripción son obligatorios. Deje vacío lo que no sepa.",
    "Un caso nuevo con Estado Resuelto o Cerrado se registra cerrado; con otro estado, Abierto.",
    "En los casos que ya existen solo se completan los datos vacíos.",
    "Otros cambios en ellos, también de Estado, se informan y no se aplican: use las etiquetas.",
    "Recibido (opcional) es cuándo llegó el caso: desde ahí cuenta su tiempo.",
    "Canal (opcional) es llamada, presencial, correo o buzón; sin él, llamada.",
    "La Coordinación de la Línea la envía al buzón con la etiqueta IMPORTAR entre corchetes.",
    "Primero se hace una prueba, y nada cambia hasta que se confirma.",
    "Contiene datos personales: guárdela y compártala con reserva.",
)


def contingency_sheets(
    cases: Iterable[Case], names: Mapping[str, str], zone: ZoneInfo, made: datetime, *,
    identified: bool,
) -> tuple[Sheet, ...]:  # fmt: skip
    """The sheet of these cases as it stands at `made`, and behind it how it is used.

    `names` are the advisors' by address. Without `identified` numbers of identification are
    masked, in whatever column they stand (domain.md §16.14).
    """
    rows = tuple(_row(case, names, zone, identified=identified) for case in cases)
    written = f"{made.astimezone(zone):%d/%m/%Y %H:%M}"
    told = (f"Hoja escrita el {written} con {len(rows)} casos.", *_HELP)
    return (
        Sheet(title=SHEET_TITLE, columns=COLUMNS, rows=rows),
        Sheet(
            title="Cómo se usa",
            columns=(Column(title="Cómo se usa esta hoja", width=110),),
            rows=tuple((line,) for line in told),
        ),
    )


def unit_and_entity(case: Case) -> str:
    """The code and the name of the entity, as the fifth column holds them."""
    person = case.requester
    return f"{person.executing_unit} {person.entity}".strip()


def facts_masked(case: Case) -> tuple[str, ...]:
    """The second to eighth columns, of the person, without numbers of identification.

    They are the name, the tail of the number, the login, the entity, the address, the telephone
    and the city.
    """
    known = identifications(case.requester.identification, case.attendees)
    return tuple(
        tail(value) if key is Key.IDENTIFICATION else in_column(key, value, known)
        for key, value in zip(_FACTS, _in_full(case), strict=True)
    )


def _in_full(case: Case) -> tuple[str, ...]:
    person = case.requester
    return (
        person.name, person.identification, person.siif_user, unit_and_entity(case), person.email,
        person.phone, person.city,
    )  # fmt: skip


def _masked(case: Case) -> str:
    known = identifications(case.requester.identification, case.attendees)
    return hidden(case.description or case.topics, known) or in_subject(case.subject, known)


def _row(
    case: Case, names: Mapping[str, str], zone: ZoneInfo, *, identified: bool
) -> tuple[Cell, ...]:  # fmt: skip
    return (
        case.number,
        *(_in_full(case) if identified else facts_masked(case)),
        case.description or case.topics or case.subject if identified else _masked(case),
        case.state.value,
        CHANNELS[case.channel],
        case.level.value,
        names.get(case.assignee or "", case.assignee),
        case.opened_at.astimezone(zone),
        case.due_at.astimezone(zone) if case.due_at else None,
    )
