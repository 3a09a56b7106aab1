"""Brakes that rely on no detection, as figures: who gets no further mail, what opens no case."""

from datetime import timedelta

import pytest

from mailbot.config.limits import Limits
from mailbot.model.case import Case
from mailbot.model.decision import Send
from mailbot.model.vocabulary import CloseReason, MatchBy, Outcome
from mailbot.parsers import read_mail
from mailbot.pipeline.consider import understand
from mailbot.pipeline.lookups import NothingKnown
from mailbot.rules import moves
from mailbot.rules.brakes import Crowd, held_back, is_bare, is_over, neighbourhood
from mailbot.rules.decide import decide
from mailbot.rules.event import View
from mailbot.rules.intake import read_request
from mailbot.rules.matching import Clues, Trace
from mailbot.rules.routing import Route
from tests.mails import mail
from tests.rules.answering import NO, closed, says
from tests.rules.mails import OWN
from tests.rules.timed import POLICY, at

LIMITS = Limits()
HELPDESK = "caso8817@mesa.example"


@pytest.mark.parametrize(
    ("today", "on_case", "held"),
    [(0, 0, False), (9, 4, False), (10, 0, True), (9, 5, True), (0, 5, True)],
)
def test_automatic_mails_a_person_and_day_and_case(today: int, on_case: int, held: bool) -> None:
    why = held_back("ana@entidad.gov.co", today, on_case, LIMITS)
    assert bool(why) is held
    assert why.startswith("Freno: ana@entidad.gov.co") or not held


@pytest.mark.parametrize(
    ("crowd", "over"),
    [
        pytest.param(Crowd(), False, id="nobody wrote before"),
        pytest.param(Crowd(of_person=29), False, id="the 30th of a person"),
        pytest.param(Crowd(of_person=30), True, id="the 31st of a person"),
        pytest.param(Crowd(of_domain=10_000), False, id="a whole entity on the last day"),
    ],
)
def test_what_opens_no_case(crowd: Crowd, over: bool) -> None:
    assert is_over(crowd, LIMITS) is over


@pytest.mark.parametrize(("of_domain", "over"), [(99, False), (100, True)])
def test_a_brake_on_domains_holds_a_helpdesk_with_a_new_address_each_time(
    of_domain: int, over: bool
) -> None:
    limits = LIMITS.model_copy(update={"bare_requests_per_domain_and_day": 100})
    assert is_over(Crowd(of_domain=of_domain), limits) is over


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Su solicitud quedó registrada con el número 8817.", True),
        ("No puedo entrar al sistema.", True),
        ("No puedo entrar.\nUsuario SIIF: MHapaz", False),
        ("No puedo entrar.\nUnidad ejecutora: 13-01-01", False),
    ],
)
def test_who_names_something_of_siif_is_no_crowd(text: str, bare: bool) -> None:
    raw = mail(sender="ana@entidad.gov.co", to=OWN, text=text, subject="Consulta")
    assert is_bare(read_request(read_mail(raw))) is bare


@pytest.mark.parametrize(
    ("address", "who"),
    [
        ("ana@entidad.gov.co", "@entidad.gov.co"),
        ("ana@gmail.com", "ana@gmail.com"),
        ("ana@hotmail.es", "ana@hotmail.es"),
    ],
)
def test_those_who_share_a_public_provider_are_no_crowd(address: str, who: str) -> None:
    assert neighbourhood(address) == who


def decided(view: View, **parts: str) -> tuple[Outcome, str, str, list[Send]]:
    raw = mail(
        **{"sender": HELPDESK, "to": OWN, "text": "Equipo 8817.", "subject": "En curso", **parts}
    )
    event = understand(read_mail(raw), at("2026-12-09 10:00"), NothingKnown(), POLICY)
    decision = decide(event, view, POLICY, at("2026-12-09 10:00"))
    sends = [effect for effect in decision.effects if isinstance(effect, Send)]
    return decision.outcome, decision.rule, decision.reason, sends


def test_a_request_beyond_a_brake_is_parked_and_the_first_level_is_told_once_a_day() -> None:
    outcome, found, reason, (notice,) = decided(View(crowd=Crowd(of_person=30)))
    assert (outcome, found) == (Outcome.PARKED, "too-many-cases")
    assert reason.startswith(f"Freno: {HELPDESK}")
    assert notice.once == f"too-many:{HELPDESK}:2026-12-09"
    assert HELPDESK not in notice.to


def test_a_request_that_answers_a_closed_case_is_held_by_the_same_brakes() -> None:
    """Without a number of its own it must not become a case."""
    raw = mail(
        sender="marta@invias.gov.co", to=OWN, text="Otro error distinto en otra pantalla.",
        subject=f"RE: [{closed(CloseReason.CONFIRMADO).number}]",
    )  # fmt: skip
    event = understand(read_mail(raw), at("2026-12-14 10:00"), Known(), POLICY)
    open_view, full_view = View(number="SERV-2026-000099"), View(crowd=Crowd(of_person=30))
    now = at("2026-12-14 10:00")
    assert decide(event, open_view, POLICY, now).rule == Route.REQUEST_ON_CLOSED_CASE
    assert decide(event, full_view, POLICY, now).outcome is Outcome.PARKED


class Known(NothingKnown):
    """A line with one closed case."""

    def traces(self, clues: Clues) -> tuple[Trace, ...]:
        return (Trace(by=MatchBy.SUBJECT, case=closed(CloseReason.CONFIRMADO)),)


def opened_again(times: int) -> Case:
    """A case that silence closed, and that was opened again so many times."""
    case = closed(CloseReason.ACEPTACION_TACITA)
    for minute in range(times):
        moment = at("2026-12-14 09:00") + timedelta(minutes=minute)
        again = moves.reopened(case, moment, POLICY)
        case = moves.closed(again, moment, POLICY, CloseReason.ACEPTACION_TACITA, asked_at=moment)
    return case


@pytest.mark.parametrize(
    ("times", "rule"),
    [
        (0, Route.LATE_ANSWER),
        (2, Route.LATE_ANSWER),
        (3, Route.REQUEST_ON_CLOSED_CASE),
        (4, Route.REQUEST_ON_CLOSED_CASE),
    ],
)
def test_a_program_that_says_no_to_every_closing_opens_a_case_again_three_times(
    times: int, rule: Route
) -> None:
    decision = says(opened_again(times), NO, when="2026-12-14 11:00")
    assert decision.rule is rule
    braked = "Freno: el caso ya se abrió de nuevo 3 veces." in decision.reason
    assert braked is (rule is Route.REQUEST_ON_CLOSED_CASE)
