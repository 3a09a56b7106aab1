"""Conservation, receipts, what was set aside: each mail that came in, in the ledger."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection, func, select

from mailbot.model.vocabulary import Outcome
from mailbot.rules.parking import GAVE_UP
from mailbot.simulate.checks.violation import Violation
from mailbot.simulate.line import Passed, SimulatedLine
from storage.schema import inbound, outbox

_OF_CASE = (Outcome.NEW_CASE, Outcome.CASE_EVENT, Outcome.SURVEY)
_RECEIPT, _SECURITY = "M-31", "M-45"


def conservation(
    connection: Connection, line: SimulatedLine, passed: Passed
) -> Iterator[Violation]:
    """After a pass without trouble each mail that the box ever showed has its row and outcome."""
    if passed.counts is None or passed.counts.trouble:
        return
    rows = connection.execute(select(func.count()).select_from(inbound)).scalar_one()
    shown = line.box.shown_count
    if rows != shown:
        yield Violation(
            rule="conservación", at=passed.at,
            what=f"el buzón mostró {shown} correos y la base tiene {rows}",
        )  # fmt: skip


def settled(
    connection: Connection, after: int, until: int, at: datetime, house: frozenset[str]
) -> Iterator[Violation]:
    """What became of the mails of the ledger behind row `after`, up to row `until`."""
    query = select(
        inbound.c.id, inbound.c.outcome, inbound.c.rule, inbound.c.reason, inbound.c.case_id,
        inbound.c.sender, inbound.c.duplicate_of,
    ).where(inbound.c.id > after, inbound.c.id <= until)  # fmt: skip
    for row in connection.execute(query):
        mail = f"{row.id} de {row.sender}"
        if row.outcome not in list(Outcome):
            yield Violation(rule="un destino", at=at, what=f"destino {row.outcome}", mail=mail)
        if row.outcome == Outcome.PARKED and row.rule == GAVE_UP:
            yield Violation(rule="nada falla", at=at, what=row.reason, mail=mail)
        if row.outcome in _OF_CASE and row.case_id is None and row.rule != "held":
            what = f"destino {row.outcome} sin caso ({row.rule})"
            yield Violation(rule="un destino", at=at, what=what, mail=mail)
        if row.outcome == Outcome.COMMAND and row.sender in house:
            yield from _receipts(connection, row.id, mail, at)


def _receipts(connection: Connection, entry: int, mail: str, at: datetime) -> Iterator[Violation]:
    """Exactly one receipt, or else the notice that nobody proved to have written it."""
    query = select(outbox.c.template, func.count()).where(
        outbox.c.inbound_id == entry, outbox.c.template.in_((_RECEIPT, _SECURITY, "M-29"))
    )
    found = {row[0]: row[1] for row in connection.execute(query.group_by(outbox.c.template))}
    receipts = found.get(_RECEIPT, 0)
    if receipts > 1 or (receipts == 0 and not _was_warned(connection, found, entry)):
        what = f"una orden tiene {receipts} acuses ({found})"
        yield Violation(rule="un acuse", at=at, what=what, mail=mail)


def _was_warned(connection: Connection, found: dict[str, int], entry: int) -> bool:
    """Whether it was refused as unproven; of such a notice there is one a day."""
    query = select(inbound.c.reason).where(inbound.c.id == entry)
    reason = str(connection.execute(query).scalar() or "")
    return _SECURITY in found or "no está autenticado" in reason
