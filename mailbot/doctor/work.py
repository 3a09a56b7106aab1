"""Whether the line works: passes, mails that wait for their outcome, mails that don't leave."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from mailbot.doctor.findings import Subject, Verdict, fault, fine, warning
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
        late = [
            *_passes(subject, connection),
            *_roles(subject, connection),
            *_waiting(subject, connection),
        ]
        at_work = list(_workers(connection))
    yield from late or [fine("nada está atrasado")]
    yield from at_work


def in_words(age: timedelta) -> str:
    """`age` for people: minutes, hours or days; never negative."""
    minutes = max(0, round(age / timedelta(minutes=1)))
    if minutes < 120:
        return f"{minutes} min"
    hours = minutes // 60
    return f"{hours} h" if hours < 48 else f"{hours // 24} días"


def _passes(subject: Subject, connection: "Connection") -> Iterator[Verdict]:
    from storage import numbers

    passed = numbers.marked(connection, "pass")
    if passed and subject.now - passed[0] > _longest(subject):
        yield warning(
            f"la última pasada fue hace {in_words(subject.now - passed[0])}: nadie mira el buzón",
            "ponga en marcha el servicio (systemctl start mailbot) y revise su registro",
        )


def _roles(subject: Subject, connection: "Connection") -> Iterator[Verdict]:
    """What none of several processes does."""
    from mailbot.rules.alarm_words import lacking
    from storage import at_work

    for role, last in at_work.missing(connection, subject.now, _longest(subject)).items():
        when = f"Lo hubo hace {in_words(subject.now - last)}." if last else "Nunca lo ha habido."
        yield fault(
            f"{lacking(role)} {when}",
            f"ponga en marcha mailbot run --roles {role}, o mailbot run, que hace todo",
        )


def _workers(connection: "Connection") -> Iterator[Verdict]:
    from mailbot.rules.alarm_words import WORK_OF
    from storage import at_work
    from storage.presence import ROLE_OF

    for each in at_work.workers(connection) or ():
        name = f"proceso {each.pid} en {each.host}" if each.pid else f"proceso de {each.host}"
        does = "".join(f"; {WORK_OF[ROLE_OF[duty]]}" for duty in each.duties)
        yield fine(f"{name}: {', '.join(each.roles)}{does}")


def _longest(subject: Subject) -> timedelta:
    config = subject.config
    return max(
        timedelta(minutes=config.alarms.unreachable_minutes),
        _PASSES * timedelta(seconds=config.mailbox.poll_seconds),
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
