"""Command tags as people write them: verbs, arguments, pairs and texts (domain.md §9, §16.16)."""

import pytest

from tests.rules.commands.reading import read, said

PLAIN = (
    # Verbs: case, accents, blanks, hyphens and underscores make no difference.
    ("[RESUELTO]\nSe corrigió el cupo.", ("RESUELTO", (), {}, "Se corrigió el cupo.")),
    ("[resuelto]\nListo.", ("RESUELTO", (), {}, "Listo.")),
    ("[Resuelto.]", ("RESUELTO", (), {}, "")),
    ("[RESUELTO:]", ("RESUELTO", (), {}, "")),
    ("[resolver]\nListo.", ("RESUELTO", (), {}, "Listo.")),
    ("[Pendiente por cliente]\n¿Cuál es?", ("PENDIENTE CLIENTE", (), {}, "¿Cuál es?")),
    ("[PENDIENTE CLIENTE]\nx", ("PENDIENTE CLIENTE", (), {}, "x")),
    ("[pendiente-cliente]\nx", ("PENDIENTE CLIENTE", (), {}, "x")),
    ("[PENDIENTE_CLIENTE]\nx", ("PENDIENTE CLIENTE", (), {}, "x")),
    ("[PENDIENTE  -  CLIENTE]\nx", ("PENDIENTE CLIENTE", (), {}, "x")),
    ("[pendientecliente]\nx", ("PENDIENTE CLIENTE", (), {}, "x")),
    ("[PENDIENTE-POR_CLIENTE]\nx", ("PENDIENTE CLIENTE", (), {}, "x")),
    ("[PEDIR]\nx", ("PENDIENTE CLIENTE", (), {}, "x")),
    ("[Tomar]", ("TOMAR", (), {}, "")),
    ("[  TOMAR  ]", ("TOMAR", (), {}, "")),
    ("  [TOMAR]  ", ("TOMAR", (), {}, "")),
    ("\t[TOMAR]\t", ("TOMAR", (), {}, "")),
    ("[EN PROGRESO]", ("EN PROGRESO", (), {}, "")),
    ("[Trabajo en progreso]", ("EN PROGRESO", (), {}, "")),
    ("[trabajo_en-progreso]", ("EN PROGRESO", (), {}, "")),
    ("[RETOMAR]", ("EN PROGRESO", (), {}, "")),
    ("[Capacitación]", ("CAPACITACION", (), {}, "")),
    ("[CAPACITACIÓN]", ("CAPACITACION", (), {}, "")),
    ("[capacitacio\u0301n]", ("CAPACITACION", (), {}, "")),
    ("[Asignar]", ("ESCALAR", (), {}, "")),
    ("[cerrar]", ("CERRADO", (), {}, "")),
    ("[Informar]\nYa lo miramos.", ("RESPONDER", (), {}, "Ya lo miramos.")),
    ("[ESTADO]", ("ESTADO", (), {}, "")),
    # Arguments by position.
    ("[PENDIENTE PROVEEDOR CGN]\nx", ("PENDIENTE PROVEEDOR", ("CGN",), {}, "x")),
    ("[pendiente por proveedor cgn]\nx", ("PENDIENTE PROVEEDOR", ("cgn",), {}, "x")),
    ("[PROVEEDOR DGPPN]\nx", ("PENDIENTE PROVEEDOR", ("DGPPN",), {}, "x")),
    ("[HALLAZGO H-455]", ("PENDIENTE HALLAZGO", ("H-455",), {}, "")),
    ("[Pendiente hallazgo H-455]\nx", ("PENDIENTE HALLAZGO", ("H-455",), {}, "x")),
    ("[AJUSTE 2026_118]", ("PENDIENTE AJUSTE", ("2026_118",), {}, "")),
    ("[CAMBIO CC-12]", ("CAMBIO", ("CC-12",), {}, "")),
    ("[ESCALAR N2T]", ("ESCALAR", ("N2T",), {}, "")),
    ("[ESCALAR nora@linea.gov.co]", ("ESCALAR", ("nora@linea.gov.co",), {}, "")),
    ("[ESCALAR nora@linea.gov.co.]", ("ESCALAR", ("nora@linea.gov.co",), {}, "")),
    ("[ESCALAR nora@linea.gov.co,]", ("ESCALAR", ("nora@linea.gov.co",), {}, "")),
    ("[ESCALAR <nora@linea.gov.co>]", ("ESCALAR", ("nora@linea.gov.co",), {}, "")),
    ('[ESCALAR "Nora Díaz"]', ("ESCALAR", ("Nora Díaz",), {}, "")),
    ("[ESCALAR 'Nora Díaz']", ("ESCALAR", ("Nora Díaz",), {}, "")),
    ("[ESCALAR “Nora Díaz”]", ("ESCALAR", ("Nora Díaz",), {}, "")),
    ("[ESCALAR «Nora Díaz»]", ("ESCALAR", ("Nora Díaz",), {}, "")),
    ("[ESCALAR O'Neil 'a]", ("ESCALAR", ("O'Neil", "'a"), {}, "")),
    ('[ESCALAR ""]', ("ESCALAR", (), {}, "")),
    ("[CRITICIDAD alta]", ("CRITICIDAD", ("alta",), {}, "")),
    ("[TIPO acompañamiento]", ("TIPO", ("acompañamiento",), {}, "")),
    ("[RELACIONAR INC-2026-000123]", ("RELACIONAR", ("INC-2026-000123",), {}, "")),
    # Arguments by key, and both.
    ("[ESCALAR a=nora@linea.gov.co]", ("ESCALAR", (), {"a": "nora@linea.gov.co"}, "")),
    ("[ESCALAR A=nora@linea.gov.co]", ("ESCALAR", (), {"a": "nora@linea.gov.co"}, "")),
    ("[ESCALAR a = nora@linea.gov.co]", ("ESCALAR", (), {"a": "nora@linea.gov.co"}, "")),
    ("[ESCALAR a= nora@linea.gov.co]", ("ESCALAR", (), {"a": "nora@linea.gov.co"}, "")),
    ("[ESCALAR a=<nora@linea.gov.co>]", ("ESCALAR", (), {"a": "nora@linea.gov.co"}, "")),
    ('[ESCALAR a="nora@linea.gov.co"]', ("ESCALAR", (), {"a": "nora@linea.gov.co"}, "")),
    ("[ESCALAR a=]", ("ESCALAR", (), {"a": ""}, "")),
    ("[ESCALAR a= motivo=x]", ("ESCALAR", (), {"a": "", "motivo": "x"}, "")),
    ('[DEVOLVER motivo="es contabilidad"]', ("DEVOLVER", (), {"motivo": "es contabilidad"}, "")),
    ("[DEVOLVER motivo=“es contabilidad”]", ("DEVOLVER", (), {"motivo": "es contabilidad"}, "")),
    ("[DEVOLVER motivo=„es contabilidad”]", ("DEVOLVER", (), {"motivo": "es contabilidad"}, "")),
    ("[DEVOLVER motivo=«es contabilidad»]", ("DEVOLVER", (), {"motivo": "es contabilidad"}, "")),
    ("[DEVOLVER motivo='es contabilidad']", ("DEVOLVER", (), {"motivo": "es contabilidad"}, "")),
    ("[DEVOLVER motivo=‘es contabilidad’]", ("DEVOLVER", (), {"motivo": "es contabilidad"}, "")),
    ('[DEVOLVER motivo = "es contabilidad"]', ("DEVOLVER", (), {"motivo": "es contabilidad"}, "")),
    ('[DEVOLVER MOTIVO="es contabilidad]', ("DEVOLVER", (), {"motivo": "es contabilidad"}, "")),
    ("[DEVOLVER motivo=no es mío]", ("DEVOLVER", ("es", "mío"), {"motivo": "no"}, "")),
    ("[REGISTRAR órgano=CGN]", ("REGISTRAR", (), {"organo": "CGN"}, "")),
    ("[PENDIENTE HALLAZGO nro=H-455]", ("PENDIENTE HALLAZGO", (), {"nro": "H-455"}, "")),
    ("[INCIDENTE modulo=EPG]", ("INCIDENTE", (), {"modulo": "EPG"}, "")),
    ("[INCIDENTE modulo=EPG; criticidad=alta]",
     ("INCIDENTE", (), {"modulo": "EPG", "criticidad": "alta"}, "")),
    ('[REASIGNAR nivel=N3F motivo="no es mío"]',
     ("REASIGNAR", (), {"nivel": "N3F", "motivo": "no es mío"}, "")),
    ('[CRITICIDAD crítica motivo="cierre de vigencia"]',
     ("CRITICIDAD", ("crítica",), {"motivo": "cierre de vigencia"}, "")),
    ('[CRITICIDAD motivo="cierre" critica]',
     ("CRITICIDAD", ("critica",), {"motivo": "cierre"}, "")),
    ("[CAMBIO codigo=QUJD=]", ("CAMBIO", (), {"codigo": "QUJD="}, "")),
    ("[CAMBIO url=https://x.example/?a=1]", ("CAMBIO", (), {"url": "https://x.example/?a=1"}, "")),
    ("[NOTA caso=INC-2026-000123]\nx", ("NOTA", (), {"caso": "INC-2026-000123"}, "x")),
    ("[REASIGNAR casos=INC-2026-000001, INC-2026-000002 a=x@y.co]",
     ("REASIGNAR", (), {"casos": "INC-2026-000001,INC-2026-000002", "a": "x@y.co"}, "")),
    ("[REASIGNAR casos=INC-2026-000001,INC-2026-000002]",
     ("REASIGNAR", (), {"casos": "INC-2026-000001,INC-2026-000002"}, "")),
    ("[ESCALAR motivo=urgente, N2T]", ("ESCALAR", ("N2T",), {"motivo": "urgente"}, "")),
    ("[COMPLETAR ue=13-01-01 omitir=telefono]",
     ("COMPLETAR", (), {"ue": "13-01-01", "omitir": "telefono"}, "")),
    # Texts.
    ("Buenos días.\n\n[NOTA]\nhablé con la unidad", ("NOTA", (), {}, "hablé con la unidad")),
    ("[NOTA]\n\n\n  uno\n\ndos  \n\n", ("NOTA", (), {}, "uno\n\ndos")),
    ("[NOTA]\r\nuno\r\ndos", ("NOTA", (), {}, "uno\ndos")),
    ("[NUEVO canal=llamada]\nnombre=Ana Díaz\nue=13-01-01",
     ("NUEVO", (), {"canal": "llamada"}, "nombre=Ana Díaz\nue=13-01-01")),
    ("[NOTA]\nvea [1] y [EXTERNO]", ("NOTA", (), {}, "vea [1] y [EXTERNO]")),
    ("[NOTA]\nle dije que use [RESUELTO] al final",
     ("NOTA", (), {}, "le dije que use [RESUELTO] al final")),
    ("[NOTA]\n[INC-2026-000123]", ("NOTA", (), {}, "[INC-2026-000123]")),
    ("[RESUELTO]\n👩\u200d💻 listo", ("RESUELTO", (), {}, "👩\u200d💻 listo")),
)  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), PLAIN, ids=[row[0] for row in PLAIN])
def test_one_tag_is_read_with_its_words_its_pairs_and_its_text(
    text: str, expected: tuple[str, tuple[str, ...], dict[str, str], str]
) -> None:
    found = read(text)
    assert said(found) == [expected]
    assert not found.in_doubt


SEVERAL = (
    ("[NOTA]\nuno\ndos\n[TOMAR]", [("NOTA", "uno\ndos"), ("TOMAR", "")]),
    ("[TOMAR]\n[NOTA]\nuno", [("TOMAR", ""), ("NOTA", "uno")]),
    ("[NOTA]\nuno\n\n[NOTA]\ndos", [("NOTA", "uno"), ("NOTA", "dos")]),
    ("[INCIDENTE modulo=EPG]\n[ESCALAR N2F]", [("INCIDENTE", ""), ("ESCALAR", "")]),
    ("Hola\n[TOMAR]\n\n[RESUELTO]\nListo.\n[NOTA]\nx",
     [("TOMAR", ""), ("RESUELTO", "Listo."), ("NOTA", "x")]),
)  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SEVERAL, ids=[row[0] for row in SEVERAL])
def test_several_tags_are_read_in_order_each_with_its_own_text(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert [(tag, below) for tag, _, _, below in said(read(text))] == expected


def test_what_stands_before_the_first_tag_is_kept_apart() -> None:
    assert read("Buenas tardes, Ana:\n\n[TOMAR]").opening == "Buenas tardes, Ana:"


def test_a_value_is_found_by_any_of_its_keys() -> None:
    (command,) = read("[ESCALAR para= a=nora@linea.gov.co]").commands
    assert command.key("para", "a") == "nora@linea.gov.co"
    assert command.key("motivo") == ""


def test_the_tag_is_told_as_it_was_written() -> None:
    (command,) = read("[Pendiente   por cliente]\nx").commands
    assert command.written == "[Pendiente por cliente]"
