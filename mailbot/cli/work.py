"""`mailbot once`, `run`, `status`, `reconcile`, `deadlines`: the line at work."""

from dataclasses import asdict

import click

from mailbot.cli.backlog import shown
from mailbot.cli.frame import Command, ExitCode, Group, Invocation
from mailbot.cli.interruption import interruptible
from mailbot.cli.opened import existing_store, query
from mailbot.cli.options import at_option, json_option, moment
from mailbot.cli.output import print_json, print_line, print_rows, say
from mailbot.cli.records import deadline_records, status_record
from mailbot.cli.status import status_lines
from mailbot.config import Config
from mailbot.daemon.clock import real_time, refuse_the_past, time_for_pass
from mailbot.daemon.kept_settings import keep_settings
from mailbot.daemon.line import line
from mailbot.daemon.once import one_pass
from mailbot.daemon.start import refuse_faulty_texts
from mailbot.deadlines import release
from mailbot.errors import WrongUse
from mailbot.logs.setup import log_to_stderr
from mailbot.model.line import ProcessRole
from mailbot.reconcile import reconcile as reconcile_mailbox
from storage import database_folder


@click.command(cls=Command, examples=["once", "once --at 2026-11-24T09:12"])
@at_option
@json_option
@click.pass_obj
def once(invocation: Invocation, at: str | None, as_json: bool) -> ExitCode | None:
    """Hace una pasada completa y real: recibe, decide, atiende los plazos y envía.

    Con --at, esa es la hora de toda la pasada; nunca antes de la última registrada. Ctrl-C o
    SIGTERM la detienen cuando termina el correo en curso: el resto queda para la siguiente.
    """
    config = invocation.config()
    grave = config.log.level if config.log.level == "error" else "warning"
    log_to_stderr(config.log.format, grave)
    with line(config) as running:
        asked = moment(at, running.desk.policy.calendar.zone) if at else None
        now = time_for_pass(running.desk.store, asked)
        refuse_the_past(running.desk.store, asked)
        keep_settings(config, now)
        with interruptible() as asked_to_stop, shown(running.desk.store, asked_to_stop) as stopping:
            counts = one_pass(running, now, stopping)
    numbers = asdict(counts)
    troubles = [numbers.pop("trouble"), numbers.pop("sending_trouble")]
    if numbers.pop("stopped"):
        troubles.append("interrumpido: lo que falta queda para la próxima pasada; nada se perdió.")
    if as_json:
        print_json(numbers)
    else:
        print_line("  ".join(f"{_COUNT_WORDS[name]}: {value}" for name, value in numbers.items()))
    for trouble in filter(None, troubles):
        say(f"mailbot: {trouble}")
    return ExitCode.FAILED if counts.trouble or counts.stopped else None


@click.command(
    "run",
    cls=Command,
    examples=["run", "-c /etc/mailbot/config.toml run", "run --roles process,deliver"],
)
@click.option(
    "--roles",
    metavar="ROLES",
    default=",".join(ProcessRole),
    help="Qué hace este proceso, entre comas: receive, process, deliver, deadlines; sin la opción, "
    "todo. Con PostgreSQL puede haber cuantos procesos se quieran; con SQLite, uno que hace todo.",
)
@click.pass_obj
def run_daemon(invocation: Invocation, roles: str) -> None:
    """Atiende la línea hasta que se le pida parar (SIGTERM o Ctrl-C)."""
    # Only who stays needs the scheduler.
    from mailbot.daemon.running import run

    config = invocation.config()
    log_to_stderr(config.log.format, config.log.level)
    # Own texts are checked whenever a line starts; ours alone only here, where two seconds are
    # nothing: `once` may come every minute.
    if config.templates.folder is None:
        refuse_faulty_texts(config)
    with line(config, roles=_roles(config, roles)) as running:
        keep_settings(config, real_time())
        run(running)


def _roles(config: Config, words: str) -> frozenset[ProcessRole]:
    """The roles that are named. WrongUse for an unknown one, or for less than all on SQLite."""
    named = {word.strip() for word in words.split(",")}
    if not named <= set(ProcessRole):
        unknown = ", ".join(sorted(named - set(ProcessRole)))
        raise WrongUse(f"--roles: no hay un papel «{unknown}». Son: {', '.join(ProcessRole)}.")
    roles = frozenset(ProcessRole(word) for word in named)
    if roles != frozenset(ProcessRole) and database_folder(config):
        raise WrongUse(
            "--roles: con SQLite trabaja un solo proceso y hace todo. Para repartir el trabajo use "
            'PostgreSQL: [storage] database = "postgresql://usuario@servidor/base".'
        )
    return roles


@click.command(cls=Command, examples=["status", "status --json"])
@at_option
@json_option
@click.pass_obj
def status(invocation: Invocation, at: str | None, as_json: bool) -> None:
    """Cómo está la línea: colas, últimos contactos, casos por estado y alarmas."""
    with query(invocation, at) as asked:
        record = status_record(asked.connection, asked.policy, asked.now)
    if as_json:
        print_json(record)
        return
    for told in status_lines(record):
        print_line(told)


@click.command(
    cls=Command,
    examples=["reconcile", "reconcile --adopt"],
    found="si algún correo no tiene destino",
)
@click.option("--adopt", is_flag=True, help="Recibe los correos que la base no conoce.")
@at_option
@json_option
@click.pass_obj
def reconcile(
    invocation: Invocation, adopt: bool, at: str | None, as_json: bool
) -> ExitCode | None:
    """Comprueba que cada correo del buzón tiene su destino: que ninguno se perdió.

    --adopt recibe los correos de las carpetas de procesados y apartados que la base no conoce,
    por ejemplo después de restaurar una copia.
    """
    config = invocation.config()
    with line(config, shared=not adopt) as running:
        asked = moment(at, running.desk.policy.calendar.zone) if at else None
        if adopt:
            refuse_the_past(running.desk.store, asked)
        found = reconcile_mailbox(
            running.mailbox, running.mailbox_name, running.desk.store, config.mailbox,
            time_for_pass(running.desk.store, asked), adopt=adopt,
        )  # fmt: skip
    if as_json:
        print_json(asdict(found))
    else:
        total, settled = sum(found.outcomes.values()), sum(found.outcomes.values())
        settled -= found.undecided
        print_line(f"{total} correos llegaron; {settled} tienen destino.")
        print_rows([(folder, str(count)) for folder, count in found.folders.items()])
        print_line(f"Por recibir: {found.pending}. Por decidir: {found.undecided}.")
        for stray in found.unaccounted:
            print_line(
                f"SIN CUENTA: {stray.folder}, UID {stray.uid}, {stray.message_id or 'sin id'}"
            )
        if found.unaccounted and not found.adopted:
            print_line(
                "Para recibirlos, detenga mailbot (systemctl stop mailbot) y ejecute: mailbot "
                "reconcile --adopt"
            )
        if found.adopted:
            print_line(
                f"Recibidos ahora: {found.adopted}; la próxima pasada los decide. A quien ya se le "
                "había dado un número, el acuse le dice que vale el nuevo."
            )
    return ExitCode.FOUND if found.unaccounted else None


@click.group(cls=Group)
def deadlines() -> None:
    """Lo que espera su hora."""


@deadlines.command("list", cls=Command, examples=["deadlines list"])
@at_option
@json_option
@click.pass_obj
def list_deadlines(invocation: Invocation, at: str | None, as_json: bool) -> None:
    """Los próximos plazos, en orden."""
    with query(invocation, at) as asked:
        records = deadline_records(asked.connection, asked.policy)
    if as_json:
        print_json(records)
    else:
        print_rows([(row["due_at"], row["case"], row["kind"]) for row in records])


@deadlines.command("release", cls=Command, examples=["deadlines release"])
@click.pass_obj
def release_deadlines(invocation: Invocation) -> None:
    """Deja seguir los cierres que quedaron en espera; los hace la próxima pasada."""
    with existing_store(invocation) as (store, _policy), store.write() as connection:
        released = release(connection)
    print_line(
        "Los cierres en espera seguirán en la próxima pasada."
        if released
        else "No hay cierres en espera."
    )


_COUNT_WORDS = {
    "received": "recibidos",
    "duplicates": "repetidos",
    "decided": "decididos",
    "parked": "apartados",
    "deadlines": "plazos",
    "sent": "enviados",
    "failed": "no entregados",
    "waiting": "por enviar",
}
