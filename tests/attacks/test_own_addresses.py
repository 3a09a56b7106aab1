"""Mail from a name of our own box is our mail coming back: no case, no answer, whoever sent it."""

from email import message_from_bytes
from email.policy import SMTP

import pytest

from mailbot.model.decision import SaveCase
from mailbot.rules.own_addresses import is_own_address
from tests.attacks.house import House, written
from tests.scenarios.letters import BOX, HOUSE
from tests.scenarios.settings import config

OURS = (
    BOX, f"siifsoporte+x@{HOUSE}", f"siifsoporte+caso+1@{HOUSE}", f"siifsoporte@{HOUSE}.",
    f'"siifsoporte+x"@{HOUSE}', f"buzon.siif@{HOUSE}", f"buzon.siif+x@{HOUSE}",
)  # fmt: skip
OTHERS = (
    f"siifsoporte2@{HOUSE}", f"x+siifsoporte@{HOUSE}", "siifsoporte+x@evil.example", "siifsoporte",
    f"siifsoporte+x@correo.{HOUSE}", f"nora@{HOUSE}", f"nora+x@{HOUSE}", "", "@", f"+x@{HOUSE}",
)  # fmt: skip


@pytest.mark.parametrize(
    ("user", "of_the_account"),
    [("buzon.siif", True), (f"Buzon.SIIF@{HOUSE}", True), (None, False)],
)
def test_which_addresses_are_our_own(user: str | None, of_the_account: bool):
    settings = config(mailbox={"host": "127.0.0.1", "user": user})
    for address in OURS:
        known = of_the_account or not address.startswith("buzon")
        assert is_own_address(address, settings) is known, address
    for address in OTHERS:
        assert not is_own_address(address, settings), address


def test_gmail_reads_no_dots_in_a_box():
    settings = config(identity={"address": "siif.soporte@gmail.com"})
    for address in ("siifsoporte@gmail.com", "s.i.i.f.soporte+x@googlemail.com"):
        assert is_own_address(address, settings)
    assert not is_own_address("siifsoporte2@gmail.com", settings)


def test_a_box_that_an_advisor_reads_stays_the_advisors():
    settings = config(mailbox={"host": "127.0.0.1", "user": f"nora@{HOUSE}"})
    assert not is_own_address(f"nora@{HOUSE}", settings)


@pytest.mark.parametrize("alias", [a for a in OURS if not a.startswith(("buzon", '"'))])
def test_mail_from_a_name_of_our_own_box_opens_nothing_and_is_not_answered(
    house: House, alias: str
):
    for subject in ("Consulta", f"[{house.solved.number}] SI"):
        seen = house.judge(written(author=f"From: {alias}", subject=subject, body="SI"))
        assert (seen.way, seen.changed, seen.told) == ("own-address", [], set())


def test_mail_to_a_name_of_our_own_box_is_a_request_and_the_name_no_party(house: House):
    raw = message_from_bytes(
        written(author="From: luz@gmail.com", subject="Consulta", body="No puedo ingresar."),
        policy=SMTP,
    )
    raw.replace_header("To", f"siifsoporte+x@{HOUSE}")
    raw["Cc"] = f"siif@{HOUSE}, siifsoporte+y@{HOUSE}"
    seen = house.judge(raw.as_bytes())
    assert seen.way == "new-request"
    assert seen.told == {"M-02 luz@gmail.com"}
    (saved,) = [e for e in seen.considered.decision.effects if isinstance(e, SaveCase)]
    assert not any("siifsoporte" in party for party in saved.case.parties)
