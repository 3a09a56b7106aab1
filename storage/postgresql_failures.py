"""What PostgreSQL and its client say when they fail, in our words and with what to do.

A server says its state (SQLSTATE, PostgreSQL's documentation, appendix A) once a session stands.
Before that there are only words, in English or in the server's own Spanish.
"""

from sqlalchemy.exc import DBAPIError, ProgrammingError

LOCK_NOT_AVAILABLE = "55P03"

_UNREACHABLE = (
    "No se pudo hablar con PostgreSQL: revise que esté en marcha (systemctl status postgresql), "
    "el servidor y el puerto de [storage] database y la red. mailbot lo intentará de nuevo; no se "
    "perdió nada."
)
_BUSY = "La base de datos está ocupada por otro proceso; se intentará de nuevo."
_REFUSED = (
    "PostgreSQL no aceptó el usuario o la contraseña: revise [storage] database (o el archivo "
    "pgpass) y pg_hba.conf en el servidor."
)
_ABSENT = (
    "La base de datos no existe en ese servidor: créela con createdb --encoding UTF8 "
    "--template template0 --owner USUARIO BASE."
)
_FULL = "No queda espacio para la base de datos: libere disco; no se perdió nada."
_CROWDED = (
    "PostgreSQL no admite más conexiones: revise max_connections y quién las ocupa "
    "(pg_stat_activity); se intentará de nuevo."
)
_READ_ONLY = (
    "La base de datos es de solo lectura: ese servidor es una réplica o está en recuperación. "
    "Apunte [storage] database al principal."
)
_FORBIDDEN = (
    "El usuario de la base de datos no tiene permiso: hágalo dueño de la base "
    "(ALTER DATABASE base OWNER TO usuario) y del esquema public."
)
_DAMAGED = "La base de datos está dañada: restaure la última copia."
_SHORT = "A PostgreSQL le falta memoria u otro recurso; se intentará de nuevo."

_BY_STATE = (
    ("08", _UNREACHABLE), ("57P", _UNREACHABLE), ("25P03", _UNREACHABLE),
    ("40", _BUSY), (LOCK_NOT_AVAILABLE, _BUSY), ("57014", _BUSY),
    ("28", _REFUSED), ("3D000", _ABSENT), ("53100", _FULL), ("53300", _CROWDED), ("53", _SHORT),
    ("25006", _READ_ONLY), ("42501", _FORBIDDEN), ("XX001", _DAMAGED), ("XX002", _DAMAGED),
    ("58", "PostgreSQL no pudo leer o escribir en su disco: revise su registro."),
)  # fmt: skip
_BY_WORDS = (
    ("password", _REFUSED), ("no pg_hba.conf entry", _REFUSED), ("role ", _REFUSED),
    ("authentication failed", _REFUSED), ("autentificación", _REFUSED), ("pg_hba.conf", _REFUSED),
    ("el rol ", _REFUSED), ("no existe la base de datos", _ABSENT),
    ("too many", _CROWDED), ("remaining connection slots", _CROWDED), ("demasiad", _CROWDED),
    ("permission denied for database", _FORBIDDEN),
)  # fmt: skip

_OWN_FAULT = ("22", "23", "54")
"""Values that don't fit, rows that contradict others, limits: the row's own, not the server's."""


def told_by(error: BaseException) -> str:
    """What the server says first, without the rows that it quotes after that."""
    primary = getattr(getattr(error, "diag", None), "message_primary", None)
    return str(primary or error).strip()


def is_own_fault(error: DBAPIError) -> bool:
    """Whether the same would fail again on a sound server: no reason to wait for a better one."""
    state = _state(error)
    # The client itself has no state to tell, of a statement that is wrong either.
    return state.startswith(_OWN_FAULT) if state else isinstance(error, ProgrammingError)


def explained(error: DBAPIError) -> str:
    """What PostgreSQL or its client says, with what to do."""
    told = told_by(error.orig) if error.orig is not None else str(error)
    return f"{_hint(error, told)} ({' '.join(told.split())})"


def _hint(error: DBAPIError, told: str) -> str:
    state = _state(error)
    if state:
        known = (hint for sign, hint in _BY_STATE if state.startswith(sign))
        return next(known, "La base de datos falló.")
    low = told.lower()
    # Libpq tells it of a connection that never stood, with the name that was asked for.
    if "database" in low and "does not exist" in low:
        return _ABSENT
    return next((hint for sign, hint in _BY_WORDS if sign in low), _UNREACHABLE)


def _state(error: DBAPIError) -> str | None:
    return getattr(error.orig, "sqlstate", None)
