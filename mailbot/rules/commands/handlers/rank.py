"""[CRITICIDAD]: the only thing that alters the order of arrival, with its reason (R7, Q23)."""

from mailbot.model.vocabulary import Criticality, EventKind
from mailbot.rules import mass_family, moves
from mailbot.rules.commands.act import Act, Done
from mailbot.rules.commands.rights import Refused
from mailbot.rules.intake.words import folded


def rank(act: Act) -> Done:
    """Change the criticality; the budget of the level follows at once."""
    act.only("criticidad", "motivo", words=1)
    said = act.wanted("criticidad", place=0, what="la criticidad (critica, alta, media o baja)")
    new = criticality(said)
    why = act.said("motivo") or act.command.text
    if not why:
        raise Refused('Falta el motivo, que queda en el informe: escriba motivo="…".')
    if new is act.case.criticality:
        raise Refused(f"El caso ya tiene criticidad {new}.")
    case = moves.moved(act.case, act.at, act.policy, criticality=new)
    reason = f"Criticidad de {act.case.criticality} a {new}: {why}"
    entry = act.entry(EventKind.FIELD, reason)
    return Done(
        said=f"La criticidad pasa de {act.case.criticality} a {new}.",
        case=case,
        events=(entry,),
        others=mass_family.followed(case, act.view.children, entry, act.at, act.policy),
    )


def criticality(said: str) -> Criticality:
    """The criticality of this name, accents and case free. Raises Refused."""
    name = folded(said).strip()
    if name not in list(Criticality):
        raise Refused(f"«{said}» no es una criticidad: use critica, alta, media o baja.")
    return Criticality(name)
