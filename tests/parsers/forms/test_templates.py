"""The operator's own forms, read by a small mapping from label to field."""

import re

import docx
import pytest

from mailbot.model.vocabulary import Field
from mailbot.parsers.forms import Extra, FormKind
from mailbot.parsers.forms.templates import FIELD_NAMES, own_template
from tests.parsers.forms.filling import ANSWERS, file, in_controls, saved, sent
from tests.parsers.forms.reading import form, forms, said

LABELS = {
    "Funcionario que reporta": "nombre",
    "Dependencia ejecutora": "ue",
    "¿Qué sucede?": "descripcion",
    "Proceso": "modulo",
    "Radicado interno": "caso",
}
TEMPLATE = own_template("GF-FT-017", "soporte", LABELS)
TOLD = {
    "Funcionario que reporta": "Ana Pérez", "Dependencia ejecutora": "13-01-01",
    "¿Qué sucede?": "No carga la obligación", "Proceso": "PAC",
    "Radicado interno": "SERV-2026-000009",
}  # fmt: skip


def document(rows, title="Reporte de novedades GF-FT-017") -> bytes:
    written = docx.Document()
    written.add_heading(title)
    table = written.add_table(rows=0, cols=2)
    for label, text in rows.items():
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, text
    return saved(written)


def test_its_labels_are_read_as_the_mapping_says():
    found = form(file(document(TOLD), "reporte.docx"), templates=(TEMPLATE,))
    assert said(found) == {
        Field.NAME: "Ana Pérez", Field.EXECUTING_UNIT: "13-01-01",
        Field.DESCRIPTION: "No carga la obligación", Extra.MODULE: "PAC",
    }  # fmt: skip
    assert (found.template, found.kind) == ("GF-FT-017", FormKind.FUNCTIONAL)
    assert found.case == "SERV-2026-000009"


def test_its_labels_may_be_written_otherwise():
    rows = {f"3. {label.upper()} (obligatorio):": text for label, text in TOLD.items()}
    found = form(file(document(rows), "reporte.docx"), templates=(TEMPLATE,))
    assert said(found)[Field.NAME] == "Ana Pérez"


def test_without_the_mapping_it_is_a_document_like_any_other():
    assert forms(file(document(TOLD), "reporte.docx")) == ()


def test_common_labels_beside_its_own_are_read_too():
    rows = {**TOLD, "Correo": "ana@x.gov.co"}
    found = form(file(document(rows), "reporte.docx"), templates=(TEMPLATE,))
    assert said(found)[Field.EMAIL] == "ana@x.gov.co"


def test_half_of_its_labels_are_enough_without_its_name():
    half = dict(list(TOLD.items())[:3])
    assert forms(file(document(half, title="Reporte"), "r.docx"), templates=(TEMPLATE,))
    one = dict(list(TOLD.items())[:1])
    assert not forms(file(document(one, title="Reporte"), "r.docx"), templates=(TEMPLATE,))


def test_the_lines_own_form_stays_what_it_is_beside_a_template():
    content = in_controls(sent("plantilla-funcional.docx"), ANSWERS)
    found = form(file(content, "a.docx"), templates=(TEMPLATE,))
    assert (found.template, said(found)) == ("", ANSWERS)


def test_pasted_into_a_mail_it_is_read_as_well():
    text = "GF-FT-017\n" + "\n".join(f"{label}: {text}" for label, text in TOLD.items())
    found = form(text=text, templates=(TEMPLATE,))
    assert said(found)[Field.DESCRIPTION] == "No carga la obligación"


def test_the_first_template_that_fits_counts():
    other = own_template("OTRA", "acompanamiento", {"Funcionario que reporta": "nombre"})
    found = form(file(document(TOLD), "r.docx"), templates=(TEMPLATE, other))
    assert found.template == "GF-FT-017"


def test_every_field_has_a_name_for_the_mapping():
    assert {*Field} <= {*FIELD_NAMES.values()}


@pytest.mark.parametrize(
    ("kind", "labels", "fault"),
    [
        ("reporte", {"A": "nombre"}, "«reporte» no es un tipo: use soporte o acompanamiento"),
        ("soporte", {}, "faltan los rótulos del formulario"),
        ("soporte", {"A": "nonbre"}, "no existe el dato «nonbre»; el más parecido es «nombre»"),
        ("soporte", {"A": "xyz"}, "no existe el dato «xyz»"),
        ("soporte", {"¿?": "nombre"}, "«¿?» no es un rótulo"),
        (
            "x", {"A": "y"},
            "«x» no es un tipo: use soporte o acompanamiento; no existe el dato «y»",
        ),
    ],
)  # fmt: skip
def test_a_mapping_that_can_not_be_used_tells_all_its_faults(kind, labels, fault):
    with pytest.raises(ValueError, match=f"^{re.escape(fault)}$"):
        own_template("F", kind, labels)


def test_a_file_that_names_its_form_is_that_form():
    content = in_controls(sent("plantilla-funcional.docx"), ANSWERS)
    template = own_template("plantilla-funcional", "acompanamiento", {"Otro rótulo": "nombre"})
    found = form(file(content, "a.docx"), templates=(template,))
    assert (found.template, found.kind) == ("plantilla-funcional", FormKind.ACCOMPANIMENT)
