"""An example of every mail: for tests, for the check at start, and for `mailbot preview`."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from mailbot.compose.composer import compose
from mailbot.config import Config
from mailbot.model.case import Case, Requester
from mailbot.model.decision import Enclosure, OutgoingMail, Send
from mailbot.model.vocabulary import (
    CaseType,
    CloseReason,
    Criticality,
    Field,
    Group,
    Level,
    State,
)

NOW = datetime(2026, 11, 23, 15, 40, tzinfo=UTC)
"""Monday, 10:40 in the morning in Bogotá."""

_ANA = Requester(
    email="ana.rojas@entidad.example",
    name="Ana María Rojas Peña",
    siif_user="MHrojasa",
    executing_unit="29-99-00-003",
    entity="Instituto Nacional de Ejemplo, sede Boyacá",
    phone="608 740 0000 ext. 214",
    city="Tunja",
)
_ADVISOR = "carlos.mejia@linea.example"
_OPENED = NOW - timedelta(minutes=2)

_NEW = Case(
    service_number="SERV-2026-018832",
    requester=_ANA,
    subject="Error al autorizar la orden de pago 184526",
    opened_at=_OPENED,
    due_at=NOW + timedelta(hours=4),
)
_INCOMPLETE = replace(
    _NEW,
    state=State.PENDIENTE_CLIENTE,
    missing=(Field.SIIF_USER, Field.EXECUTING_UNIT, Field.PHONE, Field.SCREENSHOTS),
    due_at=None,
    client_wait_until=NOW + timedelta(hours=4),
)
_TRAINING = replace(
    _INCOMPLETE,
    service_number="SERV-2026-018840",
    type=CaseType.ACOMPANAMIENTO,
    subject="Acompañamiento en cadena presupuestal del gasto",
    missing=(Field.IDENTIFICATION, Field.TOPICS, Field.ATTENDEES),
)
_TAKEN = replace(
    _NEW,
    incident_number="INC-2026-004518",
    state=State.EN_PROGRESO,
    level=Level.N2,
    group=Group.N2F,
    assignee=_ADVISOR,
    criticality=Criticality.ALTA,
    due_at=NOW + timedelta(hours=26),
)

_SAID = """Buenos días.

Al autorizar la orden de pago 184526 el sistema muestra el mensaje «No existe cupo PAC disponible \
para la posición». Ayer autorizamos otra orden de la misma posición sin problema.

Adjunto la pantalla. Gracias."""
_MESSAGE = {
    "sender": "Ana María Rojas Peña <ana.rojas@entidad.example>",
    "text": _SAID,
    "files": ("pantalla cupo PAC.png",),
}
_FUNCTIONAL_FORM = "plantilla_funcional.docx"
_CIRCULAR = "circular_050.pdf"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class _Result(NamedTuple):
    tag: str
    ok: bool
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A mail with example words; `name` is its code, with what is special about it."""

    name: str
    send: Send


def _to_person(name: str, case: Case | None, *files: str, **facts: object) -> Example:
    return Example(
        name=name,
        send=Send(
            template="-".join(name.split("-")[:2]),
            to=(_ANA.email,),
            case=case,
            facts=facts,
            enclosures=tuple(
                Enclosure(
                    name=f"{case.number}_{file}" if case else file,
                    type="application/pdf" if file.endswith(".pdf") else _WORD,
                )
                for file in files
            ),
            answers="CAF8k2ab31@mail.entidad.example",
            answers_subject="Error al autorizar la orden de pago 184526",
            reason="Ejemplo",
        ),
    )


def _to_staff(name: str, case: Case | None, **facts: object) -> Example:
    return Example(
        name=name,
        send=Send(
            template=name[:4],
            to=(_ADVISOR,),
            case=case,
            facts=facts,
            references=("CAF8k2ab31@mail.entidad.example",) if case else (),
            to_staff=True,
            brake=False,
            reason="Ejemplo",
        ),
    )


EXAMPLES: tuple[Example, ...] = (
    _to_person("M-01", None, _FUNCTIONAL_FORM, _CIRCULAR),
    _to_person("M-02", _NEW, missing=(), privacy=True),
    _to_person(
        "M-02-incompleta", _INCOMPLETE, _FUNCTIONAL_FORM, _CIRCULAR, missing=_INCOMPLETE.missing,
        privacy=True,
    ),
    _to_person("M-03", replace(_TRAINING, state=State.ABIERTO, due_at=_NEW.due_at), missing=()),
    _to_person(
        "M-03-incompleta", _TRAINING, "plantilla_acompanamiento.docx", missing=_TRAINING.missing
    ),
    _to_person("M-10R", _INCOMPLETE, missing=_INCOMPLETE.missing),
    _to_person(
        "M-13",
        replace(
            _INCOMPLETE, state=State.CERRADO, client_wait_until=None,
            close_reason=CloseReason.SIN_RESPUESTA,
        ),
    ),
    _to_staff("M-11", _TAKEN, why="El usuario respondió; el tiempo corre de nuevo.", **_MESSAGE),
    _to_staff(
        "M-16",
        replace(_TAKEN, state=State.PENDIENTE_PROVEEDOR, governing_body="DGPPN", due_at=None),
        why="El órgano rector respondió; el estado no cambia.",
        sender="Mesa de Ayuda DGPPN <mesa@rector.example>",
        text="El rubro ya quedó habilitado. Por favor verifique con la entidad.",
    ),
    _to_person("M-22", replace(_INCOMPLETE, state=State.ABIERTO, due_at=_NEW.due_at)),
    _to_person("M-23", _NEW, missing=(), previous="INC-2026-003977"),
    _to_staff("M-31", _TAKEN, note=True),
    _to_staff(
        "M-31-etiquetas",
        _TAKEN,
        results=(
            _Result(tag="[TOMAR]", ok=True, text="El caso queda a su cargo."),
            _Result(tag="[PENDIENTE CLIENTE]", ok=True, text="Enviamos su pregunta al usuario."),
        ),
        next_steps=("[EN PROGRESO]: vuelve al caso sin esperar la respuesta.",),
    ),
    _to_staff(
        "M-31-error",
        _TAKEN,
        results=(
            _Result(tag="[NOTA]", ok=False, text="Espera la corrección de la otra etiqueta."),
            _Result(tag="[RESUELTA]", ok=False, text="No existe; la más parecida es [RESUELTO]."),
        ),
        next_steps=("[RESUELTO]: envía la solución al usuario.",),
    ),
    _to_staff("M-31-sin-caso", None),
    _to_staff("M-43", _TAKEN, why="Mensaje nuevo en el caso; el estado no cambia.", **_MESSAGE),
    _to_staff(
        "M-44",
        _NEW,
        title="Remitente no vinculado",
        why="Alguien que no tiene parte en el caso escribió con su número.",
        expected="Revise si tiene relación con el caso. Nada cambió en él.",
        sender="Pedro Gómez <pedro.gomez@otra.example>",
        text="Buenas tardes, ¿en qué va este caso? Gracias.",
    ),
    _to_staff(
        "M-45",
        _TAKEN,
        what="Llegó un correo con su dirección y la etiqueta [RESUELTO].",
        why="El servidor no confirmó quién lo envió (DMARC falló).",
    ),
    _to_staff(
        "M-46",
        None,
        title="El buzón no responde",
        what="No hemos podido leer el buzón de la línea. Los correos esperan allí y no se pierden.",
        since=NOW - timedelta(minutes=35),
        actions=(
            "Revise que el servidor de correo funcione.",
            "Compruebe la cuenta con: mailbot doctor",
        ),
    ),
    _to_person("M-49", _TAKEN, limit=20.0, size=27.4),
    _to_person("M-49-sin-caso", None, limit=20.0, size=27.4),
)  # fmt: skip


def example_mails(config: Config) -> tuple[OutgoingMail, ...]:
    """Every example composed, in order; raises what `compose` raises."""
    return tuple(compose_example(place, example, config) for place, example in enumerate(EXAMPLES))


def compose_example(place: int, example: Example, config: Config) -> OutgoingMail:
    """One example, with a token that comes from its `place`: the same bytes every time."""
    send = example.send
    return compose(
        send,
        config,
        token=f"{place:032x}",
        now=NOW,
        not_before=NOW,
        contents={enclosure.name: b"Documento de ejemplo" for enclosure in send.enclosures},
    )
