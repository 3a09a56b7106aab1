"""[LIBERAR] lets one file out of quarantine, named by its number or its name, with a reason."""

from dataclasses import replace

import pytest

from mailbot.model.case import StoredFile
from mailbot.model.decision import ReleaseFile
from mailbot.model.vocabulary import FileStatus
from mailbot.rules.event import View
from tests.mails import Enclosed
from tests.rules.commands.asking import Answer, says
from tests.rules.timed import incident

NUMBER = "SERV-2026-000001"


def file(place: int, name: str, status: FileStatus = FileStatus.QUARANTINED) -> StoredFile:
    return StoredFile(
        name=f"{NUMBER}_{place:02d}_{name}", original_name=name, path=name, sha256=name, size=1,
        type="application/octet-stream", status=status, why="Es un programa (.exe).",
    )  # fmt: skip


FILES = (
    file(1, "pantalla.png", FileStatus.STORED),
    file(2, "factura.exe"),
    file(3, "nota.exe"),
    file(4, "nota.exe"),
    file(5, "vieja.exe", FileStatus.RELEASED),
)


def orders(text: str, files: tuple[StoredFile, ...] = FILES) -> Answer:
    case = replace(incident("2026-12-07 09:00"), service_number=NUMBER)
    return says("her", text, about=case, view=View(files={case.row: files}))


def released(answer: Answer) -> list[str]:
    return [each.name for each in answer.decision.effects if isinstance(each, ReleaseFile)]


@pytest.mark.parametrize(
    "named",
    [
        "2",
        "02",
        "archivo=2",
        "factura.exe",
        "FACTURA.EXE",
        f"{NUMBER}_02_factura.exe",
        "INC-2026-000001_02_factura.exe",
        'archivo="factura.exe"',
    ],
)
def test_a_file_is_named_by_its_number_or_its_name(named: str):
    found = orders(f'[LIBERAR {named} motivo="revisado"]')
    assert released(found) == [f"{NUMBER}_02_factura.exe"]
    (entry,) = found.saved.events
    assert entry.reason.endswith("_02_factura.exe. Motivo: revisado")
    assert entry.text == "Es un programa (.exe)."
    assert entry.activity == "R87"


@pytest.mark.parametrize(
    ("order", "words"),
    [
        ("[LIBERAR 2]", "Falta por qué se libera"),
        ("[LIBERAR motivo=x]", "Falta cuál archivo"),
        ("[LIBERAR motivo=x]", "En cuarentena: 2: "),
        ("[LIBERAR 1 motivo=x]", "«1» no está en cuarentena."),
        ("[LIBERAR 5 motivo=x]", "«5» no está en cuarentena."),
        ("[LIBERAR 9 motivo=x]", "no tiene el archivo «9»"),
        ("[LIBERAR otra.exe motivo=x]", "no tiene el archivo «otra.exe»"),
        ("[LIBERAR nota.exe motivo=x]", "Hay varios archivos «nota.exe»"),
        ("[LIBERAR 2 3 motivo=x]", "Sobra «3»"),
    ],
)
def test_what_is_not_clear_is_refused_with_what_there_is(order: str, words: str):
    found = orders(order)
    assert found.refused
    assert words in found.words
    assert released(found) == []


def test_a_case_without_held_files_says_so():
    found = orders("[LIBERAR 1 motivo=x]", files=())
    assert "no tiene archivos en cuarentena" in found.words


def test_a_file_that_comes_with_the_order_is_not_let_in_by_it():
    case = replace(incident("2026-12-07 09:00"), service_number=NUMBER)
    sent = [Enclosed(name="nueva.exe")]
    found = says("her", "[LIBERAR nueva.exe motivo=x]", about=case, files=sent, view=View())
    assert found.refused
    assert released(found) == []
