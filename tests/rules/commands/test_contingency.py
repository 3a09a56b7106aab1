"""[CONTINGENCIA INICIO] and [CONTINGENCIA FIN]: the tool was down (§4.2-1h, R30, S38)."""

from typing import Any

import pytest

from mailbot.model.case import Case
from mailbot.model.line import Contingency
from mailbot.model.mail import Mail
from mailbot.model.vocabulary import CloseReason, EventKind, Group, Pause, State
from mailbot.rules import moves, windows
from mailbot.rules.commands.grammar import read_commands
from mailbot.rules.commands.handlers.contingency import first_told
from mailbot.rules.commands.rights import possible
from mailbot.rules.commands.tags import Tag
from mailbot.rules.event import View
from tests.rules.commands.coordination import BOGOTA, POLICY, Answered, a_case, address, on, write

SINCE, UNTIL = on("3-Feb 10:00"), on("4-Feb 15:00")
DOWN = Contingency(row=3, since=SINCE, until=None, reason="falla", by=address("her"))
STOPPED = State.PENDIENTE_PROVEEDOR

RUNNING = a_case(1, opened="2-Feb 08:00")
WAITING = a_case(
    2, State.PENDIENTE_CLIENTE, wait_started_at=on("2-Feb 08:00"),
    client_wait_until=on("4-Feb 08:00"),
)  # fmt: skip
FINDING = a_case(3, State.PENDIENTE_HALLAZGO, group=Group.N3F, advisor="nel")
QUEUED = a_case(4, State.ABIERTO, group=Group.N1, advisor=None)
SINCE_THEN = a_case(5, opened="3-Feb 10:00")
PAUSED = windows.halted(a_case(6), Pause.MULTIPLICIDAD, on("2-Feb 12:00"), POLICY)
TRAINING = a_case(7, group=Group.CAP, advisor=None)
EVERY = (RUNNING, WAITING, FINDING, QUEUED, SINCE_THEN, PAUSED, TRAINING)

BEGIN = '[CONTINGENCIA INICIO desde=2027-02-03T10:00 motivo="falla eléctrica"]'


def begins(text: str = BEGIN, *, by: str = "her", running: Contingency | None = None) -> Answered:
    return write(by, text, "3-Feb 10:30", View(open=EVERY, contingency=running))


def ends(*cases: Case, text: str = "[CONTINGENCIA FIN hasta=2027-02-04T15:00]",
         at: str = "4-Feb 15:10") -> Answered:  # fmt: skip
    return write("her", text, at, View(open=cases, contingency=DOWN))


def test_what_ran_before_the_failure_stops_at_the_failure():
    """Not the person's turn, not what came later, not what was paused, not Capacitación (Q18)."""
    answered = begins()
    halted = {row: case.state for row, case in answered.cases.items() if case.halted}
    assert halted == {1: STOPPED, 3: STOPPED, 4: STOPPED}
    assert answered.cases[1].stints[-1].start == SINCE
    assert SINCE_THEN.row not in answered.cases
    assert PAUSED.row not in answered.cases
    assert answered.listed("M-27") == {
        "INC-2027-000001": "Antes: Trabajo en Progreso.",
        "INC-2027-000003": "Antes: Pendiente Hallazgo.",
        "SERV-2027-000004": "Antes: Abierto.",
    }


def test_the_persons_waits_are_suspended_and_their_states_stay():
    case = begins().cases[WAITING.row]
    assert (case.state, case.halted) == (State.PENDIENTE_CLIENTE, False)
    assert case.stopped
    assert case.stopped.why is Pause.CONTINGENCIA


def test_those_concerned_are_told_and_the_window_is_kept():
    answered = begins()
    told = answered.mail("M-27")
    assert told.to == (address("cl1"), address("cl23"), address("her"))
    assert told.cc == (address("adm"), address("adm2"))
    assert (told.facts["since"], told.facts["reason"]) == (SINCE, "falla eléctrica")
    (kept,) = answered.kept
    assert (kept.since, kept.until, kept.by) == (SINCE, None, address("her"))
    assert "Casos detenidos: 3." in answered.said


def test_the_history_says_who_stopped_it_and_why():
    (entry,) = begins().entries(RUNNING.row)
    assert (entry.event, entry.rule, entry.activity) == (EventKind.TRANSITION, "T21", "4.2-1h")
    assert (entry.source, entry.target) == (State.EN_PROGRESO, STOPPED)
    assert entry.actor == address("her")
    assert entry.reason == "Contingencia desde 03/02/2027 10:00: falla eléctrica"


def test_without_desde_it_begins_now():
    answered = begins('[CONTINGENCIA INICIO motivo="falla"]')
    assert answered.kept[0].since == on("3-Feb 10:30")
    assert SINCE_THEN.row in answered.cases


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[CONTINGENCIA INICIO]", "Falta el motivo"),
        ("[CONTINGENCIA INICIO desde=11:00 motivo=falla]", "«desde=11:00» todavía no ha pasado"),
        ("[CONTINGENCIA INICIO desde=ayer motivo=falla]", "No entiendo «desde=ayer»"),
        ("[CONTINGENCIA INICIO hasta=11:00 motivo=falla]", "No conozco «hasta=»"),
        ("[CONTINGENCIA FIN]", "No hay ninguna contingencia en curso"),
    ],
)
def test_what_makes_no_sense_is_refused(text, why):
    assert why in begins(text).refused


def test_a_second_one_is_refused_while_one_lasts():
    assert "Ya hay una contingencia desde 03/02/2027 10:00" in begins(running=DOWN).refused


@pytest.mark.parametrize("by", ["cl1", "cl23", "adm", "ana"])
def test_only_who_runs_the_tool_declares_it(by):
    assert "La usa HERR" in begins(by=by).refused


def test_each_case_goes_on_in_the_state_that_it_had():
    during = begins().cases
    answered = ends(*during.values(), SINCE_THEN, PAUSED)
    states = {row: case.state for row, case in answered.cases.items()}
    assert states == {
        1: State.EN_PROGRESO, 2: State.PENDIENTE_CLIENTE, 3: State.PENDIENTE_HALLAZGO,
        4: State.ABIERTO, 7: State.EN_PROGRESO,
    }  # fmt: skip
    assert all(case.stopped is None for case in answered.cases.values())
    assert answered.cases[1].due_at == on("5-Feb 13:00")
    # 14 of its 24 hours were over when the tool failed.
    assert answered.cases[2].client_wait_until == on("5-Feb 13:00")
    assert answered.listed("M-28") == {
        "INC-2027-000001": "Vuelve a Trabajo en Progreso.",
        "INC-2027-000003": "Vuelve a Pendiente Hallazgo.",
        "SERV-2027-000004": "Vuelve a Abierto.",
    }
    (kept,) = answered.kept
    assert (kept.row, kept.since, kept.until) == (3, SINCE, UNTIL)
    assert "Casos de nuevo en curso: 3." in answered.said


def test_what_changed_between_the_failure_and_its_telling_keeps_its_story():
    """Solved at 11:00 of the day of the failure, and told of it at 15:10 of the next one."""
    solved = moves.moved(
        RUNNING, on("3-Feb 11:00"), POLICY, state=State.RESUELTO,
        wait_started_at=on("3-Feb 11:00"), confirmation_until=on("5-Feb 11:00"),
    )  # fmt: skip
    case = ends(solved).cases[RUNNING.row]
    assert case.state is State.RESUELTO
    assert [(s.state, s.start) for s in case.stints] == [
        (State.EN_PROGRESO, on("2-Feb 08:00")), (STOPPED, SINCE),
        (State.RESUELTO, on("3-Feb 11:00")),
    ]  # fmt: skip
    assert case.confirmation_until == on("8-Feb 15:00")


def test_a_case_that_was_closed_in_the_window_is_spared_its_time_too():
    closed = moves.moved(
        RUNNING, on("3-Feb 14:00"), POLICY, state=State.CERRADO, closed_at=on("3-Feb 14:00")
    )
    answered = ends(closed)
    assert answered.cases[RUNNING.row].closed_at == on("3-Feb 14:00")
    assert [s.state for s in answered.cases[RUNNING.row].stints] == [
        State.EN_PROGRESO, STOPPED, State.CERRADO,
    ]  # fmt: skip
    assert answered.listed("M-28") == {}
    (entry,) = answered.entries(RUNNING.row)
    assert "no cuenta" in entry.reason


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[CONTINGENCIA FIN hasta=2027-02-03T10:00]", "no es posterior al comienzo"),
        ("[CONTINGENCIA FIN hasta=2027-02-02]", "no es posterior al comienzo"),
        ("[CONTINGENCIA FIN hasta=16:00]", "todavía no ha pasado"),
    ],
)
def test_an_end_that_can_not_be_is_refused(text, why):
    assert why in ends(RUNNING, text=text).refused


def test_without_hasta_it_ends_now():
    """The one-click reply leaves the hour out."""
    assert ends(RUNNING, text="[CONTINGENCIA FIN hasta=]").kept[0].until == on("4-Feb 15:10")


def test_what_an_earlier_tag_of_the_same_mail_did_is_not_undone():
    text = f"[CRITICIDAD alta motivo=pago caso=INC-2027-000001]\n{BEGIN}"
    view = View(open=EVERY, others={RUNNING.number: RUNNING})
    answered = write("her", text, "3-Feb 10:30", view)
    assert answered.cases[1].criticality == "alta"
    assert answered.cases[1].halted


def test_a_stopped_case_refuses_to_be_moved_until_it_goes_on():
    stopped = begins().cases[RUNNING.row]
    view = View(others={stopped.number: stopped})
    answered = write("nora", f"[EN PROGRESO caso={stopped.number}]", "3-Feb 12:00", view)
    assert "detenido por contingencia" in answered.refused


def test_an_advisor_is_offered_nothing_that_would_be_refused():
    stopped = begins().cases[RUNNING.row]
    offered = possible(stopped, POLICY.staff[address("nora")])
    assert offered == (Tag.NOTA, Tag.RESPONDER, Tag.COMPLETAR, Tag.CAMBIO)


def test_an_unpaused_case_stays_stopped_while_the_tool_is_down():
    view = View(open=(PAUSED,), contingency=DOWN)
    answered = write("cl1", "[LOTE REANUDAR asesor=nora@]", "3-Feb 12:00", view)
    case = answered.cases[PAUSED.row]
    assert (case.state, case.stopped and case.stopped.why) == (STOPPED, Pause.CONTINGENCIA)
    assert answered.listed("M-29") == {case.number: "Sigue detenido por la contingencia."}
    (entry,) = answered.entries(PAUSED.row)
    assert (entry.event, entry.rule, entry.activity) == (EventKind.FIELD, "T30", "4.2-2a")
    after = ends(case).cases[PAUSED.row]
    assert [(s.state, s.start) for s in after.stints][-1] == (State.EN_PROGRESO, UNTIL)


def test_a_mail_begins_one_contingency_only():
    text = "[CONTINGENCIA INICIO motivo=falla]\n[CONTINGENCIA INICIO motivo=otra]"
    results = write("her", text, "3-Feb 10:30", View(open=EVERY)).results
    assert "Ya hay una contingencia desde 03/02/2027 10:30" in results[1].text


def test_one_that_is_over_is_told_of_in_one_mail():
    text = f"{BEGIN}\n[CONTINGENCIA FIN hasta=2027-02-03T10:20]"
    answered = write("her", text, "3-Feb 10:30", View(open=EVERY))
    (kept,) = answered.kept
    assert (kept.row, kept.since, kept.until) == (0, SINCE, on("3-Feb 10:20"))


def silenced(number: int, closed_at: str, **more: Any) -> Case:
    return a_case(
        number, State.CERRADO, closed_at=on(closed_at), close_reason=CloseReason.SIN_RESPUESTA,
        **more,
    )  # fmt: skip


def test_those_who_coordinate_learn_what_silence_closed_in_the_window():
    accepted = a_case(
        12, State.CERRADO, closed_at=on("3-Feb 12:00"), close_reason=CloseReason.ACEPTACION_TACITA
    )
    others = (
        silenced(13, "3-Feb 09:00"),
        silenced(14, "4-Feb 15:05"),
        silenced(15, "4-Feb 11:00", opened="3-Feb 11:00"),
        a_case(16, State.CERRADO, closed_at=on("4-Feb 11:00"), close_reason=CloseReason.CONFIRMADO),
    )
    told = ends(silenced(11, "4-Feb 11:00"), accepted, *others).mail("M-28")
    assert {row.number: row.note for row in told.facts["ended"]} == {
        "INC-2027-000011": "Se cerró por silencio dentro de la ventana.",
        "INC-2027-000012": "Se cerró por silencio dentro de la ventana.",
    }
    assert told.facts["rows"] == ()


def test_the_beginning_that_a_mail_tells_of_says_from_when_cases_are_looked_at():
    commands = read_commands(Mail(sender=None, text=BEGIN, body=BEGIN)).commands
    assert first_told(commands, on("3-Feb 10:30"), BOGOTA) == SINCE
    assert first_told((), on("3-Feb 10:30"), BOGOTA) == on("3-Feb 10:30")
