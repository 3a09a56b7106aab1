"""A line with one person for each of the twelve roles, and a case of each kind in each state."""

from dataclasses import replace
from datetime import date, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from mailbot.model.case import Case, Requester, Stint, Stopped, StoredFile, Survey
from mailbot.model.faq import FaqEntry
from mailbot.model.line import Absence, Authorisation, Contingency
from mailbot.model.mail import Address, Mail, Screening
from mailbot.model.report import FinishedExport, FinishedReport, report_file
from mailbot.model.vocabulary import (
    CloseReason,
    FileStatus,
    Group,
    IdentityBy,
    Level,
    MatchBy,
    Pause,
    Role,
    State,
)
from mailbot.parsers import read_mail
from mailbot.pipeline.consider import understand
from mailbot.pipeline.lookups import NothingKnown
from mailbot.rules import clock
from mailbot.rules.commands.grammar import CommandMail, read_commands
from mailbot.rules.commands.handlers.personal_data import data_of
from mailbot.rules.commands.tags import Tag
from mailbot.rules.contingency_sheet.plan import plan_import
from mailbot.rules.contingency_sheet.rows import SheetRow
from mailbot.rules.contingency_sheet.trials import ORDER, VALID, SheetRead
from mailbot.rules.contingency_sheet.values import Fact
from mailbot.rules.event import MailArrived, View
from mailbot.rules.identity import Identity
from mailbot.rules.matching import Clues, Match, Standing, Trace
from mailbot.rules.policy import Policy
from tests.mails import mail
from tests.rules.commands.procedure import STAFF, Hands
from tests.rules.mails import OWN, line_config

BOGOTA = ZoneInfo("America/Bogota")
OPENED = datetime(2026, 11, 24, 9, tzinfo=BOGOTA)
SINCE = datetime(2026, 11, 24, 10, tzinfo=BOGOTA)
NOW = datetime(2026, 11, 24, 12, tzinfo=BOGOTA)

RECEIVER = "mx.linea.gov.co"
USER = "ana.diaz@entidad.gov.co"
OTHER = "de.otro.grupo@linea.gov.co"
"""Who has the cases that are in others' hands."""
CHOSEN = "elegido@linea.gov.co"
"""The third-level advisor whom escalations and reassignments name."""
SERVICE, INCIDENT = "SERV-2026-000007", "INC-2026-000007"
SECOND, PAUSED = "INC-2026-000008", "INC-2026-000009"
TRIAL = "BCDFGHJK"
"""Other cases, for the tags that name them: one that runs, and one that a batch has stopped."""
AWAY = "ausente@linea.gov.co"
"""An advisor who gets no cases."""

SOLUTION = "Se corrigió la cuenta bancaria del tercero; ya puede autorizar la orden de pago."
BEFORE = State.EN_PROGRESO

_CODES = {group.value for group in Group}
_GROUP_OF_COORDINATOR = {Role.CL23: Group.N2F, Role.CDT: Group.N2T}
_OTHERS = {
    Group.N1: Group.N2F, Group.BO: Group.N2F, Group.N2F: Group.N2T, Group.N3F: Group.N2T,
    Group.N2T: Group.N2F, Group.N3T: Group.N2F, Group.CAP: Group.N2F,
}  # fmt: skip


def email(role: Role) -> str:
    return f"{role.lower()}@linea.gov.co"


def _person(name: str, address: str, role: str) -> dict[str, Any]:
    return {"name": name, "email": address, "roles": [role]}


POLICY = Policy.from_config(
    line_config(
        staff=[
            *(_person(f"Persona {role}", email(role), role) for role in STAFF),
            _person("Elegida", CHOSEN, "N3F"),
            _person("Ausente", AWAY, "N3F"),
            _person("De otro grupo", OTHER, "N2F"),
        ],
        governing_body=[
            {"code": code, "email": f"enlace@{code.lower()}.gov.co"}
            for code in ("CGN", "DGPPN", "DGCPTN")
        ],
        trust={"authserv_id": RECEIVER},
        addresses={
            "findings": "hallazgos@minhacienda.gov.co", "changes": "cambios@minhacienda.gov.co",
        },
    )
)  # fmt: skip

WRITTEN: dict[Tag, str] = {
    Tag.NUEVO: "[NUEVO canal=llamada]\nnombre=Luis Paz\nusuario=LPAZ\nue=13-01-01\n"
    "entidad=Ministerio\ncorreo=luis.paz@entidad.gov.co\ntelefono=3100000000\nciudad=Cali\n"
    "descripcion=No puede autorizar una orden de pago en el sistema",
    Tag.REGISTRAR: "[REGISTRAR]\nnombre=Luis Paz\nusuario=LPAZ\nue=13-01-01\nentidad=Ministerio\n"
    "correo=luis.paz@entidad.gov.co\ntelefono=3100000000\nciudad=Cali\n"
    "descripcion=No puede autorizar una orden de pago en el sistema",
    Tag.ORIENTAR: "[ORIENTAR correo=luis.paz@entidad.gov.co]",
    Tag.COMPLETAR: "[COMPLETAR ciudad=Cali]",
    Tag.TIPO: "[TIPO acompanamiento]",
    Tag.TOMAR: "[TOMAR]",
    Tag.EN_PROGRESO: "[EN PROGRESO]",
    Tag.DEVOLVER: '[DEVOLVER motivo="es contabilidad"]',
    Tag.RESUELTO: f"[RESUELTO tipo=orientacion]\n{SOLUTION}",
    Tag.CERRADO: '[CERRADO motivo="lo confirmó por teléfono"]',
    Tag.REABRIR: '[REABRIR motivo="el error volvió"]',
    Tag.INCIDENTE: "[INCIDENTE modulo=EPG]",
    Tag.ESCALAR: f"[ESCALAR a={CHOSEN}]",
    Tag.REASIGNAR: f'[REASIGNAR nivel=N3F a={CHOSEN} motivo="requiere tercer nivel"]',
    Tag.CAPACITACION: "[CAPACITACION]",
    Tag.PENDIENTE_CLIENTE: "[PENDIENTE CLIENTE]\n¿Con qué cuenta bancaria lo intentó?",
    Tag.PENDIENTE_PROVEEDOR: "[PENDIENTE PROVEEDOR CGN]\n¿Cuál es la matriz contable?",
    Tag.PENDIENTE_HALLAZGO: "[HALLAZGO H-455]\nLa autorización valida mal el cupo.",
    Tag.PENDIENTE_AJUSTE: "[AJUSTE A-12]\nSe ajustará el saldo.",
    Tag.CAMBIO: "[CAMBIO C-31]\nNueva validación del cupo.",
    Tag.NOTA: "[NOTA]\nEl usuario llamó dos veces.",
    Tag.RESPONDER: "[RESPONDER]\nSeguimos revisando su caso con el módulo.",
    Tag.CRITICIDAD: '[CRITICIDAD alta motivo="vence el pago de nómina"]',
    Tag.RELACIONAR: f"[RELACIONAR {SECOND}]",
    Tag.FUSIONAR: f"[FUSIONAR con={SECOND}]",
    Tag.MASIVO: '[MASIVO forzar=si motivo="todas las unidades lo reportan"]',
    Tag.NO_MASIVO: '[NO MASIVO motivo="son causas distintas"]',
    Tag.RESPONDER_MASIVO: f"[RESPONDER MASIVO]\n{SOLUTION}",
    Tag.CALIDAD: '[CALIDAD motivo="reincidente" accion=mantenimiento]',
    Tag.ENCUESTA: "[ENCUESTA q1=5 q2=4 q3=5 q4=5]",
    Tag.LIBERAR: '[LIBERAR 2 motivo="el área de seguridad lo revisó"]',
    Tag.ALERTA: "[ALERTA]\nVarias entidades reportan el mismo error.",
    Tag.NOVEDAD: "[NOVEDAD]\nEl sistema cierra a las 18:00.",
    Tag.ACTA: "[ACTA fecha=2026-11-20]\nReunión de seguimiento.",
    Tag.INFORME: "[INFORME mes=2026-10]",
    Tag.AUSENTE: f"[AUSENTE {CHOSEN} desde=2026-12-01 hasta=2026-12-04 motivo=vacaciones]",
    Tag.DISPONIBLE: f"[DISPONIBLE {AWAY}]",
    Tag.LOTE_PAUSAR: f"[LOTE PAUSAR casos={SECOND} autoriza={email(Role.ADM)} motivo=cierre]",
    Tag.LOTE_REANUDAR: f"[LOTE REANUDAR casos={PAUSED}]",
    Tag.LOTE_REASIGNAR: f"[LOTE REASIGNAR casos={SECOND} a={CHOSEN} "
    f"autoriza={email(Role.ADM)} motivo=cierre]",
    Tag.CONTINGENCIA_INICIO: "[CONTINGENCIA INICIO desde=2026-11-24T11:00 motivo=caída]",
    Tag.CONTINGENCIA_FIN: "[CONTINGENCIA FIN hasta=2026-11-24T11:30]",
    Tag.FAQ: f"[FAQ]\nP: ¿Por qué no puedo autorizar la orden de pago?\nR: {SOLUTION}",
    Tag.FAQ_APROBAR: "[FAQ APROBAR nro=3]",
    Tag.FAQ_RETIRAR: "[FAQ RETIRAR nro=3]",
    Tag.EXPORTAR: "[EXPORTAR ACOMPANAMIENTOS]",
    Tag.IMPORTAR: "[IMPORTAR]",
    Tag.IMPORTAR_CONFIRMAR: f"[IMPORTAR CONFIRMAR {TRIAL}]",
    Tag.DATOS_EXPORTAR: "[DATOS EXPORTAR persona=eva@ue.example]",
    Tag.DATOS_CORREGIR: "[DATOS CORREGIR persona=luis@ue.example ciudad=Cali]",
    Tag.DATOS_ANONIMIZAR: f"[DATOS ANONIMIZAR persona=eva@ue.example autoriza={email(Role.ADM)}]",
    Tag.ESTADO: "[ESTADO]",
    Tag.LISTA: "[LISTA]",
    Tag.HISTORIA: "[HISTORIA]",
    Tag.AYUDA: "[AYUDA]",
}
"""Each tag as somebody would write it who wants it to be carried out."""


def a_case(kind: str, state: State, role: Role, hands: Hands, *, mass: bool = False) -> Case:
    """A case in `state`, with the person of `role` himself or with another family of groups.

    With `mass` it is the parent of a mass incident.
    """
    own = Group(role.value) if role.value in _CODES else _GROUP_OF_COORDINATOR.get(role, Group.N1)
    group = own if hands == "own" else _OTHERS[own]
    case = _bare(kind, state, group)
    return replace(case, assignee=email(role) if hands == "own" else OTHER, mass=mass)


@cache
def _bare(kind: str, state: State, group: Group) -> Case:
    level = Level.N1 if group is Group.CAP else clock.budget_level(group)
    case = Case(
        row=7,
        service_number=SERVICE,
        incident_number=INCIDENT if kind == "INC" else None,
        state=state,
        group=group,
        level=level,
        requester=Requester(
            email=USER, name="Ana Díaz", siif_user="ADIAZ", executing_unit="13-01-01",
            entity="Ministerio", phone="3101234567",
        ),
        module="EPG",
        subject="Error al pagar",
        description="El sistema no deja autorizar la orden de pago.",
        opened_at=OPENED,
        assigned_at=SINCE,
        thread_id="CA7@entidad.gov.co",
    )  # fmt: skip
    stint = Stint(state=state, group=group, level=level, criticality=case.criticality, start=SINCE)
    return replace(case, stints=(stint,), **_fields_of(state))


def _fields_of(state: State) -> dict[str, Any]:
    """What a case in this state has beside it."""
    if state is State.ABIERTO:
        return {}
    if state is State.EN_PROGRESO:
        return {"taken_at": SINCE}
    worked = {"running_before": BEFORE, "taken_at": SINCE}
    tomorrow = SINCE.replace(day=25)
    if state is State.PENDIENTE_CLIENTE:
        return {**worked, "wait_started_at": SINCE, "client_wait_until": tomorrow}
    if state is State.PENDIENTE_PROVEEDOR:
        return {**worked, "governing_body": "CGN"}
    if state is State.RESUELTO:
        return {
            **worked, "wait_started_at": SINCE, "confirmation_until": tomorrow,
            "solution": SOLUTION,
        }  # fmt: skip
    if state is State.CERRADO:
        survey = Survey(sent_at=SINCE, until=SINCE.replace(day=30))
        return {
            **worked, "closed_at": SINCE, "close_reason": CloseReason.SOLUCION_N1,
            "survey": survey,
        }  # fmt: skip
    return worked


_RUNNING = replace(
    _bare("INC", State.EN_PROGRESO, Group.N2F), row=8, service_number="SERV-2026-000008",
    incident_number=SECOND, assignee=OTHER,
)  # fmt: skip
_STOPPED = replace(
    _bare("INC", State.PENDIENTE_PROVEEDOR, Group.N2F), row=9, service_number="SERV-2026-000009",
    incident_number=PAUSED, assignee=OTHER,
    stopped=Stopped(why=Pause.MULTIPLICIDAD, since=SINCE, back_to=State.EN_PROGRESO),
)  # fmt: skip

_CHILD = replace(
    _bare("INC", State.EN_PROGRESO, Group.N3F), row=10, service_number="SERV-2026-000010",
    incident_number="INC-2026-000010", assignee=CHOSEN, parent=INCIDENT,
)  # fmt: skip

_OF_LUIS = replace(
    _bare("INC", State.EN_PROGRESO, Group.N3F), row=11, service_number="SERV-2026-000011",
    incident_number="INC-2026-000011", requester=Requester(email="luis@ue.example"),
)  # fmt: skip
_OF_EVA = replace(
    _bare("INC", State.CERRADO, Group.N3F), row=12, service_number="SERV-2026-000012",
    incident_number="INC-2026-000012", requester=Requester(email="eva@ue.example"),
)  # fmt: skip

_PROPOSED = FaqEntry(
    number=3, question="¿Por qué no puedo autorizar?", answer=SOLUTION, proposed_at=OPENED,
    proposed_by=email(Role.N2F),
)  # fmt: skip
_VIEW = View(
    others={SECOND: _RUNNING, PAUSED: _STOPPED},
    open=(_RUNNING, _STOPPED),
    incidents=("INC-2026-000090", "INC-2026-000091"),
    services=("SERV-2026-000090", "SERV-2026-000091"),
    absences=(Absence(email=AWAY, since=OPENED, until=None, by=email(Role.CL1)),),
    codes=("K7Q2M9",),
    person=(_OF_LUIS, _OF_EVA),
    faq={3: _PROPOSED},
    next_faq=4,
    exports={
        "[EXPORTAR ACOMPANAMIENTOS]": FinishedExport(
            count=2, files=(report_file("acompanamientos.xlsx", "x", b"x"),)
        ),
        "[DATOS EXPORTAR persona=eva@ue.example]": data_of("eva@ue.example", (_OF_EVA,)),
    },
    reports={
        date(2026, 10, 1): FinishedReport(
            key="2026-10", name="octubre de 2026", partial=False, figures=(), files=(),
            sentences=("En octubre de 2026 entraron 412 solicitudes.",),
        )
    },
)  # fmt: skip


_HELD = StoredFile(
    name=f"{SERVICE}_02_factura.exe", original_name="factura.exe",
    path=f"casos/2026/{SERVICE}/{SERVICE}_02_factura.exe", sha256="0" * 64, size=1,
    type="application/octet-stream", status=FileStatus.QUARANTINED, why="Es un programa (.exe).",
)  # fmt: skip


_SHEET = SheetRead(
    name="hoja.xlsx", sha256="0" * 64, content=b"x",
    plan=plan_import(
        (SheetRow(place=2, written={Fact.EMAIL: "rosa@ue.example",
                                    Fact.DESCRIPTION: "No abre la consulta."}),), (),
    ),
)  # fmt: skip
_TRIAL = Authorisation(
    code=TRIAL, order=ORDER, numbers=(), reason="hoja.xlsx", asked_by=email(Role.CL1),
    authoriser=email(Role.CL1), asked_at=SINCE, expires_at=SINCE + VALID, sheet_sha256="0" * 64,
)  # fmt: skip


def view_for(tag: Tag) -> View:
    """What is known to the tag: a contingency that began can end, children can be answered."""
    if tag is Tag.RESPONDER_MASIVO:
        return replace(_VIEW, children=(_CHILD,))
    if tag is Tag.LIBERAR:
        return replace(_VIEW, files={7: (_HELD,)})
    if tag in (Tag.IMPORTAR, Tag.IMPORTAR_CONFIRMAR):
        return replace(_VIEW, sheet=_SHEET, trials=(_TRIAL,))
    if tag is not Tag.CONTINGENCIA_FIN:
        return _VIEW
    began = Contingency(since=SINCE, until=None, reason="caída", by=email(Role.HERR))
    return replace(_VIEW, contingency=began)


@cache
def orders(text: str) -> CommandMail:
    """What staff order by this text."""
    return read_commands(_mail(text, "staff@linea.gov.co"))


def arrived(
    text: str, case: Case, sender: str, *, ordered: CommandMail | None = None, proven: bool = True
) -> MailArrived:
    """A mail of `sender` in the thread of `case`, read as the pipeline reads it."""
    member = POLICY.staff.get(sender)
    mail = _mail(text, sender)
    identity = Identity(
        address=sender,
        verified=proven,
        by=IdentityBy.AUTHENTICATION_RESULTS if proven else IdentityBy.NONE,
        staff=member,
        forged=False,
        reason="Nuestro servidor lo autenticó." if proven else "Sin resultado de autenticación.",
    )
    standing = Standing.STAFF if member else Standing.REQUESTER
    return MailArrived(
        mail=mail,
        screening=Screening(rule="person", reason="Escribe una persona."),
        identity=identity,
        match=Match(
            case=case, by=MatchBy.SUBJECT, standing=standing, proven=False, reason="Por el asunto"
        ),
        arrived_at=NOW,
        orders=ordered if ordered is not None else orders(text),
    )


def read(text: str, case: Case, sender: str) -> MailArrived:
    """The same from the bytes of a mail that our own receiver proved, as the pipeline reads it."""
    proof = f"{RECEIVER}; dmarc=pass header.from={sender.partition('@')[2]}"
    raw = mail(
        sender=sender, to=OWN, subject=f"RE: [{case.number}] Error al pagar", text=text,
        headers=[("Authentication-Results", proof)],
    )  # fmt: skip
    return understand(read_mail(raw), NOW, _OneCase(case), POLICY)


class _OneCase(NothingKnown):
    """A past in which there is nothing but this case."""

    def __init__(self, case: Case) -> None:
        self._case = case

    def traces(self, clues: Clues) -> tuple[Trace, ...]:
        return (Trace(by=MatchBy.SUBJECT, case=self._case),)


def _mail(text: str, sender: str) -> Mail:
    return Mail(
        sender=Address(address=sender, name="Quien escribe"),
        subject="Error al pagar",
        text=text,
        body=text,
        message_id="orden@linea.gov.co",
    )
