"""Whether the line works: passes, mails that wait for their outcome, mails that don't leave."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from mailbot.doctor.findings import Subject, Verdict, fine, warning
from mailbot.doctor.stored import looked_into

if TYPE_CHECKING:
    from sqlalchemy import Connection

_PASSES = 4
"""After so many pauses without a pass, nobody looks at the mailbox."""

_LONGEST_UNDECIDED = timedelta(hours=1)


def work(subject: Subject) -> Iterator[Verdict]:
    """What is late, as of the latest pass and the rows that wait."""
    with looked_into(subject) as found:
        if found is None:
            yield fine("se sabrá desde la primera pasada")
            return
        _, connection = found
        late = [*_passes(subject, connection), *_waiting(subject, connection)]
    yield from late or [fine("nada está atrasado")]


def in_words(age: timedelta) -> str:
    """`age` for people: minutes, hours or days; never negative."""
    minutes = max(0, round(age / timedelta(minutes=1)))
    if minutes < 120:
        return f"{minutes} min"
    hours = minutes // 60
    return f"{hours} h" if hours < 48 else f"{hours // 24} días"


def _passes(subject: Subject, connection: "Connection") -> Iterator[Verdict]:
    from storage import numbers

    config = subject.config
    longest = max(
        timedelta(minutes=config.alarms.unreachable_minutes),
        _PASSES * timedelta(seconds=config.mailbox.poll_seconds),
    )
    passed = numbers.marked(connection, "pass")
    if passed and subject.now - passed[0] > longest:
        yield warning(
            f"la última pasada fue hace {in_words(subject.now - passed[0])}: nadie mira el buzón",
            "ponga en marcha el servicio (systemctl start mailbot) y revise su registro",
        )


def _waiting(subject: Subject, connection: "Connection") -> Iterator[Verdict]:
    from storage import ledger, outbox

    undecided = ledger.oldest_undecided(connection)
    if undecided and subject.now - undecided > _LONGEST_UNDECIDED:
        yield warning(
            f"un correo espera su decisión desde hace {in_words(subject.now - undecided)}",
            "revise con mailbot status qué lo detiene, y el registro del servicio",
        )
    stuck = outbox.stuck_since(connection, _overdue(subject))
    if stuck and stuck <= _overdue(subject):
        yield warning(
            f"un correo espera salir desde hace {in_words(subject.now - stuck)}",
            "revise con mailbot outbox el último error de cada envío y corrija [smtp]",
        )


def _overdue(subject: Subject) -> datetime:
    return subject.now - timedelta(minutes=subject.config.alarms.outbox_minutes)
