"""Which DKIM signatures prove an author, and which prove nothing."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.parsers import read_mail
from mailbot.parsers.signatures import signers, vouches_for
from tests.mails import mail
from tests.parsers.signed_mails import HOUSE, NAMES, key_pair, keys, signed

AT = datetime(2026, 12, 7, 20, 0, tzinfo=UTC)
PLAIN = mail(sender=f"Nora Díaz <nora@{HOUSE}>", subject="RE: [SERV-2026-000001] Caso",
             text="[TOMAR]\r\n")  # fmt: skip
RECORD = key_pair()[1]
STAMP = int(AT.timestamp())


def proven(raw: bytes, records: dict[str, str | None] | None = None) -> tuple[str, ...]:
    """Who vouches for a mail; where nothing else is said, every domain has our own house's key."""
    answers = records or {}

    def lookup(name: str) -> str | None:
        selector, _, rest = name.partition("._domainkey.")
        return answers.get(selector, RECORD if rest and selector == "s1" else None)

    return signers(raw, read_mail(raw), lookup, AT)


@pytest.mark.parametrize("form", ["relaxed/relaxed", "simple/simple", "relaxed/simple", "relaxed"])
def test_a_signature_of_the_authors_domain_proves_him(form: str):
    assert proven(signed(PLAIN, form=form)) == (HOUSE,)


def test_what_servers_add_on_the_way_changes_nothing():
    raw = b"Received: from a by b; Mon, 7 Dec 2026 15:00:00 -0500\r\n" + signed(PLAIN)
    assert proven(b"Return-Path: <x@y.example>\r\n" + raw) == (HOUSE,)


def test_lines_that_end_in_line_feeds_only():
    assert proven(signed(PLAIN).replace(b"\r\n", b"\n")) == (HOUSE,)


def test_a_second_signature_counts_where_the_first_is_of_somebody_else():
    raw = signed(signed(PLAIN), domain="lista.example", key=key_pair(seed=2)[0])
    asked: list[str] = []

    def lookup(name: str) -> str | None:
        asked.append(name)
        return keys().get(name)

    assert signers(raw, read_mail(raw), lookup, AT) == (HOUSE,)
    assert asked == [f"s1._domainkey.{HOUSE}"]


def test_an_expiry_that_lies_ahead():
    assert proven(signed(PLAIN, tags={"t": str(STAMP - 60), "x": str(STAMP)})) == (HOUSE,)


def changed(old: bytes, new: bytes) -> bytes:
    raw = signed(PLAIN)
    assert raw.count(old) == 1
    return raw.replace(old, new)


def on_top(line: bytes) -> bytes:
    return line + b"\r\n" + signed(PLAIN)


def without(name: str) -> bytes:
    return signed(PLAIN, names=[each for each in NAMES if each != name])


MULTIPART = mail(sender=f"nora@{HOUSE}", subject="RE: x", text="Hola", html="<p>Hola</p>")

NO_PROOF: dict[str, Callable[[], bytes]] = {
    "nothing is signed": lambda: PLAIN,
    "another text under the signature": lambda: changed(b"[TOMAR]", b"[CERRADO]"),
    "a line below the text": lambda: signed(PLAIN) + b"[CERRADO]\r\n",
    "another author": lambda: changed(b"<nora@", b"<jefe@"),
    "another subject": lambda: changed(b"000001", b"000002"),
    "a second From on top": lambda: on_top(f"From: jefe@{HOUSE}".encode()),
    "a second From below": lambda: signed(PLAIN).replace(
        b"\r\n\r\n", f"\r\nFrom: jefe@{HOUSE}\r\n\r\n".encode(), 1),
    "the same From twice": lambda: on_top(f"From: Nora <nora@{HOUSE}>".encode()),
    "a second Subject on top": lambda: on_top(b"Subject: [CERRADO]"),
    "a second Content-Type on top": lambda: on_top(b"Content-Type: text/html"),
    "a second Message-ID on top": lambda: on_top(b"Message-ID: <otro@x.example>"),
    "From is not signed": lambda: without("from"),
    "the subject is not signed": lambda: without("subject"),
    "the date is not signed": lambda: without("date"),
    "the Message-ID is not signed": lambda: without("message-id"),
    "the Content-Type is not signed": lambda: without("content-type"),
    "the encoding of the text is not signed": lambda: without("content-transfer-encoding"),
    "parts cut anew by another boundary": lambda: signed(
        MULTIPART, names=[n for n in NAMES if n != "content-type"]
    ).replace(b'boundary="limite-0"', b'boundary="limite-9"', 1),
    "only the beginning of the text is signed (l=)": lambda: signed(PLAIN, tags={"l": "5"}),
    "the length of the whole text (l=)": lambda: signed(PLAIN, tags={"l": "9"}),
    "it expired before it came": lambda: signed(PLAIN, tags={"x": str(STAMP - 1)}),
    "it expires before it was made": lambda: signed(
        PLAIN, tags={"t": str(STAMP + 900), "x": str(STAMP + 800)}),
    "an expiry that is no time": lambda: signed(PLAIN, tags={"x": "mañana"}),
    "SHA-1": lambda: signed(PLAIN, algorithm="rsa-sha1"),
    "an unknown algorithm": lambda: changed(b"rsa-sha256", b"rsa-sha512"),
    "another version": lambda: signed(PLAIN, tags={"v": "2"}),
    "a stranger's key": lambda: signed(PLAIN, key=key_pair(seed=2)[0]),
    "a stranger's domain": lambda: signed(PLAIN, domain="evil.example"),
    "a look-alike": lambda: signed(PLAIN, domain="rninhacienda.gov.co"),
    "a domain below the author's": lambda: signed(PLAIN, domain=f"boletines.{HOUSE}"),
    "the registry's own domain": lambda: signed(PLAIN, domain="gov.co"),
    "the whole country": lambda: signed(PLAIN, domain="co"),
    "no domain": lambda: signed(PLAIN, domain=""),
    "a domain that only ends alike": lambda: signed(PLAIN, domain="hacienda.gov.co"),
    "an identity elsewhere (i=)": lambda: signed(PLAIN, tags={"i": "@evil.example"}),
    "no name to ask for": lambda: signed(PLAIN, selector="no-such"),
    "keys from elsewhere (q=)": lambda: signed(PLAIN, tags={"q": "http"}),
    "a signature in another header": lambda: signed(PLAIN).replace(
        b"DKIM-Signature:", b"X-DKIM-Signature:", 1),
    "a sealed chain (ARC) is no signature": lambda: signed(PLAIN).replace(
        b"DKIM-Signature:", b"ARC-Message-Signature: i=1;", 1),
    "the good one stands behind five of others": lambda: (
        b"DKIM-Signature: v=1; a=rsa-sha256; d=a.example; s=x; h=from; bh=AAAA; b=AAAA\r\n" * 5
        + signed(PLAIN)
    ),
    "tags twice": lambda: signed(PLAIN).replace(b"v=1;", b"v=1; v=1;", 1),
    "a header line that is none": lambda: on_top(b"esto no es una cabecera"),
    "a bare return hides a field": lambda: on_top(b"X-Nota: a\rSubject: [CERRADO]"),
    "a NUL in the header": lambda: on_top(b"X-\x00Nota: a"),
    "a header without end": lambda: signed(PLAIN).partition(b"\r\n\r\n")[0],
    "a header of 200 kB": lambda: on_top(b"X-Nota: " + b"a" * 200_000),
    "a signature of 9,000 characters": lambda: signed(PLAIN, tags={"z": "a" * 9_000}),
}  # fmt: skip


@pytest.mark.parametrize("attack", NO_PROOF)
def test_a_signature_that_proves_nothing(attack: str):
    assert proven(NO_PROOF[attack]()) == ()


WEAK = key_pair(bits=512, seed=3)
FLAGS: dict[str, tuple[str | None, bool]] = {
    "as usual": (RECORD, True),
    "without its version": (RECORD.replace("v=DKIM1; ", ""), True),
    "for mail": (f"{RECORD}; s=email", True),
    "for everything": (f"{RECORD}; s=*; h=sha1:sha256; t=s", True),
    "for something else": (f"{RECORD}; s=tlsrpt", False),
    "for another hash": (f"{RECORD}; h=sha1", False),
    "only tried out": (f"{RECORD}; t=y", False),
    "tried out among others": (f"{RECORD}; t=s:y", False),
    "taken back": ("v=DKIM1; k=rsa; p=", False),
    "of another kind": (RECORD.replace("k=rsa", "k=ed25519"), False),
    "of a kind nobody knows": (RECORD.replace("k=rsa", "k=x"), False),
    "of another version": (RECORD.replace("DKIM1", "DKIM2"), False),
    "no record": (None, False),
    "an empty record": ("", False),
    "another record": ("v=spf1 -all", False),
    "no base64": ("v=DKIM1; p=%%%", False),
    "not ASCII": ("v=DKIM1; p=ñ", False),
}


@pytest.mark.parametrize("record", FLAGS)
def test_a_key_that_may_or_may_not_sign(record: str):
    text, expected = FLAGS[record]
    assert (proven(signed(PLAIN, selector="s2"), {"s2": text}) == (HOUSE,)) is expected


def test_a_key_for_the_domain_alone_signs_for_none_below_it():
    raw = signed(PLAIN, tags={"i": f"@correo.{HOUSE}"})
    assert proven(raw) == (HOUSE,)
    assert proven(raw, {"s1": f"{RECORD}; t=s"}) == ()


def test_a_key_of_512_bits_proves_nothing():
    assert proven(signed(PLAIN, key=WEAK[0], selector="s2"), {"s2": WEAK[1]}) == ()


@pytest.mark.parametrize(
    "selector", ["s1/x", "s1 x", "s1..x", ".s1", "s" * 64, "s1*", "(s1)", "_", ""]
)
def test_only_names_that_can_be_hosts_are_looked_up(selector: str):
    asked: list[str] = []
    raw = signed(PLAIN, selector=selector)
    signers(raw, read_mail(raw), lambda name: asked.append(name), AT)
    assert asked == ([f"_._domainkey.{HOUSE}"] if selector == "_" else [])


def test_dns_that_fails_is_no_result():
    def broken(name: str) -> str | None:
        raise OSError(name)

    raw = signed(PLAIN)
    assert signers(raw, read_mail(raw), broken, AT) == ()


@pytest.mark.parametrize(
    ("signer", "author", "expected"),
    [
        ("minhacienda.gov.co", "minhacienda.gov.co", True),
        ("minhacienda.gov.co", "MinHacienda.gov.co.", True),
        ("minhacienda.gov.co", "siif.minhacienda.gov.co", True),
        ("minhacienda.gov.co", "a.b.minhacienda.gov.co", True),
        ("minhacienda.gov.co", "evilminhacienda.gov.co", False),
        ("minhacienda.gov.co", "minhacienda.gov.co.evil.com", False),
        ("siif.minhacienda.gov.co", "minhacienda.gov.co", False),
        ("gov.co", "minhacienda.gov.co", False),
        ("evil.com", "correo.evil.com", False),
        ("xn--peaflor-5za.co", "peñaflor.co", True),
        ("minhacienda.gov.co", "", False),
        ("", "", False),
        ("", "minhacienda.gov.co", False),
    ],
)
def test_which_domain_vouches_for_which_author(signer: str, author: str, expected: bool):
    assert vouches_for(signer, author) is expected


HEAD = b"From: nora@minhacienda.gov.co\r\nSubject: x\r\n"
TAGS = b"v=1; a=rsa-sha256; c=relaxed/relaxed; d=minhacienda.gov.co; s=s1; h=from:subject; bh="
EXPENSIVE = {
    "a body of blanks": TAGS + b"AAAA; b=AAAA\r\n" + HEAD + b"\r\n" + b" " * 5_000_000,
    "a body of empty lines": TAGS + b"AAAA; b=AAAA\r\n" + HEAD + b"\r\n" + b"\r\n" * 500_000,
    "a header folded into many lines": (
        TAGS + b"AAAA; b=AAAA\r\n" + HEAD + b"X: a\r\n" + b" b\r\n" * 20_000 + b"\r\n"
    ),
    "blanks behind a tag": TAGS + b"AAAA; b" + b" \r\n" * 1_300 + b" x\r\n" + HEAD + b"\r\nx",
    "a signature of nothing but names": (
        TAGS.replace(b"from:", b"from:" + b"a:" * 1_500) + b"AAAA; b=AAAA\r\n" + HEAD + b"\r\nx"
    ),
}


@pytest.mark.parametrize("attack", EXPENSIVE)
def test_a_signature_made_to_cost_proves_nothing(attack: str):
    raw = b"DKIM-Signature: " + EXPENSIVE[attack]
    assert signers(raw, read_mail(raw), keys().get, AT) == ()


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_whatever_is_changed_in_a_signed_mail_it_is_proof_or_no_result(data: st.DataObject):
    raw = bytearray(signed(PLAIN))
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    changed_mail = read_mail(bytes(raw))
    if signers(bytes(raw), changed_mail, keys().get, AT):
        assert changed_mail.sender == read_mail(PLAIN).sender
        assert changed_mail.text.strip() == "[TOMAR]"
        assert changed_mail.subject == "RE: [SERV-2026-000001] Caso"


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_in_a_signature_break_anything(value: bytes):
    raw = b"DKIM-Signature: " + value + b"\r\n" + PLAIN
    assert signers(raw, read_mail(raw), keys().get, AT) == ()
