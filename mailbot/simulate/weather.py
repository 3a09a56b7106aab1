"""What goes wrong around the line, and when: drawn anew for each day."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from mailbot.simulate.faults import Faults, Refusal
from mailbot.simulate.line import SimulatedLine

Turn = Callable[[SimulatedLine], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Something breaks or heals at `at`; `name` is Spanish, for the summary."""

    at: datetime
    name: str
    turn: Turn


_MONTHLY = 1 / 30
_WEEKLY = 1 / 7
_SELDOM = 1 / 120


def weather(day: datetime, chance: random.Random, addresses: tuple[str, ...]) -> list[Change]:
    """The changes of the day that begins at `day`; `addresses` are boxes that may be full."""
    changes: list[Change] = []

    def at_some_time(share: float) -> datetime | None:
        moment = day + timedelta(minutes=chance.randrange(6 * 60, 20 * 60))
        return moment if chance.random() < share else None

    for share, name, attribute, longest in (
        (_WEEKLY, "buzón caído", "mailbox_down", 240),
        (_WEEKLY, "correo de salida caído", "smtp_down", 180),
        (_WEEKLY, "carpetas cerradas", "filing_down", 60),
    ):
        if (start := at_some_time(share)) is not None:
            end = start + timedelta(minutes=chance.randrange(10, longest))
            changes += [
                Change(at=start, name=name, turn=_set(attribute, True)),
                Change(at=end, name="", turn=_set(attribute, False)),
            ]
    if (start := at_some_time(_SELDOM)) is not None:
        end = start + timedelta(days=chance.randrange(1, 7))
        changes += [
            Change(at=start, name="mailbot detenido", turn=_set("stopped", True)),
            Change(at=end, name="", turn=_set("stopped", False)),
        ]
    if (start := at_some_time(3 * _WEEKLY)) is not None:
        writes = chance.randrange(1, 12)
        changes.append(Change(at=start, name="proceso muerto", turn=_crash_after(writes)))
    if (start := at_some_time(_WEEKLY)) is not None:
        writes = chance.randrange(0, 8)
        changes.append(Change(at=start, name="disco lleno", turn=_full_after(writes)))
    if (start := at_some_time(0.5)) is not None:
        changes.append(Change(at=start, name="respuesta perdida tras DATA", turn=_lose_answer))
    if (start := at_some_time(_MONTHLY)) is not None:
        changes.append(Change(at=start, name="buzón renumerado", turn=_renumber))
    if addresses and (start := at_some_time(_WEEKLY)) is not None:
        address = chance.choice(addresses)
        end = start + timedelta(minutes=chance.randrange(60, 900))
        changes += [
            Change(at=start, name="destinatario rechazado", turn=_refuse(address)),
            Change(at=end, name="", turn=_accept(address)),
        ]
    return sorted(changes, key=lambda change: change.at)


def _set(attribute: str, value: bool) -> Turn:
    def turn(line: SimulatedLine) -> None:
        setattr(line.faults, attribute, value)

    return turn


def _crash_after(writes: int) -> Turn:
    def turn(line: SimulatedLine) -> None:
        line.faults.writes_until_crash = writes

    return turn


def _full_after(writes: int) -> Turn:
    def turn(line: SimulatedLine) -> None:
        line.faults.writes_until_full, line.faults.full_writes = writes, 1

    return turn


def _lose_answer(line: SimulatedLine) -> None:
    line.faults.lose_after_content += 1


def _renumber(line: SimulatedLine) -> None:
    line.box.renumber()


def _refuse(address: str) -> Turn:
    def turn(line: SimulatedLine) -> None:
        line.faults.refused[address] = Refusal.TEMPORARY

    return turn


def _accept(address: str) -> Turn:
    def turn(line: SimulatedLine) -> None:
        heal(line.faults, address)

    return turn


def heal(faults: Faults, address: str) -> None:
    """A box takes mail again."""
    faults.refused.pop(address, None)
