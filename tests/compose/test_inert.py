"""HTML of others as it stands in our pages: its words, and nothing that acts."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.compose.dossier.reading import read_copy
from mailbot.compose.inert import CONTENT_POLICY, inert, inert_page
from tests.mails import mail

ACTS = re.compile(
    r"<\s*(?:script|style|iframe|object|embed|form|input|button|link|meta|base|svg|math|video|audio"
    r"|source|track|frame|applet|template)\b|\s(?:on\w+|src|srcset|href|action|style|background"
    r"|poster|formaction|xlink:href|ping|data|id|name|class)\s*=",
    re.IGNORECASE,
)  # fmt: skip


@pytest.mark.parametrize(
    ("attack", "html"),
    [
        ("runs a script", "<script>alert(1)</script>"),
        ("runs it from a picture", "<img src=x onerror=alert(1)>"),
        ("runs it from a link", '<a href="javascript:alert(1)">ver</a>'),
        ("hides the link in entities", '<a href="&#106;avascript:alert(1)">ver</a>'),
        ("counts who reads it", '<img src="https://rastreo.example/p.gif" width=1 height=1>'),
        ("counts by style", '<p style="background:url(https://rastreo.example/p.gif)">x</p>'),
        ("counts by sheet", '<style>@import "https://rastreo.example/a.css";</style>x'),
        ("counts by table", '<table background="https://rastreo.example/p.gif"><tr><td>x</table>'),
        ("counts by srcset", '<img srcset="https://rastreo.example/p.gif 2x">'),
        ("opens a file of this computer", '<a href="file:///etc/passwd">ver</a>'),
        ("opens a share and takes the login", r'<img src="\\servidor\recurso\p.png">'),
        ("asks for a password", '<form action="https://robo.example"><input name=clave></form>'),
        ("moves the page", '<meta http-equiv=refresh content="0;url=https://robo.example">'),
        ("changes where links lead", '<base href="https://robo.example/">'),
        ("draws over the page", '<div style="position:fixed;top:0;left:0">Ingrese su clave</div>'),
        ("puts a page in the page", '<iframe src="https://robo.example"></iframe>'),
        ("puts a page in an attribute", '<iframe srcdoc="<script>alert(1)</script>"></iframe>'),
        ("draws with svg", "<svg onload=alert(1)><script>alert(1)</script></svg>"),
        ("breaks out with math", "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>"),
        ("breaks out of noscript", "<noscript><p title='</noscript><img src=x onerror=a()>'>"),
        ("breaks out of a title", "<title><img src=x onerror=alert(1)></title>"),
        ("breaks out of a comment", "<!--><script>alert(1)</script>-->"),
        ("cuts a tag", "<img src=x onerror=alert(1)//"),
        ("nests tags", "<scr<script>ipt>alert(1)</scr</script>ipt>"),
        ("names an element of ours", "<p id=main class=bad name=x>x</p>"),
    ],
)  # fmt: skip
def test_nothing_is_left_that_acts(attack: str, html: str):
    assert not ACTS.search(re.sub(r"&[lg]t;", "", inert(html))), attack
    assert "rastreo.example" not in inert(html), attack


def test_the_words_their_tables_and_lists_stay():
    kept = "<p>Buenos <b>días</b></p><table><tbody><tr><td>PAC</td></tr></tbody></table>"
    assert inert(kept) == kept
    assert inert("<ul><li>uno</li></ul>") == "<ul><li>uno</li></ul>"
    assert inert('<img alt="pantalla del error" src="cid:1">') == '<img alt="pantalla del error">'


def test_the_words_within_a_bomb_of_nested_tags_stay():
    assert "hola" in inert("<div>" * 200_000 + "hola")


@given(st.text(alphabet="<>/=\"' aibmgscrpt:onl&;#x-!", max_size=200))
def test_whatever_it_is_made_of(text: str):
    assert not ACTS.search(re.sub(r"&[lg]t;[^<]*", "", inert(text)))


def test_our_page_forbids_everything_to_load_or_run():
    page = inert_page("<b>título", "<p>x</p>")
    assert f'http-equiv="Content-Security-Policy" content="{CONTENT_POLICY}"' in page
    assert "default-src 'none'" in page
    assert "<title>&lt;b&gt;título</title>" in page


@pytest.mark.parametrize(
    "raw",
    [
        mail(html='<p onclick="x()">El cupo <script>alert(1)</script>no está</p>'),
        mail(text="El cupo no está <script>alert(1)</script>", html=None),
        mail(text=None, html="<img src=https://rastreo.example/p.gif>El cupo no está"),
        mail(subject="<script>alert(1)</script>", text="El cupo no está"),
    ],
)  # fmt: skip
def test_a_copy_for_reading_shows_the_words_and_runs_nothing(raw: bytes):
    copy = read_copy(raw, "correos/001_recibido.eml")
    body = copy.page.partition("<body>")[2]
    assert "cupo" in copy.page
    assert "<script" not in copy.page
    assert "rastreo.example" not in copy.page
    assert "onclick" not in copy.page
    assert "src=" not in body
    assert "El correo original es ese archivo" in copy.page


def test_a_mail_beyond_all_limits_is_said_to_be_unreadable():
    parts = b"".join(b"--x\r\n\r\nhola\r\n" for _ in range(20_000))
    raw = b"From: a@b.co\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n" + parts
    assert "No se pudo leer: " in read_copy(raw, "x.eml").page
