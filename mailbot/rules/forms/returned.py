"""The forms of one mail together: which of them count, what they add, who is told what of them."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from mailbot.model.mail import Attachment, Mail
from mailbot.model.vocabulary import CaseType, Field
from mailbot.parsers.forms import Forms, Medium, Obstacle, ReturnedForm, UnreadableForm
from mailbot.parsers.forms.wording import LABELS
from mailbot.rules.file_names import without_identification
from mailbot.rules.forms.check import CheckedForm, check_form
from mailbot.rules.forms.people import is_another_person
from mailbot.rules.forms.request import with_form
from mailbot.rules.intake import Request
from mailbot.rules.intake.facts import Facts
from mailbot.rules.intake.screens import shows_screen

_ANOTHER_PERSON = "{} es de otra persona y no se tuvo en cuenta."
_NOT_OF_CASE = "{} es de otra persona que quien solicitó el caso y no se tuvo en cuenta."
_SEND_YOURS = (
    "{} está a nombre de otra persona y no la anotamos en esta solicitud: envíenos la de quien la "
    "hizo. Si esa otra persona necesita ayuda, con gusto la atendemos: pídale que nos escriba."
)
_ANOTHER_CASE = "{} nombra el caso {} y no se tuvo en cuenta."
_NAMES_ANOTHER = "{} nombra el caso {}, que no es este."
_BLANK = "La plantilla llegó en blanco: guarde los cambios antes de enviarla."
_NO_TRAINING = "{} es de acompañamiento y el caso es de soporte."
_OF_TEXT = "La plantilla escrita en el correo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """What came back with a mail.

    `taken` are the forms that count, the first one first of all; `left_out` says in Spanish why
    others do not, `of_others` are those of them that are of another person than the case's
    requester, `elsewhere` which of those that count name another case. `screens` counts the
    mail's files that show a screen; forms are none.
    """

    taken: tuple[CheckedForm, ...] = ()
    left_out: tuple[str, ...] = ()
    unreadable: tuple[UnreadableForm, ...] = ()
    elsewhere: tuple[str, ...] = ()
    of_others: tuple[ReturnedForm, ...] = ()
    screens: int = 0

    @property
    def came(self) -> bool:
        """Whether somebody sent a form back, filled in or not, to be read or not."""
        unread = any(each.likely for each in self.unreadable)
        return bool(self.taken or self.of_others) or unread

    @property
    def speaks_of_another(self) -> bool:
        """Whether the mail's own words are the form of another person than the requester."""
        return any(form.medium is Medium.TEXT for form in self.of_others)

    @property
    def pictures(self) -> int:
        """How many pictures are inside the forms that count: screens are pasted there."""
        return sum(each.form.pictures for each in self.taken)

    @property
    def is_shown(self) -> bool:
        """Whether one came as a picture: all may be there, for a person to type in."""
        return any(each.likely and each.obstacle is Obstacle.IMAGE for each in self.unreadable)

    def over(self, request: Request) -> Request:
        """`request`, as the mail's other words tell it, with what the forms say before that."""
        request = replace(request, screens=self.screens)
        for checked in reversed(self.taken):
            beside = self.screens + self.pictures - checked.form.pictures
            request = with_form(request, checked, beside)
        return request

    def faults(self, missing: Collection[Field]) -> tuple[str, ...]:
        """What the person is to mend, given what the case still misses; whole sentences.

        Answers that count all the same are told of too, and those that nobody could read.
        """
        wrong = (
            fault.why
            for checked in self.taken
            for fault in checked.faults
            if fault.kept or fault.field in missing
        )
        # What inspection held back is told of with the mail's other files.
        unread = (
            f"{_called(each.source)}: {each.why}"
            for each in self.unreadable
            if each.likely and each.obstacle is not Obstacle.HELD
        )
        blank = (_BLANK,) if self.taken and self.taken[0].form.is_blank else ()
        return tuple(dict.fromkeys((*blank, *wrong, *unread)))

    def for_sender(self, missing: Collection[Field]) -> tuple[str, ...]:
        """What the person is told: the forms that are of somebody else, and all that is wrong."""
        others = (_SEND_YOURS.format(_name(form)) for form in self.of_others)
        return tuple(dict.fromkeys((*others, *self.faults(missing))))

    def for_advisor(self, case_type: CaseType | None = None) -> tuple[str, ...]:
        """What an advisor is to look at himself; whole sentences.

        `case_type` is that of the case that the forms came back for, if there was one.
        """
        doubts = (doubt for checked in self.taken for doubt in checked.doubts)
        kinds = (
            _NO_TRAINING.format(_name(checked.form))
            for checked in self.taken
            if case_type is CaseType.SOPORTE and checked.type is not CaseType.SOPORTE
        )
        unread = (f"{_called(each.source)}: {each.why}" for each in self.unreadable)
        return tuple(dict.fromkeys((*self.left_out, *self.elsewhere, *doubts, *kinds, *unread)))

    def summary(self) -> str:
        """Which forms came and what was written in them, without what was written."""
        return " ".join(f"{_name(each.form)}: {_filled_in(each.form)}." for each in self.taken)


def _of_nobody_else(_facts: Facts) -> bool:
    return False


def returned(
    forms: Forms, mail: Mail, numbers: Collection[str] = (),
    is_of_another: Callable[[Facts], bool] = _of_nobody_else,
) -> Returned:  # fmt: skip
    """Which forms of `mail` count: those of one person about one matter, the first one's.

    `numbers` are those of the case that the mail belongs to, if any: its forms come first.
    `is_of_another` tells of a form's facts whether they are of another person than the one whose
    case it came back for.
    """
    read = [check_form(form) for form in forms if isinstance(form, ReturnedForm)]
    of_others = [each for each in read if is_of_another(each.facts)]
    checked = [each for each in read if each not in of_others]
    checked.sort(
        key=lambda each: (each.form.is_blank, bool(numbers) and _is_elsewhere(each, numbers))
    )
    taken: list[CheckedForm] = []
    left_out = [_NOT_OF_CASE.format(_name(each.form)) for each in of_others]
    for each in checked:
        why = _why_not(each, taken, numbers)
        if why:
            left_out.append(why)
        else:
            taken.append(each)
    return Returned(
        taken=tuple(taken),
        left_out=tuple(left_out),
        elsewhere=tuple(
            _NAMES_ANOTHER.format(_name(each.form), each.cases[0])
            for each in taken
            if _is_elsewhere(each, numbers)
        ),
        of_others=tuple(each.form for each in of_others),
        unreadable=tuple(form for form in forms if isinstance(form, UnreadableForm)),
        screens=sum(map(shows_screen, other_files(forms, mail.attachments))),
    )


def _why_not(checked: CheckedForm, taken: Sequence[CheckedForm], numbers: Collection[str]) -> str:
    """Why a form does not count beside those that do, "" if it counts."""
    if not taken or checked.form.is_blank:
        return ""
    first = taken[0]
    cases = {*numbers, *first.cases}
    if checked.cases and cases and not cases & {*checked.cases}:
        return _ANOTHER_CASE.format(_name(checked.form), checked.cases[0])
    if is_another_person(checked.facts, first.facts):
        return _ANOTHER_PERSON.format(_name(checked.form))
    return ""


def _is_elsewhere(checked: CheckedForm, numbers: Collection[str]) -> bool:
    return bool(checked.cases) and not {*checked.cases} & {*numbers}


def other_files(forms: Forms, files: Sequence[Attachment]) -> Iterator[Attachment]:
    """Those of `files` that are no form themselves."""
    named = {
        form.source
        for form in forms
        if isinstance(form, ReturnedForm) or (form.likely and form.obstacle is Obstacle.IMAGE)
    }
    yield from (file for file in files if file.name not in named)


def _name(form: ReturnedForm) -> str:
    return _OF_TEXT if form.medium is Medium.TEXT and not form.source else _called(form.source)


def _called(source: str) -> str:
    return f"«{without_identification(source) or 'archivo sin nombre'}»"


def _filled_in(form: ReturnedForm) -> str:
    if form.is_blank:
        return "vino en blanco"
    labels = [LABELS[answer.field].lower() for answer in form.answers if answer.field in LABELS]
    labels += [f"asistentes ({len(form.attendees)})"] if form.attendees else []
    return f"trae {', '.join(labels)}" if labels else "no trae datos"
