"""Whether a file that came with a mail may go on: bytes in, verdict out, within bounds.

Pure. Nothing in a file is run, written or fetched; the budget of a mail bounds what is unpacked.
"""

from mailbot.model.vocabulary import FileVerdict
from mailbot.parsers.inspection.kinds import kind_of
from mailbot.parsers.inspection.look import Look, look_into
from mailbot.parsers.inspection.values import UNREADABLE, Budget, Held, Inspection

__all__ = ["Budget", "Inspection", "inspect"]


def inspect(
    name: str, declared_type: str, content: bytes, budget: Budget | None = None
) -> Inspection:
    """The verdict on a file by its name as it was sent, its declared type and its bytes.

    `budget` is what all files of a mail may cost together. Never raises: what can't be looked
    through is quarantined, with the reason.
    """
    kind = kind_of(content)
    look = Look(name=name, type=declared_type, content=content, budget=budget or Budget())
    why = ""
    try:
        look_into(look, kind)
    except Held as held:
        why = str(held)
    except Exception:
        why = UNREADABLE
    verdict = FileVerdict.QUARANTINED if why else FileVerdict.OK
    return Inspection(verdict=verdict, true_type=kind.type, why=why)
