"""`mailbot status` for people: what is wrong first, then queues, servers and cases."""

from collections.abc import Iterator
from datetime import datetime

from mailbot.cli.output import printable
from mailbot.cli.shapes import Json
from mailbot.model.line import ProcessRole
from mailbot.model.vocabulary import Level, State
from mailbot.rules.alarm_words import WORK_OF
from mailbot.rules.alarms import lasting
from storage.presence import ROLE_OF

_WIDTH = 22


def status_lines(record: Json) -> Iterator[str]:
    """The record of `status` as lines of text."""
    now = datetime.fromisoformat(record["at"])
    yield f"Línea de soporte, {now:%d/%m/%Y %H:%M}"
    yield ""
    yield from _troubles(record["alarms"])
    yield from _part("COLAS", _queues(record, now))
    yield from _part("SERVIDORES", _servers(record, now))
    yield from _part("PROCESOS", _processes(record["processes"], now))
    yield from _cases(record["cases"])
    yield from _part("FRENOS DE HOY", _brakes(record["brakes"]))


def _troubles(alarms: list[str]) -> Iterator[str]:
    if not alarms:
        yield "Todo está bien."
        return
    yield "HAY QUE ATENDER"
    for alarm in alarms:
        yield f"  ! {printable(alarm)}"


def _part(title: str, rows: Iterator[tuple[str, str]]) -> Iterator[str]:
    lines = [f"  {name.ljust(_WIDTH)}{printable(value)}" for name, value in rows]
    if lines:
        yield ""
        yield title
        yield from lines


def _queues(record: Json, now: datetime) -> Iterator[tuple[str, str]]:
    mails, waiting = record["outbox"], record["inbound"].get("received", 0)
    oldest = record["oldest_unprocessed"]
    since = f", el más antiguo desde {_ago(oldest, now)}" if waiting and oldest else ""
    yield "Por decidir", f"{waiting}{since}"
    yield "Apartados", str(record["parked"])
    yield "Por enviar", str(mails.get("waiting", 0) + mails.get("sending", 0))
    yield "Inciertos", str(mails.get("uncertain", 0))
    yield "No entregados", str(mails.get("failed", 0))
    if record["closings_held"]:
        yield "Cierres", "en espera (mailbot deadlines release)"


def _servers(record: Json, now: datetime) -> Iterator[tuple[str, str]]:
    contacts, sheet = record["last_contact"], record["contingency_sheet"]
    yield "Última pasada", _ago(contacts["pass"], now)
    yield "Buzón leído", _ago(contacts["imap"], now)
    yield "Último envío", _ago(contacts["smtp"], now)
    written = _ago(sheet["checked_at"], now) if sheet["exists"] else "no está escrita"
    yield "Hoja de contingencia", f"{written}: {sheet['path']}"
    yield "Copia de seguridad", _ago(record["last_backup"], now)


def _processes(found: list[Json] | None, now: datetime) -> Iterator[tuple[str, str]]:
    """Who works on the line, in which roles, and which are his alone; then what nobody does."""
    if found is None:
        return
    for each in found:
        does = " y ".join(WORK_OF[ROLE_OF[duty]] for duty in each["duties"])
        told = f"{each['host']}, desde {_ago(each['since'], now)}: {', '.join(each['roles'])}"
        yield str(each["pid"] or "proceso"), f"{told}; {does}" if does else told
    done = {role for each in found for role in each["roles"]}
    if absent := [role for role in ProcessRole if role not in done]:
        yield "Nadie", ", ".join(absent)


def _cases(rows: list[Json]) -> Iterator[str]:
    """A row for each state in the procedure's order, a column for each level."""
    count = {(row["state"], row["level"]): row["count"] for row in rows}
    yield ""
    if not rows:
        yield "CASOS ABIERTOS: ninguno"
        return
    total = sum(count.values())
    yield f"CASOS ABIERTOS: {total}".ljust(_WIDTH + 6) + "".join(f"{each:>6}" for each in Level)
    for state in State:
        cells = [count.get((state, level), 0) for level in Level]
        if any(cells):
            shown = "".join(f"{cell or '·':>6}" for cell in cells)
            yield f"  {state.ljust(_WIDTH + 4)}{shown}"


def _brakes(brakes: Json) -> Iterator[tuple[str, str]]:
    for each in (*brakes["answers"], *brakes["requests"]):
        yield f"{each['mails']} correos", f"{each['person']}: {each['why']}"
    for each in brakes["dead_addresses"]:
        status = f" ({each['status']})" if each["status"] else ""
        day = datetime.fromisoformat(each["since"])
        yield "Sin servicio", f"{each['address']} desde el {day:%d/%m/%Y}{status}"


def _ago(moment: str | None, now: datetime) -> str:
    if moment is None:
        return "nunca"
    at = datetime.fromisoformat(moment)
    clock = f"{at:%H:%M}" if at.date() == now.date() else f"{at:%d/%m/%Y %H:%M}"
    return f"hace {lasting(now - at)} ({clock})" if at <= now else clock
