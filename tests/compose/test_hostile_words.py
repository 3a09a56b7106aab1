"""Words of others stand in our mails without doing anything (design.md, identity and trust)."""

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mailbot.compose import words
from mailbot.compose.examples.digests import DIGESTS
from mailbot.compose.headings import HEADINGS
from mailbot.model.case import Requester
from mailbot.model.decision import Send
from mailbot.model.digest import Digest
from mailbot.model.listing import CaseLine
from mailbot.model.mail import Address, Mail
from mailbot.model.vocabulary import State
from mailbot.rules.commands.grammar import read_commands
from mailbot.rules.commands.subject_tags import tags_of_subject
from tests.compose.desk import ANA, CASE, NOW, composed, html_of, message, seen_of, send, text_of
from tests.compose.judge import judge

TAGS = """[RESUELTO]
[CERRADO]

> [NOTA]
 [ TOMAR ]
[PENDIENTE
CLIENTE]
［RESUELTO］
﹇CERRADO﹈
〚NOTA〛
&#91;TOMAR&#93;
&lsqb;CERRADO&rsqb;
[RES\u200cUEL\u00adTO]
\u202e]ODARREC[\u202c
[\u2066CERRADO\u2069]
\u2028[CERRADO]\u2029
\x85[NOTA]\x0b
[[CERRADO]]"""


def _line_of_tags() -> CaseLine:
    return CaseLine(
        number="INC-2026-000010", state=State.ABIERTO, requester="[RESUELTO]", subject="[CERRADO]",
        assignee="[NOTA]", note="[TOMAR]", since=NOW, due_at=NOW,
    )  # fmt: skip


def _digest_of_tags() -> Digest:
    digest: Digest = DIGESTS[1].send.facts["digest"]
    said = {"subject": "[CERRADO]", "requester": "[RESUELTO]", "assignee": "[NOTA]"}
    rows = tuple(replace(row, note="[TOMAR]", **said) for row in digest.decide.rows)
    return replace(
        digest, decide=replace(digest.decide, rows=rows),
        box=replace(digest.box, parked=("[RESUELTO]",), dead=("[NOTA]",)),
    )  # fmt: skip


def of_a_user_of_nothing_but_tags(template: str) -> Send:
    """A mail about a case whose every word is a tag."""
    person = Requester(
        email="ana@entidad.example", name="[RESUELTO]", entity="[CERRADO]",
        executing_unit="[NOTA]", phone="[TOMAR]", siif_user="[NOTA]", city="[CERRADO]",
    )  # fmt: skip
    case = replace(
        CASE, requester=person, subject="[RESUELTO] [CERRADO]", description=TAGS, module="[NOTA]",
        finding_number="[TOMAR]", governing_body="[CERRADO]",
    )  # fmt: skip
    facts = {
        "sender": "[RESUELTO] <ana@entidad.example>",
        "text": TAGS,
        "files": ("[RESUELTO]", "[CERRADO].png"),
        "why": "[RESUELTO]",
        "title": "[CERRADO]",
        "expected": "[NOTA]",
        "what": "[RESUELTO]\n[CERRADO]",
        "previous": "[RESUELTO]",
        "actions": ("[RESUELTO]", "[NOTA]"),
        "limit": 20.0,
        "size": 30.0,
        "share": 1.0,
        "reason": "[RESUELTO]",
        "number": "[CERRADO]",
        "question": TAGS,
        "kind": "[NOTA]",
        "advisor": "[TOMAR]",
        "level": "[TOMAR]",
        "history": (("[NOTA]", "[RESUELTO]"),),
        "moves": (("RESUELTO", "[CERRADO]"),),
        "scores": (("[NOTA]", "[TOMAR]"),),
        "rows": (_line_of_tags(), *(_line_of_tags() for _ in range(30))),
        "sections": (("[NOTA]", ("[TOMAR]", "[NOTA]")), ("[NOTA]", "[TOMAR]")),
        "into": "[CERRADO]",
        "code": "[RESUELTO]",
        "person": "[NOTA]",
        "available": False,
        "author": "[NOTA]",
        "asked_by": "[TOMAR]",
        "risk": "[CERRADO]",
        "news": ("[RESUELTO]", "[NOTA]"),
        "description": TAGS,
        "attendees": TAGS,
        "help": (("NOTA", "[RESUELTO]"),),
        "legal_until": NOW,
        "count": 3,
        "which": "[CERRADO]",
        "contingency": True,
        "details": ("Fila 2: [CERRADO]", "[NOTA]"),
        "expires": NOW,
        "days": 15,
        "parked": 2,
        "period": "[RESUELTO]",
        "sentences": ("[CERRADO]", "[NOTA]"),
        "figures": (("[RESUELTO]", "[CERRADO]", "[NOTA]", False),),
        "agenda": ("[TOMAR]",),
        "lacks": ("[RESUELTO]",),
        "over": True,
    }
    if template == "M-39":
        facts["scores"] = (1, None, 2, 5)
    if template == "M-32":
        return replace(DIGESTS[0].send, facts={"digest": _digest_of_tags()})
    return send(template, case, **facts)


@pytest.mark.parametrize("template", list(HEADINGS))
def test_a_user_of_nothing_but_tags_runs_none(template: str) -> None:
    mail = composed(of_a_user_of_nothing_but_tags(template))
    about_tags = [fault for fault in judge(mail.raw, foreign_words=True) if "etiqueta" in fault]
    assert about_tags == []


def test_a_tag_in_a_title_loses_its_brackets_in_the_subject() -> None:
    facts = {"title": "Aviso [RESUELTO] de prueba", "why": "x", "expected": "y"}
    subject = composed(send("M-44", **facts)).subject
    assert subject == "[SERV-2026-000001] Aviso «(RESUELTO)» de prueba"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("[RESUELTO]", "«[RESUELTO]»"),
        ("antes [RESUELTO] después", "antes «[RESUELTO]» después"),
        ("[[CERRADO]]", "«[[CERRADO]]»"),
        ("[PENDIENTE\nCLIENTE]", "«[PENDIENTE\nCLIENTE]»"),
        ("［RESUELTO］", "«［RESUELTO］»"),
        ("﹇RESUELTO﹈", "«﹇RESUELTO﹈»"),
        ("〚RESUELTO〛", "«〚RESUELTO〛»"),
        ("[RESUELTO］", "«[RESUELTO］»"),
        ("&#91;RESUELTO&#93;", "&#91;RESUELTO&#93;"),
        ("[\u061cRE\u034fSUEL\u180eTO\u3164]", "«[RESUELTO]»"),
        ("\u202e]OTLEUSER[", "]OTLEUSER["),
        ("uno\u2028[RESUELTO]\u2029dos", "uno\n«[RESUELTO]»\ndos"),
        ("uno\x85[RESUELTO]", "uno«[RESUELTO]»"),
        ("\x1b[2J[RESUELTO]", "[2J«[RESUELTO]»"),
        ("«\n[RESUELTO]\n»", "«\n«[RESUELTO]»\n»"),
        ("«[RESUELTO]»", "«[RESUELTO]»"),
        ("[SERV-2026-000001]", "[SERV-2026-000001]"),
        ("[RES\u200bUELTO]", "«[RESUELTO]»"),
        ("sin etiquetas", "sin etiquetas"),
        ("[RESUELTO a=[x] b]", "(RESUELTO a=«[x]» b)"),
        ("[NOTA [SERV-2026-000001]]", "[NOTA «[SERV-2026-000001]]»"),
        ("abre [ y no cierra", "abre [ y no cierra"),
    ],
)
def test_tags_are_quoted(written: str, shown: str) -> None:
    assert words.paragraphs(written) == shown


@given(st.text(alphabet="[]［］﹇﹈〚〛 RESUELTO\n«»>*", max_size=60))
def test_no_mixture_of_brackets_frees_a_tag(text: str) -> None:
    for line in words.paragraphs(text).split("\n"):
        # A short bracketed word alone between blanks is what a command reader looks for.
        assert not any(
            word[0] in "[［﹇〚" and word[-1] in "]］﹈〛" and len(word) > 2
            for word in line.split()
        ), line


def _folded_by_another_program(text: str) -> str:
    """What a program may make of our words that writes them in a charset of its own."""
    return unicodedata.normalize("NFKC", text.replace("〚", "[").replace("〛", "]"))


@pytest.mark.parametrize("template", list(HEADINGS))
def test_no_other_program_makes_an_order_of_a_users_words(template: str) -> None:
    """Quoted without any mark by a program that folds what looks alike, nothing of it runs."""
    mail = composed(of_a_user_of_nothing_but_tags(template))
    for said in (text_of(mail), seen_of(mail)):
        quoted = _folded_by_another_program(said)
        answer = Mail(sender=Address(address="nora@linea.example"), body=quoted, text=quoted)
        found = read_commands(answer)
        assert (found.commands, found.unknown) == ((), ())


@pytest.mark.parametrize("template", list(HEADINGS))
def test_our_subjects_hold_no_order_of_a_user(template: str) -> None:
    subject = _folded_by_another_program(composed(of_a_user_of_nothing_but_tags(template)).subject)
    assert tags_of_subject(subject) == frozenset()


@pytest.mark.parametrize("name", ["email", "thread"])
def test_no_line_of_a_header_is_of_a_users_making(name: str) -> None:
    hostile = "ana@entidad.example>\r\nBcc: todos@entidad.example\r\n\r\n[CERRADO]"
    case = replace(CASE, requester=replace(ANA, email=hostile), thread_id=f"<{hostile}")
    made = send(case=case) if name == "email" else replace(send(), answers=hostile,
                                                         references=(hostile,))  # fmt: skip
    read = message(composed(made))
    assert read["Bcc"] is None
    assert read["X-SIIF-Caso"] == "SERV-2026-000001"


@pytest.mark.parametrize(
    "name",
    [
        "Ana\r\nBcc: todos@entidad.example",
        "Ana\nX-SIIF-Caso: SERV-2026-999999",
        "Ana\x00\x0b\x0cRojas",
        'Ana "la jefa" Rojas <otra@entidad.example>, tercera@entidad.example',
        "=?utf-8?q?Ana?=",
        "\u202eAna\u2066",
        "Ana " * 200,
        "😀🇨🇴👩‍💻",
        "Ana \ud83d Rojas",
        "",
        "   ",
        "<script>alert(1)</script>",
    ],
)
def test_a_name_is_only_a_name(name: str) -> None:
    mail = composed(send(case=replace(CASE, requester=replace(ANA, name=name))))
    read = message(mail)
    assert [a.addr_spec for a in read["To"].addresses] == ["ana@entidad.example"]
    assert read["Bcc"] is None
    assert read["X-SIIF-Caso"] == "SERV-2026-000001"
    assert [f for f in judge(mail.raw) if f != "To sin nombre"] == []


def test_a_subject_of_the_user_adds_no_header() -> None:
    case = replace(CASE, subject="Ayuda\r\nBcc: x@y.example\r\n\r\n[RESUELTO]")
    mail = composed(send(case=case))
    assert message(mail)["Bcc"] is None
    assert "«Ayuda Bcc: x@y.example «[RESUELTO]»»" in text_of(mail)


def test_the_identification_never_shows() -> None:
    said = "Mi cédula es 1.098.765.432, la de Luis C.C. 79123456 y la orden de pago 184526."
    mail = composed(send("M-43", text=said, why="Mensaje nuevo.", sender="Ana"))
    for shown in (text_of(mail), seen_of(mail)):
        assert "098" not in shown
        assert "79123456" not in shown
        assert "184526" in shown


def test_a_very_long_text_is_cut_and_the_mail_stays_small() -> None:
    mail = composed(send("M-43", text="<&>\n" * 50_000, why="Mensaje nuevo.", sender="Ana"))
    assert len(html_of(mail)) < 60_000
    assert "…" in text_of(mail)


def test_many_files_are_counted() -> None:
    files = tuple(f"captura {n}.png" for n in range(45))
    mail = composed(send("M-43", text="x", why="Mensaje.", sender="Ana", files=files))
    assert "… y 25 más" in text_of(mail)


def test_markup_of_the_user_is_shown_not_obeyed() -> None:
    mail = composed(send("M-43", text="<b>hola</b> &amp;", why="Mensaje.", sender="Ana"))
    assert "&lt;b&gt;hola&lt;/b&gt; &amp;amp;" in html_of(mail)
    assert "<b>hola</b> &amp;" in seen_of(mail)


_VOTES = ("SI", "SOLUCIONADO", "CONFIRMO")


@example("", "SI")
@given(st.text(max_size=300), st.text(max_size=80))
def test_any_words_at_all_make_a_sound_mail(text: str, name: str) -> None:
    case = replace(CASE, requester=replace(ANA, name=name), subject=text)
    mail = composed(send("M-43", case, text=text, why="Mensaje nuevo.", sender=name))
    faults = judge(mail.raw, foreign_words=True)
    expected = ["To sin nombre", "hechos"]
    # A person may be called SI: only then a vote stands there that our words do not ask for.
    expected += [
        f"{where}: dice {vote}"
        for where in ("texto", "HTML")
        for vote in _VOTES
        if vote in f"{text} {name}"
    ]
    assert [fault for fault in faults if not fault.startswith(tuple(expected))] == []


@pytest.mark.parametrize(
    "said",
    [
        "mi cédula es 79123456, y la de mi jefe 52987654",
        "cedula 79.123.456 y la de Ana: 52.987.654",
    ],
)
def test_anothers_identification_on_the_line_is_hidden_too(said: str):
    shown = words.paragraphs(said)
    assert shown.count("••••••") == 2
    assert not any(char.isdigit() for char in shown)


def test_other_figures_beside_an_identification_stay():
    said = "mi cédula es 79123456 y la orden de pago 1845260 no pasa"
    assert "1845260" in words.paragraphs(said)
