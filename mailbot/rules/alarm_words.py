"""What people read of the alarms of a line: of each kind, and of a role that no process has."""

from dataclasses import dataclass
from enum import StrEnum

from mailbot.model.line import Alarm, ProcessRole


class Kind(StrEnum):
    """What an alarm is about."""

    LOGIN = "login"
    MAILBOX = "mailbox"
    QUIET = "quiet"
    OUTBOX = "outbox"
    CLOCK = "clock"
    DISK = "disk"
    ANTIVIRUS = "antivirus"
    RESTORED = "restored"
    ROLES = "roles"
    ROUTINES = "routines"


def kind_of(alarm: Alarm) -> Kind:
    """What an alarm is about, whichever of several of that kind it is."""
    return Kind(alarm.kind.partition(":")[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What people read of a kind of alarm: while it lasts, what they can do, and afterwards."""

    title: str
    actions: tuple[str, ...]
    over: str


WORDS = {
    Kind.LOGIN: Words(
        title="El servidor no acepta la cuenta del buzón",
        actions=(
            "Compruebe la cuenta y su contraseña o permiso con: mailbot doctor",
            "Corrija [mailbox] en la configuración y reinicie mailbot.",
        ),
        over="El servidor acepta de nuevo la cuenta del buzón",
    ),
    Kind.MAILBOX: Words(
        title="El buzón no responde",
        actions=(
            "Revise la red y el servidor de correo.",
            "Compruebe la cuenta con: mailbot doctor",
        ),
        over="El buzón responde de nuevo",
    ),
    Kind.QUIET: Words(
        title="Hace rato que no llega ningún correo",
        actions=(
            "Envíe un correo de prueba al buzón de la línea.",
            "Si no llega, revise el servidor de correo y las reglas del buzón.",
        ),
        over="Volvieron a llegar correos",
    ),
    Kind.OUTBOX: Words(
        title="Los correos no están saliendo",
        actions=(
            "Vea qué dice el servidor con: mailbot outbox list",
            "Compruebe la cuenta de envío con: mailbot doctor",
        ),
        over="Los correos vuelven a salir",
    ),
    Kind.CLOCK: Words(
        title="La hora de este equipo no es de fiar",
        actions=(
            "Compare la hora con la oficial y corrija el servicio de hora (NTP).",
            "Revise los plazos con: mailbot deadlines list",
        ),
        over="La hora de este equipo es correcta de nuevo",
    ),
    Kind.DISK: Words(
        title="Queda poco espacio en el disco",
        actions=("Libere espacio o amplíe el disco antes de que se llene.",),
        over="Hay espacio suficiente en el disco",
    ),
    Kind.ANTIVIRUS: Words(
        title="El antivirus no está revisando los archivos",
        actions=(
            "Revise que clamd esté en marcha.",
            "Compruébelo con: mailbot doctor",
        ),
        over="Terminó la falla del antivirus",
    ),
    Kind.RESTORED: Words(
        title="La línea se restauró de una copia y algo espera su decisión",
        actions=(
            "Con mailbot detenido, reciba lo posterior a la copia: mailbot reconcile --adopt",
            "Decida sobre los correos retenidos, con retry o cancel: mailbot outbox list",
            "Revise los plazos y deje seguir los cierres: mailbot deadlines release",
        ),
        over="Ya nada espera por la restauración",
    ),
    Kind.ROLES: Words(
        title="Falta quien haga parte del trabajo de la línea",
        actions=(
            "Vea qué procesos están en marcha con: mailbot status",
            "Ponga en marcha mailbot run con ese papel (--roles), o sin --roles.",
        ),
        over="Todo el trabajo de la línea tiene de nuevo quien lo haga",
    ),
    Kind.ROUTINES: Words(
        title="Un trabajo programado de la línea falla una y otra vez",
        actions=(
            "Lea qué pasó en el registro del servicio: journalctl -u mailbot",
            "Revise la memoria y el disco de este equipo; compruebe la línea con: mailbot doctor",
            "Mientras tanto, hágalo a mano si es posible: mailbot report, digest o contingency",
        ),
        over="Un trabajo programado de la línea ya no falla",
    ),
}


WORK_OF = {
    ProcessRole.RECEIVE: "lee el buzón",
    ProcessRole.PROCESS: "decide los correos",
    ProcessRole.DELIVER: "envía los correos",
    ProcessRole.DEADLINES: "atiende los plazos",
}
"""What a process does in each role, in Spanish."""


def lacking(role: ProcessRole) -> str:
    """That nobody has this role, in Spanish."""
    return f"Ningún proceso {WORK_OF[role]} (papel {role})."
