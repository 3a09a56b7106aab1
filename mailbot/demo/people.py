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
BEATRIZ = Person(
    name="Beatriz Oviedo", address="beatriz.oviedo@linea.demo", login="beatriz", part="Back Office"
)
NORA = Person(
    name="Nora Castro", address="nora.castro@linea.demo", login="nora",
    part="asesora de segundo nivel",
)  # fmt: skip
CLARA = Person(
    name="Clara Luna", address="clara.luna@linea.demo", login="clara",
    part="coordinadora de la línea",
)  # fmt: skip
ELENA = Person(
    name="Elena Duarte", address="elena.duarte@linea.demo", login="elena",
    part="coordinadora de segundo y tercer nivel",
)  # fmt: skip
HERNAN = Person(
    name="Hernán Ruiz", address="hernan.ruiz@linea.demo", login="hernan",
    part="administra la herramienta",
)  # fmt: skip
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
ROSA_AT_HOME = Person(
    name="Rosa Mejía Luna", address="rosa.mejia@casa.demo", login="rosa-casa",
    part="la otra dirección de Rosa",
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

PEOPLE = (
    LINE, ANA, BEATRIZ, NORA, CLARA, ELENA, HERNAN, MARIA, PEDRO, CARLOS, LUCIA, ROSA,
    ROSA_AT_HOME, JORGE, STRANGER,
)  # fmt: skip

LOGINS = {person.address: person.login for person in PEOPLE} | {ADMINISTRATION: LINE.login}
"""The IMAP login that mail to an address goes to."""

_NAMES = {person.address: person.name for person in PEOPLE} | {DAEMON: "Sistema de correo"}


def name_of(address: str) -> str:
    """How the demonstration calls an address: by the person's name where it is known."""
    return _NAMES.get(address, address)
