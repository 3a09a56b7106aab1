"""What holds for every mail, hostile ones too: nothing is lost, nothing runs in doubt."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.parsers.reply import split_reply
from tests.parsers.reply_text_mails import OWN_MAIL

QUOTED_COMMAND = "El lun, 23 nov 2026 a las 9:12, X <x@y.co> escribió:\n\n> [RESUELTO]\n> Texto\n"

DOUBTS = (
    ("a quote that only the plain part shows", "Sí.\n\n" + QUOTED_COMMAND, "<p>Sí.</p>"),
    ("an indented block in an answer", None, "Sí.<blockquote><p>[RESUELTO]</p></blockquote>"),
    ("words below the signature", "Sí.\n\nEnviado desde mi iPhone\n\n[RESUELTO]\n", None),
    ("words in the signature only", "-- \n[RESUELTO]", None),
    ("nothing but a quote", QUOTED_COMMAND, None),
    ("an announcement like anybody's", "El 23 de noviembre X escribió:\n\n[RESUELTO]", None),
    ("an announcement in words that nobody listed",
     "Sí.\n\nAna <a@x.co> kirjoitti näin 23/11/2026 9:12:\n\n[RESUELTO]", None),
    ("a name and a verb alone", "Sí.\n\nLínea SIIF escribió:\n\n[RESUELTO]", None),
    ("an odd mark that ends", "Sí.\n\nEl 23/11/2026 9:12, X escribió:\n\nX> a\n\n[RESUELTO]", None),
    ("odd marks that nothing announces", "Sí.\n\nX> a\nX> [RESUELTO]", None),
    ("a lonely mark used otherwise", "Sí.\n> 100\n[RESUELTO]", None),
    ("the remains of a header", "De: X\nAsunto: Y\n\n[RESUELTO]", None),
    ("HTML that is not worth reading", None, "<b>" * 20_000 + "[RESUELTO]"),
    ("more lines than anybody writes", "a\n" * 30_000 + "[RESUELTO]", None),
)  # fmt: skip


@pytest.mark.parametrize(
    ("plain", "html"), [row[1:] for row in DOUBTS], ids=[row[0] for row in DOUBTS]
)
def test_in_doubt_nothing_runs(plain: str | None, html: str | None) -> None:
    assert not split_reply(plain, html, "RE: Caso").commands_safe


CERTAIN = (
    ("a command above a quote", "[NOTA]\nListo.\n\n" + QUOTED_COMMAND, None, "[NOTA]\nListo."),
    ("a command above our own mail", "[EN PROGRESO]\n\n" + OWN_MAIL, None, "[EN PROGRESO]"),
    (
        "the same in both parts",
        "[NOTA]\nHola\n\n" + QUOTED_COMMAND,
        "<div>[NOTA]<br>Hola</div><div class=gmail_quote><div class=gmail_attr>El lun escribió:"
        "</div><blockquote class=gmail_quote>[RESUELTO]<br>Texto</blockquote></div>",
        "[NOTA]\nHola",
    ),
    ("a new mail", "[REGISTRAR]\nnombre=Ana", "<p>[REGISTRAR]<br>nombre=Ana</p>",
     "[REGISTRAR]\nnombre=Ana"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("plain", "html", "text"), [row[1:] for row in CERTAIN], ids=[row[0] for row in CERTAIN]
)
def test_an_ordinary_command_runs(plain: str, html: str | None, text: str) -> None:
    split = split_reply(plain, html, "RE: Caso")
    assert split.text == text
    assert split.commands_safe


def test_html_without_words_gives_way_to_the_plain_text() -> None:
    assert split_reply("Hola", "<html><body><img src=cid:1></body></html>", "x").text == "Hola"


def test_both_absent_is_an_empty_mail() -> None:
    split = split_reply(None, None, "")
    assert (split.body, split.text, split.quoted, split.commands_safe) == ("", "", "", True)


def test_line_ends_of_every_system_are_the_same() -> None:
    for end in ("\n", "\r\n", "\r"):
        assert split_reply(f"Sí.{end}{end}> a{end}> b{end}", None, "Re: x").text == "Sí."


LONG = 1_000_000
EXPENSIVE = {
    "one letter": "a",
    "quote marks": ">",
    "quoted lines": ">\n",
    "short lines": "a\n",
    "blank lines": "\n",
    "labels": "a:\n",
    "fields of a header": "De: x\n",
    "fields apart": "De: x\n\n",
    "attributions": "El 23/11/2026 a las 9:12, X escribió:\n",
    "openings of attributions": "On ",
    "opened addresses": "x <a@b\n",
    "headings of disclaimers": "AVISO LEGAL\n",
    "openings of disclaimers": "Este mensaje\n",
    "disclaimers": "Este mensaje es confidencial, uso exclusivo del destinatario. ",
    "phone lines": "Enviado desde ",
    "rules": "----------\n",
    "dashes": "-",
    "delimiters": "-- \n",
    "separators": "-----Mensaje original-----\n",
    "titles": "Mensaje original\n",
    "rows of our panel": "Estado: x\nQué sigue: y\n",
    "bars": "| a\n",
    "names": "Ana De La Cruz ",
    "names above quotes": "Ana Rojas <a@x.co>, 23/11/2026 9:12:\n> a\n",
    "citations": "Citando a Ana:\n> a\n\n",
    "verbs between rules": "---- Ana escribió -",
    "titles between rules": "--- a ---\nDe: x\n",
    "links that break off": "> (http://x.co/aaaaaaaaaa\nb\n",
    "orders that were typed": "SQL> a\n",
    "raw dates": "Date: Mon, 23 Nov 2026 09:12:00 -0500\n",
}


@pytest.mark.parametrize("unit", EXPENSIVE.values(), ids=EXPENSIVE.keys())
def test_a_megabyte_of_anything_is_split_without_adding_or_losing_a_word(unit: str) -> None:
    # What each costs: `make bench`. A pattern that is quadratic takes minutes.
    plain = unit * (LONG // len(unit))
    split = split_reply(plain, None, "Re: x")
    assert len(split.text) + len(split.quoted) <= len(plain)
    assert Counter(f"{split.text} {split.quoted}".split()) == Counter(split.body.split())


NESTED = {
    "signatures": '<div class="signature">',
    "headers of Outlook": '<div style="border-top:solid 1px">',
    "containers of Gmail": '<div class="gmail_quote">',
    "attributions": '<div class="gmail_attr">x',
    "quotes": "<blockquote>",
}


@pytest.mark.parametrize("tag", NESTED.values(), ids=NESTED.keys())
def test_what_thousands_of_nested_marks_hold_is_read(tag: str) -> None:
    assert "Hola" in split_reply(None, tag * 9_000 + "Hola", "Re: x").body


LINES = st.sampled_from(
    """Hola.|[RESUELTO]||> cita|> |>> dos|-- |--|___________|El 23/11/2026 a las 9:12, X escribió:
    |X <x@y.co>|escribió:|-----Mensaje original-----|De: X|Enviado: 23/11/2026 9:12|Para: Y
    |Asunto: Z
    |Enviado desde mi iPhone|AVISO LEGAL|Este mensaje es confidencial y reservado al destinatario.
    |Ana Rojas <a@x.co>, 23/11/2026 9:12:|Ana escribió:|Citando a Ana:|---- Ana escribió ----|> 100
    |> a > b|X> [RESUELTO]|Antes de imprimir piense|Estado: a|Qué sigue: b|Plazo: c
    |Línea de Soporte SIIF Nación|Mensaje original|>:|| a|A> b|\t |\x00|\ud800""".replace(
        "\n    ", ""
    ).split("|")
)


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES, max_size=25).map("\n".join), st.sampled_from(["", "Re: x", "RV: x"]))
def test_no_line_is_lost_whatever_the_order(plain: str, subject: str) -> None:
    split = split_reply(plain, None, subject)
    assert _lines(split.body) == _lines(split.text) + _lines(split.quoted)
    if not split.text:
        assert not split.body or split.quoted


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES, max_size=25).map("\n".join), st.sampled_from(["", "Re: x", "RV: x"]))
def test_what_bears_a_quote_mark_never_runs(plain: str, subject: str) -> None:
    split = split_reply(plain, None, subject)
    if any(line.lstrip().startswith(">") for line in split.text.split("\n")):
        assert not split.commands_safe


TAGS = st.sampled_from(
    """<p>|</p>|<div class=gmail_quote>|<div class=gmail_attr>|<blockquote type=cite>|<blockquote>
    |</blockquote>|</div>|<div id=divRplyFwdMsg>|<div id=Signature>|<div id=appendonsend></div><hr>
    |<div style="border-top:solid 1px"><b>De:</b> x|<div class=moz-cite-prefix>|<br>|Hola|[RESUELTO]
    |escribió:|<table><tr><td>|</td></tr></table>|<ul><li>|</ul>""".replace("\n    ", "").split("|")
)


@settings(max_examples=300, deadline=None)
@given(st.lists(TAGS, max_size=25).map("".join))
def test_no_line_of_html_is_lost_whatever_the_order(html: str) -> None:
    split = split_reply(None, html, "Re: x")
    assert _lines(split.body) == _lines(split.text) + _lines(split.quoted)


def _lines(text: str) -> Counter[str]:
    return Counter(line.rstrip() for line in text.split("\n") if line.strip())
