"""What inputs made to cost do cost: of each table of the tests the slowest, in CPU time.

The tests hold that each is read rightly. Here one sees whether a reader became slow.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from mailbot.compose.inert import inert
from mailbot.parsers import read_mail
from mailbot.parsers.html import html_to_text
from mailbot.parsers.inspection import inspect
from mailbot.parsers.reply import split_reply
from mailbot.parsers.signatures import signers
from mailbot.parsers.tnef import read_tnef
from mailbot.rules.intake import read_request
from mailbot.rules.petition import find_petition
from mailbot.rules.words import read_words
from tests.attacks import test_files as files
from tests.parsers import test_any_bytes as octets
from tests.parsers import test_html as html
from tests.parsers import test_reply_safety as replies
from tests.parsers import test_signatures as signatures
from tests.parsers import test_tnef as tnef
from tests.parsers.tnef_files import attribute, winmail
from tests.rules import test_costly_words as costly
from tests.rules import test_intake_hostile as intake
from tests.rules import test_petition as petitions
from tests.rules import test_words as words
from tests.rules.commands import test_grammar_hostile as tags
from tests.rules.commands.reading import read as read_tags
from tests.rules.mails import mail_with


@dataclass(frozen=True, slots=True)
class Table:
    """A reader and the inputs that it is fed, each with its name."""

    name: str
    read: Callable[[Any], object]
    inputs: Iterable[tuple[str, Any]]


def measure() -> None:
    """Print, for each table, how many inputs it has, all their CPU time, and the slowest."""
    for table in _tables():
        costs = [(_cpu_seconds(table.read, what), name) for name, what in table.inputs]
        slowest, name = max(costs)
        every = sum(cost for cost, _name in costs)
        print(
            f"{table.name}: {len(costs)} inputs, {every:.2f} s CPU; "
            f"the slowest {slowest:.2f} s ({name})"
        )


def _cpu_seconds(read: Callable[[Any], object], what: Any) -> float:
    started = time.process_time()
    read(what)
    return time.process_time() - started


def _tables() -> Iterable[Table]:
    yield Table("whole mails", octets.read_or_refuse, octets.COSTLY.items())
    yield Table("plain text", _split_plain, _long(replies.EXPENSIVE.values(), replies.LONG))
    yield Table(
        "nested marks", _split_html, ((tag, tag * 9_000) for tag in replies.NESTED.values())
    )
    yield Table("HTML", html_to_text, html.EXPENSIVE)
    yield Table("HTML made inert", inert, [("nested tags", "<div>" * 200_000)])
    yield Table("winmail.dat", _tnef, tnef.BOMBS.items())
    yield Table("signatures", _signers, signatures.EXPENSIVE.items())
    yield Table("attached files", _inspect, _bombs())
    yield Table(
        "requests", read_request, ((each, intake.repeated(each)) for each in intake.REPEATED)
    )
    yield Table("petitions", _petition, _long(petitions.REPEATED, 100_000))
    yield Table("votes", _words, (*_long(words.REPEATED, 100_000), *costly.COSTLY.items()))
    yield Table("tags", _tags, _long(tags.EXPENSIVE.values(), tags.LONG))


def _long(pieces: Iterable[str], length: int) -> Iterable[tuple[str, str]]:
    return ((repr(piece), piece * (length // len(piece))) for piece in pieces)


def _bombs() -> Iterable[tuple[str, tuple[str, bytes]]]:
    return ((bomb, (name, make())) for bomb, (name, make, _why) in files.BOMBS.items())


def _split_plain(text: str) -> object:
    return split_reply(text, None, "Re: x")


def _split_html(text: str) -> object:
    return split_reply(None, text, "Re: x")


def _tnef(content: bytes) -> object:
    return read_tnef(winmail() + attribute(0x9003, content), 10)


def _signers(header: bytes) -> object:
    raw = b"DKIM-Signature: " + header
    return signers(raw, read_mail(raw), signatures.keys().get, signatures.AT)


def _inspect(file: tuple[str, bytes]) -> object:
    name, content = file
    return inspect(name, files.ANY, content)


def _petition(text: str) -> object:
    return find_petition(text, text[:1000])


def _words(text: str) -> object:
    return read_words(mail_with(text=text, body=text))


def _tags(text: str) -> object:
    return read_tags(text + "[", text)
