"""What a person fills in between the quoted lines of our own mail, behind the labels there."""

import re

from mailbot.rules.intake.labels import label_key
from mailbot.rules.intake.request import MOST_READ, Request, read_request_text

# Our own sentences, with their examples, stand behind a mark of a list or in «…»: they tell
# nothing of the person.
_LINE = re.compile(r"^[>|\s]*([^\W\d_][^:\n>|]{2,40}):[ \t]*([^\s«:][^\n]*)$", re.MULTILINE)


def read_filled_in(body: str) -> Request:
    """The facts of an answer that stand behind a label, each on one line; no words beside."""
    lines = (
        f"{label}: {value}" for label, value in _LINE.findall(body[:MOST_READ]) if label_key(label)
    )
    return read_request_text("\n".join(lines))
