"""Which case a mail belongs to, and what its author is there."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from mailbot.model.case import Case, Requester
from mailbot.model.mail import Address, Attachment, Mail
from mailbot.model.vocabulary import MatchBy
from mailbot.parsers.forms import FormKind, Medium, ReturnedForm
from mailbot.rules.matching import Standing, Trace, choose, clues, copied_people, standing_of
from mailbot.rules.policy import Policy
from mailbot.rules.public_mail import is_public_provider
from tests.rules.mails import line_config

TOKEN = "0123456789abcdef0123456789abcdef"
MARIA = "maria@invias.gov.co"
POLICY = Policy.from_config(
    line_config(
        staff=[{"name": "Ana", "email": "ana@linea.gov.co", "roles": ["N1"]}],
        governing_body=[{"code": "CGN", "email": "enlace@contaduria.gov.co",
                         "domains": ["contaduria.gov.co"]}],
    )
)  # fmt: skip


def case(number: int = 1, email: str = MARIA, **changes: object) -> Case:
    opened = datetime(2026, 11, 24, 14, 12, tzinfo=UTC)
    made = Case(
        row=number, service_number=f"SERV-2026-{number:06d}", requester=Requester(email=email),
        opened_at=opened,
    )  # fmt: skip
    return replace(made, **changes)


def mail(**parts: object) -> Mail:
    return Mail(**{"sender": Address(address=MARIA), **parts})


@pytest.mark.parametrize(
    ("parts", "tokens", "subject", "files"),
    [
        ({"subject": "Re: [SERV-2026-000001] x"}, (), ("SERV-2026-000001",), ()),
        ({"in_reply_to": (f"{TOKEN}.serv-2026-000001@linea.gov.co",)}, (TOKEN,), (), ()),
        ({"references": ("uno@x", f"{TOKEN}@linea.gov.co")}, (TOKEN,), (), ()),
        ({"subject": f"SI {TOKEN}"}, (TOKEN,), (), ()),
        ({"subject": "[INC-12345] de otra mesa"}, (), (), ()),
        ({"subject": "[EXTERNO] RE: [inc-2026-7] y serv 2026 8"}, (),
         ("INC-2026-000007", "SERV-2026-000008"), ()),
        ({"attachments": (Attachment(name="SERV-2026-000003_01_pantalla.png", type="image/png",
                                     content=b"x", sha256=""),)}, (), (), ("SERV-2026-000003",)),
        ({"body": "[SERV-2026-000001]", "text": "SERV-2026-000001"}, (), (), ()),
    ],
)  # fmt: skip
def test_clues(
    parts: dict[str, object], tokens: tuple[str, ...], subject: tuple[str, ...],
    files: tuple[str, ...],
):  # fmt: skip
    found = clues(mail(**parts))
    assert (found.tokens, found.subject_numbers, found.file_numbers) == (tokens, subject, files)


def test_what_is_written_in_a_form_counts_before_what_its_file_carries():
    forms = (
        ReturnedForm(kind=FormKind.FUNCTIONAL, medium=Medium.DOCX, carried="SERV-2026-000005"),
        ReturnedForm(kind=FormKind.FUNCTIONAL, medium=Medium.DOCX, case="inc 2026 4"),
    )
    named = Attachment(name="SERV-2026-000003_f.docx", type="", content=b"x", sha256="")
    found = clues(mail(attachments=(named,)), forms)
    assert found.form_numbers == ("INC-2026-000004", "SERV-2026-000005")
    assert found.file_numbers == ("SERV-2026-000003",)


def test_a_form_that_lists_many_numbers_names_only_the_first():
    many = " ".join(f"SERV-2026-{n:06d}" for n in range(1, 800))
    forms = [
        ReturnedForm(kind=FormKind.FUNCTIONAL, medium=Medium.DOCX, case=many, carried=many)
    ] * 5
    assert clues(mail(), forms).form_numbers == ("SERV-2026-000001",)


@pytest.mark.parametrize(
    ("sender", "changes", "expected"),
    [
        (MARIA, {}, Standing.REQUESTER),
        ("jefe@invias.gov.co", {}, Standing.PARTY),
        ("jefe@otra.gov.co", {}, Standing.STRANGER),
        ("jefe@otra.gov.co", {"parties": ("jefe@otra.gov.co",)}, Standing.PARTY),
        ("ana@linea.gov.co", {}, Standing.STAFF),
        ("pedro@contaduria.gov.co", {}, Standing.STRANGER),
        ("pedro@contaduria.gov.co", {"governing_body": "CGN"}, Standing.GOVERNING_BODY),
        ("pedro@contaduria.gov.co", {"governing_body": "DGPPN"}, Standing.STRANGER),
        ("", {}, Standing.STRANGER),
        ("", {"requester": Requester(email="")}, Standing.STRANGER),
        ("jefe@evil-invias.gov.co", {}, Standing.STRANGER),
        ("jefe@invias.gov.co.evil.com", {}, Standing.STRANGER),
        ("jefe@sub.invias.gov.co", {}, Standing.STRANGER),
        ("jefe@gov.co", {}, Standing.STRANGER),
    ],
)
def test_what_an_author_is_to_a_case(sender: str, changes: dict[str, object], expected: Standing):
    assert standing_of(case(**changes), sender, POLICY) is expected


def test_a_shared_public_provider_is_no_shared_entity():
    assert standing_of(case(email="uno@gmail.com"), "dos@gmail.com", POLICY) is Standing.STRANGER


def test_a_token_in_the_hands_it_was_sent_to_is_proof():
    match = choose([Trace(by=MatchBy.TOKEN, case=case(), recipient=MARIA)], MARIA, POLICY)
    assert match is not None
    assert (match.proven, match.standing) == (True, Standing.REQUESTER)


def test_a_token_in_other_hands_is_only_a_weak_match():
    """domain.md §16.12."""
    other = "otro@otra.gov.co"
    match = choose([Trace(by=MatchBy.TOKEN, case=case(), recipient=MARIA)], other, POLICY)
    assert match is not None
    assert (match.proven, match.standing) == (False, Standing.STRANGER)


def test_a_person_to_whom_we_wrote_about_a_case_has_a_part_in_it():
    other = "otro@otra.gov.co"
    trace = Trace(by=MatchBy.TOKEN, case=case(), recipient=other, template="M-02")
    match = choose([trace], other, POLICY)
    assert match is not None
    assert match.standing is Standing.PARTY


@pytest.mark.parametrize("template", ["M-07", "M-11", "M-14", "M-18", "M-31", "M-37"])
@pytest.mark.parametrize("sender", ["antes@otra.gov.co", "antes@invias.gov.co"])
def test_a_mail_of_the_lines_own_work_makes_nobody_a_party(sender: str, template: str):
    """Who was an advisor, or another office: the user's part is not theirs."""
    trace = Trace(by=MatchBy.TOKEN, case=case(), recipient=sender, template=template)
    match = choose([trace], sender, POLICY)
    assert match is not None
    assert match.standing is Standing.OFFICE


@pytest.mark.parametrize("key", ["findings", "changes", "petitions"])
@pytest.mark.parametrize("office", ["oficina@minhacienda.gov.co", "oficina@invias.gov.co"])
def test_an_office_of_the_configuration_is_never_the_user(key: str, office: str):
    policy = Policy.from_config(line_config(addresses={key: office}))
    assert standing_of(case(), office, policy) is Standing.OFFICE
    assert standing_of(case(parties=(office,)), office, policy) is Standing.OFFICE
    assert standing_of(case(email=office), office, policy) is Standing.REQUESTER


def test_of_two_numbers_the_one_where_the_author_has_a_part_wins():
    traces = [
        Trace(by=MatchBy.SUBJECT, case=case(1, "otra@dian.gov.co")),
        Trace(by=MatchBy.SUBJECT, case=case(2)),
    ]
    match = choose(traces, MARIA, POLICY)
    assert match is not None
    assert match.case.number == "SERV-2026-000002"


def test_a_stranger_keeps_the_strongest_match_and_no_rights():
    traces = [
        Trace(by=MatchBy.REFERENCES, case=case(3, "otra@dian.gov.co")),
        Trace(by=MatchBy.SUBJECT, case=case(1, "otra@dian.gov.co")),
    ]
    match = choose(traces, MARIA, POLICY)
    assert match is not None
    assert (match.case.row, match.by, match.standing) == (
        3, MatchBy.REFERENCES, Standing.STRANGER,
    )  # fmt: skip


def test_without_a_trace_there_is_no_match():
    assert choose([], MARIA, POLICY) is None


def test_people_on_copy_are_neither_the_line_nor_its_staff():
    copied = mail(
        to=(Address(address=POLICY.config.identity.address), Address(address="jefe@x.gov.co")),
        cc=(Address(address="ana@linea.gov.co"),),
    )
    assert list(copied_people(copied, POLICY)) == ["jefe@x.gov.co"]


@pytest.mark.parametrize(
    ("domain", "expected"),
    [
        ("gmail.com", True), ("hotmail.es", True), ("yahoo.com.co", True), ("proton.me", True),
        ("une.net.co", True), ("minhacienda.gov.co", False), ("mail.sena.edu.co", False),
        ("mail.gov.co", False), ("invias.com", False), ("", False),
    ],
)  # fmt: skip
def test_public_providers(domain: str, expected: bool):
    assert is_public_provider(domain) is expected
