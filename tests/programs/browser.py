"""Mails as a browser draws them: headless Chromium measures many at once, without a network."""

import json
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path

from mailbot.compose.check import parts_of, shown_pictures
from mailbot.model.decision import OutgoingMail
from tests.compose.page import Page

WIDTHS = (375, 600)
_CHROMIUM = "/usr/bin/chromium"
_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-dev-shm-usage",
)  # fmt: skip
# Blink's values of the preference that `prefers-color-scheme` answers with.
_SCHEMES = {"light": 1, "dark": 0}

# The text part says in other words how to answer: nobody clicks in it.
_OF_TEXT_ONLY = frozenset(
    """aprobar ahora asistentes comentario complete completar copiar copie cuéntenos estas general
    línea líneas motivo nro pedimos primera puede quiere responda satisfacción sola solución
    también todo una uno utilidad""".split()
)
# Lines to fill in, and tags to write: in the HTML these are behind a link.
_TO_WRITE = re.compile(r"(?m)^ +[^:\n]+:\s*$|\[[^\]]*\]")
_WORD = re.compile(r"[^\W_]{3,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One mail at one width in one colour scheme, and what is wrong with it."""

    name: str
    width: int
    scheme: str
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The HTML of a mail, and the words of its text part that have to be seen in it."""

    html: str
    words: tuple[str, ...]


def shown(mail: OutgoingMail) -> Shown:
    """What a browser is to draw of `mail`."""
    text, html = parts_of(mail)
    plain = _TO_WRITE.sub(" ", text.replace("\xa0", " ")).lower()
    words = dict.fromkeys(word for word in _WORD.findall(plain) if word not in _OF_TEXT_ONLY)
    return Shown(html=shown_pictures(mail, html), words=tuple(words))


def drawn(mails: Mapping[str, Shown], folder: Path) -> Sequence[Drawn]:
    """Each of `mails` at each width, light and dark; `folder` is for what the browser writes."""
    page = folder / "mails.html"
    page.write_text(_page(mails), encoding="utf-8")
    return [each for scheme in _SCHEMES for each in _measured(page, scheme, folder)]


def _page(mails: Mapping[str, Shown]) -> str:
    script = Path(__file__).with_name("measure.js").read_text(encoding="utf-8")
    frames = "".join(
        f'<iframe name="{escape(name)}" data-words="{escape(" ".join(mail.words))}" '
        f'data-hidden="{escape(_preheader(mail.html))}" srcdoc="{escape(mail.html)}" '
        f'style="width:{width}px;height:9000px;border:0"></iframe>'
        for name, mail in mails.items()
        for width in WIDTHS
    )
    return f'<!DOCTYPE html><meta charset="utf-8"><script>{script}</script><body>{frames}</body>'


def _preheader(html: str) -> str:
    page = Page()
    page.feed(html)
    return page.preheader


def _measured(page: Path, scheme: str, folder: Path) -> Sequence[Drawn]:
    settings = f"--blink-settings=preferredColorScheme={_SCHEMES[scheme]}"
    command = [_CHROMIUM, *_FLAGS, settings, f"--user-data-dir={folder / scheme}",
               "--dump-dom", page.as_uri()]  # fmt: skip
    done = subprocess.run(command, capture_output=True, timeout=240, check=True, text=True)
    found = re.search(r'<pre id="found">(.*?)</pre>', done.stdout, re.DOTALL)
    assert found, done.stderr[-2000:]
    rows = json.loads(unescape(found[1]))
    assert {row["dark"] for row in rows} == {scheme == "dark"}, "the browser kept its own colours"
    return [
        Drawn(name=row["name"], width=row["width"], scheme=scheme, faults=tuple(row["faults"]))
        for row in rows
    ]
