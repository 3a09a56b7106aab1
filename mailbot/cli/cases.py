"""`mailbot case`: what is known of the cases."""

import click

from mailbot.cli import dossier
from mailbot.cli.frame import Command, Group, Invocation
from mailbot.cli.opened import query
from mailbot.cli.options import at_option, json_option
from mailbot.cli.output import print_json, print_line, print_rows
from mailbot.cli.records import case_record, clock_record, row_record
from mailbot.cli.shapes import Json
from mailbot.model.vocabulary import Level, State
from storage import case_lists


@click.group(cls=Group)
def case() -> None:
    """Los casos: list, show, clock, export, verify."""


@case.command(
    "list",
    cls=Command,
    examples=[
        "case list",
        'case list --state "Pendiente por Cliente" --level N2',
        "case list --overdue --json",
    ],
)
@click.option(
    "--state",
    type=click.Choice([str(s) for s in State]),
    metavar="ESTADO",
    help=f"Solo este estado: {', '.join(State)}.",
)
@click.option(
    "--level", type=click.Choice([str(level) for level in Level]), help="Solo este nivel."
)
@click.option("--assignee", metavar="CORREO", help="Solo los de este asesor.")
@click.option("--overdue", is_flag=True, help="Solo los vencidos.")
@at_option
@json_option
@click.pass_obj
def list_cases(
    invocation: Invocation, state: str | None, level: str | None, assignee: str | None,
    overdue: bool, at: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Los casos en orden de atención: criticidad y llegada. Sin --state, los no cerrados."""
    with query(invocation, at) as asked:
        found = case_lists.listed(
            asked.connection, state=state, level=level, assignee=assignee,
            overdue_at=asked.now if overdue else None,
        )  # fmt: skip
        rows = [row_record(each, asked.policy) for each in found]
    if as_json:
        print_json(rows)
    else:
        print_rows([_line(row) for row in rows])


@case.command(
    "show", cls=Command, examples=["case show SERV-2026-000001", "case show INC-2026-000001 --json"]
)
@click.argument("numbers", nargs=-1, required=True, metavar="CASO...")
@at_option
@json_option
@click.pass_obj
def show(invocation: Invocation, numbers: tuple[str, ...], at: str | None, as_json: bool) -> None:
    """Todo lo que se sabe de uno o varios casos, con su historia."""
    with query(invocation, at) as asked:
        records = [case_record(asked.connection, n, asked.policy, asked.now) for n in numbers]
    for record in records:
        print_json(record) if as_json else _tell(record)


@case.command(
    cls=Command,
    examples=["case clock INC-2026-000001", "case clock INC-2026-000001 --at 2026-11-24T09:12"],
)
@click.argument("number", metavar="CASO")
@at_option
@json_option
@click.pass_obj
def clock(invocation: Invocation, number: str, at: str | None, as_json: bool) -> None:
    """Qué horas contaron para el plazo de un caso, intervalo por intervalo, y por qué."""
    with query(invocation, at) as asked:
        record = clock_record(asked.connection, number, asked.policy, asked.now)
    if as_json:
        print_json(record)
        return
    print_line(
        f"{record['case']}: {record['consumed_minutes']} de {record['budget_minutes']} minutos; "
        f"vence {record['due_at'] or 'cuando el tiempo corra de nuevo'}"
    )
    print_rows(
        [
            (each["from"], each["to"], each["state"], f"{each['minutes']} min", each["why"])
            for each in record["intervals"]
        ]
    )


def _line(row: Json) -> tuple[str, ...]:
    person = row["requester"]
    return (
        row["id"], row["criticality"], row["state"], row["level"], row["assignee"] or "sin asignar",
        f"vence {row['due_at']}" if row["due_at"] else "", person["name"] or person["email"] or "",
    )  # fmt: skip


def _tell(record: Json) -> None:
    person = record["requester"]
    print_line(f"{record['id']}  {record['state']}  {record['subject'] or ''}")
    rows = [
        ("Solicitante", _in_a_line(person["name"], person["email"] and f"<{person['email']}>")),
        ("Usuario SIIF", person["siif_user"]),
        ("Unidad, entidad", _in_a_line(person["executing_unit"], person["entity"])),
        ("Teléfono", person["phone"]),
        ("Falta", ", ".join(record["missing"])),
        ("Nivel, grupo", f"{record['level']} {record['group']}, {record['assignee'] or 'nadie'}"),
        ("Llegó", record["opened_at"]),
        ("Vence", record["due_at"] or ""),
        ("Espera al usuario", record["client_wait_until"] or ""),
        ("Cerrado", _in_a_line(record["closed_at"], record["close_reason"])),
    ]
    print_rows([row for row in rows if row[1]])
    for file in record["attachments"]:
        print_line(f"  archivo  {file['path']}  ({file['bytes']} bytes, {file['status']})")
    for entry in record["history"]:
        change = f"{entry['from']} → {entry['to']}: " if entry["to"] else ""
        print_line(f"  {entry['at']}  {entry['actor']}  {change}{entry['reason']}")
    for mail in record["mails"]:
        to = ", ".join(mail["to"])
        print_line(f"  {mail['at']}  {mail['template']} a {to}: {mail['status']}")
    print_line()


def _in_a_line(*words: str | None) -> str:
    return " ".join(filter(None, words))


case.add_command(dossier.export)
case.add_command(dossier.verify)
