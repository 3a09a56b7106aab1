"""[LIBERAR]: a file that inspection held back may go on, because a person answers for it (R87)."""

from mailbot.model.case import StoredFile
from mailbot.model.decision import ReleaseFile
from mailbot.model.vocabulary import EventKind, FileStatus
from mailbot.rules import case_files
from mailbot.rules.case_files import place_of
from mailbot.rules.commands.act import Act, Done
from mailbot.rules.commands.rights import Refused
from mailbot.rules.file_names import renumbered


def release(act: Act) -> Done:
    """Let one file out of quarantine; from then on it has its link and may be sent."""
    act.only("archivo", "motivo", words=1)
    held = [each for each in _present(act) if each.status == FileStatus.QUARANTINED]
    said = act.said("archivo", place=0)
    if not said:
        raise Refused(f"Falta cuál archivo: escriba su número. {_listed(act, held)}")
    file = _named(act, said, held)
    why = act.wanted("motivo", what="por qué se libera")
    name = renumbered(file.name, act.case.number)
    entry = act.entry(EventKind.COMMAND, f"Archivo liberado: {name}. Motivo: {why}", file.why)
    return Done(
        said=f"«{name}» salió de la cuarentena: desde ahora puede abrirse y enviarse.",
        case=act.case,
        events=(entry,),
        effects=(ReleaseFile(number=act.case.number, name=file.name),),
    )


def _present(act: Act) -> tuple[StoredFile, ...]:
    """What the case holds already: what comes with the order itself nobody has seen yet."""
    return act.view.files.get(act.case.row, ())


def _named(act: Act, said: str, held: list[StoredFile]) -> StoredFile:
    """The file that `said` means: by its number in the case, or by its name."""
    known = [each for each in _present(act) if _is_meant(each, said, act.case.number)]
    found = [each for each in known if each in held]
    if len(found) == 1:
        return found[0]
    if found:
        raise Refused(f"Hay varios archivos «{said}»: escriba su número. {_listed(act, held)}")
    if known:
        raise Refused(f"«{said}» no está en cuarentena.")
    raise Refused(f"El caso no tiene el archivo «{said}». {_listed(act, held)}")


def _is_meant(file: StoredFile, said: str, number: str) -> bool:
    if said.isdecimal():
        return int(said) == place_of(file)
    names = (file.name, renumbered(file.name, number), file.original_name)
    return said.casefold() in (name.casefold() for name in names)


def _listed(act: Act, held: list[StoredFile]) -> str:
    if not held:
        return "El caso no tiene archivos en cuarentena."
    rows = (f"{place_of(each)}: {told}" for each, told in zip(held, _told(act, held), strict=True))
    return f"En cuarentena: {'; '.join(rows)}."


def _told(act: Act, held: list[StoredFile]) -> tuple[str, ...]:
    return tuple(case_files.told(act.case, held))
