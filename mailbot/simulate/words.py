"""What the people of the simulated town write, in their own words."""

import random
from dataclasses import dataclass

from mailbot.simulate.house import BODIES
from mailbot.simulate.people import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What a request is about."""

    module: str
    subject: str
    text: str


MATTERS: tuple[Matter, ...] = (
    Matter(module="EPG", subject="Error al autorizar la orden de pago {n}",
           text="Al autorizar la orden de pago {n} el sistema muestra el mensaje «No existe cupo "
                "PAC disponible para la posición». Ayer autorizamos otra igual sin problema."),
    Matter(module="EPG", subject="No deja registrar la obligación {n}",
           text="Al guardar la obligación {n} sale el error SIIF-{n}: la cuenta bancaria del "
                "tercero no está activa, pero en la consulta aparece activa desde marzo."),
    Matter(module="CON", subject="Diferencia en el saldo contable del mes",
           text="El reporte CON de saldos y movimientos no coincide con el libro auxiliar en la "
                "cuenta 2401 por {n} pesos. Ya revisamos los comprobantes manuales."),
    Matter(module="PAC", subject="Modificación de PAC que no refleja el saldo",
           text="La solicitud {n} de modificación de PAC quedó aprobada y el cupo disponible no "
                "cambió en la consulta del mes."),
    Matter(module="ING", subject="Recaudo sin clasificar del documento {n}",
           text="El documento de recaudo {n} no aparece para clasificar ingresos, aunque el banco "
                "lo reportó hace tres días."),
    Matter(module="SEG", subject="Usuario bloqueado en SIIF Nación",
           text="Mi usuario quedó bloqueado al cambiar la firma digital. El sistema dice que el "
                "certificado {n} no corresponde al usuario."),
)  # fmt: skip

TRANSFERS = "Relación de Usos Presupuestales de transferencias corrientes"
"""A fixed subject that a circular asks entities to use."""

MASS = Matter(
    module="EPG", subject="SIIF no deja generar órdenes de pago",
    text="Desde esta mañana, al generar cualquier orden de pago, el sistema muestra el error "
         "SIIF-50077: servicio de firma no disponible.",
)  # fmt: skip

ACCOMPANIMENT = (
    "Buenos días.\n\nSolicitamos un acompañamiento para el grupo financiero.\n"
    "Temas: cadena presupuestal de gastos y cajas menores\n"
)
PETITION = "En ejercicio del derecho de petición (Ley 1755 de 2015), solicito respuesta de fondo.\n"
STATE = "Buenas tardes, ¿cuál es el estado de mi caso? Gracias."
THANKS = ("Muchas gracias por su ayuda.", "Gracias, muy amables.", "Recibido, muchas gracias.")
YES = ("SI", "Sí, ya funcionó. Muchas gracias.", "Confirmo, quedó solucionado.", "SI\n\nGracias.")
NO = ("NO", "No funcionó, el error persiste.", "NO\n\nSigue saliendo el mismo mensaje.")
UNCLEAR = (
    "Si no es molestia, apenas pueda lo pruebo.",
    "Ya no sale ese mensaje, pero ahora aparece otro diferente.",
    "No he podido probar porque estoy en comisión.",
)
STILL = ("El error continúa igual, adjunto la pantalla de hoy.",
         "Buenas tardes, todavía nos sale el mismo mensaje al guardar.")  # fmt: skip
ANSWERS = ("La posición del gasto es C-1302-1000-5 y el perfil es gestión presupuestal.",
           "Adjunto la pantalla y el reporte. Ocurre solo con el tercero 900123.",
           "El documento es el 48213 y la fecha de registro el lunes pasado.")  # fmt: skip

SOLUTIONS = (
    "Ingrese con el perfil de gestión contable, distribuya el cupo y autorice otra vez.",
    "La cuenta del tercero se activó de nuevo. Ingrese otra vez y repita el registro.",
    "El saldo se recalculó esta mañana. Genere de nuevo el reporte con corte a la fecha.",
)
QUESTIONS = ("Por favor indique el número del documento y envíe la pantalla completa del mensaje.",
             "¿Con qué perfil ingresa y en qué fecha registró el documento?")  # fmt: skip
MOTIVES = ("corresponde a otro grupo según el catálogo", "requiere revisión de datos en la base")
NOTES = ("Revisé el registro con el área técnica; queda pendiente la prueba de mañana.",
         "Hablé con el usuario por teléfono y confirma el número del documento.")  # fmt: skip
TO_BODY = (
    "Solicitamos su concepto sobre el registro descrito y la acción que debe seguir la entidad."
)
FROM_BODY = ("Revisado el caso, la entidad debe reclasificar el registro con el rubro indicado.",
             "Recibido. Se dará respuesta en los próximos días.")  # fmt: skip


def request(
    user: User, matter: Matter, chance: random.Random, *, complete: bool
) -> tuple[str, str]:
    """(subject, text) of a request; an incomplete one lacks most of what the form asks for."""
    number = str(chance.randint(10_000, 99_999))
    subject = matter.subject.format(n=number)
    text = f"Buenos días.\n\n{matter.text.format(n=number)}\n\n"
    if complete:
        text += facts(user) + "\n\n"
    text += f"Cordialmente,\n{user.name}\n"
    if not complete and chance.random() < 0.3:
        text += f"C.C. {user.identification}\n"
    return subject, text


def facts(user: User, *, skip: int = 0) -> str:
    """What the form asks for, line by line; the last `skip` lines are left out."""
    lines = [
        f"Nombre: {user.name}", f"Identificación: {user.identification}",
        f"Usuario SIIF: {user.siif_user}", f"Unidad ejecutora: {user.entity.unit}",
        f"Entidad: {user.entity.name}", f"Ciudad: {user.city}", f"Teléfono: {user.phone}",
    ]  # fmt: skip
    return "\n".join(lines[: len(lines) - skip])


GUEST_IDENTIFICATION = "79123456"
"""Of somebody who comes along to an accompaniment."""


def attendance(user: User) -> str:
    """Who comes to an accompaniment."""
    return (
        f"Temas: cadena presupuestal\nAsistentes: {user.name}, {user.identification}; "
        f"Pedro Gómez, {GUEST_IDENTIFICATION}"
    )


def registered(user: User, matter: Matter, chance: random.Random) -> str:
    """What an advisor writes of somebody who called."""
    said = matter.text.format(n=chance.randint(10_000, 99_999))
    return (
        f"[NUEVO]\ncanal=llamada\nnombre={user.name}\nidentificacion={user.identification}\n"
        f"correo={user.address}\nusuario={user.siif_user}\nue={user.entity.unit}\n"
        f"entidad={user.entity.name}\ntelefono={user.phone}\nciudad={user.city}\n"
        f"modulo={matter.module}\ndescripcion={said}"
    )


def drafted(matter: Matter, chance: random.Random) -> str:
    """What an advisor of the third level has registered for a governing body."""
    code, email = chance.choice(tuple(BODIES.items()))
    said = matter.text.format(n=chance.randint(10_000, 99_999))
    return (
        f"[REGISTRAR organo={code}]\nnombre=Mesa {code}\ncorreo={email}\n"
        f"modulo={matter.module}\ndescripcion={said}"
    )


def scores(chance: random.Random) -> str:
    """An answer to the survey: all questions, or one figure."""
    liked = chance.choices((5, 4, 3, 2, 1), weights=(45, 30, 12, 8, 5))[0]
    if chance.random() < 0.5:
        return str(liked)
    each = [max(1, min(5, liked + chance.randint(-1, 1))) for _ in range(4)]
    return (
        f"1. Amabilidad: {each[0]}\n2. Oportunidad: {each[1]}\n"
        f"3. Claridad y utilidad de la solución: {each[2]}\n4. Satisfacción general: {each[3]}\n"
        "Comentario: gracias por la atención"
    )
