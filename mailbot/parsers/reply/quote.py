"""Find the earlier mails in the text: lines marked ">", and what stands below an announcement."""

import re

from mailbot.parsers.reply.attribution import (
    Sureness,
    find_attribution,
    find_introduction,
    is_address_end,
    may_end_attribution,
)
from mailbot.parsers.reply.headers import find_header, may_open_header
from mailbot.parsers.reply.own_mail import PANEL_WORDS, find_own_mail, may_be_panel
from mailbot.parsers.reply.parts import (
    APART,
    FORWARD,
    INDENTED,
    OWN,
    QUOTE,
    STILL_OWN,
    SUSPECT,
    Draft,
)
from mailbot.parsers.reply.separators import (
    SEPARATOR_SIGNS,
    TITLE_OPENINGS,
    is_ruled_title,
    is_title,
    separator_kind,
)

_WRAPPED_AT = 65
_SENTENCE_ENDS = ".!?:;>"
# "> 100", "> EPG > CDP", ">>> www.x.co <<<": no quote, as a rule.
_OTHER_USE = re.compile(
    r">(?:[> ]*[^>]{1,100}<+|\s?=?\s?\$?\s?\d[\d.,]{0,20}\s?[^\W\d]{0,12}"
    r"|\s?[^>]{2,60}\s>\s?[^>\s].*)$"
)
_LINK_AT_END = re.compile(r"[(<]https?://[^\s)>]{8,}$")
_PREFIX = re.compile(r"(\||[^\W\d_]{1,12}>)(?:\s|$|[>|])")


def mark_quotes(draft: Draft) -> None:
    """Cut quoted lines, and every earlier mail with the lines that announce it."""
    if ">" in draft.whole:
        _mark_angled(draft)
        _mark_wrapped(draft)
    announced = _Reader(draft).read()
    _doubt_lonely_line(draft, announced=announced)


def _mark_angled(draft: Draft) -> None:
    above = ""
    for index, look in enumerate(draft.looks):
        if (
            look[:1] == ">"
            and draft.parts[index] in (OWN, SUSPECT, APART)
            and (above[:1] in ("", ">") or not is_address_end(look))
            and separator_kind(look) is None
        ):
            draft.parts[index] = QUOTE
        above = look


def _mark_wrapped(draft: Draft) -> None:
    """The rest of a quoted line that a program broke without repeating its mark."""
    looks = draft.looks
    for index in range(1, len(looks) - 1):
        above, look, below = looks[index - 1], looks[index], looks[index + 1]
        if draft.parts[index] not in (OWN, APART) or not look or not above[:1] == below[:1] == ">":
            continue
        wrapped = (
            look[0].islower() and len(above) >= _WRAPPED_AT and above[-1] not in _SENTENCE_ENDS
        )
        if wrapped or (" " not in look and _LINK_AT_END.search(above)):
            draft.parts[index] = QUOTE


def _doubt_lonely_line(draft: Draft, *, announced: bool) -> None:
    """One line with ">" that nothing announces may be the sender's own ("> 100")."""
    angled = [index for index, look in enumerate(draft.looks) if look[:1] == ">"]
    if announced or len(angled) != 1 or draft.parts[angled[0]] != QUOTE:
        return
    if not draft.is_reply or _OTHER_USE.match(draft.looks[angled[0]]):
        draft.parts[angled[0]] = OWN
        draft.doubts.add("lonely-quote-mark")


class _Reader:
    """Walks down the sender's lines and cuts at each announcement of an earlier mail."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.announced = False
        self._first = 0
        """No announcement starts above this line."""
        self._words_above = False
        self._looked_at = -1
        self._has_panel = draft.mentions(PANEL_WORDS)

    def read(self) -> bool:
        """Cut; True if an earlier mail was announced."""
        draft = self.draft
        index = 0
        while index < len(draft.lines):
            if draft.parts[index] not in STILL_OWN:
                self._first = index + 1
            elif draft.looks[index]:
                end = self._announcement(index) if index > self._looked_at else None
                if end is None:
                    self._words_above = True
                else:
                    index, self._first, self.announced = end, end + 1, True
            index += 1
        return self.announced

    def _announcement(self, index: int) -> int | None:
        """Cut what line `index` announces; the last line of the announcement, None if none."""
        look = self.draft.looks[index]
        end = None
        if look[0] in SEPARATOR_SIGNS or self.draft.openings[index] in TITLE_OPENINGS:
            end = self._separator(index)
        if end is None and may_open_header(look):
            end = self._header(index, index)
        if end is None and self._has_panel and may_be_panel(look):
            end = self._own_mail(index)
        if end is None and may_end_attribution(look):
            end = self._attribution(index)
        return end

    def _separator(self, index: int) -> int | None:
        look = self.draft.looks[index]
        kind = separator_kind(look)
        if kind is not None:
            return self._cut(index, index, FORWARD if kind == "forward" else QUOTE)
        titled = is_title(look) or is_ruled_title(look)
        below = self.draft.next_words(index + 1) if titled else None
        if below is not None and may_open_header(self.draft.looks[below]):
            return self._header(index, below)
        return None

    def _own_mail(self, row: int) -> int | None:
        start = find_own_mail(self.draft.looks, row, self._first)
        return None if start is None else self._cut(start, row, QUOTE)

    def _header(self, start: int, first_field: int) -> int | None:
        header = find_header(self.draft.looks, first_field, words_above=self._words_above)
        if header is None:
            return None
        end = self._cut(start, header.end, QUOTE, certain=header.certain)
        if end is None:
            # Its other lines are no header of their own.
            self._looked_at = header.end
        return end

    def _attribution(self, end: int) -> int | None:
        found = find_attribution(self.draft.looks, end, self._first)
        if found is None:
            return self._introduction(end)
        needed = Sureness.TIMED if self.draft.is_reply else Sureness.ADDRESSED
        return self._cut(found.start, end, QUOTE, certain=found.sureness >= needed)

    def _introduction(self, end: int) -> int | None:
        """Cut lines that no list of words knows, where a marked quote right below proves them."""
        draft = self.draft
        below = draft.next_words(end + 1)
        if below is None or draft.parts[below] != QUOTE or draft.looks[below][0] != ">":
            return None
        start = find_introduction(draft.looks, end, self._first)
        return None if start is None else self._cut(start, end, QUOTE)

    def _cut(self, start: int, end: int, part: str, *, certain: bool = True) -> int | None:
        """Cut lines `start` to `end` and the earlier mail below them.

        Below may be lines with a mark, which end somewhere, or a mail without any, which does not.
        The latter is believed only to an announcement that is certain.
        """
        draft = self.draft
        below = draft.next_words(end + 1)
        if below is None or draft.parts[below] not in STILL_OWN:
            last = end
        elif draft.parts[below] == INDENTED:
            last = self._last_indented(below)
        elif (prefix := quote_prefix(draft.looks[below])) is not None:
            last = self._last_prefixed(below, prefix)
            if draft.next_words(last + 1) is not None:
                # The earlier mail may go on without its odd mark.
                draft.doubts.add("words-below-an-odd-mark")
        elif certain:
            last = len(draft.lines) - 1
        else:
            draft.doubts.add("uncertain-announcement")
            return None
        draft.mark(range(start, last + 1), part)
        return last

    def _last_indented(self, start: int) -> int:
        last = start
        for index in range(start, len(self.draft.lines)):
            if self.draft.looks[index]:
                if self.draft.parts[index] != INDENTED:
                    break
                last = index
        return last

    def _last_prefixed(self, start: int, prefix: str) -> int:
        last = start
        for index in range(start, len(self.draft.lines)):
            look = self.draft.looks[index]
            if look:
                if not look.startswith(prefix):
                    break
                last = index
        return last


def quote_prefix(look: str) -> str | None:
    """The mark before quoted lines where it is not ">": a bar, or the author's initials."""
    found = _PREFIX.match(look)
    return found[1] if found else None
