"""The command tags: their names as people are told them, and the other names that they answer to.

Source: domain.md §9. A new tag is a line here, its rows in `table`, and its rule in `handlers`.
"""

from difflib import get_close_matches
from enum import StrEnum

from mailbot.rules.intake.words import folded


class Tag(StrEnum):
    """The tags, by the name that receipts and help use."""

    NUEVO = "NUEVO"
    REGISTRAR = "REGISTRAR"
    ORIENTAR = "ORIENTAR"
    COMPLETAR = "COMPLETAR"
    TIPO = "TIPO"
    TOMAR = "TOMAR"
    EN_PROGRESO = "EN PROGRESO"
    DEVOLVER = "DEVOLVER"
    RESUELTO = "RESUELTO"
    CERRADO = "CERRADO"
    REABRIR = "REABRIR"
    INCIDENTE = "INCIDENTE"
    ESCALAR = "ESCALAR"
    REASIGNAR = "REASIGNAR"
    CAPACITACION = "CAPACITACION"
    PENDIENTE_CLIENTE = "PENDIENTE CLIENTE"
    PENDIENTE_PROVEEDOR = "PENDIENTE PROVEEDOR"
    PENDIENTE_HALLAZGO = "PENDIENTE HALLAZGO"
    PENDIENTE_AJUSTE = "PENDIENTE AJUSTE"
    CAMBIO = "CAMBIO"
    NOTA = "NOTA"
    RESPONDER = "RESPONDER"
    CRITICIDAD = "CRITICIDAD"
    RELACIONAR = "RELACIONAR"
    FUSIONAR = "FUSIONAR"
    MASIVO = "MASIVO"
    NO_MASIVO = "NO MASIVO"
    RESPONDER_MASIVO = "RESPONDER MASIVO"
    CALIDAD = "CALIDAD"
    ENCUESTA = "ENCUESTA"
    LIBERAR = "LIBERAR"
    ESTADO = "ESTADO"
    LISTA = "LISTA"
    HISTORIA = "HISTORIA"
    AYUDA = "AYUDA"
    ALERTA = "ALERTA"
    NOVEDAD = "NOVEDAD"
    ACTA = "ACTA"
    INFORME = "INFORME"
    AUSENTE = "AUSENTE"
    DISPONIBLE = "DISPONIBLE"
    LOTE_PAUSAR = "LOTE PAUSAR"
    LOTE_REANUDAR = "LOTE REANUDAR"
    LOTE_REASIGNAR = "LOTE REASIGNAR"
    CONTINGENCIA_INICIO = "CONTINGENCIA INICIO"
    CONTINGENCIA_FIN = "CONTINGENCIA FIN"
    EXPORTAR = "EXPORTAR"
    IMPORTAR = "IMPORTAR"
    IMPORTAR_CONFIRMAR = "IMPORTAR CONFIRMAR"
    FAQ = "FAQ"
    FAQ_APROBAR = "FAQ APROBAR"
    FAQ_RETIRAR = "FAQ RETIRAR"
    DATOS_EXPORTAR = "DATOS EXPORTAR"
    DATOS_CORREGIR = "DATOS CORREGIR"
    DATOS_ANONIMIZAR = "DATOS ANONIMIZAR"


_ALIASES: dict[Tag, tuple[str, ...]] = {
    Tag.EN_PROGRESO: ("TRABAJO EN PROGRESO", "RETOMAR"),
    Tag.RESUELTO: ("RESOLVER",),
    Tag.CERRADO: ("CERRAR",),
    Tag.ESCALAR: ("ASIGNAR",),
    Tag.PENDIENTE_CLIENTE: ("PENDIENTE POR CLIENTE", "PEDIR"),
    Tag.PENDIENTE_PROVEEDOR: ("PENDIENTE POR PROVEEDOR", "PROVEEDOR"),
    Tag.PENDIENTE_HALLAZGO: ("PENDIENTE POR HALLAZGO", "HALLAZGO"),
    Tag.PENDIENTE_AJUSTE: ("PENDIENTE POR AJUSTE", "AJUSTE"),
    Tag.RESPONDER: ("INFORMAR",),
    Tag.HISTORIA: ("EXPEDIENTE",),
}

EFFECT: dict[Tag, str] = {
    Tag.NUEVO: "abre un caso con los datos que escriba debajo.",
    Tag.REGISTRAR: "deja el registro en manos de Back Office.",
    Tag.ORIENTAR: "envía la circular, la plantilla y los teléfonos a quien indique en correo=.",
    Tag.COMPLETAR: "corrige datos del caso (campo=valor) o los omite (omitir=campo).",
    Tag.TIPO: "cambia el tipo: soporte, acompanamiento o capacitacion.",
    Tag.TOMAR: "el caso queda a su cargo.",
    Tag.EN_PROGRESO: "retoma el caso; el tiempo corre.",
    Tag.DEVOLVER: "devuelve el caso a Back Office; escriba el motivo.",
    Tag.RESUELTO: "envía al usuario la solución que escriba debajo.",
    Tag.CERRADO: "cierra el caso.",
    Tag.REABRIR: "abre de nuevo el caso.",
    Tag.INCIDENTE: "crea el incidente y lo pasa a Back Office; lleva modulo=.",
    Tag.ESCALAR: "asigna el caso a una persona o a un grupo (N2F, N2T, N3F, N3T).",
    Tag.REASIGNAR: "pasa el caso a otra persona o a otro grupo (nivel=).",
    Tag.CAPACITACION: "entrega el caso a la Coordinación de Capacitación.",
    Tag.PENDIENTE_CLIENTE: "envía al usuario la pregunta que escriba debajo; el tiempo se congela.",
    Tag.PENDIENTE_PROVEEDOR: "pide respuesta a CGN, DGPPN o DGCPTN; el tiempo se detiene.",
    Tag.PENDIENTE_HALLAZGO: "registra el hallazgo cuyo número escriba.",
    Tag.PENDIENTE_AJUSTE: "registra el ajuste de datos cuyo número escriba.",
    Tag.CAMBIO: "anota el control de cambios cuyo número escriba.",
    Tag.NOTA: "guarda una nota interna; el usuario no la recibe.",
    Tag.RESPONDER: "envía su texto y sus archivos al usuario; el estado no cambia.",
    Tag.CRITICIDAD: "cambia la criticidad (critica, alta, media o baja); escriba el motivo.",
    Tag.RELACIONAR: "enlaza el caso con otro.",
    Tag.FUSIONAR: "cierra el caso como duplicado de otro.",
    Tag.MASIVO: "reúne los casos iguales en un incidente masivo.",
    Tag.NO_MASIVO: "descarta la sugerencia de incidente masivo.",
    Tag.RESPONDER_MASIVO: "envía la solución a cada usuario del incidente masivo.",
    Tag.CALIDAD: "lleva el caso a la herramienta de calidad; escriba el motivo.",
    Tag.ENCUESTA: "registra la encuesta que le respondieron por teléfono (q1= a q4=).",
    Tag.LIBERAR: "saca un archivo de la cuarentena con su motivo; no se deshace.",
    Tag.ESTADO: "le dice cómo está el caso.",
    Tag.LISTA: "le envía la lista de casos.",
    Tag.HISTORIA: "le envía todo lo que ha pasado en el caso.",
    Tag.AYUDA: "le dice todo lo que puede hacer ahora.",
    Tag.ALERTA: "avisa a la Coordinación de la Línea.",
    Tag.NOVEDAD: "envía una novedad a N1 y Back Office.",
    Tag.ACTA: "registra una reunión de seguimiento.",
    Tag.INFORME: "le envía el informe mensual; sin mes=, el del mes pasado.",
    Tag.AUSENTE: "registra que un asesor no recibe casos (desde=, hasta=).",
    Tag.DISPONIBLE: "registra que un asesor vuelve a recibir casos.",
    Tag.LOTE_PAUSAR: "detiene varios casos, con autorización del Administrador (autoriza=).",
    Tag.LOTE_REANUDAR: "reanuda los casos que detuvo un lote.",
    Tag.LOTE_REASIGNAR: "reasigna varios casos, con autorización del Administrador (autoriza=).",
    Tag.CONTINGENCIA_INICIO: "detiene los tiempos desde que falló la herramienta (desde=).",
    Tag.CONTINGENCIA_FIN: "reanuda los tiempos (hasta=).",
    Tag.EXPORTAR: "le envía una hoja de Excel con los casos de la línea.",
    Tag.IMPORTAR: "prueba la hoja de contingencia adjunta; nada cambia hasta que la confirme.",
    Tag.IMPORTAR_CONFIRMAR: "importa la hoja que ya probó; lleva el código de la prueba.",
    Tag.FAQ: "propone una pregunta frecuente, del caso resuelto o con sus líneas P: y R:.",
    Tag.FAQ_APROBAR: "publica una pregunta frecuente; puede corregirla con P: y R: debajo.",
    Tag.FAQ_RETIRAR: "retira una pregunta frecuente: ya no se cita a los usuarios.",
    Tag.DATOS_EXPORTAR: "le envía los datos que hay de una persona (persona=).",
    Tag.DATOS_CORREGIR: "corrige los datos de una persona en sus casos abiertos (persona=).",
    Tag.DATOS_ANONIMIZAR: "borra los datos de una persona en sus casos cerrados (autoriza=).",
}
"""What each tag does, as receipts and help say it."""


_ALIKE = 0.7
"""How like a name must be to be what was meant; a wrong guess is worse than none."""


def compact(words: str) -> str:
    """A name without case, accents, blanks, hyphens and underscores: all its spellings are one."""
    return "".join(char for char in folded(words) if char.isalnum())


BY_NAME: dict[str, Tag] = {
    compact(name): tag for tag in Tag for name in (tag.value, *_ALIASES.get(tag, ()))
}
"""Every spelling that is understood, compacted."""


def nearest(words: str) -> Tag | None:
    """The tag whose name is most like `words`; None if none is."""
    found = get_close_matches(compact(words), BY_NAME, n=1, cutoff=_ALIKE)
    return BY_NAME[found[0]] if found else None
