"""[COMPLETAR] and [TIPO]: the facts of a case, set or waived by who works on it (§4.2, §16.32)."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from mailbot.model.case import Case, Requester
from mailbot.model.vocabulary import CaseType, EventKind, Field, Group, Level, State
from mailbot.rules import moves, opening
from tests.mails import Enclosed
from tests.rules.commands.reporting import ARRIVED, BOGOTA, HOUSE, NOW, POLICY, Outcome, says
from tests.rules.mails import OWN

OPENED = ARRIVED - timedelta(hours=1)
ASKED = (Field.SIIF_USER, Field.EXECUTING_UNIT, Field.SCREENSHOTS)
SCREEN = Enclosed(name="pantalla.png", content=b"\x89PNG" + b"0" * 20_000, type="image/png")
TOLD_BEFORE = Requester(
    email="marta@invias.gov.co", name="Marta Ruiz", entity="Invías", phone="310 555 0147"
)


def a_case(*missing: Field, waits: bool = True, **known: object) -> Case:
    """A service of the first level that lacks these facts, and waits for its person."""
    case = Case(
        row=7, service_number="SERV-2026-000007", requester=TOLD_BEFORE, opened_at=OPENED,
        description="No deja autorizar la orden de pago 184526.", missing=missing,
    )  # fmt: skip
    case = moves.opened(replace(case, **known), POLICY)  # type: ignore[arg-type]
    return opening.waiting(case, OPENED, OPENED, POLICY) if waits else case


def an_incident(**known: object) -> Case:
    """An incident that Nora works on."""
    case = replace(a_case(waits=False), incident_number="INC-2026-000007")
    case = moves.assigned(case, OPENED, POLICY, Group.N2F, f"nora@{HOUSE}")
    return replace(case, **known)  # type: ignore[arg-type]


def fields_of(found: Outcome) -> list[str]:
    """What the history says of the facts."""
    return [event.reason for event in found.events if event.event is EventKind.FIELD]


def test_facts_are_set_and_each_leaves_its_before_and_after() -> None:
    found = says("ana", "[COMPLETAR ue=24-02-00]\nTeléfono: 601 3811700", case=a_case(*ASKED))
    assert found.case.requester.executing_unit == "24-02-00"
    assert found.case.requester.phone == "601 3811700"
    assert fields_of(found) == [
        "Unidad ejecutora: «24-02-00»",
        "Teléfono: de «310 555 0147» a «601 3811700»",
    ]
    assert "usuario=" in found.receipt
    assert "pantallas" in found.receipt


def test_a_case_that_waited_for_its_facts_alone_goes_on_when_none_is_missing() -> None:
    """T8, Q13."""
    found = says(
        "ana", "[COMPLETAR usuario=MRUIZ ue=24-02-00 omitir=pantallas]", case=a_case(*ASKED)
    )
    case = found.case
    assert (case.state, case.missing, case.assignee) == (State.ABIERTO, (), None)
    assert (case.client_wait_until, case.wait_started_at) == (None, None)
    assert case.due_at == datetime(2026, 11, 24, 14, 0, tzinfo=BOGOTA)
    change = found.events[-1]
    assert (change.event, change.rule) == (EventKind.TRANSITION, "T8")
    assert (change.source, change.target) == (State.PENDIENTE_CLIENTE, State.ABIERTO)
    assert "No falta ningún dato" in found.receipt


def test_a_case_that_still_lacks_something_goes_on_waiting() -> None:
    case = says("ana", "[COMPLETAR usuario=MRUIZ]", case=a_case(*ASKED)).case
    assert case.state is State.PENDIENTE_CLIENTE
    assert case.missing == (Field.EXECUTING_UNIT, Field.SCREENSHOTS)


def test_a_case_that_waits_for_an_answer_goes_on_waiting_for_it() -> None:
    waiting = replace(a_case(Field.SIIF_USER), question="¿Qué mensaje aparece?")
    case = says("ana", "[COMPLETAR usuario=MRUIZ]", case=waiting).case
    assert (case.state, case.missing) == (State.PENDIENTE_CLIENTE, ())


def test_screens_that_the_advisor_attaches_are_no_longer_missing() -> None:
    found = says("ana", "[COMPLETAR]", case=a_case(Field.SCREENSHOTS), files=[SCREEN])
    assert (found.case.state, found.case.missing) == (State.ABIERTO, ())
    assert found.files == [("SERV-2026-000007", "pantalla.png")]
    assert fields_of(found) == ["Pantallas recibidas"]


def test_that_there_are_no_screens_is_said_or_waived() -> None:
    for text in ("[COMPLETAR pantallas=no]", "[COMPLETAR]\npantallas: no aplica"):
        found = says("ana", text, case=a_case(Field.SCREENSHOTS))
        assert found.case.missing == ()
        assert fields_of(found) == ["Datos que no se piden más: pantallas"]
        assert "No se pide más: pantallas" in found.receipt


@pytest.mark.parametrize(
    "omitted", ["omitir=usuario,ue", "omitir=usuario, ue", 'omitir="usuario; ue"']
)
def test_several_facts_are_waived_at_once(omitted: str) -> None:
    found = says("ana", f"[COMPLETAR {omitted}]", case=a_case(*ASKED))
    assert found.case.missing == (Field.SCREENSHOTS,)
    assert fields_of(found) == ["Datos que no se piden más: usuario, ue"]


EVERY_FACT = (
    ("nombre=Pedro Salas", "Pedro Salas"), ("usuario=PSALAS", "PSALAS"),
    ("ue=130101", "13-01-01"), ("entidad=SENA", "SENA"), ("correo=p@sena.gov.co", "p@sena.gov.co"),
    ("telefono=3001234567", "3001234567"), ("ciudad=Tunja", "Tunja"),
    ("identificacion=52.345.678", "52345678"), ("temas=Pagos", "Pagos"),
    ("asistentes=Marta Ruiz", "Marta Ruiz"), ("modulo=epg", "EPG"), ("canal=llamada", "llamada"),
    ("descripcion=Otra cosa distinta sucede", "Otra cosa distinta sucede"),
)  # fmt: skip


@pytest.mark.parametrize(("said", "kept"), EVERY_FACT)
def test_every_fact_of_a_case_can_be_set(said: str, kept: str) -> None:
    """§4.2, §16.32."""
    case = says("bo", f"[COMPLETAR]\n{said}", case=a_case(*ASKED)).case
    person = case.requester
    assert kept in (
        person.name, person.siif_user, person.executing_unit, person.entity, person.email,
        person.phone, person.city, person.identification, case.topics, case.attendees,
        case.module, case.channel, case.description,
    )  # fmt: skip


REFUSED = (
    ("[COMPLETAR]", "Falta qué completar"),
    ("[COMPLETAR ue=13-1-1]", "unidad ejecutora"),
    ("[COMPLETAR ue=]", "no tiene valor"),
    ("[COMPLETAR color=rojo]", "No conozco"),
    ("[COMPLETAR omitir=color]", "No conozco"),
    ("[COMPLETAR omitir=correo]", "no se puede omitir"),
    ("[COMPLETAR telefono]", "Sobra"),
    ("[COMPLETAR nombre=Marta Ruiz]", "Sobra «Ruiz»"),
    ("[COMPLETAR]\nciudad=Cali\nprioridad=alta", "No conozco el dato «prioridad»"),
    ("[COMPLETAR]\nciudad=Cali\nomitir=ue", "dentro de la etiqueta"),
    ("[COMPLETAR tipo=soporte]", "TIPO"),
    ("[COMPLETAR usuario=AROJAS usuario=BROJAS]", "dos veces"),
    (f"[COMPLETAR correo={OWN}]", "de la línea"),
    (f"[COMPLETAR correo=nora@{HOUSE}]", "de la línea"),
    ("[COMPLETAR identificacion=52345678901234]", "5 a 11 dígitos"),
)


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_what_can_not_be_set_is_refused_and_nothing_changes(text: str, reason: str) -> None:
    before = a_case(*ASKED)
    found = says("ana", text, case=before)
    assert found.refused
    assert reason in found.receipt
    assert found.case == before


def test_no_digit_of_an_identification_stands_in_receipt_or_history() -> None:
    """§16.14."""
    text = (
        "[COMPLETAR identificacion=52345678]\n"
        "descripcion=La cédula 52.345.678 aparece como inactiva en la pantalla\n"
        "asistentes=Marta Ruiz 52345678\nPedro Salas CC 79.876.543"
    )  # fmt: skip
    found = says("ana", text, case=a_case(*ASKED, requester=replace(
        TOLD_BEFORE, identification="52345678")))  # fmt: skip
    said = found.receipt + "".join(f"{event.reason}{event.text}" for event in found.events)
    assert "345" not in said
    assert "876" not in said
    assert found.case.attendees == "Marta Ruiz 52345678\nPedro Salas CC 79.876.543"


def test_the_correct_address_makes_the_person_reachable_and_gets_what_waited() -> None:
    """The first mail came back: the new address learns the number and has the whole time."""
    before = a_case(*ASKED, unreachable=True)
    found = says("ana", "[COMPLETAR correo=marta.ruiz@invias.gov.co]", case=before)
    assert not found.case.unreachable
    assert found.case.wait_started_at == NOW
    (told,) = found.told
    assert (told.template, told.to) == ("M-02", ("marta.ruiz@invias.gov.co",))


def test_a_question_or_a_solution_goes_to_the_correct_address_too() -> None:
    asked = replace(a_case(), question="¿Qué mensaje aparece?", state=State.PENDIENTE_CLIENTE)
    solved = moves.moved(
        an_incident(solution="Se ajustó el perfil."), OPENED, POLICY, state=State.RESUELTO,
        wait_started_at=OPENED, confirmation_until=OPENED + timedelta(hours=24),
    )  # fmt: skip
    for who, case, template in (("ana", asked, "M-10"), ("nora", solved, "M-12")):
        found = says(who, "[COMPLETAR correo=m@invias.gov.co]", case=case)
        assert [(each.template, each.to) for each in found.told] == [
            (template, ("m@invias.gov.co",))
        ]
        assert found.case.wait_started_at == NOW


def test_the_same_facts_again_change_nothing() -> None:
    found = says("ana", '[COMPLETAR nombre="Marta Ruiz"]', case=a_case(*ASKED))
    assert found.events == []
    assert "ya estaban así" in found.receipt


def test_words_beside_the_facts_stay_as_a_note() -> None:
    found = says("bo", "[COMPLETAR]\nmodulo=EPG\nLo confirmó por teléfono.", case=a_case(*ASKED))
    assert [e.text for e in found.events if e.event is EventKind.NOTE] == [
        "Lo confirmó por teléfono."
    ]


def test_an_incident_is_completed_by_its_advisor_while_his_clock_goes_on() -> None:
    before = an_incident(missing=(Field.EXECUTING_UNIT,))
    case = says("nora", "[COMPLETAR ue=24-02-00]", case=before).case
    assert (case.state, case.level, case.missing) == (State.EN_PROGRESO, Level.N2, ())
    assert says("nel", "[COMPLETAR ue=24-02-00]", case=before).refused


@pytest.mark.parametrize("fact", ["correo=otro@entidad.gov.co", "nombre=Marta", "asistentes=Ana"])
def test_a_mass_incident_gets_no_person(fact: str) -> None:
    before = an_incident(mass=True, requester=Requester(email=""))
    found = says("ana", f"[COMPLETAR modulo=EPG {fact}]", case=before)
    assert found.refused
    assert "es un incidente masivo y no tiene usuario" in found.receipt
    assert f"escriba {fact.partition('=')[0]}= en el caso de la persona" in found.receipt


def test_the_module_of_a_mass_incident_can_be_set() -> None:
    before = an_incident(mass=True, requester=Requester(email=""))
    assert says("ana", "[COMPLETAR modulo=CON]", case=before).case.module == "CON"


TYPES = (
    ("[TIPO acompañamiento]", CaseType.ACOMPANAMIENTO, None),
    ("[TIPO Capacitación]", CaseType.CAPACITACION, None),
    ("[TIPO tipo=capacitacion clase=requerimiento]", CaseType.CAPACITACION, "requerimiento"),
    ("[TIPO clase=incidente]", CaseType.SOPORTE, "incidente"),
    ("[TIPO incidente]", CaseType.SOPORTE, "incidente"),
    ("[TIPO soporte Requerimiento]", CaseType.SOPORTE, "requerimiento"),
)


@pytest.mark.parametrize(("text", "kind", "category"), TYPES)
def test_type_and_class_are_set(text: str, kind: CaseType, category: str | None) -> None:
    case = says("bo", text, case=a_case(waits=False)).case
    assert (case.type, case.category) == (kind, category)


def test_a_new_type_lacks_what_only_it_asks_for() -> None:
    """A7: no screens, but identification, themes and attendees; what was waived stays so."""
    before = a_case(Field.SIIF_USER, Field.SCREENSHOTS, waits=False)
    found = says("bo", "[TIPO acompanamiento]", case=before)
    assert found.case.missing == (
        Field.SIIF_USER, Field.IDENTIFICATION, Field.TOPICS, Field.ATTENDEES
    )  # fmt: skip
    assert "asistentes=" in found.receipt
    assert fields_of(found) == ["Tipo: de «soporte» a «acompanamiento»"]


def test_a_case_that_lacks_nothing_as_another_type_goes_on() -> None:
    before = a_case(
        Field.SCREENSHOTS, topics="Pagos", attendees="Marta Ruiz",
        requester=replace(TOLD_BEFORE, identification="52345678"),
    )  # fmt: skip
    case = says("ana", "[TIPO acompanamiento]", case=before).case
    assert (case.state, case.missing) == (State.ABIERTO, ())


def test_nothing_is_asked_of_a_governing_body_whatever_the_type() -> None:
    """§16.25."""
    before = a_case(waits=False, governing_body="CGN", group=Group.BO)
    assert says("bo", "[TIPO acompanamiento]", case=before).case.missing == ()


@pytest.mark.parametrize(
    "text", ["[TIPO]", "[TIPO milagro]", "[TIPO clase=raro]", "[TIPO soporte color=rojo]"]
)
def test_an_unknown_type_or_class_is_refused(text: str) -> None:
    assert says("bo", text, case=a_case(waits=False)).refused


HUGE = (
    "x" * 200_000, "nombre=" + "a" * 200_000, "correo: " * 20_000, "a=" * 50_000, "=" * 100_000,
    "temas=x\n" + "y\n" * 50_000, "asistentes=" + "1 " * 60_000,
)  # fmt: skip


@pytest.mark.parametrize("words", HUGE, ids=[words[:8] for words in HUGE])
def test_huge_words_are_read_or_refused(words: str) -> None:
    found = says("ana", f"[COMPLETAR ue=24-02-00]\n{words}", case=a_case(*ASKED))
    assert len(found.case.description) <= 5_000
