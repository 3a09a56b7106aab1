"""[CRITICIDAD]: the only thing that alters the order of arrival, with its reason (R7, Q23)."""

from mailbot.model.case import Case
from mailbot.model.decision import Send
from mailbot.model.vocabulary import Criticality, EventKind
from mailbot.rules import mass_family, moves, notices, reasons
from mailbot.rules.commands.act import Act, Done
from mailbot.rules.commands.moments import shown
from mailbot.rules.commands.rights import Refused
from mailbot.rules.intake.words import folded

_WRITTEN = {each: str(each) for each in Criticality} | {Criticality.CRITICA: "crítica"}


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
    change = f"de {_WRITTEN[act.case.criticality]} a {_WRITTEN[new]}"
    entry = act.entry(EventKind.FIELD, reasons.ranked(change, why))
    return Done(
        said=f"La criticidad pasa {change}.",
        case=case,
        events=(entry,),
        effects=_tell_who_acts(act, case, change, why),
        others=mass_family.followed(case, act.view.children, entry, act.at, act.policy),
    )


def _tell_who_acts(act: Act, case: Case, change: str, why: str) -> tuple[Send, ...]:
    """M-44 to the advisor, or to the queue that the case waits in: his deadline is another now."""
    people = tuple(each for each in act.policy.handlers(case) if each != act.member.email)
    if not people:
        return ()
    critical = case.criticality is Criticality.CRITICA
    title = f"La criticidad del caso pasó {change}"
    due = f" Vence el {shown(case.due_at, act.policy.calendar.zone)}." if case.due_at else ""
    facts = {
        "title": title, "why": f"{act.member.name} la cambió: {why.rstrip('.')}.{due}",
        "sender": "", "text": "", "files": (),
        "expected": "Atiéndalo antes que los demás." if critical else "Tenga en cuenta el plazo.",
    }  # fmt: skip
    notice = notices.to_people("M-44", people, act.policy, case=case, reason=title, facts=facts)
    return (notice,) if notice else ()


def criticality(said: str) -> Criticality:
    """The criticality of this name, accents and case free. Raises Refused."""
    name = folded(said).strip()
    if name not in list(Criticality):
        raise Refused(f"«{said}» no es una criticidad: use critica, alta, media o baja.")
    return Criticality(name)
