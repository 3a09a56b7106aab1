"""How the first mail names what reached the line: a mail, a call, a visit (A4)."""

from dataclasses import replace

import pytest

from mailbot.model.vocabulary import CaseType, Channel
from tests.compose.desk import CASE, composed, seen_of, send, text_of

RECEIVED = (
    (Channel.CORREO, "Recibimos su correo el lunes 23", "y lo registramos como"),
    (Channel.BUZON, "Recibimos su correo el lunes 23", "y lo registramos como"),
    (Channel.LLAMADA, "Atendimos su llamada el lunes 23", "y la registramos como"),
    (Channel.PRESENCIAL, "Atendimos su visita el lunes 23", "y la registramos como"),
)


@pytest.mark.parametrize(("channel", "received", "registered"), RECEIVED)
@pytest.mark.parametrize("template", ["M-02", "M-03"])
def test_a_person_reads_how_he_reached_the_line(
    template: str, channel: Channel, received: str, registered: str
) -> None:
    kind = CaseType.SOPORTE if template == "M-02" else CaseType.ACOMPANAMIENTO
    case = replace(CASE, subject="", channel=channel, type=kind)
    mail = composed(send(template, case, missing=()))
    for words in (text_of(mail), seen_of(mail)):
        assert received in " ".join(words.split())
        assert registered in " ".join(words.split())
