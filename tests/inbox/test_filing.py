import pytest

from mailbot.errors import MailboxError
from mailbot.inbox import Mailbox
from tests.inbox.conftest import OpenMailbox, letter, receive
from tests.servers.account import Account
from tests.servers.proxy import FaultProxy

WITHOUT = {"MOVE": b" MOVE", "UIDPLUS": b" UIDPLUS"}


def fill(account: Account, count: int) -> None:
    for number in range(1, count + 1):
        account.deliver(letter(number))


def test_mails_move_to_their_folder_as_they_are(mailbox: Mailbox, account: Account) -> None:
    fill(account, 4)
    mailbox.file([1, 3], "Procesados")
    mailbox.file([4], "Revisar")
    assert list(account.contents()) == [2]
    assert list(account.contents("Procesados").values()) == [letter(1), letter(3)]
    assert list(account.contents("Revisar").values()) == [letter(4)]


def test_many_mails_move_in_few_commands(
    mailbox_of: OpenMailbox, imap_proxy: FaultProxy, account: Account
) -> None:
    fill(account, 620)
    mailbox = mailbox_of(port=imap_proxy.port)
    mailbox.open()
    mailbox.file(mailbox.uids(), "Procesados")
    moves = [line for line in imap_proxy.lines if b" MOVE " in line]
    assert len(moves) == 2
    assert max(map(len, moves)) < 8000
    assert (account.contents(), len(account.contents("Procesados"))) == ({}, 620)


def test_a_server_without_move_copies_marks_and_expunges(
    mailbox_of: OpenMailbox, imap_proxy: FaultProxy, account: Account
) -> None:
    imap_proxy.hide(WITHOUT["MOVE"])
    fill(account, 3)
    mailbox = mailbox_of(port=imap_proxy.port)
    mailbox.open()
    mailbox.file([1, 3], "Procesados")
    assert not [line for line in imap_proxy.lines if b"MOVE" in line]
    assert list(account.contents()) == [2]
    assert list(account.contents("Procesados").values()) == [letter(1), letter(3)]


def test_without_move_what_a_person_marked_for_deletion_stays(
    mailbox_of: OpenMailbox, imap_proxy: FaultProxy, account: Account
) -> None:
    imap_proxy.hide(WITHOUT["MOVE"])
    fill(account, 3)
    with account.program("INBOX") as person:
        person.delete_messages([2])
    mailbox = mailbox_of(port=imap_proxy.port)
    mailbox.open()
    mailbox.file([1], "Procesados")
    assert sorted(account.contents()) == [2, 3]


def test_without_uidplus_mails_are_marked_and_nothing_is_expunged(
    mailbox_of: OpenMailbox, imap_proxy: FaultProxy, account: Account
) -> None:
    for words in WITHOUT.values():
        imap_proxy.hide(words)
    fill(account, 2)
    mailbox = mailbox_of(port=imap_proxy.port)
    mailbox.open()
    mailbox.file([1], "Procesados")
    assert rb"\Deleted" in account.flags()[1]
    assert rb"\Deleted" not in account.flags()[2]
    assert list(account.contents("Procesados").values()) == [letter(1)]


@pytest.mark.parametrize("hidden", [b"", WITHOUT["MOVE"]], ids=["MOVE", "no MOVE"])
@pytest.mark.parametrize("gone", [(2,), (1, 2, 3)], ids=["one", "all"])
def test_mails_that_a_person_removed_meanwhile_are_no_failure(
    mailbox_of: OpenMailbox,
    imap_proxy: FaultProxy,
    account: Account,
    hidden: bytes,
    gone: tuple[int, ...],
) -> None:
    if hidden:
        imap_proxy.hide(hidden)
    fill(account, 3)
    mailbox = mailbox_of(port=imap_proxy.port)
    mailbox.open()
    for uid in gone:
        account.expunge(uid)
    mailbox.file([1, 2, 3], "Procesados")
    assert account.contents() == {}
    assert len(account.contents("Procesados")) == 3 - len(gone)


@pytest.mark.parametrize("hidden", [b"", WITHOUT["MOVE"]], ids=["MOVE", "no MOVE"])
def test_a_folder_deleted_meanwhile_is_made_again(
    mailbox_of: OpenMailbox, imap_proxy: FaultProxy, account: Account, hidden: bytes
) -> None:
    if hidden:
        imap_proxy.hide(hidden)
    fill(account, 1)
    mailbox = mailbox_of(port=imap_proxy.port)
    mailbox.open()
    with account.program() as person:
        person.delete_folder("Procesados")
    mailbox.file([1], "Procesados")
    assert list(account.contents("Procesados").values()) == [letter(1)]


def test_a_folder_that_takes_no_mail_is_an_error_and_the_mail_stays(
    mailbox: Mailbox, account: Account
) -> None:
    fill(account, 1)
    with (
        account.full("Procesados"),
        pytest.raises(MailboxError, match="rechazó la orden al archivar"),
    ):
        mailbox.file([1], "Procesados")
    assert [mail.uid for mail in receive(mailbox)] == [1]


def test_a_folder_is_listed_with_ids_and_sizes(mailbox: Mailbox, account: Account) -> None:
    fill(account, 2)
    account.deliver(b"Subject: sin identificador\r\n\r\nhola\r\n")
    mailbox.file([1, 2, 3], "Procesados")
    size = len(letter(1))
    found = [(f.uid, f.size, f.message_id) for f in mailbox.listing("Procesados")]
    assert found == [
        (1, size, "consulta-1@entidad.example"),
        (2, size, "consulta-2@entidad.example"),
        (3, 36, None),
    ]
    assert all(f.internaldate is not None for f in mailbox.listing("Procesados"))
    assert list(mailbox.listing("INBOX")) == []


def test_other_commands_may_come_between_while_a_folder_is_listed(
    mailbox: Mailbox, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mailbot.inbox.mailbox.LIST_MAILS", 2)
    fill(account, 6)
    mailbox.file([1, 2, 3, 4, 5], "Procesados")
    seen = []
    for filed in mailbox.listing("Procesados"):
        seen.append(filed.uid)
        assert mailbox.uids() == (6,)
    assert seen == [1, 2, 3, 4, 5]


def test_a_filed_mail_can_be_fetched_whole(mailbox: Mailbox, account: Account) -> None:
    fill(account, 1)
    mailbox.file([1], "Revisar")
    assert mailbox.fetch_from("Revisar", 1) == letter(1)
    assert mailbox.fetch_from("Revisar", 2) is None
    assert account.flags("Revisar") == {1: (rb"\Recent",)}
