"""The new words of replies in plain text."""

from collections import Counter

import pytest

from mailbot.parsers.reply import split_reply
from tests.parsers.reply_text_mails import TEXT_MAILS, TextMail


@pytest.mark.parametrize("mail", TEXT_MAILS, ids=lambda mail: mail.name)
def test_new_words_and_everything_else(mail: TextMail) -> None:
    split = split_reply(mail.plain, None, mail.subject)
    assert split.text == mail.text
    for words in mail.cut:
        assert words in split.quoted
    assert split.commands_safe is mail.safe


@pytest.mark.parametrize("mail", TEXT_MAILS, ids=lambda mail: mail.name)
def test_no_line_is_lost_between_the_two(mail: TextMail) -> None:
    split = split_reply(mail.plain, None, mail.subject)
    assert _lines(split.body) == _lines(split.text) + _lines(split.quoted)


def _lines(text: str) -> Counter[str]:
    return Counter(line for line in text.split("\n") if line.strip())
