"""Facts told in sentences and signatures, and words that are no facts."""

import pytest

from mailbot.model.vocabulary import CaseType
from mailbot.rules.intake import read_request
from tests.rules.intake_mails import mail

PROBLEM = "No puedo aprobar la obligación de este mes."


@pytest.mark.parametrize(
    ("text", "fact", "value"),
    [
        ("Soy Ana María Rojas, de la unidad 2.", "name", "Ana María Rojas"),
        ("Buenas tardes, mi nombre es Ana Rojas y no puedo entrar.", "name", "Ana Rojas"),
        ("Me llamo José Ñáñez. No puedo entrar.", "name", "José Ñáñez"),
        ("Les escribe Luis de la Hoz, tesorero.", "name", "Luis de la Hoz"),
        ("Soy Ana Rojas del SENA y no puedo entrar.", "name", "Ana Rojas"),
        ("Yo, Ana Rojas, identificada con C.C. 52.123.456, solicito ayuda.", "name", "Ana Rojas"),
        ("Mi usuario es arojas, no abre.", "siif_user", "arojas"),
        ("con usuario SIIF ARojas no puedo entrar", "siif_user", "ARojas"),
        ("el usuario arojas2 no puede aprobar", "siif_user", "arojas2"),
        ("el usuario de SIIF Nación «MHarojas» quedó así", "siif_user", "MHarojas"),
        (
            "No puedo entrar a ningún módulo desde el día ayer con usuario\nSIIF ARojas y no abre",
            "siif_user",
            "ARojas",
        ),
        ("de la unidad ejecutora 36-02-00 del SENA", "executing_unit", "36-02-00"),
        ("pertenezco a la UE 130101 y no puedo", "executing_unit", "13-01-01"),
        ("en la unidad ejecutora No. 24-02-00-001, sale error", "executing_unit", "24-02-00-001"),
        ("desde el PCI 36-02-00-005-910110 no deja", "executing_unit", "36-02-00-005-910110"),
        ("el código 36-02-00-005 no aparece", "executing_unit", "36-02-00-005"),
        ("de la unidad ejecutora 36-02-00 del SENA", "entity", "SENA"),
        ("UE 24-01-01 (Ministerio de Transporte) no deja", "entity", "Ministerio de Transporte"),
        (
            "UE 13-01-01 - Ministerio de Hacienda y Crédito Público, no deja",
            "entity",
            "Ministerio de Hacienda y Crédito Público",
        ),
        ("Soy funcionaria del INVIAS y no puedo entrar", "entity", "INVIAS"),
        ("Soy contador de Minhacienda y no puedo entrar", "entity", "Minhacienda"),
        ("trabajo en la Universidad del Pacífico y no puedo", "entity", "Universidad del Pacífico"),
        (
            "soy tesorera de la Agencia Nacional de Tierras.",
            "entity",
            "Agencia Nacional de Tierras",
        ),
        ("me pueden llamar al 601 555 1234", "phone", "601 555 1234"),
        ("mi celular es 310 123 4567, gracias", "phone", "310 123 4567"),
        ("comunicarse al (601) 381 1700 ext. 2345 por favor", "phone", "(601) 381 1700 ext. 2345"),
        ("mi número de contacto es el 3101234567.", "phone", "3101234567"),
        ("teléfono 3811700 extensión 2345", "phone", "3811700 extensión 2345"),
        ("identificada con cédula de ciudadanía No. 52.123.456", "identification", "52123456"),
        ("con C.C. 1.020.304.050 de Bogotá", "identification", "1020304050"),
        ("requerimos apoyo en el tema de cierre presupuestal.", "topics", "cierre presupuestal"),
        ("Asistirán: Ana Rojas y Luis Díaz.", "attendees", "Ana Rojas y Luis Díaz"),
        ("No hay pantalla de error, simplemente se cierra.", "no_screen", True),
        ("no se genera ningún pantallazo", "no_screen", True),
        ("Pantallas del error no aplica", "no_screen", True),
        ("me sale el error 4523 al guardar", "error_code", "4523"),
        ("Código de error: ORA-01722", "error_code", "ORA-01722"),
        ("error No. EPG-0123 en la pantalla", "error_code", "EPG-0123"),
        ("mensaje 0x80070005 al firmar", "error_code", "0X80070005"),
    ],
)
def test_a_sentence_gives_its_fact(text: str, fact: str, value: object) -> None:
    assert getattr(read_request(mail(text)), fact) == value


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("Soy la tesorera de la entidad y no puedo entrar", "name"),
        ("Soy Contadora del SENA y no puedo entrar", "name"),
        ("Soy nueva en el sistema", "name"),
        ("La persona Ana Rojas no puede entrar", "name"),
        ("mi usuario SIIF está bloqueado", "siif_user"),
        ("el usuario no puede ingresar", "siif_user"),
        ("el usuario SIIF bloqueado, por favor ayuda", "siif_user"),
        ("crear usuario nuevo para la entidad", "siif_user"),
        ("el usuario: no puede ingresar desde ayer al sistema de pagos", "siif_user"),
        ("el pago del 24-11-26 no salió", "executing_unit"),
        ("entre el 01-02-2026 y el 05-02-2026", "executing_unit"),
        ("la factura 13-0101 no cruza", "executing_unit"),
        ("el pago al SENA por aportes no sale", "entity"),
        ("el embargo del ICBF no se aplicó", "entity"),
        ("la orden de pago 3101234567 no sale", "phone"),
        ("el compromiso 312326 y la obligación 6011234567 no cruzan", "phone"),
        ("NIT 800.123.456-7 y factura 3101234567", "phone"),
        ("por valor de $ 3.101.234.567 pesos", "phone"),
        ("caso INC-2026-000123 del 2026-11-24", "phone"),
        ("mi número de cédula es 3101234567", "phone"),
        ("el documento 52123456 no existe", "identification"),
        ("el tercero con NIT 800.123.456", "identification"),
        ("me sale un error desde las 10:30", "error_code"),
        ("salió el error el 24/11/2026", "error_code"),
        ("el mensaje 10:30 a. m.", "error_code"),
    ],
)
def test_other_words_are_no_fact(text: str, fact: str) -> None:
    assert getattr(read_request(mail(text)), fact) == ""


SIGNATURES = [
    (
        "Cordialmente,\n\nLuz Marina Pérez Díaz\nProfesional Especializado\nGrupo de Tesorería\n"
        "Instituto Nacional de Vías\nPBX: (601) 377 0600 Ext. 1234\nBogotá D.C."
    ),
    (
        "Atentamente: Luz Marina Pérez Díaz\n"
        "Instituto Nacional de Vías | Tel. (601) 377 0600 Ext. 1234"
    ),
    (
        "Cordial saludo,\n\nLuz Marina Pérez Díaz\nTesorera - Instituto Nacional de Vías\n"
        "(601) 377 0600 Ext. 1234"
    ),
    (
        "Muchas gracias.\n\nLuz Marina Pérez Díaz\nTesorera\nInstituto Nacional de Vías\n"
        "Teléfono: (601) 377 0600 Ext. 1234"
    ),
    "Luz Marina Pérez Díaz\nTesorera, Instituto Nacional de Vías, Tel (601) 377 0600 Ext. 1234",
    "--\nLuz Marina Pérez Díaz\nInstituto Nacional de Vías\n(601) 377 0600 Ext. 1234",
    (
        "Quedo atenta,\n\nLuz Marina Pérez Díaz\nProfesional\nT. (601) 377 0600 Ext. 1234\n"
        "Instituto Nacional de Vías\nCarrera 59 No. 26-60 Bogotá D.C."
    ),
    (
        "Att.\nLuz Marina Pérez Díaz\nCoordinadora Financiera\nInstituto Nacional de Vías\n"
        "Cel: (601) 377 0600 Ext. 1234\nEnviado desde mi iPhone"
    ),
]


@pytest.mark.parametrize("signature", SIGNATURES)
def test_a_signature_tells_who_writes(signature: str) -> None:
    told = read_request(mail(f"Buenos días,\n\n{PROBLEM}\n\n{signature}"))
    assert told.name == "Luz Marina Pérez Díaz"
    assert told.entity == "Instituto Nacional de Vías"
    assert told.phone == "(601) 377 0600 Ext. 1234"
    assert told.description == PROBLEM


@pytest.mark.parametrize("signature", SIGNATURES)
def test_a_signature_that_was_cut_off_is_read_too(signature: str) -> None:
    told = read_request(mail(PROBLEM, quoted=signature, sender="Luz Marina Perez"))
    assert told.name == "Luz Marina Pérez Díaz"
    assert told.entity == "Instituto Nacional de Vías"
    assert told.phone == "(601) 377 0600 Ext. 1234"


OTHERS = "Pedro Otro\nDirector\nMinisterio de Transporte\nTel. 310 999 8888\nUE: 24-01-01"


@pytest.mark.parametrize(
    "quoted",
    [
        f"De: Pedro Otro <p@x.co>\nEnviado: lunes\nPara: Ana\nAsunto: x\n\nHola\n\n{OTHERS}",
        f"-----Mensaje original-----\n{OTHERS}",
        f"---------- Forwarded message ---------\n{OTHERS}",
        f"El lun, 23 nov 2026 a las 10:00, Pedro Otro (<p@x.co>) escribió:\n\n{OTHERS}",
        "\n".join(f"> {line}" for line in OTHERS.split("\n")),
        OTHERS,
        f"Buenos días Ana\n\n{OTHERS}",
        f"Ana Rojas\n\nDe: Pedro Otro\nEnviado: lunes\n\n{OTHERS}",
    ],
)
def test_words_of_others_are_never_the_persons_facts(quoted: str) -> None:
    for told in (
        read_request(mail(PROBLEM, quoted=quoted, sender="Ana Rojas")),
        read_request(mail(f"{PROBLEM}\n\n{quoted}", sender="Ana Rojas"))
        if quoted != OTHERS and not quoted.startswith("Buenos")
        else read_request(mail(PROBLEM, sender="Ana Rojas")),
    ):
        assert told.name == "Ana Rojas"
        assert (told.phone, told.entity, told.executing_unit) == ("", "", "")
        assert told.description == PROBLEM


@pytest.mark.parametrize(
    ("display_name", "name"),
    [
        ("Ana María Rojas", "Ana María Rojas"),
        ("ANA MARIA ROJAS PEREZ", "ANA MARIA ROJAS PEREZ"),
        ("Rojas Pérez, Ana María", "Ana María Rojas Pérez"),
        ("Ana Rojas (INVIAS)", "Ana Rojas"),
        ("Ana Rojas - Tesorería", "Ana Rojas"),
        ("Dra. Ana Rojas", "Ana Rojas"),
        ("Tesorería INVIAS", ""),
        ("TESORERIA INVIAS", ""),
        ("Grupo de Presupuesto", ""),
        ("Soporte SIIF Nación", ""),
        ("Ana INVIAS", ""),
        ("ana.rojas", ""),
        ("Ana", ""),
        ("arojas@invias.gov.co", ""),
        ("Ministerio de Transporte", ""),
        ("", ""),
    ],
)
def test_a_display_name_counts_where_it_is_a_persons(display_name: str, name: str) -> None:
    assert read_request(mail(PROBLEM, sender=display_name)).name == name


def test_what_is_said_counts_before_the_signature_and_the_display_name() -> None:
    signature = "Cordialmente,\n\nLuis Díaz\nTel. 310 999 8888"
    text = f"Nombre: Ana Rojas\nCel: 310 123 4567\n\n{PROBLEM}\n\n{signature}"
    told = read_request(mail(text, sender="Pedro Otro"))
    assert (told.name, told.phone) == ("Ana Rojas", "310 123 4567")


def test_the_entity_is_never_guessed_from_the_address() -> None:
    assert read_request(mail(PROBLEM, sender="Ana Rojas")).entity == ""


@pytest.mark.parametrize(
    ("subject", "text", "kind"),
    [
        ("Soporte", PROBLEM, CaseType.SOPORTE),
        ("Solicitud de acompañamiento", "Cierre presupuestal.", CaseType.ACOMPANAMIENTO),
        ("SIIF", "Solicitamos de manera atenta una capacitación en PAC.", CaseType.SOPORTE),
        ("SIIF", "Solicitamos una capacitación en PAC.", CaseType.CAPACITACION),
        ("SIIF", "Requerimos programar acompañamiento para el cierre.", CaseType.ACOMPANAMIENTO),
        ("SIIF", "Agradezco su acompañamiento, no me deja aprobar.", CaseType.SOPORTE),
        ("SIIF", "En la capacitación nos dijeron que se podía.", CaseType.SOPORTE),
        ("Error tras la capacitación", "No me deja aprobar.", CaseType.SOPORTE),
        ("SIIF", "Tipo: Acompañamiento\nCierre presupuestal", CaseType.ACOMPANAMIENTO),
        ("SIIF", "tipo=capacitacion\nCierre presupuestal", CaseType.CAPACITACION),
    ],
)
def test_kind_of_help(subject: str, text: str, kind: CaseType) -> None:
    assert read_request(mail(text, subject=subject)).type is kind


@pytest.mark.parametrize(
    ("subject", "text", "petition"),
    [
        ("Derecho de petición", PROBLEM, True),
        ("SIIF", "En ejercicio del DERECHO DE PETICIÓN consagrado en la ley, solicito", True),
        ("SIIF", "En ejercicio del derecho fundamental de\npetición solicito", True),
        ("SIIF", "conforme al artículo 23 de la Constitución Política", True),
        ("SIIF", "con base en la Ley 1755 de 2015", True),
        ("SIIF", "Aclaro que no es un derecho de petición, solo una duda", False),
        ("SIIF", "tengo derecho a la petición de soporte", False),
        ("SIIF", "el artículo 23 del decreto no aplica", False),
        ("SIIF", PROBLEM, False),
    ],
)
def test_right_of_petition(subject: str, text: str, petition: bool) -> None:
    assert read_request(mail(text, subject=subject)).petition is petition


@pytest.mark.parametrize(
    ("subject", "text", "module"),
    [
        ("Error en EPG", PROBLEM, "EPG"),
        ("Error", "No puedo aprobar el PAC de diciembre", "PAC"),
        ("Error", "la firma digital no funciona", "SEG"),
        ("Error", "no deja generar la orden de pago", "PAG"),
        ("Error", "en el módulo CON no cuadra", "CON"),
        ("Error", "SCUN no abre", "CUN"),
        ("Error", "la obligación no pasa a orden de pago", None),
        ("Error", "EPG y PAC no abren", None),
        ("Error", "no abre el sistema", None),
        ("", "NO PUEDO ENTRAR CON MI CLAVE DESDE AYER REC", None),
    ],
)
def test_module_only_where_it_is_clear(subject: str, text: str, module: str | None) -> None:
    assert read_request(mail(text, subject=subject)).module == module
