"""The documents that go out with mails: the line's own, the operator's, with the number inside."""

import io
import re
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from pypdf import PdfReader

from mailbot.config.supplied import Documents, Phones
from mailbot.documents import Document, build, load_documents, numbered, package
from mailbot.documents.labels import CASE_LABEL, HINTS, LABELS, REQUESTER
from mailbot.errors import ConfigurationError
from mailbot.model.vocabulary import Field

FORMS = ("functional_form", "accompaniment_form")
KEYS = ("circular_050", *FORMS)
NUMBER = "SERV-2026-000001"

ASKED = {
    "functional_form": {*REQUESTER, Field.DESCRIPTION, Field.SCREENSHOTS},
    "accompaniment_form": {*REQUESTER, Field.IDENTIFICATION, Field.TOPICS},
}


DESCRIPTION = {
    "functional_form": "Descripción detallada del problema",
    "accompaniment_form": "Descripción detallada del acompañamiento",
}


def opened(content: bytes):
    return docx.Document(io.BytesIO(content))


def answers(content: bytes) -> dict[str, str]:
    """Label and answer of each row of the tables that have both."""
    rows = [
        row.cells
        for table in opened(content).tables
        if [cell.text for cell in table.rows[0].cells] == ["Dato", "Respuesta"]
        for row in table.rows[1:]
    ]
    return {label.paragraphs[0].text: answer.text for label, answer in rows}


def words(content: bytes) -> str:
    """All text of the body, in order."""
    body = opened(content).element.body
    return " ".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in body.iter(qn("w:p")))


def properties(content: bytes) -> dict[str, str]:
    """The custom properties of a .docx."""
    xml = zipfile.ZipFile(io.BytesIO(content)).read("docProps/custom.xml").decode()
    return dict(re.findall(r'name="(\w+)"><vt:lpwstr>([^<]*)</vt:lpwstr>', xml))


def contents(content: bytes) -> object:
    """What is in a document, however it is compressed."""
    if content.startswith(b"%PDF"):
        reader = PdfReader(io.BytesIO(content))
        texts = [page.extract_text() for page in reader.pages]
        return texts, sorted(reader.get_fields() or {}), dict(reader.metadata or {})
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def own(content: bytes) -> Document:
    return Document(key="functional_form", file_name="x.docx", type=package.DOCX, content=content)


def saved(document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@pytest.fixture(scope="module")
def shipped() -> dict[str, Document]:
    return load_documents(Documents())


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """A folder into which the program wrote its documents."""
    folder = tmp_path_factory.mktemp("documents")
    build.main(folder)
    return folder


def test_three_documents_ship(shipped):
    assert {key: each.file_name for key, each in shipped.items()} == {
        "circular_050": "Guia_Circular_050.docx",
        "functional_form": "Plantilla_funcional.docx",
        "accompaniment_form": "Plantilla_acompanamiento.docx",
    }
    assert {each.type for each in shipped.values()} == {package.DOCX}


@pytest.mark.parametrize("key", FORMS)
def test_a_form_asks_for_each_field_of_its_kind_of_request(shipped, key):
    labels = answers(shipped[key].content)
    wanted = {LABELS[field] for field in ASKED[key]}
    assert wanted | {CASE_LABEL, DESCRIPTION[key]} <= labels.keys()
    assert not any(answer for label, answer in labels.items() if label != CASE_LABEL)


def test_the_accompaniment_form_has_room_for_those_who_attend(shipped):
    table = opened(shipped["accompaniment_form"].content).tables[-1]
    assert [cell.text for cell in table.rows[0].cells] == [
        "Nombres completos",
        "Número de identificación",
        "Usuario SIIF Nación",
    ]
    assert len(table.rows) == 11


def test_the_sheet_explains_each_field_of_a_request_for_support(shipped):
    text = words(shipped["circular_050"].content)
    for field in ASKED["functional_form"]:
        assert LABELS[field] in text
        assert HINTS[field] in text


@pytest.mark.parametrize("key", KEYS)
def test_each_says_that_it_is_the_lines_own_and_how_to_reach_the_line(shipped, key):
    text = words(shipped[key].content)
    assert "No reproduce el texto oficial de la Circular Externa 050 de 2011." in text
    assert (
        "Correo de la Línea de Soporte: siifsoporte@minhacienda.gov.co. Teléfono en Bogotá: "
        "6021270; a nivel nacional: 01800910071; opción 1. Horario: lunes a viernes de 7:00 a. m. "
        "a 7:00 p. m., jornada continua." in text
    )


@pytest.mark.parametrize("key", KEYS)
def test_each_is_accessible(shipped, key):
    document = opened(shipped[key].content)
    levels = [
        int(paragraph.style.name[-1])
        for paragraph in document.paragraphs
        if paragraph.style.name.startswith("Heading")
    ]
    assert levels[0] == 1
    assert set(levels[1:]) == {2}
    assert document.core_properties.title == document.paragraphs[0].text
    assert document.core_properties.language == "es-CO"
    languages = document.styles.element.iter(qn("w:lang"))
    assert {each.get(qn("w:val")) for each in languages} == {"es-CO"}
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val"))


@pytest.mark.parametrize("key", KEYS)
def test_no_line_of_a_document_could_run_as_a_command(shipped, key):
    assert "[" not in words(shipped[key].content)


@pytest.mark.parametrize(
    ("key", "form"),
    [
        ("circular_050", "circular-050"),
        ("functional_form", "plantilla-funcional"),
        ("accompaniment_form", "plantilla-acompanamiento"),
    ],
)
def test_each_names_its_form_and_version(shipped, key, form):
    assert properties(shipped[key].content) == {"Formulario": form, "Version": "2", "Caso": ""}


@pytest.mark.parametrize("key", FORMS)
def test_a_numbered_form_shows_the_number_and_carries_it(shipped, key):
    content = numbered(shipped[key], NUMBER)
    assert answers(content)[CASE_LABEL] == NUMBER
    assert properties(content)["Caso"] == NUMBER
    assert answers(shipped[key].content)[CASE_LABEL] == "Lo asigna la Línea de Soporte"


@pytest.mark.parametrize("key", KEYS)
def test_numbering_gives_the_same_bytes_and_touches_nothing_else(shipped, key):
    content = numbered(shipped[key], NUMBER)
    assert content == numbered(shipped[key], NUMBER)
    assert content != numbered(shipped[key], "SERV-2026-000002")
    before, after = package.read(shipped[key].content), package.read(content)
    assert after.keys() == before.keys()
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {"word/document.xml", "docProps/custom.xml"}


def test_phones_and_box_are_the_configured_ones():
    phones = Phones(bogota="(601) 602 1270", option="3 & 4", hours="lunes a viernes de 8 a 5")
    documents = load_documents(Documents(), phones, "soporte@entidad.example")
    for document in documents.values():
        assert (
            "soporte@entidad.example. Teléfono en Bogotá: (601) 602 1270; a nivel nacional: "
            "01800910071; opción 3 & 4. Horario: lunes a viernes de 8 a 5."
            in words(document.content)
        )


@pytest.mark.parametrize("name", build.DOCUMENTS)
def test_what_ships_is_what_the_program_builds_twice_alike(name, built):
    first = (built / name).read_bytes()
    assert build.DOCUMENTS[name]() == first
    # Members, not bytes: other builds of zlib compress otherwise.
    assert contents((Path(build.__file__).parent / name).read_bytes()) == contents(first)


def test_the_operators_own_file_goes_out_as_it_is(tmp_path):
    path = tmp_path / "Circular 050 de 2011.pdf"
    path.write_bytes(b"%PDF-1.7 ...")
    document = load_documents(Documents(circular_050=path))["circular_050"]
    assert (document.file_name, document.type) == ("Circular 050 de 2011.pdf", "application/pdf")
    assert numbered(document, NUMBER) == document.content == b"%PDF-1.7 ..."


def test_the_operators_own_form_gets_the_number_at_its_bookmark(tmp_path):
    form = docx.Document()
    paragraph = form.add_paragraph("Caso: ")
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for element in (start, end):
        element.set(qn("w:id"), "7")
    start.set(qn("w:name"), "Caso")
    paragraph._p.append(start)
    paragraph.add_run("aquí ")
    paragraph.add_run("va el número")
    paragraph._p.append(end)
    paragraph.add_run(".")
    path = tmp_path / "forma.docx"
    path.write_bytes(saved(form))
    document = load_documents(Documents(functional_form=path))["functional_form"]
    assert document.content == path.read_bytes()
    content = numbered(document, NUMBER)
    assert words(content).strip() == f"Caso: {NUMBER}."
    assert properties(content) == {"Caso": NUMBER}


def test_an_empty_bookmark_gets_the_number_and_one_between_paragraphs_is_left_alone():
    form = docx.Document()
    mark = OxmlElement("w:bookmarkStart")
    mark.set(qn("w:id"), "1")
    mark.set(qn("w:name"), "Caso")
    form.add_paragraph("Caso: ")._p.append(mark)
    assert words(numbered(own(saved(form)), NUMBER)).strip() == f"Caso: {NUMBER}"
    form.element.body.insert(0, mark)
    assert words(numbered(own(saved(form)), NUMBER)).strip() == "Caso:"


def test_a_form_without_a_bookmark_still_carries_the_number():
    form = docx.Document()
    form.add_paragraph("Sin marcador")
    content = numbered(own(saved(form)), NUMBER)
    assert words(content).strip() == "Sin marcador"
    assert properties(content) == {"Caso": NUMBER}


def test_numbering_twice_leaves_the_last_number():
    form = docx.Document()
    once = numbered(own(saved(form)), NUMBER)
    assert properties(numbered(own(once), "INC-2026-000009")) == {"Caso": "INC-2026-000009"}


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("falta.docx", None, "no existe el archivo"),
        ("vacio.pdf", b"", "está vacío"),
        ("otro.docx", b"PK no es un zip", "no es un documento de Word (.docx) válido"),
    ],
)
def test_a_file_that_cannot_be_used_is_a_fault_with_its_key(tmp_path, name, content, fault):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ConfigurationError) as raised:
        load_documents(Documents(functional_form=path))
    (line,) = raised.value.faults
    assert line.startswith("documents.functional_form: ")
    assert fault in line
    assert str(path) in line


def test_all_faults_are_told_at_once(tmp_path):
    missing = Documents(circular_050=tmp_path / "a.pdf", accompaniment_form=tmp_path)
    with pytest.raises(ConfigurationError) as raised:
        load_documents(missing)
    assert [fault.split(":")[0] for fault in raised.value.faults] == [
        "documents.circular_050",
        "documents.accompaniment_form",
    ]


def test_a_zip_that_is_no_word_document_is_refused(tmp_path):
    path = tmp_path / "forma.docx"
    path.write_bytes(package.write({"hola.txt": b"hola"}))
    with pytest.raises(ConfigurationError, match="no es un documento de Word"):
        load_documents(Documents(functional_form=path))
