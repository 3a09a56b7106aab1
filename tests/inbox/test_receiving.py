import os
from datetime import UTC, datetime

import pytest

from mailbot.inbox import Fetched, Mailbox, Undelivered
from mailbot.inbox import mailbox as mailbox_module
from tests.inbox.conftest import OpenMailbox, letter, receive
from tests.servers.account import Account
from tests.servers.proxy import FaultProxy

EVERY_BYTE = b"Subject: todo\r\n\r\n" + bytes(
    byte for byte in range(1, 256) if byte not in b"\r\n"
) + b"\r\n"  # fmt: skip

ODD_MAILS = {
    "every byte but NUL": EVERY_BYTE,
    "raw Latin-1 in the header": b"Subject: Se\xf1al\r\nFrom: Jos\xe9 <j@x.co>\r\n\r\nok\r\n",
    "no end of line at the end": b"Subject: corto\r\n\r\nsin fin",
    "no body": b"Subject: nada\r\n\r\n",
    "no header": b"\r\nsolo texto\r\n",
    "a body that looks like an answer": b"Subject: x\r\n\r\n)\r\n* BYE\r\nA1 OK FETCH {12}\r\n\r\n",
    "a very long line": b"Subject: larga\r\n\r\n" + b"x" * 200_000 + b"\r\n",
}


@pytest.mark.parametrize("raw", ODD_MAILS.values(), ids=ODD_MAILS.keys())
def test_a_mail_comes_byte_for_byte(mailbox: Mailbox, account: Account, raw: bytes) -> None:
    account.deliver(raw)
    [found] = receive(mailbox)
    assert isinstance(found, Fetched)
    assert (found.raw, found.size, found.head_only) == (raw, len(raw), False)


def test_a_mail_appended_by_a_program_comes_byte_for_byte(
    mailbox: Mailbox, account: Account
) -> None:
    account.append(EVERY_BYTE)
    assert [mail.raw for mail in receive(mailbox)] == [EVERY_BYTE]


@pytest.mark.parametrize("zone", ["America/Bogota", "UTC", "Asia/Kathmandu"])
def test_arrival_is_the_server_s_instant_whatever_this_machine_s_zone(
    mailbox: Mailbox, account: Account, monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    monkeypatch.setenv("TZ", zone)
    arrived = datetime(2031, 7, 20, 23, 59, 59, tzinfo=UTC)
    account.deliver(letter(1), arrived)
    [listed] = mailbox.sizes(mailbox.uids()).values()
    assert listed.internaldate == arrived
    assert listed.internaldate.tzinfo is UTC


def test_sizes_come_before_any_body(
    mailbox_of: OpenMailbox, imap_proxy: FaultProxy, account: Account
) -> None:
    account.deliver(letter(1))
    mailbox = mailbox_of(port=imap_proxy.port)
    mailbox.open()
    [listed] = mailbox.sizes(mailbox.uids()).values()
    assert listed.size == len(letter(1))
    assert not [line for line in imap_proxy.lines if b"BODY" in line]


def test_receiving_marks_nothing_as_seen_and_asks_no_flag(
    mailbox: Mailbox, account: Account
) -> None:
    account.deliver(letter(1))
    account.deliver(letter(2))
    with account.program("INBOX") as person:
        person.add_flags([2], [rb"\Seen"])
    assert [mail.uid for mail in receive(mailbox)] == [1, 2]
    assert [rb"\Seen" in flags for flags in account.flags().values()] == [False, True]


def test_only_uids_above_a_known_one_are_told(mailbox: Mailbox, account: Account) -> None:
    for number in (1, 2, 3):
        account.deliver(letter(number))
    assert mailbox.uids() == (1, 2, 3)
    assert mailbox.uids(above=2) == (3,)
    assert mailbox.uids(above=3) == ()
    assert mailbox.uids(above=99) == ()


def test_an_empty_box_has_no_uids(mailbox: Mailbox) -> None:
    assert mailbox.uids() == ()
    assert mailbox.sizes(()) == {}
    assert list(mailbox.fetch(())) == []


def test_mail_that_arrives_later_is_seen_by_the_open_connection(
    mailbox: Mailbox, account: Account
) -> None:
    assert mailbox.uids() == ()
    account.deliver(letter(1))
    assert mailbox.uids() == (1,)


def test_a_box_larger_than_one_answer_is_searched_in_windows(
    mailbox_of: OpenMailbox,
    imap_proxy: FaultProxy,
    account: Account,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(mailbox_module, "SEARCH_WINDOW", 4)
    for number in range(10):
        account.deliver(letter(number))
    mailbox = mailbox_of(port=imap_proxy.port)
    mailbox.open()
    assert mailbox.uids() == tuple(range(1, 11))
    asked = [line.partition(b"SEARCH UID ")[2] for line in imap_proxy.lines if b"SEARCH" in line]
    assert asked == [b"*", b"1:4", b"5:8", b"9:10"]


def test_many_mails_come_in_batches_of_fifty_in_order(
    mailbox_of: OpenMailbox, imap_proxy: FaultProxy, account: Account
) -> None:
    for number in range(120):
        account.deliver(letter(number))
    mailbox = mailbox_of(port=imap_proxy.port)
    mailbox.open()
    assert [mail.raw for mail in receive(mailbox)] == [letter(number) for number in range(120)]
    asked = [line.count(b",") + 1 for line in imap_proxy.lines if b"BODY.PEEK[]" in line]
    assert asked == [50, 50, 20]


def test_a_batch_is_bounded_by_bytes_too(
    mailbox_of: OpenMailbox,
    imap_proxy: FaultProxy,
    account: Account,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(mailbox_module, "BATCH_BYTES", 10_000)
    for number in range(6):
        account.deliver(letter(number, "x" * 4000))
    mailbox = mailbox_of(port=imap_proxy.port)
    mailbox.open()
    assert len(receive(mailbox)) == 6
    asked = [line.count(b",") + 1 for line in imap_proxy.lines if b"BODY.PEEK[]" in line]
    assert asked == [2, 2, 2]


def test_of_an_oversize_mail_only_the_head_crosses_the_wire(
    mailbox: Mailbox, account: Account
) -> None:
    giant = letter(1, "x" * 3_000_000)
    account.deliver(giant)
    account.deliver(letter(2))
    small, head = receive(mailbox, whole_limit=1_000_000)
    assert (small.uid, small.raw, small.head_only) == (2, letter(2), False)
    assert (head.uid, head.size, head.head_only) == (1, len(giant), True)
    assert head.raw == giant[: 256 * 1024]


def test_a_mail_of_exactly_the_limit_is_fetched_whole(mailbox: Mailbox, account: Account) -> None:
    account.deliver(letter(1))
    [mail] = receive(mailbox, whole_limit=len(letter(1)))
    assert (mail.raw, mail.head_only) == (letter(1), False)


@pytest.mark.parametrize("gone", [{2}, {1, 3}, {1, 2, 3}])
def test_mails_expunged_by_another_program_before_the_fetch_are_left_out(
    mailbox: Mailbox, account: Account, gone: set[int]
) -> None:
    for number in (1, 2, 3):
        account.deliver(letter(number))
    listed = mailbox.sizes(mailbox.uids())
    for uid in gone:
        account.expunge(uid)
    assert {mail.uid for mail in mailbox.fetch(listed.values())} == {1, 2, 3} - gone


def test_a_mail_whose_file_disappears_under_the_server_is_left_out(
    mailbox: Mailbox, account: Account
) -> None:
    for number in (1, 2, 3):
        account.deliver(letter(number))
    listed = mailbox.sizes(mailbox.uids())
    account.file_of(2).unlink()
    assert [mail.uid for mail in mailbox.fetch(listed.values())] == [1, 3]


def test_a_mail_that_the_server_can_t_read_is_reported_and_the_others_come(
    mailbox: Mailbox, account: Account
) -> None:
    for number in range(1, 21):
        account.deliver(letter(number))
    listed = mailbox.sizes(mailbox.uids())
    os.chmod(account.file_of(7), 0)
    found = list(mailbox.fetch(listed.values()))
    assert [mail.uid for mail in found] == list(range(1, 21))
    [unread] = [mail for mail in found if isinstance(mail, Undelivered)]
    assert unread.uid == 7
    assert "al traer correos" in unread.reason


def test_a_mail_unreadable_from_the_start_is_listed_without_a_size(
    mailbox: Mailbox, account: Account
) -> None:
    for number in (1, 2, 3):
        account.deliver(letter(number))
    os.chmod(account.file_of(2), 0)
    listed = mailbox.sizes(mailbox.uids())
    assert {uid: mail.size for uid, mail in listed.items()} == {
        1: len(letter(1)),
        2: 0,
        3: len(letter(3)),
    }
    found = {mail.uid: mail for mail in mailbox.fetch(listed.values())}
    assert isinstance(found[2], Undelivered)
    assert [found[uid].raw for uid in (1, 3)] == [letter(1), letter(3)]
