"""Find the commands of a mail: tags alone on a line of its new words, or in its subject.

Source: domain.md §9. Nothing in doubt runs: it is reported, so that its author can be asked. The
time grows with the length of the mail only.
"""

import re
from dataclasses import dataclass, field

from mailbot.model.mail import Mail
from mailbot.rules.commands.announced import below_an_announcement
from mailbot.rules.commands.brackets import (
    MOST_CHARACTERS,
    WrittenTag,
    looks_like_tag,
    nearest_to,
    read_tag,
    seen,
    written,
)
from mailbot.rules.commands.subject_tags import SubjectOrders, read_subject
from mailbot.rules.commands.tags import Tag
from mailbot.rules.intake.words import tidy

# A tag of MOST_CHARACTERS that a program broke at column 40.
_MOST_LINES_OF_A_TAG = 30
_LONGEST_UNCLOSED = 60
_MOST_UNKNOWN = 50

MOST_TAGS = 40
"""A mail with more orders is refused whole: nobody means them, and each costs a look."""
# Each costs a comparison with every name: a text of nothing but brackets must not take seconds.
_MOST_COMPARED = 200

# What mail programs leave around a tag that their writer put alone on a line.
_MARKUP = r"&nbsp;|</?(?:p|div|span|b|strong|i|em|u|font|a|br|o:p)\b[^<>]{0,200}>"
_BEFORE = re.compile(rf"(?:\s|{_MARKUP})*[*_]{{0,4}}(?:{_MARKUP}){{0,9}}(?=\[)", re.IGNORECASE)
_BEHIND = re.compile(rf"(?:[\s*_.,;:]|{_MARKUP})*", re.IGNORECASE)
_BREAK = re.compile(r"<br[ ]{0,3}/?>", re.IGNORECASE)
# A bullet, a figure, an arrow. Our own mails put «» around tags, other people's have ">" in front.
_BULLET = re.compile(r"\s*(?:[^\w\s\[\]<>|«»\"'`“”]{1,3}|\(?\d{1,2}[.)])\s*(?=\[)")
# Some programs quote by indentation alone.
_INDENTED = re.compile(r"[ ]{0,3}\t|[ \u00a0]{4}")
_FENCE = ("```", "~~~")
_NEXT_TAG = re.compile(rf"\[([^\]]{{1,{MOST_CHARACTERS}}})\][\s*_.,;:+/&-]{{0,9}}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One tag to carry out: as `written`, its words, its `clave=valor` pairs, its text below."""

    tag: Tag
    written: str
    arguments: tuple[str, ...] = ()
    keys: tuple[tuple[str, str], ...] = ()
    text: str = ""

    def key(self, *names: str) -> str:
        """The value of the first of these keys that was written, "" without one."""
        return next((value for key, value in self.keys if key in names and value), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """A tag that does not exist, with the most similar one that does."""

    written: str
    nearest: Tag | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandMail:
    """What a mail orders.

    `commands` run in this order. The others are asked about and run never: `unknown` tags,
    `unplaced` ones (in the subject of a reply whose thread we don't know, or in the subject with
    other arguments than in the text), `doubtful` ones (the cut between new words and quotes is not
    sure), `misplaced` ones (not alone on their line). `repeated` ones stood in an earlier subject
    of the thread: they neither run nor are asked about. `opening` is what stands before the first
    tag.
    """

    commands: tuple[Command, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    unplaced: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    misplaced: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()
    opening: str = ""

    @property
    def orders(self) -> bool:
        """Whether the mail orders anything, well or badly."""
        return bool(self.commands) or self.in_doubt

    @property
    def in_doubt(self) -> bool:
        """Whether something in it must be asked about: then nothing of it runs."""
        return bool(self.unknown or self.unplaced or self.doubtful or self.misplaced)


@dataclass(slots=True)
class _Body:
    """What was read from the lines: the orders with their texts, and what is no order."""

    orders: list[tuple[str, WrittenTag, list[str]]] = field(default_factory=list)
    opening: list[str] = field(default_factory=list)
    unknown: list[Unknown] = field(default_factory=list)
    misplaced: list[str] = field(default_factory=list)
    doubtful: list[str] = field(default_factory=list)
    """Those that are indented like a quotation."""
    compared: int = 0
    """How many brackets were looked at for a misspelt tag."""
    fenced: bool = False
    """Inside a block of code."""

    @property
    def begun(self) -> bool:
        """Whether anything stands above: a mail that is a tag alone is indented by chance."""
        return bool(self.orders) or any(line.strip() for line in self.opening)

    def say(self, line: str) -> None:
        (self.orders[-1][2] if self.orders else self.opening).append(line)


def read_commands(
    mail: Mail, known_subject_tags: frozenset[str] = frozenset(), *, thread_known: bool = False
) -> CommandMail:
    """The commands that the author of `mail` wrote.

    `known_subject_tags` are tags that stood in earlier subjects of the thread (`known_tags`).
    `thread_known` tells that we know the mail that this one answers.
    """
    in_subject = read_subject(
        mail.subject, known_subject_tags,
        in_thread=bool(mail.thread_ids), thread_known=thread_known,
    )  # fmt: skip
    if "[" not in mail.text and "［" not in mail.text and in_subject == SubjectOrders():
        return CommandMail()
    body = _read_body(mail.text)
    first, contrary = _before_the_body(in_subject, body)
    unplaced = (*in_subject.unplaced, *contrary)
    if not mail.commands_safe:
        return CommandMail(
            doubtful=_all_that_was_written(first, body),
            unplaced=unplaced,
            repeated=in_subject.repeated,
        )
    opening = _joined(body.opening)
    said = ((written, order.tag, text) for written, order, text in body.orders)
    commands = [_command(said, order, "") for said, order in first[:-1]]
    commands += [_command(said, order, opening) for said, order in first[-1:]]
    commands += [_command(said, order, _joined(text)) for said, order, text in body.orders]
    return CommandMail(
        commands=tuple(commands),
        unknown=tuple(body.unknown),
        unplaced=unplaced,
        doubtful=tuple(dict.fromkeys((*body.doubtful, *below_an_announcement(said)))),
        misplaced=tuple(dict.fromkeys(body.misplaced)),
        repeated=in_subject.repeated,
        opening="" if first else opening,
    )


def _before_the_body(
    in_subject: SubjectOrders, body: _Body
) -> tuple[list[tuple[str, WrittenTag]], list[str]]:
    """The orders of the subject that the text does not repeat, and those it contradicts."""
    below = [order for _, order, _ in body.orders]
    tags = {order.tag for order in below}
    first: list[tuple[str, WrittenTag]] = []
    contrary: list[str] = []
    for said, order in in_subject.placed:
        if order.tag not in tags:
            first.append((said, order))
        elif (order.arguments or order.keys) and order not in below:
            contrary.append(said)
    return first, contrary


def _all_that_was_written(first: list[tuple[str, WrittenTag]], body: _Body) -> tuple[str, ...]:
    return (
        *(said for said, _ in first),
        *(said for said, _, _ in body.orders),
        *(unknown.written for unknown in body.unknown),
        *dict.fromkeys((*body.doubtful, *body.misplaced)),
    )


def _read_body(text: str) -> _Body:
    body = _Body()
    text = tidy(text)
    text = _BREAK.sub("\n", text) if "<" in text else text
    lines, looks = text.split("\n"), seen(text).split("\n")
    at = 0
    while at < len(lines):
        taken = _read_line(looks, at, body)
        if not taken:
            body.say(lines[at])
        at += taken or 1
    return body


def _read_line(looks: list[str], at: int, body: _Body) -> int:
    """Read a tag from the line `at`; how many lines that took, 0 if the line is text."""
    line = looks[at]
    if line.lstrip()[:3] in _FENCE and line.count(line.lstrip()[:3]) == 1:
        body.fenced = not body.fenced
    if "[" not in line:
        return 0
    start = _BEFORE.match(line)
    if start is None:
        if bullet := _BULLET.match(line):
            _note_misplaced(line[bullet.end() :], body)
        return 0
    return _read_bracket(looks, at, line[start.end() :], body)


def _read_bracket(looks: list[str], at: int, begins: str, body: _Body) -> int:
    """Read what begins with a bracket; how many lines that took, 0 if it is text after all."""
    whole, taken = _unbroken(looks, at, begins)
    content = None if body.fenced else _content(whole)
    order = read_tag(content) if content else None
    if content is None:
        _note_misplaced(whole, body)
    elif order and body.begun and _INDENTED.match(looks[at]):
        body.doubtful.append(_written(content))
    elif order:
        body.orders.append((_written(content), order, []))
        return taken
    elif len(body.unknown) < _MOST_UNKNOWN and _meant_as_tag(content, taken, body):
        body.unknown.append(Unknown(written=_written(content), nearest=nearest_to(content)))
        return taken
    return 0


def _meant_as_tag(content: str, lines: int, body: _Body) -> bool:
    body.compared += 1
    if body.compared > _MOST_COMPARED:
        return False
    return looks_like_tag(content) and (lines == 1 or nearest_to(content) is not None)


def _unbroken(looks: list[str], at: int, begins: str) -> tuple[str, int]:
    """A tag that a program broke over lines on one line again, and how many it took."""
    parts, length = [begins], len(begins)
    if "]" in begins:
        return begins, 1
    for line in looks[at + 1 : at + _MOST_LINES_OF_A_TAG]:
        length += len(line)
        if not line.strip() or "[" in line or length > 2 * MOST_CHARACTERS:
            break
        parts.append(line.strip())
        if "]" in line:
            return " ".join(parts), len(parts)
    return begins, 1


def _content(whole: str) -> str | None:
    """What stands between the brackets of a tag that is alone."""
    inner, closed, rest = whole[1:].partition("]")
    alone = closed and "[" not in inner and _BEHIND.fullmatch(rest)
    return inner if alone else None


def _note_misplaced(line: str, body: _Body) -> None:
    """Note the tags that begin a line on which there is more, or that nothing closes."""
    if "]" not in line and len(line) <= _LONGEST_UNCLOSED and read_tag(line[1:]):
        body.misplaced.append(_written(line[1:]))
    at = 0
    while tag := _NEXT_TAG.match(line, at):
        at = tag.end()
        if read_tag(tag[1]):
            body.misplaced.append(_written(tag[1]))


def _written(content: str) -> str:
    return written(content.strip("["))


def _command(said: str, order: WrittenTag, text: str) -> Command:
    return Command(
        tag=order.tag, written=said, arguments=order.arguments, keys=order.keys, text=text
    )


def _joined(lines: list[str]) -> str:
    return "\n".join(line.rstrip() for line in lines).strip("\n").strip()
