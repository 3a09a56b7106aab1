"""LibreOffice opens every form, saves it in each of its formats, and it still reads back."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from mailbot.parsers.forms import FormKind, Obstacle
from tests.parsers.forms.filling import (
    ANSWERS,
    NUMBER,
    PEOPLE,
    WANTED,
    file,
    in_cells,
    in_controls,
    sent,
)
from tests.parsers.forms.reading import form, people, refused, said

pytestmark = pytest.mark.programs

FILLED: dict[str, Callable[[], bytes]] = {
    "funcional.docx": lambda: in_controls(sent("plantilla-funcional.docx"), ANSWERS),
    "acompanamiento.docx": lambda: in_controls(
        sent("plantilla-acompanamiento.docx"), WANTED, PEOPLE
    ),
    "vacia.docx": lambda: sent("plantilla-acompanamiento.docx"),
    "funcional.xlsx": lambda: in_cells(sent("plantilla-funcional.xlsx"), ANSWERS),
    "acompanamiento.xlsx": lambda: in_cells(sent("plantilla-acompanamiento.xlsx"), WANTED, PEOPLE),
    "vacia.xlsx": lambda: sent("plantilla-acompanamiento.xlsx"),
}
FORMATS = {
    ".docx": ("docx:MS Word 2007 XML", "odt", "pdf", "txt:Text (encoded):UTF8", "html"),
    ".xlsx": ("xlsx:Calc MS Excel 2007 XML", "ods", "pdf"),
}
SAVED = [
    (name, target)
    for name in FILLED
    for target in FORMATS[Path(name).suffix]
    # An empty form in words holds nothing that tells it from prose about it.
    if not (name.startswith("vacia") and target.startswith(("txt", "html")))
]


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> Callable[[str, str], Path]:
    """Saves all forms of one program in a format, once; gives the file of one of them."""
    folder = tmp_path_factory.mktemp("libreoffice")
    for name, fill in FILLED.items():
        (folder / name).write_bytes(fill())
    done: set[str] = set()

    def convert(name: str, target: str) -> Path:
        ending = Path(name).suffix
        into = folder / f"{ending}-{target.partition(':')[0]}"
        if str(into) not in done:
            sources = [str(folder / each) for each in FILLED if each.endswith(ending)]
            _soffice(folder, "--convert-to", target, "--outdir", str(into), *sources)
            done.add(str(into))
        return into / f"{Path(name).stem}.{target.partition(':')[0]}"

    return convert


def _soffice(folder: Path, *arguments: str) -> None:
    program = shutil.which("soffice")
    assert program, "the tests need Debian's libreoffice-writer-nogui and libreoffice-calc-nogui"
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    subprocess.run(
        [program, profile, "--headless", *arguments],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip


@pytest.mark.parametrize(("name", "target"), SAVED, ids=lambda value: str(value).partition(":")[0])
def test_a_form_that_libreoffice_saved_reads_back(office, name, target):
    path = office(name, target)
    found = form(file(path.read_bytes(), path.name))
    wanted = {"funcional": ANSWERS, "acompanamiento": WANTED, "vacia": {}}[Path(name).stem]
    assert said(found) == wanted
    assert people(found) == (list(PEOPLE) if name.startswith("acompanamiento") else [])
    functional = name.startswith("funcional")
    assert found.kind is (FormKind.FUNCTIONAL if functional else FormKind.ACCOMPANIMENT)
    assert (found.case, found.doubts) == (NUMBER, ())


def test_the_format_of_office_97_is_told_to_be_one_that_holds_no_words_for_us(office):
    path = office("funcional.docx", "doc")
    found = refused(file(path.read_bytes(), f"plantilla {path.name}"))
    assert found.obstacle is Obstacle.OLD_FORMAT
