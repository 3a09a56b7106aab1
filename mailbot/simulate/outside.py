"""The world around the line: governing bodies, forgers, machines that write, strangers."""

from datetime import datetime, timedelta

from mailbot.config.people import GoverningBody, StaffMember
from mailbot.simulate import words
from mailbot.simulate.agenda import Plan, Write
from mailbot.simulate.house import LINE
from mailbot.simulate.letters import FAIL, NONE, Author
from mailbot.simulate.reading import Letter
from mailbot.simulate.town import Town


class Body:
    """An Órgano Rector: answers most of what it is asked, and sometimes asks itself."""

    def __init__(self, body: GoverningBody, town: Town) -> None:
        self._town = town
        self._chance = town.chance_of(body.email)
        self._author = Author(name=f"Mesa {body.code}", address=body.email, style="outlook")

    def receives(self, letter: Letter, at: datetime) -> None:
        if letter.template != "M-14" or self._chance.random() > 0.8:
            return
        when = self._town.at_work(at, self._chance.expovariate(1 / (24 * 60)))
        text = self._chance.choice(words.FROM_BODY)
        self._add(when, lambda moment: self._town.writer.reply(self._author, moment, letter, text))

    def asks(self, at: datetime) -> None:
        """It reports something of its own (activity 8)."""
        matter = self._chance.choice(words.MATTERS)
        number = self._chance.randint(10_000, 99_999)
        subject, text = matter.subject.format(n=number), matter.text.format(n=number)
        self._add(at, lambda moment: self._town.writer.new(self._author, moment, subject, text))

    def _add(self, at: datetime, write: Write) -> None:
        self._town.agenda.add((Plan(at=at, write=write),))


class Forger:
    """Writes orders in an advisor's name, and sees the mails of one user (a copy of his box)."""

    def __init__(self, victims: tuple[StaffMember, ...], town: Town) -> None:
        self._victims = victims
        self._town = town
        self._chance = town.chance_of("forger")

    def strikes(self, letter: Letter, at: datetime) -> None:
        """An order about the case of `letter`, which the receiver can't vouch for."""
        victim = self._chance.choice(self._victims)
        dmarc = self._chance.choice((FAIL, NONE))
        author = Author(name=victim.name, address=victim.email, dmarc=dmarc)
        text = f"[RESUELTO]\n{words.SOLUTIONS[0]}"
        write: Write = lambda when: self._town.writer.reply(author, when, letter, text)  # noqa: E731
        self._town.agenda.add((Plan(at=at + timedelta(minutes=5), write=write),))


class Machines:
    """Newsletters and monitors, and a stranger who quotes other people's numbers."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self._chance = town.chance_of("machines")

    def write_at(self, at: datetime, number: str) -> None:
        """One of them writes; `number` is a case that somebody showed around, "" for none."""
        kind = self._chance.randrange(3)
        writer = self._town.writer
        if kind == 0:
            author = Author(name="Boletín", address="boletin@noticias.test", dmarc=NONE)
            extra = (
                "List-Id: <boletin.noticias.test>",
                "List-Unsubscribe: <mailto:x@noticias.test>",
                "Precedence: bulk",
            )
            write: Write = lambda when: writer.new(  # noqa: E731
                author, when, "Novedades de la semana", "Lea nuestro boletín.", extra=extra
            )
        elif kind == 1 or not number:
            author = Author(name="Monitor", address="monitor@alertas.test", dmarc=NONE)
            write = lambda when: writer.new(  # noqa: E731
                author, when, "Alarma: disco al 90 %", "Mensaje automático.",
                extra=("Auto-Submitted: auto-generated",), to=LINE,
            )  # fmt: skip
        else:
            author = Author(name="Un curioso", address="curioso@otra-parte.test")
            write = lambda when: writer.new(  # noqa: E731
                author, when, f"RE: [{number}] consulta", "Buenos días, ¿cómo va ese caso? SI"
            )
        self._town.agenda.add((Plan(at=at, write=write),))
