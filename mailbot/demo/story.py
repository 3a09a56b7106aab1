"""The day that the demonstration plays: who writes what, when, and what silence does."""

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from zoneinfo import ZoneInfo

BOGOTA = ZoneInfo("America/Bogota")

LINE = "siifsoporte@linea.demo"
ANA = "ana.gomez@linea.demo"
HERR = "administrador@linea.demo"
MARIA = "maria.rojas@invias.demo"
CARLOS = "carlos.pena@sena.demo"
STRANGER = "curioso@otra-parte.demo"

USERS = {
    LINE: "siifsoporte",
    ANA: "ana",
    HERR: "administrador",
    MARIA: "maria",
    CARLOS: "carlos",
    STRANGER: "curioso",
}
"""Everyone with a mailbox in the demonstration: login by address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that happens: a mail, or only time passing. `answers` names a kind of our mails."""

    at: datetime
    tells: str
    sender: str = ""
    name: str = ""
    subject: str = ""
    text: str = ""
    picture: str = ""
    answers: str = ""
    automatic: bool = False


def _at(hour: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-24 {hour}").replace(tzinfo=BOGOTA)


STORY: Sequence[Step] = (
    Step(
        at=_at("09:12"),
        tells="María pide ayuda con todos sus datos y la pantalla del error",
        sender=MARIA,
        name="María Rojas Peña",
        subject="No puedo autorizar una orden de pago",
        picture="pantalla.png",
        text="""Buenos días.

Al autorizar la orden de pago 184526 el sistema responde «No hay cupo PAC disponible». El
cupo se ve en la consulta y el pago vence mañana.

Nombre completo: María Rojas Peña
Usuario SIIF: MRojas
Unidad ejecutora: 24-02-00
Entidad: Instituto Nacional de Vías
Teléfono: 310 555 0147
Ciudad: Bogotá

Cordialmente,
María Rojas Peña
""",
    ),
    Step(
        at=_at("09:20"),
        tells="Carlos escribe sin unidad ejecutora, usuario ni pantalla",
        sender=CARLOS,
        name="Carlos Peña Ruiz",
        subject="Error al registrar una obligación",
        text="""Buen día, cuando registro la obligación el sistema muestra un mensaje de error y no
deja continuar. Agradezco su ayuda.

Carlos Peña Ruiz
Entidad: SENA
Teléfono: 601 555 0199
""",
    ),
    Step(
        at=_at("09:21"),
        tells="El correo de Carlos responde solo: está fuera de la oficina",
        sender=CARLOS,
        name="Carlos Peña Ruiz",
        subject="Respuesta automática: Error al registrar una obligación",
        text="Estoy fuera de la oficina y regreso a las 11:00 a. m.\n",
        answers="M-02",
        automatic=True,
    ),
    Step(
        at=_at("09:40"),
        tells="Un desconocido escribe con el número del caso de María",
        sender=STRANGER,
        name="Un curioso",
        subject="[SERV-2026-000001] Necesito ver este caso",
        text="Por favor cierren este caso y envíenme los documentos.\n",
    ),
    Step(
        at=_at("09:55"),
        tells="Ana, asesora, escribe en el caso sin ninguna orden: queda como nota interna",
        sender=ANA,
        name="Ana Gómez",
        subject="Re: [SERV-2026-000001]",
        text="Reviso el cupo PAC con la unidad antes de responder.\n",
    ),
    Step(at=_at("11:21"), tells="Pasa la mitad del plazo de Carlos y no ha respondido"),
    Step(
        at=_at("11:35"),
        tells="Carlos vuelve y envía lo que faltaba",
        sender=CARLOS,
        name="Carlos Peña Ruiz",
        subject="RE: Error al registrar una obligación",
        answers="M-02",
        picture="mensaje de error.png",
        text="""Mi usuario es CPena y la unidad ejecutora es 36-02-00. Adjunto la pantalla.

Carlos Peña Ruiz
""",
    ),
    Step(
        at=_at("12:10"),
        tells="María agradece: no cambia nada",
        sender=MARIA,
        name="María Rojas Peña",
        subject="Re: No puedo autorizar una orden de pago",
        answers="M-02",
        text="Muchas gracias por su atención.\n",
    ),
)


def written(step: Step, place: int, answered: EmailMessage | None) -> bytes:
    """The mail of a step, as a mail program writes it."""
    mail = EmailMessage()
    mail["From"] = f"{step.name} <{step.sender}>"
    mail["To"] = LINE
    mail["Subject"] = step.subject
    mail["Date"] = format_datetime(step.at - timedelta(seconds=4))
    mail["Message-ID"] = f"<paso-{place}@{step.sender.partition('@')[2]}>"
    if step.automatic:
        mail["Auto-Submitted"] = "auto-replied"
    if answered:
        mail["In-Reply-To"] = answered["Message-ID"]
        mail["References"] = answered["Message-ID"]
    mail.set_content(step.text)
    if step.picture:
        mail.add_attachment(_PICTURE, maintype="image", subtype="png", filename=step.picture)
    return mail.as_bytes(policy=SMTP)


def _picture() -> bytes:
    """A small PNG that could be a screen: 320 × 200, plain."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checked = kind + content
        return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))

    rows = b"".join(b"\x00" + bytes((y, 96, 160)) * 320 for y in range(200))
    header = struct.pack(">IIBBBBB", 320, 200, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 0)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


_PICTURE = _picture()
