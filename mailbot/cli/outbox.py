"""`mailbot outbox`: mails on their way out."""

from datetime import datetime

import click
from sqlalchemy import Connection

from mailbot.cli.frame import Command, Group, Invocation
from mailbot.cli.opened import existing_store, query
from mailbot.cli.options import at_option, json_option
from mailbot.cli.output import print_json, print_line, print_rows
from mailbot.cli.records import with_number
from mailbot.errors import WrongUse
from mailbot.model.vocabulary import MailStatus
from storage import attempts, numbers
from storage import outbox as mails
from storage.attempts import End
from storage.outbox import Posted

_OPEN = (MailStatus.WAITING, MailStatus.SENDING, MailStatus.UNCERTAIN, MailStatus.FAILED)
_MAY_RETRY = (*_OPEN, MailStatus.CANCELLED, MailStatus.SUPPRESSED)


@click.group(cls=Group)
def outbox() -> None:
    """Los correos de salida: list, show, retry, cancel."""


@outbox.command("list", cls=Command, examples=["outbox list", "outbox list --all --json"])
@click.option("--all", "everything", is_flag=True, help="También los enviados y los cancelados.")
@at_option
@json_option
@click.pass_obj
def list_outbox(invocation: Invocation, everything: bool, at: str | None, as_json: bool) -> None:
    """Los correos que esperan, están inciertos o no se pudieron entregar."""
    with query(invocation, at) as asked:
        found = mails.listed(asked.connection, tuple(MailStatus) if everything else _OPEN)
        rows = [with_number(asked.connection, mail, asked.policy) for mail in found]
    if as_json:
        print_json(rows)
        return
    print_rows(
        [
            (str(r["id"]), r["status"], r["template"], ", ".join(r["to"]), r["case"] or "",
             r["last_error"] or r["subject"] or "")
            for r in rows
        ]
    )  # fmt: skip


@outbox.command(cls=Command, examples=["outbox show 12"])
@click.argument("mail_id", type=int, metavar="ID")
@at_option
@json_option
@click.pass_obj
def show(invocation: Invocation, mail_id: int, at: str | None, as_json: bool) -> None:
    """Un correo de salida, con sus bytes finales."""
    with query(invocation, at) as asked:
        mail = _mail(asked.connection, mail_id)
        record = with_number(asked.connection, mail, asked.policy)
        raw = mails.raw(asked.connection, asked.store.files, mail).decode("utf-8", "replace")
    if as_json:
        print_json(record | {"raw": raw})
        return
    print_rows([(name, "" if value is None else str(value)) for name, value in record.items()])
    print_line()
    print_line(raw)


@outbox.command(cls=Command, examples=["outbox retry 12"])
@click.argument("mail_id", type=int, metavar="ID")
@click.pass_obj
def retry(invocation: Invocation, mail_id: int) -> None:
    """Intenta otra vez un correo: sale en la próxima pasada, con el mismo identificador."""
    _settle(invocation, mail_id, _MAY_RETRY, MailStatus.WAITING, "Reintento pedido a mano")
    print_line(f"Correo {mail_id}: saldrá en la próxima pasada")


@outbox.command(cls=Command, examples=["outbox cancel 12"])
@click.argument("mail_id", type=int, metavar="ID")
@click.pass_obj
def cancel(invocation: Invocation, mail_id: int) -> None:
    """No envía un correo que aún espera."""
    _settle(
        invocation, mail_id, (MailStatus.WAITING, MailStatus.UNCERTAIN), MailStatus.CANCELLED,
        "Cancelado a mano",
    )  # fmt: skip
    print_line(f"Correo {mail_id}: cancelado")


def _settle(
    invocation: Invocation, mail_id: int, allowed: tuple[MailStatus, ...], status: MailStatus,
    note: str,
) -> None:  # fmt: skip
    with existing_store(invocation) as (store, _policy), store.write() as connection:
        mail = _mail(connection, mail_id)
        if mail.status not in allowed:
            raise WrongUse(f"El correo {mail_id} está «{mail.status}»: eso no se puede hacer.")
        again: datetime | None = None
        if status is MailStatus.WAITING:
            # The latest pass is past for every later one, whatever clock that goes by.
            latest = numbers.marked(connection, "pass")
            again = latest[0] if latest else mail.created_at
        pending = mail.pending or tuple(dict.fromkeys((*mail.to, *mail.cc)))
        end = End(
            status=status, note=note, next_attempt_at=again, sent_at=mail.sent_at, pending=pending
        )
        attempts.settle(connection, {mail_id: end})


def _mail(connection: Connection, mail_id: int) -> Posted:
    mail = mails.find(connection, id=mail_id)
    if mail is None:
        raise WrongUse(f"No hay ningún correo de salida {mail_id}. Véalos con: mailbot outbox list")
    return mail
