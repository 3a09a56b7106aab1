"""Tables of the report's page: how much of a long one is shown, and what is said of the rest."""

import pytest

from mailbot.model.sheets import Column, Kind, Sheet
from mailbot.reports.tables import table

COLUMNS = (Column(title="Unidad"), Column(title="Solicitudes", kind=Kind.WHOLE))


def listed(*kinds: str) -> str:
    rows = tuple((kind, place) for place, kind in enumerate(kinds))
    return table(
        Sheet(title="Candidatos", columns=COLUMNS, rows=rows), most_alike=10, most_listed=20
    )


@pytest.mark.parametrize(
    ("kinds", "shown", "rest"),
    [
        pytest.param(["a"] * 10, 10, "", id="ten of a kind"),
        pytest.param(["a"] * 11, 10, "Hay 1\xa0fila más", id="eleven of a kind"),
        pytest.param([*"abcdef"] * 10, 60, "", id="six kinds"),
        pytest.param([*"abcdefg"] * 10, 60, "Hay 10\xa0filas más", id="seven kinds"),
        pytest.param([f"u{place}" for place in range(23)], 20, "Hay 3\xa0filas más", id="a list"),
    ],
)
def test_a_page_shows_the_first_rows_and_counts_the_rest(kinds: list[str], shown: int, rest: str):
    html = listed(*kinds)
    assert html.count('<th scope="row">') == shown
    assert ("en el libro de Excel, hoja «Candidatos»" in html) == bool(rest)
    assert rest in html


def test_a_table_of_many_columns_is_marked_for_paper():
    wide = Sheet(title="Grupos", columns=COLUMNS * 7, rows=((("a", 1) * 7),))
    assert '<table class="many">' in table(wide)
    assert "<table>" in listed("a")
