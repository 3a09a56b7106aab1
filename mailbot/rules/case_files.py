"""The files of a case: which are kept, under which names, and which go out again (R24)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mailbot.model.case import Case, StoredFile
from mailbot.model.decision import Enclosure
from mailbot.model.mail import Attachment
from mailbot.model.vocabulary import FileStatus, FileVerdict
from mailbot.rules.file_names import renumbered, stored_name
from mailbot.rules.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosed:
    """What goes out with a mail, and the names of the files that were too large to go with it."""

    enclosures: tuple[Enclosure, ...] = ()
    left_out: tuple[str, ...] = ()


def placed(
    case: Case, files: Sequence[Attachment], present: Sequence[StoredFile], policy: Policy
) -> tuple[StoredFile, ...]:
    """The files of a mail as the case will hold them, behind those that it has.

    The same signature picture comes with every mail of a person: it is kept once. What is beyond
    the number allowed is quarantined, like what inspection says so of (§16.33).
    """
    known = {file.sha256 for file in present}
    kept: list[StoredFile] = []
    for place, file in enumerate(files):
        if file.inline and file.sha256 in known:
            continue
        known.add(file.sha256)
        beyond = place >= policy.config.limits.files
        quarantined = beyond or file.verdict is FileVerdict.QUARANTINED
        name = stored_name(
            case.number, len(present) + len(kept) + 1, file.name, file.type,
            case.requester.identification,
        )  # fmt: skip
        kept.append(
            StoredFile(
                name=name,
                original_name=file.name,
                path=f"casos/{case.number.split('-')[1]}/{case.service_number}/{name}",
                sha256=file.sha256,
                size=file.size,
                type=file.type,
                status=FileStatus.QUARANTINED if quarantined else FileStatus.STORED,
                why=file.why or ("Pasa del número de archivos permitido." if beyond else ""),
            )
        )
    return tuple(kept)


def enclosed(case: Case, files: Iterable[StoredFile], policy: Policy) -> Enclosed:
    """The files to send with a mail about `case`, under its number in force.

    Nothing in quarantine ever goes out (R87), and no mail grows beyond `outgoing_mb`.
    """
    room = int(policy.config.limits.outgoing_mb * 1024 * 1024)
    taken: list[Enclosure] = []
    left_out: list[str] = []
    for file in files:
        if file.status == FileStatus.QUARANTINED:
            continue
        name = renumbered(file.name, case.number)
        if file.size > room:
            left_out.append(name)
            continue
        room -= file.size
        taken.append(Enclosure(name=name, sha256=file.sha256, type=file.type))
    return Enclosed(enclosures=tuple(taken), left_out=tuple(left_out))


def told(case: Case, files: Iterable[StoredFile]) -> Iterable[str]:
    """The names of files as mails to the line name them; what is held back is said."""
    for file in files:
        held = " (en cuarentena)" if file.status == FileStatus.QUARANTINED else ""
        yield f"{renumbered(file.name, case.number)}{held}"
