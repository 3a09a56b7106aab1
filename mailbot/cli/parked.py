"""`mailbot parked`: mails that were set aside, and what a person does with them."""

from pathlib import Path

import click
from sqlalchemy import Connection

from mailbot.cli.frame import Command, ExitCode, Group, Invocation
from mailbot.cli.opened import existing_store, query
from mailbot.cli.options import at_option, json_option, moment, refuse_place
from mailbot.cli.output import print_json, print_line, print_rows, say
from mailbot.cli.shapes import Shapes
from mailbot.daemon.clock import refuse_the_past, time_for_pass
from mailbot.daemon.line import line
from mailbot.errors import AlreadyRunning, WrongUse
from mailbot.pipeline.again import run_again
from mailbot.pipeline.process import link_files
from mailbot.pipeline.turns import process_one
from storage import ledger
from storage.files import new_file
from storage.ledger import Entry


@click.group(cls=Group)
def parked() -> None:
    """Los correos apartados: list, show, export, retry, discard."""


@parked.command("list", cls=Command, examples=["parked list"])
@at_option
@json_option
@click.pass_obj
def list_parked(invocation: Invocation, at: str | None, as_json: bool) -> None:
    """Los correos apartados, del más antiguo al más reciente."""
    with query(invocation, at) as asked:
        shapes = Shapes(asked.policy.calendar.zone)
        rows = [shapes.parked(entry) for entry in ledger.parked(asked.connection)]
    if as_json:
        print_json(rows)
    else:
        print_rows([(str(r["id"]), r["received_at"], r["from"] or "", r["reason"]) for r in rows])


@parked.command(cls=Command, examples=["parked show 7"])
@click.argument("entry_id", type=int, metavar="ID")
@at_option
@json_option
@click.pass_obj
def show(invocation: Invocation, entry_id: int, at: str | None, as_json: bool) -> None:
    """Un correo apartado: por qué, y cómo empieza."""
    with query(invocation, at) as asked:
        entry = _parked(asked.connection, entry_id)
        record = Shapes(asked.policy.calendar.zone).parked(entry)
        head = asked.store.files.get(entry.raw_sha256)[:2000].decode("utf-8", "replace")
    if as_json:
        print_json(record | {"head": head, "size": entry.size, "head_only": entry.head_only})
        return
    print_rows([(name, "" if value is None else str(value)) for name, value in record.items()])
    print_line()
    print_line(head)


@parked.command(cls=Command, examples=["parked export 7 --out correo.eml"])
@click.argument("entry_id", type=int, metavar="ID")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    metavar="ARCHIVO",
    help="Dónde se escribe; nunca reemplaza uno que exista.",
)
@click.pass_obj
def export(invocation: Invocation, entry_id: int, out: Path) -> None:
    """Escribe los bytes del correo en ARCHIVO, tal como llegaron."""
    with query(invocation) as asked:
        entry = _parked(asked.connection, entry_id)
        refuse_place(out)
        raw = asked.store.files.get(entry.raw_sha256)
    with new_file(out) as file:
        file.write(raw)
    print_line(f"{out}: {len(raw)} bytes")
    if entry.head_only:
        say("Solo está el comienzo: el correo supera el límite. parked retry lo trae completo.")


@parked.command(cls=Command, examples=["parked retry 7", "parked retry 7 --file correo.eml"])
@click.argument("entry_id", type=int, metavar="ID")
@click.option(
    "--file", "edited", type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="ARCHIVO", help="Un .eml corregido que toma el lugar del original.",
)  # fmt: skip
@at_option
@click.pass_obj
def retry(
    invocation: Invocation, entry_id: int, edited: Path | None, at: str | None
) -> ExitCode | None:
    """Procesa de nuevo un correo apartado, también desde un .eml corregido con --file.

    De un correo que superó el límite trae del buzón el resto. Si mailbot está en marcha, él lo
    toma en su próxima pasada.
    """
    raw = edited.read_bytes() if edited else None
    config = invocation.config()
    with line(config, shared=True) as running:
        asked = moment(at, running.desk.policy.calendar.zone) if at else None
        refuse_the_past(running.desk.store, asked)
        with running.desk.store.read() as connection:
            entry = _parked(connection, entry_id)
        run_again(running.desk.store, running.mailbox, config.mailbox, entry, raw)
    try:
        with line(config) as running:
            with running.desk.store.read() as connection:
                fresh = ledger.entry(connection, entry_id)
            if fresh is None:
                raise WrongUse(f"No hay ningún correo {entry_id}.")
            outcome = process_one(running.desk, fresh, time_for_pass(running.desk.store, asked))
            link_files(running.desk)
    except AlreadyRunning:
        print_line("mailbot está en marcha y lo tomará en su próxima pasada.")
        return None
    print_line(f"Correo {entry_id}: {outcome or 'falló; se intentará de nuevo'}")
    return ExitCode.FAILED if outcome in (None, "parked") else None


@parked.command(cls=Command, examples=["parked discard 7 --reason publicidad"])
@click.argument("entry_id", type=int, metavar="ID")
@click.option(
    "--reason",
    default="Descartado por el administrador.",
    metavar="TEXTO",
    help="Por qué; queda con el correo.",
)
@click.pass_obj
def discard(invocation: Invocation, entry_id: int, reason: str) -> None:
    """Da por atendido un correo apartado; sus bytes se conservan."""
    with existing_store(invocation) as (store, _policy):
        with store.read() as connection:
            _parked(connection, entry_id)
        with store.write() as connection:
            ledger.discard(connection, entry_id, reason)
    print_line(f"Correo {entry_id}: descartado")


def _parked(connection: Connection, entry_id: int) -> Entry:
    entry = ledger.entry(connection, entry_id)
    if entry is None or entry.status != ledger.PARKED:
        raise WrongUse(f"No hay ningún correo apartado {entry_id}. Véalos con: mailbot parked list")
    return entry
