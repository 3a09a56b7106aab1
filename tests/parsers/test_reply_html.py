"""The new words of replies in HTML, program by program."""

from collections import Counter

import pytest

from mailbot.parsers.reply import split_reply
from tests.parsers.reply_html_mails import HTML_MAILS, HtmlMail


@pytest.mark.parametrize("mail", HTML_MAILS, ids=lambda mail: mail.name)
def test_new_words_and_everything_else(mail: HtmlMail) -> None:
    split = split_reply(None, mail.html, mail.subject)
    assert split.text == mail.text
    for words in mail.cut:
        assert words in split.quoted
    assert split.commands_safe is mail.safe


@pytest.mark.parametrize("mail", HTML_MAILS, ids=lambda mail: mail.name)
def test_no_line_is_lost_between_the_two(mail: HtmlMail) -> None:
    split = split_reply(None, mail.html, mail.subject)
    assert _lines(split.body) == _lines(split.text) + _lines(split.quoted)


def _lines(text: str) -> Counter[str]:
    return Counter(line for line in text.split("\n") if line.strip())
