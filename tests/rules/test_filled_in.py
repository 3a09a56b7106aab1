"""What a person fills in between the quoted lines of our own mail, and what is ours there."""

import pytest

from mailbot.rules.intake.filled_in import read_filled_in


@pytest.mark.parametrize(
    ("body", "unit", "user", "phone"),
    [
        ("> Unidad ejecutora: 24-02-00\n> Usuario SIIF: MRUIZ", "24-02-00", "MRUIZ", ""),
        (">    Unidad ejecutora:  24-02-00", "24-02-00", "", ""),
        ("| Teléfono: 310 555 0147", "", "", "310 555 0147"),
        ("> Unidad ejecutora:\n> Usuario SIIF:", "", "", ""),
        # Our own sentences hold examples, which are nobody's.
        ("> - el código de su unidad ejecutora, por ejemplo 13-01-01;", "", "", ""),
        ("> - Unidad ejecutora: «13». El código de la unidad ejecutora es como 13-01-01.", "", "",
         ""),
        ("Unidad ejecutora: «13». El código de la unidad ejecutora es como 13-01-01.", "", "", ""),
        ("> - Teléfono de contacto: «1». Un teléfono es como 310 123 4567.", "", "", ""),
        ("> Bogotá 6021270 · Resto del país 01800910071", "", "", ""),
    ],
)  # fmt: skip
def test_only_what_stands_behind_a_label_is_the_persons(
    body: str, unit: str, user: str, phone: str
):
    read = read_filled_in(body)
    assert (read.executing_unit, read.siif_user, read.phone) == (unit, user, phone)
