"""[RELACIONAR] and [FUSIONAR]: two cases that belong together, and the same request twice (T29)."""

from dataclasses import replace

from mailbot.model.case import Case
from mailbot.model.decision import SaveCase
from mailbot.model.vocabulary import CloseReason, EventKind, FileStatus, State
from mailbot.rules import moves
from mailbot.rules.commands.act import Act, Done
from mailbot.rules.commands.handlers.to_user import letter
from mailbot.rules.commands.rights import Refused


def relate(act: Act) -> Done:
    """Link two cases, each with the other; nothing else changes."""
    act.only("con", words=1)
    other = _other(act)
    if other.number in act.case.related:
        raise Refused(f"{act.case.number} ya está relacionado con {other.number}.")
    return Done(
        said=f"{act.case.number} y {other.number} quedan relacionados.",
        case=_linked(act.case, other),
        events=(act.entry(EventKind.FIELD, f"Relacionado con {other.number}"),),
        others=(
            SaveCase(
                case=_linked(other, act.case),
                events=(act.entry(EventKind.FIELD, f"Relacionado con {act.case.number}"),),
            ),
        ),
    )


def merge(act: Act) -> Done:
    """T29: the same request came twice; this case ends and the other goes on.

    Its person and the people on copy become parties of the other case, which gets the words and
    the names of the files. The first related case of a duplicate is the one that it goes on in.
    """
    act.only("con", "confirmar", words=1)
    other = _other(act)
    _refuse_unfit(act, other)
    case = moves.closed(act.case, act.at, act.policy, CloseReason.DUPLICADO, asked_at=act.told_at)
    reason = f"Duplicado de {other.number}"
    case = replace(case, related=(other.number, *(n for n in case.related if n != other.number)))
    return Done(
        said=f"El caso {act.case.number} quedó cerrado como duplicado de {other.number} y se lo "
        "informamos al usuario.",
        case=case,
        events=(act.transition(case, reason),),
        effects=(letter("M-04", act, case, {"into": other.number}, reason=reason),),
        others=(_with_duplicate(act, other),),
    )


def _other(act: Act) -> Case:
    said = act.wanted("con", place=0, what="el número del otro caso")
    other = act.case_named(said)
    if other.service_number == act.case.service_number:
        raise Refused(f"«{said}» es este mismo caso: escriba el número del otro.")
    return other


def _refuse_unfit(act: Act, other: Case) -> None:
    if other.mass:
        raise Refused(
            f"{other.number} es un incidente masivo: una a él el caso {act.case.number} con "
            f"«[MASIVO padre={other.number}]»."
        )
    if other.state is State.CERRADO:
        raise Refused(
            f"{other.number} está cerrado y {act.case.number} no puede seguir en él: relaciónelos "
            f"con «[RELACIONAR con={other.number}]»."
        )
    same = other.requester.email == act.case.requester.email
    if not same and not act.says_yes("confirmar"):
        raise Refused(
            f"{act.case.number} es de {act.case.requester.email} y {other.number} de "
            f"{other.requester.email}. Si es la misma solicitud, escriba "
            f"[FUSIONAR con={other.number} confirmar=si]."
        )


def _with_duplicate(act: Act, other: Case) -> SaveCase:
    """The case that goes on, with what the duplicate brings to it."""
    duplicate = act.case
    people = dict.fromkeys((*other.parties, duplicate.requester.email, *duplicate.parties))
    parties = tuple(each for each in people if each != other.requester.email)
    files = [each.name for each in act.files if each.status != FileStatus.QUARANTINED]
    words = "\n".join(filter(None, (duplicate.subject, duplicate.description)))
    if files:
        words += f"\nArchivos en {duplicate.number}: {', '.join(files)}"
    entry = act.entry(EventKind.NOTE, f"Se unió el caso {duplicate.number}, que es el mismo", words)
    # The legal limit of a petition goes on with it: the earlier one counts (R82).
    limits = [each.petition_until for each in (other, duplicate) if each.petition_until]
    kept = replace(other, parties=parties, petition_until=min(limits, default=None))
    return SaveCase(case=_linked(kept, duplicate), events=(entry,))


def _linked(case: Case, other: Case) -> Case:
    return replace(case, related=tuple(dict.fromkeys((*case.related, other.number))))
