"""[PENDIENTE CLIENTE], [EN PROGRESO], [RESPONDER] and [NOTA]: words to the person and notes."""

from dataclasses import replace

from mailbot.model.vocabulary import EventKind, State
from mailbot.rules import clock, mass_family, moves
from mailbot.rules.commands.act import Act, Done
from mailbot.rules.commands.handlers.to_user import left_out, letter, refuse_unreachable
from mailbot.rules.commands.rights import Refused


def ask(act: Act) -> Done:
    """T7: ask the person; the clock stops until he answers or the level's hours are over."""
    act.only()
    question = act.wanted_text("la pregunta al usuario")
    refuse_unreachable(act)
    until = clock.client_wait(
        clock.budget_level(act.case.group), unit=act.case.requester.executing_unit,
        config=act.policy.config, calendar=act.policy.calendar, start=act.told_at,
    )  # fmt: skip
    case = moves.moved(
        act.case, act.at, act.policy, state=State.PENDIENTE_CLIENTE, wait_started_at=act.told_at,
        client_wait_until=until, question=question,
    )  # fmt: skip
    files = act.enclosed(case)
    reason = "Se pidió información al usuario"
    return Done(
        said=f"Enviamos su pregunta al usuario; el tiempo se congela.{left_out(files)}",
        case=case,
        events=(act.transition(case, reason, question),),
        effects=(letter("M-10", act, case, {"question": question}, files=files, reason=reason),),
    )


def go_on(act: Act) -> Done:
    """T8, T11, T16: back to work; the clock runs again."""
    act.only("motivo")
    if act.case.state is State.PENDIENTE_CLIENTE:
        case = moves.resumed(act.case, act.at, act.policy)
    else:
        case = moves.moved(
            act.case, act.at, act.policy, state=State.EN_PROGRESO, running_before=None,
            organ_answered_at=None,
        )  # fmt: skip
    reason = "El caso sigue su curso"
    why = act.said("motivo")
    entry = act.transition(case, f"{reason}: {why}" if why else reason, act.command.text)
    return Done(
        said="El tiempo del caso corre de nuevo.",
        case=case,
        events=(entry,),
        others=mass_family.followed(case, act.view.children, entry, act.at, act.policy),
    )


def answer(act: Act) -> Done:
    """The advisor's words and files to the person; state and clock stay as they are."""
    act.only()
    files = act.enclosed(act.case)
    if not act.command.text and not files.enclosures:
        raise Refused("Falta el texto para el usuario: escríbalo debajo de la etiqueta.")
    refuse_unreachable(act)
    reason = "Se escribió al usuario"
    return Done(
        said=f"Enviamos su mensaje al usuario; el estado no cambia.{left_out(files)}",
        case=act.case,
        events=(act.entry(EventKind.COMMAND, reason, act.command.text),),
        effects=(
            letter("M-50", act, act.case, {"text": act.command.text}, files=files, reason=reason),
        ),
    )


def note(act: Act) -> Done:
    """An internal note, which the person never sees."""
    act.only()
    if not act.command.text and not act.event.mail.attachments:
        raise Refused("Falta el texto de la nota: escríbalo debajo de la etiqueta.")
    return Done(
        said="Nota interna guardada; el usuario no la recibió.",
        case=replace(act.case),
        events=(act.entry(EventKind.NOTE, "Nota interna", act.command.text),),
    )
