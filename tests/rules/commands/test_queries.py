"""[ESTADO], [HISTORIA], [LISTA] and [AYUDA]: questions that change nothing (domain.md §9)."""

from dataclasses import replace
from datetime import datetime

import pytest

from mailbot.model.case import Case, CaseEvent, Requester, Stopped, StoredFile
from mailbot.model.listing import CaseFilter, CaseList
from mailbot.model.vocabulary import (
    CloseReason,
    EventKind,
    FileStatus,
    Group,
    Level,
    Pause,
    Role,
    State,
)
from mailbot.rules import moves
from mailbot.rules.commands.grammar import read_commands
from mailbot.rules.commands.handlers.filters import read_filter
from mailbot.rules.commands.tags import Tag
from mailbot.rules.commands.usage import usage
from mailbot.rules.event import View
from tests.rules.commands.asking import MONDAY, Answer, says
from tests.rules.mails import mail_with
from tests.rules.timed import (
    MARTA,
    POLICY,
    address,
    asked,
    at,
    critical,
    incident,
    service,
    solved,
    taken,
)

NINE = "2026-12-07 09:00"
CEDULA = "1052345678"
OTHER = "SERV-2026-000002"


def waiting_for_organ(case: Case) -> Case:
    state = State.PENDIENTE_PROVEEDOR
    return moves.moved(case, at("2026-12-07 09:30"), POLICY, state=state, governing_body="CGN")


def closed(case: Case) -> Case:
    when = at("2026-12-07 09:30")
    return moves.closed(case, when, POLICY, CloseReason.ACEPTACION_TACITA, asked_at=when)


def stopped(case: Case) -> Case:
    why = Stopped(why=Pause.CONTINGENCIA, since=at("2026-12-07 09:30"), back_to=case.state)
    return replace(waiting_for_organ(case), governing_body=None, stopped=why)


@pytest.mark.parametrize(
    ("case", "told"),
    [
        (
            service(NINE),
            "Está en Abierto desde el 07/12/2026 09:00. Está en la cola de N1; nadie lo tiene. "
            "Vence el 07/12/2026 13:00; quedan 3 h hábiles.",
        ),
        (
            incident(NINE),
            "Está en Trabajo en Progreso desde el 07/12/2026 09:00. Lo tiene Persona nora "
            "(nora@linea.gov.co), de N2F desde el 07/12/2026 09:00; todavía no ha hecho nada en "
            "él. Vence el 10/12/2026 09:00; quedan 23 h hábiles.",
        ),
        (
            taken(service("2026-12-04 16:30")),
            "Venció el 07/12/2026 08:30, hace 1 h 30 min hábiles.",
        ),
        (
            asked(taken(incident(NINE)), "2026-12-07 09:30"),
            "Su tiempo no corre. Espera al usuario hasta el 10/12/2026 09:30: «¿Con qué usuario "
            "lo intentó?».",
        ),
        (waiting_for_organ(incident(NINE)), "Espera la respuesta de CGN."),
        (
            replace(waiting_for_organ(incident(NINE)), organ_answered_at=MONDAY),
            "CGN respondió el 07/12/2026 10:00; falta decidir cómo sigue.",
        ),
        (stopped(incident(NINE)), "Está detenido por contingencia desde el 07/12/2026 09:30."),
        (
            solved(taken(incident(NINE)), "2026-12-07 09:30"),
            "Espera la confirmación del usuario hasta el 10/12/2026 09:30.",
        ),
        (closed(incident(NINE)), "el usuario no respondió y la solución se dio por aceptada."),
        (
            service(NINE, unreachable=True),
            "Nuestro último correo al usuario fue devuelto: llámelo (3101234567).",
        ),
        (incident(NINE, related=(OTHER,)), f"Está relacionado con {OTHER}."),
    ],
)
def test_the_state_says_who_has_it_since_when_by_when_and_what_waits(case: Case, told: str) -> None:
    found = says("ana", "[ESTADO]", about=case)
    assert told in found.words


def test_the_state_is_told_with_what_the_person_asked_for() -> None:
    found = says("ana", "[ESTADO]", about=service(NINE, description="No hay cupo PAC."))
    assert found.receipt.facts["description"] == "No hay cupo PAC."
    assert found.receipt.case == service(NINE, description="No hay cupo PAC.")


def test_another_case_can_be_asked_about_and_the_receipt_is_about_it() -> None:
    other = replace(service(NINE), row=2, service_number=OTHER, description="Otra cosa")
    view = View(others={OTHER: other})
    for about in (None, incident(NINE)):
        found = says("ana", f"[ESTADO caso={OTHER}]", about=about, view=view)
        assert found.receipt.case == other
        assert found.receipt.facts["description"] == "Otra cosa"
        assert not found.changes


def test_of_several_cases_each_state_is_told_and_no_words_of_one_stand_under_another() -> None:
    other = replace(service(NINE), row=2, service_number=OTHER, description="Otra cosa")
    text = f"[ESTADO]\n[ESTADO caso={OTHER}]"
    found = says("ana", text, about=incident(NINE), view=View(others={OTHER: other}))
    assert len(found.receipt.facts["results"]) == 2
    assert "description" not in found.receipt.facts


@pytest.mark.parametrize("tag", ["[ESTADO]", "[HISTORIA]"])
def test_a_question_about_no_case_is_refused(tag: str) -> None:
    found = says("ana", tag)
    assert found.refused
    assert "caso=" in found.words


@pytest.mark.parametrize("tag", ["[ESTADO]", "[HISTORIA]", "[EXPEDIENTE]", "[LISTA]", "[AYUDA]"])
@pytest.mark.parametrize("who", ["ana", "nora", "cap", "cl1", "cdt", "adm", "her"])
def test_who_asks_changes_nothing_and_takes_no_case(tag: str, who: str) -> None:
    found = says(who, tag, about=service(NINE))
    assert not found.refused
    assert not found.changes
    assert [each.template for each in found.decision.effects] == ["M-31"]  # type: ignore[union-attr]


def test_after_another_tag_the_state_is_that_which_the_tag_gave() -> None:
    found = says("ana", "[TOMAR]\n[ESTADO]", about=service(NINE))
    assert "Está en Trabajo en Progreso" in found.words
    assert found.receipt.case == found.saved.case


def entry(kind: EventKind, actor: str, role: Role, reason: str, text: str = "") -> CaseEvent:
    return CaseEvent(at=MONDAY, event=kind, actor=actor, role=role, reason=reason, text=text)


HISTORY = (
    entry(EventKind.CREATED, MARTA, Role.USR, "Solicitud registrada", "No hay cupo."),
    entry(EventKind.NOTE, address("ana"), Role.N1, "Nota interna", "Llamé. " * 60),
    entry(EventKind.TIMER, "mailbot", Role.SYS, "Recordatorio enviado"),
    entry(EventKind.SURVEY, MARTA, Role.USR, "Encuesta: 5"),
)


def stored(name: str, size: int = 100, status: FileStatus = FileStatus.STORED) -> StoredFile:
    return StoredFile(
        name=name, original_name=name, path=name, sha256=name, size=size, type="image/png",
        status=status,
    )  # fmt: skip


def asks_history(*files: StoredFile, events: tuple[CaseEvent, ...] = HISTORY) -> Answer:
    case = service(NINE, requester=Requester(email=MARTA, identification=CEDULA))
    view = View(histories={1: events}, files={1: files})
    return says("nora", "[HISTORIA]", about=case, view=view)


def test_the_history_is_whole_timers_and_surveys_too_each_with_its_role() -> None:
    history = [words for _at, words in asks_history().receipt.facts["history"]]
    assert history[0] == f"{MARTA} (USR): Solicitud registrada"
    assert history[1].startswith(f"{address('ana')} (N1): Nota interna. Llamé. Llamé.")
    assert len(history[1]) > 400
    assert history[2:] == ["mailbot: Recordatorio enviado", f"{MARTA} (USR): Encuesta: 5"]


def test_a_long_history_is_not_cut() -> None:
    found = asks_history(events=HISTORY * 20)
    assert len(found.receipt.facts["history"]) == 80
    assert "80 entradas" in found.words


def test_the_files_go_with_the_history_but_never_those_in_quarantine() -> None:
    whole = int(POLICY.config.limits.outgoing_mb * 1024 * 1024)
    found = asks_history(
        stored("SERV-2026-000001_01_a.png"),
        stored("SERV-2026-000001_02_b.exe", status=FileStatus.QUARANTINED),
        stored("SERV-2026-000001_03_c.png", size=whole),
    )
    assert [each.name for each in found.receipt.enclosures] == ["SERV-2026-000001_01_a.png"]
    assert "Archivos adjuntos: SERV-2026-000001_01_a.png." in found.words
    assert "No cupieron en el correo: SERV-2026-000001_03_c.png." in found.words
    assert "No se envían: SERV-2026-000001_02_b.exe (en cuarentena)." in found.words


def test_the_receipt_of_a_history_is_about_its_case_so_that_the_cedula_is_hidden() -> None:
    receipt = asks_history().receipt
    assert receipt.case is not None
    assert receipt.case.requester.identification == CEDULA


def test_histories_of_two_cases_are_asked_for_one_by_one() -> None:
    other = replace(service(NINE), row=2, service_number=OTHER)
    text = f"[HISTORIA]\n[HISTORIA caso={OTHER}]"
    assert says("ana", text, about=service(NINE), view=View(others={OTHER: other})).refused


FIRST_LEVEL = (Group.N1, Group.BO, Group.CAP)


@pytest.mark.parametrize(
    ("who", "tag", "wanted"),
    [
        ("nora", "[LISTA]", CaseFilter(assignee=address("nora"), queues=(Group.N2F,))),
        ("ana", "[LISTA]", CaseFilter(assignee=address("ana"), queues=(Group.N1,))),
        ("cl1", "[LISTA]", CaseFilter(groups=FIRST_LEVEL)),
        ("cl23", "[LISTA]", CaseFilter(groups=(Group.N2F, Group.N3F))),
        ("cdt", "[LISTA]", CaseFilter(groups=(Group.N2T, Group.N3T))),
        ("adm", "[LISTA]", CaseFilter()),
        ("nora", "[LISTA todos]", CaseFilter()),
        (
            "nora",
            "[LISTA vencidos]",
            CaseFilter(assignee=address("nora"), queues=(Group.N2F,), overdue_at=MONDAY),
        ),
        ("cl1", "[LISTA vencidos=si]", CaseFilter(groups=FIRST_LEVEL, overdue_at=MONDAY)),
        ("cl1", "[LISTA vencidos=no]", CaseFilter(groups=FIRST_LEVEL)),
        ("nora", "[LISTA N2]", CaseFilter(level=Level.N2)),
        ("nora", "[LISTA nivel=n3f]", CaseFilter(groups=(Group.N3F,))),
        ("nora", "[LISTA grupo=N1]", CaseFilter(groups=(Group.N1,))),
        ("nora", "[LISTA asesor=tito]", CaseFilter(assignee=address("tito"))),
        ("nora", "[LISTA tito]", CaseFilter(assignee=address("tito"))),
        ("cl1", "[LISTA Ti]", CaseFilter(assignee=address("tito"))),
        ("cl1", "[LISTA asesor=ti]", CaseFilter(assignee=address("tito"))),
        ("cl1", f"[LISTA {address('tito')}]", CaseFilter(assignee=address("tito"))),
        ("nora", "[LISTA modulo=epg]", CaseFilter(module="EPG")),
        ("nora", '[LISTA entidad="Vías"]', CaseFilter(entity="Vías")),
        (
            "adm",
            '[LISTA estado="Pendiente por Cliente"]',
            CaseFilter(states=(State.PENDIENTE_CLIENTE,)),
        ),
        ("adm", "[LISTA estado=progreso]", CaseFilter(states=(State.EN_PROGRESO,))),
        (
            "adm",
            "[LISTA BO vencidas estado=abierto]",
            CaseFilter(groups=(Group.BO,), states=(State.ABIERTO,), overdue_at=MONDAY),
        ),
    ],
)
def test_a_list_is_of_what_concerns_who_asks_unless_he_says_otherwise(
    who: str, tag: str, wanted: CaseFilter
) -> None:
    (command,) = read_commands(mail_with(sender=address(who), text=tag)).commands
    assert read_filter(command, POLICY.staff[address(who)], POLICY, MONDAY) == wanted


@pytest.mark.parametrize(
    ("tag", "why"),
    [
        ("[LISTA estado=perdido]", "«perdido» no es un estado"),
        ("[LISTA estado=cerrado]", "casos abiertos"),
        ("[LISTA grupo=N9]", "«N9» no es un nivel ni un grupo"),
        ("[LISTA asesor=nadie]", "no está en el directorio"),
        ("[LISTA asesor=nadie@linea.gov.co]", "no está en el directorio"),
        ("[LISTA vencidos=quizas]", "es si o no"),
        ("[LISTA urgentes]", "No entiendo «urgentes»"),
        ("[LISTA n]", f"({address('nora')})"),
        ("[LISTA asesor=n]", "«n» puede ser "),
        ("[LISTA color=rojo]", "No conozco «color=»"),
    ],
)
def test_a_filter_that_is_not_understood_is_refused_with_what_is(tag: str, why: str) -> None:
    found = says("cl1", tag)
    assert found.refused
    assert why in found.words


def test_a_list_has_its_cases_in_the_order_in_which_they_are_found() -> None:
    first = critical(incident(NINE, row=2, incident_number="INC-2026-000002"))
    second = service("2026-12-04 16:30")
    found = says("cl1", "[LISTA]", listed=CaseList(cases=(first, second), total=2))
    rows = found.receipt.facts["rows"]
    assert [(row.number, row.note) for row in rows] == [
        ("INC-2026-000002", ""),
        ("SERV-2026-000001", "En la cola de N1. Vencido"),
    ]
    assert found.words.startswith("Hay 2 casos abiertos de N1, BO y CAP, por criticidad y orden")


def test_the_cases_of_who_left_the_directory_are_listed_by_the_whole_address() -> None:
    listed = CaseList(cases=(incident(NINE),), total=1)
    found = says("cl1", "[LISTA asesor=Ex@linea.gov.co]", listed=listed)
    assert found.words.startswith("Hay 1 caso abierto a cargo de ex@linea.gov.co")


@pytest.mark.parametrize(
    ("listed", "told"),
    [
        (CaseList(), "No hay casos abiertos a su cargo o en la cola de N2F."),
        (CaseList(cases=(service(NINE),), total=1), "Hay 1 caso abierto a su cargo o en la cola"),
        (CaseList(cases=(service(NINE),), total=412), "Hay 412 casos abiertos"),
        (CaseList(cases=(service(NINE),), total=412), "Van los primeros 1."),
    ],
)
def test_a_list_says_how_many_cases_there_are_in_all(listed: CaseList, told: str) -> None:
    assert told in says("nora", "[LISTA]", listed=listed).words


def helped(found: Answer) -> list[str]:
    return [tag for tag, _effect in found.receipt.facts["help"]]


def test_help_without_a_case_tells_all_tags_of_ones_roles_and_no_others() -> None:
    told = helped(says("nora", "[AYUDA]"))
    assert usage(Tag.PENDIENTE_PROVEEDOR) in told
    assert usage(Tag.LISTA) in told
    assert usage(Tag.ESCALAR) not in told
    assert usage(Tag.NOVEDAD) not in told
    assert usage(Tag.ESCALAR) in helped(says("cl1", "[AYUDA]"))


def test_help_on_a_case_tells_what_is_possible_now() -> None:
    told = helped(says("nora", "[AYUDA]", about=taken(incident(NINE))))
    assert usage(Tag.RESUELTO) in told
    assert usage(Tag.REABRIR) not in told
    assert usage(Tag.LISTA) in told


@pytest.mark.parametrize("said", ["[AYUDA escalar]", "[AYUDA asignar]", "[AYUDA escala]"])
def test_help_on_a_tag_tells_that_one_by_any_of_its_names(said: str) -> None:
    found = says("nora", said)
    assert helped(found) == [usage(Tag.ESCALAR)]
    assert "No es de sus funciones." in found.words


def test_help_on_what_is_no_tag_is_refused() -> None:
    assert says("nora", "[AYUDA xyz]").refused


@pytest.mark.parametrize(
    ("who", "offered"),
    [
        ("ana", "[NUEVO] [ORIENTAR]"),
        ("cl1", "[NUEVO] [ORIENTAR] [LISTA] [INFORME] [AYUDA]"),
        ("adm", "[LISTA] [INFORME] [AYUDA]"),
        ("cdt", "[LISTA] [AYUDA]"),
    ],
)
def test_who_writes_without_a_case_is_offered_what_he_can_ask_for(who: str, offered: str) -> None:
    moves_told = says(who, "Buenos días, quedo atento.").receipt.facts["moves"]
    assert " ".join(tag for tag, _effect in moves_told) == offered


@pytest.mark.parametrize("tag", list(Tag))
def test_the_help_writes_each_tag_as_it_is_understood(tag: Tag) -> None:
    (command,) = read_commands(mail_with(text=usage(tag))).commands
    assert command.tag is tag


def test_a_question_counts_at_the_time_at_which_it_is_answered() -> None:
    later: datetime = at("2026-12-07 13:30")
    found = says("ana", "[ESTADO]", about=service(NINE), now=later)
    assert "Venció el 07/12/2026 13:00, hace 30 min hábiles." in found.words
