"""What staff can say, as mails offer it: the words of a button, and the tag that it writes."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A command that is offered: the button's words, its tag, what it does, what the link writes.

    `line` is the tag as the link writes it, with the arguments that are to be filled in; `keys` are
    the lines below it.
    """

    label: str
    tag: str
    effect: str
    line: str = ""
    keys: tuple[str, ...] = ()


TAKE = Move(label="Tomar el caso", tag="[TOMAR]", effect="el caso queda a su cargo.")
RETURN = Move(
    label="Devolver a Back Office",
    tag="[DEVOLVER]",
    effect="devuelve el caso a Back Office; escriba el motivo.",
    line='[DEVOLVER motivo=""]',
)
ANSWER = Move(
    label="Responder al usuario",
    tag="[RESPONDER]",
    effect="envía su texto y sus archivos al usuario.",
)
ASK = Move(
    label="Preguntar al usuario",
    tag="[PENDIENTE CLIENTE]",
    effect="envía su pregunta al usuario. El tiempo se congela hasta que responda.",
)
ORGAN = Move(
    label="Pasar a un órgano rector",
    tag="[PENDIENTE PROVEEDOR]",
    effect="pide respuesta a CGN, DGPPN o DGCPTN. El tiempo se detiene.",
    line="[PENDIENTE PROVEEDOR organo=]",
)
SOLVE = Move(
    label="Dar la solución",
    tag="[RESUELTO]",
    effect="envía la solución al usuario. El tiempo termina.",
)
CLOSE = Move(label="Cerrar el caso", tag="[CERRADO]", effect="cierra el caso.")
GO_ON = Move(
    label="Continuar el caso",
    tag="[EN PROGRESO]",
    effect="el tiempo corre de nuevo y usted sigue el caso.",
)
REASSIGN = Move(
    label="Reasignar el caso",
    tag="[REASIGNAR]",
    effect="pasa el caso a otra persona o nivel; escriba el motivo.",
    line='[REASIGNAR nivel= motivo=""]',
)
NOTE = Move(
    label="Guardar una nota",
    tag="[NOTA]",
    effect="guarda una nota interna; el usuario no la ve.",
)
MASS = Move(
    label="Es un masivo",
    tag="[MASIVO]",
    effect="reúne los casos y los asigna al coordinador del módulo, con criticidad crítica.",
)
NO_MASS = Move(
    label="No es un masivo",
    tag="[NO MASIVO]",
    effect="descarta la sugerencia; cada caso sigue por separado.",
)
ANSWER_MASS = Move(
    label="Responder a los usuarios",
    tag="[RESPONDER MASIVO]",
    effect="envía la solución a cada usuario, en un correo aparte.",
)
END_CONTINGENCY = Move(
    label="Terminar la contingencia",
    tag="[CONTINGENCIA FIN]",
    effect="reanuda los tiempos; solo la usa quien administra la herramienta.",
    line="[CONTINGENCIA FIN hasta=]",
)

_KEYS = ("nombre=", "correo=", "telefono=", "usuario=", "ue=", "entidad=", "descripcion=")
NEW = Move(
    label="Registrar una solicitud",
    tag="[NUEVO]",
    effect="abre un caso con los datos que escriba debajo.",
    keys=_KEYS,
)
ORIENT = Move(
    label="Orientar a una persona",
    tag="[ORIENTAR]",
    effect="envía la circular, la plantilla y los teléfonos a quien indique.",
    keys=("correo=",),
)
REGISTER = Move(
    label="Pasarla a Back Office",
    tag="[REGISTRAR]",
    effect="deja el registro en manos de Back Office.",
    keys=_KEYS,
)

# Moves that only the rules offer: the label, the line that the link writes, what it does.
_OFFERED_BY_RULES = (
    ("Completar los datos", "[COMPLETAR]", "corrige los datos que escriba debajo."),
    ("Cambiar el tipo", "[TIPO tipo=]", "cambia el tipo del caso."),
    ("Abrir de nuevo", '[REABRIR motivo=""]', "abre de nuevo el caso; escriba el motivo."),
    ("Crear el incidente", "[INCIDENTE modulo=]", "crea el incidente."),
    ("Asignar el caso", "[ESCALAR a=]", "asigna el caso."),
    ("Pasar a Capacitación", "[CAPACITACION]", "entrega el caso a Capacitación."),
    ("Registrar un hallazgo", "[PENDIENTE HALLAZGO nro=]", "registra el hallazgo."),
    ("Registrar un ajuste", "[PENDIENTE AJUSTE nro=]", "registra el ajuste."),
    ("Anotar un cambio", "[CAMBIO nro=]", "anota el control de cambios."),
    ("Cambiar la criticidad", '[CRITICIDAD criticidad= motivo=""]', "cambia la criticidad."),
    ("Relacionar con otro", "[RELACIONAR con=]", "enlaza el caso con otro."),
    ("Unir a otro caso", "[FUSIONAR con=]", "cierra el caso como duplicado de otro."),
    ("Marcar para calidad", '[CALIDAD motivo=""]', "lleva el caso a la herramienta de calidad."),
    ("Registrar la encuesta", "[ENCUESTA q1= q2= q3= q4=]", "registra la encuesta."),
    ("Liberar un archivo", '[LIBERAR archivo= motivo=""]', "saca un archivo de la cuarentena."),
    ("Ver el estado", "[ESTADO]", "le dice cómo está el caso."),
    ("Ver los casos", "[LISTA]", "le envía la lista de casos."),
    ("Ver la historia", "[HISTORIA]", "le envía todo lo que ha pasado en el caso."),
    ("Ver la ayuda", "[AYUDA]", "le dice todo lo que puede hacer."),
    ("Avisar a la coordinación", "[ALERTA]", "avisa a la Coordinación de la Línea."),
    ("Enviar una novedad", "[NOVEDAD publica=no hasta=]", "envía una novedad a la línea."),
    ("Registrar un acta", "[ACTA fecha=]", "registra una reunión de seguimiento."),
    ("Pedir el informe del mes", "[INFORME mes=]", "le envía el informe mensual."),
    ("Registrar una ausencia", "[AUSENTE asesor= desde= hasta=]", "registra una ausencia."),
    ("Terminar la ausencia", "[DISPONIBLE asesor=]", "el asesor vuelve a recibir casos."),
    ("Detener varios casos", "[LOTE PAUSAR asesor= autoriza=]", "detiene varios casos."),
    ("Reanudar los casos", "[LOTE REANUDAR asesor=]", "reanuda los casos detenidos."),
    ("Reasignar varios casos", "[LOTE REASIGNAR asesor= a= autoriza=]", "reasigna varios casos."),
    ("Proponer una pregunta", "[FAQ]", "propone una pregunta frecuente."),
    ("Publicar una pregunta", "[FAQ APROBAR nro=]", "publica una pregunta frecuente."),
    ("Retirar una pregunta", "[FAQ RETIRAR nro=]", "retira una pregunta frecuente."),
    ("Pedir la hoja", "[EXPORTAR que=contingencia]", "le envía los casos en una hoja de Excel."),
    ("Probar una hoja", "[IMPORTAR]", "prueba la hoja de contingencia adjunta."),
    ("Importar la hoja", "[IMPORTAR CONFIRMAR codigo=]", "importa la hoja que probó."),
    ("Enviar datos personales", "[DATOS EXPORTAR persona=]", "le envía los datos de una persona."),
    ("Corregir datos personales", "[DATOS CORREGIR persona= nombre=]", "corrige esos datos."),
    ("Anonimizar a una persona", "[DATOS ANONIMIZAR persona= autoriza=]", "borra esos datos."),
    ("Empezar la contingencia", '[CONTINGENCIA INICIO desde= motivo=""]', "detiene los tiempos."),
)


def move(tag: str, effect: str = "", label: str = "") -> Move:
    """The move of a tag, written with brackets or without.

    `effect` and `label` replace its own words.
    """
    name = f"[{tag.strip('«»[] ')}]"
    known = _KNOWN.get(name)
    return Move(
        label=label or (known.label if known else name.strip("[]").capitalize()),
        tag=name,
        effect=effect or (known.effect if known else "hace lo que dice su nombre."),
        line=known.line if known else "",
        keys=known.keys if known else (),
    )


def _by_rules(label: str, line: str, effect: str) -> Move:
    words = line.strip("[]").split(" ")
    tag = " ".join(word for word in words if "=" not in word)
    return Move(label=label, tag=f"[{tag}]", effect=effect, line=line if "=" in line else "")


_KNOWN: Mapping[str, Move] = MappingProxyType(
    {
        known.tag: known
        for known in (
            TAKE, RETURN, ANSWER, ASK, ORGAN, SOLVE, CLOSE, GO_ON, REASSIGN, NOTE, MASS, NO_MASS,
            ANSWER_MASS, END_CONTINGENCY, NEW, ORIENT, REGISTER,
            *(_by_rules(*given) for given in _OFFERED_BY_RULES),
        )
    }
)  # fmt: skip
