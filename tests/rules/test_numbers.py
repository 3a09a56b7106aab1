"""Case numbers are read however people write them, and never out of other words."""

import pytest

from mailbot.rules.numbers import numbers_in


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("RE: [INC-2026-000123] No deja obligar", ("INC-2026-000123",)),
        ("inc 2026 123", ("INC-2026-000123",)),
        ("Caso SERV_2026_12 y SERV-2026-000012", ("SERV-2026-000012",)),
        ("serv#2026-7", ("SERV-2026-000007",)),
        ("SERV2026000007", ("SERV-2026-000007",)),
        ("SERV-2026-C0001", ("SERV-2026-C0001",)),
        ("serv-2026-c12", ("SERV-2026-C0012",)),
        ("[SERV-2026-000001] y [INC-2026-000002]", ("SERV-2026-000001", "INC-2026-000002")),
        ("reserva SERVICIO-2026-1", ()),
        ("PRESERV-2026-000001", ()),
        ("INC-1999-000001", ()),
        ("INC-2026-0001234567", ()),
        ("", ()),
    ],
)
def test_numbers_in_text(text: str, expected: tuple[str, ...]):
    assert numbers_in(text) == expected
