"""People delete or rename the folder itself while the line reads many mails out of it."""

from collections import Counter
from collections.abc import Callable

import pytest

from mailbot.inbox import Mailbox
from mailbot.pipeline.receive import BATCH_MAILS
from tests.e2e.conftest import OpenLine
from tests.e2e.letters import INCOMPLETE, letter
from tests.e2e.line_at_work import LineAtWork, at
from tests.servers.account import Account

PEOPLE = [f"persona{place}@entidad{place}.test" for place in range(BATCH_MAILS + 10)]
REQUESTS = [letter(INCOMPLETE, sender=person, name="Alguien") for person in PEOPLE]


@pytest.fixture
def backlog(line_of: OpenLine, account: Account) -> LineAtWork:
    """A line whose mailbox is the folder Soporte, with more mails in it than one batch has."""
    with account.program() as person:
        person.create_folder("Soporte")
    put_in(account)
    # With nobody in the first level to be told of the queue, every mail answers a request.
    return line_of(mailbox={"folder": "Soporte"}, staff=[])


@pytest.fixture
def amid(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], None]], None]:
    """Has something done once, after the first batch was fetched and before the next."""

    def arrange(act: Callable[[], None]) -> None:
        fetch, batches = Mailbox._fetch, iter([None, act])

        def watched(mailbox: Mailbox, *arguments: object) -> object:
            if due := next(batches, None):
                due()
            return fetch(mailbox, *arguments)

        monkeypatch.setattr(Mailbox, "_fetch", watched)

    return arrange


def put_in(account: Account) -> None:
    for raw in REQUESTS:
        account.deliver(raw, at("2026-11-24 09:00"), folder="Soporte")


def each_has_one_case_and_one_answer(line: LineAtWork) -> None:
    outcomes = Counter(outcome for outcome, rule in line.outcomes() if rule != "duplicate")
    assert outcomes == {"new-case": len(PEOPLE)}
    assert Counter(mail.recipients for mail in line.sink.inbox) == {(each,): 1 for each in PEOPLE}
    assert (line.folder_count("Soporte"), line.folder_count("Procesados")) == (0, len(PEOPLE))
    assert line.accounts().unaccounted == ()


def test_made_anew_with_the_same_mails_nothing_is_lost_and_nobody_answered_twice(
    backlog: LineAtWork, account: Account, amid: Callable[[Callable[[], None]], None]
):
    def make_anew() -> None:
        with account.program() as person:
            person.delete_folder("Soporte")
            person.create_folder("Soporte")
        put_in(account)

    amid(make_anew)
    assert "UIDVALIDITY" in backlog.works("2026-11-24 09:10").trouble
    again = backlog.works("2026-11-24 09:12")
    assert (again.trouble, again.duplicates) == ("", BATCH_MAILS)
    each_has_one_case_and_one_answer(backlog)


def test_renamed_it_is_asked_for_and_once_it_is_back_the_rest_is_read(
    backlog: LineAtWork, account: Account, amid: Callable[[Callable[[], None]], None]
):
    def rename(old: str, new: str) -> None:
        with account.program() as person:
            person.rename_folder(old, new)

    amid(lambda: rename("Soporte", "Viejo"))
    for minute in (10, 12):
        trouble = backlog.works(f"2026-11-24 09:{minute}").trouble
        assert "La carpeta Soporte no existe en el buzón" in trouble
    assert len(backlog.sink.inbox) == BATCH_MAILS

    rename("Viejo", "Soporte")
    assert backlog.works("2026-11-24 09:14").trouble == ""
    each_has_one_case_and_one_answer(backlog)
