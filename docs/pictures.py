"""Draw the guides' pictures and printable sheets anew: `make pictures`, with Chromium.

The screens are mailbot's own: `mailbot preview` writes the mails, `mailbot simulate` plays a month
and `mailbot report` writes its report. `usuario.pdf` and `asesor.pdf` are the guides of the same
names, to attach and to print.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt
from PIL import Image, ImageChops

from mailbot.cli import main

GUIDES = Path(__file__).parent / "guias"
PICTURES = GUIDES / "imagenes"
COLOURS = 128
"""Enough for letters and a few surfaces; a picture stays below 100 kB."""
GAP = 14
"""Equal rows of pixels that lie between two paragraphs, but not between two lines of one."""
MARGIN = 12
"""Pixels of the page's ground kept below what is cut off."""
CHROMIUM = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--hide-scrollbars",
)  # fmt: skip
STYLE = """
@page { size: letter; margin: %(margin)s }
body { font: %(size)s/%(leading)s Arial, "Liberation Sans", sans-serif; color: #1a1a1a; margin: 0 }
h1 { font-size: 1.6em; color: #004884; margin: 0 0 .4em; border-bottom: 2px solid #004884 }
h2 { font-size: 1.15em; color: #004884; margin: .8em 0 .25em }
h3 { font-size: 1em; margin: .6em 0 .2em }
p, ul, ol { margin: .35em 0 } ul, ol { padding-left: 1.4em }
table { border-collapse: collapse; width: 100%%; margin: .35em 0 }
tr { break-inside: avoid } h2, h3 { break-after: avoid }
th, td { border: 1px solid #b8c4d0; padding: .18em .5em; text-align: left; vertical-align: top }
th { background: #e8eff6 }
.asesor td { padding: .1em .4em } .asesor p, .asesor ul, .asesor table { margin: .2em 0 }
.asesor h2 { margin: .45em 0 .1em } .asesor h3 { margin: .35em 0 .1em }
.asesor td:first-child { width: 44%% } .asesor td:first-child code { font-size: .86em }
code { font-family: "Liberation Mono", monospace; font-size: .93em }
pre { background: #f3f6f9; padding: .4em .8em; margin: .4em 0 }
img { display: none }
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """A picture `name`.png: a page of `width` pixels, of which `height` at most stay, shrunk."""

    name: str
    page: str
    width: int = 640
    height: int = 2000
    scale: float = 1


SCREENS = (
    Screen(name="acuse", page="vista/M-02.html", height=830),
    Screen(name="solucion", page="vista/M-12.html", height=1000),
    Screen(name="asignacion", page="vista/M-07.html", height=1130),
    Screen(name="recibo", page="vista/M-31-etiquetas.html"),
    Screen(name="resumen", page="vista/M-32.html", height=1290),
    Screen(name="informe", page="informe/*.html", width=1000, height=2400, scale=0.6),
    Screen(name="alarma", page="vista/M-46.html"),
    Screen(name="vista-previa", page="vista/index.html", width=1340, height=900, scale=0.6),
)
SHEETS = {
    "usuario": {"size": "9.5pt", "leading": "1.35", "margin": "12mm 15mm"},
    "asesor": {"size": "7.5pt", "leading": "1.15", "margin": "8mm 9mm"},
}
"""The guides that are printed, on one page and on one sheet, and how their letters are set."""


def draw(only: Collection[str]) -> None:
    """Write every picture and sheet anew, or `only` those of these names."""
    screens = [screen for screen in SCREENS if not only or screen.name in only]
    with tempfile.TemporaryDirectory(prefix="mailbot-pictures-") as name:
        folder = Path(name)
        if screens:
            _play(folder)
        for screen in screens:
            _shoot(screen, folder)
        for guide, setting in SHEETS.items():
            if not only or guide in only:
                _print(guide, setting, folder)


def _play(folder: Path) -> None:
    """Let mailbot write the pages."""
    _mailbot("init", folder / "linea")
    config = folder / "linea/config.toml"
    _mailbot("-c", config, "preview", "--out", folder / "vista")
    _mailbot("simulate", "--days", 32, "--per-day", 4, "--out", folder / "simulacion")
    [database] = (folder / "simulacion").glob("**/mailbot.db")
    text = config.read_text("utf-8")
    place = f'\n[storage]\ndatabase = "sqlite:///{database}"\nfiles = "{database.parent}/archivo"\n'
    config.write_text(text + place, "utf-8")
    _mailbot("-c", config, "report", "--month", "2026-01", "--out", folder / "informe")


def _mailbot(*words: object) -> None:
    status = main([str(word) for word in words])
    if status:
        sys.exit(f"mailbot {' '.join(map(str, words))}: {status}")


def _shoot(screen: Screen, folder: Path) -> None:
    [page] = folder.glob(screen.page)
    shot = folder / f"{screen.name}.png"
    size = f"{screen.width},{screen.height + 400}"
    _chromium(folder, f"--window-size={size}", f"--screenshot={shot}", page.as_uri())
    with Image.open(shot) as picture:
        kept = _cut(picture.convert("RGB"), screen.height)
        if screen.scale != 1:
            kept = kept.resize(
                (round(kept.width * screen.scale), round(kept.height * screen.scale)),
                Image.Resampling.LANCZOS,
            )
        # The usual method forgets colours that few pixels have: those of a chart's lines.
        few = kept.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, kmeans=2)
        few.save(PICTURES / f"{screen.name}.png", optimize=True)


def _cut(picture: Image.Image, height: int) -> Image.Image:
    """The picture without the empty ground at its end, and no higher than `height`."""
    ground = Image.new("RGB", picture.size, picture.getpixel((0, picture.height - 1)))
    box = ImageChops.difference(picture, ground).getbbox()
    end = box[3] + MARGIN if box else picture.height
    if end > height:
        end = _between_lines(picture, height)
    return picture.crop((0, 0, picture.width, end))


def _between_lines(picture: Image.Image, height: int) -> int:
    """The lowest place above `height` in the middle of a gap, where no line is cut through."""
    rows = [picture.crop((0, y, picture.width, y + 1)).tobytes() for y in range(height)]
    for end in range(height - GAP, 0, -1):
        if len(set(rows[end : end + GAP])) == 1:
            return end + GAP // 2
    return height


def _print(guide: str, setting: Mapping[str, str], folder: Path) -> None:
    text = (GUIDES / f"{guide}.md").read_text("utf-8")
    # A printed link leads nowhere.
    body = re.sub(r"<a [^>]*>(.*?)</a>", r"\1", _reader().render(text))
    title = text.splitlines()[0].lstrip("# ")
    page = folder / f"{guide}.html"
    page.write_text(
        f'<!doctype html><html lang="es"><head><meta charset="utf-8"><title>{title}</title>'
        f'<style>{STYLE % setting}</style></head><body class="{guide}">{body}</body></html>',
        "utf-8",
    )
    _chromium(
        folder, "--no-pdf-header-footer", f"--print-to-pdf={GUIDES / guide}.pdf", page.as_uri()
    )


def _reader() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("table")


def _chromium(folder: Path, *words: str) -> None:
    program = shutil.which("chromium")
    if program is None:
        sys.exit("the pictures are drawn with Chromium (Debian: apt-get install chromium)")
    profile = tempfile.mkdtemp(dir=folder)
    subprocess.run(
        [program, *CHROMIUM, f"--user-data-dir={profile}", *words],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip


if __name__ == "__main__":
    draw(sys.argv[1:])
