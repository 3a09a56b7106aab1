"""What people read for the closed lists of the model."""

from mailbot.model.vocabulary import Channel, Criticality, Field, Group

GROUP = {
    Group.N1: "Primer nivel",
    Group.BO: "Back Office",
    Group.N2F: "Segundo nivel funcional",
    Group.N2T: "Segundo nivel técnico",
    Group.N3T: "Tercer nivel técnico",
    Group.N3F: "Tercer nivel funcional",
    Group.CAP: "Coordinación de Capacitación",
}

RECEIVED = {
    Channel.LLAMADA: ("Atendimos su llamada", "la"),
    Channel.PRESENCIAL: ("Atendimos su visita", "la"),
}
"""How a request reached the line if not by mail, and the pronoun that takes it up again."""

CRITICALITY = {
    Criticality.CRITICA: "Crítica",
    Criticality.ALTA: "Alta",
    Criticality.MEDIA: "Media",
    Criticality.BAJA: "Baja",
}

ORGAN = {
    "CGN": "la Contaduría General de la Nación (CGN)",
    "DGPPN": "la Dirección General del Presupuesto Público Nacional (DGPPN)",
    "DGCPTN": "la Dirección General de Crédito Público y Tesoro Nacional (DGCPTN)",
}

QUESTIONS = (
    "Amabilidad", "Oportunidad", "Claridad y utilidad de la solución", "Satisfacción general",
)  # fmt: skip
"""The four questions of the survey, in order (domain.md §8)."""

ASKED = {
    Field.NAME: ("su nombre completo", "Nombre completo"),
    Field.SIIF_USER: ("su usuario de SIIF Nación", "Usuario SIIF"),
    Field.EXECUTING_UNIT: (
        "el código de su unidad ejecutora, por ejemplo 13-01-01", "Unidad ejecutora",
    ),
    Field.ENTITY: ("el nombre de su entidad", "Entidad"),
    Field.EMAIL: ("su correo de contacto", "Correo"),
    Field.PHONE: ("un teléfono de contacto", "Teléfono"),
    Field.CITY: ("la ciudad", "Ciudad"),
    Field.DESCRIPTION: (
        "la descripción detallada: qué hacía y qué mensaje apareció", "Descripción",
    ),
    Field.SCREENSHOTS: ("las pantallas del error o del mensaje, como archivos adjuntos", ""),
    Field.IDENTIFICATION: ("el número de identificación de quien solicita", "Identificación"),
    Field.TOPICS: ("los temas que necesita tratar", "Temas"),
    Field.ATTENDEES: ("las personas que asistirán, con nombre completo", "Asistentes"),
}  # fmt: skip
"""How a missing field is asked for, and the label to answer below ("" if it is a file)."""
