"""Split a mail into the sender's new words and everything else; nothing is lost between the two."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from mailbot.parsers.html import parse_html, prepare_html, strip_tags, visible
from mailbot.parsers.html_page import Page
from mailbot.parsers.reply.attribution import resembles_attribution
from mailbot.parsers.reply.copied import find_copy, is_enclosed, may_be_tag
from mailbot.parsers.reply.disclaimer import mark_disclaimers
from mailbot.parsers.reply.headers import field_kind, may_open_header
from mailbot.parsers.reply.parts import (
    APART,
    FOOTER,
    FORWARD,
    INDENTED,
    LONGEST_LOOK,
    OWN,
    QUOTE,
    SIGNATURE,
    STILL_OWN,
    SUSPECT,
    Draft,
)
from mailbot.parsers.reply.quote import mark_quotes, quote_prefix
from mailbot.parsers.reply.separators import is_rule, separator_kind
from mailbot.parsers.reply.signature import (
    mark_list_footer,
    mark_phone_lines,
    mark_signatures,
    says_nothing,
)
from mailbot.parsers.reply.structure import find_marks

_MOST_LINES = 20_000
_MOST_BLANKS = 2
_BREAK = re.compile(r"<br[ ]{0,3}/?>", re.IGNORECASE)
_LONG = 60
_TRACKER = "\N{CANADIAN SYLLABICS FINAL MIDDLE DOT}"
"""Streak leaves this letter below what is written with it."""
_FORWARDS = re.compile(
    r"\s{0,9}(?:rv|fwd?|wg|tr|enc|reenv(?:iado)?|i|vb|doorst)\s{0,3}:", re.IGNORECASE
)
_ANSWERS = re.compile(
    r"\s{0,9}(?:re|rta|res|resp(?:uesta)?|aw|sv|antw|odp|vs|r|ynt)\s{0,3}(?:\[\d{1,3}\])?\s{0,3}:",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """`body` is all readable text, `text` the sender's new words, `quoted` what was cut off from
    them: earlier mails, forwards, signatures, disclaimers. With `commands_safe` False the cut is
    doubtful: people read `text`, but nothing in it may run. `wordless`: a device's line is all that
    stands where words would."""

    body: str
    text: str
    quoted: str
    commands_safe: bool
    wordless: bool = False


def split_reply(plain: str | None, html: str | None, subject: str) -> Split:
    """Split a mail's words, from its HTML where that says anything, else from its plain text.

    Never raises; the time grows with the length only. What is doubtful stays in `text`.
    """
    draft = _draft_of_html(html) if html else None
    if draft is None or not any(draft.looks):
        draft, html = _draft_of_plain(plain or ""), None
    draft.is_reply = bool(_FORWARDS.match(subject) or _ANSWERS.match(subject))
    _mark(draft)
    if html and plain and not _holds(draft, QUOTE, FORWARD) and _quotes_in(plain):
        draft.doubts.add("quote-in-plain-text-only")
    wordless = _is_left_bare(draft, subject) and says_nothing(draft)
    if not wordless:
        _keep_something(draft, subject)
    _doubt_leftovers(draft)
    _doubt_tags(draft)
    text, quoted = _gather(draft)
    body = "\n".join(line.rstrip() for line in draft.lines).strip("\n")
    return Split(
        body=body, text=text, quoted=quoted, commands_safe=not draft.doubts, wordless=wordless
    )


def _draft_of_plain(plain: str) -> Draft:
    lines = visible(plain.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    return _draft(lines, [OWN] * len(lines))


def _draft_of_html(html: str) -> Draft:
    source, whole = prepare_html(html)
    tree = parse_html(source)
    if tree is None or tree.root is None:
        lines = strip_tags(source)
    else:
        marks = find_marks(tree.root)
        page = Page(marks.regions, marks.tails, suspect=SUSPECT, apart=APART, set_apart=marks.apart)
        lines = page.read(tree.root)
    texts = visible("\n".join(text for text, _ in lines)).split("\n")
    draft = _draft(texts, [part for _, part in lines] or [OWN])
    if tree is None or not whole:
        draft.doubts.add("html-not-fully-read")
    return draft


def _draft(lines: list[str], parts: list[str]) -> Draft:
    """A draft whose rules have a bounded number of lines to look at."""
    if len(lines) <= _MOST_LINES:
        return Draft(lines, parts)
    rest = "\n".join(lines[_MOST_LINES:])
    return Draft(
        [*lines[:_MOST_LINES], rest], [*parts[:_MOST_LINES], OWN], doubts={"too-many-lines"}
    )


def _mark(draft: Draft) -> None:
    mark_quotes(draft)
    mark_signatures(draft)
    mark_phone_lines(draft)
    mark_list_footer(draft)
    mark_disclaimers(draft)
    _mark_rules(draft)


def _mark_rules(draft: Draft) -> None:
    """Drawn rules at the end of the new words belong to what was cut below them."""
    part = SIGNATURE
    at_end = True
    for index in range(len(draft.lines) - 1, -1, -1):
        look = draft.looks[index]
        if not look:
            continue
        if not draft.is_own(index):
            part, at_end = draft.parts[index], True
        elif at_end and (is_rule(look) or look == _TRACKER):
            draft.parts[index] = part
        else:
            at_end = False


def _holds(draft: Draft, *parts: str) -> bool:
    return any(part in parts for part in draft.parts)


def _quotes_in(plain: str) -> bool:
    other = _draft_of_plain(plain)
    mark_quotes(other)
    return _holds(other, QUOTE, FORWARD)


def _keep_something(draft: Draft, subject: str) -> None:
    """Where nothing of the sender is left and nothing was passed on, the cut was too eager."""
    if not _is_left_bare(draft, subject):
        return
    wanted = (SIGNATURE,) if _holds(draft, SIGNATURE) else (SIGNATURE, QUOTE, FORWARD, FOOTER)
    for index, part in enumerate(draft.parts):
        if part in wanted:
            draft.parts[index] = OWN
            draft.doubts.add("nothing-left")


def _is_left_bare(draft: Draft, subject: str) -> bool:
    return next(draft.own_indexes(), None) is None and not _is_forward(draft, subject)


def _is_forward(draft: Draft, subject: str) -> bool:
    if _holds(draft, FORWARD) or _FORWARDS.match(subject):
        return _holds(draft, FORWARD, QUOTE)
    if _ANSWERS.match(subject):
        return False
    cut = (
        look for look, part in zip(draft.looks, draft.parts, strict=True) if part == QUOTE and look
    )
    first = next(cut, "")
    return bool(first) and (may_open_header(first) or separator_kind(first) is not None)


def _doubt_leftovers(draft: Draft) -> None:
    """Words that look like the remains of an earlier mail, or stand where one could be."""
    kinds: set[str | None] = set()
    signed = announced = False
    above = ""
    for look, part in zip(draft.looks, draft.parts, strict=True):
        if not look or part not in STILL_OWN:
            signed = signed or part == SIGNATURE
        else:
            if announced:
                draft.doubts.add("words-below-an-announcement")
            if signed:
                draft.doubts.add("words-below-signature")
            if part == INDENTED and draft.is_reply:
                draft.doubts.add("indented-block")
            announced = announced or (draft.is_reply and resembles_attribution(look))
            if ":" in look:
                kinds.add(field_kind(look))
            if ">" in look or above[:1] == ">":
                draft.doubts.update(_doubts_about_mark(look, above))
        above = look
    if "from" in kinds and kinds & {"sent", "subject"}:
        draft.doubts.add("header-like-lines")


def _doubt_tags(draft: Draft) -> None:
    """Tags in a dress that hides them, or below what may have been copied from others."""
    if not any("[" in line or "［" in line for line in draft.lines):
        return
    own: list[str] = []
    tags: list[int] = []
    for line, part in zip(draft.lines, draft.parts, strict=True):
        # Whoever reads tags takes a break left of HTML for the end of a line.
        for piece in _BREAK.split(line) if "<" in line else (line,):
            look = piece[:LONGEST_LOOK].strip() if part in STILL_OWN else ""
            if look and may_be_tag(look):
                tags.append(len(own))
                if part == SUSPECT:
                    draft.doubts.add("tag-out-of-sight")
                elif part == APART or (part == INDENTED and any(own)):
                    draft.doubts.add("tag-set-apart")
            own.append(look)
    if tags and (find_copy(own, tags[-1]) is not None or is_enclosed(own, tags)):
        draft.doubts.add("tag-below-a-copy")


def _doubts_about_mark(look: str, above: str) -> Iterator[str]:
    """What is doubtful about a line that was kept, by the marks of it and of the line above."""
    if look[0] == ">":
        yield "quote-mark-kept"
    elif above[:1] == ">":
        if len(above) >= _LONG:
            # Programs that break a quoted line leave its rest without a mark.
            yield "words-below-a-broken-line"
    elif (prefix := quote_prefix(look)) is not None and quote_prefix(above) == prefix != "|":
        yield "odd-mark-kept"


def _gather(draft: Draft) -> tuple[str, str]:
    """The sender's lines and the others, each with a blank line where the other side was."""
    own = _Side()
    cut = _Side()
    for line, look, part in zip(draft.lines, draft.looks, draft.parts, strict=True):
        if not look:
            own.blanks += 1
            cut.blanks += 1
        elif part in STILL_OWN:
            own.add(line)
            cut.gap = True
        else:
            cut.add(line)
            own.gap = True
    return "\n".join(own.lines), "\n".join(cut.lines)


@dataclass(slots=True)
class _Side:
    """The lines of one side so far; `blanks` and `gap` tell what came since the last one."""

    lines: list[str] = field(default_factory=list)
    blanks: int = 0
    gap: bool = False

    def add(self, line: str) -> None:
        if self.lines and (self.blanks or self.gap):
            self.lines += [""] * (1 if self.gap else min(self.blanks, _MOST_BLANKS))
        self.lines.append(line.rstrip())
        self.blanks, self.gap = 0, False
