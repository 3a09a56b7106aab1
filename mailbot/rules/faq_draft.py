"""A frequent question, drawn from a solved case or from P: and R: lines; nobody's data in it."""

import re
from dataclasses import dataclass

from mailbot.model.case import Case
from mailbot.model.faq import FaqEntry, QuotedAnswer, SolvedBefore
from mailbot.rules.impersonal import Known, impersonal
from mailbot.rules.intake.layout import message, split_signature
from mailbot.rules.intake.words import folded

LONGEST_QUESTION = 600
LONGEST_ANSWER = 4_000

_QUOTED_QUESTION = 200
_QUOTED_ANSWER = 600
_TOLD_MATTER = 120
_TOLD_SOLUTION = 280
_MOST_LINES = 8

_PART = re.compile(
    r"^[ \t>*_-]{0,6}(?P<key>p|pregunta|r|respuesta)[ \t]{0,3}[:=.)][ \t]*(?P<text>.*)$",
    re.IGNORECASE | re.MULTILINE,
)
_PREFIX = re.compile(r"^(?:\s*(?:re|rv|fw|fwd|rta|resp)\s*:|\s*\[[^\]]{0,40}\])+\s*", re.IGNORECASE)
_ADDRESSED = re.compile(r"^(?:\((?:nombre|entidad|usuario|correo)\)[\s,.:;-]*)+(?:\n|$)")
_END = re.compile(r"[.!?…](?:\s|$)|\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A question and its answer; "" is what there is not."""

    question: str = ""
    answer: str = ""


def written(text: str) -> Draft:
    """The P: and R: lines of an order, each with the lines below it, as they were written."""
    parts: dict[str, str] = {}
    marks = list(_PART.finditer(text))
    ends = (*(mark.start() for mark in marks[1:]), len(text))
    for mark, end in zip(marks, ends, strict=False):
        said = f"{mark['text']}{text[mark.end() : end]}".strip()
        key = mark["key"][0].lower()
        parts[key] = "\n".join(filter(None, (parts.get(key), said)))
    return Draft(question=parts.get("p", ""), answer=parts.get("r", ""))


def of_case(case: Case) -> Draft:
    """What a solved case asks and answers, as its people wrote it."""
    subject = _PREFIX.sub("", case.subject).strip()
    asked = _message(case.description)
    if subject and folded(asked).startswith(folded(subject)):
        subject = ""
    return Draft(
        question="\n".join(filter(None, (subject, asked))), answer=_message(case.solution)
    )  # fmt: skip


def without_data(draft: Draft, case: Case | None, of_line: tuple[str, ...] = ()) -> Draft:
    """The draft without anybody's data; the people of `case` are known, and those of the line by
    their names.
    """
    known = Known.of(case, of_line)
    return Draft(
        question=_cut(_told_to_all(draft.question, known), LONGEST_QUESTION),
        answer=_cut(_told_to_all(draft.answer, known), LONGEST_ANSWER),
    )


def quoted(entry: FaqEntry) -> QuotedAnswer:
    """A published question as an acknowledgement quotes it: short."""
    return QuotedAnswer(
        question=_cut(" ".join(entry.question.split()), _QUOTED_QUESTION),
        lines=_lines(entry.answer, _QUOTED_ANSWER),
    )


def solved_before(case: Case, of_line: tuple[str, ...] = ()) -> SolvedBefore:
    """A solved case as an advisor is told of it, without who asked."""
    draft = without_data(of_case(case), case, of_line)
    matter = impersonal(_PREFIX.sub("", case.subject), Known.of(case, of_line)) or draft.question
    return SolvedBefore(
        number=case.number,
        module=case.module or "",
        matter=_cut(" ".join(matter.split()), _TOLD_MATTER),
        lines=_lines(draft.answer, _TOLD_SOLUTION),
    )


def _told_to_all(text: str, known: Known) -> str:
    # "Respetada Marta:" is to nobody else.
    return _ADDRESSED.sub("", impersonal(text, known))


def _message(text: str) -> str:
    above, _signature = split_signature(text.split("\n"))
    return message(above)


def _lines(text: str, most: int) -> tuple[str, ...]:
    lines = [line.strip() for line in _cut(text, most).split("\n") if line.strip()]
    return (*lines[:_MOST_LINES], *(("…",) if len(lines) > _MOST_LINES else ()))


def _cut(text: str, most: int) -> str:
    """The first sentences of `text`; words where the first one alone is longer than `most`."""
    if len(text) <= most:
        return text
    ends = [mark.end() for mark in _END.finditer(text, 0, most)]
    if ends and ends[-1] > most // 2:
        return f"{text[: ends[-1]].rstrip()} …"
    return f"{text[:most].rpartition(' ')[0] or text[:most]}…"
