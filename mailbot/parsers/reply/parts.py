"""The lines of a mail, and which part of it each line belongs to."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

OWN = ""
"""The sender's new words."""
QUOTE = "quote"
"""An earlier mail of the conversation, with the line or header that announces it."""
FORWARD = "forward"
"""A mail that is passed on."""
SIGNATURE = "signature"
"""The sender's signature, behind a delimiter or in the structure of the HTML."""
FOOTER = "footer"
"""What programs and entities add: phone lines, disclaimers, warnings, list footers."""
INDENTED = "indented"
"""An HTML block that is indented: a quote if a line above says so, else the sender's words."""
SUSPECT = "suspect"
"""The sender's words as far as can be told, in a dress in which readers overlook or ignore words:
struck out, out of sight, or behind a bar like a quote. No tag of them runs."""
APART = "apart"
"""The sender's words as far as can be told, indented, framed or below a rule, and below others of
the sender's, as a copy of somebody else's words often is. No tag of them runs."""
STILL_OWN = (OWN, INDENTED, SUSPECT, APART)
"""What counts as the sender's words until a rule says otherwise."""

LONGEST_LOOK = 400
"""Rules look at no more of a line than this, so that their cost does not grow with its length."""

_LONGEST_WORD = 16
_AROUND_WORD = "*_>·.-[(¡:"


@dataclass(slots=True)
class Draft:
    """The lines of a mail while it is being split; `parts[i]` tells what `lines[i]` is.

    `doubts` names the rules that were not sure. With any of them no command may run.
    """

    lines: list[str]
    parts: list[str]
    is_reply: bool = False
    """Whether the subject says that it answers or passes on a mail."""
    doubts: set[str] = field(default_factory=set)
    looks: list[str] = field(default_factory=list)
    """The lines as rules look at them: stripped, and cut at LONGEST_LOOK characters."""

    whole: str = ""
    """All of them in lower case, to ask once whether a rule can have anything to do."""
    openings: list[str] = field(default_factory=list)
    """The first word of each line in lower case, without signs around it."""

    def __post_init__(self) -> None:
        self.looks = [line[:LONGEST_LOOK].strip() for line in self.lines]
        self.whole = "\n".join(self.looks).lower()
        self.openings = [
            look[:_LONGEST_WORD].partition(" ")[0].strip(_AROUND_WORD).lower()
            for look in self.looks
        ]

    def mentions(self, words: Iterable[str]) -> bool:
        """Whether any of `words` (in lower case) stands in the mail."""
        return any(word in self.whole for word in words)

    def mark(self, indexes: Iterable[int], part: str) -> None:
        """Give the sender's lines among `indexes` to `part`; what has a part keeps it."""
        parts = self.parts
        for index in indexes:
            if parts[index] in STILL_OWN:
                parts[index] = part

    def is_own(self, index: int) -> bool:
        """Whether line `index` holds words that still count as the sender's."""
        return self.parts[index] in STILL_OWN and bool(self.looks[index])

    def own_indexes(self, start: int = 0) -> Iterator[int]:
        """Indexes of the lines from `start` on that still hold the sender's words."""
        return (index for index in range(start, len(self.lines)) if self.is_own(index))

    def next_words(self, index: int) -> int | None:
        """Index of the first line from `index` on that is not blank."""
        looks = self.looks
        for following in range(index, len(looks)):
            if looks[following]:
                return following
        return None
