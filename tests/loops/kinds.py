"""Every kind of program that was ever seen to answer a support line, and its bounds."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from tests.loops import programs
from tests.loops.laboratory import START
from tests.loops.programs import (
    MailingList,
    Monitor,
    OtherMailbot,
    Program,
    Responder,
    TicketSystem,
)

Make = Callable[[str, Path], Program]
"""Makes a program of a domain of its own; what it must keep lies in the folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A program, and the most mails that it may bring upon itself.

    `most_a_day` and `most_in_30` hold with the default limits in thirty days, `most_in_3` with
    those of `SMALL` in three; each of them whether or not a machine is known as such.
    """

    make: Make
    most_a_day: int = 7
    most_in_30: int = 9
    most_in_3: int = 5
    known: bool = False
    """Whether something in its mails may be known for a machine's."""
    solved: bool = False
    """Whether an advisor of the first level solves its cases, day after day."""


DOMAINS = {"bare_requests_per_domain_and_day": 100}
"""The brake that a line sets where a program writes from a new address each time."""

SMALL = {
    "automatic_mails_per_person_and_day": 3,
    "automatic_mails_per_case_and_person": 2,
    "reopenings_per_case": 1,
    "new_cases_per_person_and_day": 4,
    "bare_requests_per_domain_and_day": 6,
}
"""Limits under which the brakes bite soon, for a test that takes no time."""


def _answers(say: programs.Say, **changes: timedelta) -> Make:
    return lambda domain, _folder: Responder(say=say, domain=domain, **changes)


def _never_in_thread(say: programs.Say) -> Kind:
    """What writes anew for every mail: ten answers, a summary an hour, and the end of each case."""
    return Kind(make=_answers(say), most_a_day=10 + 24 + 30, most_in_30=100, most_in_3=12)


KINDS: dict[str, Kind] = {
    # Those that say what they are.
    "a vacation responder answers each sender once a week": Kind(
        known=True, make=_answers(programs.away, every=timedelta(days=7))
    ),
    "a vacation responder answers every mail": Kind(known=True, make=_answers(programs.away)),
    "a server reports every mail as undeliverable": Kind(
        known=True, make=_answers(programs.bounce)
    ),
    "a server reports in prose": Kind(known=True, make=_answers(programs.prose_bounce)),
    # Those that say nothing, in our thread or under our subject.
    "a vacation responder without headers answers every mail": Kind(
        known=True, make=_answers(programs.away_without_headers)
    ),
    "a responder without headers answers in the thread": Kind(make=_answers(programs.in_thread)),
    "a responder without headers keeps our subject": Kind(make=_answers(programs.with_our_subject)),
    "a program answers NO to everything": Kind(make=_answers(programs.saying("NO"))),
    "a program answers SI to everything": Kind(make=_answers(programs.saying("si"))),
    "a program thanks for everything": Kind(make=_answers(programs.saying("Muchas gracias"))),
    "a program asks ESTADO for everything": Kind(make=_answers(programs.saying("ESTADO"))),
    # The same while people work on its cases.
    # Solved, it is reminded of the survey once (R11), and answers that too.
    "a program answers NO while an advisor solves every day": Kind(
        make=_answers(programs.saying("NO")), solved=True, most_in_30=9 + 2
    ),
    "a program rates 5 while an advisor solves every day": Kind(
        make=_answers(programs.saying("5")), solved=True
    ),
    "a program asks ESTADO while an advisor solves every day": Kind(
        make=_answers(programs.saying("ESTADO")), solved=True
    ),
    # Those that say nothing, in a thread of their own each time.
    "a responder without headers writes the same in new threads": _never_in_thread(
        programs.same_words
    ),
    "a responder without headers writes something else each time": _never_in_thread(
        programs.own_words
    ),
    "a box says in words that it is out of use": _never_in_thread(programs.homemade_bounce),
    "a program asks ESTADO in new threads": _never_in_thread(programs.saying_anew("ESTADO")),
    "a program sends a complete request for every mail": _never_in_thread(programs.whole_request),
    "a monitor writes the same every two hours": Kind(
        make=lambda domain, _folder: Monitor(domain), most_a_day=60, most_in_30=1_200, most_in_3=40
    ),
    # Those that defeat every limit on an address.
    "a ticket system acknowledges from a new address each time": Kind(
        known=True,
        make=lambda domain, _folder: TicketSystem(domain),
        most_a_day=310,
        most_in_30=310,
        most_in_3=21,
    ),
    "a ticket system with new addresses keeps our subject": Kind(
        make=lambda domain, _folder: TicketSystem(domain, keeps_subject=True),
        most_a_day=10,
        most_in_30=12,
        most_in_3=8,
    ),
    "a ticket system with new addresses never says the same twice": Kind(
        make=lambda domain, _folder: TicketSystem(domain, varied=True),
        most_a_day=310,
        most_in_30=310,
        most_in_3=21,
    ),
    # Our own words coming back.
    "another mailbot": Kind(
        known=True, make=lambda domain, folder: OtherMailbot(domain, folder, START, stripped=False)
    ),
    "another mailbot behind a relay that strips all headers": Kind(
        known=True, make=lambda domain, folder: OtherMailbot(domain, folder, START, stripped=True)
    ),
    "a list hands our own mail back to us": Kind(
        known=True, make=lambda domain, _folder: MailingList(domain, takes_from=False)
    ),
    "a list hands our mail back in its own name": Kind(
        known=True, make=lambda domain, _folder: MailingList(domain, takes_from=True)
    ),
    "a list strips our headers and writes in its own name": Kind(
        known=True, make=lambda domain, _folder: MailingList(domain, takes_from=True, stripped=True)
    ),
    "a list passes as a group box": Kind(
        known=True,
        make=lambda domain, _folder: MailingList(
            domain, takes_from=True, stripped=True, to_us=True
        ),
    ),
}
