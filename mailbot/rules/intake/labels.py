"""What people call the facts that the line asks for (activities 6 and 7, domain.md §4.2)."""

from enum import StrEnum
from functools import lru_cache

from mailbot.rules.intake.words import words_of


class Key(StrEnum):
    """A fact that a label announces.

    CONTACT is a name or a phone, OTHER nothing we ask for, HEADING stands above other labels.
    """

    NAME = "name"
    SIIF_USER = "siif_user"
    NAME_OR_USER = "name_or_user"
    UNIT = "unit"
    ENTITY = "entity"
    EMAIL = "email"
    PHONE = "phone"
    EXTENSION = "extension"
    CONTACT = "contact"
    CITY = "city"
    IDENTIFICATION = "identification"
    DESCRIPTION = "description"
    TOPICS = "topics"
    ATTENDEES = "attendees"
    SCREENS = "screens"
    CHANNEL = "channel"
    TYPE = "type"
    MODULE = "module"
    OTHER = "other"
    HEADING = "heading"


MOST_WORDS = 9
"""A label has no more words than this, the small ones included."""

# The first row with a word of the label decides: "nombre de la entidad" is the entity.
_HEADS: tuple[tuple[Key, str], ...] = (
    (Key.SCREENS, "pantalla pantallas pantallazo pantallazos captura capturas imagen imagenes"),
    (Key.ATTENDEES, "asistira asistiran asistente asistentes participante participantes"),
    (Key.TOPICS, "tema temas"),
    (Key.UNIT, "ue pci ejecutora subunidad"),
    (Key.ENTITY, "entidad institucion organismo"),
    (Key.EMAIL, "correo correos email mail"),
    (Key.PHONE, "telefono telefonos tel tels celular cel movil fijo whatsapp pbx"),
    (Key.EXTENSION, "ext extension"),
    (Key.IDENTIFICATION, "identificacion cedula cc documento"),
    (Key.CITY, "ciudad municipio"),
    (Key.CHANNEL, "canal"),
    (Key.MODULE, "modulo"),
    (Key.TYPE, "tipo"),
    (Key.DESCRIPTION, "descripcion detalle asunto"),
    (Key.NAME, "nombre nombres apellido apellidos"),
    (Key.OTHER, "cargo dependencia area oficina fecha direccion nit perfil"),
    (Key.NAME, "solicitante funcionario funcionaria"),
    (Key.CONTACT, "contacto"),
    (Key.SIIF_USER, "usuario login user username"),
    (Key.UNIT, "unidad"),
    (Key.DESCRIPTION, "problema inconveniente solicitud requerimiento consulta novedad motivo"),
    (Key.SCREENS, "anexo anexos adjunto adjuntos soportes evidencia evidencias"),
    (Key.HEADING, "datos"),
)

# Words that may stand beside the one that decides.
_BESIDE = frozenset(
    """usuario solicitante funcionario funcionaria persona personas servidor contacto nombre nombres
    apellidos apellido codigo cod unidad ejecutora subunidad entidad institucional personal laboral
    electronico electronica fijo celular movil telefono ciudadania identidad documento tipo
    detallada detallado breve caso problema inconveniente error mensaje errores especifico
    especificos especifica solicita capacitacion acompanamiento asistira asistiran departamento
    corporativo publico quien que reporta aplicativo sistema acceso ingreso solicitud servicio
    requerimiento anexos adjuntas adjuntos extension ext tratar trabajo cedula identificacion cargo
    modulo negocio correo area dependencia ciudad ue pci user datos""".split()
)

_SMALL = frozenset(
    """de del la las el los y e o u a su sus mi mis en para por un una al se numero numeros nro no
    num nros completo completos siif siff sif nacion s n es ii son""".split()
)

_RANKED = [(rank, key, word) for rank, (key, row) in enumerate(_HEADS) for word in row.split()]
_HEAD_OF = {word: (rank, key) for rank, key, word in _RANKED}


@lru_cache(maxsize=4096)
def label_key(label: str) -> Key | None:
    """What fact a label announces ("Código y nombre de la entidad": UNIT), None if it is none."""
    words = words_of(label.replace(".", "") if label.count(".") <= 2 else label)
    if not 0 < len(words) <= MOST_WORDS:
        return None
    telling = [word for word in words if word not in _SMALL]
    heads = [(*_HEAD_OF[word], word) for word in telling if word in _HEAD_OF]
    if not heads:
        return None
    _, key, head = min(heads)
    others = (word for word in telling if word != head and word not in _BESIDE)
    if any(word not in _HEAD_OF or _HEAD_OF[word][1] is not key for word in others):
        return None
    return _refined(key, set(telling))


def begins_label(word: str) -> bool:
    """Whether a label may begin with `word`."""
    first = words_of(word.replace(".", ""))[:1]
    return bool(first) and (first[0] in _HEAD_OF or first[0] in _BESIDE or first[0] in _SMALL)


def _refined(key: Key, words: set[str]) -> Key:
    if key is Key.ENTITY and words & {"codigo", "cod"}:
        return Key.UNIT
    if key is Key.NAME and "usuario" in words:
        return Key.NAME_OR_USER
    return key
