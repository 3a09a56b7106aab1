"""A number of identification that stands bare in a subject, in the mails that echo it (§16.14).

People ask for help with «Clave 52987654»: our answer says what we received, and not the number.
"""

import pytest

from mailbot.model.masking import HIDDEN, in_subject
from mailbot.rules.parking import decide_parked
from mailbot.rules.policy import Policy
from tests.attacks.house import House, written
from tests.scenarios.settings import config

MASKED = (
    "52987654", "Clave 52987654", "Marta Ruiz 1098765432 no puede ingresar", "Clave (52987654)",
    "Acceso - 52.987.654", "Acceso 52 987 654", "1.098.765.432 acceso", "1 098 765 432 acceso",
    "Usuario MRUIZ 52987654", "Usuario 52987654", "Cuenta de usuario 52987654",
    "Orden de pago de Marta Ruiz 52987654", "Registro de terceros 52987654", "Clave 52987654/SIIF",
    "RE: Clave 5298765", "Clave 52987654.", "C.C. 52.987.654", "[Urgente] Clave 52,987,654",
)  # fmt: skip

KEPT = (
    "No puedo autorizar la orden de pago 184526", "Orden de pago 412345626 no autoriza",
    "Órdenes de pago 1234567, 1234568 y 1234569", "OP 5298765", "Obligación No. 52987654",
    "Compromisos 1234567 - 1234569", "CDP 5298765 y 5298766", "Radicado No 52987654",
    "Radicado 1-2026-012345", "Oficio 2-2026-0123456", "Circular 050 de 2011", "NIT 899999090",
    "NIT 89999909-1", "Teléfono 6021270", "Celular 310 555 0147", "Cuenta bancaria 12345678",
    "Reintegro por $12.480.000", "Pago por 12.480.000 pesos", "Valor 12480000", "Cierre 20261123",
    "UE 13-01-01", "PCI 36-02-00-005-910110", "Rubro A-02-02-01-003", "[SERV-2026-000123] Re: caso",
    "INC-2026-000123", "Ticket 5298765 de otra mesa", "Cierre del 23/11/2026 a las 9:12",
)  # fmt: skip


@pytest.mark.parametrize("subject", MASKED)
def test_a_number_that_may_be_a_persons_is_masked(subject: str):
    told = in_subject(subject)
    assert HIDDEN in told
    assert not any(len(run) > 3 for run in digit_runs(told))


@pytest.mark.parametrize("subject", KEPT)
def test_numbers_of_cases_orders_and_amounts_stay(subject: str):
    assert in_subject(subject) == subject


def test_a_number_that_the_case_knows_is_masked_whatever_stands_before_it():
    assert in_subject("Orden de pago 52.987.654", "52987654") == f"Orden de pago {HIDDEN}"


@pytest.mark.parametrize("number", ["52987654", "1098765432", "52.987.654"])
def test_no_mail_of_ours_echoes_it(house: House, number: str):
    seen = house.judge(
        written(author="From: luz@gmail.com", subject=f"Clave {number} y orden de pago 184526",
                body="No puedo ingresar al sistema desde ayer.")
    )  # fmt: skip
    letters = house.letters(seen)
    assert [letter.code for letter in letters] == ["M-02"]
    for letter in letters:
        html = letter.message.get_body(("html",))
        said = letter.plain + letter.subject + (html.get_content() if html else "")
        assert number not in said
        assert "orden de pago 184526" in " ".join(said.split())


def test_the_mail_on_one_that_was_set_aside_does_not_echo_it_either():
    policy = Policy.from_config(config())
    decision = decide_parked("gave-up", "No se pudo leer.", 7, "Clave 52987654", policy)
    assert "52987654" not in repr(decision)


def digit_runs(text: str) -> list[str]:
    return "".join(char if char.isdigit() else " " for char in text).split()
