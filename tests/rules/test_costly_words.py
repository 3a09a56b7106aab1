"""Words made to cost: what reads a person's answer takes time by their length, and no more."""

import time

import pytest

from mailbot.rules.petition import find_petition
from mailbot.rules.words import read_words
from tests.rules.mails import mail_with

SECONDS = 5.0
"""Far above what these take, far below the hours of some before."""


@pytest.mark.parametrize(
    "words",
    [
        "Hola " + "A" * 20_000 + " si",
        "Hola " + "Ana " * 5_000,
        "SI" + " " * 20_000 + "x",
        "5 " * 10_000,
        "P1: 5, " * 3_000,
        "presento derecho de " * 1_000,
        "Gracias,\n" * 2_000,
    ],
)
def test_an_answer_that_is_made_to_cost_is_read_at_once(words):
    started = time.process_time()
    read_words(mail_with(text=words, body=words))
    find_petition(words, "Caso")
    assert time.process_time() - started < SECONDS
