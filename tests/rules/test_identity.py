"""Who wrote, and how surely: From only, and what proves it; in doubt it is not proven."""

import pytest
from authres import FeatureContext, dmarc
from authres.core import AuthenticationResultsHeader
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.config import Config
from mailbot.model.mail import Mail
from mailbot.model.vocabulary import IdentityBy
from mailbot.rules.identity import Identity, identify_sender, worth_verifying
from tests.rules.mails import STAFF, line_config, mail_with

MX = "mx.minhacienda.gov.co"
RFC8601 = line_config(trust={"authserv_id": MX})
EXCHANGE = line_config(trust={"scheme": "exchange-online"})
DIRECTORY = line_config(trust={"authserv_id": MX, "commands_require": "directory"})
NO_RECEIVER = line_config()

GOOD = "dmarc=pass (p=REJECT) header.from=minhacienda.gov.co"
BAD = "dmarc=fail (p=REJECT) header.from=minhacienda.gov.co"
INTERNAL = "X-MS-Exchange-Organization-AuthAs: Internal"


def results(*values: str) -> tuple[str, ...]:
    """Header lines, topmost first."""
    return tuple(f"Authentication-Results: {value}" for value in values)


def by_staff(*headers: str) -> Mail:
    return mail_with(*headers, sender=STAFF)


PROVEN = [
    ("DMARC passed", results(f"{MX}; {GOOD}")),
    ("with SPF and DKIM around it", results(f"{MX}; spf=pass smtp.helo=y.co; {GOOD}; dkim=pass")),
    ("the id in capitals", results(f"MX.MinHacienda.GOV.CO; {GOOD}")),
    ("the words in capitals", results(f"{MX}; DMARC=PASS Header.From=MINHACIENDA.GOV.CO")),
    ("a version after the id", results(f"{MX} 1; {GOOD}")),
    ("a comment before the id", results(f"(our own) {MX}; {GOOD}")),
    ("SPF failed on a forward", results(f"{MX}; spf=fail smtp.mailfrom=a@b.co; {GOOD}")),
    ("header.from as an address", results(f"{MX}; dmarc=pass header.from={STAFF}")),
    ("blanks about the signs", results(f"{MX} ; dmarc = pass header . from = minhacienda.gov.co")),
    ("other servers' words above", results("filter.local; dmarc=none", f"{MX}; {GOOD}")),
    ("other servers' words below", results(f"{MX}; {GOOD}", "mx.evil.example; dmarc=none")),
    ("an IPv6 address unquoted", results(f"{MX}; iprev=pass policy.iprev=2001:db8::1; {GOOD}")),
    ("no blank about a comment",
     results(f"{MX};dmarc=pass(p=REJECT)header.from=minhacienda.gov.co(x)")),
    ("two passes that agree", results(f"{MX}; {GOOD}; {GOOD}")),
    ("Reply-To elsewhere", (*results(f"{MX}; {GOOD}"), "Reply-To: x@evil.example")),
    ("Sender elsewhere", (*results(f"{MX}; {GOOD}"), "Sender: x@evil.example")),
]  # fmt: skip

UNPROVEN = [
    ("nobody says anything", ()),
    ("no DMARC in it", results(f"{MX}; spf=pass; dkim=pass header.d=minhacienda.gov.co")),
    ("no result", results(f"{MX}; none")),
    ("no policy", results(f"{MX}; dmarc=none header.from=minhacienda.gov.co")),
    ("a passing fault", results(f"{MX}; dmarc=temperror header.from=minhacienda.gov.co")),
    ("a lasting fault", results(f"{MX}; dmarc=permerror header.from=minhacienda.gov.co")),
    ("a guess", results(f"{MX}; dmarc=bestguesspass header.from=minhacienda.gov.co")),
    ("another domain passed", results(f"{MX}; dmarc=pass header.from=evil.example")),
    ("a parent domain passed", results(f"{MX}; dmarc=pass header.from=gov.co")),
    ("a subdomain passed", results(f"{MX}; dmarc=pass header.from=x.minhacienda.gov.co")),
    ("a look-alike passed", results(f"{MX}; dmarc=pass header.from=rninhacienda.gov.co")),
    ("no domain said", results(f"{MX}; dmarc=pass")),
    ("two domains said", results(f"{MX}; {GOOD} header.from=evil.example")),
    ("pass and none", results(f"{MX}; {GOOD}; dmarc=none header.from=minhacienda.gov.co")),
    ("another server", results(f"mx.evil.example; {GOOD}")),
    ("a longer id", results(f"{MX}.evil.example; {GOOD}")),
    ("a shorter id", results(f"minhacienda.gov.co; {GOOD}")),
    ("our id in a comment only", results(f"mx.evil.example ({MX}); {GOOD}")),
    ("no id", results(GOOD)),
    ("pass in a comment", results(f"{MX}; dmarc=none ({GOOD})")),
    ("pass in a quoted text", results(f'{MX}; spf=pass smtp.mailfrom="x; {GOOD}"@evil.example')),
    ("pass in another property", results(f"{MX}; spf=none smtp.helo={GOOD}")),
    ("a result that only begins so", results(f"{MX}; dmarc=pass.x header.from=minhacienda.gov.co")),
    ("a result with a figure", results(f"{MX}; dmarc=pass/1 header.from=minhacienda.gov.co")),
    ("a result that goes on", results(f"{MX}; dmarc=pass=x header.from=minhacienda.gov.co")),
    ("a method that only begins so", results(f"{MX}; dmarc-x=pass header.from=minhacienda.gov.co")),
    ("a property that only ends so", results(f"{MX}; dmarc=pass x-header.from=minhacienda.gov.co")),
    ("a comment without end", results(f"{MX}; {GOOD} (")),
    ("a comment without beginning", results(f"{MX}; {GOOD} )")),
    ("a quote without end", results(f'{MX}; {GOOD}; spf=pass smtp.mailfrom="x')),
    ("too long to be true", results(f"{MX}; {'x=y; ' * 5_000}{GOOD}")),
    ("forged pass below our none", results(f"{MX}; dmarc=none", f"{MX}; {GOOD}")),
    ("forged pass below no DMARC", results(f"{MX}; spf=pass", f"{MX}; {GOOD}")),
    ("a fail below our pass", results(f"{MX}; {GOOD}", f"{MX}; {BAD}")),
    ("a fail in a comment", results(f"{MX}; {GOOD} ({BAD.replace('(p=REJECT) ', '')})")),
    ("ARC's own header", (f"ARC-Authentication-Results: i=1; {MX}; {GOOD}",)),
    ("another header", (f"X-Authentication-Results: {MX}; {GOOD}",)),
    ("Exchange's word in the wrong scheme", (INTERNAL,)),
]  # fmt: skip

FORGED = [
    ("DMARC failed", results(f"{MX}; {BAD}")),
    ("failed among passes", results(f"{MX}; spf=pass; dkim=pass header.d=x.co; {BAD}")),
    ("pass and fail together", results(f"{MX}; {GOOD}; {BAD}")),
    ("fail and pass together", results(f"{MX}; {BAD}; {GOOD}")),
    ("a forged pass below", results(f"{MX}; {BAD}", f"{MX}; {GOOD}")),
    ("another server's pass above", results(f"mx.evil.example; {GOOD}", f"{MX}; {BAD}")),
    ("failed for another domain", results(f"{MX}; dmarc=fail header.from=evil.example")),
    ("Exchange's header beside it", (*results(f"{MX}; {BAD}"), INTERNAL)),
]  # fmt: skip


def judged(identity: Identity) -> tuple[bool, IdentityBy, bool]:
    return identity.verified, identity.by, identity.forged


@pytest.mark.parametrize(("headers"), [h for _, h in PROVEN], ids=[n for n, _ in PROVEN])
def test_our_receivers_aligned_dmarc_pass_proves_the_sender(headers: tuple[str, ...]) -> None:
    identity = identify_sender(by_staff(*headers), RFC8601)
    assert judged(identity) == (True, IdentityBy.AUTHENTICATION_RESULTS, False)
    assert identity.staff is not None
    assert identity.staff.email == identity.address == STAFF


@pytest.mark.parametrize("headers", [h for _, h in UNPROVEN], ids=[n for n, _ in UNPROVEN])
def test_anything_less_proves_nothing(headers: tuple[str, ...]) -> None:
    identity = identify_sender(by_staff(*headers), RFC8601)
    assert judged(identity) == (False, IdentityBy.NONE, False)
    assert identity.staff is not None
    assert identity.reason.endswith(".")


@pytest.mark.parametrize("headers", [h for _, h in FORGED], ids=[n for n, _ in FORGED])
@pytest.mark.parametrize("config", [RFC8601, DIRECTORY], ids=["authenticated", "directory"])
def test_a_failing_result_is_outweighed_by_nothing(headers: tuple[str, ...], config) -> None:
    assert judged(identify_sender(by_staff(*headers), config)) == (False, IdentityBy.NONE, True)


FROM = [
    ("as usual", (f"From: Ana <{STAFF}>",), True),
    ("bare", (f"From: {STAFF}",), True),
    ("in capitals", (f"From: <{STAFF.upper()}>",), True),
    ("a comma in the name", (f"From: Díaz, Ana <{STAFF}>",), True),
    ("a quoted name with an address", (f'From: "x, jefe@evil.example, y" <{STAFF}>',), True),
    ("the address as its name", (f"From: {STAFF} <{STAFF}>",), True),
    ("a comment after it", (f"From: {STAFF} (Ana Díaz)",), True),
    ("two addresses", (f"From: {STAFF}, x@evil.example",), False),
    ("two in brackets", (f"From: A <{STAFF}>, B <x@evil.example>",), False),
    ("two, one in brackets", (f"From: x@evil.example, A <{STAFF}>",), False),
    ("two headers", (f"From: <{STAFF}>", f"From: <{STAFF}>"), False),
    ("two headers, the other first", ("From: <x@evil.example>", f"From: <{STAFF}>"), False),
    ("a group", (f"From: line: {STAFF}, x@evil.example;",), False),
    ("an address that was read otherwise", ("From: <x@evil.example>",), False),
    ("endless", (f"From: {'x' * 100_000} <{STAFF}>",), False),
]


@pytest.mark.parametrize(("headers", "proven"), [r[1:] for r in FROM], ids=[r[0] for r in FROM])
def test_only_one_author_can_be_proven(headers: tuple[str, ...], proven: bool) -> None:
    mail = by_staff(*results(f"{MX}; {GOOD}"), *headers)
    assert identify_sender(mail, RFC8601).verified is proven
    if not proven:
        assert not identify_sender(mail, DIRECTORY).verified


def test_no_sender_is_nobody() -> None:
    identity = identify_sender(mail_with(*results(f"{MX}; {GOOD}"), sender=None), RFC8601)
    assert (identity.address, identity.staff) == ("", None)
    assert judged(identity) == (False, IdentityBy.NONE, False)


def test_people_outside_the_directory_are_proven_too() -> None:
    mail = mail_with(*results(f"{MX}; dmarc=pass header.from=entidad.gov.co"))
    identity = identify_sender(mail, RFC8601)
    assert (identity.address, identity.staff) == ("ana@entidad.gov.co", None)
    assert judged(identity) == (True, IdentityBy.AUTHENTICATION_RESULTS, False)


def test_an_international_domain_is_the_same_in_both_spellings() -> None:
    mail = mail_with(*results(f"{MX}; dmarc=pass header.from=xn--peaflor-5za.co"),
                     sender="ana@peñaflor.co")  # fmt: skip
    assert identify_sender(mail, RFC8601).verified


def test_without_a_named_receiver_no_result_counts() -> None:
    assert not identify_sender(by_staff(*results(f"{MX}; {GOOD}")), NO_RECEIVER).verified
    assert not identify_sender(by_staff(*results(f"{MX}; {BAD}")), NO_RECEIVER).forged


def test_the_directory_mode_trusts_from_for_staff_alone() -> None:
    identity = identify_sender(by_staff(), DIRECTORY)
    assert judged(identity) == (True, IdentityBy.DIRECTORY, False)
    assert not identify_sender(mail_with(), DIRECTORY).verified


def test_the_directory_mode_names_the_better_proof() -> None:
    identity = identify_sender(by_staff(*results(f"{MX}; {GOOD}")), DIRECTORY)
    assert identity.by is IdentityBy.AUTHENTICATION_RESULTS


def test_in_directory_mode_a_doubtful_failure_still_stands() -> None:
    mail = by_staff(*results(f"{MX}; dmarc=none", f"{MX}; {BAD}"))
    assert judged(identify_sender(mail, DIRECTORY)) == (False, IdentityBy.NONE, False)


EXCHANGE_GOOD = (
    "spf=pass (sender IP is 40.107.1.1) smtp.mailfrom=minhacienda.gov.co; dkim=pass (signature was"
    " verified) header.d=minhacienda.gov.co;dmarc=pass action=none"
    " header.from=minhacienda.gov.co;compauth=pass reason=100"
)
FRONT_DOOR = (
    "Received: from mail.example (203.0.113.7) by BN8NAM11FT066.mail.protection.outlook.com"
    " (10.13.177.138) with Microsoft SMTP Server id 15.20.7.12 via Frontend Transport"
)
INNER_HOP = (
    "Received: from BN8NAM11FT066.eop-nam11.prod.protection.outlook.com (2603:10b6:408:ac::1) by"
    " BN9PR03CA0123.outlook.office365.com (2603:10b6:408:fe::8) with Microsoft SMTP Server"
)
EXCHANGE_NONE = "dkim=none (message not signed) header.d=none;dmarc=none action=none"
EXCHANGE_ROWS = [
    ("Exchange's own block", results(EXCHANGE_GOOD), True),
    ("forged ones below it", results(EXCHANGE_GOOD, EXCHANGE_GOOD), True),
    ("from inside", (INTERNAL,), True),
    ("from inside, in capitals", (INTERNAL.upper(),), True),
    ("from inside, unsigned", (*results(EXCHANGE_NONE), INTERNAL), True),
    ("inside said twice", (INTERNAL, INTERNAL), False),
    ("inside and outside", (INTERNAL, INTERNAL.replace("Internal", "Anonymous")), False),
    ("from outside", (INTERNAL.replace("Internal", "Anonymous"),), False),
    ("nothing", (), False),
    ("no DMARC", results(EXCHANGE_NONE), False),
    ("another domain", results(EXCHANGE_GOOD.replace("minhacienda", "evil")), False),
    ("a forged pass below none", results(EXCHANGE_NONE, EXCHANGE_GOOD), False),
    ("another server's fail below", results(EXCHANGE_GOOD, f"{MX}; {BAD}"), True),
    ("Exchange's fail below", results(EXCHANGE_GOOD, BAD), False),
    ("a block with an id on top", results(f"mx.evil.example; {GOOD}", EXCHANGE_GOOD), False),
    ("a block of RFC 8601", results(f"{MX}; {GOOD}"), False),
    ("a guess", results("dmarc=bestguesspass action=none header.from=minhacienda.gov.co"), False),
    ("a broken comment", results(EXCHANGE_GOOD.replace("verified)", "verified")), False),
    ("above its front door", (INNER_HOP, *results(EXCHANGE_GOOD), FRONT_DOOR), True),
    ("from inside, through no door", (INNER_HOP, INTERNAL), True),
    ("below its front door", (INNER_HOP, FRONT_DOOR, *results(EXCHANGE_GOOD)), False),
    ("below, under a second door", (FRONT_DOOR, *results(EXCHANGE_GOOD), FRONT_DOOR), False),
    (
        "a sender's own tenant below",
        (*results(EXCHANGE_NONE), FRONT_DOOR, *results(EXCHANGE_GOOD)),
        False,
    ),
]


@pytest.mark.parametrize(
    ("headers", "proven"), [r[1:] for r in EXCHANGE_ROWS], ids=[r[0] for r in EXCHANGE_ROWS]
)
def test_exchange_online(headers: tuple[str, ...], proven: bool) -> None:
    identity = identify_sender(by_staff(*headers), EXCHANGE)
    by = IdentityBy.AUTHENTICATION_RESULTS if proven else IdentityBy.NONE
    assert judged(identity) == (proven, by, False)


@pytest.mark.parametrize("extra", [(), (INTERNAL,), results(EXCHANGE_GOOD)])
def test_exchange_online_a_failure_is_outweighed_by_nothing(extra: tuple[str, ...]) -> None:
    mail = by_staff(*results("dmarc=fail action=oreject header.from=minhacienda.gov.co"), *extra)
    assert judged(identify_sender(mail, EXCHANGE)) == (False, IdentityBy.NONE, True)


SIGNED = line_config(trust={"authserv_id": MX, "verify_dkim": True})
SIGNED_ALONE = line_config(trust={"verify_dkim": True})
HOUSE = "minhacienda.gov.co"
SIGNATURE = "DKIM-Signature: v=1; a=rsa-sha256; d=minhacienda.gov.co; s=s1"


def signed_by(*signers: str, headers: tuple[str, ...] = (), sender: str = STAFF) -> Mail:
    return mail_with(SIGNATURE, *headers, sender=sender, signers=signers)


@pytest.mark.parametrize("config", [SIGNED, SIGNED_ALONE], ids=["with a receiver", "alone"])
@pytest.mark.parametrize(
    "headers",
    [(), results("mx.evil.example; dmarc=none"), results(f"{MX}; dmarc=none"),
     results(f"{MX}; dmarc=temperror header.from={HOUSE}"), results(f"{MX}; {GOOD} (")],
)  # fmt: skip
def test_a_signature_that_we_verified_proves_the_sender(headers: tuple[str, ...], config):
    identity = identify_sender(signed_by(HOUSE, headers=headers), config)
    assert judged(identity) == (True, IdentityBy.DKIM, False)
    assert identity.reason == "Se verificó la firma DKIM de minhacienda.gov.co."


SIGNED_IN_VAIN = [
    ("by nobody", signed_by()),
    ("by somebody else", signed_by("evil.example", "gov.co", "boletines.minhacienda.gov.co")),
    ("our receiver says that DMARC failed", signed_by(HOUSE, headers=results(f"{MX}; {BAD}"))),
    ("a failing result below", signed_by(
        HOUSE, headers=results(f"{MX}; dmarc=none", f"{MX}; {BAD}"))),
    ("a failing result in a comment", signed_by(
        HOUSE, headers=results(f"{MX}; dmarc=none ({BAD})"))),
    ("two authors", signed_by(HOUSE, headers=(f"From: {STAFF}, x@evil.example",))),
    ("two headers From", signed_by(HOUSE, headers=(f"From: {STAFF}", f"From: {STAFF}"))),
]  # fmt: skip


@pytest.mark.parametrize("mail", [m for _, m in SIGNED_IN_VAIN], ids=[n for n, _ in SIGNED_IN_VAIN])
def test_a_signature_that_proves_nothing(mail: Mail):
    assert not identify_sender(mail, SIGNED).verified


def test_a_signature_counts_only_where_it_is_asked_for():
    assert not identify_sender(signed_by(HOUSE), RFC8601).verified


def test_our_receivers_own_word_comes_first():
    identity = identify_sender(signed_by(HOUSE, headers=results(f"{MX}; {GOOD}")), SIGNED)
    assert identity.by is IdentityBy.AUTHENTICATION_RESULTS


@pytest.mark.parametrize(
    ("mail", "config", "expected"),
    [
        (signed_by(), SIGNED, True),
        (signed_by(), SIGNED_ALONE, True),
        (signed_by(headers=results(f"{MX}; dmarc=none")), SIGNED, True),
        (signed_by(), RFC8601, False),
        (by_staff(), SIGNED, False),
        (signed_by(sender="ana@entidad.gov.co"), SIGNED, False),
        (signed_by(headers=results(f"{MX}; {GOOD}")), SIGNED, False),
        (signed_by(headers=results(f"{MX}; {BAD}")), SIGNED, False),
        (signed_by(headers=(f"From: {STAFF}, x@evil.example",)), SIGNED, False),
        (mail_with(SIGNATURE, sender=None), SIGNED, False),
    ],
    ids=["staff", "without a receiver", "our receiver says nothing", "not asked for", "unsigned",
         "not staff", "proven already", "called forged", "two authors", "nobody"],
)  # fmt: skip
def test_only_a_signature_that_could_change_something_is_verified(
    mail: Mail, config, expected: bool
):
    assert worth_verifying(mail, config) is expected


def strictly_read(block: str) -> set[str] | None:
    """The DMARC results that authres reads in a block; None where it can't read it."""
    try:
        header = AuthenticationResultsHeader.parse_value(FeatureContext(dmarc), block)
    except Exception:
        return None
    return {each.result for each in header.results if each.method == "dmarc"}


READ_BY_AUTHRES = {
    block: theirs
    for _, headers in (*PROVEN, *UNPROVEN, *FORGED)
    for block in (line.partition(": ")[2] for line in headers)
    if block.startswith(f"{MX};") and (theirs := strictly_read(block)) is not None
}


@pytest.mark.parametrize(("block", "theirs"), READ_BY_AUTHRES.items())
def test_what_we_believe_the_strict_library_reads_too(block: str, theirs: set[str]) -> None:
    ours = identify_sender(by_staff(*results(block)), RFC8601)
    assert not ours.verified or theirs == {"pass"}
    assert ours.forged is ("fail" in theirs)


PIECES = st.lists(
    st.sampled_from([
        MX, "; ", ";", GOOD, BAD, "dmarc=pass", "dmarc=none", "header.from=minhacienda.gov.co",
        "header.from=evil.example", "spf=pass smtp.mailfrom=", "dkim=pass", "(", ")", '"', "\\",
        " ", "=", ".", "reason=", "@", "/1", "\t", "\u200b", "ñ", "policy.", "x",
    ]),
    max_size=14,
).map("".join)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(PIECES)
def test_whatever_a_block_says_we_believe_no_more_than_the_strict_library(said: str):
    block = f"{MX}; {said}"
    theirs = strictly_read(block)
    verified = identify_sender(by_staff(*results(block)), RFC8601).verified
    assert not verified or theirs is None or theirs == {"pass"}
    # A failing result beside it, in a block that can be read, leaves nothing of the proof.
    assert not identify_sender(by_staff(*results(f"{block}; {BAD}")), RFC8601).verified


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=4), st.sampled_from([RFC8601, EXCHANGE, NO_RECEIVER]))
def test_no_results_break_the_reader_and_no_foreign_block_proves_anything(
    blocks: list[str], config: Config
):
    foreign = [f"mx.evil.example; {each}" for each in blocks]
    assert not identify_sender(by_staff(*results(*foreign)), config).verified


def test_the_strict_library_reads_enough_to_compare_with() -> None:
    assert len(READ_BY_AUTHRES) > 25
