"""Reply tokens: found where our mails carry them, and nowhere else."""

import pytest

from mailbot.model.tokens import token_of, tokens_in

A = "0123456789abcdef0123456789abcdef"
B = "fedcba9876543210fedcba9876543210"


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        (f"[SERV-2026-000001] Datos ({A})", (A,)),
        (f"RE: [INC-2026-000001] Re ({A.upper()})", (A,)),
        (f"<{A}.serv-2026-000001@minhacienda.gov.co>", (A,)),
        (f"{B} {A} {B}", (B, A)),
        (f"{A}0", ()),
        (f"x{A}", ()),
        (A[:-1], ()),
        ("", ()),
    ],
)
def test_tokens_in_text(text: str, tokens: tuple[str, ...]) -> None:
    assert tokens_in(text) == tokens


@pytest.mark.parametrize(
    ("message_id", "token"),
    [
        (f"{A}.serv-2026-000001@minhacienda.gov.co", A),
        (f"<{A}.linea@minhacienda.gov.co>", A),
        (f"{A.upper()}@minhacienda.gov.co", A),
        (f"x.{A}@minhacienda.gov.co", None),
        ("CAF8k2ab31@mail.entidad.example", None),
        ("", None),
    ],
)
def test_token_of_a_message_id(message_id: str, token: str | None) -> None:
    assert token_of(message_id) == token
