"""The mails of the measurement: made, the same each time, about 32 KB on average.

Of a hundred: 60 new requests (most with files), 18 replies, 8 automatic replies, 5 delivery
reports, 9 duplicates.
"""

import random
from collections.abc import Iterator, Sequence
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import SMTP, default
from email.utils import parseaddr

from tests.e2e.letters import COMPLETE, INCOMPLETE, bounce_of
from tests.e2e.line_at_work import LINE

_PLAIN = "El módulo de pagos no responde desde ayer y ya revisamos la conexión con el sistema. "
_PDF = (
    b"%%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages "
    b"/Kids [] /Count 0 >>\nendobj\n3 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n"
    b"trailer\n<< /Root 1 0 R >>\n%%%%EOF\n"
)
_SUBJECTS = (
    "No puedo autorizar una orden de pago",
    "Error al registrar la obligación",
    "Consulta sobre el cierre de noviembre",
    "Inconveniente con el cupo PAC",
)


def earlier_requests(count: int) -> list[bytes]:
    """Requests whose answers the replies and reports of the stream are about."""
    return [_request(f"antes{place}", random.Random(place)) for place in range(count)]


def earlier_needed(count: int) -> int:
    """How many earlier requests a stream of `count` mails goes back to."""
    return sum(place % 100 >= 60 and place % 100 < 91 for place in range(count))


def stream(count: int, answers: Sequence[bytes]) -> Iterator[bytes]:
    """`count` mails; `answers` are the line's own mails to the earlier requests."""
    left = iter([message_from_bytes(raw, policy=default) for raw in answers])
    recent: list[bytes] = []
    order = [place % 100 for place in range(count)]
    random.Random(count).shuffle(order)
    for place, kind in enumerate(order):
        chance = random.Random(10_000 + place)
        if kind < 60 or (kind >= 91 and not recent):
            made = _request(str(place), chance)
            recent = [*recent[-20:], made]
        elif kind < 78:
            made = _reply(next(left), place, chance)
        elif kind < 86:
            made = _automatic(next(left), place)
        elif kind < 91:
            about = next(left)
            made = bounce_of(about, str(about["To"]))
        else:
            made = b"Received: from otro\r\n" + chance.choice(recent)
        yield made


def _request(name: str, chance: random.Random) -> bytes:
    text = chance.choice((COMPLETE, INCOMPLETE)) + "\n" + _PLAIN * chance.randrange(1, 20)
    mail = _mail(f"persona{name}@entidad{name}.test", chance.choice(_SUBJECTS), f"p{name}")
    mail.set_content(text)
    kind = chance.randrange(100)
    if kind < 60:
        mail.add_alternative(_html(text), subtype="html")
    if kind < 45:
        picture = b"\x89PNG\r\n\x1a\n" + chance.randbytes(chance.randrange(15_000, 60_000))
        mail.add_attachment(picture, maintype="image", subtype="png", filename="pantalla.png")
    elif kind < 70:
        filled = chance.randbytes(chance.randrange(10_000, 50_000)).hex().encode()[:40_000]
        content = _PDF % (len(filled), filled)
        mail.add_attachment(
            content, maintype="application", subtype="pdf", filename="Orden de pago.pdf"
        )
    elif kind < 80:
        table = ("fecha;valor;rubro\r\n" + "2026-11-20;1500000;A-02-02\r\n" * 1_200).encode()
        mail.add_attachment(table, maintype="text", subtype="csv", filename="detalle.csv")
    return mail.as_bytes(policy=SMTP)


def _reply(about: Message, place: int, chance: random.Random) -> bytes:
    mail = _mail(_address(about), f"RE: {about['Subject']}", f"r{place}")
    mail["In-Reply-To"] = mail["References"] = about["Message-ID"]
    words = (
        "Gracias. Adjunto lo que pidieron; el usuario SIIF es MRojas y el teléfono 3105550147.\n"
    )
    quoted = "".join(f"> {line}\n" for line in _words(about).splitlines())
    mail.set_content(f"{words}\nEl mar, 24 nov 2026 a las 9:15, Línea <{LINE}> escribió:\n{quoted}")
    if chance.random() < 0.5:
        picture = b"\x89PNG\r\n\x1a\n" + chance.randbytes(chance.randrange(15_000, 60_000))
        mail.add_attachment(picture, maintype="image", subtype="png", filename="error.png")
    return mail.as_bytes(policy=SMTP)


def _automatic(about: Message, place: int) -> bytes:
    mail = _mail(_address(about), f"Respuesta automática: {about['Subject']}", f"a{place}")
    mail["In-Reply-To"] = about["Message-ID"]
    mail["Auto-Submitted"] = "auto-replied"
    mail.set_content("Estoy fuera de la oficina hasta el lunes.\n")
    return mail.as_bytes(policy=SMTP)


def _address(about: Message) -> str:
    return parseaddr(str(about["To"]))[1]


def _mail(sender: str, subject: str, key: str) -> EmailMessage:
    mail = EmailMessage()
    mail["Received"] = (
        "from smtp.entidad.test by mx.minhacienda.test; Tue, 24 Nov 2026 09:11:02 -0500"
    )
    mail["From"] = f"María Rojas Peña <{sender}>"
    mail["To"] = LINE
    mail["Subject"] = subject
    mail["Date"] = "Tue, 24 Nov 2026 09:11:00 -0500"
    mail["Message-ID"] = f"<{key}.medida@entidad.test>"
    return mail


def _html(text: str) -> str:
    paragraphs = "".join(f"<p class=MsoNormal>{line}</p>" for line in text.splitlines())
    return f"<html><head><style>p{{margin:0}}</style></head><body>{paragraphs}</body></html>"


def _words(mail: Message) -> str:
    part = next(each for each in mail.walk() if each.get_content_type() == "text/plain")
    content = part.get_payload(decode=True)
    return content.decode() if isinstance(content, bytes) else ""
