"""How each tag is written: its words and keys, as the help mail shows them (domain.md §9)."""

from collections.abc import Mapping
from types import MappingProxyType

from mailbot.rules.commands.tags import Tag

_ARGUMENTS: Mapping[Tag, str] = MappingProxyType(
    {
        Tag.NUEVO: "canal=llamada tipo=soporte",
        Tag.REGISTRAR: "organo=CGN",
        Tag.ORIENTAR: "correo=…",
        Tag.COMPLETAR: "telefono=… omitir=ciudad",
        Tag.TIPO: "acompanamiento clase=requerimiento",
        Tag.EN_PROGRESO: 'motivo="…"',
        Tag.DEVOLVER: 'motivo="…"',
        Tag.RESUELTO: 'tipo="…" causa="…"',
        Tag.CERRADO: 'motivo="…"',
        Tag.REABRIR: 'motivo="…"',
        Tag.INCIDENTE: "modulo=EPG criticidad=alta",
        Tag.ESCALAR: "a=correo nivel=N2F",
        Tag.REASIGNAR: 'a=correo nivel=N2T motivo="…"',
        Tag.PENDIENTE_PROVEEDOR: "organo=CGN",
        Tag.PENDIENTE_HALLAZGO: "nro=…",
        Tag.PENDIENTE_AJUSTE: "nro=…",
        Tag.CAMBIO: "nro=…",
        Tag.CRITICIDAD: 'alta motivo="…"',
        Tag.RELACIONAR: "con=número",
        Tag.FUSIONAR: "con=número",
        Tag.MASIVO: "padre=número",
        Tag.CALIDAD: 'motivo="…" accion=mantenimiento',
        Tag.ENCUESTA: 'q1=5 q2=5 q3=5 q4=5 comentario="…"',
        Tag.LIBERAR: 'archivo motivo="…"',
        Tag.LISTA: "estado=… nivel=… grupo=… asesor=… modulo=… entidad=… vencidos todos",
        Tag.HISTORIA: "caso=número",
        Tag.ESTADO: "caso=número",
        Tag.AYUDA: "etiqueta",
        Tag.ALERTA: "casos=número,número",
        Tag.NOVEDAD: "publica=no hasta=2027-01-15",
        Tag.ACTA: "fecha=2026-12-10 tipo=seguimiento",
        Tag.INFORME: "mes=2026-10",
        Tag.AUSENTE: 'asesor=correo desde=2027-03-01 hasta=2027-03-05 motivo="…"',
        Tag.DISPONIBLE: "asesor=correo",
        Tag.LOTE_PAUSAR: 'asesor=correo autoriza=correo motivo="…"',
        Tag.LOTE_REANUDAR: "asesor=correo",
        Tag.LOTE_REASIGNAR: 'asesor=correo a=correo autoriza=correo motivo="…"',
        Tag.CONTINGENCIA_INICIO: 'desde=2027-02-03T10:00 motivo="…"',
        Tag.CONTINGENCIA_FIN: "hasta=2027-02-04T15:00",
        Tag.EXPORTAR: "contingencia estado=… nivel=… modulo=… entidad=…",
        Tag.IMPORTAR_CONFIRMAR: "código",
        Tag.FAQ_APROBAR: "nro=… publica=si",
        Tag.FAQ_RETIRAR: "nro=…",
        Tag.DATOS_EXPORTAR: "persona=correo",
        Tag.DATOS_CORREGIR: 'persona=correo nombre="…" telefono=…',
        Tag.DATOS_ANONIMIZAR: "persona=correo autoriza=correo",
    }
)


def usage(tag: Tag) -> str:
    """The tag with examples of all that it understands: `[CRITICIDAD alta motivo="…"]`."""
    return f"[{' '.join(filter(None, (tag.value, _ARGUMENTS.get(tag, ''))))}]"
