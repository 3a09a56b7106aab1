"""What this machine's monitoring reads: the figures, and whether the line is well."""

import http.client
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families

from mailbot.config import Config
from mailbot.daemon.endpoint import Endpoint, Look, page
from mailbot.daemon.health import health
from mailbot.daemon.standing import Standing
from mailbot.errors import StorageError
from mailbot.model.line import Alarm, DeadAddress, ProcessRole
from storage.brakes import Bitten, Brakes

NOW = datetime(2026, 11, 24, 14, 12, tzinfo=UTC)
CONFIG = Config.model_validate(
    {
        "mailbox": {"host": "127.0.0.1", "poll_seconds": 60},
        "smtp": {"host": "127.0.0.1"},
        "identity": {"address": "soporte@entidad.gov.co"},
        "alarms": {"unreachable_minutes": 15},
    }
)
WELL = Standing(
    inbound={"received": 2, "new_case": 40},
    oldest_unprocessed=NOW - timedelta(seconds=90),
    parked=3,
    outbox={"sent": 55, "failed": 1},
    last_contact={"pass": NOW - timedelta(seconds=20), "imap": NOW, "smtp": None},
    cases=(("Abierto", "N1", 7), ("Trabajo en Progreso", "N2", 2)),
    closings_held=False,
    brakes=Brakes(
        answers=(Bitten(person="maria@invias.test", mails=4, why="freno"),),
        requests=(),
        dead=(DeadAddress(address="carlos@sena.test", since=NOW, status="5.1.1", message_id="x"),),
    ),
    alarms=(),
)
Answer = tuple[int, str, str]


def alarm(kind: str, text: str) -> Alarm:
    return Alarm(kind=kind, since=NOW, text=text)


def asked(look: Callable[[], Look], path: str) -> Answer:
    """Status, type and text of a page."""
    found = page(path, look)
    return found.status, found.type, found.content.decode()


def requested(port: int, path: str, method: str = "GET", host: str = "127.0.0.1") -> Answer:
    """Status, type and text of the answer by HTTP."""
    client = http.client.HTTPConnection(host, port, timeout=10)
    client.request(method, path)
    answer = client.getresponse()
    content = answer.read().decode()
    client.close()
    return answer.status, answer.getheader("Content-Type", ""), content


def seen(standing: Standing, troubles: tuple[str, ...] = ()) -> Callable[[], Look]:
    found = health(standing, troubles, CONFIG, NOW)
    return lambda: Look(now=NOW, standing=standing, health=found)


def broken() -> Look:
    raise StorageError("La base de datos no responde.")


def test_the_figures_are_what_prometheus_reads():
    status, kind, text = asked(seen(WELL), "/metrics")
    assert (status, kind) == (200, "text/plain; version=0.0.4; charset=utf-8")
    samples = {
        (sample.name, *dict(sorted(sample.labels.items())).values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    expected = {
        ("mailbot_unprocessed_mails",): 2,
        ("mailbot_oldest_unprocessed_seconds",): 90,
        ("mailbot_inbound_mails", "new_case"): 40,
        ("mailbot_parked_mails",): 3,
        ("mailbot_outbox_mails", "failed"): 1,
        ("mailbot_outbox_mails", "uncertain"): 0,
        ("mailbot_held_mails", "answers"): 4,
        ("mailbot_held_mails", "requests"): 0,
        ("mailbot_dead_addresses",): 1,
        ("mailbot_open_cases", "N2", "Trabajo en Progreso"): 2,
        ("mailbot_closings_held",): 0,
        ("mailbot_last_pass_seconds",): 20,
        ("mailbot_last_contact_timestamp_seconds", "imap"): NOW.timestamp(),
        ("mailbot_alarm", "mailbox"): 0,
        ("mailbot_healthy",): 1,
    }
    assert expected.items() <= samples.items()
    # A server that never served has no moment, rather than one of 1970.
    assert ("mailbot_last_contact_timestamp_seconds", "smtp") not in samples


@pytest.mark.parametrize(
    ("alarms", "told"),
    [
        ((), ["Ningún proceso lee el buzón (papel receive)."]),
        ((alarm("mailbox", "No se puede leer el buzón."),), ["No se puede leer el buzón."]),
    ],
    ids=["before the alarm", "once the alarm says it"],
)
def test_what_no_process_does_is_said_once(alarms: tuple[Alarm, ...], told: list[str]):
    status, _, text = asked(
        seen(replace(WELL, missing=(ProcessRole.RECEIVE,), alarms=alarms)), "/health"
    )
    assert (status, json.loads(text)["reasons"]) == (503, told)


def test_nothing_about_a_person_is_told():
    alarms = (alarm("mailbox", "No se puede leer el buzón de ana@entidad.gov.co"),)
    _, _, text = asked(seen(replace(WELL, alarms=alarms)), "/metrics")
    assert not re.search(r"@|maria|carlos", text)
    assert 'mailbot_alarm{kind="mailbox"} 1.0' in text


def test_a_line_that_works_is_well():
    status, kind, text = asked(seen(WELL), "/health")
    assert (status, kind) == (200, "application/json; charset=utf-8")
    assert json.loads(text) == {"healthy": True, "reasons": [], "warnings": []}


@pytest.mark.parametrize(
    ("standing", "troubles", "reason"),
    [
        (
            replace(
                WELL, alarms=(alarm("mailbox", "No se puede leer el buzón desde hace 20 min"),)
            ),
            (),
            "No se puede leer el buzón desde hace 20 min",
        ),
        (
            replace(WELL, alarms=(alarm("outbox", "Ningún correo ha salido desde hace una hora"),)),
            (),
            "Ningún correo ha salido desde hace una hora",
        ),
        (
            replace(WELL, last_contact=WELL.last_contact | {"pass": NOW - timedelta(minutes=17)}),
            (),
            "La última pasada empezó hace 17 minutos.",
        ),
        (
            replace(WELL, last_contact=dict.fromkeys(WELL.last_contact)),
            (),
            "Todavía no ha habido ninguna pasada.",
        ),
        (WELL, ("La última pasada falló.",), "La última pasada falló."),
    ],
)
def test_a_line_that_is_not_well_says_why(
    standing: Standing, troubles: tuple[str, ...], reason: str
):
    status, _, text = asked(seen(standing, troubles), "/health")
    assert (status, json.loads(text)["reasons"]) == (503, [reason])
    assert "mailbot_healthy 0.0" in asked(seen(standing, troubles), "/metrics")[2]


def test_a_pass_that_is_only_as_old_as_the_pause_between_two_is_well():
    waiting = WELL.last_contact | {"pass": NOW - timedelta(minutes=16)}
    assert asked(seen(replace(WELL, last_contact=waiting)), "/health")[0] == 200


def test_what_does_not_keep_people_from_being_served_is_a_warning():
    standing = replace(WELL, alarms=(alarm("quiet", "No llega correo desde hace un tiempo"),))
    status, _, text = asked(seen(standing), "/health")
    assert (status, json.loads(text)["warnings"]) == (200, ["No llega correo desde hace un tiempo"])


def test_a_store_that_can_not_be_read_is_a_reason():
    status, _, text = asked(broken, "/health")
    assert (status, json.loads(text)["reasons"]) == (503, ["La base de datos no responde."])
    assert asked(broken, "/metrics")[0] == 503


def test_a_fault_of_ours_is_no_figure_and_the_next_question_is_answered():
    looks = iter([lambda: 1 / 0, seen(WELL)])
    with Endpoint("127.0.0.1", 0, lambda: next(looks)()) as endpoint:
        assert [requested(endpoint.port, "/health")[0] for _ in range(2)] == [500, 200]


def test_there_are_two_pages_to_read_and_nothing_else():
    requests = {
        ("GET", "/"): 404,
        ("GET", "/metrics/../etc/passwd"): 404,
        ("GET", "/health?x=1"): 200,
        ("HEAD", "/health"): 200,
        ("POST", "/health"): 501,
    }
    with Endpoint("127.0.0.1", 0, seen(WELL)) as endpoint:
        assert requests == {
            (method, path): requested(endpoint.port, path, method)[0] for method, path in requests
        }
        assert requested(endpoint.port, "/metrics") == asked(seen(WELL), "/metrics")


def test_the_other_address_of_this_machine_serves_too():
    with Endpoint("::1", 0, seen(WELL)) as endpoint:
        assert requested(endpoint.port, "/health", host="::1")[0] == 200
