"""Announcements of an earlier mail are cut with it, whatever program and language wrote them."""

import pytest

from mailbot.parsers.reply import split_reply
from tests.parsers.reply_announcement_mails import (
    CERTAIN,
    MARKED,
    PROVED_BY_A_MARK,
    UNMARKED,
    WORDS,
)

SUBJECT = "Re: [SERV-2026-000123] No puedo generar el CDP"
CERTAIN_ROWS = [pytest.param(line, id=name) for name, line in CERTAIN]
PROVED_ROWS = [pytest.param(line, id=name) for name, line in PROVED_BY_A_MARK]


@pytest.mark.parametrize("below", [MARKED, UNMARKED], ids=["marked", "unmarked"])
@pytest.mark.parametrize("announcement", CERTAIN_ROWS)
def test_it_is_cut_with_what_stands_below(announcement: str, below: str) -> None:
    split = split_reply(f"{WORDS}\n\n{announcement}{below}", None, SUBJECT)
    assert split.text == WORDS
    assert announcement.split("\n")[0] in split.quoted
    assert "[RESUELTO]" in split.quoted
    assert split.commands_safe


@pytest.mark.parametrize("announcement", PROVED_ROWS)
def test_a_marked_quote_right_below_proves_it(announcement: str) -> None:
    split = split_reply(f"{WORDS}\n\n{announcement}{MARKED}\nHasta luego.", None, SUBJECT)
    assert split.text == f"{WORDS}\n\nHasta luego."
    assert announcement in split.quoted
    assert split.commands_safe


@pytest.mark.parametrize("announcement", PROVED_ROWS)
def test_without_the_mark_nothing_is_lost_and_nothing_runs(announcement: str) -> None:
    split = split_reply(f"{WORDS}\n\n{announcement}{UNMARKED}", None, SUBJECT)
    assert split.text == f"{WORDS}\n\n{announcement}{UNMARKED}".strip()
    assert not split.commands_safe


def test_the_rest_of_a_link_that_was_broken_in_the_quote_is_no_answer() -> None:
    plain = (
        "Listo.\n\nEl 23/11/2026 a las 9:12, Línea SIIF escribió:\n> Vea (http://x.gov.co/ayuda\n"
        "_nonce=3dd518)\n> y confirme.\n"
    )
    split = split_reply(plain, None, SUBJECT)
    assert split.text == "Listo."
    assert "_nonce=3dd518)" in split.quoted


def test_words_below_a_quote_with_an_odd_mark_stay_and_run_nothing() -> None:
    quote = "El 23/11/2026 a las 9:12, Línea SIIF escribió:\n\nSIIF> Confirme."
    split = split_reply(f"Listo.\n\n{quote}\n\n[RESUELTO]", None, SUBJECT)
    assert split.text == "Listo.\n\n[RESUELTO]"
    assert not split.commands_safe


@pytest.mark.parametrize(
    "line", ["Enviado desde mi TECNO Spark 10", "Enviado desde mi Infinix HOT 30i"]
)
def test_the_line_of_a_phone_that_nobody_listed(line: str) -> None:
    split = split_reply(f"{WORDS}\n\n{line}", None, SUBJECT)
    assert (split.text, split.quoted, split.commands_safe) == (WORDS, line, True)
