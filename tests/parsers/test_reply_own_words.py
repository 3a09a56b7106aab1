"""No word of the sender is lost because it looks like somebody else's."""

import pytest

from mailbot.parsers.reply import split_reply
from tests.parsers.reply_own_word_mails import DOUBTFUL, LEADING_TO_A_QUOTE, RUNNING

REPLY = "Re: [SERV-2026-000123] No puedo generar el CDP"


@pytest.mark.parametrize("subject", [REPLY, "Error en el CDP"], ids=["answer", "new"])
@pytest.mark.parametrize("words", [pytest.param(words, id=name) for name, words in RUNNING])
def test_they_stay_and_are_in_no_doubt(words: str, subject: str) -> None:
    split = split_reply(words, None, subject)
    assert (split.text, split.quoted, split.commands_safe) == (words, "", True)


@pytest.mark.parametrize("words", [pytest.param(words, id=name) for name, words in DOUBTFUL])
def test_in_an_answer_the_doubtful_stay_and_run_nothing(words: str) -> None:
    split = split_reply(words, None, REPLY)
    assert (split.text, split.quoted, split.commands_safe) == (words, "", False)


@pytest.mark.parametrize("sentence", LEADING_TO_A_QUOTE)
def test_a_sentence_that_leads_to_a_quote_stays(sentence: str) -> None:
    split = split_reply(f"{sentence}\n\n> No existe cupo\n> en la vigencia\n", None, REPLY)
    assert split.text == sentence
    assert split.quoted == "> No existe cupo\n> en la vigencia"
