"""Ley 1581: a person's data are shown, put right and erased; the history goes on proving itself."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from mailbot.model.vocabulary import MailStatus
from storage import chain, erasure, outbox
from tests.databases import copy_database
from tests.scenarios.line import ScenarioCase, ScenarioLine
from tests.scenarios.people import SOLUTION, Person
from tests.scenarios.roads import OpenLine, in_memory
from tests.scenarios.times import BOGOTA

PERSON = "marta@invias.test"
CEDULA = "52.987.654"
WORDS = "zarzaparrilla"
PROBLEM = f"Mi cédula es {CEDULA}. La orden {WORDS} no se puede autorizar en el presupuesto de hoy."


def closed(line: ScenarioLine, user: Person | None = None, problem: str = PROBLEM) -> ScenarioCase:
    """A case with a mail, a file and a solution that is over."""
    case: ScenarioCase = (user or line.marta).asks(problem)
    line.ana.does("[RESUELTO]", SOLUTION, on=case)
    return case


def ordered(line: ScenarioLine, person: str = PERSON) -> str:
    """HERR orders it; the code under which it waits."""
    line.her.does(f"[DATOS ANONIMIZAR persona={person} autoriza=adm@]")
    found = re.search(r"SI AUTORIZO (\w+)", line.mails("M-30")[-1].plain)
    assert found
    return found[1]


def authorised(line: ScenarioLine, code: str) -> None:
    line.adm.writes(f"SI AUTORIZO {code}", subject="RE: Autorización")


def stored(folder: Path) -> bytes:
    """Every byte that the line keeps on disk, files and database."""
    with sqlite3.connect(folder / "mailbot.db") as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()
    return b"\n".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


@dataclass(frozen=True)
class After:
    """A line and its case, to be looked at and not to be written to."""

    line: ScenarioLine
    case: ScenarioCase


@contextmanager
def a_line(folder: Path, empty_database: Path) -> Iterator[ScenarioLine]:
    copy_database(empty_database, folder / "mailbot.db")
    with in_memory(folder, datetime(2026, 1, 1, tzinfo=BOGOTA)) as line:
        line.at("Mon 7-Dec-2026 09:00")
        yield line


@pytest.fixture(scope="module")
def after(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Iterator[After]:
    """The one case of the line was anonymised."""
    with a_line(tmp_path_factory.mktemp("anónima"), empty_database) as line:
        case = closed(line)
        authorised(line, ordered(line))
        yield After(line, case)


@pytest.fixture(scope="module")
def at_rest(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Iterator[After]:
    """The one case of the line is closed; what is ordered on it is refused."""
    with a_line(tmp_path_factory.mktemp("cerrada"), empty_database) as line:
        yield After(line, closed(line))


@pytest.fixture
def anonymous(line: ScenarioLine) -> ScenarioCase:
    line.at("Mon 7-Dec-2026 09:00")
    case = closed(line)
    authorised(line, ordered(line))
    return case


def test_nothing_changes_before_the_administrator_says_yes(line: ScenarioLine):
    line.at("Mon 7-Dec-2026 09:00")
    case = closed(line)
    code = ordered(line)
    assert case.requester["name"] == "Marta Ruiz"
    line.adm.writes(f"NO AUTORIZO {code}", subject="RE: Autorización")
    assert case.requester["name"] == "Marta Ruiz"


def test_his_yes_takes_the_person_out_of_the_case(after: After):
    person = after.case.requester
    assert re.fullmatch(r"Persona anonimizada [0-9A-F]{8}", person["name"])
    assert person["email"].endswith("@anonimo.invalid")
    assert (person["phone"], person["siif_user"], person["city"]) == (None, None, "Bogotá")
    assert (after.case.description, after.case.attachments) == (None, [])
    assert after.case.state == "Cerrado"


def test_no_word_of_his_is_left_on_the_disk(after: After):
    kept = stored(after.line.road.folder)
    for word in (WORDS, CEDULA, "310 555 0147", "3105550147", "MRUIZ"):
        assert word.encode() not in kept, word


def test_no_file_of_his_is_left(after: After):
    assert not list(after.line.road.folder.glob("archivo/casos/**/*.png"))
    with after.line.reading() as connection:
        held = connection.exec_driver_sql("SELECT raw_sha256 FROM inbound").scalars().all()
    digests = set(after.line.road.store.files.digests())
    assert digests == {digest for digest in held if digest}


def test_a_disk_that_refuses_to_delete_is_asked_again(
    line: ScenarioLine, monkeypatch: pytest.MonkeyPatch
):
    """What was erased in the database is owed on the disk, through any number of restarts."""
    line.at("Mon 7-Dec-2026 09:00")
    closed(line)
    code = ordered(line)
    with monkeypatch.context() as broken:
        broken.setattr(erasure, "forget_owed", lambda _store: 0)
        authorised(line, code)
    assert WORDS.encode() in stored(line.road.folder)
    line.at("Mon 7-Dec-2026 09:30")
    assert WORDS.encode() not in stored(line.road.folder)


def test_the_history_is_redacted_not_broken(after: After):
    with after.line.reading() as connection:
        found = chain.verify(connection, 1)
    assert found.intact
    assert found.redacted == tuple(range(1, found.entries))


def test_the_entry_that_stays_names_the_order_and_the_law(after: After):
    last = after.case.history[-1]
    assert "Ley 1581 de 2012" in last["reason"]
    assert (last["actor"], last["role"]) == ("adm@minhacienda.test", "ADM")
    assert PERSON not in after.case.story


def test_what_the_line_accounts_for_stays(after: After):
    assert after.case.path == ["Trabajo en Progreso", "Cerrado"]
    assert after.case.requester["executing_unit"] == "24-02-00"
    assert {mail["template"] for mail in after.case.mails} == {"M-02", "M-05", "M-31"}


def test_who_ordered_and_who_authorised_it_are_told(after: After):
    told = after.line.mail("M-29")
    assert (told.to, told.cc) == (["her@"], ["adm@"])
    assert "Persona anonimizada" in told.plain
    assert "procesados" in told.words


def test_a_person_with_an_open_case_is_refused_with_its_number(line: ScenarioLine):
    line.at("Mon 7-Dec-2026 09:00")
    closed(line)
    still = line.marta.asks("Otra orden de pago no se deja autorizar y necesito la obligación.")
    receipt = line.her.says(f"[DATOS ANONIMIZAR persona={PERSON} autoriza=adm@]")
    assert "no se ejecutó" in receipt.words
    assert still.number in receipt.words


def test_a_case_that_was_opened_meanwhile_stops_it(line: ScenarioLine):
    line.at("Mon 7-Dec-2026 09:00")
    case = closed(line)
    code = ordered(line)
    line.marta.asks("Otra orden de pago no se deja autorizar y necesito la obligación.")
    authorised(line, code)
    assert case.requester["name"] == "Marta Ruiz"


def test_a_code_erases_once(line: ScenarioLine, anonymous: ScenarioCase):
    used = re.findall(r"SI AUTORIZO (\w+)", line.mails("M-30")[-1].plain)[0]
    again = closed(line)
    authorised(line, used)
    assert again.requester["name"] == "Marta Ruiz"


def test_a_file_that_another_case_has_too_stays_there(line: ScenarioLine):
    line.at("Mon 7-Dec-2026 09:00")
    closed(line)
    luis = line.user("Luis Gil", "luis@invias.test")
    other = closed(line, luis, "La obligación presupuestal no toma el cupo que tenía asignado.")
    authorised(line, ordered(line))
    (file,) = other.attachments
    assert line.road.store.files.has(file["sha256"])
    assert other.requester["name"] == "Luis Gil"


def test_a_mail_that_had_not_left_is_not_sent_empty(after: After):
    with after.line.reading() as connection:
        assert {each.status for each in outbox.of_case(connection, 1)} <= {
            MailStatus.SENT, MailStatus.CANCELLED,
        }  # fmt: skip


def test_his_answer_to_an_old_mail_is_a_strangers(line: ScenarioLine, anonymous: ScenarioCase):
    line.marta.replies_to("M-05", "No quedó bien, sigue el error al autorizar la orden de pago.")
    assert anonymous.state == "Cerrado"
    assert anonymous.requester["name"].startswith("Persona anonimizada")


@pytest.mark.parametrize("tag", ["[REABRIR]", "[NOTA]", "[RESPONDER]"])
def test_nobody_works_on_it_any_more(line: ScenarioLine, anonymous: ScenarioCase, tag: str):
    receipt = line.ana.says(tag, SOLUTION, on=anonymous)
    assert "fueron anonimizados" in receipt.words
    assert all("anonimo.invalid" not in letter.to for letter in line.sent)


@pytest.mark.parametrize("who", ["ana", "cl1", "adm"])
@pytest.mark.parametrize("what", ["EXPORTAR", "CORREGIR", "ANONIMIZAR"])
def test_nobody_but_the_tools_administrator_may(at_rest: After, who: str, what: str):
    receipt = getattr(at_rest.line, who).says(f"[DATOS {what} persona={PERSON} autoriza=adm@]")
    assert "La usa HERR" in receipt.words


def test_export_sends_what_there_is_of_a_person(line: ScenarioLine):
    line.at("Mon 7-Dec-2026 09:00")
    case = closed(line)
    receipt = line.her.does(f"[DATOS EXPORTAR persona={PERSON}]")
    files = {part.get_filename(): part for part in receipt.message.iter_attachments()}
    assert set(files) == {"datos_personales.txt", "datos_personales.json"}
    text = files["datos_personales.txt"].get_payload(decode=True).decode("utf-8-sig")
    assert case.number in text
    assert "Teléfono: 310 555 0147" in text
    assert WORDS in text


def test_export_shows_no_identification(line: ScenarioLine):
    line.at("Mon 7-Dec-2026 09:00")
    closed(line)
    receipt = line.her.does(f"[DATOS EXPORTAR persona={PERSON}]")
    for part in receipt.message.walk():
        if not part.is_multipart():
            content = part.get_payload(decode=True)
            assert CEDULA.encode() not in content
            assert CEDULA.replace(".", "").encode() not in content


def test_correct_changes_the_open_cases_and_says_so_in_each(line: ScenarioLine):
    line.at("Mon 7-Dec-2026 09:00")
    old = closed(line)
    case = line.incident()
    line.her.does(f'[DATOS CORREGIR persona={PERSON} nombre="Marta Ruiz Peña" telefono=3105550199]')
    assert case.requester["name"] == "Marta Ruiz Peña"
    assert case.requester["phone"] == "3105550199"
    told = [entry for entry in case.entries("field") if "a pedido de la persona" in entry["reason"]]
    assert [each["actor"] for each in told] == ["her@minhacienda.test"] * 2
    assert old.requester["name"] == "Marta Ruiz"


def test_correct_writes_no_identification_down(line: ScenarioLine):
    line.at("Mon 7-Dec-2026 09:00")
    case = line.incident()
    line.her.does(f"[DATOS CORREGIR persona={PERSON} identificacion=52987654]")
    assert "52987654" not in case.story
    assert all("52987654" not in letter.plain for letter in line.sent)


@pytest.mark.parametrize(
    ("tag", "why"),
    [
        ("[DATOS EXPORTAR]", "Falta de quién son los datos"),
        ("[DATOS EXPORTAR persona=nadie@x.test]", "No hay casos de"),
        ("[DATOS EXPORTAR persona=ana@]", "es de la línea"),
        (f"[DATOS CORREGIR persona={PERSON}]", "Falta qué corregir"),
        (f"[DATOS CORREGIR persona={PERSON} modulo=EPG]", "Aquí no se corrige"),
        (f"[DATOS CORREGIR persona={PERSON} telefono=3105550199]", "no tiene casos abiertos"),
        (f"[DATOS ANONIMIZAR persona={PERSON}]", "Falta quién autoriza"),
        (f"[DATOS ANONIMIZAR persona={PERSON} autoriza=ana@]", "no es Administrador"),
    ],
)  # fmt: skip
def test_what_can_not_be_done_is_said(at_rest: After, tag: str, why: str):
    assert why in at_rest.line.her.says(tag).words


def old_and_new(line: ScenarioLine) -> tuple[ScenarioCase, ScenarioCase]:
    """Two closed cases, the first of them as if it had ended two years and a day ago."""
    line.at("Mon 7-Dec-2026 09:00")
    old = closed(line)
    new = closed(line, problem="La obligación presupuestal no toma el cupo que tenía asignado.")
    with line.road.store.write() as connection:
        connection.exec_driver_sql(
            "UPDATE cases SET closed_at = '2024-12-06 14:00:00.000000' WHERE id = 1"
        )
    line.at("Tue 8-Dec-2026 09:00")
    return old, new


def test_without_a_retention_nothing_is_ever_deleted(line: ScenarioLine):
    old, _new = old_and_new(line)
    assert old.requester["name"] == "Marta Ruiz"
    assert WORDS in old.description


def test_what_was_closed_before_the_retention_is_anonymised_by_itself(line_with: OpenLine):
    line = line_with(retention={"years": 2})
    old, new = old_and_new(line)
    assert old.requester["name"].startswith("Persona anonimizada")
    assert "venció el plazo de conservación" in old.history[-1]["reason"]
    assert new.requester["name"] == "Marta Ruiz"
    assert WORDS.encode() not in stored(line.road.folder)
    with line.reading() as connection:
        assert chain.verify(connection, 1).intact
