"""Programs that answer mail without anybody reading it, each in the way of its kind."""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from mailbot.config import Config
from mailbot.simulate.house import LINE, house
from mailbot.simulate.letters import NONE, Author, Writer
from mailbot.simulate.line import SimulatedLine
from mailbot.simulate.post import SentMail

SUBJECT, TEXT = "Consulta", "Buenos días, el sistema no deja entrar a mi compañero."
RECEIVED = "Hemos recibido su mensaje. Pronto le daremos respuesta."

Say = Callable[[Writer, Author, datetime, SentMail], bytes]
"""What a program makes of one mail of ours that its address got."""


class Program(Protocol):
    """Something that mails are sent to and that sends mails; all its addresses are its own."""

    def owns(self, address: str) -> bool:
        """Whether mail to `address` reaches it."""

    def begins(self, at: datetime) -> bytes:
        """The mail with which all begins: a person's, as a rule."""

    def receives(self, mail: SentMail, at: datetime) -> Sequence[bytes]:
        """What it answers at once."""

    def passes(self, at: datetime) -> Sequence[bytes]:
        """What it writes because time passes."""

    def next_at(self) -> datetime | None:
        """When it will write by itself; None for one that only answers."""


class Answering:
    """What holds for a program that writes nothing by itself."""

    def passes(self, at: datetime) -> Sequence[bytes]:
        return ()

    def next_at(self) -> datetime | None:
        return None


@dataclass
class Responder(Answering):
    """A program behind one person's address that answers each mail with what `say` makes of it."""

    say: Say
    domain: str
    every: timedelta = timedelta()
    """How long it answers nobody a second time."""
    writer: Writer = field(default_factory=Writer)
    latest: datetime | None = None

    @property
    def author(self) -> Author:
        return a_person(self.domain)

    def owns(self, address: str) -> bool:
        return address == self.author.address

    def begins(self, at: datetime) -> bytes:
        return self.writer.new(self.author, at, SUBJECT, TEXT)

    def receives(self, mail: SentMail, at: datetime) -> Sequence[bytes]:
        if self.latest and at < self.latest + self.every:
            return ()
        self.latest = at
        return (self.say(self.writer, self.author, at, mail),)


def a_person(domain: str) -> Author:
    """Somebody of an entity of his own, about whom our receiver finds out nothing."""
    return Author(name="Buzón de Tesorería", address=f"tesoreria@{domain}", dmarc=NONE)


def away(writer: Writer, author: Author, at: datetime, mail: SentMail) -> bytes:
    """A vacation responder with all its headers (RFC 3834)."""
    return writer.away(author, at, mail.letter, "15 de marzo")


def away_without_headers(writer: Writer, author: Author, at: datetime, mail: SentMail) -> bytes:
    """A vacation responder that says so in its words only."""
    text = "Estoy en vacaciones hasta el 15 de marzo. SI es urgente, llame a mi oficina."
    return writer.reply(author, at, mail.letter, text)


def same_words(writer: Writer, author: Author, at: datetime, mail: SentMail) -> bytes:
    """The same words in a thread of its own, without any header."""
    return writer.new(author, at, "Hemos recibido su mensaje", RECEIVED)


def own_words(writer: Writer, author: Author, at: datetime, mail: SentMail) -> bytes:
    """Other words each time: nothing tells it from a person who writes much."""
    return writer.new(author, at, "Mensaje", f"Se recibió lo de {new_words(writer.count)}.")


def whole_request(writer: Writer, author: Author, at: datetime, mail: SentMail) -> bytes:
    """A complete request each time: nothing tells it from a person at work."""
    text = (
        f"Al guardar la obligación {writer.count} sale un error.\n\nNombre: Ana Paz\n"
        "Usuario SIIF: MHapaz\nUnidad ejecutora: 13-01-01\nEntidad: Entidad de Prueba\n"
        "Ciudad: Tunja\nTeléfono: 608 740 0000\n"
    )
    return writer.new(author, at, f"Obligación {writer.count}", text, files=("pantalla.png",))


def in_thread(writer: Writer, author: Author, at: datetime, mail: SentMail) -> bytes:
    """The same words in our thread, with our subject and our words below."""
    return writer.reply(author, at, mail.letter, RECEIVED)


def with_our_subject(writer: Writer, author: Author, at: datetime, mail: SentMail) -> bytes:
    """The same words under our subject, in no thread."""
    return writer.new(author, at, f"Re: {mail.letter.subject}", RECEIVED)


def saying(word: str) -> Say:
    """Answers everything in our thread with this one word."""
    return lambda writer, author, at, mail: writer.reply(author, at, mail.letter, word)


def saying_anew(word: str) -> Say:
    """Writes this one word in a thread of its own for everything that it gets."""
    return lambda writer, author, at, _mail: writer.new(author, at, word, word)


def bounce(writer: Writer, author: Author, at: datetime, mail: SentMail) -> bytes:
    """A delivery report (RFC 3464) for every mail."""
    return writer.bounce(author.address, at, mail.letter)


def prose_bounce(writer: Writer, author: Author, at: datetime, mail: SentMail) -> bytes:
    """A server that reports in words, with our mail below them."""
    domain = author.address.partition("@")[2]
    postmaster = Author(name="Mail Delivery System", address=f"postmaster@{domain}", dmarc=NONE)
    text = (
        "This message was created automatically by mail delivery software.\n\nA message that you "
        "sent could not be delivered to one or more of its recipients. This is a permanent "
        f"error. The following address(es) failed:\n\n  {author.address}\n    unknown user\n\n"
        "------ This is a copy of the message, including all the headers. ------\n\n"
        f"From: {LINE}\nTo: {author.address}\nMessage-ID: {mail.letter.message_id}\n"
        f"Subject: {mail.letter.subject}\n\n{mail.letter.text}"
    )
    return writer.new(postmaster, at, "Mail delivery failed: returning message to sender", text)


def homemade_bounce(writer: Writer, author: Author, at: datetime, mail: SentMail) -> bytes:
    """A program that says from the person's own address that nobody reads there any more."""
    text = f"Su mensaje «{mail.letter.subject}» no se entregó. Este buzón ya no está en uso."
    return writer.new(author, at, "Buzón fuera de servicio", text)


@dataclass
class Monitor:
    """Writes the same by itself every two hours, and reads nothing."""

    domain: str
    due: datetime | None = None
    writer: Writer = field(default_factory=Writer)

    def owns(self, address: str) -> bool:
        return address == a_person(self.domain).address

    def begins(self, at: datetime) -> bytes:
        self.due = at + timedelta(hours=2)
        return self.writer.new(a_person(self.domain), at, "Control", "El respaldo terminó bien.")

    def receives(self, mail: SentMail, at: datetime) -> Sequence[bytes]:
        return ()

    def passes(self, at: datetime) -> Sequence[bytes]:
        return (self.begins(at),) if self.due and at >= self.due else ()

    def next_at(self) -> datetime | None:
        return self.due


@dataclass
class TicketSystem(Answering):
    """Opens a ticket for each mail of ours and says so from an address of its own each time."""

    domain: str
    keeps_subject: bool = False
    varied: bool = False
    writer: Writer = field(default_factory=Writer)

    def owns(self, address: str) -> bool:
        return address.endswith((f"@{self.domain}", f"@mesa.{self.domain}"))

    def begins(self, at: datetime) -> bytes:
        return self.writer.new(a_person(self.domain), at, SUBJECT, TEXT)

    def receives(self, mail: SentMail, at: datetime) -> Sequence[bytes]:
        ticket = 8_000 + self.writer.count
        author = Author(name="Mesa", address=f"caso{ticket}@mesa.{self.domain}", dmarc=NONE)
        about = mail.letter.subject if self.keeps_subject else "Solicitud registrada"
        text = f"Su solicitud quedó registrada con el ticket {ticket}. No responda este mensaje."
        if self.varied:
            text = f"{new_words(ticket)}. Ticket {ticket}."
        return (self.writer.new(author, at, f"[Mesa #{ticket}] {about}", text),)


def new_words(number: int) -> str:
    """Words that hardly ever come twice."""
    words = (
        "pago",
        "cuenta",
        "saldo",
        "tercero",
        "factura",
        "nota",
        "giro",
        "cupo",
        "clave",
        "fin",
    )
    return " y ".join(words[int(digit)] for digit in str(number * 7_919))


class OtherMailbot:
    """Another line with this very program; what it sends can lose its headers on the way."""

    def __init__(self, domain: str, folder: Path, start: datetime, *, stripped: bool) -> None:
        self._address = f"soporte@{domain}"
        self._stripped = stripped
        self._line = SimulatedLine(_house_of(self._address, folder), folder, start, seed=9)
        self._writer = Writer()
        self._due = start

    def owns(self, address: str) -> bool:
        return address == self._address

    def begins(self, at: datetime) -> bytes:
        author = Author(name="Otra línea", address=self._address, dmarc=NONE)
        return self._writer.new(author, at, SUBJECT, TEXT)

    def receives(self, mail: SentMail, at: datetime) -> Sequence[bytes]:
        raw = without_marks(mail.raw) if self._stripped else mail.raw
        self._line.deliver(raw, at)
        self._due = at
        return ()

    def passes(self, at: datetime) -> Sequence[bytes]:
        if at < self._due:
            return ()
        self._due = at + timedelta(hours=6)
        return tuple(
            without_marks(mail.raw) if self._stripped else mail.raw
            for mail in self._line.pass_at(at).sent
            if LINE in mail.recipients
        )

    def next_at(self) -> datetime | None:
        return self._due


class MailingList(Answering):
    """A list that our box is subscribed to: it hands everything that it gets out to us too."""

    def __init__(
        self, domain: str, *, takes_from: bool, stripped: bool = False, to_us: bool = False
    ) -> None:
        self._domain, self._address = domain, f"tesoreros@{domain}"
        self._takes_from, self._stripped, self._to_us = takes_from, stripped, to_us
        self._writer = Writer()

    def owns(self, address: str) -> bool:
        return address == self._address

    def begins(self, at: datetime) -> bytes:
        author = Author(name="Tesoreros", address=self._address, dmarc=NONE)
        return self._writer.new(author, at, SUBJECT, TEXT)

    def receives(self, mail: SentMail, at: datetime) -> Sequence[bytes]:
        raw = without_marks(mail.raw) if self._stripped else mail.raw
        head, _, body = raw.partition(b"\r\n\r\n")
        lines = _unfolded(head)
        if self._takes_from:
            lines = [f"From: Linea via Tesoreros <{self._address}>" if _is(line, "From") else line
                     for line in lines]  # fmt: skip
        if self._to_us:
            lines = [f"To: {LINE}" if _is(line, "To") else line for line in lines]
        lines += [f"List-Id: <tesoreros.{self._domain}>", f"List-Post: <mailto:{self._address}>"]
        return ("\r\n".join(lines).encode() + b"\r\n\r\n" + body,)


def without_marks(raw: bytes) -> bytes:
    """A mail as a relay leaves it that throws away all that says who made it, its id too."""
    head, _, body = raw.partition(b"\r\n\r\n")
    lost = ("X-SIIF-", "Auto-Submitted", "X-Auto-Response-Suppress", "Message-ID")
    lines = [line for line in _unfolded(head) if not line.startswith(lost)]
    lines.append(f"Message-ID: <{hashlib.sha256(raw).hexdigest()[:20]}@relevo.test>")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def _unfolded(head: bytes) -> list[str]:
    return re.sub(r"\r\n[ \t]+", " ", head.decode("utf-8")).split("\r\n")


def _is(line: str, name: str) -> bool:
    return line.lower().startswith(f"{name.lower()}:")


def _house_of(address: str, folder: Path) -> Config:
    config = house(folder)
    identity = config.identity.model_copy(update={"address": address})
    return config.model_copy(update={"identity": identity})
