"""What people outside the line do in the story, and what silence does: the intake of requests."""

from collections.abc import Sequence

from mailbot.demo.people import (
    ADMINISTRATION,
    ANA,
    CARLOS,
    JORGE,
    LUCIA,
    MARIA,
    PEDRO,
    ROSA,
    STRANGER,
)
from mailbot.demo.steps import Step, monday, tuesday

INTAKE: Sequence[Step] = (
    Step(
        at=monday("14:30"),
        tells="Lucía escribe sin su usuario y sin la pantalla",
        sender=LUCIA,
        subject="No me deja generar el reporte de ejecución",
        text="""Buenas tardes.
Al generar el reporte de ejecución el sistema se queda cargando y no muestra nada.

Nombre completo: Lucía Ortiz Vega
Unidad ejecutora: 04-01-01
Entidad: DANE
Teléfono: 315 555 0122
""",
    ),
    Step(at=monday("16:30"), tells="Pasa la mitad del plazo de Lucía: se le recuerda"),
    Step(at=monday("18:30"), tells="Lucía no respondió: su caso se cierra"),
    Step(
        at=tuesday("08:30"),
        tells="Lucía responde después del cierre: su caso se abre de nuevo",
        sender=LUCIA,
        answers="M-13",
        file="reporte.png",
        text="""Buenos días, ayer no pude responder. Mi usuario es LOrtiz y adjunto la pantalla.

Lucía Ortiz Vega
""",
    ),
    Step(
        at=tuesday("09:12"),
        tells="María pide ayuda con todos sus datos y la pantalla del error",
        sender=MARIA,
        subject="No puedo autorizar una orden de pago",
        file="pantalla.png",
        text="""Buenos días.

Al autorizar la orden de pago 184526 el sistema responde «No hay cupo PAC disponible».
El cupo se ve en la consulta y el pago vence mañana.

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
        at=tuesday("09:13"),
        tells="El servidor de María entrega el mismo correo por segunda vez",
        sender=MARIA,
        again=True,
    ),
    Step(
        at=tuesday("09:20"),
        tells="Carlos escribe sin unidad ejecutora, sin usuario y sin pantalla",
        sender=CARLOS,
        subject="Error al registrar una obligación",
        text="""Buen día.
Al registrar la obligación el sistema muestra un error y no deja continuar. Agradezco su ayuda.

Nombre: Carlos Peña Ruiz
Entidad: SENA
Teléfono: 601 555 0199
""",
    ),
    Step(
        at=tuesday("09:21"),
        tells="El correo de Carlos responde solo: está fuera de la oficina",
        sender=CARLOS,
        subject="Respuesta automática",
        text="Estoy fuera de la oficina y regreso a las 11:00 a. m.\n",
        answers="M-02",
        automatic=True,
    ),
    Step(
        at=tuesday("09:40"),
        tells="Un desconocido escribe con el número del caso de María",
        sender=STRANGER,
        subject="[SERV-2026-000002] Necesito ver este caso",
        text="Por favor cierren este caso y envíenme los documentos.\n",
    ),
    Step(
        at=tuesday("09:55"),
        tells="Ana, la asesora, escribe en el caso de María sin dar ninguna orden",
        sender=ANA,
        subject="Re: [SERV-2026-000002]",
        text="Reviso el cupo PAC con la unidad antes de responder.\n",
    ),
    Step(
        at=tuesday("10:05"),
        tells="Jorge escribe a un buzón de la Administración, no a la línea",
        sender=JORGE,
        to=ADMINISTRATION,
        subject="Consulta sobre el cierre de vigencia",
        text="Buenos días, ¿cómo registro las reservas presupuestales del cierre?\n\nJorge Díaz\n",
    ),
    Step(
        at=tuesday("10:40"),
        tells="Rosa pide ayuda; su buzón está lleno y no podrá recibir la respuesta",
        sender=ROSA,
        subject="No puedo anular un compromiso",
        file="anulacion.png",
        text="""Buen día.
Al anular el compromiso 98126 el sistema dice que tiene obligaciones: todas están anuladas.

Nombre completo: Rosa Mejía Luna
Usuario SIIF: RMejia
Unidad ejecutora: 41-06-00
Entidad: ICBF
Teléfono: 320 555 0176
""",
    ),
    Step(at=tuesday("10:42"), tells="El servidor de Rosa devuelve nuestro correo"),
    Step(at=tuesday("11:20"), tells="Pasa la mitad del plazo de Carlos: se le recuerda"),
    Step(
        at=tuesday("11:35"),
        tells="Carlos vuelve y envía lo que faltaba: el tiempo del caso corre",
        sender=CARLOS,
        answers="M-02",
        file="mensaje de error.png",
        text="""Mi usuario es CPena y la unidad ejecutora es 36-02-00. Adjunto la pantalla.

Carlos Peña Ruiz
""",
    ),
    Step(
        at=tuesday("12:10"),
        tells="Pedro, compañero de María, agrega un archivo con solo nombrar el caso",
        sender=PEDRO,
        subject="[SERV-2026-000002] Consulta del cupo PAC",
        file="cupo PAC.png",
        text="Envío la consulta del cupo PAC de hoy. El pago de María vence mañana.\n",
    ),
)
