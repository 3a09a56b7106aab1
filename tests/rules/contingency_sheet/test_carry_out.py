"""The cases that an import makes and fills in, and who is told (R29, R33)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mailbot.model.decision import SaveCase, Send
from mailbot.model.vocabulary import Channel, CloseReason, EventKind, Field, Group, Role, State
from mailbot.rules.contingency_sheet import report
from mailbot.rules.contingency_sheet.carry_out import Import, carry_out
from mailbot.rules.contingency_sheet.plan import RowResult, plan_import
from mailbot.rules.policy import Policy
from tests.rules.contingency_sheet.sheets import CASE, NOW, ROSA, cells, plan, read
from tests.rules.mails import line_config

POLICY = Policy.from_config(
    line_config(governing_body=[{"code": "CGN", "email": "mesa@cgn.test", "domains": ["cgn.test"]}])
)
BY = Import(at=NOW, actor="cl1@linea.test", role=Role.CL1, sheet="hoja.xlsx", policy=POLICY)


def made(by: Import = BY, **values) -> tuple[SaveCase, tuple[Send, ...]]:
    """The case that a new row becomes, and the mails about it."""
    (saved,), mails, _done = carry_out(plan(cells(**values)), ("SERV-2026-000001",), by)
    return saved, mails


def test_a_new_case_is_open_in_the_first_levels_queue():
    saved, _mails = made(**ROSA)
    case = saved.case
    assert (case.number, case.state, case.group) == ("SERV-2026-000001", State.ABIERTO, Group.N1)
    assert (case.channel, case.opened_at, case.subject) == (
        Channel.LLAMADA, NOW, "No abre la consulta de apropiaciones.",
    )  # fmt: skip
    assert [(each.state, each.start) for each in case.stints] == [(State.ABIERTO, NOW)]
    assert case.due_at == NOW + timedelta(hours=4)


def test_its_history_says_where_it_came_from():
    (created,) = made(**ROSA)[0].events
    assert (created.event, created.actor, created.activity) == (
        EventKind.CREATED, "cl1@linea.test", "4.2-1g",
    )  # fmt: skip
    assert "fila 2 de «hoja.xlsx»" in created.reason


def test_what_the_sheet_lacks_is_noted_and_no_identification_is():
    text = made(email="rosa@dane.test", identification=1032456789,
                description="Soy 1032456789 y no entro.")[0].events[0].text  # fmt: skip
    assert "La hoja no trae: nombre, usuario siif" in text
    assert "1032456789" not in text


def test_its_time_runs_from_when_it_was_received():
    saved, _mails = made(**ROSA, received="24/11/2026 09:00")
    assert saved.case.opened_at == NOW.replace(hour=9)
    assert saved.case.due_at == NOW.replace(hour=13)


@pytest.mark.parametrize("state", ["Cerrado", "Resuelto"])
def test_what_was_attended_is_closed_in_no_time_and_nobody_is_asked(state: str):
    saved, mails = made(**ROSA, state=state, received="24/11/2026 09:00")
    case = saved.case
    assert (case.state, case.close_reason) == (State.CERRADO, CloseReason.COORDINADOR)
    assert case.closed_at == case.opened_at
    assert (case.survey, mails) == (None, ())
    assert [entry.target for entry in saved.events] == [State.ABIERTO, State.CERRADO]


def test_a_request_of_a_governing_body_goes_to_back_office():
    case = made(**{**ROSA, "email": "ana@cgn.test"})[0].case
    assert (case.group, case.governing_body) == (Group.BO, "CGN")


def test_each_person_is_told_the_number_once_and_privacy_the_first_time():
    other = {**ROSA, "description": "Otro asunto."}
    _saved, mails, _done = carry_out(
        plan(cells(**ROSA), cells(**other)), ("SERV-2026-000001", "SERV-2026-000002"), BY
    )
    assert [(mail.template, mail.to, mail.facts["privacy"], mail.once) for mail in mails] == [
        ("M-02", ("rosa@dane.test",), True, "contingency:SERV-2026-000001"),
        ("M-02", ("rosa@dane.test",), False, "contingency:SERV-2026-000002"),
    ]
    assert all(mail.brake for mail in mails)


def test_numbers_go_to_the_rows_that_have_none():
    rows = (cells(**ROSA, id="SERV-2026-C0007"), cells(**{**ROSA, "description": "Otro."}))
    saved, _mails, done = carry_out(plan(*rows), ("SERV-2026-000001",), BY)
    assert [each.case.number for each in saved] == ["SERV-2026-C0007", "SERV-2026-000001"]
    assert report.created_numbers(done) == ("SERV-2026-C0007", "SERV-2026-000001")


def test_brought_in_again_it_is_the_same():
    saved, _mails = made(**ROSA)
    again = plan_import(read(cells(**ROSA)), (saved.case,))
    assert [step.result for step in again.steps] == [RowResult.SAME]


WAITING = replace(
    CASE, incident_number=None, state=State.PENDIENTE_CLIENTE, running_before=State.ABIERTO,
    requester=replace(CASE.requester, city="", phone=""), missing=(Field.PHONE, Field.CITY),
    client_wait_until=NOW + timedelta(hours=2),
    stints=made(**ROSA)[0].case.stints,
)  # fmt: skip


def filled(case=WAITING, **values) -> SaveCase:
    (saved,), mails, _done = carry_out(plan(cells(**values, id=case.number), cases=(case,)), (), BY)
    assert mails == ()
    return saved


def test_a_fact_that_was_empty_is_filled_in_with_an_entry():
    saved = filled(city="Tunja")
    assert saved.case.requester.city == "Tunja"
    assert (saved.case.missing, saved.case.state) == ((Field.PHONE,), State.PENDIENTE_CLIENTE)
    assert [(entry.event, entry.text) for entry in saved.events] == [
        (EventKind.FIELD, "Ciudad: «Tunja»")
    ]


def test_a_case_that_waited_for_nothing_else_goes_on():
    saved = filled(city="Tunja", phone=3105550199)
    assert (saved.case.missing, saved.case.state) == ((), State.ABIERTO)
    assert saved.events[-1].rule == "T8"


def test_a_case_that_was_asked_something_keeps_waiting():
    asked = replace(WAITING, question="¿Qué orden de pago es?")
    assert filled(asked, city="Tunja", phone=3105550199).case.state is State.PENDIENTE_CLIENTE


class TestReport:
    mixed = plan(
        cells(**ROSA), cells(id="hola"), cells(id=CASE.number, state="Cerrado"),
        *(cells(id="x", name=str(n)) for n in range(20)), cases=(CASE,),
    )  # fmt: skip

    def test_it_counts_what_the_rows_come_to(self):
        assert report.counted(self.mixed) == (
            "1 fila no cambia nada; 1 fila está en conflicto y no se aplica; 21 filas tienen "
            "errores y no se aplican"
        )

    def test_errors_come_first_and_the_rest_is_in_the_file(self):
        told = report.details(self.mixed)
        assert told[0].startswith("Fila 3: error. ID: «hola»")
        assert told[-1] == "Y 7 filas más, en el archivo adjunto."

    def test_the_file_has_every_row(self):
        sheet = report.result_sheet(self.mixed, "Prueba")
        assert [row[0] for row in sheet.rows] == list(range(2, 25))
        assert {row[2] for row in sheet.rows} <= {each.value for each in RowResult}
