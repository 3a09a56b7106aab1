"""Thanks alone change nothing; a word that asks for something makes it a message."""

import pytest

from mailbot.rules.courtesy import is_courtesy


@pytest.mark.parametrize(
    "text",
    [
        "Muchas gracias",
        "Mil gracias por su atención.",
        "Recibido, muchas gracias por su pronta respuesta. Feliz tarde.",
        "Ok, gracias!",
        "Buenos días, agradezco su colaboración. Cordial saludo",
        "GRACIAS",
        "Thank you",
        "Excelente servicio, muy amables",
        "Muy satisfecha con la atención",
    ],
)
def test_thanks(text: str):
    assert is_courtesy(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Gracias, pero sigue saliendo el error",
        "Gracias, ¿cuándo queda listo?",
        "Gracias, adjunto la pantalla",
        "Muchas gracias, mi usuario es mrojas",
        "Gracias 13-01-01",
        "No",
        "No quedo satisfecho",
        "Cordialmente",
        "Gracias " * 16,
    ],
)
def test_no_thanks(text: str):
    assert not is_courtesy(text)
