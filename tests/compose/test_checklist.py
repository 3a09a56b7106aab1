"""Every mail passes the checklist of mails.md §2, for a line with and without links and names."""

import pytest

from mailbot.compose.examples import EXAMPLES, compose_example, example_mails
from mailbot.compose.headings import HEADINGS
from tests.compose.desk import FULL_LINE, LINE, html_of, line
from tests.compose.judge import judge

BARE_LINE = line(identity={"address": "siifsoporte@minhacienda.gov.co", "name": "Soporte"})
NAMES = [example.name for example in EXAMPLES]


@pytest.mark.parametrize("place", range(len(EXAMPLES)), ids=NAMES)
def test_an_example_has_no_fault(place: int) -> None:
    mail = compose_example(place, EXAMPLES[place], FULL_LINE)
    assert judge(mail.raw) == []


@pytest.mark.parametrize("place", range(len(EXAMPLES)), ids=NAMES)
def test_an_example_has_no_fault_without_links(place: int) -> None:
    mail = compose_example(place, EXAMPLES[place], BARE_LINE)
    # Who isn't in the directory has no name to be addressed by.
    assert [fault for fault in judge(mail.raw) if fault != "To sin nombre"] == []


def test_there_is_an_example_of_every_mail() -> None:
    assert {example.send.template for example in EXAMPLES} == set(HEADINGS)


def test_subjects_are_as_short_as_a_phone_shows() -> None:
    assert [m.subject for m in example_mails(LINE) if len(m.subject) > 78] == []


def test_same_input_gives_same_bytes() -> None:
    assert [m.raw for m in example_mails(LINE)] == [m.raw for m in example_mails(LINE)]


def test_no_mail_is_larger_than_gmail_shows() -> None:
    assert max(len(html_of(mail).encode()) for mail in example_mails(FULL_LINE)) < 45_000
