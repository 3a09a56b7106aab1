"""`mailbot replay`: what this version would decide otherwise, and nothing that it leaves behind."""

import hashlib
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from mailbot import deadlines
from mailbot.daemon.kept_settings import Copy
from mailbot.daemon.settings_told import Change
from mailbot.model.decision import Send
from mailbot.model.vocabulary import Outcome
from mailbot.pipeline import process
from storage.backup.copying import copy_database
from tests.cli.program import Ran
from tests.replay.conftest import October

Mailbot = Callable[..., Ran]


def told(ran: Ran) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(ran.out)
    return record


def ignoring(monkeypatch: pytest.MonkeyPatch, sender: str, subject: str = "") -> None:
    """A version with another rule: mails of this person with this subject change nothing."""
    consider = process.consider

    def changed(raw: bytes, *arguments: Any, **named: Any) -> Any:
        considered = consider(raw, *arguments, **named)
        head = raw.partition(b"\r\n\r\n")[0].decode()
        if f"<{sender}>" in head.partition("To:")[0] and subject in head:
            nothing = replace(
                considered.decision, outcome=Outcome.IGNORED, rule="seeded", effects=()
            )
            return replace(considered, decision=nothing)
        return considered

    monkeypatch.setattr(process, "consider", changed)


def test_the_same_version_decides_a_month_as_it_did(mailbot: Mailbot, october: October) -> None:
    ran = mailbot("replay", "--month", "2026-10", "--json")
    record = told(ran)
    assert (ran.status, ran.err, record["mails"]) == (0, "", [])
    assert record["same"] == 17
    assert record["different"] == 0
    assert set(record["not_compared"].values()) == {0}
    assert october.silent.close_reason == "sin_respuesta"


def test_a_changed_rule_shows_exactly_the_mails_that_it_decides_otherwise(
    mailbot: Mailbot, october: October, monkeypatch: pytest.MonkeyPatch
) -> None:
    ignoring(monkeypatch, "marta@invias.test", "Auto-Submitted")
    ran = mailbot("replay", "--month", "2026-10", "--json")
    (mail,) = told(ran)["mails"]
    assert ran.status == 3
    assert (mail["from"], mail["result"]) == ("marta@invias.test", "different")
    assert october.solved.number in mail["numbers"]
    assert mail["differences"] == ["outcome", "rule", "case", "events"]
    assert (mail["then"]["outcome"], mail["now"]["outcome"]) == ("case-event", "ignored")
    assert (mail["now"]["case"], mail["now"]["events"]) == ("", [])


def test_what_follows_from_a_difference_is_told_as_such(
    mailbot: Mailbot, october: October, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Her answer is not heard: her case goes on waiting until silence closes it."""
    ignoring(monkeypatch, "luz@icbf.test", "RE: ")
    ran = mailbot("replay", "--month", "2026-10")
    said = ran.out
    assert ran.status == 3
    assert "luz@icbf.test\n  Asunto: RE: [" in said
    assert f"  Caso: {' = '.join(october.escalated.numbers)}\n" in said
    assert "  Destino: antes mensaje en un caso; ahora ignorado\n" in said
    assert "  Pasa a: antes Trabajo en Progreso; ahora no cambia de estado\n" in said
    # The advisor's [RESUELTO] comes too late then.
    assert "nel@minhacienda.test (N3F)\n" in said
    assert "  Pasa a: antes Resuelto; ahora no cambia de estado\n" in said
    assert "    antes: M-12 a luz@icbf.test" in said
    assert "  Puede venir de la diferencia del correo 16, del mismo caso.\n" in said
    # And nobody was asked again whether the answer came.
    assert f"\nPlazos del caso {' = '.join(october.escalated.numbers)}\n" in said
    assert "  plazo (client-wait): antes ninguna; ahora 1 vez (2026-10-14)\n" in said
    assert "    antes: paso Trabajo en Progreso → Resuelto (T17)\n    ahora: orden" in said
    assert "Decidido desde  el primer correo de la línea\n" in said
    assert "Distintos       2, de ellos 1 después de otra diferencia del mismo caso\n" in said


def test_a_changed_deadline_shows_on_its_case_though_no_mail_differs(
    mailbot: Mailbot, october: October, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A version that no longer reminds one of the people."""
    decide_lapse = deadlines.decide_lapse

    def silently(*arguments: Any) -> Any:
        decision = decide_lapse(*arguments)
        gone = "M-10R", ("ivan@sena.test",)
        kept = [
            each for each in decision.effects
            if not (isinstance(each, Send) and (each.template, each.to) == gone)
        ]  # fmt: skip
        return replace(decision, effects=tuple(kept))

    monkeypatch.setattr(deadlines, "decide_lapse", silently)
    ran = mailbot("replay", "--month", "2026-10", "--json")
    record = told(ran)
    assert (ran.status, record["different"], record["mails"]) == (3, 0, [])
    assert record["cases_timed_otherwise"] == 1
    (case,) = record["cases"]
    assert case["numbers"] == [october.silent.service_number]
    (difference,) = case["differences"]
    assert (difference["what"], difference["then"], difference["now"]) == (
        "M-10R a ivan@sena.test", 1, 0,
    )  # fmt: skip


def test_nothing_is_written_where_the_line_is(mailbot: Mailbot, october: October) -> None:
    def everything() -> dict[str, str]:
        with october.line.reading() as connection:
            tables = ("inbound", "outbox", "cases", "case_events", "marks", "numbers", "deadlines")
            rows = {
                table: str(connection.execute(text(f"SELECT * FROM {table} ORDER BY 1")).all())
                for table in tables
            }
        files = {
            str(path): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in october.folder.rglob("*")
            if path.is_file()
        }
        return rows | files

    before = everything()
    assert mailbot("replay").status == 0
    assert everything() == before


def test_only_the_mails_of_the_time_are_compared(mailbot: Mailbot) -> None:
    assert told(mailbot("replay", "--json"))["same"] == 18
    assert told(mailbot("replay", "--until", "2026-09-30", "--json"))["same"] == 1
    since = told(mailbot("replay", "--since", "2026-10-30", "--until", "2026-10-30", "--json"))
    assert since["same"] == 1
    nothing = mailbot("replay", "--month", "2026-08")
    assert "No hay correo decidido que comparar" in nothing.err


def test_mails_can_be_named_by_their_files(mailbot: Mailbot, october: October, tmp_path: Path):
    stored = october.line.road.store.files
    with october.line.reading() as connection:
        row = connection.execute(text("SELECT raw_sha256 FROM inbound WHERE id = 3")).scalar_one()
    known, strange = tmp_path / "conocido.eml", tmp_path / "ajeno.eml"
    known.write_bytes(stored.get(row))
    strange.write_bytes(b"Subject: nada\r\n\r\nNada.\r\n")
    ran = mailbot("replay", known)
    assert (ran.status, ran.err) == (0, "")
    assert "  Igual que entonces.\n" in ran.out
    ran = mailbot("replay", known, strange, tmp_path / "falta.eml")
    assert ran.status == 1
    assert f"{strange}: no está en el registro; vea qué pasaría con él: mailbot explain" in ran.err
    assert f"{tmp_path / 'falta.eml'}: no se pudo leer" in ran.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--month", "octubre"), "no es un mes. Se escribe así: 2026-10"),
        (("--month", "2026-10", "--since", "2026-10-02"), "--month no va junto con"),
    ],
)
def test_a_time_that_is_none_is_wrong_use(
    mailbot: Mailbot, words: tuple[str, ...], said: str
) -> None:
    ran = mailbot("replay", *words)
    assert ran.status == 2
    assert said in ran.err


def test_a_disk_too_small_for_the_trial_is_no_matter_of_the_line(
    mailbot: Mailbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: Any) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("storage.agenda.recorded.decided", full)
    ran = mailbot("replay")
    assert ran.status == 1
    assert "No queda espacio para el ensayo en" in ran.err
    assert "indique otra carpeta con la variable TMPDIR" in ran.err


def test_a_database_that_is_none_of_ours_is_refused(mailbot: Mailbot, tmp_path: Path) -> None:
    ran = mailbot("replay", "--against", tmp_path / "no-hay.db")
    assert (ran.status, ran.out) == (1, "")
    assert f"No hay base de datos en {tmp_path / 'no-hay.db'}." in ran.err
    (tmp_path / "vacía.db").touch()
    ran = mailbot("replay", "--against", tmp_path / "vacía.db")
    assert ran.status == 1
    assert "no es una base de datos de mailbot" in ran.err


def test_a_configuration_that_changed_since_is_told(
    mailbot: Mailbot, october: October, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = datetime(2026, 10, 20, 13, 0, tzinfo=UTC)
    change = Change(key="sla.N1.media", old="4", new="6")
    copies = [
        Copy(at=at, path=october.folder, changes=changes)
        for at, changes in ((moment - timedelta(days=30), ()), (moment, (change,)))
    ]
    monkeypatch.setattr("mailbot.cli.replay.kept_copies", lambda _config: copies)
    said = mailbot("replay").out
    assert (
        "se decidió con la de hoy, que desde entonces cambió 1 vez (lo último: 2026-10-20)" in said
    )


@pytest.mark.sqlite
class TestOfAnotherDatabase:
    """Copies of October's database to which something happened."""

    @pytest.fixture
    def copy(self, october: October, tmp_path: Path) -> Path:
        file = tmp_path / "copia.db"
        file.touch()
        copy_database(october.folder / "mailbot.db", file, lambda *_progress: None)
        return file

    def test_what_was_erased_is_counted_and_so_is_what_hangs_on_it(
        self, mailbot: Mailbot, october: October, copy: Path
    ) -> None:
        born = october.escalated.service_number
        with closing(sqlite3.connect(copy)) as connection:
            connection.execute(
                "UPDATE inbound SET raw_sha256 = '', subject = '' WHERE outcome = 'new-case' "
                "AND case_id = (SELECT id FROM cases WHERE service_number = ?)", (born,),
            )  # fmt: skip
            connection.execute("UPDATE inbound SET status = 'discarded' WHERE id = 3")
            connection.commit()
        ran = mailbot("replay", "--month", "2026-10", "--json", "--against", copy)
        record = told(ran)
        assert record["not_compared"] == {
            "erased": 1, "cut_off": 6, "decided_by_person": 1, "waiting": 0,
        }  # fmt: skip
        said = mailbot("replay", "--month", "2026-10", "--against", copy).out
        assert "No se puede decidir otra vez: su contenido ya no se conserva." in said
        assert "6 de casos que no nacieron de un correo que se conserve\n" in said
        assert "1 descartados por una persona\n" in said

    def test_one_of_an_earlier_schema_is_read_as_it_is(self, mailbot: Mailbot, copy: Path) -> None:
        with closing(sqlite3.connect(copy)) as connection:
            connection.execute("UPDATE alembic_version SET version_num = '0004'")
            connection.execute("DROP INDEX ix_inbound_lane")
            connection.execute("ALTER TABLE inbound DROP COLUMN lane")
            connection.commit()
        before = copy.read_bytes()
        ran = mailbot("replay", "--json", "--against", copy)
        assert (ran.status, told(ran)["same"]) == (0, 18)
        assert copy.read_bytes() == before

    def test_nothing_is_left_beside_one_that_nobody_works_on(
        self, mailbot: Mailbot, copy: Path
    ) -> None:
        there = sorted(copy.parent.iterdir())
        assert mailbot("replay", "--until", "2026-10-01", "--against", copy).status == 0
        assert sorted(copy.parent.iterdir()) == there

    def test_one_of_a_later_program_is_refused(self, mailbot: Mailbot, copy: Path) -> None:
        with closing(sqlite3.connect(copy)) as connection:
            connection.execute("UPDATE alembic_version SET version_num = '9999'")
            connection.commit()
        ran = mailbot("replay", "--against", copy)
        assert ran.status == 1
        assert "es de un mailbot más nuevo (esquema 9999" in ran.err


@pytest.mark.sqlite
def test_it_can_go_on_from_a_back_up(mailbot: Mailbot, october: October) -> None:
    assert october.back_up is not None
    record = told(mailbot("replay", "--month", "2026-10", "--base", october.back_up, "--json"))
    assert (record["same"], record["different"]) == (7, 0)
    assert record["began"] == "2026-10-07T09:00:00-05:00"
