"""What the line's people do in the story, by tags and one-click links, and what users answer."""

from collections.abc import Sequence

from mailbot.demo.people import (
    ANA,
    BEATRIZ,
    LUCIA,
    MARIA,
    NORA,
    ROSA_AT_HOME,
    STRANGER,
)
from mailbot.demo.steps import Step, tuesday, wednesday

SOLVING: Sequence[Step] = (
    Step(
        at=tuesday("08:34"),
        tells="Ana, del primer nivel, conoce la solución de Lucía: la envía y el caso se cierra",
        sender=ANA,
        answers="M-22",
        text="""[RESUELTO tipo=orientacion]
El reporte de ejecución tarda cuando se pide el año completo. Elija un solo mes en el filtro \
«Periodo» y vuelva a generarlo: sale en menos de un minuto.
""",
    ),
    Step(
        at=tuesday("08:41"),
        tells="Lucía da las gracias: nada se abre, nadie recibe otro correo",
        sender=LUCIA,
        answers="M-05",
        text="Muchas gracias\n",
    ),
    Step(at=tuesday("09:17"), tells="Nadie ha tomado la solicitud de María: se avisa al grupo"),
    Step(
        at=tuesday("09:18"),
        tells="Ana toma el caso de María con un clic en ese aviso",
        sender=ANA,
        answers="M-44",
        click="[TOMAR caso=SERV-2026-000002]",
    ),
    Step(
        at=tuesday("10:55"),
        tells="Ana llamó a Rosa: tres etiquetas en un solo correo, un solo acuse",
        sender=ANA,
        answers="M-44",
        text=f"""[TOMAR]
[COMPLETAR correo={ROSA_AT_HOME.address}]
[NOTA]
Llamé a Rosa al 320 555 0176: su buzón está lleno y pide que le escribamos a esta otra dirección.
""",
    ),
    Step(
        at=tuesday("11:37"),
        tells="Ana toma también el caso de Carlos con un clic",
        sender=ANA,
        answers="M-11",
        click="[TOMAR]",
    ),
    Step(
        at=tuesday("12:18"),
        tells="Ana ve que el caso de María necesita un nivel más especializado",
        sender=ANA,
        answers="M-43",
        text="""[INCIDENTE modulo=PAC]
La consulta muestra cupo PAC y la orden de pago no lo ve: hay que revisar la posición del gasto.
""",
    ),
    Step(
        at=tuesday("12:23"),
        tells="Beatriz, de Back Office, verifica los soportes y lo escala al segundo nivel",
        sender=BEATRIZ,
        answers="M-44",
        text="[ESCALAR N2F]\n",
    ),
    Step(
        at=tuesday("13:05"),
        tells="Ana resuelve el caso de Carlos en el primer nivel",
        sender=ANA,
        answers="M-11",
        text="""[RESUELTO tipo=orientacion causa="certificado vencido"]
El certificado de disponibilidad de la obligación venció el viernes. Prorróguelo y registre la \
obligación otra vez con el mismo compromiso.
""",
    ),
    Step(
        at=tuesday("13:10"),
        tells="Nora, del segundo nivel, toma el caso de María con un clic",
        sender=NORA,
        answers="M-07",
        click="[TOMAR]",
    ),
    Step(at=tuesday("13:53"), tells="Pasó el 80 % del tiempo del caso de Rosa: se avisa a Ana"),
    Step(
        at=tuesday("14:05"),
        tells="Ana resuelve el caso de Rosa, que lo lee en su otra dirección",
        sender=ANA,
        answers="M-41",
        text="""[RESUELTO tipo=orientacion]
El compromiso 98126 tiene una obligación en estado «Creada» que no sale en la consulta. Anúlela en \
la transacción de obligaciones y después anule el compromiso.
""",
    ),
    Step(
        at=tuesday("14:20"),
        tells="Nora se equivoca al escribir la etiqueta: no se ejecuta nada",
        sender=NORA,
        answers="M-07",
        text="""[PENDIENTE CLEINTE]
¿Con qué posición del catálogo de gasto registró la orden de pago 184526?
""",
    ),
    Step(
        at=tuesday("14:23"),
        tells="El acuse le dice cuál es la etiqueta, y Nora repite la pregunta a María",
        sender=NORA,
        answers="M-31",
        text="""[PENDIENTE CLIENTE]
¿Con qué posición del catálogo de gasto registró la orden de pago 184526?
""",
    ),
    Step(
        at=tuesday("14:24"),
        tells="El correo de María responde solo: no es una respuesta, el plazo sigue",
        sender=MARIA,
        subject="Respuesta automática",
        text="Estoy en una reunión hasta las 3:00 p. m. Sí, leeré su correo.\n",
        answers="M-10",
        automatic=True,
    ),
    Step(
        at=tuesday("14:40"),
        tells="Alguien escribe con la dirección de Nora para cerrar el caso: se avisa a ella",
        sender=NORA,
        really=STRANGER,
        subject="Re: [INC-2026-000001]",
        text="[CERRADO]\n",
    ),
    Step(
        at=tuesday("15:12"),
        tells="María responde la pregunta: el tiempo del caso corre de nuevo",
        sender=MARIA,
        answers="M-10",
        text="""La registré con la posición A-02-02-02-008, recurso 10.

María Rojas Peña
""",
    ),
    Step(
        at=tuesday("16:05"),
        tells="Nora envía la solución y espera la confirmación de María",
        sender=NORA,
        answers="M-11",
        text="""[RESUELTO tipo=orientacion]
El cupo PAC de noviembre estaba en el recurso 11. Lo trasladamos al recurso 10: autorice de nuevo \
la orden de pago 184526.
""",
    ),
    Step(
        at=tuesday("16:50"),
        tells="A María no le funcionó: el caso vuelve a Nora y el tiempo sigue donde iba",
        sender=MARIA,
        answers="M-12",
        text="""No, persiste el mismo mensaje al autorizar.

María Rojas Peña
""",
    ),
    Step(
        at=tuesday("17:45"),
        tells="Nora encuentra lo que faltaba y envía la nueva solución",
        sender=NORA,
        answers="M-21",
        text="""[RESUELTO tipo=correccion causa="solicitud de traslado sin aprobar"]
La solicitud de traslado del cupo PAC había quedado sin aprobar. Ya está aprobada y el cupo se ve \
en la posición A-02-02-02-008: autorice de nuevo la orden de pago 184526.
""",
    ),
    Step(
        at=wednesday("08:10"),
        tells="María confirma con un clic: el caso se cierra y se le pide calificar",
        sender=MARIA,
        answers="M-12",
        click="SI",
    ),
    Step(
        at=wednesday("08:11"),
        tells="María califica la atención con otro clic",
        sender=MARIA,
        answers="M-19",
        click="5",
    ),
)
