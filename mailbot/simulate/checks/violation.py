"""Something that must never be, found: what, when, and on which case and mail."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """`rule` names the law that was broken, `what` says how, in Spanish."""

    rule: str
    what: str
    at: datetime
    case: str = ""
    mail: str = ""
