"""Who takes part in the demonstration: the line's box, its people, and those who ask for help."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Someone with a mailbox: IMAP login `login`, password that of every demonstration account."""

    name: str
    address: str
    login: str
    part: str


LINE = Person(
    name="Línea de Soporte SIIF Nación", address="siifsoporte@linea.demo", login="siifsoporte",
    part="el buzón de la línea, el que lee mailbot",
)  # fmt: skip
ANA = Person(
    name="Ana Gómez", address="ana.gomez@linea.demo", login="ana", part="asesora de primer nivel"
)
CLARA = Person(
    name="Clara Luna", address="clara.luna@linea.demo", login="clara", part="coordinadora"
)
MARIA = Person(
    name="María Rojas Peña", address="maria.rojas@invias.demo", login="maria",
    part="usuaria, Instituto Nacional de Vías",
)  # fmt: skip
PEDRO = Person(
    name="Pedro Salas", address="pedro.salas@invias.demo", login="pedro",
    part="compañero de María en la misma entidad",
)  # fmt: skip
CARLOS = Person(
    name="Carlos Peña Ruiz", address="carlos.pena@sena.demo", login="carlos", part="usuario, SENA"
)
LUCIA = Person(
    name="Lucía Ortiz Vega", address="lucia.ortiz@dane.demo", login="lucia", part="usuaria, DANE"
)
ROSA = Person(
    name="Rosa Mejía Luna", address="rosa.mejia@icbf.demo", login="rosa",
    part="usuaria, ICBF; su buzón está lleno",
)  # fmt: skip
JORGE = Person(
    name="Jorge Díaz", address="jorge.diaz@ideam.demo", login="jorge", part="usuario, IDEAM"
)
STRANGER = Person(
    name="Un curioso", address="curioso@otra-parte.demo", login="curioso",
    part="no tiene parte en ningún caso",
)  # fmt: skip

ADMINISTRATION = "siif@linea.demo"
"""A box of the Administración whose mail reaches the line's box (activity 4 a)."""

SERVER = "correo.demo"
"""The embedded mail server, as it calls itself."""

DAEMON = f"mailer-daemon@{SERVER}"

PEOPLE = (LINE, ANA, CLARA, MARIA, PEDRO, CARLOS, LUCIA, ROSA, JORGE, STRANGER)

LOGINS = {person.address: person.login for person in PEOPLE} | {ADMINISTRATION: LINE.login}
"""The IMAP login that mail to an address goes to."""

_NAMES = {person.address: person.name for person in PEOPLE} | {DAEMON: "Sistema de correo"}


def name_of(address: str) -> str:
    """How the demonstration calls an address: by the person's name where it is known."""
    return _NAMES.get(address, address)
