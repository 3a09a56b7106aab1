"""What may be a city, of what people write where one is asked for."""

import pytest

from mailbot.rules.places import place


@pytest.mark.parametrize(
    "city", ["Cali", "Bogotá D.C.", "San José del Guaviare", "Santiago de Cali", "Ipiales (Nariño)"]
)
def test_the_name_of_a_city_is_one(city: str) -> None:
    assert place(f" {city} ", "Santiago Paz") == city


@pytest.mark.parametrize(
    "said",
    ["", "Calle quinta", "Cra 5 # 3-21", "Cali 3105550147", "rosa@dian.test", "Rosa Gil",
     "gil rosa", "Una ciudad de la que se dice demasiado aquí", "-", "Barrio Centro"],
)  # fmt: skip
def test_anything_else_is_none(said: str) -> None:
    assert place(said, "Rosa Gil Paz") == ""
