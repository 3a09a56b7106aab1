"""`mailbot db`: the schema of the database."""

import shlex

import click

from mailbot.cli.backup import next_steps
from mailbot.cli.frame import Command, ExitCode, Group, Invocation
from mailbot.cli.opened import existing_store
from mailbot.cli.options import json_option, moment
from mailbot.cli.output import print_json, print_line
from mailbot.config import Config
from mailbot.daemon.clock import real_time
from mailbot.errors import DatabaseBehind
from mailbot.rules.policy import Policy
from storage import only_one, open_store, store_exists, upgrade
from storage.backup.settling import settle
from storage.schema import REVISION, told_mismatch
from storage.store import Store


@click.group(cls=Group)
def db() -> None:
    """El esquema de la base de datos.

    Una base nueva recibe su esquema en el primer arranque; una más antigua que el programa se
    rechaza hasta que se actualice.
    """


@db.command("upgrade", cls=Command, examples=["db upgrade"])
@click.pass_obj
def upgrade_schema(invocation: Invocation) -> None:
    """Actualiza el esquema. Haga antes una copia de seguridad; mailbot debe estar detenido."""
    config = invocation.config()
    with only_one(config):
        if store_exists(config):
            _refuse_newer(_revision(config))
            upgrade(config.storage.database)
        else:
            open_store(config).close()
    print_line(f"La base de datos tiene el esquema {REVISION}, el de este programa.")


@db.command("restored", cls=Command, examples=["db restored 2026-11-24T02:00"])
@click.argument("made", metavar="HORA")
@json_option
@click.pass_obj
def settle_restored(invocation: Invocation, made: str, as_json: bool) -> None:
    """Deja segura una base que se restauró con otro programa (pg_restore), antes de arrancar.

    HORA es cuándo se hizo la copia ("2026-11-24T02:00"). Los correos sin enviar quedan inciertos y
    retenidos hasta que una persona decida, también los cierres por falta de respuesta, y se saltan
    números de caso. mailbot restore lo hace por sí mismo.
    """
    config = invocation.config()
    zone = Policy.from_config(config).calendar.zone
    now = real_time().astimezone(zone)
    with only_one(config), existing_store(invocation) as (store, _), store.write() as connection:
        done = settle(connection, moment(made, zone, "HORA"), now)
    if as_json:
        print_json({"held": done.held, "undecided": done.undecided})
        return
    print_line(
        f"""Correos sin enviar, inciertos y retenidos: {done.held}.
Correos recibidos y aún sin decidir: {done.undecided}; los decide la próxima pasada.
{next_steps(f"mailbot -c {shlex.quote(str(invocation.config_file))}")}"""
    )


@db.command("check", cls=Command, examples=["db check"], found="si no es el de este programa")
@json_option
@click.pass_obj
def check_schema(invocation: Invocation, as_json: bool) -> ExitCode | None:
    """Dice qué esquema tiene la base de datos y si es el de este programa."""
    config = invocation.config()
    revision = _revision(config) if store_exists(config) else None
    if as_json:
        print_json({"revision": revision, "needed": REVISION, "current": revision == REVISION})
    elif revision is None:
        print_line("La base de datos está vacía: recibirá su esquema en el primer arranque.")
    elif revision == REVISION:
        print_line(f"La base de datos tiene el esquema {revision}, el de este programa.")
    else:
        print_line(told_mismatch(revision))
    return ExitCode.FOUND if revision not in (None, REVISION) else None


def _revision(config: Config) -> str | None:
    """The schema that the database has; None where it is empty."""
    store = Store(config.storage.database, config.storage.files)
    try:
        return store.revision()
    finally:
        store.close()


def _refuse_newer(revision: str | None) -> None:
    if revision and revision > REVISION:
        raise DatabaseBehind(told_mismatch(revision))
