"""Which cases are about the same matter (domain.md §16.18), and which sections they are of (Q9)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mailbot.model.case import Case
from mailbot.rules.intake.words import folded
from mailbot.rules.similar import Matter, cluster, error_codes, look_back, section_of, sections_of
from tests.rules.commands.together import FOUR, POLICY, at, incident

THRESHOLD = 0.6
PAC = (
    "La obligación no toma el cupo PAC",
    "No puedo registrar la obligación 3456, el sistema dice que no hay cupo PAC disponible.",
)
BALANCE = ("Orden de pago", "No deja autorizar la orden de pago 123, sale saldo insuficiente")


def _case(subject: str, description: str, module: str | None = "EPG") -> Case:
    return incident(1, "13-01-01", subject=subject, description=description, module=module)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            PAC,
            ("Error cupo PAC", "Buenos días. Al crear obligaciones aparece que no hay cupo PAC "
             "disponible para el mes"),
            id="other words of courtesy",
        ),
        pytest.param(
            PAC,
            ("OBLIGACIONES SIN CUPO PAC", "Cordial saludo, desde esta mañana no es posible "
             "registrar obligaciones porque el sistema informa cupo PAC no disponible; agradecemos "
             "su ayuda urgente para el pago de nómina"),
            id="capitals, without accents, much longer",
        ),
        pytest.param(
            BALANCE,
            ("Error al autorizar orden", "Al autorizar la orden de pago 987 aparece saldo "
             "insuficiente y no deja continuar"),
            id="another number of order",
        ),
        pytest.param(
            ("Pago rechazado", "Sale el error APR-001"),
            ("No me deja", "aparece el mensaje apr 001... perdón, error: APR001"),
            id="the same code, whatever the words",
        ),
    ],
)  # fmt: skip
def test_the_same_matter(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert Matter.of(_case(*one)).same(Matter.of(_case(*other)), THRESHOLD)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            BALANCE,
            ("Autorizar orden", "La orden de pago no se puede autorizar porque no aparece la firma "
             "digital"),
            id="the same step of the work, another fault",
        ),
        pytest.param(PAC, ("Obligación", "Cómo anulo una obligación con cuenta por pagar"),
                     id="one everyday word in common"),
        pytest.param(("Error", "Sale el error APR-001 al pagar el cupo PAC"),
                     ("Error", "Sale el error APR-002 al pagar el cupo PAC"),
                     id="the same words, another code"),
        pytest.param(("Error en SIIF", "Buenos días, tengo un problema"),
                     ("Error en SIIF", "Buenos días, tengo un problema"),
                     id="words that say nothing"),
    ],
)  # fmt: skip
def test_not_the_same_matter(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert not Matter.of(_case(*one)).same(Matter.of(_case(*other)), THRESHOLD)


@pytest.mark.parametrize("module", ["CON", None])
def test_another_module_is_another_matter(module: str | None) -> None:
    assert not Matter.of(_case(*PAC)).same(Matter.of(_case(*PAC, module=module)), THRESHOLD)
    assert not Matter.of(_case(*PAC, module=None)).same(Matter.of(_case(*PAC, module=None)), 0.1)


def test_names_of_people_and_entities_make_nothing_alike() -> None:
    known = replace(FOUR[0].requester, name="Rosa Elvira Buitrago", entity="Fondo Rotatorio")
    words = "Rosa Elvira Buitrago del Fondo Rotatorio"
    case = replace(FOUR[0], requester=known, subject=words, description=words)
    assert Matter.of(case).words == frozenset()


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("aparece el mensaje APR-001 saldo insuficiente", {"APR001"}),
        ("Error 20013 al pagar", {"20013"}),
        ("código de error: ORA-01403", {"ORA01403"}),
        ("sale ORA 00600 en la pantalla", {"ORA00600"}),
        ("error SIIF-0012.", {"SIIF0012"}),
        ("Error No. 4550", {"4550"}),
        ("errores del 2026", set()),
        ("error al autorizar la orden de pago 184526", set()),
        ("código 130101", set()),
        ("el mensaje SERV-2026-000123", set()),
        ("unidad con código 13-01-01", set()),
    ],
)
def test_error_codes(text: str, codes: set[str]) -> None:
    assert error_codes(folded(text)) == codes


@pytest.mark.parametrize(
    ("unit", "groups", "section"),
    [
        ("13-01-01", 2, "1301"),
        ("13-01-02-DT", 2, "1301"),
        ("130101", 2, "1301"),
        ("36-02-00-005", 3, "360200"),
        ("13-01-01", 1, "13"),
        ("13", 2, ""),
        ("", 2, ""),
        ("", 1, ""),
    ],
)
def test_section_of_a_unit(unit: str, groups: int, section: str) -> None:
    assert section_of(incident(1, unit), groups) == section


def test_two_units_of_a_section_count_once() -> None:
    cases = (*FOUR, incident(5, "13-01-02"), incident(6, ""))
    assert sections_of(cases, 2) == {
        "0402": ("INC-2026-000003",),
        "0503": ("INC-2026-000004",),
        "1301": ("INC-2026-000001", "INC-2026-000005"),
        "3602": ("INC-2026-000002",),
    }


@pytest.mark.parametrize(
    ("opened", "together"),
    [
        ("2026-12-17 14:00", True),
        # Twelve working hours before 14:00 and after it, over the night.
        ("2026-12-16 14:00", True),
        ("2026-12-16 13:59", False),
        ("2026-12-18 14:00", True),
        ("2026-12-18 14:01", False),
    ],
)
def test_the_window_is_working_time(opened: str, together: bool) -> None:
    case, other = FOUR[0], incident(2, "36-02-00", opened_at=at(opened))
    assert (other in cluster(case, (other,), 12, POLICY)) is together


def test_the_window_slides_to_where_most_sections_are_and_never_grows() -> None:
    case = incident(1, "13-01-01", opened_at=at("2026-12-17 12:00"))
    early = incident(2, "36-02-00", opened_at=at("2026-12-16 16:00"))
    late = tuple(
        incident(3 + n, unit, opened_at=at("2026-12-18 08:00"))
        for n, unit in enumerate(("04-02-00", "05-03-00"))
    )
    assert cluster(case, (early, *late), 12, POLICY) == (case, *late)


def test_the_case_itself_is_not_its_own_like() -> None:
    assert cluster(FOUR[0], (replace(FOUR[0], incident_number=None),), 12, POLICY) == (FOUR[0],)


@pytest.mark.parametrize("hours", [0.5, 12, 24, 200])
@pytest.mark.parametrize("moment", ["2026-12-17 14:00", "2027-01-04 07:00", "2026-12-20 10:00"])
def test_looking_back_reaches_all_of_the_window(hours: float, moment: str) -> None:
    start = look_back(at(moment), hours, POLICY.calendar)
    assert POLICY.calendar.between(start, at(moment)) >= timedelta(hours=hours)
