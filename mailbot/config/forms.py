"""The operator's own forms: which label asks for which fact."""

from typing import Literal

from pydantic import Field, field_validator

from mailbot.config.kinds import refuse
from mailbot.config.section import Section

FormField = Literal[
    "nombre", "identificacion", "usuario", "ue", "entidad", "correo", "telefono", "extension",
    "ciudad", "descripcion", "pantallas", "temas", "asistentes", "modulo", "caso",
]  # fmt: skip
"""What a label can ask for: the words that staff use below a tag, and those of forms."""


class OwnForm(Section):
    """A form of the operator's own: its name, what it is for, and its labels."""

    name: str = Field(min_length=1)
    type: Literal["soporte", "acompanamiento"] = "soporte"
    labels: dict[str, FormField] = Field(min_length=1)

    @field_validator("labels")
    @classmethod
    def _of_words(cls, labels: dict[str, FormField]) -> dict[str, FormField]:
        refuse(
            ((label,), f"«{label}» no es un rótulo: escriba las palabras del formulario")
            for label in labels
            if not any(char.isalnum() for char in label)
        )
        return labels
