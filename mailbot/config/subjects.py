"""Subjects that a circular fixes for a kind of request, and what they tell (R59)."""

from typing import Literal

from pydantic import Field, model_validator

from mailbot.config.kinds import refuse
from mailbot.config.section import Section

ModuleCode = Literal[
    "PRG", "APR", "EPG", "ING", "DYC", "PAC", "PAG", "REC", "CUN", "CON", "ADM", "SEG", "CEN"
]
"""The modules of SIIF Nación (domain.md §2)."""


class FixedSubject(Section):
    """A subject that a circular asks for: the module it is about, the kind of help, or both."""

    subject: str = Field(min_length=1)
    module: ModuleCode | None = None
    type: Literal["soporte", "acompanamiento", "capacitacion"] | None = None

    @model_validator(mode="after")
    def _tells_something(self) -> "FixedSubject":
        refuse(
            (("subject",), f"«{self.subject}» no tiene palabras: escriba las del asunto")
            for _ in range(not any(char.isalnum() for char in self.subject))
        )
        refuse(
            (("subject",), f"«{self.subject}» no dice nada: escriba también module, type o ambos")
            for _ in range(self.module is None and self.type is None)
        )
        return self
