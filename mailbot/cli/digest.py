"""`mailbot digest`: a coordinator's digest as it would go out now; nothing is sent (M-32)."""

import secrets
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import click

from mailbot.cli.frame import Command, Invocation
from mailbot.cli.opened import Query, query
from mailbot.cli.options import at_option, json_option
from mailbot.cli.output import print_json, print_line
from mailbot.cli.shapes import Json, Shapes
from mailbot.errors import WrongUse
from mailbot.model.decision import Decision, OutgoingMail
from mailbot.model.digest import Digest, DigestRow, Shown
from mailbot.model.masking import in_subject
from mailbot.model.vocabulary import Outcome
from mailbot.pipeline.posting import Press, compose_all
from mailbot.routines.digests import last_digest, look
from mailbot.rules import digest as digests
from mailbot.rules.policy import Policy
from storage.files import replace_file
from storage.lookups import StoredLookups


@click.command(
    cls=Command,
    examples=[
        "digest --for coordinadora@entidad.gov.co",
        "digest --for coordinadora@entidad.gov.co --out resumen.eml",
    ],
)
@click.option("--for", "address", required=True, metavar="CORREO", help="Quién coordina.")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), metavar="ARCHIVO.eml",
    help="Escribe aquí el correo completo, con su gráfica y su libro de Excel.",
)  # fmt: skip
@at_option
@json_option
@click.pass_obj
def digest(
    invocation: Invocation, address: str, out: Path | None, at: str | None, as_json: bool
) -> None:
    """El resumen de un coordinador como saldría ahora. No envía nada ni cambia nada."""
    with query(invocation, at) as asked:
        made = _made(asked, address.strip().lower())
        mail = _composed(asked, made)
    if out:
        replace_file(out, mail.raw)
    if as_json:
        print_json(_record(made, mail, out, Shapes(asked.policy.calendar.zone)))
        return
    print_line(f"Asunto: {mail.subject}\n")
    print_line(_text(mail))
    if out:
        print_line(f"Escrito: {out}")


def _made(asked: Query, address: str) -> Digest:
    policy = asked.policy
    member = policy.staff.get(address)
    if member is None or not digests.groups_of(member, policy):
        raise WrongUse(_nobody(address, policy))
    facts = look(asked.connection, policy, asked.now, last_digest(asked.connection, address))
    return digests.digest(facts, member, policy)


def _nobody(address: str, policy: Policy) -> str:
    who = "no está en el directorio" if address not in policy.staff else "no coordina ningún grupo"
    known = ", ".join(digests.readers(policy))
    hint = f"Coordinan: {known}." if known else "Nadie tiene el rol CL1, CL23 o CDT en [[staff]]."
    return f"--for {address}: {who}. {hint}"


def _composed(asked: Query, made: Digest) -> OutgoingMail:
    press = Press(
        policy=asked.policy,
        documents={},
        new_token=lambda: secrets.token_hex(16),
        files=asked.store.files,
    )
    send = digests.digest_mail(made, asked.policy.calendar.day(asked.now))
    decision = Decision(
        outcome=Outcome.CASE_EVENT, rule="digest", reason=send.reason, effects=(send,)
    )
    (composed,) = compose_all(decision, StoredLookups(asked.connection), press, asked.now)
    return composed.mail


def _text(mail: OutgoingMail) -> str:
    """The mail's text, with ordinary blanks and line ends."""
    body = message_from_bytes(mail.raw, policy=default).get_body(("plain",))
    return str(body.get_content()).replace("\r\n", "\n").replace("\xa0", " ") if body else ""


def _record(made: Digest, mail: OutgoingMail, out: Path | None, shapes: Shapes) -> Json:
    box = made.box
    return {
        "for": made.person,
        "at": shapes.time(made.at),
        "since": shapes.time(made.since),
        "groups": made.groups,
        "subject": mail.subject,
        "open": made.open,
        "decide": _section(made.decide, shapes),
        "today": _section(made.today, shapes),
        "near": _section(made.near, shapes),
        "waiting": {each.state: each.count for each in made.waiting},
        "loads": [
            {"assignee": each.email, "running": each.running, "waiting": each.waiting,
             "overdue": each.overdue, "away": each.away, "until": shapes.time(each.back)}
            for each in made.loads
        ],
        "trend": [
            {"day": each.day.isoformat(), "entered": each.entered, "left": each.left,
             "open": each.open}
            for each in made.trend
        ],
        "box": {
            "since": shapes.time(box.since), "until": shapes.time(box.until),
            "arrived": box.arrived,
            "decided": box.decided, "undecided": box.undecided, "set_aside": box.set_aside,
            "parked": box.parked_count, "held_answers": box.held_answers,
            "held_requests": box.held_requests, "alarms": [each.text for each in box.alarms],
            "acknowledged": box.acknowledged, "acknowledged_late": box.late,
            "dead_addresses": box.dead_count, "held_closings": made.held,
        },
        "text": _text(mail),
        "file": out,
    }  # fmt: skip


def _section(shown: Shown, shapes: Shapes) -> Json:
    return {
        "counts": dict(shown.counts),
        "rows": [_row(row, shapes) for row in shown.rows],
        "left": shown.left,
    }


def _row(row: DigestRow, shapes: Shapes) -> Json:
    return {
        "id": row.number,
        "reason": row.reason,
        "since": shapes.time(row.since),
        "assignee": row.assignee or None,
        "due_at": shapes.time(row.due_at),
        "subject": in_subject(row.subject, row.identification) or None,
        "new": row.fresh,
        "reply": f"[{row.offer.order}]" if row.offer else None,
    }
