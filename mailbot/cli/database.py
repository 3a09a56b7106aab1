"""`mailbot db`: the schema of the database."""

import click

from mailbot.cli.frame import Command, ExitCode, Group, Invocation
from mailbot.cli.options import json_option
from mailbot.cli.output import print_json, print_line
from storage import only_one, open_store, store_exists, upgrade
from storage.schema import REVISION
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
            upgrade(config.storage.database)
        else:
            open_store(config).close()
    print_line(f"La base de datos tiene el esquema {REVISION}, el de este programa.")


@db.command("check", cls=Command, examples=["db check"], found="si no es el de este programa")
@json_option
@click.pass_obj
def check_schema(invocation: Invocation, as_json: bool) -> ExitCode | None:
    """Dice qué esquema tiene la base de datos y si es el de este programa."""
    config = invocation.config()
    revision = None
    if store_exists(config):
        store = Store(config.storage.database, config.storage.files)
        try:
            revision = store.revision()
        finally:
            store.close()
    if as_json:
        print_json({"revision": revision, "needed": REVISION, "current": revision == REVISION})
    elif revision is None:
        print_line("La base de datos está vacía: recibirá su esquema en el primer arranque.")
    elif revision == REVISION:
        print_line(f"La base de datos tiene el esquema {revision}, el de este programa.")
    else:
        print_line(
            f"La base de datos tiene el esquema {revision} y este programa necesita {REVISION}: "
            "haga una copia de seguridad y ejecute mailbot db upgrade"
        )
    return ExitCode.FOUND if revision not in (None, REVISION) else None
