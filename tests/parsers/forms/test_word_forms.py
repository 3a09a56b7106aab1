"""Ways in which people return the Word form: each gives the same answers."""

import copy
import io
import re
import zipfile

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from mailbot.documents import package
from mailbot.model.vocabulary import Field
from mailbot.parsers.forms import Extra, FormKind
from mailbot.parsers.forms.wording import HINTS, LABELS, PROMPT
from tests.parsers.forms.filling import (
    ANSWERS,
    DOCX,
    NUMBER,
    PEOPLE,
    WANTED,
    edited,
    file,
    in_controls,
    labelled_cells,
    saved,
    sent,
)
from tests.parsers.forms.reading import ACCOMPANIMENT, FUNCTIONAL, form, forms, people, said

FUNC, ACOM = "plantilla-funcional.docx", "plantilla-acompanamiento.docx"
LABEL_OF = {**LABELS, Extra.MODULE: "Módulo o negocio (opcional)"}


def each_row(change):
    """A change of every row with a label and an answer: label cell, answer cell, what to say."""

    def change_all(document):
        said_at = {LABEL_OF[slot]: text for slot, text in ANSWERS.items()}
        for table in document.tables:
            for row in table.rows:
                label = row.cells[0].paragraphs[0].text
                if label in said_at:
                    change(row.cells[0], row.cells[-1], said_at[label])

    return edited(sent(FUNC), change_all)


def cleared(cell):
    """A cell without anything in it but an empty paragraph."""
    for element in list(cell._tc):
        if element.tag != qn("w:tcPr"):
            cell._tc.remove(element)
    cell.add_paragraph()
    return cell


def over_the_controls(label, answer, text):
    cleared(answer).text = text


def in_the_labels_cell(label, answer, text):
    for line in text.split("\n"):
        label.add_paragraph(line)


def behind_the_label(label, answer, text):
    hint = label.paragraphs[1:] and label.paragraphs[1]
    if hint:
        hint._p.getparent().remove(hint._p)
    first, *others = text.split("\n")
    label.paragraphs[0].add_run(f": {first}")
    for line in others:
        label.add_paragraph(line)


def instead_of_the_hint(label, answer, text):
    first, *others = text.split("\n")
    label.paragraphs[1].text = first
    for line in others:
        label.add_paragraph(line)


def as_insertion_under_review(label, answer, text):
    cleared(answer)
    paragraph = answer.paragraphs[0]._p
    lines = text.split("\n")
    for _number, line in enumerate(lines):
        xml = (
            f'<w:p {nsdecls("w")}><w:del w:id="1" w:author="a"><w:r><w:delText>otra cosa'
            '</w:delText></w:r></w:del><w:ins w:id="2" w:author="a"><w:r><w:t>'
            f"{line}</w:t></w:r></w:ins></w:p>"
        )
        paragraph.addprevious(parse_xml(xml))
    paragraph.getparent().remove(paragraph)


def in_a_text_box(label, answer, text):
    cleared(answer)
    lines = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.split("\n"))
    xml = (
        f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape><v:textbox>'
        f"<w:txbxContent>{lines}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    answer.paragraphs[0]._p.append(parse_xml(xml))


def in_many_runs(label, answer, text):
    """As Word leaves words that were corrected: a run for every few letters."""
    paragraph = cleared(answer).paragraphs[0]
    for number, line in enumerate(text.split("\n")):
        if number:
            paragraph = answer.add_paragraph()
        for at in range(0, len(line), 3):
            paragraph.add_run(line[at : at + 3])


def with_a_space_and_a_colon(label, answer, text):
    label.paragraphs[0].add_run(" :")
    cleared(answer).text = text


def in_capitals(label, answer, text):
    label.paragraphs[0].runs[0].text = label.paragraphs[0].text.upper()
    cleared(answer).text = text


def numbered_and_starred(label, answer, text):
    label.paragraphs[0].runs[0].text = f"3. {label.paragraphs[0].text} (*):"
    cleared(answer).text = text


def in_a_linked_address(label, answer, text):
    cleared(answer)
    for number, line in enumerate(text.split("\n")):
        paragraph = answer.add_paragraph() if number else answer.paragraphs[0]
        link = OxmlElement("w:hyperlink")
        paragraph._p.append(link)
        run = paragraph.add_run(line)
        link.append(run._r)


BY_ROW = [
    over_the_controls, in_the_labels_cell, behind_the_label, instead_of_the_hint,
    as_insertion_under_review, in_a_text_box, in_many_runs, with_a_space_and_a_colon,
    in_capitals, numbered_and_starred, in_a_linked_address,
]  # fmt: skip


@pytest.mark.parametrize("way", BY_ROW, ids=lambda way: way.__name__)
def test_an_answer_is_read_wherever_it_was_written(way):
    found = form(file(each_row(way), FUNC))
    assert said(found) == ANSWERS
    assert (found.kind, found.case, found.carried) == (FUNCTIONAL, NUMBER, NUMBER)
    assert found.doubts == ()


def without_the_controls_around_them(content: bytes) -> bytes:
    """Google Docs: controls go, prompts stay as words, properties are lost."""

    def unwrap(document):
        for control in list(document.element.body.iter(qn("w:sdt"))):
            parent = control.getparent()
            for child in list(control.find(qn("w:sdtContent"))):
                parent.insert(parent.index(control), child)
            parent.remove(control)

    return without_properties(edited(content, unwrap))


def without_properties(content: bytes) -> bytes:
    members = package.read(content)
    del members[package.PROPERTIES]
    for name in ("[Content_Types].xml", "_rels/.rels"):
        members[name] = re.sub(
            rb"<(?:Override|Relationship)\b[^>]*custom[^>]*/>", b"", members[name]
        )
    return package.write(members)


def in_the_strict_format(content: bytes) -> bytes:
    members = package.read(content)
    return package.write(
        {
            name: body.replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main",
            )
            for name, body in members.items()
        }
    )


def with_another_main_part(content: bytes) -> bytes:
    """Word on the web calls it document2.xml at times."""
    members = package.read(content)
    body = members.pop("word/document.xml")
    for name in ("[Content_Types].xml", "_rels/.rels"):
        members[name] = members[name].replace(b"word/document.xml", b"word/document2.xml")
    members["word/document2.xml"] = body
    return package.write(members)


def with_the_head_rows_cut_out(content: bytes) -> bytes:
    def cut(document):
        for table in document.tables:
            if table.rows[0].cells[0].text == "Dato":
                table._tbl.remove(table.rows[0]._tr)

    return edited(content, cut)


def with_a_column_put_in(content: bytes) -> bytes:
    """A third column between label and answer."""

    def insert(document):
        for table in document.tables:
            for row in table.rows:
                row.cells[0]._tc.addnext(OxmlElement("w:tc"))
                row._tr[-2].append(OxmlElement("w:p"))

    return edited(content, insert)


def within_a_layout_table(content: bytes) -> bytes:
    """The whole form dragged into the cell of another table."""

    def wrap(document):
        body = document.element.body
        inner = [element for element in body if element.tag != qn("w:sectPr")]
        outer = document.add_table(rows=1, cols=1)
        cell = outer.rows[0].cells[0]._tc
        for element in reversed(inner):
            cell.insert(0, element)

    return edited(content, wrap)


def with_rows_turned_round(content: bytes) -> bytes:
    def turn(document):
        for table in document.tables:
            rows = list(table._tbl.iter(qn("w:tr")))[1:]
            for row in reversed(rows):
                table._tbl.append(row)

    return edited(content, turn)


def saved_by_a_library(content: bytes) -> bytes:
    return saved(docx.Document(io.BytesIO(content)))


def with_hidden_words(content: bytes) -> bytes:
    def hide(document):
        run = labelled_cells(document)["Ciudad"].paragraphs[0].add_run("texto oculto")
        run.font.hidden = True

    return edited(content, hide)


RESAVED = [
    saved_by_a_library, without_properties, without_the_controls_around_them, in_the_strict_format,
    with_another_main_part, with_the_head_rows_cut_out, with_a_column_put_in,
    within_a_layout_table, with_rows_turned_round, with_hidden_words,
]  # fmt: skip


@pytest.mark.parametrize("way", RESAVED, ids=lambda way: way.__name__)
def test_a_form_survives_the_program_that_saves_it(way):
    found = form(file(way(in_controls(sent(FUNC), ANSWERS)), FUNC))
    assert said(found) == ANSWERS
    assert (found.kind, found.version, found.case) == (FUNCTIONAL, "2", NUMBER)
    assert found.doubts == ()


@pytest.mark.parametrize("way", RESAVED, ids=lambda way: way.__name__)
def test_an_empty_form_that_was_saved_again_is_empty(way):
    for name in (FUNC, ACOM):
        found = form(file(way(sent(name)), name))
        assert found.is_blank, found
        assert found.doubts == ()


@pytest.mark.parametrize("way", RESAVED, ids=lambda way: way.__name__)
def test_the_list_of_attendees_survives_it_too(way):
    found = form(file(way(in_controls(sent(ACOM), WANTED, PEOPLE)), ACOM))
    assert said(found) == WANTED
    turned = way is with_rows_turned_round
    assert people(found) == list(reversed(PEOPLE) if turned else PEOPLE)


@pytest.mark.parametrize(
    ("name", "type_"),
    [
        ("Documento1.docx", DOCX),
        ("SERV-2026-000123_Plantilla_funcional (1).docx", "application/octet-stream"),
        ("solicitud", ""),
        ("plantilla.docx.pdf", "application/pdf"),
        ("diligenciada FINAL.dotx", "application/zip"),
    ],
)
def test_a_renamed_form_is_known_by_its_bytes(name, type_):
    found = form(file(in_controls(sent(FUNC), ANSWERS), name, type_))
    assert said(found) == ANSWERS
    assert found.source == name


def test_half_of_a_form_gives_half_of_the_answers():
    half = {slot: ANSWERS[slot] for slot in (Field.NAME, Field.PHONE, Field.DESCRIPTION)}
    found = form(file(in_controls(sent(FUNC), half), FUNC))
    assert said(found) == half
    assert not found.is_blank


@pytest.mark.parametrize(
    "prompt",
    [
        "Haga clic o pulse aquí para escribir texto.",
        "Haga clic aquí para escribir texto.",
        "Click or tap here to enter text.",
        "Elija un elemento.",
        PROMPT,
        "______________",
        "……………………",
        "XXXXXXX",
        "<nombre>",
        "[Nombre completo]",
        " ",
        HINTS[Field.NAME],
    ],
)
def test_an_empty_place_is_no_answer(prompt):
    content = edited(
        sent(FUNC),
        lambda d: setattr(cleared(labelled_cells(d)["Nombres completos"]), "text", prompt),
    )
    assert said(form(file(content, FUNC))) == {}


def test_a_picture_pasted_into_the_form_is_counted():
    picture = (
        f"<w:r {nsdecls('w', 'a', 'r', 'pic', 'wp')}><w:drawing><wp:inline><a:graphic>"
        '<a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="rId9"/></pic:blipFill></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )

    def paste(document):
        place = labelled_cells(document)["Pantallas del error o mensaje"]
        place.paragraphs[0]._p.append(parse_xml(picture))

    found = form(file(edited(sent(FUNC), paste), FUNC))
    assert found.pictures == 1
    assert not found.is_blank


def test_a_number_that_was_typed_over_stands_beside_the_one_that_the_file_carries():
    def change(document):
        cleared(labelled_cells(document)["Número del caso"]).text = "SERV 2026 77"

    found = form(file(edited(sent(FUNC), change), FUNC))
    assert (found.case, found.carried) == ("SERV 2026 77", NUMBER)


def test_a_field_answered_twice_keeps_the_first_and_says_so():
    def double(document):
        table = document.tables[1]
        row = copy.deepcopy(table.rows[1]._tr)
        table._tbl.append(row)
        cleared(table.rows[1].cells[1]).text = "Ana Pérez"
        cleared(table.rows[-1].cells[1]).text = "Luis Gómez"

    found = form(file(edited(sent(FUNC), double), FUNC))
    assert said(found) == {Field.NAME: "Ana Pérez"}
    assert found.doubts == (
        "«Nombres completos» aparece dos veces con valores distintos; se tomó el primero.",
    )


def own(*blocks) -> bytes:
    """A document of paragraphs (str) and tables (lists of rows)."""
    document = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(rows=0, cols=max(map(len, block)))
        for texts in block:
            for cell, text in zip(table.add_row().cells, texts, strict=False):
                cell.text = text
    return saved(document)


OLDER = [
    ("Nombre del solicitante", "Ana María Pérez"), ("Identificación del usuario", "52123456"),
    ("Usuario SIIF", "MHaperez"), ("UE", "13-01-01"), ("Código y nombre de Entidad", "1301 MHCP"),
    ("Correo", "ana@mhcp.example"), ("Teléfono / Celular", "3101234567"), ("Ciudad", "Bogotá"),
    ("Descripción detallada del caso", "No carga la obligación"), ("Pantallazos", "Anexos"),
]  # fmt: skip
OLDER_SAID = {
    Field.NAME: "Ana María Pérez", Field.IDENTIFICATION: "52123456", Field.SIIF_USER: "MHaperez",
    Field.EXECUTING_UNIT: "13-01-01", Field.ENTITY: "1301 MHCP", Field.EMAIL: "ana@mhcp.example",
    Field.PHONE: "3101234567", Field.CITY: "Bogotá",
    Field.DESCRIPTION: "No carga la obligación", Field.SCREENSHOTS: "Anexos",
}  # fmt: skip


@pytest.mark.parametrize(
    "blocks",
    [
        pytest.param(["Plantilla funcional", OLDER], id="label beside answer"),
        pytest.param([OLDER], id="no title at all"),
        pytest.param(
            ["FORMATO DE SOPORTE SIIF", *(f"{label}: {text}" for label, text in OLDER)],
            id="paragraphs with a colon",
        ),
        pytest.param(
            ["Plantilla funcional", *(f"{n}) {x}:\t{y}" for n, (x, y) in enumerate(OLDER, 1))],
            id="numbered paragraphs with a tab",
        ),
        pytest.param(
            ["Plantilla funcional", *(word for pair in OLDER for word in pair)],
            id="label above answer",
        ),
        pytest.param(
            [
                "Plantilla funcional",
                [(*a, *b) for a, b in zip(OLDER[::2], OLDER[1::2], strict=True)],
            ],
            id="two pairs a row",
        ),
        pytest.param(
            [
                "Plantilla funcional",
                [[label for label, _ in OLDER], [text for _, text in OLDER]],
            ],
            id="labels in the first row, answers in the second",
        ),
        pytest.param(
            ["Plantilla funcional", [(str(n), x, y) for n, (x, y) in enumerate(OLDER, 1)]],
            id="a number before each label",
        ),
        pytest.param(
            ["Plantilla funcional", [(f"{x}\n{y}",) for x, y in OLDER]], id="a cell for both"
        ),
        pytest.param(
            ["Plantilla funcional", [(f"{x} - {y}", "") for x, y in OLDER]], id="a dash between"
        ),
    ],
)
def test_an_older_form_with_other_labels_is_read_all_the_same(blocks):
    found = form(file(own(*blocks), "plantilla 2019.docx"))
    assert found.kind is FUNCTIONAL
    assert said(found) == OLDER_SAID
    assert found.version == ""


ATTENDED = [("Luis Gómez", "79123456", "lgomez"), ("Marta Díaz", "52000111", "")]
HEAD = ("Nombres completos", "Número de identificación", "Usuario SIIF Nación")


@pytest.mark.parametrize(
    "blocks",
    [
        pytest.param(["Personas que asistirán", [HEAD, *ATTENDED]], id="the list of the form"),
        pytest.param(
            ["Asistentes", [HEAD, *[("", "", "")] * 3, *ATTENDED, *[("", "", "")] * 3]],
            id="rows left empty",
        ),
        pytest.param(
            [
                "Asistentes",
                [
                    ("No.", "Cédula", "Nombre completo", "Cargo", "Usuario SIIF"),
                    ("1", "79123456", "Luis Gómez", "Pagador", "lgomez"),
                    ("2", "52000111", "Marta Díaz", "Contadora", ""),
                ],
            ],
            id="other columns in another order",
        ),
        pytest.param(
            [[("Asistentes", "Luis Gómez, 79123456, lgomez\nMarta Díaz CC 52000111")]],
            id="in one cell, one a line",
        ),
        pytest.param(
            ["Asistentes:", "1. Luis Gómez - 79123456 - usuario lgomez", "2. Marta Díaz; 52000111"],
            id="as a numbered list",
        ),
        pytest.param(
            [[("Asistentes", ""), *ATTENDED]], id="rows without a head"
        ),
    ],
)  # fmt: skip
def test_those_who_attend_are_read_however_they_are_listed(blocks):
    topic = [("Nombres completos", "Ana Pérez"), ("Tema específico", "Cadena presupuestal")]
    found = form(file(own("Plantilla de acompañamiento", topic, *blocks), "a.docx"))
    assert found.kind is ACCOMPANIMENT
    assert people(found) == ATTENDED
    assert said(found) == {Field.NAME: "Ana Pérez", Field.TOPICS: "Cadena presupuestal"}


def test_more_rows_than_the_form_has_are_read():
    def add(document):
        table = document.tables[-1]
        for number in range(30):
            row = copy.deepcopy(table.rows[-1]._tr)
            table._tbl.append(row)
            for cell, text in zip(
                table.rows[-1].cells, (f"Ana {chr(65 + number % 26)}a", "1", ""), strict=False
            ):
                cleared(cell).text = text

    assert len(form(file(edited(sent(ACOM), add), ACOM)).attendees) == 30


def test_two_forms_in_one_mail_are_two_forms():
    first = file(in_controls(sent(FUNC), ANSWERS), FUNC)
    second = file(in_controls(sent(ACOM), WANTED, PEOPLE), ACOM)
    found = forms(first, file(b"\x89PNG", "pantalla.png", "image/png"), second)
    assert [(each.kind, each.source) for each in found] == [
        (FUNCTIONAL, FUNC),
        (ACCOMPANIMENT, ACOM),
    ]


def test_two_forms_in_one_document_are_two_forms():
    def join(document):
        other = docx.Document(io.BytesIO(in_controls(sent(ACOM), WANTED, PEOPLE)))
        for element in list(other.element.body)[:-1]:
            document.element.body.append(element)

    found = forms(file(edited(in_controls(sent(FUNC), ANSWERS), join), FUNC))
    assert [each.kind for each in found] == [FUNCTIONAL, ACCOMPANIMENT]
    assert [said(each) for each in found] == [ANSWERS, WANTED]
    assert people(found[1]) == list(PEOPLE)


def test_a_description_may_say_anything_that_the_form_says_too():
    words = (
        "Antes de enviar la orden sale el error.\nUsuario SIIF Nación no carga.\n"
        "Datos de quien solicita el pago: ninguno.\nProblema: persiste."
    )
    found = form(file(in_controls(sent(FUNC), {Field.DESCRIPTION: words}), FUNC))
    assert said(found) == {Field.DESCRIPTION: words}


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(own("Respetados señores:", "Adjunto los soportes del pago."), id="a letter"),
        pytest.param(own([("Rubro", "Valor"), ("A-02", "100"), ("A-03", "200")]), id="figures"),
        pytest.param(own([("Nombre", "Ana"), ("Ciudad", "Cali"), ("Valor", "3")]), id="few labels"),
        pytest.param(own(), id="nothing"),
    ],
)
def test_a_document_that_is_no_form_gives_none(document):
    assert forms(file(document, "soportes.docx")) == ()


def test_a_form_knows_its_kind_without_its_title():
    found = form(
        file(own([("Nombre", "Ana"), ("UE", "1"), ("Correo", "a@b.co"), ("Tel", "2")]), "a.docx")
    )
    assert found.kind is FormKind.OTHER


def test_reading_does_not_change_with_the_zips_order(tmp_path):
    content = in_controls(sent(FUNC), ANSWERS)
    turned = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(turned, "w") as new:
        for name in reversed(old.namelist()):
            new.writestr(name, old.read(name))
    assert form(file(turned.getvalue(), FUNC)) == form(file(content, FUNC))


def test_forms_in_an_archive_are_read():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("envio/plantilla.docx", in_controls(sent(FUNC), ANSWERS))
        archive.writestr("envio/pantalla.png", b"\x89PNG")
        archive.writestr("envio/otra.docx", in_controls(sent(ACOM), WANTED, PEOPLE))
    found = forms(file(packed.getvalue(), "soportes.zip"))
    assert [each.source for each in found] == [
        "soportes.zip/plantilla.docx",
        "soportes.zip/otra.docx",
    ]
    assert [said(each) for each in found] == [ANSWERS, WANTED]


W = nsdecls("w")
FACTS = [(LABELS[each], ANSWERS[each]) for each in (Field.NAME, Field.EXECUTING_UNIT, Field.EMAIL)]
FACTS_SAID = {each: ANSWERS[each] for each in (Field.NAME, Field.EXECUTING_UNIT, Field.EMAIL)}


def with_blocks(*xml: str) -> bytes:
    """A form of one table, and below it elements of the format's own."""

    def add(document):
        for block in xml:
            document.element.body[-1].addprevious(parse_xml(block))

    return edited(own("Plantilla funcional", FACTS), add)


def paragraph(text: str) -> str:
    return f"<w:p {W}><w:r><w:t>{text}</w:t></w:r></w:p>"


def row_of(*texts: str, before: str = "") -> str:
    cells = "".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in texts)
    return f"<w:tr>{before}{cells}</w:tr>"


MODERN_BOX = (
    f'<w:p {W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:r>'
    '<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><w:txbxContent>'
    f"{paragraph('Ciudad: Cali')}</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict>"
    f"<w:txbxContent>{paragraph('Ciudad: Cali')}</w:txbxContent></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r></w:p>"
)
MERGED = (
    f"<w:tbl {W}>"
    + row_of("Ciudad", "Cali")
    + "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>"
    + paragraph("Entidad")
    + "</w:tc>"
    + f"<w:tc>{paragraph('no se ve')}</w:tc></w:tr></w:tbl>"
)
REPEATED = (
    f"<w:tbl {W}>"
    + row_of("Nombres completos", "Cédula").replace(f" {W}", "")
    + f"<w:sdt><w:sdtContent>{row_of('Luis Gómez', '79123456')}</w:sdtContent></w:sdt>"
    + f"<w:tr><w:sdt><w:sdtContent><w:tc>{paragraph('Marta Díaz')}</w:tc></w:sdtContent></w:sdt>"
    + f"<w:tc>{paragraph('52000111')}</w:tc></w:tr></w:tbl>"
)


@pytest.mark.parametrize(
    ("blocks", "more"),
    [
        pytest.param([MODERN_BOX], {Field.CITY: "Cali"}, id="a text box that both Words know"),
        pytest.param([MERGED], {Field.CITY: "Cali"}, id="cells merged downwards"),
        pytest.param(
            [paragraph("Tel.:\t310 123 4567")], {Field.PHONE: "310 123 4567"}, id="a tab between"
        ),
        pytest.param([paragraph("Cordialmente,"), paragraph("Ana")], {}, id="a signature below"),
        pytest.param(
            [f"<w:tbl {W}>{row_of('Correo electrónico', '')}</w:tbl>", paragraph("Gracias")],
            {},
            id="an empty place and words below",
        ),
        pytest.param(
            [f"<w:tbl {W}>{row_of('Teléfono', '')}</w:tbl>", paragraph("Gracias de antemano")],
            {},
            id="an empty place that words below do not fill",
        ),
    ],
)
def test_the_formats_own_ways_are_followed(blocks, more):
    assert said(form(file(with_blocks(*blocks), "a.docx"))) == FACTS_SAID | more


def test_rows_that_repeat_by_a_control_are_read():
    found = form(file(with_blocks(paragraph("Asistentes"), REPEATED), "a.docx"))
    assert people(found) == [("Luis Gómez", "79123456", ""), ("Marta Díaz", "52000111", "")]


def test_a_table_below_the_list_of_attendees_is_none_of_it():
    listed = [("Nombre", "Cédula"), ("Luis Gómez", "79123456")]
    content = own("Plantilla de acompañamiento", FACTS, "Asistentes", listed, [("Ciudad", "Cali")])
    found = form(file(content, "a.docx"))
    assert people(found) == [("Luis Gómez", "79123456", "")]
    assert said(found) == FACTS_SAID | {Field.CITY: "Cali"}


def test_a_label_that_a_narrow_cell_breaks_is_one_label():
    content = own("Plantilla funcional", [*FACTS, ("Teléfono\nde contacto", "3101234567")])
    assert said(form(file(content, "a.docx")))[Field.PHONE] == "3101234567"


def test_a_hint_that_is_broken_in_two_is_no_answer():
    hint = HINTS[Field.PHONE].replace("extensión, ", "extensión,\n")
    content = own("Plantilla funcional", [*FACTS, (f"Teléfono de contacto\n{hint}", "3101234567")])
    assert said(form(file(content, "a.docx")))[Field.PHONE] == "3101234567"


def test_a_file_beyond_all_size_is_told(monkeypatch):
    monkeypatch.setattr("mailbot.parsers.forms.files.LARGEST_FILE", 1_000)
    (found,) = forms(file(sent(FUNC), "plantilla.docx"))
    assert found.why == "El archivo es demasiado grande para un formulario."
