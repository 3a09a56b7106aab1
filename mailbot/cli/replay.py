"""`mailbot replay`: recorded mail decided anew, and compared with what was decided then."""

import hashlib
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, tzinfo
from pathlib import Path

import click
from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from mailbot.cli.frame import Command, ExitCode, Invocation
from mailbot.cli.options import json_option
from mailbot.cli.output import print_json, print_line, print_rows, say
from mailbot.cli.shapes import Json
from mailbot.config import Config
from mailbot.errors import StorageError, WrongUse
from mailbot.parsers import identify
from mailbot.replay.replay import Compared, replay as replayed
from mailbot.replay.stage import stage
from storage import recorded
from storage.recorded import Due

_NAMES = {
    "outcome": "Resultado", "rule": "Regla", "case": "Caso", "state": "Estado",
    "events": "Historia", "mails": "Correos",
}  # fmt: skip
_DAY = click.DateTime(["%Y-%m-%d"])


@click.command(
    cls=Command,
    examples=["replay --month 2026-10", "replay correo.eml --against copia/mailbot.db"],
    found="si alguna decisión es otra",
)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[EML]...")
@click.option(
    "--against", type=click.Path(path_type=Path, dir_okay=False), metavar="BASE",
    help="Con qué base SQLite se compara. Si no se da: la de la configuración.",
)  # fmt: skip
@click.option("--from", "since", type=_DAY, metavar="DÍA", help="Desde este día de llegada.")
@click.option("--until", type=_DAY, metavar="DÍA", help="Hasta este día, incluido.")
@click.option("--month", type=click.DateTime(["%Y-%m"]), metavar="AAAA-MM", help="Solo este mes.")
@json_option
@click.pass_obj
def replay(
    invocation: Invocation, files: tuple[Path, ...], against: Path | None, since: datetime | None,
    until: datetime | None, month: datetime | None, as_json: bool,
) -> ExitCode | None:  # fmt: skip
    """Decide otra vez el correo registrado y lo compara con lo que se decidió entonces.

    Sin archivos, compara todo el correo registrado, o el de las fechas dadas. No escribe en la base
    de la línea, no envía nada y no usa ningún servidor: sirve para probar una versión nueva o una
    configuración cambiada antes de ponerla en marcha.
    """
    if month and (since or until):
        raise WrongUse("--month no va junto con --from o --until.")
    config = invocation.config()
    database = against or _database(config)
    zone = config.calendar.zone
    failed = False
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(prefix="mailbot-") as temporary:
        folder = Path(temporary)
        with recorded.recorded_engine(database, folder) as source, stage(config, folder) as desk:
            with source.connect() as connection:
                due = recorded.decided(connection)
            wanted = frozenset(
                each.id for each in due if _is_asked(each, zone, since, until, month)
            )
            if files:
                chosen, failed = _chosen(files, source)
                wanted &= chosen
            last = max((n + 1 for n, each in enumerate(due) if each.id in wanted), default=0)
            with click.progressbar(
                replayed(desk, source, due, wanted), length=last, label="Decidiendo",
                file=sys.stderr,
            ) as bar:  # fmt: skip
                for each in bar:
                    if each is not None:
                        _tell(each, counts, as_json)
    if not as_json:
        print_rows([(name, str(counts[name])) for name in ("Iguales", "Distintos", "Sin archivo")])
    if failed or counts["Sin archivo"]:
        return ExitCode.FAILED
    return ExitCode.FOUND if counts["Distintos"] else None


def _database(config: Config) -> Path:
    url = make_url(config.storage.database)
    if url.get_backend_name() != "sqlite" or not url.database:
        raise WrongUse("replay compara con una base SQLite: dela con --against.")
    return Path(url.database)


def _is_asked(
    due: Due, zone: tzinfo, since: datetime | None, until: datetime | None, month: datetime | None
) -> bool:
    day: date = due.arrived_at.astimezone(zone).date()
    if month:
        return (day.year, day.month) == (month.year, month.month)
    return (not since or day >= since.date()) and (not until or day <= until.date())


def _chosen(files: Iterable[Path], source: Engine) -> tuple[frozenset[int], bool]:
    """The ledger's mails that the files are, and whether any could not be found."""
    found: set[int] = set()
    failed = False
    for file in files:
        try:
            raw = file.read_bytes()
        except OSError as error:
            say(f"{file}: no se pudo leer: {error.strerror}")
            failed = True
            continue
        with source.connect() as connection:
            digest = hashlib.sha256(raw).hexdigest()
            ids = recorded.with_raw(connection, digest, identify(raw).message_id)
        if not ids:
            say(f"{file}: no está en el registro; vea qué pasaría con él: mailbot explain {file}")
            failed = True
        found.update(ids)
    return frozenset(found), failed


def _tell(compared: Compared, counts: Counter[str], as_json: bool) -> None:
    differences = compared.differences
    result = "Sin archivo" if compared.now is None else "Distintos" if differences else "Iguales"
    counts[result] += 1
    if as_json:
        print_json(_record(compared))
    elif result != "Iguales":
        entry = compared.entry
        print_line(f"Correo {entry.id}: {entry.subject} ({entry.sender})")
        if compared.now is None:
            print_line("  Su archivo ya no se conserva: no se puede decidir otra vez.")
        for name in differences:
            print_line(f"  {_NAMES[name]}: antes {_words(getattr(compared.then, name))}")
            print_line(f"  {' ' * len(_NAMES[name])}  ahora {_words(getattr(compared.now, name))}")


def _words(value: str | tuple[str, ...]) -> str:
    return (value if isinstance(value, str) else "; ".join(value)) or "nada"


def _record(compared: Compared) -> Json:
    entry, names = compared.entry, tuple(_NAMES)
    then = {name: getattr(compared.then, name) for name in names}
    now = compared.now and {name: getattr(compared.now, name) for name in names}
    return {
        "id": entry.id, "subject": entry.subject, "from": entry.sender,
        "message_id": entry.message_id, "arrived_at": entry.arrived_at,
        "differences": list(compared.differences), "then": then, "now": now,
    }  # fmt: skip
