"""Lists of cases in words: what a mail says of each, and what the reader can do with it."""

from collections.abc import Sequence
from dataclasses import dataclass

from mailbot.compose import spanish, words
from mailbot.compose.labels import CRITICALITY
from mailbot.compose.letter import Draft, Row
from mailbot.compose.one_click import Reply, reply_link
from mailbot.model.listing import CaseLine
from mailbot.model.masking import in_subject
from mailbot.model.vocabulary import Criticality

MOST_ROWS = 25
"""Longer lists go on with numbers alone: Gmail clips long mails (mails.md §1.3)."""

_MOST_NUMBERS = 100
# The templates whose rows have a reply of their own: its label and its tag.
_ONE_CLICK = {"M-31": ("Ver", "ESTADO"), "M-44": ("Tomar", "TOMAR"), "M-48": ("Ver", "ESTADO")}


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """A case in a list: `status` stands beside the number, `facts` below the request."""

    number: str
    status: str
    request: str
    facts: str
    note: str
    reply: Reply | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list of cases as it is shown: rows, then numbers, then how many there are besides."""

    rows: tuple[CaseRow, ...] = ()
    more: str = ""
    numbers: str = ""

    def __bool__(self) -> bool:
        return bool(self.rows)


def listing(letter: Draft, fact: str = "rows") -> Listing:
    """A fact that holds lines of cases, in words; an empty list without one."""
    lines: Sequence[CaseLine] = letter.facts[fact]
    rest = lines[MOST_ROWS:]
    shown = ", ".join(line.number for line in rest[:_MOST_NUMBERS])
    return Listing(
        rows=tuple(_row(letter, line) for line in lines[:MOST_ROWS]),
        more=spanish.counted(len(rest), "caso más", "casos más") if rest else "",
        numbers=f"{shown}…" if len(rest) > _MOST_NUMBERS else shown,
    )


def count_of(letter: Draft) -> str:
    """`12 casos`: how many the fact `rows` holds."""
    return spanish.counted(len(letter.facts["rows"]), "caso", "casos")


def panel_of_list(letter: Draft, step: Row) -> tuple[Row, ...]:
    """The panel of a mail on the cases of a list: how many, what to do, when the first is due."""
    if not letter.facts["rows"]:
        return (step,)
    due = min((line.due_at for line in letter.facts["rows"] if line.due_at), default=None)
    return (
        Row(label="Casos", strong=count_of(letter)),
        step,
        Row(label="Vence", strong=letter.moment(due), rest=" (el primero)")
        if due
        else Row(label="Vence", rest="Sin plazo"),
    )


def _row(letter: Draft, line: CaseLine) -> CaseRow:
    request = words.one_line(
        in_subject(line.subject, line.identification), line.identification, most=90
    )
    said = (words.person(line.requester), request)
    return CaseRow(
        number=line.number,
        status=" · ".join((line.state.value, *_criticality(line))),
        request=": ".join(filter(None, said)),
        facts=spanish.held_together(" · ".join(_facts(letter, line))),
        note=words.one_line(line.note, line.identification, most=160),
        reply=_one_click(letter, line.number),
    )


def _criticality(line: CaseLine) -> Sequence[str]:
    # What is usual needs no word: the others stand out then.
    if line.criticality in (None, Criticality.MEDIA):
        return ()
    return (f"Criticidad {CRITICALITY[line.criticality].lower()}",)


def _facts(letter: Draft, line: CaseLine) -> Sequence[str]:
    who = f"A cargo de {letter.named(line.assignee)}" if line.assignee else ""
    # Since when it waits matters for a case that nobody has.
    since = f"Desde {letter.short(line.since)}" if line.since and not who else ""
    due = f"Vence {letter.short(line.due_at)}" if line.due_at else ""
    return [said for said in (who, since, due) if said]


def _one_click(letter: Draft, number: str) -> Reply | None:
    if letter.template not in _ONE_CLICK or not letter.facts["commands"]:
        return None
    label, tag = _ONE_CLICK[letter.template]
    # The list's own token may belong to another case: the tag names the one that is meant.
    link = reply_link(
        letter.line.address, f"[{number}] Re ({letter.token})", (f"[{tag} caso={number}]", "")
    )
    return Reply(label=label, link=link, tag=f"[{tag}]")
