"""One tag to be carried out, with all that its rule may look at, and what it did."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from mailbot.config.people import StaffMember
from mailbot.model.case import Case, CaseEvent, StoredFile
from mailbot.model.decision import Effect, Enclosure, SaveCase
from mailbot.model.vocabulary import EventKind, Role, State
from mailbot.rules import case_files, told
from mailbot.rules.case_files import Enclosed
from mailbot.rules.commands.grammar import Command
from mailbot.rules.commands.rights import Refused
from mailbot.rules.commands.table import Transition
from mailbot.rules.event import MailArrived, Need, View
from mailbot.rules.intake.words import folded
from mailbot.rules.numbers import numbers_in
from mailbot.rules.policy import Policy

_HAS_DIGIT = re.compile(r"\d")
_ALWAYS = ("caso",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A tag that `member` says in `role`, and the mail that it came with."""

    command: Command
    member: StaffMember
    role: Role
    event: MailArrived
    view: View
    policy: Policy
    now: datetime

    @property
    def at(self) -> datetime:
        """When it counts: at the arrival of its mail."""
        return self.event.arrived_at

    @property
    def told_at(self) -> datetime:
        """When people are told of it: waits put on them start then (§16.21)."""
        return max(self.event.arrived_at, self.now)

    def only(self, *keys: str, words: int = 0) -> None:
        """Refuse what the tag does not know: other keys, or more than `words` bare words."""
        known = (*keys, *_ALWAYS)
        for key, _value in self.command.keys:
            if key not in known:
                usable = ", ".join(f"{each}=" for each in keys) or "ninguna clave"
                raise Refused(f"No conozco «{key}=»; puede usar {usable}.")
        if len(self.command.arguments) > words:
            surplus = self.command.arguments[words]
            raise Refused(
                f'Sobra «{surplus}». Escriba entre comillas los valores con espacios: motivo="…".'
            )

    def said(self, *keys: str, place: int | None = None) -> str:
        """The value of one of `keys`, else the bare word at `place`; "" without either."""
        value = self.command.key(*keys)
        if not value and place is not None and len(self.command.arguments) > place:
            return self.command.arguments[place]
        return value

    def wanted(self, *keys: str, place: int | None = None, what: str) -> str:
        """Like `said`. Raises Refused without a value; `what` says what is missing."""
        value = self.said(*keys, place=place)
        if not value:
            raise Refused(f"Falta {what}: escriba {keys[0]}=…")
        return value

    def numbered(self, *keys: str, what: str) -> str:
        """The number of a finding, an adjustment or a change, by key or as the first word."""
        value = self.wanted(*keys, place=0, what=what)
        if not _HAS_DIGIT.search(value):
            raise Refused(f"«{value}» no es {what}: escriba {keys[0]}= con su número.")
        return value

    def says_yes(self, key: str) -> bool:
        """Whether the value of `key` is a yes."""
        return folded(self.said(key)).strip() == "si"

    def case_named(self, said: str) -> Case:
        """The case with the number that `said` holds. Raises Refused for none that we know."""
        case = self.view.others.get(next(iter(numbers_in(said)), ""))
        if case is None:
            raise Refused(f"No conozco el caso «{said}».")
        return case

    def wanted_text(self, what: str) -> str:
        """The text below the tag. Raises Refused without one."""
        if not self.command.text:
            raise Refused(f"Falta {what}: escriba el texto en las líneas debajo de la etiqueta.")
        return self.command.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Act(Order):
    """A tag about `case`, allowed by `row` of the table."""

    case: Case
    row: Transition

    @property
    def files(self) -> tuple[StoredFile, ...]:
        """The files of the case, those that came with this mail behind the others."""
        sent = self.event.mail.attachments
        new = case_files.placed(self.case, sent, self._present, self.policy)
        return (*self._present, *new)

    @property
    def new_files(self) -> tuple[StoredFile, ...]:
        """The files that came with this mail, as the case will hold them or has them already."""
        sent = self.event.mail.attachments
        return case_files.brought(self.case, sent, self._present, self.policy)

    def enclosed(self, case: Case, *, all_files: bool = False) -> Enclosed:
        """The files of this mail to send on, or all files of the case."""
        files = self.files if all_files else self.new_files
        return case_files.enclosed(case, files, self.policy)

    def transition(self, after: Case, reason: str, text: str = "") -> CaseEvent:
        """The entry for a change of state."""
        return self.entry(
            EventKind.TRANSITION, reason, text, source=self.case.state, target=after.state
        )

    def entry(
        self, kind: EventKind, reason: str, text: str = "", *, source: State | None = None,
        target: State | None = None,
    ) -> CaseEvent:  # fmt: skip
        """An entry of the case's history: who, in which role, by which mail, rule, activity."""
        return CaseEvent(
            at=self.at, event=kind, actor=self.member.email, role=self.role, reason=reason,
            text=text, source=source, target=target, mail=self.event.mail.message_id,
            rule=self.row.name or self.command.tag, activity=self.row.activity,
        )  # fmt: skip

    def facts_told(self, after: Case) -> tuple[CaseEvent, ...]:
        """The entries for the facts that the case after it says otherwise, one for each."""
        changes = told.differences(self.case, after)
        return tuple(
            self.entry(EventKind.FIELD, reason, text)
            for reason, text in map(told.reason_and_text, changes)
        )

    @property
    def _present(self) -> tuple[StoredFile, ...]:
        return self.view.files.get(self.case.row, ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a tag did: the case after it, the receipt's words, history entries, and the rest.

    `others` are further cases that it changed or opened. `shown` are facts for the receipt,
    `enclosures` its files. `about` is the case that a question was about, which stays as it is.
    """

    said: str
    case: Case | None = None
    events: tuple[CaseEvent, ...] = ()
    effects: tuple[Effect, ...] = ()
    others: tuple[SaveCase, ...] = ()
    shown: Mapping[str, Any] = field(default_factory=dict)
    enclosures: tuple[Enclosure, ...] = ()
    about: Case | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OnCase:
    """The rule of a tag that is about a case."""

    act: Callable[[Act], Done]
    needs: tuple[Need, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OnLine:
    """The rule of a tag that needs no case; it sees the case of its mail if there is one."""

    act: Callable[[Order, Case | None], Done]
    needs: tuple[Need, ...] = ()
