"""Command tags as people write them, and everything that must not be read as one (domain.md §9)."""

import pytest

from mailbot.model.mail import Address, Mail
from mailbot.rules.commands.grammar import CommandMail, read_commands

ANA = Address(address="ana@linea.gov.co")


def read(text: str = "", subject: str = "", **parts: object) -> CommandMail:
    thread_known = bool(parts.pop("thread_known", False))
    mail = Mail(sender=ANA, subject=subject, text=text, **parts)
    return read_commands(mail, thread_known=thread_known)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[RESUELTO]\nSe corrigió el cupo.", [("RESUELTO", (), "Se corrigió el cupo.")]),
        ("[resolver]\nListo.", [("RESUELTO", (), "Listo.")]),
        ("[Pendiente por cliente]\n¿Cuál es?", [("PENDIENTE CLIENTE", (), "¿Cuál es?")]),
        ("[PENDIENTE CLIENTE]\nx", [("PENDIENTE CLIENTE", (), "x")]),
        ("[pendiente-cliente]\nx", [("PENDIENTE CLIENTE", (), "x")]),
        ("[PENDIENTE_CLIENTE]\nx", [("PENDIENTE CLIENTE", (), "x")]),
        ("[PENDIENTE PROVEEDOR CGN]\nx", [("PENDIENTE PROVEEDOR", ("CGN",), "x")]),
        ("[HALLAZGO H-455]", [("PENDIENTE HALLAZGO", ("H-455",), "")]),
        ("[Tomar]", [("TOMAR", (), "")]),
        ("  [TOMAR]  ", [("TOMAR", (), "")]),
        ("[NOTA]\nuno\ndos\n[TOMAR]", [("NOTA", (), "uno\ndos"), ("TOMAR", (), "")]),
        ("[EN PROGRESO]", [("EN PROGRESO", (), "")]),
        ("[Trabajo en progreso]", [("EN PROGRESO", (), "")]),
        ("[ESCALAR nora@linea.gov.co]", [("ESCALAR", ("nora@linea.gov.co",), "")]),
        ("Buenos días.\n\n[NOTA]\nhablé con la unidad", [("NOTA", (), "hablé con la unidad")]),
        ("hola", []),
        ("", []),
        ("Use la etiqueta [RESUELTO] cuando acabe", []),
        ("[INC-2026-000123]", []),
        ("[SERV-2026-000001]\ntexto", []),
        ("[EXTERNO]", []),
    ],
)  # fmt: skip
def test_what_a_text_orders(text: str, expected: list[tuple[str, tuple[str, ...], str]]):
    found = [(c.tag, c.arguments, c.text) for c in read(text).commands]
    assert found == expected


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ('[DEVOLVER motivo="es contabilidad"]', (("motivo", "es contabilidad"),)),
        ("[DEVOLVER motivo=“es contabilidad”]", (("motivo", "es contabilidad"),)),
        ("[ESCALAR a=nora@linea.gov.co]", (("a", "nora@linea.gov.co"),)),
        ('[REASIGNAR nivel=N3F motivo="no es mío"]', (("nivel", "N3F"), ("motivo", "no es mío"))),
        ("[PENDIENTE HALLAZGO nro=H-455]", (("nro", "H-455"),)),
    ],
)
def test_keys_of_a_tag(text: str, keys: tuple[tuple[str, str], ...]):
    (command,) = read(text).commands
    assert command.keys == keys


def test_an_unknown_tag_is_reported_with_the_nearest_one_and_nothing_is_ordered():
    found = read("[RESUELTTO]\nlisto")
    assert found.commands == ()
    assert [(u.written, u.nearest) for u in found.unknown] == [("[RESUELTTO]", "RESUELTO")]


def test_where_the_cut_from_a_quote_is_doubtful_nothing_is_ordered():
    found = read("[CERRADO]", commands_safe=False)
    assert found.commands == ()
    assert found.in_doubt


def test_a_quoted_tag_is_never_read():
    assert not read("gracias", quoted="> [CERRADO]").orders


@pytest.mark.parametrize(
    ("subject", "thread_known", "tags", "unplaced"),
    [
        ("[RESUELTO] [INC-2026-000123]", False, ["RESUELTO"], 0),
        ("RE: [RESUELTO] [INC-2026-000123]", True, ["RESUELTO"], 0),
        ("RE: [RESUELTO] [INC-2026-000123]", False, [], 1),
        ("[EXTERNO] [SERV-2026-000001] consulta", False, [], 0),
        ("[COSA RARA] consulta", False, [], 0),
    ],
)
def test_a_tag_in_the_subject_runs_only_where_its_author_put_it(
    subject: str, thread_known: bool, tags: list[str], unplaced: int
):
    found = read("Se corrigió el cupo de la unidad.", subject, thread_known=thread_known)
    assert [c.tag for c in found.commands] == tags
    assert len(found.unplaced) == unplaced
