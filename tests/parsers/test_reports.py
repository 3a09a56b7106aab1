"""Delivery reports (RFC 3464): whom they name, for how long, and of which mail."""

import email.policy

import pytest

from mailbot.model.mail import DeliveryReport
from mailbot.parsers.reports import may_be_report
from tests.parsers.report_mails import ANA, FAILED, OUR_ID, read, recipients, standard

STANDARD = [
    (
        "one who failed",
        """\
        Reporting-MTA: dns; correo.entidad.gov.co

        Final-Recipient: rfc822; ana@entidad.gov.co
        Action: failed
        Status: 5.1.1
        Diagnostic-Code: smtp; 550 5.1.1 User unknown
        """,
        [(ANA, "5.1.1", True)],
    ),
    (
        "one who is delayed",
        """\
        Reporting-MTA: dns; correo.entidad.gov.co

        Final-Recipient: rfc822; ana@entidad.gov.co
        Action: delayed
        Status: 4.4.1
        Will-Retry-Until: Tue, 1 Dec 2026 10:00:00 -0500
        """,
        [(ANA, "4.4.1", False)],
    ),
    (
        "one who got it",
        """\
        Final-Recipient: rfc822; ana@entidad.gov.co
        Action: delivered
        Status: 2.0.0
        """,
        [(ANA, "2.0.0", False)],
    ),
    (
        "several, in their order",
        """\
        Reporting-MTA: dns; correo.entidad.gov.co

        Final-Recipient: rfc822; zoe@entidad.gov.co
        Action: failed
        Status: 5.2.2

        Final-Recipient: rfc822; ana@entidad.gov.co
        Action: delayed
        Status: 4.2.2
        """,
        [("zoe@entidad.gov.co", "5.2.2", True), (ANA, "4.2.2", False)],
    ),
    (
        "several in one block",
        """\
        Final-Recipient: rfc822; zoe@entidad.gov.co
        Action: failed
        Status: 5.2.2
        Final-Recipient: rfc822; ana@entidad.gov.co
        Action: failed
        Status: 5.1.1
        """,
        [("zoe@entidad.gov.co", "5.2.2", True), (ANA, "5.1.1", True)],
    ),
    (
        "one spread over blocks",
        """\
        Final-Recipient: rfc822; ana@entidad.gov.co

        Action: failed
        Status: 5.1.1
        """,
        [(ANA, "5.1.1", True)],
    ),
    (
        "the address that we wrote to, not the alias behind it",
        """\
        Original-Recipient: rfc822;ana@entidad.gov.co
        Final-Recipient: rfc822;a.diaz@interno.entidad.gov.co
        Action: failed
        Status: 5.1.1
        """,
        [(ANA, "5.1.1", True)],
    ),
    (
        "no original address though the field is there",
        """\
        Original-Recipient: unknown
        Final-Recipient: RFC822; <Ana@Entidad.GOV.CO>
        Action: failed
        Status: 5.1.1 (bad mailbox)
        """,
        [(ANA, "5.1.1", True)],
    ),
    (
        "no address type, a comment after the action",
        """\
        Final-Recipient: ana@entidad.gov.co
        Action: failed (bad destination mailbox address)
        Status: 5.1.1
        """,
        [(ANA, "5.1.1", True)],
    ),
    (
        "failed for good with a temporary status",
        """\
        Final-Recipient: rfc822; ana@entidad.gov.co
        Action: failed
        Status: 4.4.7
        """,
        [(ANA, "4.4.7", True)],
    ),
    (
        "no action, a final status",
        "Final-Recipient: rfc822; ana@entidad.gov.co\nStatus: 5.2.1\n",
        [(ANA, "5.2.1", True)],
    ),
    (
        "no action, a passing status",
        "Final-Recipient: rfc822; ana@entidad.gov.co\nStatus: 4.2.2\n",
        [(ANA, "4.2.2", False)],
    ),
    (
        "no status but in the diagnosis",
        """\
        Final-Recipient: rfc822; ana@entidad.gov.co
        Action: failed
        Diagnostic-Code: smtp; 550-5.1.1 The email account does not exist at 192.0.2.5
        """,
        [(ANA, "5.1.1", True)],
    ),
    (
        "no status at all",
        "Final-Recipient: rfc822; ana@entidad.gov.co\nAction: failed\n",
        [(ANA, None, True)],
    ),
    (
        "a status that only says failed, where the diagnosis tells why",
        """\
        Final-Recipient: rfc822; ana@entidad.gov.co
        Action: failed
        Status: 5.0.0
        Diagnostic-Code: smtp; 554 5.7.1 Blocked (mx 10.0.0.1)
        """,
        [(ANA, "5.7.1", True)],
    ),
    (
        "a status that the diagnosis contradicts",
        """\
        Final-Recipient: rfc822; ana@entidad.gov.co
        Action: failed
        Status: 5.0.0
        Diagnostic-Code: smtp; 421 4.7.0 Try later
        """,
        [(ANA, "5.0.0", True)],
    ),
    (
        "the same one twice",
        """\
        Final-Recipient: rfc822; ana@entidad.gov.co
        Action: failed
        Status: 5.1.1

        Final-Recipient: rfc822; ana@entidad.gov.co
        Action: failed
        Status: 5.1.1
        """,
        [(ANA, "5.1.1", True)],
    ),
    (
        "a name with an apostrophe and folded fields",
        """\
        Final-Recipient: rfc822;
         o'brien@entidad.gov.co
        Action:
         failed
        Status: 5.1.1
        """,
        [("o'brien@entidad.gov.co", "5.1.1", True)],
    ),
]


@pytest.mark.parametrize("policy", [email.policy.compat32, email.policy.default])
@pytest.mark.parametrize(
    ("fields", "named"), [r[1:] for r in STANDARD], ids=[r[0] for r in STANDARD]
)
def test_fields_of_rfc_3464(fields: str, named: list[tuple[str, str | None, bool]], policy) -> None:
    report = read(standard(fields), policy)
    assert recipients(report) == named
    assert report is not None
    assert report.original_message_id == OUR_ID


def test_a_mislabelled_report_of_a_mail_system_counts() -> None:
    assert recipients(read(standard(FAILED, multipart="mixed"))) == [(ANA, "5.1.1", True)]


def test_a_report_part_in_base64_is_read() -> None:
    fields = "RmluYWwtUmVjaXBpZW50OiByZmM4MjI7IGFuYUBlbnRpZGFkLmdvdi5jbwpBY3Rpb246IGZhaWxlZAo="
    raw = standard("FIELDS").replace(
        "Content-Type: message/delivery-status\n\nFIELDS",
        f"Content-Type: message/delivery-status\nContent-Transfer-Encoding: base64\n\n{fields}",
    )
    assert recipients(read(raw)) == [(ANA, None, True)]


def test_an_empty_report_part_falls_back_to_the_words() -> None:
    raw = standard("Reporting-MTA: dns; x\n", notice="Delivery failed:\n\n  ana@entidad.gov.co\n")
    assert recipients(read(raw)) == [(ANA, None, True)]


def test_a_report_without_anybody_is_still_one() -> None:
    report = read(standard("Reporting-MTA: dns; x\n", returned=None, notice="..."))
    assert report == DeliveryReport(recipients=(), original_message_id=None)


def test_a_report_whose_boundary_no_part_has() -> None:
    raw = standard(FAILED).replace("boundary=b", "boundary=other")
    assert recipients(read(raw)) == [(ANA, "5.1.1", True)]


def test_a_report_wrapped_into_another() -> None:
    raw = standard("X: y\n", multipart="mixed", kind="x-nothing", returned=standard(FAILED),
                   notice="The following addresses had permanent delivery errors")  # fmt: skip
    assert recipients(read(raw)) == [(ANA, "5.1.1", True)]


def test_a_report_is_looked_for_wherever_one_may_be() -> None:
    assert may_be_report({"return-path": ["<>"]}, "", ())
    assert may_be_report({"from": ["AWS <no-reply@sns.amazonaws.com>"]}, "", ())
    assert may_be_report({}, "Non remis : x", ())
    assert may_be_report({}, "x", ("multipart/report",))
    assert not may_be_report({"from": ["ana@entidad.gov.co"]}, "Error al pagar", ("text/plain",))


ORIGINALS = {
    "the returned mail": standard(FAILED),
    "its headers alone": standard(FAILED).replace(
        "Content-Type: message/rfc822", "Content-Type: text/rfc822-headers"
    ),
    "a field of the report": standard(
        f"Original-Message-ID: <{OUR_ID}>\n\n{FAILED}", returned=None
    ),
    "the words": standard(FAILED, returned=None, notice=f"no llegó\n  Message-ID: <{OUR_ID}>"),
    "In-Reply-To": f"In-Reply-To: <{OUR_ID}>\n{standard(FAILED, returned=None)}",
    "the last of References": f"References: <a@b> <{OUR_ID}>\n{standard(FAILED, returned=None)}",
    "no brackets": standard(FAILED, returned=f"Message-ID: {OUR_ID}\n\nx\n"),
    "a folded id": standard(FAILED, returned=f"Message-ID:\n <{OUR_ID}>\n\nx\n"),
}


@pytest.mark.parametrize("raw", ORIGINALS.values(), ids=ORIGINALS.keys())
def test_the_mail_that_came_back(raw: str) -> None:
    report = read(raw)
    assert report is not None
    assert report.original_message_id == OUR_ID


def test_a_report_of_nothing_known_has_no_id() -> None:
    report = read(standard(FAILED, returned=None))
    assert report is not None
    assert report.original_message_id is None


def test_the_returned_mail_beats_what_the_report_cites() -> None:
    report = read(f"In-Reply-To: <other@x.co>\n{standard(FAILED)}")
    assert report is not None
    assert report.original_message_id == OUR_ID
