"""How a pass over a full mailbox gets on: a line on stderr, for whoever looks at a terminal."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from storage import Store, ledger, outbox

_EVERY_SECONDS = 0.5


@contextmanager
def shown(
    store: Store, stopping: Callable[[], bool], tick: Callable[[], float] = time.monotonic
) -> Iterator[Callable[[], bool]]:
    """`stopping`, where each time that the pass asks it the line shows how far it is."""
    if not sys.stderr.isatty():
        yield stopping
        return
    line = _Line(store)
    due = tick() + _EVERY_SECONDS

    def ask() -> bool:
        nonlocal due
        if tick() >= due:
            line.show()
            due = tick() + _EVERY_SECONDS
        return stopping()

    try:
        yield ask
    finally:
        line.end()


class _Line:
    def __init__(self, store: Store) -> None:
        self._store = store
        with store.read() as connection:
            self._first = ledger.latest(connection) - ledger.undecided_count(connection)
        self._width = 0

    def show(self) -> None:
        """What the store says now."""
        with self._store.read() as connection:
            every = ledger.latest(connection) - self._first
            left = ledger.undecided_count(connection)
            waiting = outbox.waiting_count(connection)
        told = progress_words(every, every - left, waiting)
        click.echo("\r" + told.ljust(self._width), err=True, nl=False)
        self._width = len(told)

    def end(self) -> None:
        """The next line is another one."""
        if self._width:
            click.echo(err=True)


def progress_words(received: int, decided: int, waiting: int) -> str:
    """How far a pass is, in Spanish: mails received in it or before, decided, and ours to send."""
    share = f" ({decided * 100 // received} %)" if received else ""
    return f"Recibidos: {received}. Decididos: {decided}{share}. Por enviar: {waiting}."
