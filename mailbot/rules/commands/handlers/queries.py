"""[ESTADO], [HISTORIA], [LISTA] and [AYUDA]: questions of the line's people; nothing changes."""

from collections.abc import Iterable, Sequence

from mailbot.model.case import Case, StoredFile
from mailbot.model.listing import CaseLine, CaseList, line_of
from mailbot.rules import case_files, dossier
from mailbot.rules.case_files import Enclosed
from mailbot.rules.commands.about import no_case
from mailbot.rules.commands.act import Done, Order
from mailbot.rules.commands.handlers.filters import KEYS, MOST_WORDS, in_words, read_filter
from mailbot.rules.commands.rights import Refused, ever, possible
from mailbot.rules.commands.table import WITHOUT_A_CASE
from mailbot.rules.commands.tags import BY_NAME, EFFECT, Tag, compact, nearest
from mailbot.rules.commands.usage import usage
from mailbot.rules.standing import standing

_LONGEST_TAG = 3


def state(order: Order, case: Case | None) -> Done:
    """How the case stands, who has it, by when, and what the person asked for."""
    order.only()
    about = _wanted(case, order)
    shown = {"description": about.description} if _one_case(order) else {}
    return Done(said=standing(about, order.told_at, order.policy), shown=shown, about=about)


def history(order: Order, case: Case | None) -> Done:
    """All that happened in the case, with its files (R54)."""
    order.only()
    about = _wanted(case, order)
    if not _one_case(order):
        raise Refused("Pida la historia de cada caso en un correo aparte: lleva sus archivos.")
    entries = order.view.histories.get(about.row, ())
    files = order.view.files.get(about.row, ())
    enclosed = case_files.enclosed(about, files, order.policy)
    count = f"{len(entries)} {'entrada' if len(entries) == 1 else 'entradas'}"
    return Done(
        said=f"Va la historia de {about.number}: {count}. {_told_of_files(files, enclosed)}",
        shown={"description": about.description, "history": dossier.whole(entries)},
        enclosures=enclosed.enclosures,
        about=about,
    )


def listing(order: Order, _case: Case | None) -> Done:
    """The open cases that are asked for, in working order: criticality, then arrival (R7)."""
    order.only(*KEYS, words=MOST_WORDS)
    wanted = read_filter(order.command, order.member, order.policy, order.told_at)
    found = order.view.listings.get(wanted, CaseList())
    which = in_words(wanted, order.member)
    if not found.total:
        if wanted.assignee and wanted.assignee not in order.policy.staff:
            raise Refused(
                f"«{wanted.assignee}» no está en el directorio de la línea y no hay casos "
                f"abiertos {which}."
            )
        return Done(said=f"No hay casos abiertos {which}.")
    count = f"{found.total} {'caso abierto' if found.total == 1 else 'casos abiertos'}"
    rest = f" Van los primeros {len(found.cases)}." if found.total > len(found.cases) else ""
    return Done(
        said=f"Hay {count} {which}, por criticidad y orden de llegada.{rest}",
        shown={"rows": tuple(_line(case, order) for case in found.cases)},
    )


def explain(order: Order, case: Case | None) -> Done:
    """What the person can say: of one tag, of the case of his mail, or of all his roles (R35)."""
    order.only(words=_LONGEST_TAG)
    if order.command.arguments:
        return _about_one_tag(order, " ".join(order.command.arguments))
    if case is None:
        tags: Sequence[Tag] = ever(order.member)
        said = "Estas son todas las etiquetas de sus funciones."
    else:
        alone = (tag for tag in ever(order.member) if tag in WITHOUT_A_CASE)
        tags = (*possible(case, order.member), *alone)
        said = f"{case.number} está en {case.state}: abajo está lo que puede usar ahora."
    return Done(said=said, shown=_help(tags), about=case)


def _about_one_tag(order: Order, name: str) -> Done:
    tag = BY_NAME.get(compact(name)) or nearest(name)
    if tag is None:
        raise Refused(f"«{name}» no es una etiqueta: pida la lista con [AYUDA].")
    may = "" if tag in ever(order.member) else " No es de sus funciones."
    return Done(said=f"Abajo está cómo se usa.{may}", shown=_help((tag,)))


def _help(tags: Iterable[Tag]) -> dict[str, tuple[tuple[str, str], ...]]:
    return {"help": tuple((usage(tag), EFFECT[tag]) for tag in dict.fromkeys(tags))}


def _wanted(case: Case | None, order: Order) -> Case:
    if case is None:
        raise no_case(order.event)
    return case


def _one_case(order: Order) -> bool:
    """Whether all tags of the mail are about one case, whose words can then stand below them."""
    return len({command.key("caso") for command in order.event.orders.commands}) == 1


def _told_of_files(files: Sequence[StoredFile], enclosed: Enclosed) -> str:
    if not files:
        return "No tiene archivos."
    told = [
        ("Archivos adjuntos", [each.name for each in enclosed.enclosures]),
        ("No cupieron en el correo", list(enclosed.left_out)),
        ("No se envían", list(enclosed.held)),
    ]
    return " ".join(f"{label}: {', '.join(names)}." for label, names in told if names)


def _line(case: Case, order: Order) -> CaseLine:
    overdue = case.due_at is not None and case.due_at <= order.told_at
    notes = (
        "" if case.assignee else f"En la cola de {case.group}",
        "Vencido" if overdue else "",
        "Detenido" if case.stopped else "",
    )
    return line_of(case, ". ".join(filter(None, notes)))
