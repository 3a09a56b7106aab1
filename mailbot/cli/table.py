"""What mailbot can do: one row a command. A command's module is imported when it runs.

A new command is a row here and, in its module, a function (or a group of them) like

    @click.command(cls=Command, examples=["status", "status --json"])
    @json_option
    @click.pass_obj
    def status(invocation: Invocation, as_json: bool) -> ExitCode | None: ...

which returns None when it is done, ExitCode.FOUND when a check found something, and raises a
MailbotError when it can't go on: `failures` turns that into words and an exit status.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A command: its name, `module:object` where it is, and what it does, in Spanish."""

    name: str
    target: str
    help: str


def _row(name: str, target: str, text: str) -> Row:
    return Row(name=name, target=f"mailbot.cli.{target}", help=text)


COMMANDS = (
    _row("init", "setup:init", "Crea una carpeta con la configuración por llenar."),
    _row("doctor", "doctor:doctor", "Revisa la configuración, los servidores y el equipo."),
    _row("run", "work:run_daemon", "Atiende la línea hasta que se le pida parar."),
    _row("once", "work:once", "Hace una pasada completa y dice qué hizo."),
    _row("status", "work:status", "Cómo está la línea: colas, contactos, casos, alarmas."),
    _row("case", "cases:case", "Los casos: list, show, clock, export, verify."),
    _row("explain", "explain:explain", "Qué pasaría con un correo y por qué."),
    _row("replay", "replay:replay", "Decide otra vez el correo registrado y compara."),
    _row("parked", "parked:parked", "Los correos apartados: list, show, export, retry, discard."),
    _row("outbox", "outbox:outbox", "Los correos de salida: list, show, retry, cancel."),
    _row("deadlines", "work:deadlines", "Lo que espera su hora: deadlines list, release."),
    _row("config", "history:config", "Qué cambió en la configuración: config history."),
    _row("contingency", "contingency:contingency", "La hoja de diez columnas: export, import."),
    _row("reconcile", "work:reconcile", "Comprueba que ningún correo se perdió."),
    _row("backup", "backup:backup", "Una copia completa en un archivo, también en marcha."),
    _row("restore", "backup:restore", "Pone una copia en su lugar, con mailbot detenido."),
    _row("preview", "preview:preview", "Todos los correos con datos de ejemplo."),
    _row("report", "report:report", "El informe de un mes: libro de Excel y página con gráficas."),
    _row("digest", "digest:digest", "El resumen de un coordinador, como saldría ahora."),
    _row("simulate", "simulate:simulate", "Una línea simulada, comprobada paso a paso."),
    _row("db", "database:db", "La base de datos: db upgrade, db check, db restored."),
)
