"""Links that open a ready-written reply (RFC 6068, mails.md §1.6)."""

from urllib.parse import parse_qs, urlsplit

from mailbot.compose.one_click import MOST_CHARACTERS, reply_link

BOX = "siifsoporte@minhacienda.gov.co"


def test_all_but_unreserved_characters_are_encoded() -> None:
    link = reply_link(BOX, "[X] a, b+c", ["¿Sí? 1&2", "fin"])
    assert link == (
        f"mailto:{BOX}?subject=%5BX%5D%20a%2C%20b%2Bc&body=%C2%BFS%C3%AD%3F%201%262%0D%0Afin"
    )


def test_a_first_empty_line_stays() -> None:
    link = reply_link(BOX, "x", ["[RESPONDER]", ""])
    assert link.endswith("&body=%5BRESPONDER%5D%0D%0A")


def test_lines_that_make_it_too_long_are_left_out_whole() -> None:
    link = reply_link(BOX, "x", [f"Línea {n}: " + "y" * 40 for n in range(20)])
    assert len(link) <= MOST_CHARACTERS
    body = parse_qs(urlsplit(link).query)["body"][0]
    assert all(line.endswith("y" * 40) for line in body.split("\r\n"))
