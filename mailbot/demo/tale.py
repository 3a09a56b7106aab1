"""The upper part of the demonstration's page: the figures, each case's timeline, every arrival."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from html import escape

from mailbot.compose.spanish import hour, long_day, short_moment
from mailbot.demo import words
from mailbot.demo.people import name_of
from mailbot.demo.steps import BOGOTA
from mailbot.demo.tale_style import STYLE
from mailbot.demo.watch import Arrival, Departure, Dossier, News
from mailbot.model.case import Case, CaseEvent
from mailbot.model.vocabulary import EventKind, MailStatus, Role, State

MOST_LETTERS = 600
"""Longer words of a mail are cut on the page; the case holds them whole."""
LONG = 30
"""A case of more entries than this takes the page's whole width."""

_LEGEND = """<ul class="legend line"><li class="said"><div>una persona escribe</div></li>
<li class="moved"><div>mailbot decide</div></li><li class="sent"><div>sale un correo</div></li>
<li class="note"><div>queda como nota</div></li></ul>"""
_TONES = {
    State.CERRADO: "closed", State.PENDIENTE_CLIENTE: "waiting", State.RESUELTO: "waiting"
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Item:
    """One thing on a timeline: its tone is a class of the style sheet."""

    at: datetime
    tone: str
    html: str


def tale(news: News, cases: Sequence[Dossier], now: datetime) -> str:
    """The HTML that stands above the mails; mail `n` of `news.departures` is at `#mn`."""
    mails = list(enumerate(news.departures))
    blocks = "\n".join((*(_case(each, mails, now) for each in cases), _elsewhere(mails)))
    return f"""<style>{STYLE}</style>
<div class="tale">
{_figures(news, cases)}
<h2>Los casos, paso a paso</h2>
{_LEGEND}
<div class="cases">
{blocks}
</div>
<h2>Los correos que llegaron, cada uno con su destino</h2>
{_arrivals(news.arrivals)}
<h2>Los correos que salieron</h2>
<p>Cada uno está también en la carpeta <code>correos</code>, como archivo .eml.</p>
</div>
"""


def _figures(news: News, cases: Sequence[Dossier]) -> str:
    figures = (
        (len(news.arrivals), "correos llegaron"),
        (sum(1 for arrival in news.arrivals if arrival.outcome), "tienen su destino"),
        (len(cases), "casos"),
        (len(news.departures), "correos salieron"),
    )
    cells = "".join(f"<li><b>{number}</b> {label}</li>" for number, label in figures)
    return f"""<p class="lead">Tres días de una línea de soporte, en tiempo simulado. Cada correo es
real: entró por SMTP, se leyó por IMAP y mailbot decidió por las reglas del procedimiento.</p>
<ul class="figures">{cells}</ul>"""


def _case(dossier: Dossier, mails: Iterable[tuple[int, Departure]], now: datetime) -> str:
    case, person = dossier.case, dossier.case.requester
    items = [_event(event) for event in dossier.history]
    items += [_mail(place, each) for place, each in mails if each.mail.case == case.number]
    items.sort(key=lambda item: item.at)
    files = "".join(f"<li>{escape(file.name)}</li>" for file in dossier.files)
    kept = f'<h4>Archivos guardados</h4><ul class="files">{files}</ul>' if files else ""
    whose = " · ".join(filter(None, (person.name or person.email, person.entity)))
    length = " long" if len(items) > LONG else ""
    return f"""<section class="case{length}">
<h3>{escape(case.number)} {_pill(case, now)}</h3>
<p class="who">{escape(whose)}<br><span>«{escape(case.subject)}»</span></p>
<ol class="line">
{_line(items)}
</ol>
{kept}
</section>"""


def _elsewhere(mails: Iterable[tuple[int, Departure]]) -> str:
    """The mails that belong to no case: orientations, and notices of the whole queue."""
    items = [_mail(place, each) for place, each in mails if each.mail.case is None]
    return f"""<section class="case">
<h3>Fuera de los casos</h3>
<ol class="line">
{_line(items)}
</ol>
</section>"""


def _line(items: Sequence[_Item]) -> str:
    return "\n".join(_days(items))


def _days(items: Sequence[_Item]) -> Iterator[str]:
    day: date | None = None
    for item in items:
        there = item.at.astimezone(BOGOTA)
        if there.date() != day:
            day = there.date()
            yield f'<li class="day">{escape(long_day(day))}</li>'
        time = f"<time>{escape(hour(there))}</time>"
        yield f'<li class="{item.tone}">{time}<div>{item.html}</div></li>'


def _event(event: CaseEvent) -> _Item:
    # What mailbot does by itself needs no name, nor what the person's mail above it brought about.
    named = event.mail and not (event.source and event.role in (Role.SYS, Role.USR))
    who = f"<b>{escape(name_of(event.actor))}</b>: " if named else ""
    reason = escape(words.sentence(event.reason))
    change = ""
    if event.source and event.target:
        change = f' <span class="move">{escape(event.source)} → {escape(event.target)}</span>'
    return _Item(
        at=event.at, tone=_tone(event), html=f"{who}{reason}{change}{_words_of(event)}"
    )  # fmt: skip


def _tone(event: CaseEvent) -> str:
    if event.source or event.event is EventKind.TIMER:
        return "moved"
    return "note" if event.event is EventKind.NOTE else "said"


def _words_of(event: CaseEvent) -> str:
    text = event.text.strip()
    if not text:
        return ""
    cut = text if len(text) <= MOST_LETTERS else text[:MOST_LETTERS].rsplit(" ", 1)[0] + " …"
    return f"<blockquote>{escape(cut)}</blockquote>"


def _mail(place: int, departure: Departure) -> _Item:
    mail = departure.mail
    back = "" if departure.status == MailStatus.SENT else ' <span class="back">devuelto</span>'
    files = f'<span class="with">{escape(", ".join(departure.files))}</span>'
    return _Item(
        at=departure.at,
        tone="sent",
        html=f'<a href="#m{place}">{escape(mail.template)} a {escape(words.recipients(mail))}</a>'
        f"{back}<br>{escape(words.heading(mail))}{files if departure.files else ''}",
    )


def _pill(case: Case, now: datetime) -> str:
    late = case.due_at is not None and case.due_at < now
    tone = "late" if late else _TONES.get(case.state, "running")
    return f'<span class="pill {tone}">{escape(words.standing(case, now))}</span>'


def _arrivals(arrivals: Sequence[Arrival]) -> str:
    rows = "\n".join(_arrival(arrival) for arrival in arrivals)
    return f"""<div class="wide"><table>
<thead><tr><th scope="col">Llegó</th><th scope="col">De</th><th scope="col">Asunto</th>
<th scope="col">Destino</th><th scope="col">Caso</th><th scope="col">Por qué</th></tr></thead>
<tbody>
{rows}
</tbody></table></div>"""


def _arrival(arrival: Arrival) -> str:
    cells = (
        short_moment(arrival.at, BOGOTA),
        name_of(arrival.sender),
        words.subject(arrival.subject),
        words.outcome(arrival.outcome),
        _number(arrival.case),
        words.sentence(arrival.reason),
    )
    return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"


def _number(case: Case | None) -> str:
    return case.number if case else ""
