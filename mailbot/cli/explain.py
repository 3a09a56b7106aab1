"""`mailbot explain`: what would happen to a mail, and why. Nothing is written, no server asked."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import click
from sqlalchemy import Connection

from mailbot.cli.explained import explanation, unreadable
from mailbot.cli.frame import Command, ExitCode, Invocation
from mailbot.cli.options import at_option, json_option, moment
from mailbot.cli.output import print_json, print_line, print_rows, say
from mailbot.cli.shapes import Json, Shapes
from mailbot.config import Config
from mailbot.daemon.clock import latest_or, real_time
from mailbot.errors import UnreadableMail, disk_words
from mailbot.inbox.mailbox import HEAD_BYTES
from mailbot.model.mail import Mail
from mailbot.model.vocabulary import Outcome
from mailbot.parsers import identify
from mailbot.pipeline.consequences import with_consequences
from mailbot.pipeline.consider import Considered, consider, consider_beginning
from mailbot.pipeline.examining import Examiner
from mailbot.pipeline.form_reading import FormReader, form_process
from mailbot.pipeline.lookups import Lookups, NothingKnown
from mailbot.pipeline.reading import Reader
from mailbot.pipeline.sheet_reading import SheetReader, sheet_process
from mailbot.rules.parking import UNREADABLE
from mailbot.rules.policy import Policy
from storage import arrivals, numbers, open_store, store_exists
from storage.arrivals import DUPLICATE, duplicate_reason
from storage.lookups import StoredLookups


@dataclass(frozen=True, slots=True, kw_only=True)
class _Setting:
    policy: Policy
    lookups: Lookups
    now: datetime
    number_ahead: Callable[[str, int], str]
    """The number of a series after so many others."""
    read: Callable[[bytes], Mail]
    read_forms: FormReader
    read_sheet: SheetReader
    first_copy: Callable[[bytes], int | None]


@click.command(
    cls=Command, examples=["explain correo.eml", "explain correo.eml --at 2026-11-24T09:12 --json"]
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="EML...")
@at_option
@json_option
@click.pass_obj
def explain(
    invocation: Invocation, files: tuple[Path, ...], at: str | None, as_json: bool
) -> ExitCode | None:
    """Qué pasaría con cada correo y por qué. No escribe nada ni usa ningún servidor.

    Cada archivo es un correo (.eml) y se juzga como si fuera el próximo en llegar.
    """
    config = _config(invocation)
    failed = False
    limits = config.limits
    # Nobody waits behind this mail: it has its whole time at once.
    reader = Reader(seconds=limits.parse_seconds, first_seconds=None, most_bytes=limits.mail_bytes)
    documents = form_process(config, first_seconds=None)
    sheets = sheet_process(config)
    with (
        closing(reader),
        closing(documents),
        closing(sheets),
        _setting(
            config, reader, FormReader.of(config, documents), SheetReader(apart=sheets), at
        ) as setting,
    ):
        for file in files:
            record = _explained(file, setting)
            failed = failed or record["outcome"] is None
            print_json(record) if as_json else _tell(record)
    return ExitCode.FAILED if failed else None


def _config(invocation: Invocation) -> Config:
    if invocation.config_file.exists():
        return invocation.config()
    say(f"{invocation.config_file} no existe: se explica con una configuración de ejemplo.")
    server = {"host": "localhost"}
    identity = {"address": "linea@ejemplo.invalid"}
    return Config.model_validate({"mailbox": server, "smtp": server, "identity": identity})


@contextmanager
def _setting(
    config: Config, reader: Reader, forms: FormReader, sheets: SheetReader, at: str | None
) -> Iterator[_Setting]:
    policy = Policy.from_config(config)
    examine = Examiner.of(config)
    asked = moment(at, policy.calendar.zone) if at else None
    if not store_exists(config):
        now = asked or real_time()
        year = now.astimezone(policy.calendar.zone).year
        yield _Setting(
            policy=policy,
            lookups=NothingKnown(),
            now=now,
            number_ahead=lambda series, ahead: f"{series}-{year}-{1 + ahead:06d}",
            first_copy=lambda _raw: None,
            read=lambda raw: examine(raw, reader(raw), now),
            read_forms=forms,
            read_sheet=sheets,
        )
        return
    store = open_store(config)
    try:
        with store.read() as connection:
            now = asked or latest_or(connection, real_time())
            year = now.astimezone(policy.calendar.zone).year
            yield _Setting(
                policy=policy,
                lookups=StoredLookups(connection),
                now=now,
                number_ahead=lambda series, ahead: numbers.peek(connection, series, year, ahead),
                first_copy=lambda raw: _first_copy(connection, raw, now),
                read=lambda raw: examine(raw, reader(raw), now),
                read_forms=forms,
                read_sheet=sheets,
            )
    finally:
        store.close()


def _first_copy(connection: Connection, raw: bytes, now: datetime) -> int | None:
    mail = identify(raw)
    return arrivals.first_copy(
        connection, message_id=mail.message_id, content_hash=mail.content_hash,
        sender=mail.sender, arrived_at=now,
    )  # fmt: skip


def _explained(file: Path, setting: _Setting) -> Json:
    try:
        raw = file.read_bytes()
    except OSError as error:
        return unreadable(str(file), f"No se pudo leer: {disk_words(error)}", None)
    try:
        considered = _considered(raw, setting)
    except UnreadableMail as reason:
        return unreadable(str(file), str(reason), Outcome.PARKED) | {"rule": UNREADABLE}
    record = explanation(str(file), considered, Shapes(setting.policy.calendar.zone))
    known = setting.first_copy(raw)
    if known is None:
        return record
    again = {"rule": DUPLICATE, "reason": duplicate_reason(known), "case": None}
    return record | {
        "outcome": Outcome.IGNORED, "decision": again, "effects": [], "mails": []
    }  # fmt: skip


def _considered(raw: bytes, setting: _Setting) -> Considered:
    now, lookups, policy = setting.now, setting.lookups, setting.policy
    if len(raw) > policy.config.limits.mail_bytes:
        return consider_beginning(
            raw[:HEAD_BYTES], len(raw), now, lookups, policy, entry_id=0, read=setting.read
        )
    taken: Counter[str] = Counter()

    def next_number(series: str) -> str:
        taken[series] += 1
        return setting.number_ahead(series, taken[series] - 1)

    considered = consider(
        raw, now, lookups, policy, now, next_number=next_number, read=setting.read,
        read_forms=lambda mail: setting.read_forms(mail, last_try=True),
        read_sheet=setting.read_sheet,
    )  # fmt: skip
    decision, _dead = with_consequences(considered.decision, lookups, policy, now)
    return replace(considered, decision=decision)


def _tell(record: Json) -> None:
    sender, match, decision = record["from"], record["match"], record["decision"]
    rows = [
        ("Correo", record["file"]),
        ("De", f"{sender['name'] or ''} <{sender['address'] or ''}>" if sender else "nadie"),
        ("Asunto", record["subject"] or ""),
        ("Filtro", f"{record['rule']}: {record['reason']}"),
        ("Identidad", f"{record['identity']['by']}, verificada: {record['identity']['verified']}"),
        ("Caso", match["reason"] if match else "ninguno"),
        ("Resultado", f"{record['outcome']} ({decision['rule']}): {decision['reason']}")
        if decision
        else ("Resultado", record["outcome"] or "no se pudo leer"),
    ]
    rows += [("Enviaría", f"{m['template']} a {', '.join(m['to'])}: {m['reason']}")
             for m in record["mails"]]  # fmt: skip
    rows += [("Defecto", fault) for fault in record["faults"]]
    print_rows(rows)
    print_line()
