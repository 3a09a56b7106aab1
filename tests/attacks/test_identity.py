"""Orders under somebody else's name: what the forger writes, and that no order is carried out.

Each mail answers the very mail in which nora@ was given her incident, holds its token, and orders
[TOMAR]. What is proven to be hers is carried out; everything else is kept and told.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from mailbot.model.vocabulary import IdentityBy
from tests.attacks.house import (
    BAD,
    EXCHANGE_GOOD,
    FRONT_DOOR,
    GOOD,
    House,
    Seen,
    results,
    written,
)
from tests.parsers.signed_mails import key_pair, signed
from tests.scenarios.letters import HOUSE, RECEIVER, short

MX = RECEIVER
NORA = f"nora@{HOUSE}"
BY_NORA = f"From: Nora Diaz <{NORA}>"
PROVEN = f"{MX}; {GOOD}"
INTERNAL = "X-MS-Exchange-Organization-AuthAs: Internal"
EVIL = f"{MX}; dmarc=pass header.from=evil.example"
TOLD_OF_ORDER = {"M-45 nora@", "M-45 her@"}


@dataclass(frozen=True)
class Forged:
    """A mail under nora@'s name: `head` on top, `author` as its From lines."""

    head: tuple[str | bytes, ...] = ()
    author: tuple[str | bytes, ...] = (BY_NORA,)
    scheme: str = "rfc8601"
    false: bool = False
    """Whether our own receiver calls the sender false."""

    def raw(self, house: House, body: str = "[TOMAR]") -> bytes:
        letter = house.order_mail
        return written(
            *self.head, *self.author, author=None, subject=f"RE: {letter.subject}", body=body,
            answers=letter.message["Message-ID"],
        )  # fmt: skip


def exchange(*head: str, false: bool = False) -> Forged:
    return Forged(head, scheme="exchange-online", false=false)


# The results of a receiver, as RFC 8601 and Exchange write them, in hands that wish to be believed.
RESULTS: dict[str, Forged] = {
    "no result at all": Forged(),
    "a result of his own server": Forged(results(f"mx.evil.example; {GOOD}")),
    "a result without any server": Forged(results(GOOD)),
    "a result of a server with a longer name": Forged(results(f"{MX}.evil.example; {GOOD}")),
    "a result of a server with a shorter name": Forged(results(f"{HOUSE}; {GOOD}")),
    "our server's name in a comment": Forged(results(f"mx.evil.example ({MX}); {GOOD}")),
    "our server's name as a version": Forged(results(f"mx.evil.example {MX}; {GOOD}")),
    "our server's name with a NUL": Forged((f"Authentication-Results: mx\0.{HOUSE}; {GOOD}",)),
    "our server's name with an invisible letter": Forged(results(f"mx\u200b.{HOUSE}; {GOOD}")),
    "our server's name in full-width letters": Forged(results(f"ｍｘ.{HOUSE}; {GOOD}")),
    "our server's name in an encoded word": Forged(results(f"=?utf-8?q?{MX}?=; {GOOD}")),
    "our server's name folded in the middle": Forged(
        (f"Authentication-Results: mx\r\n .{HOUSE}; {GOOD}",)),
    "a good result below our bad one": Forged(results(f"{MX}; {BAD}", PROVEN), false=True),
    "a good result below our none": Forged(results(f"{MX}; dmarc=none", PROVEN)),
    "a good result below our silence on DMARC": Forged(results(f"{MX}; spf=pass", PROVEN)),
    "a good result above our bad one": Forged(results(f"mx.evil.example; {GOOD}", f"{MX}; {BAD}"),
                                              false=True),
    "a good result of ours above a bad one of ours": Forged(results(PROVEN, f"{MX}; {BAD}")),
    "a good and a bad one in one block": Forged(results(f"{MX}; {GOOD}; {BAD}"), false=True),
    "a good one and none in one block": Forged(results(f"{MX}; {GOOD}; dmarc=none")),
    "a good one for another domain": Forged(results(EVIL)),
    "a good one for a parent domain": Forged(results(f"{MX}; dmarc=pass header.from=test")),
    "a good one for a subdomain": Forged(results(f"{MX}; dmarc=pass header.from=x.{HOUSE}")),
    "a good one for a look-alike": Forged(
        results(f"{MX}; dmarc=pass header.from=rninhacienda.test")),
    "a good one for a Cyrillic look-alike": Forged(
        results(f"{MX}; dmarc=pass header.from=minhаcienda.test")),
    "a good one for a domain that only begins alike": Forged(
        results(f"{MX}; dmarc=pass header.from={HOUSE}.evil.example")),
    "a good one for no domain": Forged(results(f"{MX}; dmarc=pass")),
    "a good one for two domains": Forged(results(f"{PROVEN} header.from=evil.example")),
    "a good one in a reason": Forged(results(f'{MX}; dmarc=none reason="x; {GOOD}"')),
    "a good one in a reason that never ends": Forged(results(f'{MX}; dmarc=none reason="{GOOD}')),
    "a good one in a comment": Forged(results(f"{MX}; dmarc=none ({GOOD})")),
    "a good one in a comment on SPF": Forged(results(f"{MX}; spf=pass (x; {GOOD}; y)")),
    "a good one behind an escaped bracket": Forged(results(f"{MX}; spf=pass (\\); {GOOD}; y)")),
    "a good one in a reason of SPF's": Forged(results(f'{MX}; spf=pass reason="x; {GOOD}; y"')),
    "a good one behind an escaped quote": Forged(
        results(f'{MX}; spf=pass reason="\\"; {GOOD}; y"')),
    "a result that only begins so": Forged(
        results(f"{MX}; dmarc=pass/1 header.from={HOUSE}")),
    "a good one in the name that his server gave": Forged(
        results(f"{MX}; spf=none smtp.helo={GOOD}")),
    "a good one in his local part": Forged(
        results(f'{MX}; spf=pass smtp.mailfrom="x; {GOOD}"@evil.example')),
    "a result of another method": Forged(results(f"{MX}; dmarc-x=pass header.from={HOUSE}")),
    "DKIM and SPF alone": Forged(
        results(f"{MX}; dkim=pass header.d={HOUSE}; spf=pass smtp.mailfrom={HOUSE}")),
    "a fault instead of a result": Forged(results(f"{MX}; dmarc=temperror header.from={HOUSE}")),
    "a guess": Forged(results(f"{MX}; dmarc=bestguesspass header.from={HOUSE}")),
    "a block too long to read": Forged(results(f"{MX}; {'x=y; ' * 5_000}{GOOD}")),
    "a sealed chain (ARC)": Forged(
        (f"ARC-Authentication-Results: i=1; {PROVEN}", "ARC-Seal: i=1; cv=pass; b=AAAA",
         f"ARC-Message-Signature: i=1; d={HOUSE}; b=AAAA")),
    "SPF's own header": Forged((f"Received-SPF: Pass ({MX}: {GOOD})",)),
    "results under other names": Forged(
        (f"X-Authentication-Results: {PROVEN}", f"Authentication-Results-Original: {PROVEN}",
         f"Old-Authentication-Results: {PROVEN}", f"Authentication-Results_: {PROVEN}")),
    "a result with a blank before the colon, below ours": Forged(
        (f"Authentication-Results: {MX}; dmarc=none", f"Authentication-Results : {PROVEN}")),
    "Exchange's word where Exchange is not the receiver": Forged((INTERNAL,)),
    "Exchange's word beside our bad result": Forged(
        (*results(f"{MX}; {BAD}"), INTERNAL), false=True),
    "a signature that nobody made": Forged((f"DKIM-Signature: v=1; a=rsa-sha256; d={HOUSE}; s=s1;"
                                            " h=from; bh=AAAA; b=AAAA",)),
    "Exchange: nothing": exchange(),
    "Exchange: a result below its front door": exchange(FRONT_DOOR, *results(EXCHANGE_GOOD)),
    "Exchange: a front door of his own below": exchange(
        FRONT_DOOR, *results(EXCHANGE_GOOD), FRONT_DOOR),
    "Exchange: a good result below its none": exchange(
        *results("dkim=none header.d=none;dmarc=none action=none"), FRONT_DOOR,
        *results(EXCHANGE_GOOD)),
    "Exchange: a good result below its bad one": exchange(
        *results(f"spf=fail; {BAD};compauth=fail reason=000"), FRONT_DOOR, *results(EXCHANGE_GOOD),
        INTERNAL, false=True),
    "Exchange: a block in the form of RFC 8601": exchange(*results(PROVEN)),
    "Exchange: such a block on top of a good one": exchange(*results(PROVEN, EXCHANGE_GOOD)),
    "Exchange: said twice to be from inside": exchange(INTERNAL, INTERNAL),
    "Exchange: from inside and from outside": exchange(
        INTERNAL, INTERNAL.replace("Internal", "Anonymous")),
    "Exchange: from inside in other words": exchange(INTERNAL + " (Anonymous)"),
    "Exchange: from inside, under another name": exchange("X-" + INTERNAL),
    "Exchange: its anti-spam's good word": exchange(
        "X-Forefront-Antispam-Report: CIP:40.0.0.1;SFV:SKI;DIR:INT;", "X-MS-Has-Attach: yes"),
}  # fmt: skip

# Where a program may find nora@ in a mail of another's.
SEVERAL_AUTHORS: dict[str, Forged] = {
    "two addresses in From": Forged(results(PROVEN), (f"From: {NORA}, x@evil.example",)),
    "two addresses, his own first": Forged(results(PROVEN), (f"From: {NORA}, <x@evil.example>",)),
    "the same address twice in two headers": Forged(results(PROVEN), (BY_NORA, BY_NORA)),
    "a second From below": Forged(results(PROVEN), (BY_NORA, "From: x@evil.example")),
    "a second From with a blank before the colon": Forged(
        results(PROVEN), (BY_NORA, "From : x@evil.example")
    ),
    "a second From in small letters": Forged(results(PROVEN), (BY_NORA, "from: x@evil.example")),
    "a second From hidden behind a bare return": Forged(
        results(PROVEN), (BY_NORA, "X-Nota: a\rFrom: x@evil.example")
    ),
    "a group": Forged(results(PROVEN), (f"From: linea: {NORA}, x@evil.example;",)),
    "a dot behind her domain": Forged(results(PROVEN), (f"From: Nora Diaz <{NORA}.>",)),
    "her address before a second @": Forged(results(PROVEN), (f"From: <{NORA}@evil.example>",)),
    "a second From with a blank before the colon, behind a bare return": Forged(
        results(PROVEN), (BY_NORA, "X-Nota: a\rFrom : x@evil.example")
    ),
}

# Whose mail is another's, however much it looks like nora@'s.
OTHERS: dict[str, tuple[str, str | bytes]] = {
    "her address as his name": ("x@evil.example", f'From: "{NORA}" <x@evil.example>'),
    "her name and address as his name": (
        "x@evil.example", f'From: "Nora Diaz <{NORA}>" <x@evil.example>'),
    "her address in an encoded word": (
        "x@evil.example",
        f"From: =?utf-8?q?Nora_=3C{NORA.replace('@', '=40')}=3E?= <x@evil.example>"),
    "her address in an encoded word, without brackets": (
        "x@evil.example", f"From: =?utf-8?q?{NORA.replace('@', '=40')}?= <x@evil.example>"),
    "her address in a comment": ("x@evil.example", f"From: x@evil.example ({NORA})"),
    "her address in a comment before his": ("x@evil.example", f"From: ({NORA}) x@evil.example"),
    "the line's own name": (
        "x@evil.example", "From: =?utf-8?q?L=C3=ADnea_de_Soporte_SIIF?= <x@evil.example>"),
    "a homoglyph in her domain": (
        "nora@minhаcienda.test", "From: Nora Diaz <nora@minhаcienda.test>"),
    "a homoglyph in her mailbox": (f"nоra@{HOUSE}", f"From: Nora Diaz <nоra@{HOUSE}>"),
    "rn for m": ("nora@rninhacienda.test", "From: Nora Diaz <nora@rninhacienda.test>"),
    "another ending": ("nora@minhacienda.example", "From: Nora Diaz <nora@minhacienda.example>"),
    "her domain as a subdomain": (
        f"nora@{HOUSE}.evil.example", f"From: Nora Diaz <nora@{HOUSE}.evil.example>"),
    "a subdomain of hers": (f"nora@correo.{HOUSE}", f"From: Nora Diaz <nora@correo.{HOUSE}>"),
    "full-width letters": ("nora@ｍinhacienda.test", "From: Nora Diaz <nora@ｍinhacienda.test>"),
    "an ideographic dot": ("nora@minhacienda。test", "From: Nora Diaz <nora@minhacienda。test>"),
    "a plus behind her mailbox": (f"nora+x@{HOUSE}", f"From: Nora Diaz <nora+x@{HOUSE}>"),
    "a dot in her mailbox": (f"n.ora@{HOUSE}", f"From: Nora Diaz <n.ora@{HOUSE}>"),
    "her address in brackets before his": ("", f"From: <{NORA}> x@evil.example"),
    "his own From first, with a blank before the colon": (
        "x@evil.example", f"From : x@evil.example\r\n{BY_NORA}"),
    "a route by way of hers": ("x@evil.example", f"From: <@{HOUSE},@a.example:x@evil.example>"),
    "nobody in brackets": ("", "From: Nora Diaz <>"),
    "an address without a mailbox": ("", f"From: Nora Diaz <@{HOUSE}>"),
    "her address quoted as a mailbox": ("", f'From: "{NORA}"@evil.example'),
}  # fmt: skip

# Headers that name her, in a mail that is honestly another's.
BESIDE = (
    f"Sender: {NORA}", f"Reply-To: {NORA}", f"Return-Path: <{NORA}>", f"X-Original-From: {NORA}",
    f"Resent-From: {NORA}", f"X-Sender: {NORA}", f"X-Google-Original-From: {NORA}",
    f"Apparently-From: {NORA}",
)  # fmt: skip


# Mails that she signed, or that her domain did, in the hands of somebody who has them.
def signed_order(house: House, *head: str, **how: Any) -> bytes:
    return signed(Forged(head).raw(house), domain=HOUSE, **how)


def in_another_thread(house: House) -> bytes:
    """What Microsoft 365 signs leaves out what a mail answers."""
    other = house.first_mail(house.pablo, "M-02").message["Message-ID"]
    old = house.order_mail.message["Message-ID"]
    return signed_order(house).replace(old.encode(), other.encode())


SIGNED: dict[str, Callable[[House], bytes]] = {
    "our receiver calls her false all the same": lambda house: (
        results(f"{MX}; {BAD}")[0].encode() + b"\r\n" + signed_order(house)),
    "our receiver contradicts itself": lambda house: (
        "\r\n".join((*results(PROVEN, f"{MX}; {BAD}"), "")).encode() + signed_order(house)),
    "another order under her signature": lambda house: signed_order(house).replace(
        b"[TOMAR]", b"[CERRADO]"),
    "more text below what she signed (l=)": lambda house: signed_order(
        house, tags={"l": "0"}),
    "a subject that she did not write": lambda house: signed_order(
        house, names=("from", "date", "message-id", "content-type")),
    "a second mail made of hers": lambda house: signed_order(
        house, names=("from", "subject", "date", "content-type")),
    "an old one that expired": lambda house: signed_order(house, tags={"x": "1"}),
    "her words in quoted parts that another boundary shows": lambda house: signed_order(
        house, names=("from", "subject", "date", "message-id")),
    "a second author on top of her signed mail": lambda house: (
        b"From: x@evil.example\r\n" + signed_order(house)),
    "a second subject on top of her signed mail": lambda house: (
        b"Subject: [CERRADO]\r\n" + signed_order(house)),
    "his own domain's signature": lambda house: signed_order(house).replace(
        f"d={HOUSE}".encode(), b"d=evil.example"),
    "another key": lambda house: signed_order(house, key=key_pair(seed=2)[0]),
    "SHA-1": lambda house: signed_order(house, algorithm="rsa-sha1"),
}  # fmt: skip


def is_without_effect(seen: Seen) -> bool:
    return seen.changed == [] and not any(each.startswith("M-31") for each in seen.told)


def test_her_own_order_is_carried_out(house: House):
    """So that the other rows fail for their forgery alone."""
    for mail in (Forged(results(PROVEN)), exchange(*results(EXCHANGE_GOOD), FRONT_DOOR)):
        seen = house.judge(mail.raw(house), mail.scheme)
        assert seen.changed == [house.incident.number]
        assert seen.told == {"M-31 nora@"}
        assert seen.considered.event.identity.by is IdentityBy.AUTHENTICATION_RESULTS


@pytest.mark.parametrize("attack", {**RESULTS, **SEVERAL_AUTHORS})
def test_an_order_that_is_not_proven_is_kept_and_told_and_not_carried_out(
    house: House, attack: str
):
    mail = {**RESULTS, **SEVERAL_AUTHORS}[attack]
    seen = house.judge(mail.raw(house), mail.scheme)
    assert is_without_effect(seen)
    assert (seen.way, seen.case, seen.kept) == (
        "staff-command", house.incident.number, ["command"],
    )  # fmt: skip
    assert seen.told == TOLD_OF_ORDER
    identity = seen.considered.event.identity
    assert (identity.verified, identity.forged) == (False, mail.false)
    assert identity.reason in seen.considered.decision.reason


@pytest.mark.parametrize("scheme", ["dkim", "rfc8601"])
def test_her_signed_order_is_carried_out_where_no_receiver_speaks(house: House, scheme: str):
    seen = house.judge(signed_order(house), scheme)
    assert seen.changed == [house.incident.number]
    assert seen.considered.event.identity.by is IdentityBy.DKIM


UNPROVEN = {
    "without a result": ((), False),
    "with a result of his own": (results(f"mx.evil.example; {GOOD}"), False),
    "called false by our receiver": (results(f"{MX}; {BAD}"), True),
}


@pytest.mark.parametrize("attack", UNPROVEN)
def test_an_authorisation_under_the_administrators_name_authorises_nothing(
    house: House, attack: str
):
    head, _ = UNPROVEN[attack]
    seen = house.judge(
        written(*head, author=f"From: adm@{HOUSE}", subject="RE: Confirme con un código",
                body="SI AUTORIZO 483920")
    )  # fmt: skip
    assert is_without_effect(seen)
    assert (seen.way, seen.kept) == ("authorisation", [])
    assert seen.told == {"M-45 adm@", "M-45 her@"}


@pytest.mark.parametrize("attack", UNPROVEN)
def test_words_under_her_name_are_a_note_that_she_is_told_of(house: House, attack: str):
    head, false = UNPROVEN[attack]
    seen = house.judge(Forged(head).raw(house, "Dígale al usuario que ya puede pagar."))
    assert is_without_effect(seen)
    assert seen.kept == ["note"]
    assert seen.way == ("stranger-on-case" if false else "staff-on-case")
    assert seen.told == ({"M-44 ana@"} if false else TOLD_OF_ORDER)


@pytest.mark.parametrize("attack", SIGNED)
def test_what_she_signed_is_no_order_of_somebody_elses_making(house: House, attack: str):
    seen = house.judge(SIGNED[attack](house))
    assert is_without_effect(seen)
    assert not seen.considered.event.identity.verified
    assert seen.told in (TOLD_OF_ORDER, {"M-44 ana@", "M-01 x@evil.example"})


def test_her_signed_order_moved_to_another_case_is_refused(house: House):
    seen = house.judge(in_another_thread(house))
    assert seen.considered.event.identity.by is IdentityBy.DKIM
    assert seen.changed == []
    assert "diga cuál" in seen.considered.decision.reason


@pytest.mark.parametrize("attack", OTHERS)
def test_who_only_looks_like_her_is_a_stranger_whose_order_is_no_order(house: House, attack: str):
    address, author = OTHERS[attack]
    head = results(f"{MX}; dmarc=pass header.from={address.rpartition('@')[2]}", PROVEN)
    seen = house.judge(Forged(head, (author,)).raw(house))
    assert is_without_effect(seen)
    assert seen.considered.event.identity.staff is None
    assert seen.considered.event.sender == address
    if address:
        assert (seen.way, seen.case, seen.kept) == (
            "stranger-on-case", house.incident.number, ["note"],
        )  # fmt: skip
        assert seen.told == {"M-44 ana@", f"M-01 {short(address)}"}
    else:
        assert (seen.way, seen.told) == ("no-sender", set())


@pytest.mark.parametrize("attack", [name for name, (address, _) in OTHERS.items() if address])
def test_the_line_reads_the_true_address_beside_whatever_name_he_gives(house: House, attack: str):
    address, author = OTHERS[attack]
    (notice,) = [
        letter for letter in house.letters(house.judge(Forged(author=(author,)).raw(house)))
        if letter.to == ["ana@"]
    ]  # fmt: skip
    said = notice.words.partition("De: ")[2]
    assert address in said[:120]
    assert not said.startswith(NORA)
    assert ("letras poco comunes" in said) is not address.isascii()


def test_a_name_without_end_hides_no_address(house: House):
    author = f'From: "Nora Diaz {"de la Linea de Soporte " * 60}" <x@evil.example>'
    notice = house.letters(house.judge(Forged(author=(author,)).raw(house)))[0]
    assert "<x@evil.example>" in notice.words.partition("De: ")[2][:120]


@pytest.mark.parametrize("header", BESIDE)
def test_no_other_header_makes_him_her(house: House, header: str):
    seen = house.judge(Forged((*results(EVIL), header), ("From: x@evil.example",)).raw(house))
    assert is_without_effect(seen)
    assert seen.way == "stranger-on-case"
    assert seen.told == {"M-44 ana@", "M-01 x@evil.example"}
