"""Small arithmetic of reports: shares, means, and the people who answer for a group."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean, median

from mailbot.model.vocabulary import Group

_NINETY = 0.9


class Side(StrEnum):
    """Who answers for a group's work: the line's contractor, or the Ministry itself (R12)."""

    PROVIDER = "Proveedor (N1 y Back Office)"
    ADMINISTRATION = "Administración (N2, N3 y Capacitación)"


def side_of(group: Group) -> Side:
    """Who answers for what `group` does."""
    return Side.PROVIDER if group in (Group.N1, Group.BO) else Side.ADMINISTRATION


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How a quantity is spread: None for all where there is none."""

    count: int = 0
    mean: float | None = None
    median: float | None = None
    ninetieth: float | None = None
    """Nine of ten are not above it (nearest rank)."""


def spread(values: Sequence[float]) -> Spread:
    """The spread of `values`, rounded to hundredths."""
    if not values:
        return Spread()
    rank = math.ceil(_NINETY * len(values)) - 1
    return Spread(
        count=len(values),
        mean=round(fmean(values), 2),
        median=round(median(values), 2),
        ninetieth=round(sorted(values)[rank], 2),
    )


def share(part: int, whole: int) -> float | None:
    """`part` of `whole`, from 0 to 1; None of nothing."""
    return part / whole if whole else None


def mean(values: Sequence[float]) -> float | None:
    """The mean, rounded to hundredths; None of nothing."""
    return round(fmean(values), 2) if values else None
