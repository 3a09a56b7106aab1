from datetime import UTC, datetime, timedelta, timezone

import pytest

from mailbot.inbox import Listed, answers, folders


def mail(uid: int, size: int) -> Listed:
    return Listed(uid=uid, size=size, internaldate=None)


@pytest.mark.parametrize(
    ("configured", "prefix", "separator", "names"),
    [
        ("INBOX", "INBOX.", ".", ("INBOX",)),
        ("inbox", "", "/", ("INBOX",)),
        ("Procesados", "", "/", ("Procesados",)),
        ("Procesados", "INBOX.", ".", ("Procesados", "INBOX.Procesados")),
        ("INBOX/Procesados", "INBOX.", ".", ("INBOX/Procesados", "INBOX.Procesados")),
        ("Soporte/Listos", "", ".", ("Soporte/Listos", "Soporte.Listos")),
        ("Soporte/Listos", "", "", ("Soporte/Listos",)),
    ],
)
def test_a_folder_is_looked_for_under_the_names_servers_give_it(
    configured: str, prefix: str, separator: str, names: tuple[str, ...]
) -> None:
    assert folders.candidates(configured, prefix, separator) == names


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (b"Message-ID: <a@b>\r\n\r\n", "a@b"),
        (b"Message-Id:\r\n <a@b>\r\n\r\n", "a@b"),
        (b"MESSAGE-ID: < a@b >\r\n\r\n", "a@b"),
        (b"Message-ID: a@b\r\n\r\n", "a@b"),
        (b"Message-ID: <a@b> (added by gateway)\r\n\r\n", "a@b"),
        (b"Message-ID:\r\n\r\n", None),
        (b"\r\n", None),
        (b"", None),
        (None, None),
    ],
)
def test_a_message_id_comes_without_its_brackets(
    header: bytes | None, expected: str | None
) -> None:
    assert answers.message_id(header) == expected


def test_batches_are_bounded_by_count_and_by_bytes_and_a_giant_goes_alone() -> None:
    mails = [mail(1, 10), mail(2, 10), mail(3, 10), mail(4, 95), mail(5, 10), mail(6, 200)]
    batches = answers.batches(mails, count=2, size=100)
    assert [[m.uid for m in batch] for batch in batches] == [[1, 2], [3], [4], [5], [6]]


def test_an_answer_about_flags_only_lists_nothing() -> None:
    assert answers.listed(7, {b"SEQ": 1, b"FLAGS": ()}) is None


def test_arrival_is_told_in_utc() -> None:
    bogota = datetime(2026, 3, 2, 7, 30, tzinfo=timezone(timedelta(hours=-5)))
    listed = answers.listed(7, {b"RFC822.SIZE": 42, b"INTERNALDATE": bogota})
    assert listed == Listed(uid=7, size=42, internaldate=datetime(2026, 3, 2, 12, 30, tzinfo=UTC))
    assert listed.internaldate.tzinfo is UTC


def test_an_arrival_that_is_no_time_is_told_as_unknown() -> None:
    listed = answers.listed(7, {b"RFC822.SIZE": 42, b"INTERNALDATE": None})
    assert listed == Listed(uid=7, size=42, internaldate=None)


@pytest.mark.parametrize(
    ("raw", "head_only"), [(b"0123456789", True), (b"0123", False)], ids=["cut", "shorter"]
)
def test_a_head_shorter_than_asked_for_is_the_whole_mail(raw: bytes, head_only: bool) -> None:
    found = answers.fetched(mail(7, 5000), {b"BODY[]<0>": raw}, head_size=10)
    assert found is not None
    assert (found.raw, found.head_only) == (raw, head_only)


def test_courier_s_spelling_of_the_header_field_is_understood() -> None:
    reply = {
        b"RFC822.SIZE": 42,
        b'BODY[HEADER.FIELDS ("MESSAGE-ID")]': b"Message-ID: <a@b>\r\n\r\n",
    }
    filed = answers.filed(7, reply)
    assert filed is not None
    assert filed.message_id == "a@b"


@pytest.mark.parametrize(
    ("response", "expected"),
    [
        ((3, b"EXISTS"), True),
        ((1, b"RECENT"), True),
        ((1, b"EXPUNGE"), False),
        ((b"OK", b"Still here"), False),
        ((2, b"FETCH", (b"FLAGS", ())), False),
        ((b"BYE",), False),
    ],
)
def test_only_some_responses_tell_of_mail(response: tuple[object, ...], expected: bool) -> None:
    assert answers.tells_of_mail(response) is expected
