"""The words of the line's forms; what comes back filled in is read by the same labels."""

from collections.abc import Mapping
from types import MappingProxyType

from mailbot.model.vocabulary import Field

CASE_LABEL = "Número del caso"
MODULE_LABEL = "Módulo o negocio (opcional)"

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
