"""Frequent questions (§4.1, R15): proposed from solved cases, approved, quoted to who asks next."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class FaqState(StrEnum):
    """How far a question has come: only what is published is quoted to users."""

    PROPUESTA = "Propuesta"
    APROBADA = "Aprobada"
    PUBLICADA = "Publicada"
    RETIRADA = "Retirada"


@dataclass(frozen=True, slots=True, kw_only=True)
class FaqEntry:
    """A question with its answer, both without personal data.

    `number` names it for ever. `module` and `cause` are those of the solved case that it was drawn
    from, `case_number`. Who decided about it last, and when, is None for a proposal.
    """

    number: int
    state: FaqState = FaqState.PROPUESTA
    question: str
    answer: str
    module: str | None = None
    cause: str = ""
    case_number: str | None = None
    proposed_by: str
    proposed_at: datetime
    decided_by: str | None = None
    decided_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotedAnswer:
    """A published question as a mail quotes it: in one line, and the lines of a short answer."""

    question: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SolvedBefore:
    """A solved case as an advisor is told of it: what it was about, how its solution begins."""

    number: str
    module: str
    matter: str
    lines: tuple[str, ...]
