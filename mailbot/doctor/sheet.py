"""Whether the contingency sheet lies on disk, as fresh as it should be (R23)."""

from collections.abc import Iterator
from datetime import timedelta

from mailbot.doctor.findings import Subject, Verdict, fine, warning
from mailbot.doctor.stored import looked_into
from mailbot.doctor.work import in_words

_PAUSES = 4
"""After so many pauses without a look at it, the sheet is old."""


def contingency_sheet(subject: Subject) -> Iterator[Verdict]:
    """Where the sheet is and when it was last compared with the cases."""
    from mailbot.pipeline.contingency import snapshot_of

    config = subject.config
    with looked_into(subject) as opened:
        if opened is None:
            yield fine("se escribe desde el primer arranque")
            return
        found = snapshot_of(opened[1], config.storage.files)
    run = "deje en marcha mailbot, o escríbala con: mailbot contingency export"
    if found.checked_at is None or not found.exists:
        yield warning(f"{found.path} no está escrita", run)
        return
    age = subject.now - found.checked_at
    told = f"{found.path}, revisada hace {in_words(age)}"
    if age > _PAUSES * timedelta(minutes=config.contingency.snapshot_minutes):
        yield warning(told, run)
    else:
        yield fine(told)
