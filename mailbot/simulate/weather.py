"""What goes wrong around the line, and when: drawn anew for each day."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from mailbot.simulate.faults import Refusal
from mailbot.simulate.line import SimulatedLine

Turn = Callable[[SimulatedLine], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Something breaks or heals at `at`; `name` is Spanish, "" for what heals."""

    at: datetime
    name: str
    turn: Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trouble:
    """A kind of trouble: how often a day has it, how it begins, and when and how it ends.

    `lasts` are minutes, from and to; None for what is over at once.
    """

    share: float
    name: str
    begins: Callable[[random.Random], Turn]
    lasts: tuple[int, int] | None = None
    ends: Turn | None = None


_MONTHLY = 1 / 30
_WEEKLY = 1 / 7
_SELDOM = 1 / 120
_HOUR, _DAY = 60, 24 * 60
_FIRST, _LAST = 6 * _HOUR, 20 * _HOUR
"""Minutes of the day between which trouble begins."""


def weather(day: datetime, chance: random.Random, addresses: tuple[str, ...]) -> list[Change]:
    """The changes of the day that begins at `day`, in order; any of `addresses` may be refused."""
    changes: list[Change] = []
    for trouble in (*_TROUBLES, _refused(addresses, chance)):
        start = day + timedelta(minutes=chance.randrange(_FIRST, _LAST))
        if chance.random() >= trouble.share:
            continue
        changes.append(Change(at=start, name=trouble.name, turn=trouble.begins(chance)))
        if trouble.lasts and trouble.ends:
            end = start + timedelta(minutes=chance.randrange(*trouble.lasts))
            changes.append(Change(at=end, name="", turn=trouble.ends))
    return sorted(changes, key=lambda change: change.at)


def _lasting(share: float, name: str, attribute: str, lasts: tuple[int, int]) -> _Trouble:
    def turned(value: bool) -> Turn:
        return lambda line: setattr(line.faults, attribute, value)

    return _Trouble(
        share=share, name=name, begins=lambda _chance: turned(True), lasts=lasts,
        ends=turned(False),
    )  # fmt: skip


def _refused(addresses: tuple[str, ...], chance: random.Random) -> _Trouble:
    address = chance.choice(addresses)

    def refuse(line: SimulatedLine) -> None:
        line.faults.refused[address] = Refusal.TEMPORARY

    return _Trouble(
        share=_WEEKLY, name="destinatario rechazado", begins=lambda _chance: refuse,
        lasts=(_HOUR, 15 * _HOUR), ends=lambda line: line.faults.accept(address),
    )  # fmt: skip


def _crash(chance: random.Random) -> Turn:
    writes = chance.randrange(1, 12)
    return lambda line: setattr(line.faults, "writes_until_crash", writes)


def _fill(chance: random.Random) -> Turn:
    writes = chance.randrange(8)

    def turn(line: SimulatedLine) -> None:
        line.faults.writes_until_full, line.faults.full_writes = writes, 1

    return turn


def _lose(_chance: random.Random) -> Turn:
    return lambda line: setattr(
        line.faults, "lose_after_content", line.faults.lose_after_content + 1
    )


def _renumber(_chance: random.Random) -> Turn:
    return lambda line: line.box.renumber()


_TROUBLES = (
    _lasting(_WEEKLY, "buzón caído", "mailbox_down", (10, 4 * _HOUR)),
    _lasting(_WEEKLY, "correo de salida caído", "smtp_down", (10, 3 * _HOUR)),
    _lasting(_WEEKLY, "carpetas cerradas", "filing_down", (10, _HOUR)),
    _lasting(_SELDOM, "mailbot detenido", "stopped", (_DAY, 7 * _DAY)),
    _Trouble(share=3 * _WEEKLY, name="proceso muerto", begins=_crash),
    _Trouble(share=_WEEKLY, name="disco lleno", begins=_fill),
    _Trouble(share=0.5, name="respuesta perdida tras DATA", begins=_lose),
    _Trouble(share=_MONTHLY, name="buzón renumerado", begins=_renumber),
)
