"""What looks like a fault and is none stays unsaid: an alarm that cries wolf is read by nobody."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.doctor.house import NOW
from tests.doctor.working import House, received, sql


def later(minutes: int) -> Callable[[House], None]:
    return lambda house: setattr(house, "now", NOW + timedelta(minutes=minutes))


def added(tables: str) -> Callable[[House], None]:
    return lambda house: house.add(tables)


def slow_house(house: House) -> None:
    house.change("[smtp]", "poll_seconds = 1800\n[smtp]")
    house.now = NOW + timedelta(minutes=100)


def one_proof_of_three(house: House) -> None:
    sql(house, "DELETE FROM inbound WHERE uid = 1")
    received(house, "correo.entidad.gov.co")


def two_mails(house: House) -> None:
    sql(house, "DELETE FROM inbound")
    received(house, "otro.entidad.gov.co")
    sql(house, "DELETE FROM inbound WHERE uid = 1")


def shouted(house: House) -> None:
    house.change('"mx.entidad.gov.co"', '"MX.Entidad.gov.co"')


def just_came(house: House) -> None:
    recent = (NOW - timedelta(minutes=59)).isoformat(sep=" ")[:19] + ".000000"
    sql(house, f"UPDATE inbound SET status = 'received', arrived_at = '{recent}'")


FINE = [
    ("a pass a quarter of an hour ago", later(13), "work"),
    ("a mailbox that is looked at every half hour", slow_house, "work"),
    ("a mail that waits for less than an hour", just_came, "work"),
    ("mails of others beside proved ones", one_proof_of_three, "receiver"),
    ("too few mails to judge by", two_mails, "receiver"),
    ("a receiver in other letters", shouted, "receiver"),
    (
        "an agreement on its last day",
        added('[[agreement]]\nunits = ["1"]\nfrom = 2026-01-01\nuntil = 2026-11-24\nN1 = 2'),
        "calendar",
    ),
    ("equal hours for two kinds", added("[sla.N1]\ncritica = 2\nalta = 2"), "calendar"),
    ("a page by https", added('[links]\nfaq = "https://entidad.gov.co/faq"'), "pages"),
    ("another office", added('[addresses]\npetitions = "pqrsd@entidad.gov.co"'), "pages"),
    (
        "an organ of its own",
        added('[[governing_body]]\ncode = "CGN"\nemail = "a@cgn.gov.co"\ndomains = ["cgn.gov.co"]'),
        "staff",
    ),
]


@pytest.mark.parametrize(
    ("seed", "check"), [pytest.param(seed, check, id=name) for name, seed, check in FINE]
)
def test_nothing_is_said(house: House, seed: Callable[[House], None], check: str):
    seed(house)
    assert house.complaints(check) == []
