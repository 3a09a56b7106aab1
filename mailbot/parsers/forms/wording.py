"""The words of the line's forms: they are built from these, and read back by the same ones."""

from collections.abc import Mapping
from types import MappingProxyType

from mailbot.model.vocabulary import Field
from mailbot.parsers.forms.values import Extra, FormKind, Slot

LABELS: Mapping[Field, str] = MappingProxyType(
    {
        Field.NAME: "Nombres completos",
        Field.IDENTIFICATION: "Número de identificación",
        Field.SIIF_USER: "Usuario SIIF Nación",
        Field.EXECUTING_UNIT: "Unidad ejecutora",
        Field.ENTITY: "Entidad",
        Field.EMAIL: "Correo electrónico de contacto",
        Field.PHONE: "Teléfono de contacto",
        Field.CITY: "Ciudad",
        Field.DESCRIPTION: "Descripción detallada del problema",
        Field.SCREENSHOTS: "Pantallas del error o mensaje",
        Field.TOPICS: "Tema(s) específico(s)",
        Field.ATTENDEES: "Persona(s) que asistirá(n)",
    }
)
"""The label of each field of domain.md §4.2, in the words of activities 6 and 7."""

CASE_LABEL = "Número del caso"
MODULE_LABEL = "Módulo o negocio (opcional)"
DESCRIPTION_OF_ACCOMPANIMENT = "Descripción detallada del acompañamiento"

HINTS: Mapping[Field, str] = MappingProxyType(
    {
        Field.NAME: "Nombres y apellidos de quien hace la solicitud.",
        Field.IDENTIFICATION: "Número de cédula o del documento de quien hace la solicitud.",
        Field.SIIF_USER: "El usuario con el que ingresa a SIIF Nación. Nunca la contraseña.",
        Field.EXECUTING_UNIT: "Código de la unidad ejecutora, por ejemplo 13-01-01.",
        Field.ENTITY: "Código y nombre de la entidad a la que pertenece.",
        Field.EMAIL: "El correo en el que desea recibir la respuesta.",
        Field.PHONE: "Teléfono fijo con extensión, o celular.",
        Field.CITY: "La ciudad desde la que hace la solicitud.",
        Field.DESCRIPTION: "Qué quería hacer, qué ocurrió, desde cuándo y en qué transacción.",
        Field.SCREENSHOTS: "Péguelas aquí o anéxelas al correo; si no hay, escriba «No aplica».",
        Field.TOPICS: "Los temas en los que necesita acompañamiento.",
    }
)
"""One line of help for each field that is filled in as text."""

DESCRIPTION_OF_ACCOMPANIMENT_HINT = "Qué desea lograr, en qué fechas y en qué transacciones."
MODULE_HINT = "Por ejemplo: gastos, contabilidad, PAC, usuarios y perfiles."
ATTENDEES_HINT = "Escriba una persona en cada fila. Si asisten más personas, agregue filas."

REQUESTER = (
    Field.NAME,
    Field.SIIF_USER,
    Field.EXECUTING_UNIT,
    Field.ENTITY,
    Field.EMAIL,
    Field.PHONE,
    Field.CITY,
)
"""Who asks, in the order of the forms."""

ATTENDEE_COLUMNS = (Field.NAME, Field.IDENTIFICATION, Field.SIIF_USER)
"""What the list of attendees asks of each, in order."""

TITLES: Mapping[FormKind, str] = MappingProxyType(
    {
        FormKind.FUNCTIONAL: "Plantilla de funcionales",
        FormKind.ACCOMPANIMENT: "Plantilla de acompañamiento",
    }
)
FORM_NAME = "Formato de la Línea de Soporte SIIF Nación"
NOT_OFFICIAL = "No reproduce el texto oficial de la Circular Externa 050 de 2011."
HOW_TO_FILL = (
    "Diligencie esta plantilla para solicitar {asked} y envíela en respuesta al correo de la "
    "Línea de Soporte. Todos los datos son necesarios, salvo los opcionales."
)
QUESTIONS = ("Dato", "Respuesta")
CASE_HEADING = "Caso"
REQUESTER_HEADING = "Datos de quien solicita"
PROBLEM_HEADING = "Problema que se presenta"
ACCOMPANIMENT_HEADING = "Acompañamiento que se solicita"
BEFORE_SENDING = "Antes de enviar"
CONTACT_HEADING = "Cómo comunicarse"
ADD_SCREENS = "Anexe al correo las pantallas del error o mensaje que le aparece."
KEEP_NUMBER = "Conserve el número del caso en el asunto del correo."
NO_PASSWORDS = "No envíe contraseñas ni claves de firma digital: la Línea de Soporte no las pide."
PRIVACY = (
    "La Línea de Soporte usa estos datos únicamente para atender su solicitud (Ley 1581 de 2012)."
)
CONTACT = "Correo de la Línea de Soporte: "
NOT_YET = "Lo asigna la Línea de Soporte"
CHOOSE_MODULE = "Elija un módulo"
PROMPT = "Escriba aquí"

CASE_MARK = "Caso"
FORM_MARK = "Formulario"
VERSION_MARK = "Version"
"""Names of the properties that a form carries: its case's number, which form it is, its version."""

TAGS: Mapping[Slot, str] = MappingProxyType(
    {
        Extra.CASE: "siif_caso",
        Field.NAME: "siif_nombre",
        Field.IDENTIFICATION: "siif_identificacion",
        Field.SIIF_USER: "siif_usuario",
        Field.EXECUTING_UNIT: "siif_unidad",
        Field.ENTITY: "siif_entidad",
        Field.EMAIL: "siif_correo",
        Field.PHONE: "siif_telefono",
        Field.CITY: "siif_ciudad",
        Field.DESCRIPTION: "siif_descripcion",
        Field.SCREENSHOTS: "siif_pantallas",
        Field.TOPICS: "siif_temas",
        Extra.MODULE: "siif_modulo",
    }
)
"""What the place of each answer is called: content controls, named cells and PDF fields."""


def attendee_tag(row: int, column: Field) -> str:
    """The name of a place in the list of attendees; rows count from 1."""
    return f"siif_asistente_{row}_{TAGS[column].removeprefix('siif_')}"
