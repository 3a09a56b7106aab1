"""What somebody does under a false name must cost its owner nothing: reports, requests.

"False" is our own receiver's word (dmarc=fail).
"""

from dataclasses import replace

import pytest

from tests.scenarios.letters import HOUSE, RECEIVER, Letter, bounce_of
from tests.scenarios.line import ScenarioCase, ScenarioLine
from tests.scenarios.people import SOLUTION
from tests.scenarios.roads import OpenLine


def report_on(letter: Letter, line: ScenarioLine, result: str = "fail") -> bytes:
    """The report that no such box exists, as our receiver judged its sender."""
    raw = bounce_of(letter, at=line.now, message_id="<informe@fuera.example>")
    verdict = f"Authentication-Results: {RECEIVER}; dmarc={result} header.from=mx.test\r\n"
    return verdict.encode() + raw


def solved(line: ScenarioLine) -> ScenarioCase:
    line.at("Mon 7-Dec-2026 15:00")
    case = line.assigned("nora@")
    line.nora.does("[RESUELTO tipo=orientacion]", SOLUTION, on=case)
    return case


# Delivery reports


@pytest.mark.parametrize(("result", "reached"), [("fail", True), ("pass", False), ("none", False)])
def test_a_forged_report_loses_no_mail_and_kills_no_address(
    line: ScenarioLine, result: str, reached: bool
):
    case = solved(line)
    line.arrives(report_on(line.mail("M-12"), line, result))
    assert line.outcome() == "delivery-report"
    (status,) = [each["status"] for each in case.mails if each["template"] == "M-12"]
    assert (status == "sent") is reached
    line.at("Tue 8-Dec-2026 09:00")
    line.nora.says("[RESPONDER]", "Le confirmo que ya puede probar la solución.", on=case)
    assert bool(line.mails("M-50")) is reached


def test_a_forged_report_stops_no_wait_and_is_told_once(line: ScenarioLine):
    case = solved(line)
    for _ in range(3):
        line.arrives(report_on(line.mail("M-12"), line))
    line.at("Wed 9-Dec-2026 09:00")
    told = [each for each in line.mails("M-44", to="ana@") if "puede ser falso" in each.words]
    assert len(told) == 1
    line.at("Thu 17-Dec-2026 09:00")
    assert (case.state, case.close_reason) == ("Cerrado", "aceptacion_tacita")
    assert "puede ser falso" in case.story


@pytest.mark.parametrize("result", ["fail", "pass"])
def test_a_report_on_a_closed_case_leaves_it_as_it_is(line: ScenarioLine, result: str):
    case = solved(line)
    line.marta.replies_to("M-12", "SI")
    line.arrives(report_on(line.mail("M-19"), line, result))
    with line.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT unreachable FROM cases WHERE closed_at IS NOT NULL"
        )
        assert not any(rows.scalars())
    assert case.state == "Cerrado"


# Requests


def asks(line: ScenarioLine, verdict: str | None) -> str | None:
    """A request under pablo@'s name; what became of it."""
    pablo = replace(line.user("Pablo Gil", "pablo@dian.test"), verdict=verdict)
    pablo.writes(pablo.request(), subject="No puedo autorizar una orden de pago")
    return line.outcome()


def test_forged_requests_do_not_use_up_the_real_persons_day(line_with: OpenLine):
    line = line_with(limits={"new_cases_per_person_and_day": 2})
    line.at("Mon 7-Dec-2026 15:00")
    verdicts = ("fail", "fail", None, "pass")
    assert [asks(line, verdict) for verdict in verdicts] == ["new-case"] * 4


def test_a_forged_request_says_so_in_its_history(line: ScenarioLine):
    line.at("Mon 7-Dec-2026 15:00")
    asks(line, "fail")
    (case,) = line.every_case()
    with line.reading() as connection:
        rules = connection.exec_driver_sql("SELECT rule FROM case_events ORDER BY id").scalars()
        assert next(iter(rules)) == "forged-request"
    assert case.state == "Abierto"


def test_an_advisor_registers_nobody_at_a_name_of_our_own_box(line: ScenarioLine):
    line.at("Mon 7-Dec-2026 15:00")
    receipt = line.ana.says(
        "[NUEVO]", "nombre=Marta Ruiz", f"correo=siifsoporte+x@{HOUSE}", "ue=24-02-00",
        "descripcion=No puede autorizar la orden de pago.",
    )  # fmt: skip
    assert "no se ejecutó" in receipt.words
    assert line.every_case() == []
