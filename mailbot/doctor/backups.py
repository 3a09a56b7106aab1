"""Whether there is a back-up of lately (R3)."""

from collections.abc import Iterator
from datetime import timedelta

from mailbot.doctor.findings import Subject, Verdict, fine, warning
from mailbot.doctor.stored import looked_into
from mailbot.doctor.work import in_words

OLDEST = timedelta(days=2)
"""One is made each night: with this age two were missed."""

_TODO = "haga una ahora con mailbot backup, y ponga una cada noche en cron (guía respaldo.md)"


def backup(subject: Subject) -> Iterator[Verdict]:
    """How old the last one is that `mailbot backup` made of this line."""
    from storage import accounts, numbers

    with looked_into(subject) as opened:
        if opened is None:
            yield fine("todavía no hay nada que copiar")
            return
        connection = opened[1]
        last = numbers.marked(connection, numbers.BACKED_UP)
        first = accounts.first_received(connection)
    if not subject.config.storage.database.startswith("sqlite"):
        yield fine("la hace PostgreSQL: mailbot no la conoce")
    elif last:
        age = subject.now - last[0]
        told = f"la última copia es de hace {in_words(age)}"
        yield warning(told, _TODO) if age > OLDEST else fine(told)
    elif first and subject.now - first > OLDEST:
        yield warning("nunca se ha hecho una copia de seguridad de esta línea", _TODO)
    else:
        yield fine("todavía no se ha hecho ninguna; la línea empieza")
