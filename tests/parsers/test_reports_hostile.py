"""Delivery reports made to cost time or to break the reader: work is bounded, nothing raises."""

import base64
import email
from email.message import Message

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.parsers import report_servers
from mailbot.parsers.reports import read_report
from tests.parsers.report_mails import ANA, FAILED, prose, read, standard

HOSTILE = {
    "no header": "",
    "one endless line": prose("failure notice", "x" * 300_000),
    "many beginnings of addresses": prose("failure notice", "a@" * 100_000),
    "blank lines": prose("failure notice", "\n" * 200_000),
    "an endless field": standard(f"Final-Recipient: rfc822; {'a' * 200_000}\nAction: failed\n"),
    "many recipients": standard("".join(FAILED + "\n" for _ in range(5_000))),
    "many parts": "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
    + "--b\nContent-Type: text/plain\n\nx\n" * 5_000,
    "raw bytes": prose("failure notice \udcf1", "\udce1\udce9 <\udcf1@x.co>: 550"),
    "a broken charset": prose("=?bogus?q?failure?=", "x"),
    "an endless author": prose("failure notice", "x", f"From: mailer-daemon {'a,' * 500_000}@x\n"),
    "an endless subject of encoded words": prose("=?utf-8?q?a?= " * 100_000, "x"),
    "five megabytes that came back": prose("failure notice", f"<{ANA}>: 550\n" * 250_000),
    "five megabytes in base64": standard("X: y").replace(
        "\n\nX: y", "\nContent-Transfer-Encoding: base64\n\n"
        + base64.encodebytes(FAILED.encode() * 50_000).decode()
    ),
    "five megabytes of recipients": standard(FAILED * 70_000),
    "a wanted phrase, then lines that detectors walk by the square": prose(
        "failure notice", "failed addresses follow:\n" + (" " * 1_990 + "\n") * 2_500
    ),
}  # fmt: skip


@pytest.mark.timeout(10)
@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_mail_is_read_in_bounded_time(raw: str) -> None:
    message = email.message_from_string(raw)
    body = raw.partition("\n\n")[2]
    report = read_report(message, body)
    assert report is None or len(report.recipients) <= 500


def lines_of(message: Message) -> list[str]:
    leaves = (part.get_payload() for part in message.walk() if not part.is_multipart())
    return [line for payload in leaves for line in payload.split("\n")]


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE.keys())
def test_known_forms_are_only_looked_for_in_a_short_beginning(raw: str) -> None:
    """The work is bounded by what the detectors are shown, not by a clock."""
    copy = report_servers.beginning_of(email.message_from_string(raw))
    lines = lines_of(copy)
    fields = [value for part in copy.walk() for value in part.values()]
    assert len(lines) <= report_servers.MAX_LINES + 20
    assert sum(map(len, lines)) <= report_servers.MAX_CHARACTERS
    assert max(map(len, (*lines, *fields)), default=0) <= report_servers.MAX_LINE
    assert len(list(copy.walk())) <= 20


def test_one_detector_that_fails_does_not_take_the_others_along() -> None:
    raw = prose(
        "failure notice", f"Failed addresses follow:\n{ANA}\nMessage text follows:\n", "X: y\n"
    )
    failed, _ = report_servers.failures_by_known_forms(email.message_from_string(raw))
    assert failed == {ANA}


WORDS = st.sampled_from(
    [
        "Final-Recipient: rfc822;", "Original-Recipient:", "Action: failed", "Action:", "Status:",
        "5.1.1", "4.", "Diagnostic-Code: smtp; 550", ANA, "<", ">", "@", ";", ":", "\n", "\n\n",
        " ",
        "\t", "could not be delivered", "no se pudo entregar", "Message-ID: <a@b>", "To:",
        "\x00", "ñ", "{", '{"Message": "{}"}', "--b", "Received: x",
    ]
)  # fmt: skip
TEXTS = st.lists(WORDS | st.text(max_size=5), max_size=30).map(" ".join)
TYPES = st.sampled_from(
    [
        "text/plain", "text/html", "message/delivery-status", "message/rfc822", "multipart/mixed",
        "message/global-delivery-status", "text/rfc822-headers", "multipart/report", "x", "",
        "multipart/report; report-type=delivery-status", "message/disposition-notification",
    ]
)  # fmt: skip
ENCODINGS = st.sampled_from(["", "base64", "quoted-printable", "x-uuencode", "bogus", "8bit"])
FIELDS = st.dictionaries(
    st.sampled_from(
        ["From", "Subject", "Return-Path", "X-Failed-Recipients", "Auto-Submitted", "In-Reply-To",
         "X-Mailer", "To"]
    ),
    st.one_of(
        st.sampled_from(["<>", "mailer-daemon@x.co", "failure notice", "x@sns.amazonaws.com"]),
        TEXTS,
    ),
)  # fmt: skip


def built(type_: str, encoding: str, fields: dict[str, str], inside: object) -> Message:
    message = Message()
    message["Content-Type"] = type_
    message["Content-Transfer-Encoding"] = encoding
    for name, value in fields.items():
        message[name] = value
    message.set_payload(inside)
    return message


LEAVES = st.builds(built, TYPES, ENCODINGS, FIELDS, TEXTS | st.none())
MESSAGES = st.recursive(
    LEAVES,
    lambda children: st.builds(built, TYPES, ENCODINGS, FIELDS, st.lists(children, max_size=4)),
    max_leaves=8,
)


@given(message=MESSAGES, body=TEXTS)
def test_whatever_the_structure_nothing_raises(message: Message, body: str) -> None:
    report = read_report(message, body)
    assert report is None or all("@" in each.address for each in report.recipients)
    assert isinstance(report_servers.beginning_of(message), Message)


@given(fields=TEXTS, notice=TEXTS)
def test_whatever_a_report_says_nothing_raises(fields: str, notice: str) -> None:
    report = read(standard("FIELDS", notice=notice).replace("FIELDS", fields))
    assert report is None or all("@" in each.address for each in report.recipients)
