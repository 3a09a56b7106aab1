"""HTML as text: what people read, whatever the HTML is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.parsers.html import html_to_text

READ = (
    ("paragraphs stand apart", "<p>Buenos días.</p><p>No abre.</p>", "Buenos días.\n\nNo abre."),
    ("divisions are lines", "<div>uno</div><div>dos</div>", "uno\ndos"),
    ("spaces and line ends of the source are spaces", "<p>uno\n   dos\t tres</p>", "uno dos tres"),
    ("breaks are lines", "uno<br>dos<br><br>tres", "uno\ndos\n\ntres"),
    ("blank lines do not pile up", "<p>a</p><br><br><p>&nbsp;</p><br><p>b</p>", "a\n\nb"),
    (
        "Outlook's paragraphs are lines, its empty ones gaps",
        "<p class=MsoNormal>uno</p><p class=MsoNormal>dos</p><p class=MsoNormal>"
        "<o:p>&nbsp;</o:p></p><p class=MsoNormal>tres</p>",
        "uno\ndos\n\ntres",
    ),
    (
        "paragraphs without margin are lines, with a margin below they are not",
        "<p style='margin:0cm'>uno</p><p style='margin:0'>dos</p>"
        "<p style='margin:0 0 10px'>tres</p><p>cuatro</p>",
        "uno\ndos\n\ntres\n\ncuatro",
    ),
    ("lists with bullets", "<ul><li>uno<li>dos</ul>", "- uno\n- dos"),
    ("lists are numbered", "<ol><li>uno</li><li>dos</li></ol>", "1. uno\n2. dos"),
    ("numbers go on where they should", "<ol start=4><li>uno<li>dos</ol>", "4. uno\n5. dos"),
    (
        "lists within lists",
        "<ol><li>uno<ul><li>a<li>b</ul><li>dos</ol>",
        "1. uno\n  - a\n  - b\n2. dos",
    ),
    (
        "tables are columns",
        "<table><tr><th>Campo<th>Valor</tr><tr><td>Nombre<td>Ana</tr>"
        "<tr><td>Unidad<td>13-01-01</tr></table>",
        "Campo   Valor\nNombre  Ana\nUnidad  13-01-01",
    ),
    (
        "a value of several lines stays with its label",
        "<table><tr><td>Error:<td>uno<br>dos</tr></table>",
        "Error:  uno\ndos",
    ),
    (
        "tables that only lay out leave no trace",
        "<table><tr><td></td><td><table><tr><td><p>uno</p><p>dos</p></td></tr></table></td></tr>"
        "</table>",
        "uno\n\ndos",
    ),
    ("text laid out with spaces", "<pre>a\n  b\n\nc</pre>", "a\n  b\n\nc"),
    ("the same by style", "<div style='white-space: pre-wrap'>a\nb</div>", "a\nb"),
    ("links show where they lead", '<a href="https://x.co/a">aquí</a>', "aquí <https://x.co/a>"),
    ("but not twice", '<a href="http://www.x.co/">www.x.co</a>', "www.x.co"),
    ("an address is enough", '<a href="mailto:a@x.co">a@x.co</a>', "a@x.co"),
    ("emojis are letters", '<img alt="😀" src="https://x.co/e.png">', "😀"),
    ("pictures say what they show", '<img alt="captura" src="cid:1">', "[Imagen: captura]"),
    ("a picture closes no bracket", '<img alt="a] [RESUELTO">', "[Imagen: a) (RESUELTO]"),
    ("entities are letters", "&aacute;&#233;&lt;b&gt;&nbsp;&#x1F600;", "áé<b> 😀"),
    ("words after the table", "<table><tr><td>a</tr></table>b", "a\n\nb"),
    ("no HTML at all", "Hola", "Hola"),
    ("nothing", "", ""),
)

HIDDEN = (
    ("scripts", "<script>alert('x')</script>Hola<script src=//x.co></script>"),
    ("styles", "<style>p{color:red}</style>Hola"),
    ("the head", "<html><head><title>Caso</title></head><body>Hola</body></html>"),
    ("comments", "Hola<!-- [RESUELTO] -->"),
    ("comments of Outlook", "<!--[if mso]><p>[RESUELTO]</p><![endif]-->Hola"),
    ("preheaders", '<div style="display:none;max-height:0">vista previa</div>Hola'),
    ("hidden by attribute", "<p hidden>x</p>Hola"),
    ("hidden by visibility", '<p style="visibility: hidden">x</p>Hola'),
    ("hidden from Outlook and all", '<p style="mso-hide:all">x</p>Hola'),
    ("letters of no size", '<span style="font-size:0px;line-height:0">x</span>Hola'),
    ("transparent letters", '<span style="opacity:0">x</span>Hola'),
    ("pictures from afar", '<img src="https://x.co/pixel.gif">Hola'),
    ("frames", '<iframe src="https://x.co">x</iframe>Hola'),
    ("drawings", "<svg><text>x</text></svg>Hola"),
    ("links that run", '<a href="javascript:alert(1)">Hola</a>'),
    ("letters that show nothing", "H\u200bo\u00adl\ufeffa\u202e"),
    ("templates", "<template><p>x</p></template>Hola"),
)


@pytest.mark.parametrize(("html", "text"), [row[1:] for row in READ], ids=[row[0] for row in READ])
def test_what_people_read(html: str, text: str) -> None:
    assert html_to_text(html) == text


@pytest.mark.parametrize("html", [row[1] for row in HIDDEN], ids=[row[0] for row in HIDDEN])
def test_what_is_not_shown_is_not_read(html: str) -> None:
    assert html_to_text(html) == "Hola"


def test_a_frame_without_letter_size_does_not_hide_what_has_one() -> None:
    html = '<td style="font-size:0px"><div style="font-size:13px">visible</div>oculto</td>'
    assert html_to_text(f"<table><tr>{html}</tr></table>") == "visible"


EXPENSIVE = (
    ("deep nesting", "<div>" * 3_000 + "Hola"),
    ("very deep nesting", "<div>" * 100_000 + "Hola"),
    ("tables in tables", "<table><tr><td>a</td><td>" * 900 + "Hola"),
    ("lists in lists", "<ul><li>a" * 2_000 + "Hola"),
    ("quotes in quotes", "<blockquote>" * 3_000 + "Hola"),
    ("wrong nesting", "<b></i>" * 100_000 + "Hola"),
    ("one tag of attributes", "<p " + " ".join(f"a{n}=1" for n in range(60_000)) + ">Hola"),
    ("attributes like tags", "<p " + " ".join(f"<a{n} </b{n}" for n in range(30_000)) + ">Hola"),
    ("open quotes", "Hola" + '<p a="' * 200_000),
    ("a picture of 5 MB", '<img src="data:image/png;base64,' + "A" * 5_000_000
     + '">Hola'),
    ("5 MB of paragraphs", "Hola" + "<p class=MsoNormal>x</p>\n" * 200_000),
    ("5 MB of one line", "Hola " + "x" * 5_000_000),
    ("cells", "Hola<table><tr>" + "<td>x" * 100_000),
)  # fmt: skip


@pytest.mark.parametrize("html", [row[1] for row in EXPENSIVE], ids=[row[0] for row in EXPENSIVE])
def test_the_words_are_found_whatever_the_html_is(html: str) -> None:
    # Each of these took minutes, or lost all text, without bounds.
    assert "Hola" in html_to_text(html)


PIECES = st.sampled_from(
    """<p> </p> <div> </div> <table> <tr> <td> </td> </tr> </table> <ul> <ol> <li> </ol> <br> <a>
    <blockquote> </blockquote> <pre> </pre> <b> </i> <td <!-- --> & &lt; &#0; < > " ' = x
    style="font-size:0" <style> </style> <script> é \x00 \ud800 \U0001f600""".split()
)


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join))
def test_any_soup_of_tags_is_read(html: str) -> None:
    text = html_to_text(html)
    assert text == text.strip("\n")
    assert "\n\n\n" not in text
