"""A replay from beginning to end: what it is to look at, from which state, and what came of it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from mailbot.config import Config
from mailbot.pipeline.desk import Desk
from mailbot.replay.comparing import Compared
from mailbot.replay.deciding import decide_anew
from mailbot.replay.stage import stage
from storage.agenda import Agenda
from storage.recorded import Due, recorded_line
from storage.rehearsal import base_of, numbers_with, refuse_strange
from storage.timed import TimedDifference, timed_differences


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """`wanted` mails are compared, `length` are decided about: those before them too.

    `began` is when the back-up was made that it goes on from; None from the line's first mail.
    """

    wanted: int
    length: int
    began: datetime | None
    mails: Iterator[Compared | None]
    end: datetime | None
    """Until when the line was played; None where nothing was asked for."""
    _source: Engine
    _desk: Desk
    _folder: Path

    def timed(self, since: datetime | None) -> Iterator[TimedDifference]:
        """What deadlines did otherwise since a time, on cases that are here too.

        To be asked once all mails were gone through. Raises StorageError.
        """
        if self.end is None:
            return
        file = self._folder / "plazos.db"
        with recorded_line(self._desk.store.url) as here, here.connect() as connection:
            for each in timed_differences(file, self._source, here, since, self.end):
                if numbers := numbers_with(connection, each.number):
                    yield replace(each, numbers=numbers)


@contextmanager
def rehearsal(
    config: Config, source: Engine, folder: Path, is_wanted: Callable[[Due], bool],
    back_up: Path | None = None,
) -> Iterator[Rehearsal]:  # fmt: skip
    """Prepare a replay of the line of `source`; all that it writes lies in `folder`.

    It goes on from `back_up` where one is given. Raises StorageError.
    """
    with ExitStack() as opened:
        base, began = base_of(back_up, folder) if back_up else (None, None)
        desk = opened.enter_context(stage(config, folder, base))
        agenda = opened.enter_context(Agenda(folder / "agenda.db"))
        with desk.store.read() as here:
            if base:
                with source.connect() as there:
                    refuse_strange(here, there)
            wanted = agenda.fill(source, is_wanted, base=here, after=began)
        yield Rehearsal(
            wanted=wanted, length=agenda.length, began=began,
            mails=decide_anew(desk, source, agenda), end=agenda.end,
            _source=source, _desk=desk, _folder=folder,
        )  # fmt: skip
