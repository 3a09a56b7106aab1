"""The closed lists of the procedure: states, levels, groups, roles, outcomes.

Values are what the outside contract prints; official names stay as the procedure writes them.
"""

from enum import StrEnum


class State(StrEnum):
    """The eight states of the procedure, section 4.1, with their exact names."""

    ABIERTO = "Abierto"
    EN_PROGRESO = "Trabajo en Progreso"
    PENDIENTE_CLIENTE = "Pendiente por Cliente"
    PENDIENTE_PROVEEDOR = "Pendiente por Proveedor"
    PENDIENTE_HALLAZGO = "Pendiente Hallazgo"
    PENDIENTE_AJUSTE = "Pendiente Ajuste"
    RESUELTO = "Resuelto"
    CERRADO = "Cerrado"


class Level(StrEnum):
    """Levels of support; a budget of working hours belongs to each."""

    N1 = "N1"
    N2 = "N2"
    N3 = "N3"


class Group(StrEnum):
    """Groups that a case can be with (role codes of domain.md §3)."""

    N1 = "N1"
    BO = "BO"
    N2F = "N2F"
    N2T = "N2T"
    N3T = "N3T"
    N3F = "N3F"
    CAP = "CAP"


class Role(StrEnum):
    """Who acts. USR is the person served, SYS the daemon itself."""

    USR = "USR"
    N1 = "N1"
    BO = "BO"
    N2F = "N2F"
    N2T = "N2T"
    N3T = "N3T"
    N3F = "N3F"
    OR = "OR"
    CAP = "CAP"
    CL1 = "CL1"
    CL23 = "CL23"
    CDT = "CDT"
    ADM = "ADM"
    HERR = "HERR"
    SYS = "SYS"


class Criticality(StrEnum):
    """Criticality, most urgent first; queues are ordered by it, then by arrival."""

    CRITICA = "critica"
    ALTA = "alta"
    MEDIA = "media"
    BAJA = "baja"


class CaseType(StrEnum):
    """What kind of help is asked for (activity 5)."""

    SOPORTE = "soporte"
    ACOMPANAMIENTO = "acompanamiento"
    CAPACITACION = "capacitacion"


class CaseClass(StrEnum):
    """Whether something broke or something is asked for (section 3, activity 11)."""

    INCIDENTE = "incidente"
    REQUERIMIENTO = "requerimiento"


class Channel(StrEnum):
    """How the request reached the line (activity 4)."""

    CORREO = "correo"
    BUZON = "buzon"
    LLAMADA = "llamada"
    PRESENCIAL = "presencial"


class CloseReason(StrEnum):
    """Why a case ended."""

    CONFIRMADO = "confirmado"
    ACEPTACION_TACITA = "aceptacion_tacita"
    SIN_RESPUESTA = "sin_respuesta"
    SOLUCION_N1 = "solucion_n1"
    AUTOSERVICIO = "autoservicio"
    DUPLICADO = "duplicado"
    TRASLADO = "traslado"
    COORDINADOR = "coordinador"


class Pause(StrEnum):
    """Why a case was stopped together with others (section 4.2, cases 1 h and 2 a)."""

    CONTINGENCIA = "contingencia"
    MULTIPLICIDAD = "multiplicidad de funciones"


class Outcome(StrEnum):
    """What became of an incoming mail: exactly one of these for each (conservation law)."""

    NEW_CASE = "new-case"
    CASE_EVENT = "case-event"
    ORIENTATION = "orientation"
    COMMAND = "command"
    SURVEY = "survey"
    DELIVERY_REPORT = "delivery-report"
    IGNORED = "ignored"
    PARKED = "parked"


class Machine(StrEnum):
    """What kind of machine mail it is; NONE is a person's mail."""

    NONE = "none"
    AUTO_REPLY = "auto-reply"
    DELIVERY_REPORT = "delivery-report"
    LIST = "list"
    LOOP = "loop"
    FEEDBACK_REPORT = "feedback-report"
    CALENDAR = "calendar"


class MailStatus(StrEnum):
    """Where an outgoing mail stands."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    UNCERTAIN = "uncertain"
    FAILED = "failed"
    CANCELLED = "cancelled"
    SUPPRESSED = "suppressed"


class MatchBy(StrEnum):
    """By what a mail was tied to its case, strongest first."""

    TOKEN = "token"
    REFERENCES = "references"
    SUBJECT = "subject"
    ATTACHMENT = "attachment"


class IdentityBy(StrEnum):
    """By what the author of a mail is known."""

    AUTHENTICATION_RESULTS = "authentication-results"
    DKIM = "dkim"
    TOKEN = "token"
    DIRECTORY = "directory"
    NONE = "none"


class FileVerdict(StrEnum):
    """What inspection says of an attached file."""

    OK = "ok"
    QUARANTINED = "quarantined"


class FileStatus(StrEnum):
    """What became of a stored file."""

    STORED = "stored"
    QUARANTINED = "quarantined"
    RELEASED = "released"


class EventKind(StrEnum):
    """Kinds of entries in a case's history."""

    CREATED = "created"
    MAIL = "mail"
    COMMAND = "command"
    TRANSITION = "transition"
    ASSIGNED = "assigned"
    FIELD = "field"
    NOTE = "note"
    TIMER = "timer"
    SURVEY = "survey"


class Field(StrEnum):
    """Fields of a request that can be missing (domain.md §4.2)."""

    NAME = "name"
    SIIF_USER = "siif_user"
    EXECUTING_UNIT = "executing_unit"
    ENTITY = "entity"
    EMAIL = "email"
    PHONE = "phone"
    CITY = "city"
    DESCRIPTION = "description"
    SCREENSHOTS = "screenshots"
    IDENTIFICATION = "identification"
    TOPICS = "topics"
    ATTENDEES = "attendees"
