"""Others' words that no quote mark shows as theirs, in an advisor's own authenticated mail.

A person served writes a tag; the advisor passes it on as a copy of a mail or a chat, or her program
shows it where nobody sees it as hers. It is kept and asked back, and nothing of the mail runs.
"""

import pytest

from tests.attacks.house import GOOD, House, Seen, results
from tests.mails import mail
from tests.scenarios.letters import BOX, HOUSE, RECEIVER

NORA = f"Nora Diaz <nora@{HOUSE}>"
TAG = "[TOMAR]"
_AUTHENTIC = tuple(results(f"{RECEIVER}; {GOOD}")[0].split(": ", 1))

# What stands between the advisor's words and the tag of somebody else.
COPIES: dict[str, str] = {
    "a name and an address": "Reviso.\n\nMarta Ruiz <marta@invias.test>\n\nFavor ver.\n",
    "an address alone": "Reviso.\n\nmarta@invias.test\n",
    "a name above an address": "Reviso.\n\nMarta Ruiz\nmarta@invias.test\n",
    "a name, an address and a moment":
        "Reviso.\n\nMarta Ruiz <marta@invias.test> 23 de noviembre de 2026, 9:12\nPara: Línea\n",
    "an address and a day": "Reviso.\nmarta@invias.test, 23/11/2026\n",
    "a name and a moment": "Reviso.\n\nMarta Ruiz, 23/11/2026 9:12 a. m.\nBuenos días.\n",
    "a name and a day": "Reviso.\n\nMarta Ruiz - 23 nov 2026\nBuenos días.\n",
    "a moment and a name": "Reviso.\n\nlunes, 23 de noviembre de 2026 a las 9:12 Marta Ruiz\n",
    "a moment alone": "Reviso.\n\nlunes, 23 de noviembre de 2026 9:12\n\n",
    "a moment as servers write it": "Reviso.\n\nMon, 23 Nov 2026 09:12:00 -0500\n\n",
    "a login and a moment": "Reviso.\n\njperez 2026-11-23 09:12\n",
    "a name in capitals": "Reviso.\n\nMARTA RUIZ 23/11/2026 09:12\n",
    "a single De: line": "Reviso.\n\nDe: Marta Ruiz\n\nBuenos días.\n",
    "a single De: line with an address": "Reviso.\n\nDe: marta@invias.test\n",
    "a single From: line": "Reviso.\n\nFrom: Marta Ruiz <marta@invias.test>\n",
    "a bold De: line": "Reviso.\n\n*De:* Marta Ruiz\n",
    "a line that says who sent it": "Reviso.\n\nEnviado por: Marta Ruiz\n",
    "WhatsApp on a computer": "Reviso.\n\n[9:12, 23/11/2026] Marta Ruiz: Buenos días\n",
    "WhatsApp on an iPhone": "Reviso.\n\n[23/11/26, 9:12:15 a. m.] Marta Ruiz: Buenos días\n",
    "WhatsApp's export": "Reviso.\n\n23/11/2026, 9:12 a. m. - Marta Ruiz: Buenos días\n",
    "WhatsApp in English": "Reviso.\n\n[11/23/26, 9:12:15 AM] Marta Ruiz: Buenos días\n",
    "Teams, copied with its moment": "Reviso.\n\n[23/11 9:12] Marta Ruiz (Invitado)\n",
    "Teams, yesterday": "Reviso.\n\n[Ayer 9:12] Marta Ruiz\nBuenos días\n",
    "Teams, a name and a time": "Reviso.\n\nMarta Ruiz 9:12 a. m.\nBuenos días\n",
    "Teams, a time below a name": "Reviso.\n\nMarta Ruiz\n9:12\nBuenos días\n",
    "Slack": "Reviso.\n\nMarta Ruiz  [9:12 AM]\nBuenos días\n",
    "nothing of the advisor's above": "Marta Ruiz <marta@invias.test>\n23/11/2026 9:12\n\n",
    "a line of underscores": "Reviso.\n\n________________________________\nBuenos días.\n",
    "a line of hyphens": "Reviso.\n-----\nBuenos días.\n",
    "who said it, without a moment": "Reviso.\n\nMarta dijo ayer:\n",
    "who writes it": "Reviso.\n\nEl usuario escribe lo siguiente:\n",
    "who wrote it": "Reviso.\n\nLa entidad escribió:\n",
    "a copy that is announced": "Reviso.\n\nCopio el correo:\n",
    "whose text it is": "Reviso.\n\nTexto del usuario:\nBuenos días.\n",
    "quotation marks on lines of their own": "Reviso.\n\n«\nBuenos días.\n\n",
    "a quotation that opens with words": "Reviso.\n\n«Buenos días.\n",
    "below her closing and name": "Reviso.\n\nCordialmente,\n\nNora Diaz\n\nBuenos días.\n",
    "below her name and post": "Reviso.\n\nNora Diaz\nAsesora de segundo nivel\n\nHola.\n",
    "her own tag above": "[NOTA]\nEscribió esto.\n\nMarta Ruiz, 23/11/2026 9:12\nBuenos días.\n",
}  # fmt: skip

# A tag of others as HTML shows it, or rather does not.
OUT_OF_SIGHT: dict[str, str] = {
    "struck out": "<p><s>{tag}</s></p>",
    "deleted": "<p><del>{tag}</del></p>",
    "struck out as it once was": "<p><strike>{tag}</strike></p>",
    "struck out by a style": "<p><span style='text-decoration:line-through'>{tag}</span></p>",
    "struck out by a longer style":
        "<p style='color:red;text-decoration: underline line-through red'>{tag}</p>",
    "far to the left": "<div style='position:absolute;left:-9999px'>{tag}</div>",
    "indented out of the page": "<p style='text-indent:-5000px'>{tag}</p>",
    "moved away": "<div style='transform:translateX(-9999px)'>{tag}</div>",
    "cut to nothing": "<div style='position:absolute;clip:rect(0,0,0,0)'>{tag}</div>",
    "without height": "<div style='height:0;overflow:hidden'>{tag}</div>",
    "without width": "<div style='width:0px;overflow:hidden'>{tag}</div>",
    "white on white": "<p style='color:#ffffff'>{tag}</p>",
    "white by name": "<p style='color: white'>{tag}</p>",
    "nearly white": "<p style='color:rgb(250, 250, 250)'>{tag}</p>",
    "white as fonts were": "<font color='#FFF'>{tag}</font>",
    "white on a white it names": "<div style='background:#fff;color:#fefefe'>{tag}</div>",
    "black on black": "<div style='background-color:#000'><p style='color:black'>{tag}</p></div>",
    "as its cell": "<table><tr><td bgcolor=navy><font color=#000080>{tag}</font></td></tr></table>",
    "transparent": "<p style='color:transparent'>{tag}</p>",
    "all but transparent": "<p style='color:rgba(0,0,0,0.02)'>{tag}</p>",
    "faint": "<p style='opacity:0.05'>{tag}</p>",
    "of one pixel": "<p style='font-size:1px'>{tag}</p>",
    "of a part of a letter": "<p style='font-size:0.01em'>{tag}</p>",
    "behind a bar": "<div style='border-left:3px solid #ccc;padding-left:8px'>{tag}</div>",
    "behind a bar, deeper":
        "<div style='border-left:solid blue 1.5pt'><div><p>Hola.</p><p>{tag}</p></div></div>",
    "behind a bar of widths": "<div style='border-style:solid;border-width:0 0 0 2px'>{tag}</div>",
    "in a cell behind a bar":
        "<table><tr><td style='border-left:2px solid red'>{tag}</td></tr></table>",
}  # fmt: skip

# A tag that HTML sets apart from the advisor's words above it.
SET_APART: dict[str, str] = {
    "indented as Outlook does": "<p style='margin-left:36.0pt'>{tag}</p>",
    "indented by half an inch": "<p style='margin-left:.5in'>{tag}</p>",
    "indented within": "<div style='padding-left:2em'><p>Hola.</p><p>{tag}</p></div>",
    "indented by the last of four": "<div style='margin:0 0 0 40px'>{tag}</div>",
    "indented by 20 pixels": "<div style='margin-left: 20px'>{tag}</div>",
    "in a block of its own": "<blockquote style='margin:0 0 0 40px'>{tag}</blockquote>",
    "typed as it stands": "<pre>Hola.\n{tag}</pre>",
    "a description": "<dl><dd>Hola.</dd><dd>{tag}</dd></dl>",
    "cited": "<cite><p>{tag}</p></cite>",
    "between quotation marks": "<q><p>{tag}</p></q>",
    "in a frame": "<fieldset><p>{tag}</p></fieldset>",
    "folded": "<details><summary>Correo</summary><p>{tag}</p></details>",
    "in a box": "<div style='border:1px solid #ccc'><p>{tag}</p></div>",
    "in Outlook's box": "<div style='border:solid windowtext 1.0pt;padding:1pt'>{tag}</div>",
    "on a ground of its own": "<div style='background:#eee'><p>{tag}</p></div>",
    "on a ground by name": "<div style='background-color:lightyellow'>{tag}</div>",
    "in a table": "<table><tr><td>Hola.</td></tr><tr><td>{tag}</td></tr></table>",
    "beside others in a row": "<table border=1><tr><td>{tag}</td></tr></table>",
    "below a rule": "<hr><p>Hola.</p><p>{tag}</p>",
    "below Outlook's line":
        "<div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'>"
        "<p>Hola.</p></div><p>{tag}</p>",
    "as Samsung quotes": "<div id=composer_quoted><p>{tag}</p></div>",
    "as Thunderbird quotes":
        "<div class=moz-cite-prefix>Esto me llegó.</div><div><p>{tag}</p></div>",
}  # fmt: skip

HONEST: dict[str, str] = {
    "a tag alone": "[TOMAR]\n",
    "a tag below a greeting": "Buenos días, equipo.\n\n[TOMAR]\n",
    "a letter with place and day": "Bogotá D. C., 23 de noviembre de 2026\n\n[TOMAR]\n",
    "a place and a day, shortly": "Bogotá, 23/11/2026\n\n[TOMAR]\n",
    "an appointment above a tag": "[NOTA]\nReunión 10:00 con la entidad.\n\n[TOMAR]\n",
    "a term in a note": "[NOTA]\nVence 23/11/2026\n\n[TOMAR]\n",
    "a story with a moment":
        "[NOTA]\nEl 23/11/2026 a las 9:12 llamé al usuario y no contestó.\n\n[TOMAR]\n",
    "a log of calls": "[NOTA]\n23/11/2026 9:12 - Llamada al usuario: no contesta\n\n[TOMAR]\n",
    "an address within a sentence": "[NOTA]\nEscribí a marta@invias.test y espero.\n\n[TOMAR]\n",
    "a labelled address": "[NOTA]\ncorreo=m@invias.test\nCorreo: m@invias.test\n\n[TOMAR]\n",
    "a chat kept in a note, no tag below":
        "[TOMAR]\n\n[NOTA]\n[9:12, 23/11/2026] Marta Ruiz: hola\n[9:13, 23/11/2026] Nora: ok\n",
    "a copied mail below the last tag":
        "[TOMAR]\n\n[NOTA]\nMarta Ruiz <marta@invias.test>\n23/11/2026 9:12\nNo abre.\n",
    "hours of attention": "[NOTA]\nDe 7:00 a 19:00, jornada.\nDe: 7:00 a 19:00\n\n[TOMAR]\n",
    "a case in brackets below a copy":
        "[TOMAR]\n\n[NOTA]\nMarta Ruiz 23/11/2026 9:12\n[INC-2026-000123] sigue abierto.\n",
    "figures of an order": "[NOTA]\nOrden de pago 184526 por 1.250.000\nUE 13-01-01\n\n[TOMAR]\n",
    "a rule at the top": "________________\n\n[TOMAR]\n",
    "a rule below": "[TOMAR]\n\n________________\nNora Diaz\nAsesora\n",
    "thanks above": "Recibido.\nMuchas gracias.\n\nReviso\n\n[TOMAR]\n",
    "a cordial greeting": "Hola.\nCordial saludo,\n\n[TOMAR]\n",
    "what a screen says": "[NOTA]\nMensaje: «Error 500» al firmar.\n\n[TOMAR]\n",
    "a logo below her signature":
        "[TOMAR]\n\nCordialmente,\n\nNora Diaz\nAsesora\n[Logo de la entidad]\n",
    "her signature below": "[TOMAR]\n\nCordialmente,\n\nNora Diaz\nnora@minhacienda.test\n",
}  # fmt: skip

HONEST_PAGES: dict[str, str] = {
    "Outlook's paragraphs": "<p class=MsoNormal style='margin:0cm;font-size:11.0pt'>{tag}</p>",
    "a white ground": "<div style='background-color:white;color:black'>{tag}</div>",
    "a dark program": "<div style='background-color:rgb(31,31,31);color:#fff'>{tag}</div>",
    "a ground that lets through": "<div style='background-color:transparent'>{tag}</div>",
    "white words on a coloured banner above":
        "<table><tr><td bgcolor='#003366'><font color=white>Línea SIIF</font></td></tr></table>"
        "<p>{tag}</p>",
    "struck-out words elsewhere": "<p>Vence el <s>lunes</s> martes.</p><p>{tag}</p>",
    "a signature behind a bar":
        "<p>{tag}</p><table><tr><td style='border-left:2px solid red'>Nora Diaz</td></tr></table>",
    "a list's negative indent": "<p style='margin-left:36.0pt;text-indent:-18.0pt'>{tag}</p>",
    "an unseen line before": "<div style='display:none'>Vista previa</div><p>{tag}</p>",
    "a line above": "<div style='border:none;border-bottom:solid red 1pt'><p>{tag}</p></div>",
    "a list with an indent below words":
        "<p>Reviso.</p><p style='margin-left:36.0pt;text-indent:-18.0pt'>{tag}</p>",
    "a list's item": "<p>Reviso.</p><ul style='margin-left:40px'><li>Hola.</li></ul><p>{tag}</p>",
    "a whole mail in a table":
        "<table><tr><td><p>Buenos días.</p><p>{tag}</p></td></tr></table>",
    "a whole mail in rows": "<table><tr><td>Hola.</td></tr><tr><td>{tag}</td></tr></table>",
    "a whole mail in a box":
        "<div style='border:1px solid;padding-left:30px'><p>Hola.</p>{tag}</div>",
    "a table below": "<p>{tag}</p><table><tr><td>Unidad</td><td>13-01-01</td></tr></table>",
    "a table above": "<p>Hola.</p><table><tr><td>Unidad</td></tr></table><p>{tag}</p>",
    "a marked tag": "<p>Reviso.</p><p><span style='background:yellow'>{tag}</span></p>",
    "a whole dark page":
        "<div style='background:rgb(31,31,31);color:#fff'><div>Hola.</div>"
        "<div style='background-color:rgb(31,31,31)'>{tag}</div></div>",
    "Outlook's paragraphs below each other":
        "<p class=MsoNormal style='margin:0cm 0cm 8pt 0cm'>Reviso.</p>"
        "<p class=MsoNormal style='margin:0cm 0cm 8pt 0cm'>{tag}</p>",
    "a soup of web mail":
        "<div><div dir=ltr><div>Hola.</div><div><br></div><div>{tag}</div></div></div>",
    "a picture in the signature's table":
        "<p>{tag}</p><p>Cordialmente,</p>"
        "<table><tr><td><img alt='Logo de la entidad'></td></tr></table>",
    "the arms on their letterhead": "<p><img alt='Escudo'></p><p>{tag}</p><img alt='Estado'>",
    "a rule above all": "<hr><p>{tag}</p>",
    "a signature below a rule": "<p>{tag}</p><hr><p>Nora Diaz</p>",
    "small print": "<p style='font-size:8pt;line-height:105%;color:#1F497D'>{tag}</p>",
}  # fmt: skip


def sent(house: House, text: str | None, html: str | None = None, prefix: str = "RE: ") -> Seen:
    """What becomes of nora@'s authentic answer to the mail in which she got her incident."""
    letter = house.order_mail
    id_ = letter.message["Message-ID"].strip("<>")
    return house.judge(
        mail(
            sender=NORA, to=BOX, subject=f"{prefix}{letter.subject}", text=text, html=html,
            message_id="copia@fuera.example", in_reply_to=id_, references=(id_,),
            headers=(_AUTHENTIC,),  # type: ignore[arg-type]
        )
    )  # fmt: skip


@pytest.mark.parametrize("alt", ["TOMAR", "[TOMAR]", "] [TOMAR", "\uff3bTOMAR\uff3d"])
def test_what_a_picture_is_called_orders_nothing_and_nobody_is_asked(house: House, alt: str):
    seen = sent(house, None, f"<p>Reviso.</p><p><img alt='{alt}' src='cid:1'></p>")
    assert not seen.considered.event.orders.orders
    assert (seen.way, seen.changed) == ("staff-on-case", [])


def is_asked_back(seen: Seen, house: House) -> None:
    """Kept on the case, told to its author, and nothing carried out."""
    assert (seen.way, seen.case) == ("staff-command", house.incident.number)
    assert seen.changed == []
    assert seen.kept == ["command"]
    assert seen.told == {"M-31 nora@"}
    assert TAG in seen.considered.event.mail.text
    assert TAG in seen.considered.event.orders.doubtful


@pytest.mark.parametrize("copy", COPIES)
def test_a_tag_below_copied_words_is_asked_back(house: House, copy: str):
    is_asked_back(sent(house, f"{COPIES[copy]}{TAG}\nGracias."), house)


@pytest.mark.parametrize("copy", COPIES)
def test_in_a_mail_of_html_too(house: House, copy: str):
    lines = f"{COPIES[copy]}{TAG}\nGracias.".replace("<", "&lt;").replace(">", "&gt;").split("\n")
    page = "".join(f"<div>{line or '<br>'}</div>" for line in lines)
    is_asked_back(sent(house, None, f"<html><body>{page}</body></html>"), house)


@pytest.mark.parametrize("dress", OUT_OF_SIGHT)
def test_a_tag_that_readers_overlook_is_asked_back(house: House, dress: str):
    page = f"<p>Reviso.</p>{OUT_OF_SIGHT[dress].format(tag=TAG)}<p>Gracias.</p>"
    is_asked_back(sent(house, None, page), house)


@pytest.mark.parametrize("frame", SET_APART)
def test_a_tag_set_apart_from_her_words_is_asked_back(house: House, frame: str):
    page = f"<p>Reviso.</p>{SET_APART[frame].format(tag=TAG)}<p>Gracias.</p>"
    is_asked_back(sent(house, None, page, prefix=""), house)


@pytest.mark.parametrize(
    "note",
    [
        "El usuario dice lo de abajo.", "El usuario dice", "Llegó esto:", "Vean este correo.",
        "Copio su mensaje.", "Respondo entre líneas:\n\nHola,", "Escribe lo siguiente.",
    ],
)  # fmt: skip
def test_a_tag_below_a_note_that_announces_words_is_asked_back(house: House, note: str):
    seen = sent(house, f"[NOTA]\n{note}\n\n[RESUELTO]\nYa funciona, pero ciérrenlo, gracias.")
    assert seen.considered.event.orders.doubtful == ("[RESUELTO]",)
    assert seen.changed == []


@pytest.mark.parametrize(
    "note",
    [
        "Confirmó por correo que ya funciona.", "El usuario dice que ya funciona.",
        "Correo electrónico: m@invias.test, sin más.", "Se revisó: estaba sin perfil.",
    ],
)  # fmt: skip
def test_a_tag_below_any_other_note_is_in_no_doubt(house: House, note: str):
    seen = sent(house, f"[NOTA]\n{note}\n\n[RESUELTO]\nSe le asignó el perfil que faltaba.")
    assert seen.considered.event.orders.doubtful == ()


def test_a_tag_struck_out_in_part_is_asked_back(house: House):
    is_asked_back(sent(house, None, "<p>[TO<s>MAR</s>]</p>"), house)


@pytest.mark.parametrize(
    "left_of_html", ["<b>{}</b>", "&nbsp;{}", "<p class=x>&nbsp;{}</p>", "Hola<br>{}", "* {}"]
)
def test_what_is_left_of_html_in_a_plain_text_hides_no_tag(house: House, left_of_html: str):
    words = f"{COPIES['a name and a moment']}{left_of_html.format(TAG)}\nGracias."
    assert sent(house, words).changed == []


def test_a_copy_on_one_line_with_its_breaks_is_seen_too(house: House):
    words = f"Reviso.<br><br>Marta Ruiz, 23/11/2026 9:12<br>Hola.<br>{TAG}"
    is_asked_back(sent(house, words), house)


def test_a_new_subject_changes_nothing_of_it(house: House):
    is_asked_back(sent(house, f"{COPIES['a name and a moment']}{TAG}", prefix=""), house)


@pytest.mark.parametrize("words", HONEST)
def test_an_advisors_ordinary_words_run(house: House, words: str):
    seen = sent(house, HONEST[words])
    assert seen.considered.event.orders.doubtful == ()
    assert seen.changed == [house.incident.number]


@pytest.mark.parametrize("page", HONEST_PAGES)
def test_an_advisors_ordinary_page_runs(house: House, page: str):
    seen = sent(house, None, HONEST_PAGES[page].format(tag=TAG))
    assert seen.considered.event.orders.doubtful == ()
    assert seen.changed == [house.incident.number]


def test_a_table_with_a_word_struck_out_keeps_its_columns(house: House):
    page = (
        "<table><tr><td>Plazo</td><td><s>lunes</s> martes</td></tr>"
        "<tr><td>Unidad</td><td>13-01-01</td></tr></table>"
    )
    words = sent(house, None, f"{page}<p>{TAG}</p>").considered.event.mail.text
    assert words == f"Plazo   lunes martes\nUnidad  13-01-01\n\n{TAG}"
