"""What each of the line's forms asks for, in order, whatever program it is filled in with."""

from collections.abc import Iterable
from dataclasses import dataclass

from mailbot.model.vocabulary import Field
from mailbot.parsers.forms import wording
from mailbot.parsers.forms.values import Extra, FormKind, Slot
from mailbot.parsers.forms.wording import HINTS, LABELS, REQUESTER, TAGS

VERSION = "2"

MODULES = (
    "Programación presupuestal (PRG)",
    "Administración de apropiaciones (APR)",
    "Gastos (EPG)",
    "Ingresos (ING)",
    "Derechos y cartera (DYC)",
    "Bienes y servicios, viáticos y cajas menores (OBS)",
    "PAC",
    "Pagos (PAG)",
    "Recaudos (REC)",
    "Cuenta Única Nacional (CUN)",
    "Contabilidad (CON)",
    "Terceros y cuentas bancarias (ADM)",
    "Usuarios, perfiles y firma digital (SEG)",
    "Consultas y reportes (CEN)",
    "Otro",
)
"""The modules that a person may choose from (domain.md §2); the line sets the one that counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A place to fill in: its label, the help below it, and the name of the place.

    `long` leaves room for a text; `free` is a place for anything, pictures too.
    """

    slot: Slot
    label: str
    hint: str = ""
    long: bool = False
    free: bool = False
    choices: tuple[str, ...] = ()

    @property
    def tag(self) -> str:
        return TAGS[self.slot]

    @property
    def prompt(self) -> str:
        """What stands in the place until something is written there."""
        return wording.CHOOSE_MODULE if self.choices else wording.PROMPT


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A form: what it is for, its sections with their questions, how many attendees it has."""

    kind: FormKind
    asked: str
    sections: tuple[tuple[str, tuple[Question, ...]], ...]
    attendees: int = 0
    last_word: str = ""

    @property
    def title(self) -> str:
        return wording.TITLES[self.kind]

    @property
    def introduction(self) -> str:
        return wording.HOW_TO_FILL.format(asked=self.asked)

    @property
    def notes(self) -> tuple[str, ...]:
        """What to remember before it is sent."""
        words = (self.last_word, wording.KEEP_NUMBER, wording.NO_PASSWORDS)
        return tuple(filter(None, words))

    @property
    def footer(self) -> str:
        return f"{wording.FORM_NAME} · versión {VERSION}"


def _questions(fields: Iterable[Field]) -> tuple[Question, ...]:
    return tuple(Question(slot=each, label=LABELS[each], hint=HINTS[each]) for each in fields)


_MODULE = Question(
    slot=Extra.MODULE, label=wording.MODULE_LABEL, hint=wording.MODULE_HINT, choices=MODULES
)

FUNCTIONAL = Plan(
    kind=FormKind.FUNCTIONAL,
    asked="soporte",
    sections=(
        (wording.REQUESTER_HEADING, _questions(REQUESTER)),
        (
            wording.PROBLEM_HEADING,
            (
                Question(
                    slot=Field.DESCRIPTION, label=LABELS[Field.DESCRIPTION],
                    hint=HINTS[Field.DESCRIPTION], long=True,
                ),
                Question(
                    slot=Field.SCREENSHOTS, label=LABELS[Field.SCREENSHOTS],
                    hint=HINTS[Field.SCREENSHOTS], long=True, free=True,
                ),
                _MODULE,
            ),
        ),
    ),
    last_word=wording.ADD_SCREENS,
)  # fmt: skip
"""A request for support (activity 6)."""

ACCOMPANIMENT = Plan(
    kind=FormKind.ACCOMPANIMENT,
    asked="acompañamiento",
    sections=(
        (
            wording.REQUESTER_HEADING,
            _questions((REQUESTER[0], Field.IDENTIFICATION, *REQUESTER[1:])),
        ),
        (
            wording.ACCOMPANIMENT_HEADING,
            (
                Question(
                    slot=Field.TOPICS, label=LABELS[Field.TOPICS], hint=HINTS[Field.TOPICS],
                    long=True,
                ),
                Question(
                    slot=Field.DESCRIPTION, label=wording.DESCRIPTION_OF_ACCOMPANIMENT,
                    hint=wording.DESCRIPTION_OF_ACCOMPANIMENT_HINT, long=True,
                ),
            ),
        ),
    ),
    attendees=10,
)  # fmt: skip
"""A request for accompaniment (activity 7)."""

PLANS = (FUNCTIONAL, ACCOMPANIMENT)
