"""`mailbot status` in words: what is wrong first; aligned; short when nothing is wrong."""

from typing import Any

from mailbot.cli.status import status_lines

EMPTY: dict[str, Any] = {
    "at": "2026-11-24T09:14:00-05:00", "inbound": {}, "oldest_unprocessed": None, "parked": 0,
    "outbox": {}, "last_contact": {"pass": None, "imap": None, "smtp": None}, "cases": [],
    "contingency_sheet": {"path": "x", "exists": False, "checked_at": None},
    "closings_held": False, "last_backup": None, "alarms": [], "processes": None,
    "brakes": {"answers": [], "requests": [], "dead_addresses": []},
}  # fmt: skip
TROUBLED: dict[str, Any] = {
    **EMPTY, "parked": 2, "inbound": {"received": 3}, "closings_held": True,
    "oldest_unprocessed": "2026-11-24T06:14:00-05:00",
    "last_contact": {"pass": "2026-11-24T09:13:00-05:00", "imap": "2026-11-23T09:13:00-05:00",
                     "smtp": None},
    "outbox": {"waiting": 4, "uncertain": 1, "failed": 2, "sent": 90},
    "cases": [{"state": "Abierto", "level": "N1", "count": 5},
              {"state": "Pendiente por Proveedor", "level": "N3", "count": 12}],
    "alarms": ["El buzón no responde.", "uno\x1b[2Jdos"],
    "processes": [
        {"pid": 4711, "host": "norte", "roles": ["receive", "process"], "duties": ["mailbox"],
         "since": "2026-11-24T06:14:00-05:00"},
        {"pid": None, "host": "otro (10.0.0.9)", "roles": ["deliver"], "duties": [],
         "since": "2026-11-24T06:14:00-05:00"}],
    "brakes": {"answers": [{"person": "a@b.test", "mails": 9, "why": "límite del día"}],
               "requests": [], "dead_addresses": [
                   {"address": "c@d.test", "since": "2026-11-20T09:00:00-05:00",
                    "status": "5.1.1"}]},
}  # fmt: skip


def test_an_empty_line_is_told_in_a_screen():
    lines = list(status_lines(EMPTY))
    assert lines[:3] == ["Línea de soporte, 24/11/2026 09:14", "", "Todo está bien."]
    assert lines[-1] == "CASOS ABIERTOS: ninguno"
    assert "  Última pasada         nunca" in lines
    assert len(lines) <= 24


def test_what_is_wrong_stands_first_and_the_rest_is_aligned():
    lines = list(status_lines(TROUBLED))
    assert lines[2:5] == ["HAY QUE ATENDER", "  ! El buzón no responde.", "  ! uno�[2Jdos"]
    assert "  Por decidir           3, el más antiguo desde hace 3 horas (06:14)" in lines
    assert "  Por enviar            4" in lines
    assert "  Cierres               en espera (mailbot deadlines release)" in lines
    assert "  Buzón leído           hace 24 horas (23/11/2026 09:13)" in lines
    head = next(line for line in lines if line.startswith("CASOS ABIERTOS: 17"))
    rows = lines[lines.index(head) + 1 : lines.index(head) + 3]
    assert {len(line) for line in (head, *rows)} == {len(head)}
    assert rows[1].split()[-1] == "12"
    assert "  Sin servicio          c@d.test desde el 20/11/2026 (5.1.1)" in lines
    assert "  9 correos             a@b.test: límite del día" in lines
    place = lines.index("PROCESOS")
    assert lines[place + 1 : place + 4] == [
        "  4711                  norte, desde hace 3 horas (06:14): receive, process; lee el buzón",
        "  proceso               otro (10.0.0.9), desde hace 3 horas (06:14): deliver",
        "  Nadie                 deadlines",
    ]
    assert max(map(len, lines)) <= 100
