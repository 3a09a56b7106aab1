"""What is known of people stays where it belongs: rows of the table of attacks (docs/security.md).

Each test is named by what an attacker, a careless person or a broken program does.
"""

import logging
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from mailbot.cli import main
from mailbot.compose.check import parts_of
from mailbot.compose.composer import compose
from mailbot.compose.dossier.page import Letter, case_page
from mailbot.compose.dossier.reading import read_copy
from mailbot.compose.examples import EXAMPLES, NOW, Example, example_mails
from mailbot.compose.preview import preview_page
from mailbot.config import Config
from mailbot.daemon.line import line as open_line
from mailbot.daemon.once import one_pass
from mailbot.demo.tale import tale
from mailbot.demo.watch import News
from mailbot.errors import StorageError
from mailbot.logs.setup import formatter
from mailbot.model.case import Case
from mailbot.model.masking import HIDDEN, hidden, tail, without_bare_numbers
from mailbot.rules.commands.brackets import with_masked_tags, written
from storage import Store, numbers, open_store
from storage.files import Files, new_file
from storage.store import upgrade
from tests.compose.desk import LINE
from tests.mails import mail
from tests.scenarios.people import SOLUTION
from tests.scenarios.roads import in_memory
from tests.scenarios.times import BOGOTA

START = datetime(2026, 1, 1, tzinfo=BOGOTA)
NINE = datetime(2026, 12, 7, 9, 0, tzinfo=BOGOTA)
CEDULA = "52987654"
WRITTEN = ("52987654", "52.987.654", "52 987 654", "52,987,654")
SECRET = "clave-de-prueba-zarza"
WORD = "zarzaparrilla"


@pytest.fixture
def line_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "línea"
    folder.mkdir()
    upgrade(f"sqlite:///{folder}/mailbot.db")
    return folder


# --- The number of identification


@pytest.mark.parametrize("digits", WRITTEN)
@pytest.mark.parametrize(
    "said",
    [
        "Mi cédula es {}",
        "cedula: {}",
        "C.C. {}",
        "CC {}",
        "C.C. No. {} de Bogotá",
        "cédula de ciudadanía número {}",
        "identificacion={}",
        'identificacion="{}"',
        "Identificación: {}",
        "identificada con documento {}",
        "T.I. {}",
        "usuario {} no ingresa",
        "identificada con {}",
        "identificado con cédula {}",
        "número de identificación {}",
        "Asistentes: Luis Gil {}; Ana Díaz 1.098.765.432",
    ],
)
def test_whoever_writes_a_number_of_identification_does_not_see_it_again(said: str, digits: str):
    assert digits not in hidden(said.format(digits))


@pytest.mark.parametrize(
    "said",
    [
        "c.c. 1098765432, 1.052.345.678",
        "C.C. 52.987.654 y 79.555.123",
        "cédula 52987654/79555123; 1098765432, y 41.222.333",
        "cc 1.052.345.678, 1.098.765.432 e 52 987 654",
        "C.C. 1 0 9 8 7 6 5 4 3",
    ],
)
def test_of_numbers_in_a_row_nothing_is_left(said: str):
    assert not any(char.isdigit() for char in hidden(said))


def test_what_follows_a_number_of_identification_is_left_as_it_is():
    assert hidden("C.C. 52987654, orden 184526") == f"C.C. {HIDDEN}, orden 184526"


@pytest.mark.parametrize("digits", WRITTEN)
def test_the_number_of_a_case_hides_wherever_it_stands(digits: str):
    assert digits not in hidden(f"soy yo, el {digits}, otra vez", CEDULA)


@pytest.mark.parametrize(
    "figure",
    ["INC-2026-000123", "orden de pago 184526", "$ 12.480.000", "310 555 0147", "2026-12-07"],
)
def test_other_figures_are_no_identification(figure: str):
    assert hidden(f"Sobre {figure}.") == f"Sobre {figure}."


@pytest.mark.parametrize(
    "tag", ["COMPLETAR identificacion 52987654", "NUEVO 52.987.654", "NUEVO cédula=52987654",
            "COMPLETAR cc 52987654 telefono=3105550147"],
)  # fmt: skip
def test_an_advisor_who_forgets_the_key_does_not_spread_the_number(tag: str):
    for digits in WRITTEN:
        assert digits not in written(tag)
        assert digits not in with_masked_tags(f"[{tag}]\nhola")


@pytest.mark.parametrize("tag", ["PENDIENTE HALLAZGO 2026123456", "ESTADO INC-2026-000123"])
def test_a_number_that_the_tag_is_about_stays(tag: str):
    assert written(tag) == f"[{tag}]"


def test_a_refusal_does_not_repeat_the_number():
    assert CEDULA not in without_bare_numbers(f"Sobra «{CEDULA}».")
    assert tail(CEDULA) == "***7654"


def everywhere(value: Any) -> Any:
    """Every text in a value with a number of identification behind it."""
    if isinstance(value, Case):
        person = replace(value.requester, identification=CEDULA)
        return replace(
            value, requester=person, subject=f"{value.subject} {CEDULA}",
            description=f"{value.description} {WRITTEN[1]}", topics=f"{value.topics} {CEDULA}",
        )  # fmt: skip
    if type(value) is str:
        return f"{value} {CEDULA}" if " " in value else value
    if isinstance(value, tuple):
        return getattr(type(value), "_make", tuple)(everywhere(each) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        words = {f.name: everywhere(getattr(value, f.name)) for f in fields(value) if f.init}
        if "identification" in words:
            words["identification"] = CEDULA
        return replace(value, **words)
    return value


ON_CASES = [each for each in EXAMPLES if each.send.case]


@pytest.mark.parametrize("example", ON_CASES, ids=[each.name for each in ON_CASES])
def test_no_mail_shows_the_number_that_its_case_holds(example: Example):
    send = example.send
    # The list of attendees goes to Capacitación as it is: the procedure asks for it (§16.14).
    facts = {
        name: value if name == "attendees" else everywhere(value)
        for name, value in send.facts.items()
    }
    mail = compose(
        replace(send, case=everywhere(send.case), facts=facts), LINE, token="0" * 32, now=NOW,
        not_before=NOW, contents={each.name: b"x" for each in send.enclosures},
    )  # fmt: skip
    shown = "\n".join((mail.subject, *parts_of(mail)))
    assert [digits for digits in WRITTEN if digits in shown] == []


# --- Logs and words of failures


@contextmanager
def everything_logged() -> Iterator[list[str]]:
    """All that any logger says at any level, written as the daemon writes it."""
    said: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(self.format(record))

    handler = Keep(logging.DEBUG)
    handler.setFormatter(formatter("texto"))
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield said
    finally:
        root.removeHandler(handler)
        root.setLevel(level)


def test_a_day_of_work_leaves_nobody_s_words_in_the_log(line_folder: Path):
    with in_memory(line_folder, START) as line, everything_logged() as said:
        line.at("Mon 7-Dec-2026 09:00")
        line.marta.name = f"Marta {WORD}"
        case = line.marta.asks(f"Mi cédula es {CEDULA}; {WORD} no deja pagar la orden de hoy.",
                               files=(f"{WORD}.png",), subject=f"{WORD} no sirve")  # fmt: skip
        line.ana.does("[RESUELTO]", f"{SOLUTION} {WORD}", on=case)
        line.her.says(f"[DATOS EXPORTAR persona={WORD}@x.test]")
    told = "\n".join(said)
    assert [each for each in (WORD, CEDULA, "marta@invias.test", "Marta") if each in told] == []


def test_a_mail_that_breaks_a_rule_does_not_reach_the_log_by_the_failure(
    line_folder: Path, monkeypatch: pytest.MonkeyPatch
):
    def broken(*_: Any, **__: Any) -> None:
        raise ValueError(f"no entiendo «{WORD} {CEDULA}»")

    monkeypatch.setattr("mailbot.pipeline.process.consider", broken)
    with in_memory(line_folder, START) as line, everything_logged() as said:
        simulated = line.road.simulated  # type: ignore[attr-defined]
        simulated.deliver(mail(subject=WORD, text=WORD), NINE)
        simulated.pass_at(NINE)
    told = "\n".join(said)
    assert "falló el intento" in told
    assert "ValueError" in told
    assert [each for each in (WORD, CEDULA) if each in told] == []


def test_the_words_of_our_own_failures_are_told(caplog: pytest.LogCaptureFixture):
    try:
        raise StorageError("No queda espacio.") from ValueError(WORD)
    except StorageError:
        logging.getLogger("mailbot").exception("pasada")
    told = formatter("texto").format(caplog.records[-1])
    assert "StorageError: No queda espacio." in told
    assert WORD not in told


def test_a_database_that_refuses_does_not_tell_what_it_refused(tmp_path: Path):
    upgrade(f"sqlite:///{tmp_path}/mailbot.db")
    store = Store(f"sqlite:///{tmp_path}/mailbot.db", tmp_path / "archivo")
    row = text("INSERT INTO numbers (series, last) VALUES (:word, NULL)")
    with pytest.raises(IntegrityError) as refused, store.write() as connection:
        connection.execute(row, {"word": WORD})
    store.close()
    assert WORD not in str(refused.value)


def config_with_secrets(folder: Path) -> Config:
    server = {"host": "127.0.0.1", "port": 1, "security": "none", "user": "u", "password": SECRET}
    return Config.model_validate(
        {
            "mailbox": server,
            "smtp": server,
            "identity": {"address": "linea@entidad.test"},
            "storage": {
                "database": f"sqlite:///{folder}/var/mailbot.db", "files": folder / "var/archivo",
            },
        }
    )  # fmt: skip


def test_servers_that_can_not_be_reached_do_not_bring_the_password_out(tmp_path: Path):
    config = config_with_secrets(tmp_path)
    with everything_logged() as said, open_line(config) as running:
        counts = one_pass(running, NINE)
    assert counts.trouble
    assert SECRET not in "\n".join((*said, counts.trouble, counts.sending_trouble, repr(config)))


# --- Who else on this computer can read it


@contextmanager
def umask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


def open_to_others(folder: Path) -> list[str]:
    return [
        f"{path.relative_to(folder)} {stat.S_IMODE(path.stat().st_mode):o}"
        for path in folder.rglob("*")
        if path.stat().st_mode & 0o077
    ]


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_a_careless_umask_opens_nothing_to_others(tmp_path: Path, mask: int):
    with umask(mask):
        config = config_with_secrets(tmp_path / "casa/de/la/línea")
        store = open_store(config)
        with store.write() as connection:
            numbers.take(connection, "SERV", 2026)
            # Looked at while the database is open: it has two files more then.
            digest = store.files.put(b"pantalla")
            store.files.link(digest, "casos/2026/SERV-2026-000001/SERV-2026-000001_01_p.png")
            with new_file(config.storage.files / "expediente.zip") as file:
                file.write(b"PK")
            names = {path.name for path in tmp_path.rglob("*")}
            found = open_to_others(tmp_path)
        store.close()
    assert {"mailbot.db", "mailbot.db-wal", "mailbot.db-shm"} <= names
    assert found == []


def test_a_folder_without_links_gets_copies_that_are_private(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def no_links(_self: Path, _target: Path) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(Path, "hardlink_to", no_links)
    with umask(0):
        files = Files(tmp_path / "archivo")
        files.link(files.put(b"pantalla"), "casos/2026/SERV/p.png")
        with new_file(tmp_path / "archivo/expediente.zip") as file:
            file.write(b"PK")
    assert open_to_others(tmp_path) == []
    assert (tmp_path / "archivo/casos/2026/SERV/p.png").read_bytes() == b"pantalla"


def test_an_export_that_breaks_off_leaves_nothing(tmp_path: Path):
    def broken() -> None:
        with new_file(tmp_path / "expediente.zip") as file:
            file.write(b"PK")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken()
    assert list(tmp_path.iterdir()) == []


def test_a_parked_mail_that_is_exported_is_private(tmp_path: Path):
    with new_file(tmp_path / "correo.eml") as file:
        file.write(b"From: a@b.co")
    assert open_to_others(tmp_path) == []


# --- Pages that people open


class Acts(HTMLParser):
    """What a browser would run, load or send of a page, of the frames in it too."""

    TAGS = frozenset("script link object embed base form audio video".split())
    LOADING = frozenset("src srcset action background poster data formaction".split())

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._style = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        # The picture of a digest lies in the page itself.
        if tag == "img" and given.get("src", "").startswith("data:image/png;base64,"):
            del given["src"]
        self._style = tag == "style"
        if tag in self.TAGS or (tag == "iframe" and given.get("sandbox") != ""):
            self.found.append(f"<{tag}>")
        self.found += [f"{tag} {n}" for n in given if n in self.LOADING or n.startswith("on")]
        self.found += [f"{tag} {v}" for v in given.values() if v.lower().startswith("javascript:")]
        if "url(" in given.get("style", ""):
            self.found.append(f"{tag} style")
        if "srcdoc" in given:
            self.found += Acts(given["srcdoc"]).found

    def handle_data(self, data: str) -> None:
        if self._style and re.search(r"@import|url\s*\(", data):
            self.found.append("style")

    def handle_endtag(self, tag: str) -> None:
        self._style = False


def pages(folder: Path) -> dict[str, str]:
    """Every kind of page that mailbot writes, with hostile words where words of others stand."""
    attack = "<script>alert(1)</script><img src=https://rastreo.example/p.gif onerror=x()>"
    record = {
        "id": "SERV-2026-000001", "description": attack, "requester": {"name": attack},
        "history": [{"at": "2026", "actor": attack, "role": "USR", "from": None, "to": None,
                     "reason": attack, "text": attack}],
    }  # fmt: skip
    letter = Letter(file="correos/001.eml", at="2026", what=attack, text=attack)
    raw = mail(subject=attack, html=f"<p>{attack}</p>")
    told = tale(News(arrivals=(), lapses=(), departures=()), (), NOW)
    return {
        "preview": preview_page(example_mails(LINE), attack),
        "demo": preview_page(example_mails(LINE)[:1], "demo", told),
        "dossier": case_page(record, (letter,), (attack,), attack),
        "copy for reading": read_copy(raw, "correos/001.eml").page,
        "simulation": simulated_page(folder),
    }


def simulated_page(folder: Path) -> str:
    assert main(["simulate", "--days", "1", "--seed", "1", "--out", str(folder)]) == 0
    return (folder / "index.html").read_text("utf-8")


@pytest.mark.parametrize(
    "html",
    ["<script>x</script>", "<img src=x>", "<img src=data:image/svg+xml,x>", "<p onclick=x>",
     "<a href=javascript:x>", "<iframe>",
     "<iframe sandbox srcdoc='<img src=x>'>", "<style>a{b:url(x)}</style>", "<p style='b:url(x)'>"],
)  # fmt: skip
def test_what_acts_is_seen_by_this_test(html: str):
    assert Acts(html).found


def test_no_page_of_ours_runs_or_loads_what_somebody_wrote(tmp_path: Path):
    for name, html in pages(tmp_path / "simulada").items():
        pictures = "; img-src data:" if name in {"preview", "demo"} else ""
        policy = f"default-src 'none'; style-src 'unsafe-inline'{pictures}"
        assert f'content="{policy}"' in html, name
        assert Acts(html).found == [], name
