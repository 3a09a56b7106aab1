"""S52–S55: forged orders, tags in a user's mouth, copies and crashes, petitions."""

import pytest

from tests.scenarios.letters import written
from tests.scenarios.line import ScenarioLine
from tests.scenarios.people import SOLUTION, Advisor
from tests.scenarios.times import day_in_words, when

PETITION = (
    "En ejercicio del derecho de petición consagrado en el artículo 23 de la Constitución, "
    "solicito que se autorice la orden de pago 184526."
)


@pytest.mark.parametrize("verdict", ["fail", None], ids=["DMARC fails", "no verdict of ours"])
def test_s52_a_forged_order_is_not_carried_out(line: ScenarioLine, verdict: str | None):
    """Kept as refused; nora@ herself and HERR are told (§16.13, §16.31)."""
    line.at("Mon 7-Dec-2026 15:00")
    case = line.assigned("nora@")
    line.nora.does("[RESUELTO]", SOLUTION, on=case)
    forger = Advisor(line=line, name="Nora Díaz", email=line.nora.email, verdict=verdict)
    forger.replies_to("M-31", "[CERRADO]")

    assert case.state == "Resuelto"
    assert line.outcome() == "command"
    refused = case.history[-1]
    assert refused["event"] == "command"
    assert (refused["from"], refused["to"]) == (None, None)
    warning = line.mail("M-45")
    assert sorted((*warning.to, *warning.cc)) == ["her@", "nora@"]
    assert [letter.code for letter in line.fresh] == ["M-45"]


@pytest.mark.parametrize("words", ["[CERRADO]", "[RESUELTO tipo=orientacion]\nYa quedó."])
def test_s53_tags_of_a_user_are_plain_text(line: ScenarioLine, words: str):
    line.at("Mon 7-Dec-2026 15:00")
    case = line.assigned("nora@")
    line.marta.replies_to("M-06", words)

    assert (case.state, case.assignee) == ("Trabajo en Progreso", "nora@")
    assert line.mails("M-31", to="marta@invias.test") == []
    assert words.splitlines()[0] in case.history[-1]["text"]
    told = line.mail("M-43")
    assert told.to == ["nora@"]
    # Our own mail neither: the advisor's answer quotes it.
    lines = [each.strip() for each in told.plain.splitlines()]
    assert not any(each.startswith("[") and each.endswith("]") for each in lines)


def test_s54_the_same_mail_twice_is_one_case(line: ScenarioLine):
    line.at("Tue 24-Nov-2026 09:12")
    mail = written(
        line.marta.request(), sender="marta@invias.test", name="Marta Ruiz", subject="Error",
        at=when("Tue 24-Nov-2026 09:12"), message_id="<una@invias.test>", files=["pantalla.png"],
    )  # fmt: skip
    line.arrives(mail)
    line.arrives(mail)

    assert len(line.every_case()) == 1
    assert len(line.mails("M-02")) == 1
    assert line.outcome() == "ignored"


def test_s54_wherever_a_crash_hits_there_is_one_case_and_one_mail(line_with):
    """The process dies between two commits; the next pass ends what it began."""
    crashes = 0
    for writes in range(0, 12, 2):
        line = line_with(folder=f"caída {writes}")
        line.at("Tue 24-Nov-2026 09:12")
        line.road.simulated.faults.writes_until_crash = writes
        line.marta.writes(line.marta.request(), subject="Error", files=["pantalla.png"])
        crashes += line.road.crashes
        line.at("Tue 24-Nov-2026 09:13")

        (case,) = line.every_case()
        assert case.state == "Abierto"
        assert [(mail["template"], mail["status"]) for mail in case.mails] == [("M-02", "sent")]
        assert len({letter.message["Message-ID"] for letter in line.mails("M-02")}) == 1
    assert crashes >= 3


def test_s55_a_petition_is_flagged_dated_and_never_closed_by_silence(line: ScenarioLine):
    """R82: fifteen working days after Tuesday 1 December end on Wednesday 23."""
    line.at("Tue 1-Dec-2026 09:00")
    case = line.marta.asks(PETITION, without=["Usuario SIIF"], files=[])
    flagged = line.mail("M-37")
    assert sorted((*flagged.to, *flagged.cc)) == ["cl1@", "pqrsd@"]
    assert flagged.number == case.number
    assert day_in_words("Wed 23-Dec-2026 00:00") in flagged.words
    assert [name for name in flagged.files if name.endswith(".eml")] != []
    assert case.state == "Pendiente por Cliente"

    line.at("Mon 14-Dec-2026 09:00")
    assert case.state == "Pendiente por Cliente"
    assert line.mails("M-13") == []


def test_s55_a_solved_petition_is_not_accepted_by_silence_either(line: ScenarioLine):
    line.at("Tue 1-Dec-2026 09:00")
    case = line.marta.asks(PETITION)
    line.ana.does("[INCIDENTE modulo=EPG]", on=case)
    line.bo.does("[ESCALAR a=nora@]", on=case)
    line.nora.does("[RESUELTO]", SOLUTION, on=case)
    line.at("Mon 14-Dec-2026 09:00")
    assert case.state == "Resuelto"
    assert line.mails("M-20") == []
