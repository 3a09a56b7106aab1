"""Words made to cost are no yes, no no and no petition: what reads an answer is not misled."""

import pytest

from mailbot.rules.petition import find_petition
from mailbot.rules.words import Meaning, read_words
from tests.rules.mails import mail_with

COSTLY = {
    "a run of one letter": "Hola " + "A" * 20_000 + " si",
    "one name again and again": "Hola " + "Ana " * 5_000,
    "a yes and a gap": "SI" + " " * 20_000 + "x",
    "scores without an end": "5 " * 10_000,
    "answers to one question": "P1: 5, " * 3_000,
    "petitions that never begin": "presento derecho de " * 1_000,
    "thanks line after line": "Gracias,\n" * 2_000,
}


@pytest.mark.parametrize("words", COSTLY.values(), ids=COSTLY.keys())
def test_an_answer_that_is_made_to_cost_says_nothing(words):
    said = read_words(mail_with(text=words, body=words))
    assert said.meaning in (Meaning.NONE, Meaning.UNCLEAR)
    assert said.scores is None
    assert find_petition(words, "Caso") is None
