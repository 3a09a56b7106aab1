"""Find the commands of a mail: tags alone on a line of its new words, or in its subject.

Source: domain.md §9. Nothing in doubt runs: it is reported, so that its author can be asked. The
time grows with the length of the mail only.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from mailbot.model.mail import Mail
from mailbot.rules.commands.brackets import Order, looks_like_tag, read_order
from mailbot.rules.commands.tags import Tag, nearest
from mailbot.rules.intake.words import folded, tidy

_MOST_LINES_OF_A_TAG = 3
_LONGEST_LINE = 1_000
_LONGEST_SUBJECT = 1_000

# What mail programs leave around a tag that their writer put alone on a line.
_MARKUP = r"&nbsp;|</?(?:p|div|span|b|strong|i|em|u|font|a|br|o:p)\b[^<>]{0,200}>"
_BEFORE = re.compile(rf"(?:[\s*_]|{_MARKUP})*", re.IGNORECASE)
_BEHIND = re.compile(rf"(?:[\s*_.,;:]|{_MARKUP})*", re.IGNORECASE)
_BREAK = re.compile(r"<br[ ]{0,3}/?>", re.IGNORECASE)
_BULLET = re.compile(r"[ \t]*(?:[-•·▪*–—]|\(?\d{1,2}[.)])[ \t]+(?=\[)")
_IN_SUBJECT = re.compile(r"\[([^\[\]]{1,300})\]")
_ANSWER = re.compile(
    r"(?:^|[\]\s])(?:re|r|rv|fwd?|rta|resp|respuesta|enc|reenv|reenviado|aw|wg|tr|sv)"
    r"\s{0,3}(?:\[\d{1,3}\])?\s{0,3}:"
)


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
    `unplaced` ones (in the subject of a reply whose thread we don't know), `doubtful` ones (the cut
    between new words and quotes is not sure), `misplaced` ones (not alone on their line).
    `opening` is what stands before the first tag.
    """

    commands: tuple[Command, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    unplaced: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    misplaced: tuple[str, ...] = ()
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

    orders: list[tuple[str, Order, list[str]]] = field(default_factory=list)
    opening: list[str] = field(default_factory=list)
    unknown: list[Unknown] = field(default_factory=list)
    misplaced: list[str] = field(default_factory=list)

    def say(self, line: str) -> None:
        (self.orders[-1][2] if self.orders else self.opening).append(line)


def read_commands(
    mail: Mail, known_subject_tags: frozenset[str] = frozenset(), *, thread_known: bool = False
) -> CommandMail:
    """The commands that the author of `mail` wrote.

    `known_subject_tags` are tags that stood in earlier subjects of the thread: they ran already, or
    are another's words. `thread_known` tells that we know the mail that this one answers.
    """
    placed, unplaced = _subject_orders(mail, known_subject_tags, thread_known)
    if "[" not in mail.text and not placed and not unplaced:
        return CommandMail()
    body = _read_body(mail.text)
    written = {order.tag for _, order, _ in body.orders}
    first = [(said, order) for said, order in placed if order.tag not in written]
    if not mail.commands_safe:
        said = (*(said for said, _ in first), *(said for said, _, _ in body.orders))
        return CommandMail(doubtful=said, unplaced=unplaced)
    opening = _joined(body.opening)
    commands = [_command(said, order, "") for said, order in first[:-1]]
    commands += [_command(said, order, opening) for said, order in first[-1:]]
    commands += [_command(said, order, _joined(text)) for said, order, text in body.orders]
    return CommandMail(
        commands=tuple(commands),
        unknown=tuple(body.unknown),
        unplaced=unplaced,
        misplaced=tuple(body.misplaced),
        opening="" if first else opening,
    )


def tags_of_subject(subject: str) -> frozenset[str]:
    """The tags in a subject, whoever wrote it."""
    return frozenset(order.tag for _, order in _orders_in(subject))


def _subject_orders(
    mail: Mail, known: frozenset[str], thread_known: bool
) -> tuple[list[tuple[str, Order]], tuple[str, ...]]:
    if "[" not in mail.subject:
        return [], ()
    fresh = [(said, order) for said, order in _orders_in(mail.subject) if order.tag not in known]
    answers = bool(mail.thread_ids) or _ANSWER.search(folded(mail.subject[:_LONGEST_SUBJECT]))
    if answers and not thread_known:
        return [], tuple(said for said, _ in fresh)
    return fresh, ()


def _orders_in(subject: str) -> Iterator[tuple[str, Order]]:
    seen: set[Tag] = set()
    for found in _IN_SUBJECT.finditer(subject[:_LONGEST_SUBJECT]):
        order = read_order(found[1])
        if order and order.tag not in seen:
            seen.add(order.tag)
            yield found[0], order


def _read_body(text: str) -> _Body:
    body = _Body()
    text = tidy(text)
    lines = (_BREAK.sub("\n", text) if "<" in text else text).split("\n")
    at = 0
    while at < len(lines):
        at += _read_line(lines, at, body)
    return body


def _read_line(lines: list[str], at: int, body: _Body) -> int:
    """Read the line `at`; how many lines that took."""
    line = lines[at]
    if "[" not in line or len(line) > _LONGEST_LINE:
        body.say(line)
        return 1
    start = _BEFORE.match(line)
    begins = line[start.end() if start else 0 :]
    if begins.startswith("["):
        taken = _read_bracket(lines, at, begins, body)
        if taken:
            return taken
    elif bullet := _BULLET.match(line):
        _note_misplaced(line[bullet.end() :], body)
    body.say(line)
    return 1


def _read_bracket(lines: list[str], at: int, begins: str, body: _Body) -> int:
    """Read what begins with a bracket; 0 if it is text after all."""
    content, taken = _content(lines, at, begins)
    if content is None:
        _note_misplaced(begins, body)
        return 0
    order = read_order(content)
    if order:
        body.orders.append((f"[{' '.join(content.split())}]", order, []))
        return taken
    if looks_like_tag(content):
        body.unknown.append(Unknown(written=f"[{content.strip()}]", nearest=nearest(content)))
        return taken
    return 0


def _content(lines: list[str], at: int, begins: str) -> tuple[str | None, int]:
    """What stands between the brackets of a tag that is alone, and on how many lines."""
    whole, taken = begins, 1
    # Programs that break lines at 76 characters break a long tag too.
    while "]" not in whole and taken < _MOST_LINES_OF_A_TAG and at + taken < len(lines):
        whole = f"{whole} {lines[at + taken].strip()[:_LONGEST_LINE]}"
        taken += 1
    end = whole.rfind("]")
    inner = whole[1:end]
    clean = "[" not in inner and "]" not in inner
    alone = end > 0 and clean and _BEHIND.fullmatch(whole[end + 1 :])
    if not alone or (taken > 1 and read_order(inner) is None):
        return None, 0
    return inner, taken


def _note_misplaced(line: str, body: _Body) -> None:
    content, closed, _ = line[1:].partition("]")
    if closed and read_order(content):
        body.misplaced.append(f"[{' '.join(content.split())}]")


def _command(said: str, order: Order, text: str) -> Command:
    return Command(
        tag=order.tag, written=said, arguments=order.arguments, keys=order.keys, text=text
    )


def _joined(lines: list[str]) -> str:
    return "\n".join(line.rstrip() for line in lines).strip("\n").strip()
