"""The case number in a PDF: a property of the file, and the field that is named for it."""

from io import BytesIO

from mailbot.parsers.forms.values import Extra
from mailbot.parsers.forms.wording import CASE_MARK, TAGS

PDF = "application/pdf"


def numbered(content: bytes, case_number: str) -> bytes:
    """A PDF that has the field `siif_caso` with the case number inside; others as they are."""
    from pypdf import PdfReader, PdfWriter

    name = TAGS[Extra.CASE]
    # Whatever an operator's own file is, it goes out as it is rather than not at all.
    try:
        reader = PdfReader(BytesIO(content))
        if name not in (reader.get_fields() or {}):
            return content
        writer = PdfWriter(clone_from=reader)
    except Exception:
        return content
    writer.add_metadata({f"/{CASE_MARK}": case_number})
    for page in writer.pages:
        if not any(each.get_object().get("/T") == name for each in page.get("/Annots", ())):
            continue
        writer.update_page_form_field_values(page, {name: case_number}, auto_regenerate=False)
    filled = BytesIO()
    writer.write(filled)
    return filled.getvalue()
