"""Nobody waits for ever: each open case has a wake-up, or a person who knows of it."""

from collections.abc import Iterator
from itertools import takewhile

from sqlalchemy import Connection, bindparam, select

from mailbot.model.case import Case
from mailbot.model.vocabulary import State
from mailbot.rules.policy import Policy
from mailbot.rules.wakeups import wakeups
from storage.schema import deadlines, outbox

_OF_CASE = select(deadlines.c.kind, deadlines.c.due_at).where(
    deadlines.c.case_id == bindparam("row")
)


def waiting_faults(connection: Connection, case: Case, policy: Policy) -> Iterator[str]:
    """Whether the case is forgotten, and whether its wake-ups are those that the rules give it."""
    stored = {(row[0], row[1]) for row in connection.execute(_OF_CASE, {"row": case.row})}
    expected = {(each.kind, each.at) for each in wakeups(case, policy)}
    if stored != expected:
        names = ", ".join(sorted(kind for kind, _at in stored ^ expected))
        yield f"las alarmas guardadas no son las de las reglas: {names}"
    if case.state is State.CERRADO or expected or case.stopped or case.stands_with_parent:
        return
    if not _somebody_knows(connection, case, policy):
        yield f"en {case.state} con {case.group}: sin alarma y sin nadie que lo sepa"


def _somebody_knows(connection: Connection, case: Case, policy: Policy) -> bool:
    """Whether the line's own people were told of it since it came to the group that has it."""
    stints = takewhile(lambda stint: stint.group is case.group, reversed(case.stints))
    since = min(stint.start for stint in stints)
    query = select(outbox.c.to, outbox.c.cc).where(
        outbox.c.case_id == case.row, outbox.c.created_at >= since
    )
    rows = connection.execute(query)
    return any(address in policy.staff for row in rows for address in (*row[0], *row[1]))
