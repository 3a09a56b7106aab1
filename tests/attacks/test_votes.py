"""A yes or a no under the requester's name that nothing but a case number vouches for.

From can be forged and the number stands in every mail about the case: such a vote is kept, shown to
the advisor, and the requester himself is asked to repeat it with one click (design.md, §16.12).
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.attacks.house import House, results, written
from tests.mails import Enclosed, mail
from tests.scenarios.letters import BOX, RECEIVER

MARTA = "marta@invias.test"
YES, NO = "SI, funcionó", "NO, sigue el mismo error"
ASKED_BACK = {"M-43 nora@", f"M-52 {MARTA}"}


def dmarc(result: str, domain: str = "invias.test") -> tuple[str, ...]:
    return results(f"{RECEIVER}; dmarc={result} header.from={domain}")


def token(house: House, code: str) -> str:
    """The reply token of a mail that marta@ got."""
    return house.first_mail(house.line.marta, code).message["Message-ID"].strip("<>").split(".")[0]


def advisors_mail(house: House) -> str:
    """The id of the mail in which nora@ got the case."""
    (letter,) = house.line.mails("M-07", on=house.solved)
    return str(letter.message["Message-ID"])


def acknowledgement(house: House) -> str:
    """The id of the mail in which marta@ was told the number."""
    return str(house.line.mails("M-02", on=house.solved)[0].message["Message-ID"])


@dataclass(frozen=True)
class Vote:
    """A mail under marta@'s name about the case that waits for her word."""

    subject: Callable[[House], str] = lambda house: f"[{house.solved.number}] Re: mi caso"
    head: tuple[str, ...] = ()
    answers: Callable[[House], str] = lambda _house: ""
    file: Callable[[House], str] = lambda _house: ""

    def raw(self, house: House, words: str) -> bytes:
        subject, file = self.subject(house), self.file(house)
        if file:
            return mail(sender=MARTA, to=BOX, subject=subject, text=words,
                        files=(Enclosed(name=file, content=b"x"),))  # fmt: skip
        return written(*self.head, author=f"From: Marta Ruiz <{MARTA}>", subject=subject,
                       body=words, answers=self.answers(house))  # fmt: skip


UNPROVEN: dict[str, Vote] = {
    "the number in the subject": Vote(),
    "the number alone": Vote(lambda h: h.solved.number),
    "the number of its service": Vote(lambda h: h.solved.service_number),
    "the subject of our mail, but no id of it": Vote(
        lambda h: f"RE: {h.first_mail(h.line.marta, 'M-12').subject}"),
    "the number in the name of a file": Vote(
        lambda _h: "Respuesta", file=lambda h: f"{h.solved.number}_01_pantalla.png"),
    "a token that was never given": Vote(
        lambda h: f"[{h.solved.number}] Respuesta ({'ab' * 16})"),
    "the token of a mail to the advisor": Vote(answers=advisors_mail),
    "an answer to the acknowledgement": Vote(answers=acknowledgement),
    "our receiver's pass for an answer to the acknowledgement": Vote(
        head=dmarc("pass"), answers=acknowledgement),
    "the acknowledgement's token in the subject": Vote(
        lambda h: f"Respuesta ({acknowledgement(h).strip('<>').split('.')[0]})"),
    "a result of a server that is not ours": Vote(
        head=results("mx.evil.example; dmarc=pass header.from=invias.test")),
    "our receiver's pass for another domain": Vote(head=dmarc("pass", "evil.example")),
    "our receiver's word that there is no policy": Vote(head=dmarc("none")),
}  # fmt: skip

PROVEN: dict[str, Vote] = {
    "an answer to the mail with the solution": Vote(
        answers=lambda h: h.first_mail(h.line.marta, "M-12").message["Message-ID"]),
    "an answer to both, the nearer one with the solution": Vote(
        answers=lambda h: f'{h.first_mail(h.line.marta, "M-12").message["Message-ID"]} '
                          f'{h.first_mail(h.line.marta, "M-06").message["Message-ID"]}'),
    "a click, without any thread": Vote(
        lambda h: f"[{h.solved.number}] Respuesta ({token(h, 'M-12')})"),
    "our receiver's pass, and the number alone": Vote(head=dmarc("pass")),
}  # fmt: skip


@pytest.mark.parametrize("words", [YES, NO])
@pytest.mark.parametrize("attack", UNPROVEN)
def test_a_vote_by_a_number_alone_is_kept_and_asked_back(house: House, attack: str, words: str):
    seen = house.judge(UNPROVEN[attack].raw(house, words))
    assert (seen.way, seen.case, seen.changed) == ("unproven-vote", house.solved.number, [])
    assert seen.kept == ["mail"]
    assert seen.told == ASKED_BACK


@pytest.mark.parametrize(("words", "way"), [(YES, "confirmed"), (NO, "rejected")])
@pytest.mark.parametrize("proof", PROVEN)
def test_a_vote_that_is_proven_counts(house: House, proof: str, words: str, way: str):
    seen = house.judge(PROVEN[proof].raw(house, words))
    assert (seen.way, seen.changed) == (way, [house.solved.number])


def test_who_may_not_be_answered_is_not_asked_back(house: House):
    """Mail through a list that feeds our box gets no automatic answer."""
    vote = Vote(head=("List-Id: <soporte.invias.test>",))
    seen = house.judge(vote.raw(house, YES))
    assert (seen.way, seen.changed, seen.told) == ("unproven-vote", [], {"M-43 nora@"})


def test_the_mail_that_asks_back_holds_both_words_and_none_of_the_answer(house: House):
    letters = house.letters(house.judge(UNPROVEN["the number alone"].raw(house, NO)))
    (asked,) = [letter for letter in letters if letter.code == "M-52"]
    assert {"SI", "NO"} <= set(asked.words.split())
    assert "sigue el mismo error" not in asked.words


def test_a_request_that_somebody_calls_solved_by_its_number_stays_open(house: House):
    """T26 ends a case: its advisor is told, and asks."""
    seen = house.judge(
        written(author="From: pablo@dian.test", subject=f"[{house.pablos.number}]",
                body="SOLUCIONADO")
    )  # fmt: skip
    assert (seen.way, seen.changed) == ("message-on-case", [])
