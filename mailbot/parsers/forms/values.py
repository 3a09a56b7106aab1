"""What reading a returned form gives: a form with its answers, or why there is none to read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from mailbot.model.vocabulary import Field


class FormKind(StrEnum):
    """Which form it is; the line's own are named as in their property `Formulario`."""

    FUNCTIONAL = "plantilla-funcional"
    ACCOMPANIMENT = "plantilla-acompanamiento"
    OTHER = "otra"


class Medium(StrEnum):
    """What a form came back as."""

    DOCX = "docx"
    XLSX = "xlsx"
    ODT = "odt"
    ODS = "ods"
    PDF = "pdf"
    TEXT = "texto"


class Obstacle(StrEnum):
    """Why a form could not be read."""

    IMAGE = "imagen"
    HELD = "retenido"
    LOCKED = "cifrado"
    DAMAGED = "dañado"
    TOO_LARGE = "muy grande"
    OLD_FORMAT = "formato anterior"
    DYNAMIC = "formulario dinámico"


class Extra(StrEnum):
    """What a form asks for beside the fields of domain.md §4.2; HEADER stands above a table."""

    CASE = "caso"
    MODULE = "modulo"
    EXTENSION = "extension"
    POSITION = "cargo"
    HEADER = "encabezado"


Slot = Field | Extra
"""What a label announces."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What stands under the label of a field, as it was written."""

    field: Field
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """A line of the list of those who attend, as it was written; "" is what it does not say."""

    name: str = ""
    identification: str = ""
    siif_user: str = ""
    email: str = ""
    phone: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTemplate:
    """The operator's own form: what each of its labels asks for, and which kind it stands for.

    `name` is how people call it; `labels` are compared without accents, capitals and punctuation.
    """

    name: str
    kind: FormKind
    labels: Mapping[str, Slot]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedForm:
    """A form that came back: nothing in it is checked yet.

    `source` is the file's name, "" for the mail's own text; `template` the name of the operator's
    form, "" for another. `version` and `case` are as they stand in it, "" if they don't; `carried`
    is the case number that the file itself carries, whatever was typed. `pictures` counts the
    images in it (screens are pasted there). `doubts` says in Spanish what was read with doubt or
    left out. Identifications stand in `answers` and `attendees`: neither is for mails or logs.
    """

    kind: FormKind
    medium: Medium
    source: str = ""
    template: str = ""
    version: str = ""
    case: str = ""
    carried: str = ""
    module: str = ""
    answers: tuple[Answer, ...] = ()
    attendees: tuple[Attendee, ...] = ()
    pictures: int = 0
    doubts: tuple[str, ...] = field(default=())

    def answer(self, wanted: Field) -> str:
        """What was written for a field, "" for nothing."""
        return next((each.text for each in self.answers if each.field is wanted), "")

    @property
    def is_blank(self) -> bool:
        """Whether it came back as it went out: nothing was filled in."""
        return not (self.answers or self.attendees or self.module or self.pictures)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadableForm:
    """A file that is or may be a form and can't be read; it is kept as an attachment all the same.

    `why` is a whole Spanish sentence for people; `likely` tells whether its name or its bytes say
    that it is a form, so that its sender is told.
    """

    source: str
    obstacle: Obstacle
    why: str
    likely: bool
