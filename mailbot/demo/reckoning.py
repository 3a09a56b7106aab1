"""The end of the story: every mail that arrived has its outcome, as `reconcile` proves."""

from dataclasses import dataclass
from datetime import datetime

from mailbot.compose.spanish import counted
from mailbot.daemon.line import Line
from mailbot.demo import words
from mailbot.reconcile import Reconciliation, reconcile
from storage import outbox


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoning:
    """What the mailbox, the ledger and the outbox say at the end, in Spanish."""

    settled: bool
    lines: tuple[str, ...]


def reckon(line: Line, now: datetime) -> Reckoning:
    """Compare the mailbox with the ledger, and count what went out."""
    store, section = line.desk.store, line.desk.policy.config.mailbox
    found = reconcile(line.mailbox, line.mailbox_name, store, section, now)
    with store.read() as connection:
        mails = outbox.status_counts(connection)
    arrived = sum(found.folders.values())
    settled = _settled(found, arrived)
    came = counted(arrived, "correo llegó", "correos llegaron")
    if settled:
        first = f"{came}; los {arrived} tienen destino: {words.tally(found.outcomes)}."
    else:
        first = f"{came} y no todos tienen destino: {found}"
    return Reckoning(settled=settled, lines=(first, _sent(mails)))


def _settled(found: Reconciliation, arrived: int) -> bool:
    decided = sum(found.outcomes.values()) - found.undecided
    return not (found.pending or found.undecided or found.unaccounted) and decided == arrived


def _sent(mails: dict[str, int]) -> str:
    total = sum(mails.values())
    line = counted(total, "correo salió", "correos salieron")
    if failed := mails.get("failed", 0):
        line += f"; {counted(failed, 'fue devuelto', 'fueron devueltos')} por el servidor de correo"
    return line + "."
