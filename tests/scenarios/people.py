"""The people of the scenarios: users who ask and answer, staff who say tags."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from tests.scenarios.letters import BOX, File, Letter, in_full, short

PROBLEM = (
    "Al autorizar la orden de pago 184526 el sistema responde «No hay cupo PAC disponible» y no "
    "deja continuar."
)
SOLUTION = (
    "Asigne de nuevo el cupo PAC del mes a la orden de pago y autorícela otra vez: el sistema ya "
    "permite continuar y la orden queda en firme."
)
SCREEN = "pantalla.png"


class Post(Protocol):
    """What people need of the line: to write to it, and to see what it sent."""

    sent: list[Letter]
    fresh: list[Letter]
    """What it sent in answer to the latest mail."""

    def posts(self, text: str, **mail: Any) -> None: ...
    def case_of_latest_mail(self) -> Any: ...


@dataclass(kw_only=True)
class Person:
    """Somebody who writes to the line; what is known of him stands in his requests."""

    line: Post
    name: str
    email: str
    siif_user: str = "MRUIZ"
    unit: str = "24-02-00"
    entity: str = "Instituto Nacional de Vías"
    phone: str = "310 555 0147"
    city: str = "Bogotá"
    verdict: str | None = field(default=None, repr=False)

    def request(self, problem: str = PROBLEM, without: Sequence[str] = ()) -> str:
        """A request with everything that activity 6 asks for, but for the labels in `without`."""
        known = {
            "Nombre completo": self.name, "Usuario SIIF": self.siif_user,
            "Unidad ejecutora": self.unit, "Entidad": self.entity, "Teléfono": self.phone,
            "Ciudad": self.city,
        }  # fmt: skip
        unknown = set(without) - set(known)
        assert not unknown, f"{unknown} are no labels of a request"
        facts = "\n".join(f"{label}: {value}" for label, value in known.items()
                          if label not in without)  # fmt: skip
        return f"Buenos días.\n\n{problem}\n\n{facts}\n\nCordialmente,\n{self.name}"

    def asks(
        self, problem: str = PROBLEM, *, without: Sequence[str] = (),
        files: Sequence[File] = (SCREEN,), subject: str = "No puedo autorizar una orden de pago",
    ) -> Any:  # fmt: skip
        """A new request to the line's box; the case that it opened."""
        self.writes(self.request(problem, without), files=files, subject=subject)
        case = self.line.case_of_latest_mail()
        assert case, "the mail opened no case"
        return case

    def writes(
        self, text: str, *, subject: str, files: Sequence[File] = (), to: Sequence[str] = (BOX,),
        headers: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        """A mail of his own."""
        self._posts(text, subject=subject, files=files, to=to, headers=headers)

    def replies_to(
        self, code: str, text: str, *, files: Sequence[File] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        """An answer to the latest mail of this kind that he got, with that mail quoted below."""
        letter = self.latest(code)
        self._posts(
            text, subject=f"RE: {letter.subject}", answers=letter, files=files, headers=headers
        )

    def is_out_of_office(self, code: str) -> None:
        """His program answers the latest mail of this kind for him."""
        self.replies_to(
            code, "Estoy fuera de la oficina hasta el lunes.",
            headers={"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"},
        )  # fmt: skip

    def latest(self, code: str | None = None, number: str | None = None) -> Letter:
        """The latest mail that he got, of this kind or about this case."""
        got = [
            letter for letter in self.line.sent
            if short(self.email) in (*letter.to, *letter.cc)
            and code in (None, letter.code) and number in (None, letter.number)
        ]  # fmt: skip
        assert got, f"{self.email} got no {code or 'mail'}"
        return got[-1]

    def _posts(self, text: str, **mail: Any) -> None:
        self.line.posts(text, sender=self.email, name=self.name, verdict=self.verdict, **mail)


class Advisor(Person):
    """A member of the line's staff, whose mail our receiver authenticates."""

    def says(
        self, *blocks: str, on: Any = None, subject: str = "Línea de soporte",
        files: Sequence[File] = (),
    ) -> Letter:  # fmt: skip
        """Mail to the box with tags and their texts, about the case `on`; the receipt (M-31)."""
        self._says(blocks, on, subject, files)
        receipts = [letter for letter in self.line.fresh
                    if letter.code == "M-31" and letter.to == [short(self.email)]]  # fmt: skip
        assert len(receipts) == 1, f"every command mail gets one receipt: {self.line.fresh}"
        return receipts[0]

    def does(self, *blocks: str, on: Any = None, files: Sequence[File] = ()) -> Letter:
        """Like `says`, and nothing of it was refused."""
        receipt = self.says(*blocks, on=on, files=files)
        assert not is_refused(receipt), receipt.plain
        return receipt

    def _says(self, blocks: Sequence[str], on: Any, subject: str, files: Sequence[File]) -> None:
        text = in_full("\n".join(blocks))
        numbers = on.numbers if on else ()
        about = [letter for letter in self.line.sent
                 if letter.number in numbers
                 and short(self.email) in (*letter.to, *letter.cc)]  # fmt: skip
        if about:
            self._posts(text, subject=f"RE: {about[-1].subject}", answers=about[-1], files=files)
        else:
            self._posts(text, subject=f"[{on.number}]" if on else subject, files=files)


def is_refused(receipt: Letter) -> bool:
    """Whether a receipt says that something was not carried out."""
    return "no se ejecutó" in receipt.words
