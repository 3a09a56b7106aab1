"""Small builders of incoming mails: a well-formed one in few words, and an odd one line by line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP

SENDER = "Ana Díaz <ana.diaz@entidad.gov.co>"
BOX = "soporte@minhacienda.gov.co"
DATE = "Tue, 24 Nov 2026 10:11:12 -0500"
MESSAGE_ID = "uno@entidad.gov.co"


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosed:
    """A file to attach; with `content_id` it is a picture inside the text."""

    name: str
    content: bytes = b"contenido"
    type: str = "application/pdf"
    content_id: str | None = None


def mail(
    *,
    sender: str = SENDER,
    to: str = BOX,
    cc: str | None = None,
    subject: str = "Error al aprobar la orden de pago",
    text: str | None = "Buenos días, el sistema muestra un error al aprobar.\n",
    html: str | None = None,
    files: Iterable[Enclosed] = (),
    date: str = DATE,
    message_id: str | None = MESSAGE_ID,
    in_reply_to: str | None = None,
    references: Sequence[str] = (),
    headers: Iterable[tuple[str, str]] = (),
) -> bytes:
    """The bytes of a mail as a common program would send it; the same words give the same bytes."""
    message = EmailMessage(policy=SMTP)
    fields = (("From", sender), ("To", to), ("Cc", cc), ("Subject", subject), ("Date", date))
    ids = (
        ("Message-ID", message_id and f"<{message_id}>"),
        ("In-Reply-To", in_reply_to and f"<{in_reply_to}>"),
        ("References", " ".join(f"<{each}>" for each in references)),
    )
    for name, value in (*fields, *ids, *headers):
        if value:
            message[name] = value
    if text is not None:
        message.set_content(text)
    if html is not None and text is not None:
        message.add_alternative(html, subtype="html")
    elif html is not None:
        message.set_content(html, subtype="html")
    for each in files:
        _attach(message, each)
    for position, part in enumerate(message.walk()):
        if part.is_multipart():
            part.set_boundary(f"limite-{position}")
    return message.as_bytes()


def _attach(message: EmailMessage, file: Enclosed) -> None:
    maintype, _, subtype = file.type.partition("/")
    message.add_attachment(
        file.content,
        maintype=maintype,
        subtype=subtype,
        filename=file.name,
        disposition="inline" if file.content_id else "attachment",
        cid=file.content_id and f"<{file.content_id}>",
    )


def lines(*parts: str | bytes) -> bytes:
    """Lines joined with CRLF, as they are; text goes in as UTF-8."""
    return b"\r\n".join(each.encode() if isinstance(each, str) else each for each in parts)


def odd_mail(*header: str | bytes, body: Sequence[str | bytes] = ("Hola",)) -> bytes:
    """A mail with From, To and Subject, the given header lines after them, and a body."""
    common = ("From: ana.diaz@entidad.gov.co", f"To: {BOX}", "Subject: Consulta")
    return lines(*common, *header, "", *body)


def multipart(kind: str, *parts: Sequence[str | bytes]) -> bytes:
    """A mail of the given multipart kind; a part is its header lines, "" and its body lines."""
    body: list[str | bytes] = []
    for part in parts:
        body += ["--limite", *part]
    return odd_mail(
        "MIME-Version: 1.0",
        f"Content-Type: multipart/{kind}; boundary=limite",
        body=[*body, "--limite--", ""],
    )
