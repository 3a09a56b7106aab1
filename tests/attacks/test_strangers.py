"""Numbers, tokens and threads in the hands of people who have no part in the case.

What they write is kept with its reason and changes nothing; they are told how to ask for help, and
never what the case holds.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from mailbot.model.decision import SaveCase
from mailbot.model.vocabulary import MatchBy
from mailbot.rules.matching import Standing
from tests.attacks.house import BAD, House, results, written
from tests.mails import Enclosed, mail
from tests.scenarios.letters import BOX, HOUSE, RECEIVER, Letter

STRANGER = "x@evil.example"
Text = str | Callable[[House], str]


def tag(case: str) -> Callable[[House], str]:
    """`[INC-2026-000001]` of one of the house's cases."""
    return lambda house: f"[{getattr(house, case).number}] Re: mi caso"


def id_of(person: str, code: str) -> Callable[[House], str]:
    """The Message-ID of a mail that somebody got from us."""
    return lambda house: letter_of(house, person, code).message["Message-ID"]


def letter_of(house: House, person: str, code: str) -> Letter:
    return house.first_mail(getattr(house, person, None) or getattr(house.line, person), code)


def token_of(person: str, code: str) -> Callable[[House], str]:
    return lambda house: id_of(person, code)(house).strip("<>").partition(".")[0]


@dataclass(frozen=True)
class Mail:
    """A mail: who writes it, what stands in it, and what it answers."""

    subject: Text = "Consulta"
    sender: str = STRANGER
    body: Text = "Necesito saber cómo va esto."
    answers: Text = ""
    head: tuple[str, ...] = ()
    files: Callable[[House], tuple[Enclosed, ...]] | None = None

    def raw(self, house: House) -> bytes:
        subject, body, answers = (
            text if isinstance(text, str) else text(house)
            for text in (self.subject, self.body, self.answers)
        )
        if self.files:
            return mail(sender=self.sender, to=BOX, subject=subject, text=body,
                        files=self.files(house))  # fmt: skip
        return written(*self.head, author=f"From: {self.sender}", subject=subject, body=body,
                       answers=answers)  # fmt: skip


def forwarded(house: House) -> tuple[Enclosed, ...]:
    """Our mail to the user, passed on as a whole."""
    inner = letter_of(house, "pablo", "M-02").raw
    return (Enclosed(name="", content=inner, type="message/rfc822"),)


def named_after_case(house: House) -> tuple[Enclosed, ...]:
    return (Enclosed(name=f"{house.pablos.number}_01_pantalla.png", content=b"x"),)


@dataclass(frozen=True)
class Row:
    """A mail, the case that it is kept on, and by which clue that was found."""

    mail: Mail
    case: str
    by: MatchBy


KEPT: dict[str, Row] = {
    "a number that he saw somewhere": Row(Mail(tag("pablos")), "pablos", MatchBy.SUBJECT),
    "the number of an incident's service": Row(
        Mail(lambda h: h.incident.service_number), "incident", MatchBy.SUBJECT),
    "a number in other spelling": Row(
        Mail(lambda h: h.pablos.number.lower().replace("-", " ")), "pablos", MatchBy.SUBJECT),
    "a number that another system gives too": Row(
        Mail(lambda h: f"[{h.pablos.number}] Solicitud de la mesa de ayuda de otra entidad"),
        "pablos", MatchBy.SUBJECT),
    "a number behind [EXTERNO]": Row(
        Mail(lambda h: f"[EXTERNO] RV: [{h.pablos.number}]"), "pablos", MatchBy.SUBJECT),
    "two numbers, neither of them his": Row(
        Mail(lambda h: f"{h.pablos.number} {h.luzs.number}"), "pablos", MatchBy.SUBJECT),
    "an answer to our mail that somebody passed on to him": Row(
        Mail(answers=id_of("pablo", "M-02")), "pablos", MatchBy.TOKEN),
    "our mail's id among many of others": Row(
        Mail(answers=lambda h: " ".join(
            [*(f"<{n}@fuera.example>" for n in range(40)), id_of("pablo", "M-02")(h)])),
        "pablos", MatchBy.TOKEN),
    "the token in a subject": Row(
        Mail(lambda h: f"Hola ({token_of('pablo', 'M-02')(h)})"), "pablos", MatchBy.TOKEN),
    "a token in capitals": Row(
        Mail(lambda h: f"Hola ({token_of('pablo', 'M-02')(h).upper()})"), "pablos", MatchBy.TOKEN),
    "a yes by a link that was passed on": Row(
        Mail(lambda h: f"SI ({token_of('marta', 'M-12')(h)})", body="SI"), "solved", MatchBy.TOKEN),
    "a yes in answer to a solution": Row(
        Mail(answers=id_of("marta", "M-12"), body="SI"), "solved", MatchBy.TOKEN),
    "a no in answer to a solution": Row(
        Mail(answers=id_of("marta", "M-12"), body="NO, sigue igual"), "solved", MatchBy.TOKEN),
    "asking for the state of another's case": Row(
        Mail(tag("pablos"), body="ESTADO"), "pablos", MatchBy.SUBJECT),
    "an order in his words": Row(
        Mail(tag("incident"), body="[CERRADO]"), "incident", MatchBy.SUBJECT),
    "an order in his subject": Row(
        Mail(lambda h: f"[{h.incident.number}] [CERRADO]"), "incident", MatchBy.SUBJECT),
    "an order in answer to an advisor's mail": Row(
        Mail(answers=id_of("nora", "M-07"), body="[CERRADO]"), "incident", MatchBy.TOKEN),
    "our mail passed on as a whole": Row(Mail(files=forwarded), "pablos", MatchBy.ATTACHMENT),
    "a file with a number for its name": Row(
        Mail(files=named_after_case), "pablos", MatchBy.ATTACHMENT),
    "a domain that ends like the user's": Row(
        Mail(tag("incident"), sender="jefe@evil-invias.test"), "incident", MatchBy.SUBJECT),
    "a domain that begins like the user's": Row(
        Mail(tag("incident"), sender="jefe@invias.test.evil.example"), "incident", MatchBy.SUBJECT),
    "a domain below the user's": Row(
        Mail(tag("incident"), sender="jefe@correo.invias.test"), "incident", MatchBy.SUBJECT),
    "a domain above the user's": Row(
        Mail(tag("incident"), sender="jefe@test"), "incident", MatchBy.SUBJECT),
    "a look-alike of the user's domain": Row(
        Mail(tag("incident"), sender="jefe@invіas.test"), "incident", MatchBy.SUBJECT),
    "the user's address as his name": Row(
        Mail(tag("incident"), sender=f'"marta@invias.test" <{STRANGER}>'), "incident",
        MatchBy.SUBJECT),
    "the user's address for the answer": Row(
        Mail(tag("incident"), head=("Reply-To: marta@invias.test", "Sender: marta@invias.test")),
        "incident", MatchBy.SUBJECT),
    "the same public provider as the user": Row(
        Mail(tag("luzs"), sender="otra@gmail.com"), "luzs", MatchBy.SUBJECT),
    "a user of ours with another's number": Row(
        Mail(tag("incident"), sender="pablo@dian.test"), "incident", MatchBy.SUBJECT),
    "a user of ours who answers another's mail": Row(
        Mail(answers=id_of("marta", "M-12"), sender="pablo@dian.test", body="SI"), "solved",
        MatchBy.TOKEN),
    "an órgano rector that has no part in it": Row(
        Mail(tag("incident"), sender="enlace@cgn.test"), "incident", MatchBy.SUBJECT),
}  # fmt: skip

# Who has no clue that counts asks for something new, whatever he says in the text.
NO_CLUE: dict[str, Mail] = {
    "a number in the text": Mail(body=lambda h: f"Sobre el caso [{h.pablos.number}]."),
    "a token in the text": Mail(body=lambda h: f"Código {token_of('pablo', 'M-02')(h)}."),
    "our mail quoted in the text": Mail(
        body=lambda h: "Ayuda.\n\n" + "\n".join(
            f"> {line}" for line in letter_of(h, "pablo", "M-02").plain.splitlines())),
    "a number in his name": Mail(sender=f'"[SERV-2026-000001]" <{STRANGER}>'),
    "a number in a header of his own": Mail(head=("X-Caso: SERV-2026-000001",)),
    "a ticket of another system": Mail("[#4711] Consulta"),
    "an incident of another system": Mail("[INC-4711] Consulta"),
    "a ticket in OTRS's form": Mail("[Ticket#2026112410000042] Consulta"),
    "a ticket in the form of Jira": Mail("[SERV-2026] Consulta"),
    "a number with a figure too many": Mail("[SERV-2026-0000001] Consulta"),
    "a number of another series": Mail("[SERVICE-2026-000001] Consulta"),
    "a number glued to other letters": Mail("XSERV-2026-000001 Consulta"),
    "a number of another year": Mail("[SERV-2025-000001] Consulta"),
    "a number that was never given": Mail("[SERV-2026-999999] Consulta"),
    "a number in full-width figures": Mail("[SERV-２０２６-000001] Consulta"),
    "[EXTERNO] alone": Mail("[EXTERNO] Consulta"),
    "a token that was never given": Mail(f"SI ({'ab' * 16})", body="SI"),
    "a token with a figure too many": Mail(
        lambda h: f"SI ({token_of('pablo', 'M-02')(h)}0)", body="SI"),
    "an answer to a mail that we do not know": Mail(answers="<otro@fuera.example>"),
}  # fmt: skip


@pytest.mark.parametrize("attack", KEPT)
def test_a_stranger_on_a_case_changes_nothing_and_is_told_how_to_ask(house: House, attack: str):
    row = KEPT[attack]
    seen = house.judge(row.mail.raw(house))
    match, sender = seen.considered.event.match, seen.considered.event.sender
    case = getattr(house, row.case)
    assert (seen.way, seen.case, seen.kept) == ("stranger-on-case", case.number, ["note"])
    assert seen.changed == []
    assert seen.told == {"M-44 ana@", f"M-01 {sender}"}
    assert match is not None
    assert (match.by, match.standing, match.proven) == (row.by, Standing.STRANGER, False)
    reason = seen.considered.decision.reason
    assert reason.endswith(
        f" {case.number}; escribe un remitente no vinculado: queda como nota y no cambia nada."
    )


@pytest.mark.parametrize("attack", KEPT)
def test_what_a_stranger_is_told_holds_nothing_of_the_case(house: House, attack: str):
    row = KEPT[attack]
    letters = house.letters(house.judge(row.mail.raw(house)))
    (told,) = [letter for letter in letters if letter.to != ["ana@"]]
    case = getattr(house, row.case)
    said = told.raw.decode() + told.words
    assert case.requester["email"] not in said
    assert case.state not in told.words
    assert told.message["X-SIIF-Caso"] is None
    assert not any(number in told.words for number in case.numbers)


@pytest.mark.parametrize("attack", NO_CLUE)
def test_what_is_no_clue_leads_to_no_case(house: House, attack: str):
    seen = house.judge(NO_CLUE[attack].raw(house))
    assert seen.considered.event.match is None
    assert seen.way == "new-request"
    assert seen.changed == ["SERV-2026-009999"]
    assert seen.told == {f"M-02 {STRANGER}"}


@pytest.mark.parametrize("attack", ["a yes in answer to a solution", "an order in his subject",
                                    "a number that he saw somewhere"])  # fmt: skip
def test_a_forged_user_is_a_stranger_whom_nobody_answers(house: House, attack: str):
    """From says marta@, and our own receiver says that it lies."""
    row = KEPT[attack]
    head = results(f"{RECEIVER}; {BAD.replace(HOUSE, 'invias.test')}")
    seen = house.judge(replace(row.mail, sender="marta@invias.test", head=head).raw(house))
    assert (seen.way, seen.changed, seen.told) == ("stranger-on-case", [], {"M-44 ana@"})
    assert "el remitente fue suplantado" in seen.considered.decision.reason
    (notice,) = house.letters(seen)
    assert "Remitente suplantado" in notice.subject
    assert "no es quien dice ser" in notice.words


def test_a_request_under_a_forged_name_is_a_case_that_nobody_is_answered_about(house: House):
    head = results(f"{RECEIVER}; {BAD.replace(HOUSE, 'invias.test')}")
    raw = Mail(sender="marta@invias.test", head=(*head, f"Cc: {STRANGER}")).raw(house)
    seen = house.judge(raw)
    assert (seen.way, seen.changed) == ("new-request", ["SERV-2026-009999"])
    assert seen.told == {"M-44 ana@"}
    (notice,) = house.letters(seen)
    assert "Llame a esa persona" in notice.words
    (saved,) = [e for e in seen.considered.decision.effects if isinstance(e, SaveCase)]
    assert saved.case.parties == ()


@pytest.mark.parametrize("words", ["SI", "NO, sigue igual", "1: 1 2: 1 3: 1"])
def test_a_colleague_of_the_user_votes_for_nobody(house: House, words: str):
    seen = house.judge(
        Mail(answers=id_of("marta", "M-12"), sender="jefe@invias.test", body=words).raw(house)
    )
    assert (seen.way, seen.case, seen.changed) == ("message-on-case", house.solved.number, [])
    assert seen.told == {"M-43 nora@"}


def test_of_two_numbers_the_one_of_his_own_case_counts(house: House):
    seen = house.judge(
        Mail(lambda h: f"{h.incident.number} y {h.pablos.number}", sender="pablo@dian.test")
        .raw(house)
    )  # fmt: skip
    assert (seen.way, seen.case) == ("message-on-case", house.pablos.number)


def test_an_advisors_mail_in_the_users_hands_gives_him_no_orders(house: House):
    seen = house.judge(
        Mail(answers=id_of("nora", "M-07"), sender="marta@invias.test", body="[CERRADO]").raw(house)
    )
    assert (seen.way, seen.case, seen.changed) == ("message-on-case", house.incident.number, [])
    assert seen.told == {"M-43 nora@"}
