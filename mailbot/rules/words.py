"""What the person served says in plain words: confirm, reject, rate, ask (domain.md §9, Q4, Q5).

Only his own new words are read, never a quote. A doubt is never a vote.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from mailbot.model.mail import Mail
from mailbot.rules.courtesy import is_courtesy
from mailbot.rules.intake.words import folded
from mailbot.rules.scores import Ballot, Scores, read_scores
from mailbot.rules.subjects import FOREIGN_TAGS, beginning
from mailbot.rules.vote import Answer, Vote, read_vote


class Meaning(StrEnum):
    """What a person's words mean for the case.

    UNCLEAR answers what we ask in a way that a human must read; NONE says something else.
    """

    CONFIRM = "confirm"
    REJECT = "reject"
    SCORES = "scores"
    STATE = "state"
    UNCLEAR = "unclear"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What was said. `scores` are those of questions 1 to 4, `comment` the survey's remark.

    `rates` is true for what answers the survey, also where it can't be counted (a 10 of 5);
    `persists` where the remark beside it says that the solution does not work.

    `solved` is true where the words of a CONFIRM say that it works now ("SOLUCIONADO, lo encontré
    en la guía"), not only yes: it is what ends a case that waits for no confirmation (T26).
    """

    meaning: Meaning
    scores: Scores | None = None
    comment: str = ""
    solved: bool = False
    rates: bool = False
    persists: bool = False


_CLICK = re.compile(
    FOREIGN_TAGS + r"(?:(?P<yes>si, funciono)|(?P<no>no, el error sigue)"
    r"|calificacion (?P<score>[1-5])) \([0-9a-f]{32}\)\s*"
)
_MEANINGS = {
    Answer.YES: Meaning.CONFIRM,
    Answer.NO: Meaning.REJECT,
    Answer.STATE: Meaning.STATE,
    Answer.UNCLEAR: Meaning.UNCLEAR,
    Answer.NONE: Meaning.NONE,
}
_LONGEST_QUESTION = 400
"""Characters: a mail that is longer tells more than it asks, whatever its words are."""

# Our link writes "NO" and then this: the paragraph is cited from the screen, and votes for nothing.
_CITED = "ahora veo este mensaje:"
_PARAGRAPH_END = re.compile(r"\n\s*\n|$")


def read_words(mail: Mail) -> Words:
    """Read `mail.text`, and the subject where a one-click link of ours wrote it.

    Whether the case waits for such an answer, and whether the writer may give it, is the caller's
    to know. Where the cut between new words and quote is doubtful, nothing is a vote.
    """
    click = _CLICK.fullmatch(folded(beginning(mail.subject)))
    words = _rated(mail, click) or _voted(mail, click)
    if mail.commands_safe or words.meaning in (Meaning.NONE, Meaning.STATE):
        return words
    return Words(meaning=Meaning.UNCLEAR, comment=words.comment)


def only_asks_for_state(mail: Mail) -> bool:
    """Whether a mail that no number leads to a case only asks how a case stands.

    Its text says so, or where that is no more than a courtesy, its subject.
    """
    if mail.attachments or len(mail.text) > _LONGEST_QUESTION:
        return False
    if _vote(mail.text, _names(mail)).answer is Answer.STATE:
        return True
    said = mail.text if mail.text.strip() else mail.body
    empty = not said.strip() or is_courtesy(said)
    return empty and read_vote(beginning(mail.subject)).answer is Answer.STATE


def _rated(mail: Mail, click: re.Match[str] | None) -> Words | None:
    ballot = read_scores(mail.text)
    if ballot is None and click and (clicked := click["score"]):
        ballot = Ballot(scores=(None, None, None, int(clicked)), comment=mail.text.strip())
    if ballot is None:
        return None
    meaning = Meaning.SCORES if ballot.scores else Meaning.UNCLEAR
    persists = _vote(ballot.comment, _names(mail)).answer is Answer.NO
    return Words(
        meaning=meaning, scores=ballot.scores, comment=ballot.comment, rates=True, persists=persists
    )


def _voted(mail: Mail, click: re.Match[str] | None) -> Words:
    vote = _vote(mail.text, _names(mail))
    clicked = _clicked(click)
    if clicked is None:
        return Words(meaning=_MEANINGS[vote.answer], solved=vote.solved)
    if vote.answer is clicked or not mail.text.strip():
        return Words(meaning=_MEANINGS[clicked], solved=vote.solved)
    # A no keeps the case open: words that say nothing against it leave it a no.
    kept = clicked is Answer.NO and vote.answer in (Answer.NONE, Answer.STATE)
    return Words(meaning=Meaning.REJECT if kept else Meaning.UNCLEAR)


def _vote(text: str, names: Sequence[str]) -> Vote:
    cited = folded(text).find(_CITED)
    if cited >= 0 and (end := _PARAGRAPH_END.search(text, cited)):
        vote = read_vote(text[:cited] + text[end.start() :], names)
        if vote.answer is Answer.NO:
            return vote
    return read_vote(text, names)


def _clicked(click: re.Match[str] | None) -> Answer | None:
    if click is None or click["score"]:
        return None
    return Answer.YES if click["yes"] else Answer.NO


def _names(mail: Mail) -> Sequence[str]:
    sender = mail.sender
    return (sender.name, sender.address.partition("@")[0]) if sender else ()
