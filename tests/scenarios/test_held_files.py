"""A hostile file on its way: held back, told of, never sent, and let out by who may (R87)."""

from tests.scenarios.line import ScenarioCase, ScenarioLine

SCREEN = "pantalla.png"
PROGRAM = "factura.pdf.exe"
WHY = "es un programa (.exe) y aparenta ser .pdf"


def escalated(line: ScenarioLine) -> ScenarioCase:
    """A case of Nora's with a screen and a program that came with the request."""
    line.at("Mon 7-Dec-2026 15:00")
    case: ScenarioCase = line.marta.asks(files=(SCREEN, PROGRAM))
    line.ana.does("[INCIDENTE modulo=EPG]", on=case)
    line.bo.does("[ESCALAR a=nora@]", on=case)
    return case


def link_of(line: ScenarioLine, case: ScenarioCase, place: int) -> bool:
    """Whether the file has a name in the folder of the case."""
    path = case.attachments[place]["path"]
    return (line.road.store.files.root / path).exists()


def test_the_case_is_made_and_its_author_is_told_what_was_held_back(line: ScenarioLine):
    line.at("Mon 7-Dec-2026 15:00")
    case = line.marta.asks(files=(SCREEN, PROGRAM))
    assert [file["status"] for file in case.attachments] == ["stored", "quarantined"]
    assert [link_of(line, case, place) for place in (0, 1)] == [True, False]
    told = line.mail("M-02", to="marta@invias.test")
    assert f"Por seguridad no abrimos ni reenviamos: - «{PROGRAM}»: {WHY}." in told.words
    assert "responda este correo con una imagen, un PDF" in told.words
    assert "No tiene que enviar nada más" not in told.words


def test_its_advisor_reads_why_and_gets_no_copy(line: ScenarioLine):
    case = escalated(line)
    told = line.mail("M-07", to="nora@")
    assert f"{case.number}_02_factura.pdf.exe (en cuarentena: {WHY})" in told.words
    assert told.files == [f"{case.number}_01_{SCREEN}"]


def test_what_comes_later_is_told_with_its_reason_too(line: ScenarioLine):
    case = escalated(line)
    line.marta.replies_to("M-06", "Adjunto otra.", files=("soporte.js",))
    told = next(letter for letter in line.fresh if "nora@" in letter.to)
    held = f"{case.number}_03_soporte.js (en cuarentena: es un archivo de órdenes (script) (.js))"
    assert held in told.words
    assert told.files == []


def test_what_an_advisor_encloses_is_looked_at_like_any_other(line: ScenarioLine):
    case = escalated(line)
    receipt = line.nora.does(
        "[RESPONDER]", "Ejecute este programa.", on=case, files=("arregla.bat",)
    )
    assert "No se enviaron:" in receipt.words
    assert line.mail("M-50", to="marta@invias.test").files == []


def test_only_who_answers_for_it_lets_a_file_out(line: ScenarioLine):
    case = escalated(line)
    refused = line.nora.says('[LIBERAR 2 motivo="lo necesito"]', on=case)
    assert "la usan BO, CL1 o HERR" in refused.words
    assert case.attachments[1]["status"] == "quarantined"

    line.bo.does(f'[LIBERAR {PROGRAM} motivo="lo revisó seguridad, orden 12"]', on=case)
    assert [file["status"] for file in case.attachments] == ["stored", "released"]
    assert link_of(line, case, 1)
    assert "Motivo: lo revisó seguridad, orden 12" in case.story

    assert line.nora.does("[HISTORIA]", on=case).files == [
        f"{case.number}_01_{SCREEN}",
        f"{case.number}_02_factura.pdf.exe",
    ]
