"""An address that is read at once is what mail-parser reads, name and all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mailparser.utils import get_addresses

from mailbot.parsers.envelope import read_envelope
from mailbot.parsers.fields import one_line, widen_charsets
from mailbot.parsers.limits import DEFAULT_LIMITS
from mailbot.parsers.plain_mailbox import read_plain_mailbox
from tests.parsers.test_any_bytes import quickly

PLAIN = {
    "ana@x.co": ("", "ana@x.co"),
    " Ana.Diaz+siif@correo.x-y.gov.co ": ("", "Ana.Diaz+siif@correo.x-y.gov.co"),
    "<ana@x.co>": ("", "ana@x.co"),
    "Ana Díaz <Ana@X.co>": ("Ana Díaz", "Ana@X.co"),
    "A. Díaz<ana@x.co>": ("A. Díaz", "ana@x.co"),
    '"Díaz, Ana (SIIF)" <ana@x.co>': ("Díaz, Ana (SIIF)", "ana@x.co"),
    '"ana@x.co" <otra@x.co>': ("ana@x.co", "otra@x.co"),
    "=?utf-8?q?Ana_D=C3=ADaz?= <ana@x.co>": ("Ana Díaz", "ana@x.co"),
    "=?UTF-8?B?QW5hIETDrQ==?= =?iso-8859-1?Q?az?= <ana@x.co>": ("Ana Díaz", "ana@x.co"),
    "=?utf-8?q?=22Ana=22=2C_=3Cb=40x=2Eco=3E?= <ana@x.co>": ('"Ana", <b@x.co>', "ana@x.co"),
}
ODD = (
    "", "Ana", "ana@", "ana@x.co, otra@x.co", "Ana <ana@x.co> <otra@x.co>", "Ana; <ana@x.co>",
    "ana@x.co <otra@x.co>", "Ana (SIIF) <ana@x.co>", '"A \\" B" <ana@x.co>', "Ana <ñandú@x.co>",
    '"ana"@x.co', "grupo: ana@x.co;", "Ana <@otra.co:ana@x.co>", "ana@[10.0.0.1]", "ana @x.co",
    "Ana =?utf-8?q?D?= <ana@x.co>", "=?utf-8?q?D?=<ana@x.co>", '"=?utf-8?q?D?=" <ana@x.co>',
    "=?utf-8?q?=C3?= <ana@x.co>", "=?utf-8?b?QW5?= <ana@x.co>", "=?utf-8?q?a=0Ab?= <ana@x.co>",
    "=?utf-8?q?a=-b?= <ana@x.co>", "=?utf-7?q?D?= <ana@x.co>", "=?nada?q?D?= <ana@x.co>",
    "A\x00 <ana@x.co>", "A\ud800 <ana@x.co>", ".ana@x.co", "ana@x..co",
)  # fmt: skip
PIECES = (
    "Ana", "á", " ", ".", ",", ";", "'", '"', "\\", "<", ">", "@", "(", "x.co", "ana@x.co",
    " <ana@x.co>", "=?utf-8?q?D=C3=ADaz?=", "=?utf-8?b?w60=?= ", "=?iso-8859-1?q?=ED?= ", "=?",
    "?=", "=?utf-8?q?=22?= ", "\t", "\N{NO-BREAK SPACE}", "\x85", "\x1c",
)  # fmt: skip


@pytest.mark.parametrize("value", PLAIN)
def test_what_most_programs_write_is_read(value):
    name, address = read_plain_mailbox(value) or ("", "")
    assert (name.strip(), address) == PLAIN[value]
    assert _shown(value) == _by_mail_parser(value)


@pytest.mark.parametrize("value", ODD)
def test_any_other_is_left_to_mail_parser(value):
    assert read_plain_mailbox(value) is None


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
@quickly
def test_pieces_in_any_order_are_read_as_mail_parser_reads_them(value):
    if read_plain_mailbox(value):
        assert _shown(value) == _by_mail_parser(value)


def _shown(value: str) -> list[tuple[str, str]]:
    faults: list[str] = []
    envelope = read_envelope({"to": [value]}, DEFAULT_LIMITS, faults.append)
    assert faults == []
    return [(each.name, each.address) for each in envelope.to]


def _by_mail_parser(value: str) -> list[tuple[str, str]]:
    found = get_addresses(widen_charsets(value), decode_names=True)
    return [(one_line(name).strip("\"' "), address.lower()) for name, address in found]
