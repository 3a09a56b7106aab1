"""The people, the cases and the words that the examples are made of."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from mailbot.model.case import Case, Requester, Survey
from mailbot.model.decision import Enclosure, Send
from mailbot.model.vocabulary import CaseType, CloseReason, Criticality, Field, Group, Level, State

NOW = datetime(2026, 11, 23, 15, 40, tzinfo=UTC)
"""Monday, 10:40 in the morning in Bogotá."""

ANA = Requester(
    email="ana.rojas@entidad.example",
    name="Ana María Rojas Peña",
    siif_user="MHrojasa",
    executing_unit="29-99-00-003",
    entity="Instituto Nacional de Ejemplo, sede Boyacá",
    phone="608 740 0000 ext. 214",
    city="Tunja",
)
ADVISOR = "carlos.mejia@linea.example"
COORDINATORS = ("marta.diaz@linea.example", "jorge.leon@linea.example")
WHO = {"advisor": "Carlos Mejía Ospina", "level": "segundo nivel funcional"}

SAID = """Buenos días.

Al autorizar la orden de pago 184526 el sistema muestra el mensaje «No existe cupo PAC disponible \
para la posición». Ayer autorizamos otra orden de la misma posición sin problema.

Adjunto la pantalla. Gracias."""
SOLUTION = """Su unidad no tenía cupo PAC (Plan Anual Mensualizado de Caja) disponible en \
noviembre. Por eso no se autorizaba la orden de pago 184526.

1. Ingrese con el perfil de gestión contable y abra la consulta del cupo PAC de noviembre.
2. Distribuya a la posición del gasto el cupo que está sin asignar: 12.480.000 pesos.
3. Espere a que el sistema muestre el nuevo saldo disponible.
4. Autorice otra vez la orden de pago 184526."""
MESSAGE = {
    "sender": "Ana María Rojas Peña <ana.rojas@entidad.example>",
    "text": SAID,
    "files": ("pantalla cupo PAC.png",),
}

NEW = Case(
    service_number="SERV-2026-018832",
    requester=ANA,
    subject="Error al autorizar la orden de pago 184526",
    description=SAID,
    opened_at=NOW - timedelta(minutes=2),
    due_at=NOW + timedelta(hours=4),
)
INCOMPLETE = replace(
    NEW,
    state=State.PENDIENTE_CLIENTE,
    missing=(Field.SIIF_USER, Field.EXECUTING_UNIT, Field.PHONE, Field.SCREENSHOTS),
    due_at=None,
    client_wait_until=NOW + timedelta(hours=4),
)
TRAINING = replace(
    INCOMPLETE,
    service_number="SERV-2026-018840",
    type=CaseType.ACOMPANAMIENTO,
    subject="Acompañamiento en cadena presupuestal del gasto",
    missing=(Field.IDENTIFICATION, Field.TOPICS, Field.ATTENDEES),
)
INCIDENT = replace(NEW, incident_number="INC-2026-004518", group=Group.BO)
TAKEN = replace(
    INCIDENT,
    state=State.EN_PROGRESO,
    level=Level.N2,
    group=Group.N2F,
    assignee=ADVISOR,
    criticality=Criticality.ALTA,
    module="EPG",
    due_at=NOW + timedelta(hours=26),
)
ASKED = replace(
    TAKEN, state=State.PENDIENTE_CLIENTE, due_at=None, client_wait_until=NOW + timedelta(days=2)
)
SOLVED = replace(
    TAKEN, state=State.RESUELTO, due_at=None, confirmation_until=NOW + timedelta(days=2)
)
AT_ORGAN = replace(TAKEN, state=State.PENDIENTE_PROVEEDOR, governing_body="DGPPN", due_at=None)
REOPEN_UNTIL = datetime(2026, 12, 1, 5, tzinfo=UTC)
"""The midnight after the fifth working day."""
FINDING = replace(TAKEN, state=State.PENDIENTE_HALLAZGO, finding_number="H-455")

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A mail with example words; `name` is its code, with what is special about it."""

    name: str
    send: Send


def closed(case: Case, reason: CloseReason) -> Case:
    """`case` closed now, with a survey that can be answered for ten working days."""
    survey = Survey(sent_at=NOW, until=datetime(2026, 12, 8, 5, tzinfo=UTC))
    return replace(
        case, state=State.CERRADO, closed_at=NOW, close_reason=reason, survey=survey, due_at=None
    )


def to_person(name: str, case: Case | None, *files: str, **facts: object) -> Example:
    """A mail to the person served, with files of ours."""
    return Example(
        name=name,
        send=Send(
            template="-".join(name.split("-")[:2]),
            to=(ANA.email,),
            case=case,
            facts={"survey": True, "self_service": True, **facts},
            enclosures=tuple(
                Enclosure(
                    name=f"{case.number}_{file}" if case else file,
                    type="application/pdf" if file.endswith(".pdf") else _WORD,
                )
                for file in files
            ),
            answers="CAF8k2ab31@mail.entidad.example",
            reason="Ejemplo",
        ),
    )


def to_staff(name: str, case: Case | None, **facts: object) -> Example:
    """A mail to the advisor of a case."""
    return Example(name=name, send=_internal(name, (ADVISOR,), case, facts))


def to_outside(name: str, address: str, case: Case, **facts: object) -> Example:
    """A mail to somebody outside the line who has to solve something; the advisor gets a copy."""
    send = _internal(name, (address,), case, facts)
    return Example(name=name, send=replace(send, cc=(ADVISOR,), to_staff=False))


def _internal(name: str, to: tuple[str, ...], case: Case | None, facts: dict[str, object]) -> Send:
    return Send(
        template="-".join(name.split("-")[:2]),
        to=to,
        case=case,
        facts={"commands": True, **facts},
        references=("CAF8k2ab31@mail.entidad.example",) if case else (),
        to_staff=True,
        brake=False,
        reason="Ejemplo",
    )
