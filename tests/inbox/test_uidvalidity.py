import pytest

from mailbot.errors import MailboxError
from mailbot.inbox import Mailbox
from tests.inbox.conftest import OpenMailbox, letter, receive
from tests.servers.account import Account


def make_anew(account: Account, folder: str, *mails: bytes) -> None:
    with account.program() as person:
        person.delete_folder(folder)
        person.create_folder(folder)
        for raw in mails:
            person.append(folder, raw)


@pytest.fixture
def shared(account: Account, mailbox_of: OpenMailbox) -> Mailbox:
    """A box whose inbox is the folder Soporte, which a person can delete."""
    with account.program() as person:
        person.create_folder("Soporte")
        person.append("Soporte", letter(1))
    return mailbox_of(folder="Soporte")


def test_uidvalidity_stays_as_long_as_the_folder(shared: Mailbox) -> None:
    first = shared.open()
    shared.close()
    assert shared.open() == first


def test_a_folder_made_anew_has_another_uidvalidity(shared: Mailbox, account: Account) -> None:
    first = shared.open()
    make_anew(account, "Soporte", letter(2))
    assert shared.open() != first
    assert [mail.raw for mail in receive(shared)] == [letter(2)]


def test_an_old_uid_never_fetches_the_mail_of_a_folder_made_anew(
    shared: Mailbox, account: Account
) -> None:
    shared.open()
    listed = shared.sizes(shared.uids())
    make_anew(account, "Soporte", letter(2))
    for _ in range(3):
        with pytest.raises(MailboxError):
            list(shared.fetch(listed.values()))


def test_an_old_uid_never_moves_the_mail_of_a_folder_made_anew(
    shared: Mailbox, account: Account
) -> None:
    shared.open()
    make_anew(account, "Soporte", letter(2))
    for _ in range(3):
        with pytest.raises(MailboxError):
            shared.file([1], "Procesados")
    assert list(account.contents("Soporte").values()) == [letter(2)]


def test_a_change_while_disconnected_is_told_until_the_box_is_opened_again(
    shared: Mailbox, account: Account
) -> None:
    first = shared.open()
    shared.close()
    make_anew(account, "Soporte")
    for _ in range(2):
        with pytest.raises(MailboxError, match="UIDVALIDITY"):
            shared.uids()
    assert shared.open() != first
    assert shared.uids() == ()


def test_a_server_that_lost_its_list_of_uids_counts_as_a_new_box(
    mailbox: Mailbox, account: Account
) -> None:
    account.deliver(letter(1))
    first = mailbox.open()
    assert mailbox.uids() == (1,)
    mailbox.close()
    for lost in (*account.maildir.glob("dovecot-uidlist"), *account.maildir.glob("*.index*")):
        lost.unlink()
    assert mailbox.open() != first
    assert [mail.raw for mail in receive(mailbox)] == [letter(1)]
