"""What the demonstration writes on the terminal while it happens."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from mailbot.compose.spanish import hour, long_day
from mailbot.demo import words
from mailbot.demo.people import name_of
from mailbot.demo.steps import BOGOTA
from mailbot.demo.watch import Arrival, Departure, News
from mailbot.model.case import Case
from mailbot.model.vocabulary import MailStatus, State

WIDEST = 112
_INTRODUCTION = (
    "Tres días de una línea de soporte, en tiempo simulado. Los correos son reales: salen por "
    "SMTP, llegan a un buzón IMAP de este equipo y mailbot los atiende como en producción."
)
_STATE_STYLES = {
    State.CERRADO: "magenta", State.PENDIENTE_CLIENTE: "yellow", State.RESUELTO: "yellow"
}  # fmt: skip


def console() -> Console:
    """The terminal, no wider than is good to read."""
    plain = Console(highlight=False)
    return Console(highlight=False, width=min(plain.width, WIDEST))


class Show:
    """Tells the story on a console, day by day."""

    def __init__(self, on: Console) -> None:
        self._console = on
        self._day: date | None = None

    def begin(self) -> None:
        title = "[bold]mailbot[/bold]: la demostración"
        self._console.print(Panel(_INTRODUCTION, title=title, title_align="left", padding=(0, 1)))

    def tell(self, at: datetime, tells: str, news: News) -> None:
        """One thing that happened: the narrator's words, and what it led to."""
        self._begin_day(at)
        rows = Table.grid(padding=(0, 1), expand=True)
        rows.add_column(width=11, justify="right", style="cyan", no_wrap=True)
        rows.add_column(width=1)
        rows.add_column(ratio=1, overflow="fold")
        rows.add_row(hour(at.astimezone(BOGOTA)), "", Text(tells, style="bold"))
        for mark, line in _lines(news, at):
            rows.add_row("", mark, line)
        self._console.print(Padding(rows, (0, 0, 1, 0)))

    def end(self, summary: Sequence[str], page: Path) -> None:
        """The reckoning, and where to look further."""
        self._console.print(Rule(style="dim"))
        for line in summary:
            self._console.print(Text(line, style="bold green" if line is summary[0] else ""))
        self._console.print()
        self._console.print("Abra en el navegador la página con todos los correos que salieron:")
        self._console.print(Text(f"  {page.resolve().as_uri()}", style="cyan"), soft_wrap=True)

    def say(self, line: str) -> None:
        self._console.print(line)

    def print(self, table: Table) -> None:
        self._console.print(table)

    def _begin_day(self, at: datetime) -> None:
        day = at.astimezone(BOGOTA).date()
        if day != self._day:
            self._day = day
            self._console.print(Padding(Rule(long_day(day), style="dim", align="left"), (1, 0)))


def _lines(news: News, now: datetime) -> list[tuple[Text, Text]]:
    lines = []
    for arrival in news.arrivals:
        lines += [(Text("←", style="blue"), _came(arrival)), (Text("="), _decided(arrival))]
        if arrival.case:
            lines.append((Text(), _stands(arrival.case, now)))
    for lapse in news.lapses:
        decided = Text(words.sentence(lapse.reason))
        lines += [(Text("="), decided), (Text(), _stands(lapse.case, now))]
    lines += [(Text("→", style="green"), _went(each)) for each in news.departures]
    return lines


def _came(arrival: Arrival) -> Text:
    said = f"«{words.subject(arrival.subject)}»{words.enclosing(arrival.files)}"
    return Text(f"Llega de {name_of(arrival.sender)}: {said}")


def _decided(arrival: Arrival) -> Text:
    outcome, reason = words.outcome(arrival.outcome), words.sentence(arrival.reason)
    if reason.startswith(outcome):
        return Text.assemble((outcome, "bold"), reason.removeprefix(outcome))
    return Text.assemble((f"{outcome}. ", "bold"), reason)


def _stands(case: Case, now: datetime) -> Text:
    style = _STATE_STYLES.get(case.state, "green")
    return Text.assemble(f"{case.number}: ", (words.standing(case, now), style))


def _went(departure: Departure) -> Text:
    mail = departure.mail
    said = f"«{words.heading(mail)}»{words.enclosing(departure.files)}"
    line = Text(f"Sale {mail.template} a {words.recipients(mail)}: {said}")
    if departure.status != MailStatus.SENT:
        line.append(f" ({departure.status}: {departure.note})", style="red")
    return line
