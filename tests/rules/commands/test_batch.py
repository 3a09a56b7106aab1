"""[LOTE …]: advisors with several functions, by the Administrador's word (§4.2-2, R31, S42)."""

import pytest

from mailbot.config.supplied import Notices
from mailbot.model.case import Case
from mailbot.model.decision import CancelWaiting
from mailbot.model.line import Absence, Authorisation
from mailbot.model.vocabulary import EventKind, Group, Pause, Role, State
from mailbot.rules import windows
from mailbot.rules.event import View
from mailbot.rules.policy import Policy
from tests.rules.commands.coordination import POLICY, Answered, a_case, address, on, write
from tests.rules.mails import line_config

CODE = "HNXFCNZZ"
MONDAY = "1-Mar 10:00"

FIRST, SECOND = a_case(1), a_case(2, State.PENDIENTE_HALLAZGO)
WAITING = a_case(3, State.PENDIENTE_CLIENTE)
OF_NICK = a_case(4, advisor="nick")
SERVICE = a_case(5, group=Group.N1, advisor="ana")
CLOSED = a_case(6, State.CERRADO, closed_at=on("2-Feb 08:00"))
EVERY = (FIRST, SECOND, WAITING, OF_NICK, SERVICE)

PAUSE = '[LOTE PAUSAR asesor=nora@ autoriza=adm@ motivo="cierre fiscal"]'
YES = f"SI AUTORIZO {CODE}"


def orders(text: str, *, by: str = "cl1", absences: tuple[Absence, ...] = (),
           cases: tuple[Case, ...] = EVERY, at: str = MONDAY) -> Answered:  # fmt: skip
    view = View(open=cases, codes=(CODE,), absences=absences, others={CLOSED.number: CLOSED},
                loads={address("nora"): 2, address("nick"): 1})  # fmt: skip
    return write(by, text, at, view)


def decides(asked: Answered, text: str = YES, *cases: Case, by: str = "adm",
            at: str = "1-Mar 15:00", policy: Policy = POLICY) -> Answered:  # fmt: skip
    """The answer to what was asked, with its cases as they stand now."""
    (waiting,) = asked.kept
    now = cases or EVERY
    about = {case.number: case for case in now if case.number in waiting.numbers}
    view = View(authorisation=waiting, others=about, loads={address("nick"): 1})
    return write(by, text, at, view, policy=policy)


class TestAsking:
    def test_nothing_changes_and_the_administrator_is_asked(self):
        asked = orders(PAUSE)
        assert asked.cases == {}
        question = asked.mail("M-30")
        assert (question.to, question.cc) == ((address("adm"),), (address("cl1"),))
        assert question.urgent
        assert question.facts["code"] == CODE
        assert question.facts["what"] == "Detener 2 de 3 casos de Nora Díaz."
        assert question.facts["reason"] == "cierre fiscal"
        assert "asume el riesgo" in question.facts["risk"]
        assert asked.listed("M-30").keys() == {FIRST.number, SECOND.number}
        assert [row.state for row in question.facts["rows"]] == [FIRST.state, SECOND.state]

    def test_the_order_waits_for_24_working_hours(self):
        (waiting,) = orders(PAUSE).kept
        assert waiting == Authorisation(
            code=CODE, order=PAUSE, numbers=(FIRST.number, SECOND.number), reason="cierre fiscal",
            asked_by=address("cl1"), authoriser=address("adm"), asked_at=on(MONDAY),
            expires_at=on("3-Mar 10:00"),
        )  # fmt: skip

    def test_the_cases_of_who_left_the_directory_pass_to_others(self):
        text = "[LOTE REASIGNAR asesor=ex@linea.gov.co a=nick@ autoriza=adm@]"
        left = (a_case(7, advisor="ex"), a_case(8, State.CERRADO, advisor="gone"))
        asked = orders(text, cases=(*EVERY, *left))
        assert asked.mail("M-30").facts["what"] == (
            "Reasignar 1 caso de ex@linea.gov.co a Nick Soto."
        )
        done = decides(asked, YES, *left)
        assert {row: case.assignee for row, case in done.cases.items()} == {7: address("nick")}
        gone = orders(text.replace("ex@", "gone@"), cases=(*EVERY, *left))
        assert "no está en el directorio" in gone.refused

    def test_each_order_of_a_mail_has_its_own_code(self):
        text = f"{PAUSE}\n[LOTE REASIGNAR asesor=nora@ a=nick@ autoriza=adm@ motivo=apoyo]"
        asked = write("cl1", text, MONDAY, View(open=EVERY, codes=(CODE, "SECOND")))
        assert [each.facts["code"] for each in asked.mails("M-30")] == [CODE, "SECOND"]
        assert [each.code for each in asked.kept] == [CODE, "SECOND"]

    def test_the_receipt_says_what_is_left_out_and_why(self):
        asked = orders(PAUSE)
        assert asked.said == (
            "Pedimos a adm@linea.gov.co que autorice la orden sobre 2 de 3 casos. Nada cambia "
            "hasta que responda. Quedan por fuera: INC-2027-000003 está en Pendiente por Cliente "
            "y su tiempo no corre."
        )

    def test_of_many_that_are_left_out_the_first_are_told(self):
        waiting = tuple(a_case(number, State.PENDIENTE_CLIENTE) for number in range(10, 18))
        said = orders(PAUSE, cases=(FIRST, *waiting)).said
        assert said.endswith("INC-2027-000014 está en Pendiente por Cliente y su tiempo no corre; "
                             "y 3 más.")  # fmt: skip

    @pytest.mark.parametrize(
        ("which", "numbers"),
        [
            ("asesor=nora@linea.gov.co", (FIRST, SECOND)),
            ("grupo=N2F", (FIRST, SECOND, OF_NICK)),
            ("grupo=n1", (SERVICE,)),
            (f"casos={FIRST.number},{OF_NICK.number}", (FIRST, OF_NICK)),
            (f"casos={FIRST.number}, {SERVICE.number}", (FIRST, SERVICE)),
            (f"casos={FIRST.service_number}", (FIRST,)),
            (f"casos={FIRST.number},{CLOSED.number}", (FIRST,)),
        ],
    )
    def test_cases_are_named_by_advisor_by_group_or_one_by_one(self, which, numbers):
        (waiting,) = orders(f"[LOTE PAUSAR {which} autoriza=adm@]").kept
        assert waiting.numbers == tuple(case.number for case in numbers)

    @pytest.mark.parametrize(
        ("text", "why"),
        [
            ("[LOTE PAUSAR autoriza=adm@]", "una sola de estas claves"),
            ("[LOTE PAUSAR asesor=nora@ grupo=N2F autoriza=adm@]", "una sola de estas claves"),
            ("[LOTE PAUSAR asesor=nora@]", "Falta quién autoriza"),
            ("[LOTE PAUSAR asesor=nora@ autoriza=cl23@]", "no es Administrador SIIF"),
            ("[LOTE PAUSAR asesor=nora@ autoriza=otra@x.co]", "no está en el directorio"),
            ("[LOTE PAUSAR asesor=otra@x.co autoriza=adm@]", "no está en el directorio"),
            ("[LOTE PAUSAR grupo=N4 autoriza=adm@]", "«N4» no es un grupo"),
            ("[LOTE PAUSAR casos=todos autoriza=adm@]", "no tiene números de caso"),
            ("[LOTE PAUSAR casos=INC-2027-000099 autoriza=adm@]", "No conozco el caso"),
            ("[LOTE PAUSAR asesor=tito@ autoriza=adm@]", "No hay casos abiertos de Tito Paz"),
            (f"[LOTE PAUSAR casos={WAITING.number} autoriza=adm@]", "Ningún caso cambiaría"),
            ("[LOTE PAUSAR asesor=nora@ a=nick@ autoriza=adm@]", "No conozco «a=»"),
            ("[LOTE REASIGNAR asesor=nora@ autoriza=adm@]", "a=correo o nivel=grupo"),
            ("[LOTE REASIGNAR asesor=nora@ a=cl1@ autoriza=adm@]", "no es de ningún grupo"),
            ("[LOTE REASIGNAR asesor=nora@ nivel=N9 autoriza=adm@]", "«N9» no es un grupo"),
            ("[LOTE REASIGNAR asesor=nora@ a=nora@ autoriza=adm@]", "ya está a cargo de"),
            ("[LOTE REASIGNAR asesor=nora@ a=ana@ autoriza=adm@]", "no puede pasar a N1"),
            ("[LOTE REANUDAR asesor=nora@]", "Ningún caso de Nora Díaz está detenido"),
        ],
    )
    def test_what_is_not_clear_is_refused(self, text, why):
        assert why in orders(text).refused

    @pytest.mark.parametrize("by", ["nora", "nel", "bo", "cl23", "adm"])
    @pytest.mark.parametrize("tag", ["LOTE PAUSAR", "LOTE REASIGNAR", "LOTE REANUDAR"])
    def test_only_the_coordinator_of_the_line_orders_it(self, tag, by):
        assert "La usa CL1" in orders(f"[{tag} asesor=nora@ autoriza=adm@]", by=by).refused

    def test_nobody_authorises_what_he_asks_for_himself(self):
        """§4.2-2: the Coordinación de línea needs the word of the Administrador (Q20)."""
        people = ({"name": "Uno", "email": address(each), "roles": roles}
                  for each, roles in (("uno", ["CL1", "ADM"]), ("nora", ["N2F"])))  # fmt: skip
        policy = Policy.from_config(line_config(staff=list(people)))
        text = "[LOTE PAUSAR asesor=nora@ autoriza=uno@]"
        asked = write("uno", text, MONDAY, View(open=EVERY, codes=(CODE,)), policy=policy)
        assert "no puede autorizarla" in asked.refused

    def test_who_is_away_gets_no_batch(self):
        nick, noel = (
            Absence(email=address(each), since=on("1-Mar 00:00"), until=None, by="cl1")
            for each in ("nick", "noel")
        )
        person = "[LOTE REASIGNAR asesor=nora@ a=nick@ autoriza=adm@]"
        assert "ausente" in orders(person, absences=(nick,)).refused
        group = "[LOTE REASIGNAR asesor=nora@ nivel=N2F autoriza=adm@]"
        assert orders(group, absences=(nick,)).kept
        assert "nadie más de N2F" in orders(group, absences=(nick, noel)).refused


class TestPausing:
    def test_the_cases_stop_when_the_administrator_says_yes(self):
        done = decides(orders(PAUSE))
        assert {row: case.state for row, case in done.cases.items()} == {
            1: State.PENDIENTE_PROVEEDOR, 2: State.PENDIENTE_PROVEEDOR,
        }  # fmt: skip
        case = done.cases[1]
        assert (case.due_at, case.assignee) == (None, address("nora"))
        assert case.stopped
        assert (case.stopped.why, case.stopped.back_to) == (
            Pause.MULTIPLICIDAD, State.EN_PROGRESO,
        )  # fmt: skip
        # It stops when the word arrives, not when it was asked for.
        assert case.stints[-1].start == on("1-Mar 15:00")

    def test_the_history_says_who_asked_who_authorised_and_the_risk(self):
        (entry,) = decides(orders(PAUSE)).entries(1)
        assert (entry.event, entry.rule, entry.activity) == (EventKind.TRANSITION, "T23", "4.2-2a")
        assert (entry.actor, entry.role) == (address("adm"), Role.ADM)
        assert entry.reason == (
            "Pausa por multiplicidad de funciones, pedida por cl1@linea.gov.co y autorizada por "
            "adm@linea.gov.co: cierre fiscal"
        )
        assert "asume el riesgo de la atención tardía" in entry.text

    def test_the_coordinator_gets_the_list_with_copies(self):
        told = decides(orders(PAUSE)).mail("M-29")
        assert told.to == (address("cl1"),)
        assert told.cc == (address("cl23"), address("adm"), address("adm2"))
        assert told.facts["title"] == "Detuvimos 2 casos de Nora Díaz"

    def test_what_changed_meanwhile_is_left_and_it_is_said(self):
        closed = a_case(1, State.CERRADO, closed_at=on("1-Mar 11:00"))
        done = decides(orders(PAUSE), YES, closed, SECOND)
        assert done.cases.keys() == {2}
        assert done.listed("M-29") == {
            SECOND.number: "Antes: Pendiente Hallazgo.",
            FIRST.number: "No cambia: está en Cerrado y su tiempo no corre.",
        }
        assert done.said == "Detuvimos 1 de 2 casos de Nora Díaz."

    def test_a_case_that_is_no_longer_hers_is_left(self):
        done = decides(orders(PAUSE), YES, a_case(1, advisor="nick"), SECOND)
        assert done.listed("M-29")[FIRST.number] == "No cambia: ya no es de Nora Díaz."

    def test_no_calls_it_off(self):
        done = decides(orders(PAUSE), f"NO AUTORIZO {CODE}\nEl cierre ya pasó.")
        assert done.cases == {}
        assert (done.kept[0].granted, done.kept[0].decided_at) == (False, on("1-Mar 15:00"))
        assert done.mail("M-29").facts["reason"] == "El cierre ya pasó."
        assert done.said == "La orden se anuló y nada cambió."

    def test_five_hundred_cases_are_one_decision_and_one_mail(self):
        many = tuple(a_case(number) for number in range(1, 501))
        done = decides(orders(PAUSE, cases=many), YES, *many)
        assert len(done.cases) == 500
        assert [each.template for each in done.sent] == ["M-29", "M-31"]


class TestResuming:
    PAUSED = windows.halted(SECOND, Pause.MULTIPLICIDAD, on("1-Mar 10:00"), POLICY)

    @pytest.mark.parametrize(
        "which", ["asesor=nora@", "grupo=N2F", f"casos={SECOND.number}", "asesor=nora@ motivo=ya"]
    )
    def test_the_coordinator_alone_gives_the_states_back(self, which):
        done = orders(f"[LOTE REANUDAR {which}]", cases=(FIRST, self.PAUSED), at="2-Mar 10:00")
        assert done.cases.keys() == {2}
        case = done.cases[2]
        assert (case.state, case.stopped) == (State.PENDIENTE_HALLAZGO, None)
        assert case.stints[-1].start == on("2-Mar 10:00")
        assert done.listed("M-29")[SECOND.number] == "Vuelve a Pendiente Hallazgo."
        assert done.mail("M-29").cc == (address("cl23"), address("adm"), address("adm2"))

    def test_the_time_of_the_pause_does_not_count(self):
        running = a_case(1, opened="1-Mar 08:00")
        paused = windows.halted(running, Pause.MULTIPLICIDAD, on("1-Mar 10:00"), POLICY)
        done = orders("[LOTE REANUDAR asesor=nora@]", cases=(paused,), at="3-Mar 10:00")
        # 2 of 24 hours were used up: 9 on Wednesday, 12 on Thursday, one on Friday.
        assert done.cases[1].due_at == on("5-Mar 08:00")

    def test_what_a_contingency_stopped_waits_for_its_end(self):
        stopped = windows.halted(FIRST, Pause.CONTINGENCIA, on("1-Mar 10:00"), POLICY)
        why = orders("[LOTE REANUDAR asesor=nora@]", cases=(stopped,)).refused
        assert "Ningún caso de Nora Díaz está detenido por un lote" in why


class TestReassigning:
    def test_the_cases_pass_to_the_other_in_their_states(self):
        asked = orders("[LOTE REASIGNAR asesor=nora@ a=nick@ autoriza=adm@ motivo=licencia]")
        assert asked.mail("M-30").facts["what"] == "Reasignar 3 casos de Nora Díaz a Nick Soto."
        done = decides(asked)
        assert {case.assignee for case in done.cases.values()} == {address("nick")}
        assert [case.state for case in done.cases.values()] == [
            FIRST.state, SECOND.state, WAITING.state,
        ]  # fmt: skip
        assert all(case.taken_at is None for case in done.cases.values())
        assert done.cases[1].due_at == FIRST.due_at
        (entry,) = done.entries(1)
        assert (entry.event, entry.activity, entry.source) == (EventKind.ASSIGNED, "4.2-2b", None)

    def test_each_new_advisor_gets_a_dossier_with_his_coordinator_on_copy(self):
        done = decides(orders("[LOTE REASIGNAR asesor=nora@ a=nick@ autoriza=adm@]"))
        assert [mail.to for mail in done.mails("M-07")] == [(address("nick"),)] * 3
        assert {mail.cc for mail in done.mails("M-07")} == {(address("cl23"),)}
        assert done.mails("M-08") == []

    def test_dossiers_that_have_not_left_go_to_nobody(self):
        done = decides(orders("[LOTE REASIGNAR asesor=nora@ a=nick@ autoriza=adm@]"))
        called_off = [e for e in done.decision.effects if isinstance(e, CancelWaiting)]
        assert {(e.number, e.template) for e in called_off} == {
            (case.number, "M-07") for case in done.cases.values()
        }

    def test_another_group_has_its_own_budget_and_the_persons_are_told(self):
        done = decides(orders("[LOTE REASIGNAR asesor=nora@ nivel=N3F autoriza=adm@]"))
        assert {(case.group, case.level, case.assignee) for case in done.cases.values()} == {
            ("N3F", "N3", address("nel"))
        }
        assert len(done.mails("M-08")) == 3

    def test_nobody_is_told_of_another_level_where_that_is_switched_off(self):
        silent = POLICY.config.model_copy(update={"notices": Notices(escalation=False)})
        asked = orders("[LOTE REASIGNAR asesor=nora@ nivel=N3F autoriza=adm@]")
        assert decides(asked, policy=Policy.from_config(silent)).mails("M-08") == []

    def test_a_group_shares_the_cases_out_by_how_many_each_has(self):
        many = tuple(a_case(number) for number in range(1, 7))
        asked = orders("[LOTE REASIGNAR grupo=N2F nivel=N2F autoriza=adm@]", cases=many)
        done = decides(asked, YES, *many)
        shared = [case.assignee for case in done.cases.values()]
        assert {each: shared.count(each) for each in shared} == {
            address("noel"): 3, address("nick"): 3,
        }  # fmt: skip

    def test_many_cases_are_told_of_as_one_list(self):
        many = tuple(a_case(number) for number in range(1, 31))
        asked = orders("[LOTE REASIGNAR asesor=nora@ a=nick@ autoriza=adm@]", cases=many)
        done = decides(asked, YES, *many)
        assert done.mails("M-07") == []
        told = done.mail("M-44")
        assert (told.to, told.cc) == ((address("nick"),), (address("cl23"),))
        assert len(told.facts["rows"]) == 30

    def test_a_service_stays_in_the_first_level(self):
        text = f"[LOTE REASIGNAR casos={SERVICE.number},{FIRST.number} a={{}}@ autoriza=adm@]"
        (waiting,) = orders(text.format("alba")).kept
        assert waiting.numbers == (SERVICE.number,)
        (waiting,) = orders(text.format("nick")).kept
        assert waiting.numbers == (FIRST.number,)
