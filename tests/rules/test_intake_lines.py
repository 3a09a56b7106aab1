"""Facts behind labels: one line a case, as people write them."""

import pytest

from mailbot.rules.intake import read_request
from tests.rules.intake_mails import mail

LINES = [
    # The person's name.
    ("Nombre completo: Ana María Rojas", "name", "Ana María Rojas"),
    ("NOMBRES Y APELLIDOS: ANA MARÍA ROJAS PÉREZ", "name", "ANA MARÍA ROJAS PÉREZ"),
    ("nombre: ana maria rojas", "name", "ana maria rojas"),
    ("Nombre = Ana Rojas", "name", "Ana Rojas"),
    ("nombre=Ana Rojas", "name", "Ana Rojas"),
    ("• Nombre del solicitante: Ing. José Ñáñez", "name", "José Ñáñez"),
    ("1. Nombres completos: Luis Díaz", "name", "Luis Díaz"),
    ("1.Nombre completo: Luis Díaz", "name", "Luis Díaz"),
    ("a) Nombre: Luis Díaz", "name", "Luis Díaz"),
    ("*Nombre:* Luis Díaz", "name", "Luis Díaz"),
    ("**Nombre completo:** Luis Díaz", "name", "Luis Díaz"),
    ("- Solicitante – Luis Díaz", "name", "Luis Díaz"),
    ("Nombre del funcionario\tLuis Díaz", "name", "Luis Díaz"),
    ("| Nombre | Luis Díaz |", "name", "Luis Díaz"),
    ("Nombre del usuario: Luis Díaz", "name", "Luis Díaz"),
    ("Nombre: Luis Díaz, Tesorero", "name", "Luis Díaz"),
    ("Nombre: Luis Díaz - Tesorero", "name", "Luis Díaz"),
    ("Nombre: Luis Díaz C.C. 80.123.456", "name", "Luis Díaz"),
    ("Nombre:Luis de la Hoz", "name", "Luis de la Hoz"),
    ("Nombre : Luis D’Achiardi", "name", "Luis D’Achiardi"),
    ("Usuario: Luis Díaz", "name", "Luis Díaz"),
    ("Contacto: Luis Díaz 310 123 4567", "name", "Luis Díaz"),
    # The user of SIIF.
    ("Usuario SIIF: mrojas", "siif_user", "mrojas"),
    ("USUARIO SIIF NACIÓN: MHarojas", "siif_user", "MHarojas"),
    ("usuario=arojas", "siif_user", "arojas"),
    ("Usuario SIFF: mrojas", "siif_user", "mrojas"),
    ("Usuario SIF mrojas", "siif_user", "mrojas"),
    ("Usuario SIIF - ARojas", "siif_user", "ARojas"),
    ("Usuario SIIF mrojas", "siif_user", "mrojas"),
    ("Usuario: ARojas2 (activo)", "siif_user", "ARojas2"),
    ("Nombre de usuario: a.rojas", "siif_user", "a.rojas"),
    ("Usuario de SIIF: “mrojas”.", "siif_user", "mrojas"),
    ("Login: ARojas", "siif_user", "ARojas"),
    ("Usuario SIIF    mrojas", "siif_user", "mrojas"),
    # The executing unit.
    ("UE 13-01-01", "executing_unit", "13-01-01"),
    ("UE: 130101", "executing_unit", "13-01-01"),
    ("U.E.: 13-01-01", "executing_unit", "13-01-01"),
    ("Unidad Ejecutora: 130101 - Ministerio de Hacienda", "executing_unit", "13-01-01"),
    ("Unidad ejecutora (código y nombre): 13-01-01", "executing_unit", "13-01-01"),
    ("Unidad Ejecutora No. 13-01-01-000", "executing_unit", "13-01-01-000"),
    (
        "Código y nombre de Entidad: 24-02-00 Instituto Nacional de Vías",
        "executing_unit",
        "24-02-00",
    ),
    ("PCI: 36-02-00-005-910110", "executing_unit", "36-02-00-005-910110"),
    ("ue=36-02-00-005-910110", "executing_unit", "36-02-00-005-910110"),
    ("UE: 13 01 01", "executing_unit", "13-01-01"),
    ("UE: 13–01–01", "executing_unit", "13-01-01"),
    ("UE: 13 - 01 - 01", "executing_unit", "13-01-01"),
    ("Unidad: 13-01-01-DT", "executing_unit", "13-01-01-DT"),
    ("UE: 130101000", "executing_unit", "13-01-01-000"),
    ("Ue: 36-02-00-SENA", "executing_unit", "36-02-00"),
    ("Entidad: 36-02-00 SENA", "executing_unit", "36-02-00"),
    ("36-02-00-005", "executing_unit", "36-02-00-005"),
    # The entity.
    ("Entidad: INVIAS", "entity", "INVIAS"),
    (
        "ENTIDAD: Instituto Nacional de Vías - INVIAS",
        "entity",
        "Instituto Nacional de Vías - INVIAS",
    ),
    ("Nombre de la Entidad: Ministerio de Transporte", "entity", "Ministerio de Transporte"),
    ("Unidad Ejecutora: 130101 - Ministerio de Hacienda", "entity", "Ministerio de Hacienda"),
    ("Unidad ejecutora: 36-02-00 (SENA)", "entity", "SENA"),
    ("Unidad ejecutora: 36-02-00 del SENA", "entity", "SENA"),
    ("UE: 36-02-00-SENA", "entity", "SENA"),
    ("Unidad Ejecutora: INVIAS", "entity", "INVIAS"),
    ("Institución: Universidad del Pacífico", "entity", "Universidad del Pacífico"),
    ("entidad=SENA", "entity", "SENA"),
    # The telephone.
    ("Cel. 310 123 4567 ext. 12", "phone", "310 123 4567 ext. 12"),
    ("Celular: 3101234567", "phone", "3101234567"),
    ("Teléfono: (601) 381 1700 Ext. 2345", "phone", "(601) 381 1700 Ext. 2345"),
    ("TEL 601-381-1700", "phone", "601-381-1700"),
    ("Tel./Cel.: +57 310 123 45 67", "phone", "+57 310 123 45 67"),
    ("Teléfono de contacto: 3811700 ext 2345", "phone", "3811700 ext 2345"),
    ("Número de contacto: 310-123-4567", "phone", "310-123-4567"),
    ("telefono=6013811700", "phone", "6013811700"),
    ("Teléfono fijo: (1) 381 1700", "phone", "(1) 381 1700"),
    ("PBX 57 1 3811700", "phone", "57 1 3811700"),
    ("Móvil | 310.123.4567", "phone", "310.123.4567"),
    ("Teléfono (con indicativo): 601 381 1700", "phone", "601 381 1700"),
    ("Contacto: Luis Díaz 310 123 4567", "phone", "310 123 4567"),
    ("Correo / celular: a@b.co / 310 123 4567", "phone", "310 123 4567"),
    ("Teléfono: Extensión 2345", "phone", "ext. 2345"),
    # Mail, city, identification.
    ("Correo electrónico: Ana.Rojas@INVIAS.gov.co", "email", "ana.rojas@invias.gov.co"),
    ("E-mail: <a.rojas@sena.edu.co>", "email", "a.rojas@sena.edu.co"),
    ("correo=a@b.co", "email", "a@b.co"),
    ("Ciudad: Bogotá D.C.", "city", "Bogotá D.C."),
    ("Municipio: Santa Marta", "city", "Santa Marta"),
    ("Cédula: 52.123.456", "identification", "52123456"),
    ("C.C. 1020304050", "identification", "1020304050"),
    ("No. de identificación: 52123456", "identification", "52123456"),
    ("Tipo y número de documento: CC 52 123 456", "identification", "52123456"),
    ("identificacion=52123456", "identification", "52123456"),
    # What it is about.
    ("Tema(s) específico(s): Cierre presupuestal", "topics", "Cierre presupuestal"),
    ("Persona(s) que asistirá(n): Ana Rojas CC 52123456", "attendees", "Ana Rojas CC 52123456"),
    (
        "Descripción: No puedo aprobar la obligación",
        "description",
        "No puedo aprobar la obligación",
    ),
    ("Módulo: EPG", "module", "EPG"),
    ("Módulo: Gastos", "module", "EPG"),
    ("Pantallas: no aplica", "no_screen", True),
    ("Pantallazo del error: N/A", "no_screen", True),
    ("Pantallas: adjuntas", "no_screen", False),
]


@pytest.mark.parametrize(("line", "fact", "value"), LINES)
def test_a_labelled_line_gives_its_fact(line: str, fact: str, value: object) -> None:
    assert getattr(read_request(mail(line)), fact) == value


@pytest.mark.parametrize(
    ("line", "fact", "value"),
    [each for each in LINES if each[1] not in ("description", "no_screen", "module")],
)
def test_a_labelled_line_is_no_description(line: str, fact: str, value: object) -> None:
    told = read_request(mail(f"{line}\n\nNo puedo aprobar la obligación"))
    assert getattr(told, fact) == value
    assert told.description == "No puedo aprobar la obligación"


@pytest.mark.parametrize(
    ("line", "fact"),
    [
        ("Nombre: ________", "name"),
        ("Nombre: Tesorería INVIAS", "name"),
        ("Nombre: <nombre completo>", "name"),
        ("Nombre: Escriba aquí su nombre", "name"),
        ("Usuario SIIF: no tengo", "siif_user"),
        ("Usuario SIIF: N/A", "siif_user"),
        ("Usuario SIIF: 52123456", "siif_user"),
        ("UE: por definir", "executing_unit"),
        ("UE: 13-01", "executing_unit"),
        ("UE: 24/11/2026", "executing_unit"),
        ("UE: 1301011", "executing_unit"),
        ("Fecha: 24-11-26", "executing_unit"),
        ("24-11-26", "executing_unit"),
        ("26-11-24", "executing_unit"),
        ("Entidad: xxxx", "entity"),
        ("Teléfono: no tengo", "phone"),
        ("Teléfono: 12", "phone"),
        ("NIT: 800.123.456-7", "phone"),
        ("Cédula: 310 123 4567", "phone"),
        ("Cédula: pendiente", "identification"),
        ("Correo: no tengo", "city"),
        ("Ciudad:", "city"),
    ],
)
def test_an_empty_or_wrong_value_is_no_fact(line: str, fact: str) -> None:
    assert getattr(read_request(mail(line)), fact) == ""


def test_a_table_pasted_cell_by_cell() -> None:
    told = read_request(
        mail(
            "Nombre completo\n\nAna María Rojas\n\nUsuario SIIF\n\narojas\n\nUnidad Ejecutora\n\n"
            "130101 - Ministerio de Hacienda y Crédito Público\n\nTeléfono\n\n"
            "(601) 381 1700 Ext. 2345\n\nCiudad\n\nBogotá\n\nDescripción del problema\n\n"
            "El sistema no me deja aprobar el PAC."
        )
    )
    assert told.name == "Ana María Rojas"
    assert told.siif_user == "arojas"
    assert told.executing_unit == "13-01-01"
    assert told.entity == "Ministerio de Hacienda y Crédito Público"
    assert told.phone == "(601) 381 1700 Ext. 2345"
    assert told.city == "Bogotá"
    assert told.description == "El sistema no me deja aprobar el PAC."


def test_an_empty_cell_leaves_its_fact_empty() -> None:
    told = read_request(mail("Nombre completo\nUsuario SIIF\narojas\nTeléfono\n\nEntidad\nSENA"))
    assert (told.name, told.siif_user, told.phone, told.entity) == ("", "arojas", "", "SENA")


@pytest.mark.parametrize(
    "table",
    [
        (
            "Nombre\tUsuario SIIF\tUE\tTeléfono\tEntidad\n"
            "Ana Rojas\tarojas\t13-01-01\t3101234567\tDANE"
        ),
        (
            "| Nombre | Usuario SIIF | UE | Teléfono | Entidad |\n|---|---|---|---|---|\n"
            "| Ana Rojas | arojas | 13-01-01 | 3101234567 | DANE |"
        ),
        (
            "Nombre     Usuario SIIF   UE        Teléfono    Entidad\n"
            "Ana Rojas  arojas         13-01-01  3101234567  DANE"
        ),
        (
            "Nombre  Ana Rojas   Usuario SIIF  arojas\n"
            "UE  13-01-01   Teléfono  3101234567\nEntidad  DANE"
        ),
        "Nombre: Ana Rojas; Usuario: arojas; UE: 13-01-01; Teléfono: 3101234567; Entidad: DANE",
        "UE: 13-01-01 Usuario: arojas Tel: 3101234567 Nombre: Ana Rojas Entidad: DANE",
        "nombre=Ana Rojas usuario=arojas ue=13-01-01 telefono=3101234567 entidad=DANE",
    ],
)
def test_tables_and_lists_of_many_shapes(table: str) -> None:
    told = read_request(mail(table))
    facts = (told.name, told.siif_user, told.executing_unit, told.phone, told.entity)
    assert facts == ("Ana Rojas", "arojas", "13-01-01", "3101234567", "DANE")


def test_attendees_and_topics_go_on_over_the_lines_below() -> None:
    told = read_request(
        mail(
            "Temas:\n- Cierre presupuestal\n- Reservas\n\nAsistentes: Ana Rojas CC 52123456\n"
            "Luis Díaz CC 80123456\nCiudad: Cali\n\nSolicitamos una jornada."
        )
    )
    assert told.topics == "Cierre presupuestal\nReservas"
    assert told.attendees == "Ana Rojas CC 52123456\nLuis Díaz CC 80123456"
    assert told.city == "Cali"
    assert told.description == "Solicitamos una jornada."


def test_the_first_value_of_a_fact_stays() -> None:
    told = read_request(mail("Usuario SIIF: arojas\nUsuario SIIF: otro1"))
    assert told.siif_user == "arojas"
