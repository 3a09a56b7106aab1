"""The readers under fire: what each is fed, and what it promises of every input."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from hypothesis import strategies as st

from mailbot.model.mail import Mail
from mailbot.parsers.calendar import describe_invitation
from mailbot.parsers.charset import scrub
from mailbot.parsers.cms import open_cms
from mailbot.parsers.names import message_name, plain_name
from mailbot.parsers.pgp import unarmour
from mailbot.parsers.tnef import Tnef, read_tnef
from mailbot.rules.authentication import Verdict, judge_sender
from mailbot.rules.commands.grammar import read_commands
from mailbot.rules.file_names import MOST_BYTES, stored_name
from mailbot.rules.identity import identify_sender
from mailbot.rules.intake import missing_fields, read_request
from mailbot.rules.petition import find_petition
from mailbot.rules.words import read_words
from tests.fuzz import seeds, workbooks
from tests.fuzz.mutation import mutated
from tests.parsers.test_any_bytes import check as check_mail
from tests.rules.mails import line_config, mail_with

_TNEF_FILES = 50
_CONFIG = line_config(trust={"authserv_id": "mx.linea.gov.co"})
_EXCHANGE = line_config(trust={"scheme": "exchange-online"})
_PROOF = re.compile(r"dmarc\s*(?:/\s*\d+\s*)?=\s*pass", re.IGNORECASE)
_SAFE_NAME = re.compile(r"SERV-2026-000001_01_[\w.-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A reader: its inputs are damaged `seeds`, and `check` raises where it breaks its word."""

    name: str
    check: Callable[[bytes], None]
    seeds: Sequence[bytes]
    tokens: Sequence[bytes]

    @property
    def inputs(self) -> st.SearchStrategy[bytes]:
        """Damaged seeds, and now and then bytes of no meaning."""
        return mutated(self.seeds, self.tokens) | st.binary(max_size=300)


def _words(octets: bytes) -> str:
    """The bytes as the parser hands words over."""
    return scrub(octets.decode("utf-8", "replace"))


def _check_reply(octets: bytes) -> None:
    """The words of a mail reach the rules, and everything that reads them answers."""
    text = _words(octets)
    subject, _, body = text.partition("\n")
    mail = mail_with(subject=subject[:500], text=body, body=body)
    read_words(mail)
    find_petition(body, subject)


def _check_orders(octets: bytes) -> None:
    text = _words(octets)
    subject, _, body = text.partition("\n")
    mail = Mail(sender=None, subject=subject[:300], text=body, body=body)
    read = read_commands(mail, thread_known=True)
    for command in read.commands:
        assert command.written
        assert len(command.text) <= len(body)
    doubtful = read_commands(replace(mail, commands_safe=False), thread_known=True)
    assert not doubtful.commands, "an order ran although the cut was doubtful"
    quoted = read_commands(replace(mail, subject="", text="", quoted=body), thread_known=True)
    assert not quoted.orders, "words that were cut off gave an order"


def _check_request(octets: bytes) -> None:
    mail = mail_with(text=_words(octets))
    request = read_request(mail)
    missing_fields(request, request.type)
    for fact in (request.name, request.siif_user, request.executing_unit, request.phone):
        assert "\n" not in fact
    digits = request.identification
    assert not digits or digits.isdigit() or digits.isalnum()
    assert len(request.description) <= len(mail.text) + len(mail.subject) + 1


def _check_results(octets: bytes) -> None:
    """No line proves the sender unless our receiver's id and a pass stand in it."""
    values = _words(octets).split("\n")
    mail = mail_with(
        *(f"Authentication-Results: {value}" for value in values), sender="ana@linea.gov.co"
    )
    verdict = judge_sender(mail, _CONFIG.trust).verdict
    if verdict is Verdict.PASS:
        assert any("mx.linea.gov.co" in each.lower() and _PROOF.search(each) for each in values)
    for config in (_CONFIG, _EXCHANGE):
        identity = identify_sender(mail, config)
        assert not (identity.verified and identity.forged)


def _check_name(octets: bytes) -> None:
    given = octets.decode("utf-8", "replace")
    for name in (plain_name(given), message_name(given, given)):
        assert not set(name) & set("/\\\0\r\n")
        assert name not in (".", "..")
        assert len(name) <= 200 + len(".eml")
    stored = stored_name("SERV-2026-000001", 1, given, "application/pdf")
    assert _SAFE_NAME.fullmatch(stored), stored
    assert len(stored.encode()) <= MOST_BYTES
    assert not stored.endswith((".", " "))


def _check_tnef(octets: bytes) -> None:
    _check_opened(read_tnef(octets, _TNEF_FILES), len(octets), depth=3)


def _check_opened(opened: Tnef, size: int, depth: int) -> None:
    assert depth >= 0
    assert len(opened.files) <= _TNEF_FILES
    assert sum(len(file.content) for file in opened.files) <= size
    for file in opened.files:
        file.name.encode()
        if file.message:
            _check_opened(file.message, size, depth - 1)
    (opened.plain + opened.html + opened.subject + opened.sender).encode()


def _check_cms(octets: bytes) -> None:
    assert len(open_cms(octets).content) <= len(octets)


def _check_armour(octets: bytes) -> None:
    """Nothing is lost but armour, and no words come twice."""
    text = _words(octets)
    bare = unarmour(text)
    assert len(bare.text) + sum(map(len, bare.encrypted)) <= len(text) + 60 * len(bare.encrypted)
    told = describe_invitation(octets, "utf-8")
    told.encode()


TARGETS = (
    Target(name="parser", check=check_mail, seeds=seeds.MAILS, tokens=seeds.MAIL_TOKENS),
    Target(name="commands", check=_check_orders, seeds=seeds.ORDERS, tokens=seeds.ORDER_TOKENS),
    Target(name="forms", check=_check_request, seeds=seeds.REQUESTS, tokens=seeds.REQUEST_TOKENS),
    Target(name="answers", check=_check_reply, seeds=seeds.REQUESTS, tokens=seeds.REQUEST_TOKENS),
    Target(
        name="authentication", check=_check_results, seeds=seeds.RESULTS,
        tokens=seeds.RESULT_TOKENS,
    ),
    Target(name="names", check=_check_name, seeds=seeds.NAMES, tokens=seeds.NAME_TOKENS),
    Target(name="tnef", check=_check_tnef, seeds=seeds.TNEFS, tokens=seeds.TNEF_TOKENS),
    Target(name="cms", check=_check_cms, seeds=seeds.CMSS, tokens=seeds.CMS_TOKENS),
    Target(name="armour", check=_check_armour, seeds=seeds.MAILS, tokens=seeds.MAIL_TOKENS),
    Target(
        name="sheet", check=workbooks.check_sheet, seeds=workbooks.SHEETS,
        tokens=workbooks.SHEET_TOKENS,
    ),
    Target(
        name="workbook", check=workbooks.check_workbook, seeds=workbooks.WORKBOOKS,
        tokens=workbooks.WORKBOOK_TOKENS,
    ),
)  # fmt: skip
