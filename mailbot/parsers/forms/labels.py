"""What people call the facts that a form asks for, and what stands beside a label in its place."""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from mailbot.model.vocabulary import Field
from mailbot.parsers.forms import fixed
from mailbot.parsers.forms.values import Extra, Slot
from mailbot.parsers.forms.wording import (
    CASE_LABEL,
    DESCRIPTION_OF_ACCOMPANIMENT,
    LABELS,
    MODULE_LABEL,
    QUESTIONS,
)
from mailbot.parsers.forms.words import folded, label_words

_LONGEST_LABEL = 170

_CALLED: Mapping[Slot, str] = {
    Field.NAME: """
        nombres completos; nombre completo; nombres y apellidos; nombre y apellidos; nombre y
        apellido; nombres y apellidos completos; nombre; nombres; apellidos y nombres; nombre del
        solicitante; nombre solicitante; nombre completo del solicitante; nombres y apellidos del
        solicitante; nombre del funcionario; nombre del usuario; nombre de quien solicita; nombre de
        quien reporta; solicitante; nombre de contacto; nombres completos del solicitante; nombre
        del asistente; nombre del participante
    """,
    Field.IDENTIFICATION: """
        numero de identificacion; identificacion; identificacion del usuario; identificacion del
        solicitante; cedula; cedula de ciudadania; numero de cedula; numero cedula; numero
        identificacion; numero de documento; documento; c c; cc; documento de identidad; documento
        de identificacion; numero de cedula de ciudadania; numero de identificacion del solicitante;
        numero documento; cedula numero
    """,
    Field.SIIF_USER: """
        usuario siif nacion; usuario siif nacion ii; usuario siif; usuario; usuario en siif; usuario
        de siif; usuario de siif nacion; usuario en siif nacion; usuario del sistema; usuario siif
        ii; usuario del aplicativo; login; login siif; nombre de usuario; nombre de usuario siif;
        usuario nacion; usuario de red siif
    """,
    Field.EXECUTING_UNIT: """
        unidad ejecutora; ue; unidad; codigo de la unidad ejecutora; codigo unidad ejecutora; unidad
        ejecutora ue; codigo de unidad ejecutora; pci; codigo pci; codigo ue; unidad o subunidad
        ejecutora; unidad subunidad ejecutora; unidad ejecutora pci; unidad ejecutora subunidad;
        numero de unidad ejecutora; codigo de la unidad
    """,
    Field.ENTITY: """
        entidad; nombre de la entidad; nombre entidad; codigo y nombre de entidad; codigo y nombre
        de la entidad; codigo y nombre entidad; institucion; codigo entidad; entidad a la que
        pertenece; nombre de la institucion; entidad solicitante; nombre de entidad; unidad
        ejecutora codigo y nombre de entidad
    """,
    Field.EMAIL: """
        correo electronico de contacto; correo electronico; correo; e mail; email; mail; correo de
        contacto; correo institucional; correo electronico institucional; direccion de correo
        electronico; direccion de correo; correo e; direccion electronica; correo electronico del
        solicitante; cuenta de correo
    """,
    Field.PHONE: """
        telefono de contacto; telefono; telefonos; telefonos de contacto; numero de telefono; numero
        telefono; telefono y extension; telefono extension; celular; numero de celular; telefono
        celular; telefono o celular; telefono celular y extension; tel; telefono fijo; numero
        telefonico; numero de contacto; datos de contacto; movil; telefono fijo o celular; telefono
        institucional; telefono y celular; numero celular
    """,
    Field.CITY: """
        ciudad; municipio; ciudad o municipio; ciudad y departamento; ciudad municipio; ciudad
        departamento; lugar; ciudad de la solicitud
    """,
    Field.DESCRIPTION: """
        descripcion detallada del problema; descripcion detallada del caso; descripcion detallada
        del caso problema; descripcion detallada; descripcion; descripcion del problema; descripcion
        del caso; descripcion de la solicitud; descripcion del error; descripcion de la novedad;
        descripcion del requerimiento; descripcion del inconveniente; descripcion detallada del
        acompanamiento; problema; descripcion detallada de la solicitud; descripcion detallada del
        requerimiento; descripcion detallada del error; detalle de la solicitud; detalle del caso;
        detalle del problema; descripcion detallada del inconveniente; inconveniente; descripcion
        del acompanamiento; problema presentado
    """,
    Field.SCREENSHOTS: """
        pantallas del error o mensaje; pantallas del error; pantallazos; pantallazo; capturas de
        pantalla; captura de pantalla; pantallas; pantalla del error; pantallas anexas; imagenes del
        error; imagen del error; pantallazo del error; evidencias; pantalla del error o mensaje;
        pantallazos del error; anexos; capturas; soportes
    """,
    Field.TOPICS: """
        tema especifico; temas especificos; tema; temas; tema a tratar; temas a tratar; tema del
        acompanamiento; temas del acompanamiento; tema de acompanamiento; tema o temas especificos;
        tema solicitado; temas solicitados; temas de interes; tema de la capacitacion
    """,
    Field.ATTENDEES: """
        persona que asistira; personas que asistiran; asistentes; asistente; participantes; persona
        que asiste; personas que asisten; listado de asistentes; lista de asistentes; listado de
        inscripcion; nombres de los asistentes; inscritos; listado de participantes; funcionarios
        que asistiran; relacion de asistentes; personas que participaran; listado de inscripcion
        acompanamientos
    """,
    Extra.CASE: """
        numero del caso; numero de caso; caso; id del caso; numero de servicio; numero del servicio;
        numero caso; servicio; serv; inc; incidente; numero de incidente; numero del incidente;
        ticket; numero de ticket; caso numero; numero de radicado
    """,
    Extra.MODULE: """
        modulo o negocio; modulo; negocio; modulo siif; modulo del sistema; modulo negocio; modulo
        de siif; modulo siif nacion; modulo afectado; proceso o modulo
    """,
    Extra.EXTENSION: """
        extension; ext; numero de extension
    """,
    Extra.POSITION: """
        cargo; cargo o rol; perfil; dependencia; area; area o dependencia; firma
    """,
    Extra.HEADER: """
        dato; respuesta; campo; valor; datos; informacion; descripcion del dato; item
    """,
}
"""What people write for each, without accents and punctuation, parted by semicolons."""

_SLOTS: Mapping[str, Slot] = MappingProxyType(
    {" ".join(name.split()): slot for slot, names in _CALLED.items() for name in names.split(";")}
)

# Written out in full these are labels even without a colon behind them.
_WRITTEN: tuple[tuple[str, Slot], ...] = tuple(
    sorted(
        (
            *((label, slot) for slot, label in LABELS.items()),
            (CASE_LABEL, Extra.CASE),
            (MODULE_LABEL, Extra.MODULE),
            (DESCRIPTION_OF_ACCOMPANIMENT, Field.DESCRIPTION),
        ),
        key=lambda pair: -len(pair[0]),
    )
)
_HEADS = "|".join(re.escape(label) for label in (*(label for label, _ in _WRITTEN), *QUESTIONS))
_ONLY_LABELS = re.compile(rf"(?:{_HEADS})(?:\s+(?:{_HEADS}))+")
_SHORTEST_BEGUN = 6
_BARE = re.compile(rf"({'|'.join(re.escape(label) for label, _ in _WRITTEN)})(?=\s|$)\s*")
_MARK = re.compile(r"\s*(?:[:=]|\s[-–—](?=\s))\s*")


class Label(NamedTuple):
    """What a label asks for, and the words that stand in its own place beside it.

    `sure` is false where nothing parts the two, so that the label could begin a sentence.
    """

    slot: Slot
    beside: str
    sure: bool = True


class Labels:
    """The labels that count: everybody's, and those of one template of the operator's before."""

    def __init__(self, own: Mapping[str, Slot] | None = None) -> None:
        mapped = {label_words(label): slot for label, slot in (own or {}).items()}
        self.own = mapped
        self._slots = {**_SLOTS, **mapped}

    def slot(self, text: str) -> Slot | None:
        """What `text` asks for, if it is a label and nothing else."""
        if not 0 < len(text) <= _LONGEST_LABEL:
            return None
        return self._slots.get(label_words(text))

    def read(self, text: str) -> Label | None:
        """The label that `text` (a line, or the lines of a cell) begins with; None without."""
        label = self._begin(text)
        return label and label._replace(beside=fixed.without_hints(label.beside))

    def asked(self, text: str) -> Slot | None:
        """What the label asks for that `text` begins with; None without."""
        label = self._begin(text)
        return label and label.slot

    def _begin(self, text: str) -> Label | None:
        """The label that `text` begins with, and all that stands beside it."""
        first, _, rest = text.partition("\n")
        second, _, beyond = rest.partition("\n")
        # A narrow column breaks a label in two.
        broken = self.slot(f"{first} {second}") if second else None
        if broken is not None:
            return Label(broken, beyond)
        slot = self.slot(first)
        if slot is not None:
            return Label(slot, rest)
        for mark in _MARK.finditer(first[: _LONGEST_LABEL + 2]):
            slot = self.slot(first[: mark.start()])
            if slot is not None:
                return Label(slot, _beside(first[mark.end() :], rest))
        found = _BARE.match(first)
        if not found:
            return None
        slot = self._slots[label_words(found[1])]
        sure = len(found[1].split()) > 1
        return Label(slot, _beside(first[found.end() :], rest), sure=sure)


def _beside(first: str, rest: str) -> str:
    return "\n".join(filter(None, (first.strip(), rest)))


def is_head(line: str) -> bool:
    """Whether a line holds several labels and nothing else: the head of a table."""
    return _ONLY_LABELS.fullmatch(line) is not None


def broken_label(before: str, after: str) -> tuple[str, str] | None:
    """A label that two lines share, whole, and what is left of the second; None for others."""
    if len(before) < _SHORTEST_BEGUN:
        return None
    for label, _ in _WRITTEN:
        rest = label[len(before) :].lstrip()
        begins = label.startswith(f"{before} ")
        if begins and (after == rest or after.startswith(f"{rest} ")):
            return label, after[len(rest) :].strip()
    return None


def announced(texts: Iterable[str], labels: Labels) -> frozenset[Slot]:
    """Everything that the labels among `texts` ask for."""
    asked = map(labels.asked, texts)
    return frozenset(slot for slot in asked if slot and slot is not Extra.HEADER)


def names_template(text: str, name: str) -> bool:
    """Whether a line calls a template by its name."""
    return bool(name) and folded(name) in folded(text[:200])
