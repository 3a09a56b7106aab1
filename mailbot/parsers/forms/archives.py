"""Zip archives that people put their forms into: the documents in one, within bounds."""

import hashlib
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO

from mailbot.model.mail import Attachment
from mailbot.parsers.forms.package import MOST_MEMBERS, central_entries

_MOST_DOCUMENTS = 10
_LARGEST_DOCUMENT = 12_000_000
_LARGEST_TOGETHER = 30_000_000
_DOCUMENTS = tuple(".docx .dotx .xlsx .odt .ods .pdf".split())
_OFFICE = ("[Content_Types].xml", "content.xml")
_ENCRYPTED = 0x1


def documents_within(file: Attachment) -> Sequence[Attachment]:
    """The documents in an archive that inspection let pass, () for any other file."""
    if central_entries(file.content) > MOST_MEMBERS:
        return ()
    try:
        with zipfile.ZipFile(BytesIO(file.content)) as archive:
            entries = archive.infolist()
            if any(entry.filename in _OFFICE for entry in entries):
                return ()
            wanted = [entry for entry in entries if _is_wanted(entry)][:_MOST_DOCUMENTS]
            if sum(entry.file_size for entry in wanted) > _LARGEST_TOGETHER:
                return ()
            return [_taken(file, entry.filename, archive.read(entry)) for entry in wanted]
    except Exception:
        # Whatever is wrong with an archive, its documents are nobody's form.
        return ()


def _is_wanted(entry: zipfile.ZipInfo) -> bool:
    known = entry.filename.lower().endswith(_DOCUMENTS)
    return known and entry.file_size <= _LARGEST_DOCUMENT and not entry.flag_bits & _ENCRYPTED


def _taken(file: Attachment, name: str, content: bytes) -> Attachment:
    digest = hashlib.sha256(content).hexdigest()
    plain = name.rpartition("/")[2]
    return replace(file, name=f"{file.name}/{plain}", type="", content=content, sha256=digest)
