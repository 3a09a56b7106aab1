"""The files of a case: which are kept, under which names, and which go out again (R24)."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from mailbot.model.case import Case, StoredFile
from mailbot.model.decision import Enclosure, KeepFiles
from mailbot.model.mail import Attachment
from mailbot.model.vocabulary import FileStatus, FileVerdict
from mailbot.rules.file_names import renumbered, stored_name
from mailbot.rules.policy import Policy

LARGEST_LOGO = 100 * 1024
"""Bytes up to which an attached picture that the case has already is taken for a logo."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosed:
    """What goes out with a mail, and the names of the files that do not go with it."""

    enclosures: tuple[Enclosure, ...] = ()
    left_out: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    """What quarantine holds back, as `told` names it."""

    @property
    def named(self) -> tuple[str, ...]:
        """Every file as the line's people are told of it, sent or not."""
        return (*(each.name for each in self.enclosures), *self.left_out, *self.held)


def keep(case: Case, files: Sequence[Attachment]) -> tuple[KeepFiles, ...]:
    """What keeps the files of a mail with a case: nothing where there are none."""
    return (KeepFiles(number=case.number, files=tuple(files)),) if files else ()


def placed(
    case: Case, files: Sequence[Attachment], present: Sequence[StoredFile], policy: Policy
) -> tuple[StoredFile, ...]:
    """The files of a mail as the case will hold them, behind those that it has.

    The same signature picture comes with every mail of a person: it is kept once. What is beyond
    the number allowed is quarantined, like what inspection says so of (§16.33).
    """
    # What is held back is no copy to rely on: whoever sends it again is let in.
    known = {
        (file.sha256, file.original_name)
        for file in present
        if file.status != FileStatus.QUARANTINED
    }
    kept: list[StoredFile] = []
    for file in files:
        if _is_repeated(file, known):
            continue
        known.add((file.sha256, file.name))
        beyond = len(kept) >= policy.config.limits.files
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


def brought(
    case: Case, files: Sequence[Attachment], present: Sequence[StoredFile], policy: Policy
) -> tuple[StoredFile, ...]:
    """The files that somebody encloses: the new ones, and those that the case has already."""
    kept = placed(case, files, present, policy)
    new = {file.sha256 for file in kept}
    again = {file.sha256 for file in files if not file.inline} - new
    known = {each.sha256: each for each in present if each.status != FileStatus.QUARANTINED}
    return (*(known[digest] for digest in known if digest in again), *kept)


def enclosed(case: Case, files: Iterable[StoredFile], policy: Policy) -> Enclosed:
    """The files to send with a mail about `case`, under its number in force.

    Nothing in quarantine ever goes out (R87), and no mail grows beyond `outgoing_mb`.
    """
    room = int(policy.config.limits.outgoing_mb * 1024 * 1024)
    taken: list[Enclosure] = []
    left_out: list[str] = []
    held: list[StoredFile] = []
    for file in files:
        if file.status == FileStatus.QUARANTINED:
            held.append(file)
            continue
        name = renumbered(file.name, case.number)
        if file.size > room:
            left_out.append(name)
            continue
        room -= file.size
        taken.append(Enclosure(name=name, sha256=file.sha256, type=file.type))
    return Enclosed(enclosures=tuple(taken), left_out=tuple(left_out), held=tuple(told(case, held)))


def told(case: Case, files: Iterable[StoredFile]) -> Iterable[str]:
    """The names of files as mails to the line name them; what is held back is said, and why."""
    for file in files:
        held = held_for(file.why) if file.status == FileStatus.QUARANTINED else ""
        yield f"{renumbered(file.name, case.number)}{held}"


def held_for(why: str) -> str:
    """What stands behind the name of a file that is held back for the reason `why`."""
    return f" (en cuarentena: {within_a_sentence(why)})" if why else " (en cuarentena)"


def within_a_sentence(why: str) -> str:
    """A reason of inspection, which is a sentence, as a part of another one."""
    return f"{why[:1].lower()}{why[1:]}".rstrip(".")


def place_of(file: StoredFile) -> int:
    """The number of a file in its case, which its stored name carries."""
    return int(file.name.split("_", 2)[1])


def _is_repeated(file: Attachment, known: Collection[tuple[str, str]]) -> bool:
    """Whether it is a signature's picture that the case has; `known` are hashes with names.

    Some programs attach these pictures instead of showing them: then the name is the same too.
    """
    if file.verdict is FileVerdict.QUARANTINED:
        return False
    if file.inline:
        return any(file.sha256 == digest for digest, _name in known)
    is_small_picture = file.type.startswith("image/") and file.size <= LARGEST_LOGO
    return is_small_picture and (file.sha256, file.name) in known
