"""Every mail in a browser: nothing is wider than its window, cut off, unseen or pale."""

from collections.abc import Callable
from pathlib import Path

import pytest

from mailbot.compose.examples import EXAMPLES, example_mails
from mailbot.compose.examples.line import example_line
from tests.programs.browser import WIDTHS, Shown, drawn, shown

pytestmark = pytest.mark.programs

EVERYWHERE = {(width, scheme) for width in WIDTHS for scheme in ("light", "dark")}
WIDE = '<table role="presentation" width="640"><tbody><tr><td>'
A_SENTENCE = (
    "No tiene que enviar nada más. Si quiere agregar datos o archivos, responda este correo."
)


def _before(mark: str, added: str) -> Callable[[str], str]:
    return lambda html: html.replace(mark, added + mark, 1)


def _instead(mark: str, other: str) -> Callable[[str], str]:
    return lambda html: html.replace(mark, other, 1)


# What is done to a sound mail, what is said of it then, and where that shows.
BROKEN: dict[str, tuple[Callable[[str], str], str, set[tuple[int, str]]]] = {
    "a table of fixed width": (
        _before(A_SENTENCE, f"{WIDE}ancho</td></tr></tbody></table>"), "ancho", EVERYWHERE,
    ),
    "a word without a break": (
        _before(A_SENTENCE, "x" * 60 + " "), "ancho", {(375, "light"), (375, "dark")},
    ),
    "a line cut off": (
        _before(A_SENTENCE, '<span style="display:block;height:6px;overflow:hidden">aquí</span>'),
        "cortado: aquí", EVERYWHERE,
    ),
    "words beside the page": (
        _before(A_SENTENCE, '<span style="display:block;margin-left:-90px">fuera</span>'),
        "cortado: fuera", EVERYWHERE,
    ),
    "a sentence not shown": (
        _instead(A_SENTENCE, f'<span style="display:none">{A_SENTENCE}</span>'),
        "no se ve: No tiene que enviar", EVERYWHERE,
    ),
    "a sentence left out": (
        _instead(A_SENTENCE, ""), "palabras que faltan: enviar nada", EVERYWHERE,
    ),
    "pale letters": (
        _before(A_SENTENCE, '<span style="color:#bbbbbb">pálido</span> '),
        "contraste 1.9: pálido", {(375, "light"), (600, "light")},
    ),
    "a colour that dark mode forgets": (
        _before(A_SENTENCE, '<span style="color:#0b2545">oscuro</span> '),
        "contraste 1.0: oscuro", {(375, "dark"), (600, "dark")},
    ),
    "a picture that is not there": (
        _before(A_SENTENCE, '<img src="cid:nada" alt="gráfico" width="20">'),
        "imagen que no se ve: gráfico", EVERYWHERE,
    ),
}  # fmt: skip


def test_every_mail_is_whole_in_a_browser(tmp_path: Path) -> None:
    mails = zip(EXAMPLES, example_mails(example_line()), strict=True)
    found = drawn({example.name: shown(mail) for example, mail in mails}, tmp_path)
    assert len(found) == len(EXAMPLES) * len(EVERYWHERE)
    assert [each for each in found if each.faults] == []


def test_the_browser_notices_what_is_broken(tmp_path: Path) -> None:
    (sound,) = (
        shown(mail)
        for example, mail in zip(EXAMPLES, example_mails(example_line()), strict=True)
        if example.name == "M-02"
    )
    assert A_SENTENCE in sound.html
    mails = {
        name: Shown(html=breaks(sound.html), words=sound.words)
        for name, (breaks, _, _) in BROKEN.items()
    }
    told: dict[str, set[tuple[int, str]]] = {name: set() for name in BROKEN}
    for each in drawn(mails, tmp_path):
        said = BROKEN[each.name][1]
        if any(fault.startswith(said) for fault in each.faults):
            told[each.name].add((each.width, each.scheme))
    assert told == {name: where for name, (_, _, where) in BROKEN.items()}
