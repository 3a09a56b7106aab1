"""What mail programs, habits and bad will make of tags: read when certain, else asked about."""

import pytest

from mailbot.parsers import read_mail
from mailbot.rules.commands.grammar import CommandMail, read_commands
from mailbot.rules.commands.tags import Tag
from tests.mails import mail as letter
from tests.rules.commands.reading import read, said

DRESSED = (
    # Blanks and characters that nobody sees.
    ("[PENDIENTE\u00a0CLIENTE]\nx", ("PENDIENTE CLIENTE", (), {}, "x")),
    ("\u00a0[TOMAR]\u00a0", ("TOMAR", (), {}, "")),
    ("[RES\u200bUELTO]\nx", ("RESUELTO", (), {}, "x")),
    ("\u200b[RESUELTO]\u200b\nx", ("RESUELTO", (), {}, "x")),
    ("\u200e[RESUELTO]\u200f\nx", ("RESUELTO", (), {}, "x")),
    ("\ufeff[RESUELTO]\nx", ("RESUELTO", (), {}, "x")),
    ("[\u2060RESUELTO\u2060]\nx", ("RESUELTO", (), {}, "x")),
    ("\u2067[RESUELTO]\u2069\nx", ("RESUELTO", (), {}, "x")),
    ("[RE\u00adSUELTO]\nx", ("RESUELTO", (), {}, "x")),
    ("[ESCALAR nora\u200b@linea.gov.co]", ("ESCALAR", ("nora@linea.gov.co",), {}, "")),
    ("［RESUELTO］\nx", ("RESUELTO", (), {}, "x")),
    ("［RESUELTO]\nx", ("RESUELTO", (), {}, "x")),
    # Links that programs add to addresses.
    ("[ESCALAR nora@x.co<mailto:nora@x.co>]", ("ESCALAR", ("nora@x.co",), {}, "")),
    ("[ESCALAR nora@x.co <mailto:nora@x.co>]", ("ESCALAR", ("nora@x.co",), {}, "")),
    ("[ESCALAR <mailto:nora@x.co>]", ("ESCALAR", ("nora@x.co",), {}, "")),
    ("[ESCALAR mailto:nora@x.co]", ("ESCALAR", ("nora@x.co",), {}, "")),
    ("[ESCALAR <mailto:nora@x.co?subject=a>]", ("ESCALAR", ("nora@x.co",), {}, "")),
    ("[ESCALAR a=nora@x.co<mailto:nora@x.co>]", ("ESCALAR", (), {"a": "nora@x.co"}, "")),
    ("[ESCALAR a=<mailto:nora@x.co>]", ("ESCALAR", (), {"a": "nora@x.co"}, "")),
    ("[ESCALAR nora@x.co<mailto:nora@x.co> motivo=y]",
     ("ESCALAR", ("nora@x.co",), {"motivo": "y"}, "")),
    ("[NOTA ver=www.x.co<http://www.x.co/>]", ("NOTA", (), {"ver": "www.x.co"}, "")),
    # Marks around a tag that is alone all the same.
    ("*[RESUELTO]*\nx", ("RESUELTO", (), {}, "x")),
    ("**[RESUELTO]**\nx", ("RESUELTO", (), {}, "x")),
    ("_[RESUELTO]_\nx", ("RESUELTO", (), {}, "x")),
    ("[*RESUELTO*]\nx", ("RESUELTO", (), {}, "x")),
    ("[RESUELTO].\nx", ("RESUELTO", (), {}, "x")),
    ("[RESUELTO]:\nx", ("RESUELTO", (), {}, "x")),
    ("<p>[RESUELTO]</p>\nx", ("RESUELTO", (), {}, "x")),
    ("<b>[RESUELTO]</b><br>x", ("RESUELTO", (), {}, "x")),
    ("**<b>[RESUELTO]</b>**\nx", ("RESUELTO", (), {}, "x")),
    ('<span style="color:red">[RESUELTO]</span>\nx', ("RESUELTO", (), {}, "x")),
    ("&nbsp;[RESUELTO]&nbsp;<o:p></o:p>\nx", ("RESUELTO", (), {}, "x")),
    ("[PENDIENTE&nbsp;CLIENTE]\nx", ("PENDIENTE CLIENTE", (), {}, "x")),
    ("[DEVOLVER motivo=&quot;no es m&iacute;o&quot;]",
     ("DEVOLVER", (), {"motivo": "no es mío"}, "")),
    # Lines that programs broke.
    ("[PENDIENTE\nCLIENTE]\nx", ("PENDIENTE CLIENTE", (), {}, "x")),
    ('[REASIGNAR\nnivel=N3F\nmotivo="no es\nmío"]\nx',
     ("REASIGNAR", (), {"nivel": "N3F", "motivo": "no es mío"}, "x")),
    ("[CRITICIDAD critica motivo=\"cierre de vigencia de todas las unidades de la \n"
     'entidad"]', ("CRITICIDAD", ("critica",),
                   {"motivo": "cierre de vigencia de todas las unidades de la entidad"}, "")),
    ("[ESCALAR\n  nora@x.co\n]", ("ESCALAR", ("nora@x.co",), {}, "")),
    ("[DEVOLVER motivo=\"" + "\n".join(["palabras"] * 25) + '"]',
     ("DEVOLVER", (), {"motivo": " ".join(["palabras"] * 25)}, "")),
)  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), DRESSED, ids=[ascii(row[0]) for row in DRESSED])
def test_what_programs_put_around_a_tag_is_not_part_of_it(
    text: str, expected: tuple[str, tuple[str, ...], dict[str, str], str]
) -> None:
    found = read(text)
    assert said(found) == [expected]
    assert not found.in_doubt


NO_TAGS = (
    "", "hola", "[]", "[ ]", "[   ]", "]", "[", "][", "[]]", "[1]", "[x] revisar", "[✓]", "[...]",
    "[INC-2026-000123]", "[inc-2026-123]", "[SERV-2026-000001]\ntexto", "[SERV-2026-C0001]",
    "[caso INC-2026-000123]", "[EXTERNO]", "[External]", "[SPAM]", "[Correo externo]",
    "[Precaución: remitente externo]", "[image: logo.png]", "[cid:image001.png@01DB]", "[imagen]",
    "[Escudo]", "[Escudo de Colombia]", "[Logosímbolo MinHacienda]", "[Banner]", "[Captura]",
    "[Imagen: Estado]", "[Imagen: RESUELTO]", "[Imagen: Escudo de la República]",
    "[Quoted text hidden]", "[Texto citado oculto]", "[https://linea.gov.co/logo.png]", "[2026-11]",
    "[Tabla  Descripción generada automáticamente]", "[Nueva York, 5 de mayo]",
    "[ver el anexo\ny más]",
    "Use la etiqueta [RESUELTO] cuando acabe", "Quedó [RESUELTO]", "¿Qué hace [CERRADO]?",
    "> [RESUELTO]", ">> [RESUELTO]", "| [RESUELTO]", "«[RESUELTO]»", '"[RESUELTO]"',
    "`[RESUELTO]`",
    "(RESUELTO)", "{RESUELTO}", "RESUELTO", "RESUELTO:", "#RESUELTO", "&#91;RESUELTO&#93;",
    "«[RESUELTO]»: no se ejecutó.", "- «[RESUELTO]»: envía la solución.", "Línea 1: [RESUELTO …]",
    "[y esto es un texto muy largo entre corchetes que nadie escribiría como una etiqueta nunca]",
    "[" + "a" * 5_000 + "]", "[RESUELTO " + "a" * 5_000 + "]",
)  # fmt: skip


@pytest.mark.parametrize("text", NO_TAGS, ids=[ascii(text[:40]) for text in NO_TAGS])
def test_what_is_no_tag_orders_nothing_and_nobody_is_asked(text: str) -> None:
    assert not read(text).orders


MISPLACED = (
    ("[NOTA] hablé con el usuario", ("[NOTA]",)),
    ("[RESUELTO] Se corrigió el cupo.\nGracias.", ("[RESUELTO]",)),
    ("[RESUELTO]: se corrigió", ("[RESUELTO]",)),
    ("[RESUELTO] [CERRADO]", ("[RESUELTO]", "[CERRADO]")),
    ("[RESUELTO][CERRADO]", ("[RESUELTO]", "[CERRADO]")),
    ("[INC-2026-000123] [RESUELTO]", ("[RESUELTO]",)),
    ("[EXTERNO] [RESUELTO] x", ("[RESUELTO]",)),
    ("[RESUELTO] [INC-2026-000123]", ("[RESUELTO]",)),
    ("- [RESUELTO]", ("[RESUELTO]",)),
    ("* [RESUELTO]", ("[RESUELTO]",)),
    ("• [RESUELTO]", ("[RESUELTO]",)),
    ("1. [RESUELTO]", ("[RESUELTO]",)),
    ("(2) [RESUELTO]", ("[RESUELTO]",)),
    ("# [RESUELTO]", ("[RESUELTO]",)),
    ("→ [RESUELTO]", ("[RESUELTO]",)),
    ("([RESUELTO])", ("[RESUELTO]",)),
    ("[[RESUELTO]]", ("[RESUELTO]",)),
    ("\\[RESUELTO\\]", ("[RESUELTO\\]",)),
    ("[NOTA caso=[INC-2026-000123]]", ("[NOTA caso=[INC-2026-000123]",)),
    ("[RESUELTO](https://linea.gov.co)", ("[RESUELTO]",)),
    ("[RESUELTO]<https://linea.gov.co>", ("[RESUELTO]",)),
    ("```\n[RESUELTO]\n```", ("[RESUELTO]",)),
    ("~~~\nejemplo\n[CERRADO]\n~~~\nhola", ("[CERRADO]",)),
    ("[RESUELTO\nSe corrigió.", ("[RESUELTO]",)),
    ("[RESUELTO\n\nSe corrigió.]", ("[RESUELTO]",)),
    ("[ESCALAR\nnora@x.co] por favor", ("[ESCALAR nora@x.co]",)),
    ("[RESUELTO] " + "palabra " * 400, ("[RESUELTO]",)),
    ("[RESUELTO]" + " " * 3_000 + "x", ("[RESUELTO]",)),
    ("[NOTA]\u2028hablé con el usuario", ("[NOTA]",)),
    ("[NOTA] a\n[NOTA] b", ("[NOTA]",)),
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "asked"), MISPLACED, ids=[ascii(row[0][:40]) for row in MISPLACED]
)
def test_a_tag_that_is_not_alone_on_its_line_is_asked_about(
    text: str, asked: tuple[str, ...]
) -> None:
    found = read(text)
    assert found.commands == ()
    assert found.misplaced == asked
    assert found.in_doubt


def test_a_misplaced_tag_beside_a_good_one_is_asked_about_and_both_are_told() -> None:
    found = read("[TOMAR]\n[NOTA] hablé con el usuario")
    assert found.in_doubt
    assert found.misplaced == ("[NOTA]",)
    assert [c.written for c in found.commands] == ["[TOMAR]"]


UNKNOWN = (
    ("[RESULTO]", "RESUELTO"), ("[RESUELTTO]\nlisto", "RESUELTO"), ("[Ressuelto]", "RESUELTO"),
    ("[R\u0415SUELTO]", "RESUELTO"), ("[CERADO]", "CERRADO"),
    ("[PENDIENTE CLIENT]", "PENDIENTE CLIENTE"),
    ("[PENDINTE PROVEDOR CGN]", "PENDIENTE PROVEEDOR"), ("[ESCALR nora@x.co]", "ESCALAR"),
    ("[ESCALR a=nora@x.co]", "ESCALAR"), ("[RESULTO caso=INC-2026-000001]", "RESUELTO"),
    ('[DEVOLVR motivo="es de contabilidad y no de presupuesto, por favor revisar"]', "DEVOLVER"),
    ('[DEVOLVR motivo="es de contabilidad\ny no de presupuesto"]', "DEVOLVER"),
    ("[CAPACITACIONES]", "CAPACITACION"), ("[COSA RARA]", None), ("[Zzzz]", None),
    ("*[RESULTO]*", "RESUELTO"), ("[RESULTO].", "RESUELTO"), ("[EN  PROGRESSO]", "EN PROGRESO"),
)  # fmt: skip


@pytest.mark.parametrize(("text", "nearest"), UNKNOWN, ids=[ascii(row[0]) for row in UNKNOWN])
def test_an_unknown_tag_is_told_with_the_nearest_one_that_exists(
    text: str, nearest: str | None
) -> None:
    found = read(text)
    assert found.commands == ()
    (unknown,) = found.unknown
    assert unknown.nearest == nearest
    assert unknown.written[0] + unknown.written[-1] == "[]"


def test_an_unknown_tag_takes_its_lines_out_of_the_text_above_and_stops_the_mail() -> None:
    found = read("[NOTA]\nuno\n[RESULTO]\ndos")
    assert found.in_doubt
    assert [u.written for u in found.unknown] == ["[RESULTO]"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[CERRADO]", ("[CERRADO]",)),
        ("[NOTA]\nx\n[TOMAR]", ("[NOTA]", "[TOMAR]")),
        ("[NOTA] hablé con el usuario", ("[NOTA]",)),
        ("[RESULTO]", ("[RESULTO]",)),
        ("hola", ()),
        ("[EXTERNO]", ()),
    ],
)
def test_where_the_cut_from_a_quote_is_doubtful_every_tag_is_asked_about(
    text: str, told: tuple[str, ...]
) -> None:
    found = read(text, commands_safe=False)
    assert found.commands == ()
    assert found.doubtful == told
    assert found.in_doubt == bool(told)


@pytest.mark.parametrize("indent", ["    ", "\t", "  \t", "\u00a0\u00a0\u00a0\u00a0", "        "])
def test_a_tag_indented_below_other_words_may_be_a_quotation(indent: str) -> None:
    found = read(f"Lo reviso. Me escribió esto:\n\n{indent}[RESUELTO]\n{indent}Ya quedó.")
    assert found.commands == ()
    assert found.doubtful == ("[RESUELTO]",)
    assert read(f"{indent}[RESUELTO]\n{indent}Ya quedó.").in_doubt is False
    assert read("Hola:\n   [RESUELTO]\nYa quedó.").in_doubt is False


@pytest.mark.parametrize(
    ("tag", "shown"),
    [
        (
            "[COMPLETAR identificacion=79123456 unidad=13-01-01]",
            "[COMPLETAR identificacion=… unidad=13-01-01]",
        ),
        ('[COMPLETAR identificación="79.123.456"]', "[COMPLETAR identificación=…]"),
        ("[NUEVO correo=a@b.co cedula=79 123 456]", "[NUEVO correo=a@b.co cedula=…]"),
        ("[NUEVO CC = 79123456]", "[NUEVO CC = …]"),
        ("[COMPLETAR unidad=13-01-01]", "[COMPLETAR unidad=13-01-01]"),
    ],
)
def test_an_identification_is_read_and_never_shown(tag: str, shown: str) -> None:
    """domain.md §16.14."""
    in_text, in_subject = read(tag), read("x", tag)
    for (command,) in (in_text.commands, in_subject.commands):
        assert command.written == shown
    pairs = dict(in_text.commands[0].keys)
    assert ("79" in "".join(pairs.values())) == ("…" in shown)


def test_a_quoted_tag_is_never_read() -> None:
    assert not read("gracias", quoted="> [CERRADO]").orders


ATTRIBUTION = "El lun, 23 nov 2026 a las 9:12, Ana Díaz <ana@entidad.gov.co> escribió:\n\n"
FORWARDED = (
    "---------- Forwarded message ---------\nDe: Ana <ana@entidad.gov.co>\n"
    "Date: lun, 23 nov 2026 a las 9:12\nSubject: cupo\nTo: <soporte@minhacienda.gov.co>\n\n"
)
OUTLOOK = (
    "De: Ana <ana@entidad.gov.co>\nEnviado: lunes, 23 de noviembre de 2026 9:12\n"
    "Para: soporte@minhacienda.gov.co\nAsunto: cupo\n\n"
)
WHOLE_MAILS = (
    ("a quote below", "[TOMAR]\n\n" + ATTRIBUTION + "> [CERRADO]\n> x\n", ["TOMAR"]),
    ("a forward below", "[TOMAR]\n\n" + FORWARDED + "[CERRADO]\nx\n", ["TOMAR"]),
    ("a quote of Outlook", "[TOMAR]\n\n" + OUTLOOK + "[CERRADO]\nx\n", ["TOMAR"]),
    ("tags in a signature", "[TOMAR]\n\n-- \nAna\n[CERRADO]\n", ["TOMAR"]),
    ("nothing but a quote", ATTRIBUTION + "> [CERRADO]\n", []),
    ("nothing but a forward", FORWARDED + "[CERRADO]\n", []),
)  # fmt: skip


def _read_whole(**parts: str | None) -> CommandMail:
    subject = "RE: [INC-2026-000123] cupo"
    return read_commands(read_mail(letter(subject=subject, **parts)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "tags"), [row[1:] for row in WHOLE_MAILS], ids=[row[0] for row in WHOLE_MAILS]
)
def test_of_a_whole_mail_only_the_new_words_order(text: str, tags: list[str]) -> None:
    assert [c.tag for c in _read_whole(text=text).commands] == tags


HTML_MAILS = (
    ("<p><b>[RESUELTO]</b></p><p>Se corrigió.</p>", [("RESUELTO", "Se corrigió.")]),
    ("<div>[RESUELTO]</div><div>Se corrigió.</div>", [("RESUELTO", "Se corrigió.")]),
    ("[RESUELTO]<br>Se corrigió.<br>[NOTA]<br>x", [("RESUELTO", "Se corrigió."), ("NOTA", "x")]),
    ("<p>[RES<span>UEL</span>TO]<o:p></o:p></p><p>Listo.</p>", [("RESUELTO", "Listo.")]),
    ("<p>[PENDIENTE&nbsp;CLIENTE]</p><p>¿Cuál?</p>", [("PENDIENTE CLIENTE", "¿Cuál?")]),
    ('<p>[ESCALAR <a href="mailto:nora@x.co">nora@x.co</a>]</p>', [("ESCALAR", "")]),
    ("<p>[NOTA] hablé</p>", []),
    ("<ul><li>[RESUELTO]</li></ul>", []),
)  # fmt: skip


@pytest.mark.parametrize(("html", "expected"), HTML_MAILS, ids=[row[0] for row in HTML_MAILS])
def test_tags_of_a_mail_in_html(html: str, expected: list[tuple[str, str]]) -> None:
    found = _read_whole(text=None, html=f"<html><body>{html}</body></html>")
    assert [(c.tag, c.text) for c in found.commands] == expected


def test_an_address_that_a_mail_in_html_links_is_one_argument() -> None:
    html = '<p>[ESCALAR a=<a href="mailto:nora@x.co">nora@x.co</a>]</p>'
    (command,) = _read_whole(text=None, html=html).commands
    assert command.keys == (("a", "nora@x.co"),)


@pytest.mark.parametrize("ending", [" ", "  "])
def test_a_tag_in_flowed_text_is_read_whole(ending: str) -> None:
    raw = (
        "From: ana@linea.gov.co\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
        "Content-Type: text/plain; charset=utf-8; format=flowed\r\n\r\n"
        f'[REASIGNAR nivel=N3F{ending}\r\nmotivo="no es de esta mesa"]\r\nhola{ending}\r\nfin\r\n'
    )
    (command,) = read_commands(read_mail(raw.encode())).commands
    assert command.keys == (("nivel", "N3F"), ("motivo", "no es de esta mesa"))
    assert command.text.split() == ["hola", "fin"]


LONG = 100_000
EXPENSIVE = {
    "opened": "[", "closed": "]", "pairs": "[]", "opened lines": "[\n", "words": "[a ",
    "verbs unclosed": "[RESUELTO ", "verbs": "[RESUELTO]", "lines of verbs": "[RESUELTO] x\n",
    "halves": "[RESUELTO\nx\n", "quotes": '[NOTA "', "keys": "[NOTA a=", "equals": "[NOTA =",
    "markup": "<p", "closed markup": "<p>[", "stars": "*", "blanks": " ", "links": "[NOTA <mailto:",
    "unknown": "[ABCD]\n", "unknown with pairs": "[ABCD efgh ijkl a=1]\n",
    "dots in one": "[NOTA a.b@", "fences": "```\n[NOTA]\n", "wide": "［",
    "bullets": "- [", "lines": "x\n",
}  # fmt: skip


@pytest.mark.parametrize("unit", EXPENSIVE.values(), ids=EXPENSIVE.keys())
def test_of_a_huge_text_of_one_piece_nothing_runs(unit: str) -> None:
    # What each costs: `make bench`. A pattern that is quadratic takes minutes.
    text = unit * (LONG // len(unit) if "\n" in unit else LONG)
    orders = read(text + "[", text)
    assert not orders.commands or orders.in_doubt


@pytest.mark.parametrize(
    "unit", ["a", ".", "a@", "a.", "<", '"', "=", "a=", "'", "& ", "&lt;", "_-", "é"]
)
def test_one_long_tag_is_the_tag_that_it_names_or_none(unit: str) -> None:
    assert not read("[" + unit * (990 // len(unit)) + "]").commands
    named = read("[NOTA " + unit * (990 // len(unit)) + "]").commands
    assert {command.tag for command in named} <= {Tag.NOTA}
