"""Which attachments can show the screen of an error (activity 6)."""

import re

from mailbot.model.mail import Attachment
from mailbot.model.vocabulary import FileVerdict
from mailbot.rules.intake.words import folded

SMALLEST_INLINE = 15 * 1024
"""A picture in the text below these bytes is a logo, unless its name says that it is a screen."""

_DOCUMENTS = frozenset(
    "pdf doc docx docm odt rtf ppt pptx pps ppsx xls xlsx xlsm ods zip rar 7z msg eml mp4 mov avi "
    "webm mkv".split()
)
_IMAGES = frozenset("png jpg jpeg jpe gif bmp tif tiff webp heic heif".split())
_DOCUMENT_TYPES = re.compile(
    r"application/(?:pdf|msword|rtf|zip|x-zip.*|x-rar.*|x-7z.*|vnd\.rar|vnd\.ms-(?:excel|powerpoint"
    r"|outlook|word).*|vnd\.openxmlformats.*|vnd\.oasis\.opendocument.*)|message/rfc822|video/.*"
)
_SCREEN_NAME = re.compile(r"pantalla|captura|screen|error|mensaje|print|recorte|snip")
_DECORATION = re.compile(
    r"(?:image\d{3}|logo|firma|banner|icon|facebook|twitter|instagram|linkedin|youtube|outlook-)"
)


def shows_screen(attachment: Attachment) -> bool:
    """Whether a file can be the screen that is asked for: a picture or document, never a logo."""
    if attachment.verdict is not FileVerdict.OK or not attachment.content:
        return False
    name = folded(attachment.name)
    extension = name.rpartition(".")[2] if "." in name else ""
    if attachment.type.startswith("image/") or extension in _IMAGES:
        return _is_screen_picture(attachment, name)
    return extension in _DOCUMENTS or _DOCUMENT_TYPES.fullmatch(attachment.type) is not None


def _is_screen_picture(attachment: Attachment, name: str) -> bool:
    if attachment.size >= SMALLEST_INLINE:
        return not (attachment.inline and re.match(r"logo|firma|banner", name))
    if _SCREEN_NAME.search(name):
        return True
    return not attachment.inline and not _DECORATION.match(name)
