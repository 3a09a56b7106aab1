"""What an advisor signs with is no part of his solution (domain.md §9, R39)."""

import pytest

from mailbot.rules.commands.own_signature import without_signature

NAME = "Nora Díaz Rojas"
SOLUTION = "Se habilitó el perfil.\nIngrese de nuevo y autorice la orden."


@pytest.mark.parametrize(
    "below",
    [
        "Cordialmente,\nNora Díaz\nAsesora funcional",
        "Atentamente\n\nNora",
        "Nora Díaz Rojas\nAsesora de segundo nivel\nMinisterio de Hacienda\nTel. 381 1700",
        "NORA DIAZ\nSIIF Nación",
        "*Nora Díaz Rojas* | Asesora",
        "",
    ],
)
def test_the_signature_is_cut_and_the_words_stay(below: str) -> None:
    assert without_signature(f"{SOLUTION}\n\n{below}".strip(), NAME) == SOLUTION


@pytest.mark.parametrize(
    "text",
    [
        "La asesora Nora Díaz Rojas habló con usted y confirmó que el perfil quedó habilitado hoy.",
        "Ingrese por Reportes.\nGenere el listado.\nEnvíelo a su Coordinador.",
        "",
    ],
)
def test_words_that_are_no_signature_stay(text: str) -> None:
    assert without_signature(text, NAME) == text


def test_a_text_that_is_nothing_but_a_signature_is_empty() -> None:
    assert without_signature("Nora Díaz Rojas\nAsesora\nMinisterio", NAME) == ""
    assert without_signature("ok\n\nCordialmente,\nNora Díaz", NAME) == "ok"
