"""What the tags of one mail did so far, each on the case as the earlier ones left it."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from mailbot.model.case import Case, CaseEvent
from mailbot.model.decision import Effect, Enclosure
from mailbot.rules.commands import line_state
from mailbot.rules.commands.act import Done
from mailbot.rules.commands.grammar import Command
from mailbot.rules.commands.receipt import TagResult
from mailbot.rules.event import View
from mailbot.rules.mass_family import with_recipients


@dataclass(slots=True)
class Work:
    """What the tags of one mail did so far; a refusal throws all of it away."""

    cases: dict[str, Case] = field(default_factory=dict)
    """The cases touched, by service number."""
    events: dict[str, list[CaseEvent]] = field(default_factory=dict)
    effects: list[Effect] = field(default_factory=list)
    results: list[TagResult] = field(default_factory=list)
    shown: dict[str, Any] = field(default_factory=dict)
    enclosures: list[Enclosure] = field(default_factory=list)
    about: Case | None = None
    """The case that was only asked about."""
    acted_on: list[str] = field(default_factory=list)
    """Service numbers of the cases that tags were said about, in order."""
    view: View = field(default_factory=View)

    def now(self, case: Case) -> Case:
        """The case as the earlier tags left it."""
        return self.cases.get(case.service_number, case)

    def change(self, case: Case, events: Iterable[CaseEvent]) -> None:
        """Take up the case as it is now, and what its history tells of that."""
        self.cases[case.service_number] = case
        self.events.setdefault(case.service_number, []).extend(events)

    def take_up(self, command: Command, done: Done) -> None:
        """Take up what a tag did; the view is what the next one looks at."""
        if done.case:
            self.change(done.case, done.events)
        for other in done.others:
            self.change(other.case, other.events)
        self.effects += line_state.numbered(with_recipients(done.effects), self.effects)
        self.results.append(TagResult(tag=command.written, ok=True, text=done.said))
        self.shown |= done.shown
        self.enclosures += done.enclosures
        self.about = done.about or self.about
        used = [case.incident_number for case in self.cases.values()]
        opened = set(self.cases)
        self.view = replace(
            line_state.followed(self.view, self.effects),
            incidents=tuple(n for n in self.view.incidents if n not in used),
            services=tuple(n for n in self.view.services if n not in opened),
            open=tuple(self.now(each) for each in self.view.open),
            similar=tuple(self.now(each) for each in self.view.similar),
            children=tuple(self.now(each) for each in self.view.children),
            others={number: self.now(each) for number, each in self.view.others.items()},
        )
