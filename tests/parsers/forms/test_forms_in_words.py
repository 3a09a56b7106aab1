"""Ways in which people paste the form into the mail itself, and words that are no form."""

import pytest

from mailbot.model.vocabulary import Field
from mailbot.parsers.forms import Extra
from mailbot.parsers.forms.wording import HINTS, LABELS
from mailbot.parsers.html import html_to_text
from tests.parsers.forms.filling import file
from tests.parsers.forms.reading import ACCOMPANIMENT, FUNCTIONAL, form, forms, people, said

ASKED = (
    Field.NAME, Field.SIIF_USER, Field.EXECUTING_UNIT, Field.ENTITY, Field.EMAIL, Field.PHONE,
    Field.CITY, Field.DESCRIPTION, Field.SCREENSHOTS,
)  # fmt: skip
TOLD = {
    Field.NAME: "Ana María Pérez", Field.SIIF_USER: "MHaperez", Field.EXECUTING_UNIT: "13-01-01",
    Field.ENTITY: "1301 Ministerio de Hacienda", Field.EMAIL: "ana.perez@minhacienda.gov.co",
    Field.PHONE: "310 123 4567", Field.CITY: "Bogotá", Field.SCREENSHOTS: "No aplica",
    Field.DESCRIPTION: "Al generar la obligación sale un error",
}  # fmt: skip
TITLE = "Plantilla de funcionales"
FRAME = (
    TITLE,
    "Formato de la Línea de Soporte SIIF Nación. No reproduce el texto oficial de la Circular "
    "Externa 050 de 2011.",
    "Diligencie esta plantilla para solicitar soporte y envíela en respuesta al correo de la Línea "
    "de Soporte. Todos los datos son necesarios, salvo los opcionales.",
)
END = (
    "Antes de enviar",
    "Anexe al correo las pantallas del error o mensaje que le aparece.",
    "La Línea de Soporte usa estos datos únicamente para atender su solicitud (Ley 1581 de 2012).",
)


def rows(pattern: str) -> str:
    """A line or more for each field, after the pattern: label, hint, answer."""
    return "\n".join(
        pattern.format(label=LABELS[each], hint=HINTS[each], answer=TOLD[each]) for each in ASKED
    )


def table(cell: str) -> str:
    """The form as HTML; `cell` is the pattern of the label's cell."""
    body = "".join(
        f"<tr><td>{cell.format(label=LABELS[each], hint=HINTS[each])}</td>"
        f"<td>{TOLD[each]}</td></tr>"
        for each in ASKED
    )
    return f"<h1>{TITLE}</h1><table><tr><th>Dato</th><th>Respuesta</th></tr>{body}</table>"


PASTED = {
    "tabs, as Word gives a table as text": rows("{label}\n{hint}\t{answer}"),
    "tabs without the hints": f"{TITLE}\n" + rows("{label}\t{answer}"),
    "two columns of blanks": "\n".join((*FRAME, rows("{label}    {answer}\n{hint}"), *END)),
    "each cell on a line of its own": "\n".join((*FRAME, rows("{label}\n{hint}\n{answer}"), *END)),
    "each cell a paragraph": "\n\n".join((*FRAME, rows("{label}\n\n{hint}\n\n{answer}\n"), *END)),
    "colons": f"{TITLE}\n" + rows("{label}: {answer}"),
    "colons behind hints": f"{TITLE}\n" + rows("{label} ({hint}): {answer}"),
    "equals signs": f"{TITLE}\n" + rows("{label} = {answer}"),
    "dashes": f"{TITLE}\n" + rows("{label} - {answer}"),
    "a bulleted list": f"{TITLE}\n" + rows("• {label}: {answer}"),
    "a numbered list": f"{TITLE}\n" + rows("1. {label}: {answer}"),
    "stars around labels": f"{TITLE}\n" + rows("*{label}*: {answer}"),
    "bars": f"{TITLE}\n| Dato | Respuesta |\n|---|---|\n" + rows("| {label} | {answer} |"),
    "nothing between label and answer": f"{TITLE}\n" + rows("{label} {answer}"),
    "label, hint and answer on one line": rows("{label} {hint} {answer}"),
    "no title and no hints": rows("{label}: {answer}"),
    "capitals": f"{TITLE.upper()}\n"
    + "\n".join(f"{LABELS[each].upper()}: {TOLD[each]}" for each in ASKED),
    "labels without accents": f"{TITLE}\n"
    + "\n".join(
        f"{LABELS[each].translate(str.maketrans('áéíóú', 'aeiou'))}: {TOLD[each]}" for each in ASKED
    ),
    "the answer on the next line": f"{TITLE}\n" + rows("{label}:\n{answer}\n"),
    "a greeting before and thanks behind": "Buenos días:\n\nAdjunto lo pedido.\n\n"
    + "\n".join((*FRAME, rows("{label}\n{hint}\n{answer}"), *END))
    + "\n\nGracias,\nAna",
    "labels broken in two": f"{TITLE}\n"
    + rows("{label}\t{answer}").replace("electrónico de contacto", "electrónico\nde contacto"),
    "HTML, one line a cell": html_to_text(table("{label}")),
    "HTML, the hint below the label": html_to_text(table("<p>{label}</p><p>{hint}</p>")),
    "HTML, the hint behind a break": html_to_text(table("<b>{label}</b><br>{hint}")),
    "HTML of Word": html_to_text(
        table('<p class=MsoNormal><b>{label}<o:p></o:p></b></p><p class=Nota>{hint}</p>')
    ),
    "HTML of paragraphs": html_to_text(
        "".join(f"<p><b>{LABELS[each]}:</b> {TOLD[each]}</p>" for each in ASKED)
    ),
    "hard blanks": f"{TITLE}\n" + rows("{label}:\u00a0{answer}"),
    "line ends of Windows": (f"{TITLE}\n" + rows("{label}: {answer}")).replace("\n", "\r\n"),
}  # fmt: skip


@pytest.mark.parametrize("text", PASTED.values(), ids=PASTED)
def test_a_form_pasted_into_the_mail_is_read(text):
    found = form(text=text)
    assert said(found) == TOLD
    assert (found.kind, found.source, found.doubts) == (FUNCTIONAL, "", ())


@pytest.mark.parametrize("name", ["solicitud.txt", "plantilla.TXT"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_form_in_a_text_file_is_read(name, encoding):
    content = PASTED["colons"].encode(encoding)
    assert said(form(file(content, name, "text/plain"))) == TOLD


def test_a_form_saved_as_a_page_is_read():
    content = f"<html><meta charset=utf-8><body>{table('{label}')}</body></html>".encode()
    assert said(form(file(content, "plantilla.htm", "text/html"))) == TOLD


def test_the_other_places_of_the_form_are_read_too():
    text = (
        f"{TITLE}\nNúmero del caso: SERV-2026-000009\nMódulo o negocio (opcional): PAC\nExt.: 21\n"
    )
    found = form(text=text + rows("{label}: {answer}"))
    assert (found.case, found.module) == ("SERV-2026-000009", "PAC")
    assert said(found) == TOLD | {Extra.MODULE: "PAC", Field.PHONE: "310 123 4567 ext. 21"}


def test_a_description_goes_on_to_the_next_label():
    lines = "Paso 1: ingreso.\nPaso 2: genero la orden.\n\nSale ORA-01722."
    text = (
        f"{TITLE}\nCiudad: Cali\nDescripción detallada del problema:\n{lines}\nUnidad ejecutora: 1"
    )
    found = form(text=text)
    assert said(found)[Field.DESCRIPTION] == lines.replace("\n\n", "\n")
    assert said(found)[Field.EXECUTING_UNIT] == "1"


TRAINING = "Plantilla de acompañamiento\nNombres completos: Ana Pérez\nTema(s) específico(s): PAC\n"


@pytest.mark.parametrize(
    ("listed", "wanted"),
    [
        (
            "Persona(s) que asistirá(n)\nNombres completos\tNúmero de identificación\tUsuario SIIF "
            "Nación\nLuis Gómez\t79123456\tlgomez\nMarta Díaz\t52000111\t",
            [("Luis Gómez", "79123456", "lgomez"), ("Marta Díaz", "52000111", "")],
        ),
        (
            "Persona(s) que asistirá(n)\nNombres completos\nNúmero de identificación\n"
            "Usuario SIIF Nación\nLuis Gómez\n79123456\nlgomez\nMarta Díaz\n52000111",
            [("Luis Gómez", "79123456", "lgomez"), ("Marta Díaz", "52000111", "")],
        ),
        (
            "Persona(s) que asistirá(n):\nLuis Gómez, C.C. 79.123.456, usuario SIIF: lgomez\n"
            "Marta Díaz (52000111)",
            [("Luis Gómez", "79.123.456", "lgomez"), ("Marta Díaz", "52000111", "")],
        ),
        (
            "Asistentes: Luis Gómez, Marta Díaz Rojas y Ana Ñáñez",
            [("Luis Gómez", "", ""), ("Marta Díaz Rojas", "", ""), ("Ana Ñáñez", "", "")],
        ),
        (
            "Participantes:\n- Luis Gómez 79123456\n- Marta Díaz 52000111",
            [("Luis Gómez", "79123456", ""), ("Marta Díaz", "52000111", "")],
        ),
        (
            "Asistentes:\n1. Luis Gómez | 79123456 | lgomez@x.gov.co | 3101234567\n2) Marta Díaz",
            [("Luis Gómez", "79123456", ""), ("Marta Díaz", "", "")],
        ),
        ("Asistentes: Luis Gómez", [("Luis Gómez", "", "")]),
    ],
)
def test_those_who_attend_are_read_from_words(listed, wanted):
    found = form(text=TRAINING + listed)
    assert found.kind is ACCOMPANIMENT
    assert people(found) == wanted
    assert said(found) == {Field.NAME: "Ana Pérez", Field.TOPICS: "PAC"}


def test_what_else_a_line_tells_of_a_person_is_kept():
    listed = (
        "Asistentes:\n1. Luis Gómez | 79123456 | lgomez@x.gov.co | 3101234567 | Pagador general"
    )
    (person,) = form(text=TRAINING + listed).attendees
    assert (person.email, person.phone) == ("lgomez@x.gov.co", "3101234567")
    assert person.other == "Pagador general"


def test_a_list_that_names_nobody_is_kept_as_words():
    found = form(text=f"{TRAINING}Asistentes: 12")
    assert found.attendees == ()
    assert said(found)[Field.ATTENDEES] == "12"


def test_two_forms_in_one_text_are_two_forms():
    text = f"Hola\n{TITLE}\n" + rows("{label}: {answer}") + f"\n\n{TRAINING}Asistentes: Luis Gómez"
    found = forms(text=text)
    assert [each.kind for each in found] == [FUNCTIONAL, ACCOMPANIMENT]
    assert said(found[0]) == TOLD
    assert people(found[1]) == [("Luis Gómez", "", "")]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Buenos días, no me deja generar la obligación. Gracias.",
        "Nombre: Ana Pérez\nUE: 13-01-01\nTeléfono: 310 123 4567\nNo carga la cadena.",
        "Adjunto la plantilla de funcionales diligenciada.\n\nCordialmente,\nAna",
        "Usuario: aperez\nError: ORA-01722\nCiudad: Cali\nEntidad: SENA",
        "Ana Pérez\nProfesional\nTel. 381 1700 ext. 12\nBogotá",
    ],
)
def test_words_that_are_no_form_give_none(text):
    assert forms(text=text) == ()


def test_a_form_in_a_file_and_one_in_the_words_are_both_read():
    found = forms(file(PASTED["colons"].encode(), "a.txt", "text/plain"), text=PASTED["dashes"])
    assert [(each.source, said(each)) for each in found] == [("a.txt", TOLD), ("", TOLD)]


@pytest.mark.parametrize("closing", ["Cordialmente,", "Gracias.", "Quedo atenta", "--", "Atte."])
def test_the_end_of_the_mail_is_no_answer(closing):
    text = f"{TITLE}\n{rows('{label}: {answer}')}\n\n{closing}\nAna Pérez\nTesorera"
    assert said(form(text=text)) == TOLD
