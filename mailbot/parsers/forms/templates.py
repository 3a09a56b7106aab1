"""The operator's own forms: a small mapping from their labels to the fields that the line knows."""

from collections.abc import Mapping
from difflib import get_close_matches
from types import MappingProxyType

from mailbot.model.vocabulary import Field
from mailbot.parsers.forms.values import Extra, FormKind, OwnTemplate, Slot
from mailbot.parsers.forms.words import label_words

FIELD_NAMES: Mapping[str, Slot] = MappingProxyType(
    {
        "nombre": Field.NAME,
        "identificacion": Field.IDENTIFICATION,
        "usuario": Field.SIIF_USER,
        "ue": Field.EXECUTING_UNIT,
        "entidad": Field.ENTITY,
        "correo": Field.EMAIL,
        "telefono": Field.PHONE,
        "extension": Extra.EXTENSION,
        "ciudad": Field.CITY,
        "descripcion": Field.DESCRIPTION,
        "pantallas": Field.SCREENSHOTS,
        "temas": Field.TOPICS,
        "asistentes": Field.ATTENDEES,
        "modulo": Extra.MODULE,
        "caso": Extra.CASE,
    }
)
"""What a label may be mapped to: the words that staff use below `[NUEVO]`, and the form's own."""


def own_template(name: str, kind: str, labels: Mapping[str, str]) -> OwnTemplate:
    """The operator's form `name`, of the kind "soporte" or "acompanamiento".

    `labels` maps each label, as it is written on the form or as the field of the PDF is called, to
    one of FIELD_NAMES. Raises ValueError with every fault, in Spanish.
    """
    kinds = {"soporte": FormKind.FUNCTIONAL, "acompanamiento": FormKind.ACCOMPANIMENT}
    faults = [] if kind in kinds else [f"«{kind}» no es un tipo: use soporte o acompanamiento"]
    slots: dict[str, Slot] = {}
    for label, field in labels.items():
        if not label_words(label):
            faults.append(f"«{label}» no es un rótulo")
        elif field not in FIELD_NAMES:
            faults.append(f"no existe el dato «{field}»{_nearest(field)}")
        else:
            slots[label] = FIELD_NAMES[field]
    if not labels:
        faults.append("faltan los rótulos del formulario")
    if faults:
        raise ValueError("; ".join(faults))
    return OwnTemplate(name=name, kind=kinds[kind], labels=slots)


def _nearest(field: str) -> str:
    near = get_close_matches(field.lower(), FIELD_NAMES, n=1, cutoff=0.6)
    return f"; el más parecido es «{near[0]}»" if near else ""
