"""The checks in order, and how they are run: none may keep the others from being heard."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from mailbot.config import Config, load
from mailbot.doctor import (
    backups,
    house,
    monitoring,
    pages,
    people,
    receiver,
    secrecy,
    servers,
    sheet,
    work,
    working_time,
)
from mailbot.doctor.findings import Check, Finding, Subject, Verdict, fault, fine, warning
from mailbot.errors import ConfigurationError, MailbotError, StorageError
from mailbot.inbox.values import Facts
from mailbot.sender.values import Probe


def configuration(subject: Subject) -> Iterator[Verdict]:
    """That it loads is said before; what is left of the example is not."""
    left = sorted(_left_of_the_example(subject.config))
    if left:
        yield fault(
            f"todavía tiene valores del ejemplo: {', '.join(left)}",
            f"escriba los de la entidad en {subject.config_file}",
        )
    else:
        yield fine(f"{subject.config_file} está completo y se entiende")


CHECKS = (
    Check(name="configuration", title="configuración", run=configuration),
    Check(name="secrets", title="secretos", run=secrecy.secrets),
    Check(name="encryption", title="cifrado", run=secrecy.encryption),
    Check(name="mailbox", title="buzón", run=servers.mailbox),
    Check(name="smtp", title="salida", run=servers.smtp),
    Check(name="database", title="base de datos", run=house.database, asks_database=True),
    Check(name="work", title="marcha", run=work.work, asks_database=True),
    Check(name="backup", title="respaldo", run=backups.backup, asks_database=True),
    Check(name="files", title="archivos", run=house.files),
    Check(
        name="contingency", title="contingencia", run=sheet.contingency_sheet, asks_database=True
    ),
    Check(name="monitoring", title="monitoreo", run=monitoring.monitoring),
    Check(name="templates", title="plantillas", run=house.templates),
    Check(name="documents", title="documentos", run=house.documents),
    Check(name="attachments", title="adjuntos", run=house.attachments),
    Check(name="calendar", title="calendario", run=working_time.calendar),
    Check(name="clock", title="reloj", run=working_time.clock),
    Check(name="staff", title="directorio", run=people.staff),
    Check(name="trust", title="confianza", run=people.trust),
    Check(name="receiver", title="receptor", run=receiver.receiver, asks_database=True),
    Check(name="identity", title="identidad", run=people.identity),
    Check(name="pages", title="enlaces", run=pages.pages),
)


_NOT_CHECKED = warning(
    "sin revisar, porque la base de datos tiene una falla", "corrija antes la base de datos"
)


def examine(
    config_file: Path,
    environ: Mapping[str, str],
    now: datetime,
    mailbox: Callable[[Config], Facts] = servers.look_at_mailbox,
    smtp: Callable[[Config], Probe] = servers.look_at_smtp,
    checks: Sequence[Check] = CHECKS,
) -> Iterator[Finding]:
    """Every finding of `checks`, as soon as it is known.

    Where the configuration doesn't load, its faults are all there is. A database that can't be
    looked into is a fault of one check: the others that would ask it say that they did not.
    """
    try:
        config = load(config_file, environ)
    except ConfigurationError as error:
        todo = f"corrija {config_file} y ejecute otra vez: mailbot doctor"
        yield from (_finding(CHECKS[0], fault(told, todo)) for told in error.faults)
        return
    subject = Subject(
        config=config,
        config_file=config_file,
        environ=environ,
        now=now,
        mailbox=mailbox,
        smtp=smtp,
    )
    barred = False
    for check in checks:
        if barred and check.asks_database:
            # Said once; and each look at a silent server would wait for it again.
            yield _finding(check, _NOT_CHECKED)
            continue
        for verdict in _heard(check, subject):
            barred = barred or verdict.bars_database
            yield _finding(check, verdict)


def _heard(check: Check, subject: Subject) -> Iterator[Verdict]:
    try:
        yield from check.run(subject)
    except ConfigurationError as error:
        todo = f"corrija {subject.config_file} o ese archivo"
        yield from (fault(told, todo) for told in error.faults)
    except StorageError as error:
        # What a server says is explained already, with what to do.
        todo = (
            "revise storage.database, o recupere la última copia de seguridad"
            if subject.config.storage.database.startswith("sqlite")
            else "corríjalo y ejecute otra vez: mailbot doctor"
        )
        yield fault(str(error), todo, bars_database=check.asks_database)
    except MailbotError as error:
        yield fault(str(error))
    except OSError as error:
        what = f"{error.strerror or error}: {error.filename or 'sin archivo'}"
        yield fault(what, "revise que exista, de quién es y sus permisos")


def _finding(check: Check, verdict: Verdict) -> Finding:
    return Finding(
        check=check.name,
        title=check.title,
        level=verdict.level,
        what=verdict.what,
        todo=verdict.todo,
    )


def _left_of_the_example(config: Config) -> Iterator[str]:
    values = {
        "mailbox.host": config.mailbox.host,
        "smtp.host": config.smtp.host,
        "identity.address": config.identity.address,
        "trust.authserv_id": config.trust.authserv_id or "",
        **{f"staff ({member.name})": member.email for member in config.staff},
    }
    yield from (
        key
        for key, value in values.items()
        if value.endswith((".ejemplo.gov.co", "@ejemplo.gov.co"))
    )
