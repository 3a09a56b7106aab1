"""Requests as a whole: the procedure's first scenarios, what is missing, and answers."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from mailbot.model.case import Case, Requester
from mailbot.model.mail import Attachment, Mail
from mailbot.model.vocabulary import CaseType, Channel, Field, FileVerdict
from mailbot.rules.intake import Request, complete, missing_fields, read_request, read_request_text
from tests.rules.intake_mails import SCREEN, file, mail

OPENED = datetime(2026, 11, 24, 9, 20, tzinfo=ZoneInfo("America/Bogota"))

WHOLE = """Buenos días,

Nombre completo: Ana María Rojas
Usuario SIIF: arojas
Unidad ejecutora: 24-02-00 - Instituto Nacional de Vías
Teléfono: 601 377 0600 ext. 1234

No puedo aprobar la obligación 12326: sale el error 4523.

Cordialmente,
Ana María Rojas"""


def lacking(text: str, *, files: tuple[Attachment, ...] = (), sender: str = "") -> list[str]:
    request = read_request(mail(text, files=files, sender=sender))
    return [field.value for field in missing_fields(request, request.type)]


def test_s1_all_facts_and_a_screen_leave_nothing_missing() -> None:
    assert lacking(WHOLE, files=(SCREEN,)) == []


@pytest.mark.parametrize(
    "text",
    [
        (
            "Nombre: Pedro Gómez\nEntidad: INVIAS\nTeléfono: 310 123 4567\n\n"
            "No puedo registrar la obligación del contrato 123."
        ),
        (
            "Buenos días, no puedo registrar la obligación del contrato 123.\n\n"
            "Pedro Gómez, INVIAS, tel. 310 123 4567"
        ),
        (
            "Soy Pedro Gómez, tesorero del INVIAS. No puedo registrar la obligación."
            " Mi celular es 310 123 4567."
        ),
        (
            "Cordial saludo,\nNo puedo registrar la obligación del contrato 123.\n\nAtentamente,"
            "\n\n"
            "Pedro Gómez\nTesorero\nInstituto Nacional de Vías - INVIAS\nCel. 310 123 4567"
        ),
    ],
)
def test_s2_lacks_unit_user_and_screen_and_nothing_else(text: str) -> None:
    assert lacking(text) == ["siif_user", "executing_unit", "screenshots"]


@pytest.mark.parametrize(
    "text",
    [
        (
            "Datos del solicitante:\nNombre: Carlos Pérez\nUE: 13-01-01\nUsuario: cperez\n"
            "Entidad: DIAN\nTel: 3001234567\n\nNo deja aprobar la obligación"
        ),
        (
            "Mis datos son:\n1) Unidad ejecutora: 13-01-01\n2) Usuario SIIF: cperez\n"
            "3) Nombres completos: Carlos Pérez\n4) Entidad: DIAN\n"
            "5) Datos de contacto: 3001234567\n6) Descripción: No deja aprobar la obligación"
        ),
        (
            "Buen día\nSolicitante: Carlos Pérez. Entidad: DIAN. UE: 13-01-01. Usuario: cperez. "
            "Teléfono: 3001234567. Descripción: No deja aprobar la obligación"
        ),
        (
            "UE: 13-01-01, Usuario SIIF: cperez, Nombre: Carlos Pérez, Entidad: DIAN, "
            "Cel: 3001234567\n\nNo deja aprobar la obligación"
        ),
        (
            "Unidad Ejecutora:\t13-01-01 DIAN\nNombre:\tCarlos Pérez\nUsuario SIIF:\tcperez\n"
            "Teléfono:\t3001234567\nDescripción:\tNo deja aprobar la obligación"
        ),
        (
            "No deja aprobar la obligación. NOMBRE: Carlos Pérez USUARIO: cperez ENTIDAD: DIAN "
            "UE: 130101 CEL: 3001234567"
        ),
    ],
)
def test_the_same_request_in_many_shapes(text: str) -> None:
    told = read_request(mail(text, files=(SCREEN,)))
    assert missing_fields(told, told.type) == ()
    facts = (told.name, told.siif_user, told.executing_unit, told.entity, told.phone)
    assert facts == ("Carlos Pérez", "cperez", "13-01-01", "DIAN", "3001234567")
    assert told.description.rstrip(".") == "No deja aprobar la obligación"


def test_s2_the_name_may_come_from_the_display_name() -> None:
    text = "Entidad: INVIAS. Celular: 310 123 4567. No puedo registrar la obligación."
    missing = lacking(text, sender="Pedro Gómez")
    assert missing == ["siif_user", "executing_unit", "screenshots"]


def test_s7_an_accompaniment_asks_for_identification_themes_and_attendees() -> None:
    request = read_request_text(
        "canal=presencial\ntipo=acompanamiento\nnombre=Ana Rojas\nusuario=arojas\nue=24-02-00\n"
        "entidad=INVIAS\ncorreo=ana@invias.gov.co\ntelefono=3101234567\n"
        "descripcion=Acompañamiento para el cierre presupuestal"
    )
    assert request.type is CaseType.ACOMPANAMIENTO
    assert request.channel is Channel.PRESENCIAL
    assert request.description == "Acompañamiento para el cierre presupuestal"
    assert missing_fields(request, request.type) == (
        Field.IDENTIFICATION,
        Field.TOPICS,
        Field.ATTENDEES,
    )


def test_everything_that_staff_writes_below_nuevo_is_read() -> None:
    request = read_request_text(
        "nombre=Luis Díaz\nidentificacion=80123456\nusuario=ldiaz\nue=360200\nentidad=SENA\n"
        "correo=ldiaz@sena.edu.co\ntelefono=(601) 546 1500 ext 12\nciudad=Bogotá\ncanal=llamada\n"
        "tipo=soporte\nmodulo=PAC\ndescripcion=No puede solicitar PAC de noviembre\ntemas=PAC\n"
        "asistentes=Luis Díaz"
    )
    assert request == Request(
        type=CaseType.SOPORTE,
        email="ldiaz@sena.edu.co",
        name="Luis Díaz",
        siif_user="ldiaz",
        executing_unit="36-02-00",
        entity="SENA",
        phone="(601) 546 1500 ext 12",
        city="Bogotá",
        identification="80123456",
        description="No puede solicitar PAC de noviembre",
        topics="PAC",
        attendees="Luis Díaz",
        channel=Channel.LLAMADA,
        module="PAC",
    )


def test_what_staff_registers_takes_nothing_from_the_sender() -> None:
    assert missing_fields(read_request_text("No abre SIIF desde ayer"), CaseType.SOPORTE) == (
        Field.NAME,
        Field.SIIF_USER,
        Field.EXECUTING_UNIT,
        Field.ENTITY,
        Field.EMAIL,
        Field.PHONE,
        Field.SCREENSHOTS,
    )


def test_an_empty_request_lacks_everything_in_the_contracts_order() -> None:
    assert missing_fields(Request(), CaseType.SOPORTE) == (
        Field.NAME,
        Field.SIIF_USER,
        Field.EXECUTING_UNIT,
        Field.ENTITY,
        Field.EMAIL,
        Field.PHONE,
        Field.DESCRIPTION,
        Field.SCREENSHOTS,
    )
    for training in (CaseType.ACOMPANAMIENTO, CaseType.CAPACITACION):
        assert missing_fields(Request(), training) == (
            Field.NAME,
            Field.SIIF_USER,
            Field.EXECUTING_UNIT,
            Field.ENTITY,
            Field.EMAIL,
            Field.PHONE,
            Field.DESCRIPTION,
            Field.IDENTIFICATION,
            Field.TOPICS,
            Field.ATTENDEES,
        )


def test_the_theme_of_an_accompaniment_says_what_it_is_about() -> None:
    request = Request(topics="Cierre presupuestal")
    assert Field.DESCRIPTION not in missing_fields(request, CaseType.ACOMPANAMIENTO)
    assert Field.DESCRIPTION in missing_fields(request, CaseType.SOPORTE)


@pytest.mark.parametrize(
    ("attachment", "counts"),
    [
        (SCREEN, True),
        (file("pantalla.png", "image/png", 70), True),
        (file("IMG_2041.jpg", "image/jpeg", 900_000), True),
        (file("image001.png", "image/png", 120_000, inline=True), True),
        (file("Captura.PNG", "application/octet-stream", 4_000), True),
        (file("error.pdf", "application/pdf", 30_000), True),
        (file("soporte.docx", "application/octet-stream", 30_000), True),
        (file("", "application/pdf", 30_000), True),
        (file("pantallas.zip", "application/zip", 30_000), True),
        (file("correo.msg", "application/vnd.ms-outlook", 30_000), True),
        (file("", "message/rfc822", 3_000), True),
        (file("image001.png", "image/png", 6_000, inline=True), False),
        (file("logo.png", "image/png", 40_000, inline=True), False),
        (file("image003.jpg", "image/jpeg", 9_000), False),
        (file("firma.gif", "image/gif", 9_000), False),
        (file("", "image/gif", 43, inline=True), False),
        (file("contacto.vcf", "text/vcard", 800), False),
        (file("smime.p7s", "application/pkcs7-signature", 4_000), False),
        (file("vacio.png", "image/png", 0), False),
    ],
)
def test_which_files_can_be_the_screen(attachment: Attachment, counts: bool) -> None:
    assert read_request(mail(WHOLE, files=(attachment,))).screens == int(counts)


def test_a_quarantined_file_is_no_screen() -> None:
    kept = Attachment(
        name="pantalla.pdf",
        type="application/pdf",
        content=b"MZ",
        sha256="0",
        verdict=FileVerdict.QUARANTINED,
    )
    assert read_request(mail(WHOLE, files=(kept,))).screens == 0


def test_a_screen_declared_not_applicable_is_not_missing() -> None:
    assert lacking(f"{WHOLE}\n\nPantallas: no aplica") == []


@pytest.mark.parametrize(
    ("subject", "text", "description"),
    [
        ("Soporte", WHOLE, "No puedo aprobar la obligación 12326: sale el error 4523."),
        ("Soporte", "Hola, no abre el aplicativo SIIF.", "no abre el aplicativo SIIF."),
        (
            "Soporte",
            (
                "Señores\nLÍNEA DE SOPORTE SIIF NACIÓN\nCiudad\n\nCordial saludo,\n\n"
                "No abre el aplicativo.\n\nQuedo atenta.\n\nGracias"
            ),
            "No abre el aplicativo.",
        ),
        ("Error al firmar la orden de pago", "", "Error al firmar la orden de pago"),
        ("RE: RV: Error al firmar la orden", "No abre.", "Error al firmar la orden\nNo abre."),
        ("[EXTERNO] Error al firmar la orden", "Buen día", "Error al firmar la orden"),
        ("Solicitud soporte SIIF", "Ayuda urgente", ""),
        ("Ayuda", "Buenos días.\n\nGracias.", ""),
        ("", "", ""),
        (
            "Soporte",
            "Cargo: Tesorera\nDependencia\nGrupo financiero\nNo abre SIIF hoy",
            "No abre SIIF hoy",
        ),
        (
            "Soporte",
            "Fecha: desde ayer no me deja aprobar la obligación 12326",
            "Fecha: desde ayer no me deja aprobar la obligación 12326",
        ),
        (
            "Soporte",
            "El mensaje es: usuario: no tiene permiso para esta operación",
            "El mensaje es: usuario: no tiene permiso para esta operación",
        ),
        (
            "Soporte",
            "SIIF no me deja aprobar.\n\nAgradezco me ayuden a desbloquear el usuario.",
            "SIIF no me deja aprobar.\n\nAgradezco me ayuden a desbloquear el usuario.",
        ),
        (
            "Soporte",
            "Gracias por su ayuda, el sistema no abre.",
            "Gracias por su ayuda, el sistema no abre.",
        ),
        (
            "Soporte",
            "UE: 24-02-00, no me deja aprobar la obligación.",
            "no me deja aprobar la obligación.",
        ),
        (
            "Soporte",
            "Descripción detallada:\nNo abre el aplicativo.\nSale en blanco.",
            "No abre el aplicativo.\nSale en blanco.",
        ),
    ],
)
def test_the_description_is_the_message_alone(subject: str, text: str, description: str) -> None:
    assert read_request(mail(text, subject=subject)).description == description


def incomplete(*missing: Field, **facts: str) -> Case:
    requester = Requester(email="arojas@invias.gov.co", name="Ana Rojas", entity="INVIAS")
    return Case(
        service_number="SERV-2026-000002",
        requester=requester,
        description=facts.get("description", "No puedo aprobar la obligación"),
        missing=missing,
        opened_at=OPENED,
    )


def test_s3_an_answer_brings_what_was_missing() -> None:
    case = incomplete(Field.SIIF_USER, Field.EXECUTING_UNIT, Field.PHONE, Field.SCREENSHOTS)
    answer = mail("Mi usuario es arojas2 y la UE es 24-02-00. Cel 310 123 4567", files=(SCREEN,))
    done = complete(case, read_request(answer))
    assert done.missing == ()
    assert done.requester == Requester(
        email="arojas@invias.gov.co",
        name="Ana Rojas",
        entity="INVIAS",
        siif_user="arojas2",
        executing_unit="24-02-00",
        phone="310 123 4567",
    )
    assert done.description == case.description


def test_an_answer_with_a_part_leaves_the_rest_missing() -> None:
    case = incomplete(Field.SIIF_USER, Field.EXECUTING_UNIT, Field.SCREENSHOTS)
    done = complete(case, read_request(mail("24-02-00")))
    assert done.missing == (Field.SIIF_USER, Field.SCREENSHOTS)


def test_an_answer_never_overwrites_what_is_known() -> None:
    case = incomplete(Field.SCREENSHOTS)
    answer = mail("Nombre: Luis Díaz\nEntidad: SENA\nNo abre nada", sender="Pedro Otro")
    done = complete(case, read_request(answer))
    assert done == case


def test_what_was_waived_is_not_asked_for_again() -> None:
    done = complete(incomplete(Field.PHONE), read_request(mail("Cel. 310 123 4567")))
    assert done.missing == (), "no unit and no user are known, but nobody asks for them"


def test_a_mail_without_sender_can_be_read() -> None:
    request = read_request(Mail(sender=None, text=WHOLE))
    assert Field.EMAIL in missing_fields(request, request.type)
