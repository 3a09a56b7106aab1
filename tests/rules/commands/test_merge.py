"""[RELACIONAR] and [FUSIONAR]: cases that belong together, and the same request twice (T29)."""

from dataclasses import replace
from typing import Any

import pytest

from mailbot.model.case import Case, StoredFile
from mailbot.model.vocabulary import CloseReason, EventKind, MatchBy, State
from mailbot.parsers import read_mail
from mailbot.pipeline.consider import consider, understand
from mailbot.pipeline.lookups import NothingKnown
from mailbot.rules.event import View
from mailbot.rules.matching import Clues, Standing, Trace
from mailbot.rules.routing import Route, route
from mailbot.rules.words import Meaning
from tests.mails import mail
from tests.rules.commands.together import (
    NEW,
    POLICY,
    TOLD,
    at,
    email,
    entries,
    incident,
    mails,
    parent,
    result,
    saved,
    say,
    service,
)

SECOND = incident(2, "13-01-01")
SAME = SECOND.requester
FIRST = service(1, "13-01-01", requester=SAME)
FUSE = f"[FUSIONAR con={SECOND.number}]"


def _view(*others: Case, **looked_up: Any) -> View:
    return replace(NEW, others={each.number: each for each in others}, **looked_up)


@pytest.mark.parametrize("text", ["[RELACIONAR con=INC-2026-000002]", '[RELACIONAR "inc 2026 2"]'])
def test_relating_links_both_and_changes_nothing_else(text: str) -> None:
    decision = say("bo", text, FIRST, _view(SECOND))
    after = saved(decision)
    assert after == {
        FIRST.number: replace(FIRST, related=(SECOND.number,)),
        SECOND.number: replace(SECOND, related=(FIRST.number,)),
    }
    assert entries(decision, FIRST.number) == [f"Relacionado con {SECOND.number}"]
    assert entries(decision, SECOND.number) == [f"Relacionado con {FIRST.number}"]
    assert mails(decision) == []


def test_the_duplicate_ends_and_its_person_learns_where_it_goes_on() -> None:
    decision = say("ana", FUSE, FIRST, _view(SECOND))
    after = saved(decision)
    closed, other = after[FIRST.number], after[SECOND.number]
    assert (closed.state, closed.close_reason) == (State.CERRADO, CloseReason.DUPLICADO)
    assert (closed.survey, closed.related) == (None, (SECOND.number,))
    assert (other.state, other.due_at, other.related) == (
        SECOND.state, SECOND.due_at, (FIRST.number,),
    )  # fmt: skip
    (told,) = mails(decision)
    assert (told.template, told.to, told.facts["into"]) == ("M-04", (SAME.email,), SECOND.number)


def test_the_case_that_goes_on_gets_the_words_the_files_and_the_people() -> None:
    file = StoredFile(
        name="SERV-2026-000001_01_pantalla.png", original_name="p.png", path="p", sha256="0" * 64,
        size=9, type="image/png", status="stored",
    )  # fmt: skip
    first = service(1, "13-01-01", parties=("jefe@entidad1.gov.co",))
    view = _view(SECOND, files={first.row: (file, replace(file, name="x", status="quarantined"))})
    decision = say("bo", f"[FUSIONAR con={SECOND.number} confirmar=si]", first, view)
    assert saved(decision)[SECOND.number].parties == (
        first.requester.email, "jefe@entidad1.gov.co",
    )  # fmt: skip
    (entry,) = (
        entry
        for effect in decision.effects
        if getattr(effect, "case", None) and effect.case.number == SECOND.number
        for entry in getattr(effect, "events", ())
    )
    assert entry.event is EventKind.NOTE
    assert first.description in entry.text
    assert entry.text.endswith(f"Archivos en {first.number}: {file.name}")


@pytest.mark.parametrize(
    ("mine", "others", "kept"),
    [(None, None, None), (15, None, 15), (None, 20, 20), (15, 20, 15), (20, 15, 15)],
)
def test_a_petition_stays_one_with_its_earlier_limit(
    mine: int | None, others: int | None, kept: int | None
) -> None:
    until = {day: at(f"2027-01-{day} 00:00") for day in (15, 20)}
    first = replace(FIRST, petition_until=until.get(mine or 0))
    second = replace(SECOND, petition_until=until.get(others or 0))
    after = saved(say("ana", FUSE, first, _view(second)))[SECOND.number]
    assert after.petition_until == until.get(kept or 0)


@pytest.mark.parametrize(
    ("text", "other", "why"),
    [
        (FUSE, replace(SECOND, requester=incident(9, "").requester), "confirmar=si"),
        (FUSE, replace(SECOND, state=State.CERRADO), "RELACIONAR"),
        (f"[FUSIONAR con={parent().number}]", parent(), "MASIVO padre="),
        ("[FUSIONAR con=INC-2026-009999]", SECOND, "No conozco el caso"),
        ("[RELACIONAR con=INC-2026-009999]", SECOND, "No conozco el caso"),
        ("[FUSIONAR]", SECOND, "Falta el número del otro caso"),
        ("[FUSIONAR con=SERV-2026-000001]", FIRST, "es este mismo caso"),
        ("[RELACIONAR con=SERV-2026-000001]", FIRST, "es este mismo caso"),
    ],
)
def test_a_refused_union_changes_nothing(text: str, other: Case, why: str) -> None:
    decision = say("ana", text, FIRST, _view(other))
    assert not result(decision).ok
    assert why in result(decision).text
    assert saved(decision) == {FIRST.number: FIRST}
    assert mails(decision) == []


@pytest.mark.parametrize("text", ["[PEDIR]\n\n¿Con qué perfil ingresa al módulo?", FUSE])
def test_an_order_on_a_duplicate_is_sent_to_the_case_that_goes_on(text: str) -> None:
    decision = say("ana", text, _duplicate(FIRST, of=SECOND), _view(SECOND))
    assert not result(decision).ok
    assert f"duplicado de {SECOND.number}, que es el caso que sigue" in result(decision).text
    assert f"caso={SECOND.number}" in result(decision).text


def test_what_is_related_is_not_related_again() -> None:
    first = replace(FIRST, related=(SECOND.number,))
    decision = say("ana", f"[RELACIONAR {SECOND.number}]", first, _view(SECOND))
    assert "ya está relacionado" in result(decision).text


# A later mail on the duplicate.


class _Known(NothingKnown):
    """A past of these cases; the mail names the first one."""

    def __init__(self, *cases: Case) -> None:
        self._cases = cases

    def traces(self, clues: Clues) -> tuple[Trace, ...]:
        return (Trace(by=MatchBy.SUBJECT, case=self._cases[0]),)

    def named(self, numbers: Any) -> tuple[Case, ...]:
        return tuple(each for each in self._cases if each.number in numbers)


def _duplicate(case: Case, of: Case) -> Case:
    return replace(
        case, state=State.CERRADO, close_reason=CloseReason.DUPLICADO, closed_at=TOLD,
        related=(of.number, "INC-2026-000077"),
    )  # fmt: skip


def _written_by(sender: str, text: str) -> bytes:
    return mail(sender=sender, to=POLICY.config.identity.address, text=text)


@pytest.mark.parametrize(
    "past",
    [
        pytest.param((_duplicate(FIRST, SECOND), SECOND), id="duplicate"),
        pytest.param(
            (
                _duplicate(FIRST, incident(3, "")),
                _duplicate(incident(3, "", requester=SAME), SECOND),
                SECOND,
            ),
            id="duplicate of a duplicate",
        ),
    ],
)
def test_a_persons_mail_on_a_duplicate_is_a_message_on_the_case_that_goes_on(
    past: tuple[Case, ...],
) -> None:
    raw = _written_by(SAME.email, "Sí, sigo esperando; adjunto no tengo nada más.")
    seen = consider(raw, TOLD, _Known(*past), POLICY, TOLD, next_number=str, new_token=str)
    assert seen.event.match is not None
    assert seen.event.match.case == SECOND
    assert seen.event.words.meaning is Meaning.NONE
    assert seen.decision.rule == Route.MESSAGE_ON_CASE
    assert list(saved(seen.decision)) == [SECOND.number]


def test_the_person_of_a_merged_duplicate_is_a_party_of_the_other_case() -> None:
    first = service(1, "13-01-01")
    other = replace(SECOND, parties=(first.requester.email,))
    raw = _written_by(first.requester.email, "Agrego que también pasa en la otra cuenta.")
    event = understand(read_mail(raw), TOLD, _Known(_duplicate(first, other), other), POLICY)
    assert event.match is not None
    assert (event.match.case, event.match.standing) == (other, Standing.PARTY)


@pytest.mark.parametrize(
    ("sender", "past"),
    [
        pytest.param(email("ana"), (_duplicate(FIRST, SECOND), SECOND), id="staff"),
        pytest.param("otro@gmail.com", (_duplicate(FIRST, SECOND), SECOND), id="a stranger"),
        pytest.param(SAME.email, (_duplicate(FIRST, SECOND),), id="the other case is gone"),
        pytest.param(
            SAME.email,
            (replace(_duplicate(FIRST, SECOND), close_reason=CloseReason.CONFIRMADO), SECOND),
            id="no duplicate",
        ),
    ],
)
def test_other_mails_stay_with_the_case_that_they_name(sender: str, past: tuple[Case, ...]) -> None:
    event = understand(read_mail(_written_by(sender, "Una nota")), TOLD, _Known(*past), POLICY)
    assert event.match is not None
    assert event.match.case == past[0]


def test_a_ring_of_duplicates_ends() -> None:
    ring = (_duplicate(FIRST, SECOND), _duplicate(SECOND, FIRST))
    event = understand(read_mail(_written_by(SAME.email, "Hola")), TOLD, _Known(*ring), POLICY)
    assert route(event, View(), POLICY) is Route.REQUEST_ON_CLOSED_CASE
