"""`mailbot replay`: recorded mail decided anew, and compared with what was decided then."""

import hashlib
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import chain, groupby
from pathlib import Path

import click
from sqlalchemy import Engine

from mailbot.cli.frame import Command, ExitCode, Invocation
from mailbot.cli.options import json_option
from mailbot.cli.output import json_text, print_line, print_rows, printable, say
from mailbot.cli.shapes import Json
from mailbot.config import Config
from mailbot.daemon.kept_settings import kept_copies
from mailbot.errors import StorageError, WrongUse, disk_words
from mailbot.logs import untold
from mailbot.parsers import identify
from mailbot.replay.comparing import Compared, Tally, Verdict
from mailbot.replay.rehearsal import Rehearsal, rehearsal
from mailbot.replay.told import (
    counts_of,
    lines_of,
    lines_of_case,
    record_of,
    record_of_case,
    summary,
)
from mailbot.rules.months import month_after, read_month
from mailbot.rules.policy import Policy
from storage import recorded
from storage.recorded import Due, Undecided

_FULL = "espacio"
"""What every failure of a full disk says."""

_DAY = click.DateTime(["%Y-%m-%d"])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """Which mails: those of a time (None: without end), or, if files are given, these rows."""

    since: datetime | None = None
    until: datetime | None = None
    rows: frozenset[int] | None = None

    def __call__(self, due: Due) -> bool:
        if self.rows is not None:
            return due.id in self.rows
        return (not self.since or due.arrived_at >= self.since) and (
            not self.until or due.arrived_at < self.until
        )


@click.command(
    cls=Command,
    examples=[
        "replay --month 2026-10",
        "replay --month 2026-10 --base /var/backups/mailbot/mailbot-2026-09-30.tar.gz",
        "replay correo.eml",
    ],
    found="si algo se decidiría de otra manera",
)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[EML]...")
@click.option("--month", metavar="AAAA-MM", help="Solo el correo que llegó en este mes.")
@click.option("--since", type=_DAY, metavar="DÍA", help="Desde este día de llegada.")
@click.option("--until", type=_DAY, metavar="DÍA", help="Hasta este día, incluido.")
@click.option(
    "--base", type=click.Path(path_type=Path, dir_okay=False, exists=True), metavar="COPIA",
    help="Empieza en el estado de esta copia (mailbot backup), y no en el primer correo.",
)  # fmt: skip
@click.option(
    "--against", metavar="BASE",
    help="Con qué base se compara: un archivo de SQLite o una dirección. Si no se da: la de la "
    "configuración.",
)  # fmt: skip
@json_option
@click.pass_obj
def replay(
    invocation: Invocation, files: tuple[Path, ...], month: str | None, since: datetime | None,
    until: datetime | None, base: Path | None, against: str | None, as_json: bool,
) -> ExitCode | None:  # fmt: skip
    """Decide otra vez el correo registrado y dice qué se decidiría de otra manera que entonces.

    Sirve para probar una versión nueva, o una configuración cambiada, antes de ponerla en marcha:
    puede usarse con la línea en servicio. Lee su base y sus archivos; no escribe en ellos, no toca
    el buzón y no envía nada.

    Cada decisión depende de las anteriores, así que se decide desde el primer correo de la línea,
    o desde la copia de --base, y se comparan solo los correos pedidos. El ensayo queda en una
    carpeta temporal (TMPDIR), que llega a ocupar lo que la base, y se borra al final.
    """
    config = invocation.config()
    policy = Policy.from_config(config)
    zone = policy.calendar.zone
    asked = _asked(month, since, until, zone)
    with ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="mailbot-ensayo-")))
        opened.enter_context(_told_where_it_is_full(folder))
        source = opened.enter_context(recorded.recorded_line(_address(config, against)))
        failed = False
        if files:
            rows, failed = _rows_of(files, source)
            asked = _Asked(rows=rows)
        opened.enter_context(untold())
        prepared = opened.enter_context(rehearsal(config, source, folder, asked, base))
        mails, cases = (
            opened.enter_context(tempfile.TemporaryFile("w+", dir=folder, encoding="utf-8"))
            for _kind in ("mails", "cases")
        )
        tally = Tally()
        for compared in _compared(prepared, tally, tell_all=bool(files)):
            mails.writelines(_shown(compared, policy, as_json=as_json))
        if not files:
            cases.writelines(_timed(prepared, tally, asked.since, zone, as_json=as_json))
        mails.seek(0)
        cases.seek(0)
        changed = _changed(config, prepared.began)
        undecided = None if files else _undecided(source, asked)
        if as_json:
            figures = counts_of(tally, undecided) | {
                "began": prepared.began, "settings_changed": changed,
            }  # fmt: skip
            _print_json(figures, mails, cases)
        else:
            for line in chain(mails, cases):
                print_line(line.rstrip("\n"))
            began = _beginning(prepared, zone)
            print_rows([("Decidido desde", began), *summary(tally, undecided, changed, zone)])
        if not prepared.wanted:
            say("No hay correo decidido que comparar en lo que se pidió.")
    if failed:
        return ExitCode.FAILED
    return ExitCode.FOUND if tally.found else None


@contextmanager
def _told_where_it_is_full(folder: Path) -> Iterator[None]:
    """Whatever the disk refuses here is the trial's: nothing is written where the line is."""
    try:
        yield
    except StorageError as error:
        if _FULL not in str(error):
            raise
        raise StorageError(
            f"No queda espacio para el ensayo en {folder.parent}: indique otra carpeta con la "
            "variable TMPDIR. A la línea no le pasó nada."
        ) from error


def _asked(
    month: str | None, since: datetime | None, until: datetime | None, zone: tzinfo
) -> _Asked:
    if month is None:
        return _Asked(
            since=since and since.replace(tzinfo=zone),
            until=until and (until + timedelta(days=1)).replace(tzinfo=zone),
        )
    if since or until:
        raise WrongUse("--month no va junto con --since o --until.")
    try:
        first = read_month(month)
    except ValueError:
        raise WrongUse(f"--month {month}: no es un mes. Se escribe así: 2026-10") from None
    return _Asked(since=_midnight(first, zone), until=_midnight(month_after(first), zone))


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone)


def _address(config: Config, against: str | None) -> str:
    if against is None:
        return config.storage.database
    return against if "://" in against else f"sqlite:///{against}"


def _rows_of(files: Iterable[Path], source: Engine) -> tuple[frozenset[int], bool]:
    """The ledger's mails that the files are, and whether any could not be found."""
    found: set[int] = set()
    failed = False
    for file in files:
        try:
            raw = file.read_bytes()
        except OSError as error:
            say(f"{file}: no se pudo leer: {disk_words(error)}")
            failed = True
            continue
        with source.connect() as connection:
            digest = hashlib.sha256(raw).hexdigest()
            rows = recorded.with_raw(connection, digest, identify(raw).message_id)
        if not rows:
            say(f"{file}: no está en el registro; vea qué pasaría con él: mailbot explain {file}")
            failed = True
        found.update(rows)
    return frozenset(found), failed


def _compared(prepared: Rehearsal, tally: Tally, *, tell_all: bool) -> Iterator[Compared]:
    """The mails that are to be told of, with a bar on stderr for people who look."""
    with click.progressbar(
        prepared.mails, length=prepared.length, label="Decidiendo", file=sys.stderr,
        hidden=not sys.stderr.isatty(),
    ) as bar:  # fmt: skip
        for each in bar:
            if each is None:
                continue
            noted = tally.note(each)
            if tell_all or noted.verdict is not Verdict.SAME:
                yield noted


def _shown(compared: Compared, policy: Policy, *, as_json: bool) -> Iterator[str]:
    if as_json:
        yield json_text(record_of(compared, policy.calendar.zone)) + "\n"
        return
    yield from _paragraph(lines_of(compared, policy))


def _timed(
    prepared: Rehearsal, tally: Tally, since: datetime | None, zone: tzinfo, *, as_json: bool
) -> Iterator[str]:
    for number, group in groupby(prepared.timed(since), key=lambda each: each.number):
        differences = tuple(group)
        tally.timed += 1
        after = tally.first_difference(number)
        if as_json:
            yield json_text(record_of_case(differences, after, zone)) + "\n"
        else:
            yield from _paragraph(lines_of_case(differences, after, zone))


def _paragraph(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield printable(line).replace("\n", " ") + "\n"
    yield "\n"


def _undecided(source: Engine, asked: _Asked) -> Undecided:
    with source.connect() as connection:
        return recorded.undecided(connection, asked.since, asked.until)


def _changed(config: Config, began: datetime | None) -> list[datetime]:
    """When the configuration changed since the replay's beginning, as far as copies tell."""
    try:
        copies = kept_copies(config)
    except StorageError as error:
        say(f"No se sabe cuándo cambió la configuración: {error}.")
        return []
    return [copy.at for copy in copies if copy.changes and (began is None or copy.at > began)]


def _beginning(prepared: Rehearsal, zone: tzinfo) -> str:
    if prepared.began is None:
        return "el primer correo de la línea"
    return f"la copia del {prepared.began.astimezone(zone):%Y-%m-%d %H:%M}"


def _print_json(figures: Json, mails: Iterable[str], cases: Iterable[str]) -> None:
    """One value; what is in its lists, one a line, was never all in memory."""
    click.echo(json_text(figures)[:-1], nl=False)
    for name, lines in (("mails", mails), ("cases", cases)):
        click.echo(f', "{name}": [', nl=False)
        for number, line in enumerate(lines):
            click.echo(f"{',' if number else ''}\n{line.rstrip()}", nl=False)
        click.echo("]", nl=False)
    click.echo("}")
