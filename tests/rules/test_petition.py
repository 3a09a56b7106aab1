"""To invoke the right of petition is one thing, to speak of somebody else's petition another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.rules.petition import Petition, PetitionKind, find_petition

GENERAL, DOCUMENTS, CONSULTATION = (
    PetitionKind.GENERAL,
    PetitionKind.DOCUMENTS,
    PetitionKind.CONSULTATION,
)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("En ejercicio del derecho de petición (art. 23 CP) solicito el desbloqueo", GENERAL),
        ("en ejercicio del derecho fundamental de petición, pido que me respondan", GENERAL),
        ("EN EJERCICIO DEL DERECHO DE PETICION SOLICITO RESPUESTA", GENERAL),
        ("En uso de mi derecho de petición", GENERAL),
        ("haciendo uso del derecho de petición", GENERAL),
        ("Por medio del presente ejerzo mi derecho de petición.", GENERAL),
        ("Presento derecho de petición", GENERAL),
        ("Presento petición.", GENERAL),
        ("Me permito presentar ante ustedes derecho de petición", GENERAL),
        ("Me permito elevar ante su despacho la siguiente petición:", GENERAL),
        ("Respetuosamente presento petición respetuosa para que se corrija el saldo", GENERAL),
        ("Interpongo derecho de petición", GENERAL),
        ("Interponemos el presente derecho de petición", GENERAL),
        ("Radico derecho de petición para que se habilite el usuario", GENERAL),
        ("Invoco el derecho de petición", GENERAL),
        ("con fundamento en la Ley 1755 de 2015 pido solución", GENERAL),
        ("De acuerdo con la Ley 1755", GENERAL),
        ("conforme a la ley estatutaria 1755 de 2015", GENERAL),
        ("con base en el artículo 23 de la Constitución Política", GENERAL),
        ("Artículo 23 de la Carta", GENERAL),
        ("con base en el artículo\n23 de la Constitución Política", GENERAL),
        ("Amparado en el art. \t 23 CP pido respuesta", GENERAL),
        ("el derecho de petición que me asiste", GENERAL),
        ("el derecho de petición consagrado en la Constitución", GENERAL),
        ("Este correo es un derecho de petición", GENERAL),
        ("Solicito que se tramite este correo como derecho de petición", GENERAL),
        ("DERECHO DE PETICIÓN\n\nSeñores Ministerio de Hacienda", GENERAL),
        ("Buenos días\nAsunto: Derecho de petición\nEl saldo está mal", GENERAL),
        ("Ref.: Derecho de petición (art. 23 C.P.)", GENERAL),
        ("HECHOS\n1. El usuario fue bloqueado.\n\nPETICIONES\n1. Que se desbloquee.", GENERAL),
        ("Damos traslado por competencia del derecho de petición", GENERAL),
        ("Nos permitimos remitir el derecho de petición del ciudadano Juan Ruiz", GENERAL),
        ("En ejercicio del derecho de\npetición solicito el ajuste", GENERAL),
        ("Con base en el art. 23 C.N. y la Ley 1755", GENERAL),
        ("Amparado en el art 23 CP pido respuesta", GENERAL),
        ("Yo, Ana Rojas, usuaria del SIIF, en ejercicio del derecho de petición", GENERAL),
        ("Solicito respuesta a este derecho de petición en los términos de ley", GENERAL),
        ("Esta es una petición formal", GENERAL),
        ("Petición respetuosa\nSeñores SIIF", GENERAL),
        ("Adjunto derecho de petición", GENERAL),
        ("Acudo al derecho de petición porque nadie responde", GENERAL),
        ("Mediante derecho de petición solicito el desbloqueo", GENERAL),
        ("Les recuerdo que por la Ley 1755 tienen 15 días para responder", GENERAL),
        ("Solicito acceso a información pública conforme a la Ley 1712", DOCUMENTS),
        ("solicitud de información en los términos de la Ley 1755", DOCUMENTS),
        ("Solicitud de información en los términos de la Ley 1712 de 2014", DOCUMENTS),
        ("Presento petición de información sobre los pagos", DOCUMENTS),
        ("Presento petición de documentos", DOCUMENTS),
        ("En ejercicio del derecho de petición solicito copia de los reportes", DOCUMENTS),
        ("Ley 1755: solicito me expidan certificación de los pagos", DOCUMENTS),
        ("Derecho de petición de información", DOCUMENTS),
        ("Presento petición de consulta", CONSULTATION),
        ("Derecho de petición en la modalidad de consulta", CONSULTATION),
        ("En ejercicio del derecho de petición elevo la siguiente consulta", CONSULTATION),
        ("En ejercicio del derecho de petición solicito concepto sobre el PAC", CONSULTATION),
    ],
)
def test_the_words_invoke_the_right(text: str, kind: PetitionKind):
    found = find_petition(text, "Usuario bloqueado")
    assert found is not None
    assert (found.kind, found.working_days) == (kind, TERMS[kind])


TERMS = {GENERAL: 15, DOCUMENTS: 10, CONSULTATION: 30}


@pytest.mark.parametrize(
    "subject",
    [
        "Derecho de petición",
        "DERECHO DE PETICION - USUARIO BLOQUEADO",
        "[EXTERNO] Derecho de petición",
        "RV: Derecho de petición",
        "Radicación derecho de petición",
        "Presento derecho de petición",
    ],
)
def test_the_subject_invokes_it(subject: str):
    found = find_petition("Solicito el desbloqueo de mi usuario", subject)
    assert found == Petition(kind=GENERAL, working_days=15, words=subject)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Mi petición de soporte es la siguiente",
        "Mi petición es que me ayuden con el usuario",
        "Petición de PAC del mes de noviembre",
        "Registré la petición de PAC y sale error",
        "Hice la petición de cupo PAC",
        "Hago petición de soporte",
        "¿Cómo hacer la petición?",
        "Mi abogado presentó derecho de petición",
        "Adjunto derecho de petición del contratista para saber cómo registrarlo",
        "Mediante derecho de petición un contratista solicitó su pago",
        "Solicito respuesta en los términos de ley",
        "Presento el siguiente error al registrar la petición de PAC",
        "Error en la petición: el servidor no responde",
        "La petición no puede ser procesada",
        "No puedo registrar el derecho de petición de un tercero que debo pagar",
        "Necesito pagar una sentencia por un derecho de petición",
        "Debemos dar respuesta a un derecho de petición y requerimos el reporte",
        "Necesitamos el reporte para responder un derecho de petición",
        "Requiero contestar el derecho de petición de un contratista",
        "El contratista presentó derecho de petición y debo pagarle",
        "El contratista presento un derecho de peticion pidiendo el pago",
        "El proveedor, en ejercicio del derecho de petición, pide el certificado de pagos",
        "Un pensionado interpuso derecho de petición",
        "Recibimos un derecho de petición y no aparece el pago en el reporte",
        "Para atender el derecho de petición de una empresa necesito la consulta",
        "Tenemos un derecho de petición por responder en los términos de la Ley 1755",
        "Esto no es un derecho de petición",
        "No se trata de un derecho de petición, solo de una consulta",
        "¿Qué rubro uso para los derechos de petición?",
        "Solicito información sobre el cierre",
        "Elevo la siguiente consulta sobre la cadena presupuestal",
        "Solicito copia del manual",
        "A petición del coordinador envío los documentos",
        "A petición suya adjunto la pantalla",
        "Reitero mi petición de desbloqueo",
        "Artículo 23 del decreto de liquidación",
        "Ley 1753 de 2015",
        "PETICIONES\nPAC de noviembre",
        "El módulo de peticiones, quejas y reclamos no abre",
    ],
)
def test_a_mere_mention_invokes_nothing(text: str):
    assert find_petition(text, "Soporte SIIF") is None


@pytest.mark.parametrize(
    "subject",
    [
        "Petición de soporte",
        "Petición de PAC",
        "Re: [SERV-2026-000001] Derecho de petición",
        "RE: Derecho de petición",
        "Derecho de petición de un tercero",
        "Derecho de petición del contratista: cómo registrar el pago",
        "Pago por derecho de petición",
    ],
)
def test_a_subject_about_a_petition_is_none(subject: str):
    assert find_petition("Buenas tardes, adjunto lo solicitado.", subject) is None


def test_the_words_that_showed_it_are_the_writers_own():
    text = "Buenas tardes.\n\nEn Ejercicio del Derecho de\nPetición (art. 23 CP), solicito"
    found = find_petition(text, "Solicitud")
    assert found is not None
    assert found.words == "Ejercicio del Derecho de Petición"


@given(st.text(max_size=400), st.text(max_size=80))
def test_any_text_is_read(text: str, subject: str):
    found = find_petition(text, subject)
    assert found is None or found.words


REPEATED = (
    "a ", " ", "\n", ".", "derecho ", "presento ", "presento el ", "art. ", "contratista ",
    "contratista, ", "solicito ", "informacion ", "tramite ", "ley ", "hechos\n", "1 ", "por ",
    "al ", "ejercicio del ", "ley n", "\n \n", "\u0301", "traslado ",
)  # fmt: skip


@pytest.mark.parametrize("piece", REPEATED, ids=repr)
def test_a_huge_text_of_one_word_invokes_nothing(piece: str):
    assert find_petition(piece * (100_000 // len(piece)), piece * 1000) is None


def test_a_subject_that_names_the_right_again_and_again_invokes_it():
    found = find_petition("a " * 50_000, "derecho de peticion " * 1000)
    assert found is not None
    assert found.kind is GENERAL
