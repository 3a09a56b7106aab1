"""A mail that carries an advisor's words to the person served."""

from collections.abc import Mapping
from typing import Any

from mailbot.model.case import Case
from mailbot.model.decision import Send
from mailbot.rules.case_files import Enclosed
from mailbot.rules.commands.act import Act
from mailbot.rules.commands.rights import Refused

_NOTHING = Enclosed()


def letter(
    template: str, act: Act, case: Case, facts: Mapping[str, Any], *, cc: tuple[str, ...] = (),
    files: Enclosed = _NOTHING, reason: str,
) -> Send:  # fmt: skip
    """The mail to the requester, in the thread of his own; no brake holds it back (§16.9)."""
    return Send(
        template=template,
        to=(case.requester.email,),
        cc=tuple(each for each in dict.fromkeys(cc) if each != case.requester.email),
        case=case,
        facts={"advisor": act.member.name, **facts},
        enclosures=files.enclosures,
        references=case.thread,
        brake=False,
        reason=reason,
    )


def left_out(files: Enclosed) -> str:
    """What the receipt says of files that did not go with the mail."""
    told = (("No cupieron en el correo", files.left_out), ("No se enviaron", files.held))
    return "".join(f" {what}: {', '.join(names)}." for what, names in told if names)


def refuse_unreachable(act: Act) -> None:
    """Raise Refused if our last mail to the person came back: nobody would read the question."""
    if act.case.unreachable:
        phone = act.case.requester.phone or "sin teléfono registrado"
        raise Refused(
            f"Nuestro último correo a {act.case.requester.email} fue devuelto. Llame al usuario "
            f"({phone}) y corrija la dirección con «[COMPLETAR correo=…]»."
        )
