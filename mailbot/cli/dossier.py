"""`mailbot case export` and `case verify`: a case as one archive, and whether its history holds."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import click

from mailbot.cli.frame import Command, ExitCode, Invocation
from mailbot.cli.opened import Query, query
from mailbot.cli.options import at_option, json_option, refuse_place
from mailbot.cli.output import print_json, print_line
from mailbot.cli.records import case_record, find_case
from mailbot.cli.shapes import Json
from mailbot.compose.dossier import readme, verificar
from mailbot.compose.dossier.archive import Member, write_archive
from mailbot.compose.dossier.history import history_json
from mailbot.compose.dossier.page import Letter, case_page
from mailbot.compose.dossier.reading import read_copy
from mailbot.compose.dossier.seals import seals_in_words
from mailbot.errors import WrongUse
from mailbot.model.case import Case, StoredFile
from mailbot.model.masking import identifications
from mailbot.model.vocabulary import FileStatus
from storage import case_files, cases, chain, ledger, outbox
from storage.chain import Verification
from storage.files import new_file
from storage.ledger import Entry
from storage.outbox import Posted

_AT_ONCE = 200


@click.command(
    cls=Command,
    examples=[
        "case export SERV-2026-000001",
        "case export SERV-2026-000001 --out /var/lib/mailbot/expediente.zip",
    ],
)
@click.argument("number", metavar="CASO")
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="ARCHIVO.zip",
    help="El archivo que se crea; si no se da, CASO.zip aquí. Nunca reemplaza uno que exista.",
)  # fmt: skip
@at_option
@click.pass_obj
def export(invocation: Invocation, number: str, out: Path | None, at: str | None) -> None:
    """El expediente de un caso: correos, archivos e historia en un archivo que se puede comprobar.

    Tiene datos personales: solo lo puede leer quien lo creó.
    """
    with query(invocation, at) as asked:
        case = find_case(asked.connection, number)
        path = out or Path(f"{case.number}.zip")
        refuse_place(path)
        local = asked.now.astimezone(asked.policy.calendar.zone)
        with new_file(path) as file:
            write_archive(file, _Export(asked, case, local).members(), local)
    print_line(f"{path}: expediente de {case.number}, {path.stat().st_size} bytes")


@click.command(
    cls=Command,
    examples=["case verify SERV-2026-000001", "case verify --all"],
    found="si alguna no lo está",
)
@click.argument("numbers", nargs=-1, metavar="[CASO...]")
@click.option("--all", "every", is_flag=True, help="Todos los casos.")
@at_option
@json_option
@click.pass_obj
def verify(
    invocation: Invocation, numbers: tuple[str, ...], every: bool, at: str | None, as_json: bool
) -> ExitCode | None:
    """Comprueba que la historia de los casos está como se escribió."""
    if every == bool(numbers):
        raise WrongUse("Diga qué casos, o --all para todos.")
    rows: list[Json] = []
    with query(invocation, at) as asked:
        wanted = _every(asked) if every else (find_case(asked.connection, n) for n in numbers)
        for case in wanted:
            found = chain.verify(asked.connection, case.row)
            # Of all of them only what is wrong is worth a line.
            if as_json or not every or not found.intact:
                rows.append(_record(case.number, found))
    broken = sum(not row["intact"] for row in rows)
    if as_json:
        print_json(rows)
    else:
        for row in rows:
            print_line(f"{row['id']}: {row['told']}")
        if every and not broken:
            print_line("La historia de todos los casos está como se escribió.")
    return ExitCode.FOUND if broken else None


@dataclass(slots=True)
class _Export:
    """One export: the members come one by one, and what the page needs is gathered meanwhile."""

    asked: Query
    case: Case
    at: datetime
    letters: list[Letter] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    missing: int = 0

    def members(self) -> Iterator[Member]:
        connection, case = self.asked.connection, self.case
        record = case_record(connection, case.number, self.asked.policy, self.asked.now)
        rows = chain.entries(connection, case.row)
        found = chain.verified(rows, case.service_number, case.events)
        hidden = identifications(case.requester.identification, case.attendees)
        history = history_json(
            rows, number=case.number, service_number=case.service_number, count=case.events,
            head=found.head, identification=hidden,
        )  # fmt: skip
        yield _json(readme.HISTORY, history)
        yield from self._mails()
        yield from self._files()
        yield _json(readme.CASE, record)
        seals = seals_in_words(**_told(found))
        page = case_page(record, self.letters, self.files, seals, hidden)
        yield _words(readme.PAGE, page)
        yield _words(readme.README, readme.readme(record, self.at, seals, self.missing))
        yield Member(name=readme.PROGRAM, content=Path(verificar.__file__).read_bytes())

    def _mails(self) -> Iterator[Member]:
        incoming = ledger.of_case(self.asked.connection, self.case.row)
        outgoing = outbox.of_case(self.asked.connection, self.case.row)
        mails: list[tuple[datetime, Entry | Posted]] = [(e.arrived_at, e) for e in incoming]
        mails += [(posted.sent_at or posted.created_at, posted) for posted in outgoing]
        mails.sort(key=lambda each: each[0])
        for place, (when, mail) in enumerate(mails, start=1):
            local = when.astimezone(self.at.tzinfo).isoformat(timespec="seconds")
            stem = f"{readme.MAILS}/{place:03d}"
            if isinstance(mail, Entry):
                yield from self._received(mail, f"{stem}_recibido", local)
            else:
                yield from self._posted(mail, f"{stem}_{mail.status}_{mail.template}", local)

    def _received(self, entry: Entry, stem: str, at: str) -> Iterator[Member]:
        what = f"De {entry.sender}: {entry.subject}"
        raw = self._blob(entry.raw_sha256)
        if raw is None:
            self.letters.append(Letter(file="", at=at, what=what))
            return
        name = f"{stem}.eml"
        copy = read_copy(raw, name)
        self.letters.append(
            Letter(file=name, copy=f"{stem}.html", at=at, what=what, text=copy.text)
        )
        yield Member(name=name, content=raw)
        yield _words(f"{stem}.html", copy.page)

    def _posted(self, posted: Posted, stem: str, at: str) -> Iterator[Member]:
        what = f"{posted.template} a {', '.join((*posted.to, *posted.cc))}: {posted.subject}"
        raw = self._outgoing(posted)
        name = f"{stem}.eml" if raw else ""
        self.letters.append(Letter(file=name, at=f"{at} ({posted.status})", what=what))
        if raw:
            yield Member(name=name, content=raw)

    def _files(self) -> Iterator[Member]:
        for file in case_files.of_case(self.asked.connection, self.case.row):
            content = self._blob(file.sha256)
            name = _place_of(file)
            self.files.append(f"{name} ({file.why})" if file.why else name)
            if content is not None:
                yield Member(name=name, content=content)

    def _outgoing(self, posted: Posted) -> bytes | None:
        if posted.raw_sha256:
            return self._blob(posted.raw_sha256)
        raw = outbox.raw(self.asked.connection, self.asked.store.files, posted)
        self.missing += not raw
        return raw or None

    def _blob(self, digest: str) -> bytes | None:
        if digest and self.asked.store.files.has(digest):
            return self.asked.store.files.get(digest)
        self.missing += 1
        return None


def _place_of(file: StoredFile) -> str:
    if file.status == FileStatus.QUARANTINED:
        return f"{readme.QUARANTINE}/{file.name}{readme.HELD_BACK}"
    return f"{readme.FILES}/{file.name}"


def _every(asked: Query) -> Iterator[Case]:
    row = 0
    while batch := cases.after(asked.connection, row, _AT_ONCE):
        yield from batch
        row = batch[-1].row


def _record(number: str, found: Verification) -> Json:
    return {
        "id": number,
        "intact": found.intact,
        "entries": found.entries,
        "unsealed": found.unsealed,
        "redacted": list(found.redacted),
        "broken_at": found.broken_at,
        "fault": found.fault or None,
        "head": found.head,
        "told": seals_in_words(**_told(found)),
    }


def _told(found: Verification) -> Json:
    return {
        "entries": found.entries, "unsealed": found.unsealed, "redacted": len(found.redacted),
        "broken_at": found.broken_at, "fault": found.fault, "head": found.head,
    }  # fmt: skip


def _json(name: str, value: Json) -> Member:
    return _words(name, json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def _words(name: str, text: str) -> Member:
    # Letters that no UTF-8 has (they come from broken mails) become escapes.
    return Member(name=name, content=text.encode("utf-8", "backslashreplace"))
