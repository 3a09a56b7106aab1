"""The demonstration: what its story shows, what it leaves, and how it ends."""

import io
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from smtplib import SMTP

import pytest
from imapclient import IMAPClient

from mailbot.compose.spanish import NBSP
from mailbot.demo.__main__ import main
from mailbot.demo.keep import free_or_any
from mailbot.demo.letters import letter
from mailbot.demo.mailbox import HOST, PASSWORD
from mailbot.demo.people import (
    CARLOS,
    HERNAN,
    JORGE,
    LINE,
    NORA,
    PEOPLE,
    Person,
)
from mailbot.demo.reckoning import Reckoning, reckon
from mailbot.demo.stage import Clock, Stage, stage
from mailbot.demo.steps import Step
from mailbot.demo.story import STORY
from mailbot.demo.watch import Departure, Dossier, News, Watcher, dossiers
from tests.demo.expected import COPIES, EXPECTED

END_SECONDS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """The story as it went: the news after each step, and what was there at the end."""

    news: Sequence[News]
    cases: Sequence[Dossier]
    reckoning: Reckoning
    reminder: EmailMessage


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    clock = Clock(STORY[0].at)
    with stage(tmp_path_factory.mktemp("line"), clock) as playing:
        watcher = Watcher(playing.line.desk.store)
        news = [watcher.look() for _step in playing.play(STORY)]
        return Played(
            news=news,
            cases=dossiers(playing.line.desk.store),
            reckoning=reckon(playing.line, clock()),
            reminder=_received(playing),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """How `make demo` ended, what it wrote and what it left."""

    status: int
    output: str
    complaints: str
    out: Path


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    out = tmp_path_factory.mktemp("demo") / "demo-out"
    output, complaints = io.StringIO(), io.StringIO()
    with redirect_stdout(output), redirect_stderr(complaints):
        status = main(["--out", str(out)])
    return Ran(status=status, output=output.getvalue(), complaints=complaints.getvalue(), out=out)


def test_every_step_leads_to_what_the_procedure_says(played: Played) -> None:
    steps = zip(STORY, played.news, strict=True)
    assert tuple((f"{step.at:%H:%M}", *_facts(news)) for step, news in steps) == EXPECTED


def test_every_mail_that_arrived_has_its_outcome(played: Played) -> None:
    assert played.reckoning.settled
    assert tuple(line.replace(NBSP, " ") for line in played.reckoning.lines) == (
        (
            "33 correos llegaron; los 33 tienen destino: 4 casos nuevos, 11 mensajes en un caso, "
            "1 orientación, 14 órdenes, 1 encuesta, 1 informe de entrega, 1 ignorado."
        ),
        "50 correos salieron; 1 fue devuelto por el servidor de correo.",
    )


def test_an_answer_is_tied_by_the_id_of_the_mail_that_was_received(played: Played) -> None:
    answer = next(n for n in played.news if n.arrivals and n.arrivals[0].rule == "late-answer")
    assert "responde un correo nuestro del caso" in answer.arrivals[0].reason.lower()


def test_only_the_new_words_of_an_answer_are_kept_on_the_case(played: Played) -> None:
    texts = [event.text for event in _of(played, "SERV-2026-000003").history]
    answer = next(text for text in texts if "36-02-00" in text)
    assert "escribió:" not in answer
    assert ">" not in answer


def test_the_missing_facts_and_the_file_complete_the_request(played: Played) -> None:
    dossier = _of(played, "SERV-2026-000003")
    assert dossier.case.missing == ()
    assert dossier.case.requester.siif_user == "CPena"
    assert [file.name for file in dossier.files] == ["SERV-2026-000003_01_mensaje_de_error.png"]


def test_nobody_is_left_waiting_at_the_end(played: Played) -> None:
    reasons = {each.case.number: str(each.case.close_reason) for each in played.cases}
    assert reasons == {
        "SERV-2026-000001": "solucion_n1",
        "INC-2026-000001": "confirmado",
        "SERV-2026-000003": "solucion_n1",
        "SERV-2026-000004": "solucion_n1",
    }


@pytest.mark.parametrize(("template", "to", "copies"), COPIES, ids=[row[0] for row in COPIES])
def test_the_coordinators_are_on_copy_where_the_procedure_says(
    played: Played, template: str, to: Person, copies: list[Person]
) -> None:
    mails = [each.mail for news in played.news for each in news.departures]
    found = {mail.cc for mail in mails if (mail.template, mail.to[0]) == (template, to.address)}
    assert found == {tuple(person.address for person in copies)}


def test_the_advisor_gets_the_supports_by_the_number_of_the_incident(played: Played) -> None:
    assert _sent(played, "M-07").files == (
        "INC-2026-000001_01_pantalla.png", "INC-2026-000001_02_cupo_PAC.png"
    )  # fmt: skip


def test_the_tag_of_somebody_else_is_told_to_its_owner_and_to_who_runs_mailbot(
    played: Played,
) -> None:
    assert _sent(played, "M-45").mail.to == (NORA.address, HERNAN.address)
    refused = next(e for e in _of(played, "INC-2026-000001").history if "sin ejecutar" in e.reason)
    assert (refused.event, refused.target) == ("command", None)


def test_a_mistaken_tag_is_answered_with_the_one_that_was_meant(played: Played) -> None:
    refused = next(n for n in played.news if n.arrivals and "CLEINTE" in n.arrivals[0].reason)
    assert "la más parecida es «[PENDIENTE CLIENTE]»" in refused.arrivals[0].reason


def test_a_yes_and_a_score_are_one_click_each(played: Played) -> None:
    case = _of(played, "INC-2026-000001").case
    assert (case.close_reason, case.resolved_by) == ("confirmado", NORA.address)
    assert case.survey is not None
    assert case.survey.scores == (None, None, None, 5)


def test_a_link_that_the_mail_does_not_offer_cannot_be_clicked(played: Played) -> None:
    step = Step(at=STORY[-1].at, tells="", answers="M-10R", click="[CERRADO]")
    with pytest.raises(LookupError, match=r"no ofrece «\[CERRADO\]» con un clic"):
        letter(step, CARLOS, 1, played.reminder.as_bytes())


def test_a_reminder_lies_in_the_persons_own_mailbox(played: Played) -> None:
    assert CARLOS.address in played.reminder["To"]
    assert played.reminder["X-SIIF-Caso"] == "SERV-2026-000003"


def test_it_ends_by_itself_without_a_complaint(ran: Ran) -> None:
    assert (ran.status, ran.complaints) == (0, "")


def test_it_tells_each_step_and_where_the_page_is(ran: Ran) -> None:
    told = " ".join(ran.output.split())
    for step in STORY:
        assert step.tells in told
    assert "los 33 tienen destino" in told
    assert (ran.out / "index.html").resolve().as_uri() in told


def test_the_page_shows_every_mail_and_leads_to_it(ran: Ran) -> None:
    page = (ran.out / "index.html").read_text("utf-8")
    places = set(re.findall(r'<article id="(m\d+)"', page))
    assert places == {f"m{place}" for place in range(50)}
    threads, _nav, listed = page.partition("<nav ")
    assert sorted(re.findall(r'href="#(m\d+)"', threads)) == sorted(places)
    assert set(re.findall(r'href="#(m\d+)"', listed)) == places


def test_the_codes_of_one_click_links_are_not_shown_as_subjects(ran: Ran) -> None:
    page = (ran.out / "index.html").read_text("utf-8")
    threads = page.partition("<nav ")[0]
    assert "[INC-2026-000001] SI, funciono" in threads
    assert re.findall(r"[0-9a-f]{32}", threads + ran.output) == []


def test_the_page_runs_and_loads_nothing(ran: Ran) -> None:
    page = (ran.out / "index.html").read_text("utf-8")
    assert "default-src 'none'" in page
    assert re.findall(r"<script|<link|\ssrc=(?!&quot;data:image/png;)|@import|url\(", page) == []


def test_every_mail_lies_beside_the_page_as_a_file(ran: Ran) -> None:
    mails = [
        message_from_bytes(path.read_bytes(), policy=default)
        for path in sorted((ran.out / "correos").iterdir())
    ]
    sent = [template for *_, went in EXPECTED for template, _person in went]
    assert [mail["X-SIIF-Correo"] for mail in mails] == sent


def test_only_an_incomplete_request_is_sent_the_forms(ran: Ran) -> None:
    complete, incomplete = (
        message_from_bytes((ran.out / "correos" / name).read_bytes(), policy=default)
        for name in ("10-M-02.eml", "13-M-02.eml")
    )
    assert [part.get_filename() for part in complete.iter_attachments()] == []
    assert len([part.get_filename() for part in incomplete.iter_attachments()]) == 2


def test_kept_up_it_answers_mail_until_it_is_interrupted(tmp_path: Path) -> None:
    with _kept_up(tmp_path) as (demo, imap_port, smtp_port):
        mail = EmailMessage()
        mail["From"], mail["To"] = JORGE.address, LINE.address
        mail["Subject"] = "No puedo entrar"
        mail.set_content("No puedo entrar al sistema.\n")
        with SMTP(HOST, smtp_port) as connection:
            connection.send_message(mail)
        _tells(demo, "Sale M-02 a Jorge")
        assert "M-02" in _kinds_received(imap_port, JORGE)
        demo.send_signal(signal.SIGINT)
        _output, complaints = demo.communicate(timeout=END_SECONDS)
    assert (demo.returncode, complaints) == (0, "")
    assert "«No puedo entrar»" in (tmp_path / "index.html").read_text("utf-8")


def test_a_port_in_use_is_given_up_for_any_free_one() -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert free_or_any(port) == 0
    assert free_or_any(port) == port


def test_time_stands_still_until_it_is_let_go() -> None:
    seconds = iter([100.0, 103.0])
    clock = Clock(STORY[0].at, lambda: next(seconds))
    assert clock() == STORY[0].at
    clock.set(STORY[1].at)
    clock.let_go()
    assert clock() == STORY[1].at + timedelta(seconds=3)


def _facts(news: News) -> tuple[object, ...]:
    """Outcome, rule, state and mails of one step, which has at most one mail."""
    arrival = next(iter(news.arrivals), None)
    lapse = next(iter(news.lapses), None)
    case = arrival.case if arrival else lapse.case if lapse else None
    people = {person.address: person for person in PEOPLE}
    return (
        arrival.outcome if arrival else None,
        arrival.rule if arrival else None,
        str(case.state) if case else None,
        [(each.mail.template, people[each.mail.to[0]]) for each in news.departures],
    )


def _of(played: Played, number: str) -> Dossier:
    return next(dossier for dossier in played.cases if dossier.case.number == number)


def _sent(played: Played, template: str) -> Departure:
    """The only mail of this kind that went out."""
    (found,) = (
        each for news in played.news for each in news.departures if each.mail.template == template
    )
    return found


def _received(playing: Stage) -> EmailMessage:
    return message_from_bytes(playing.newest(CARLOS, "M-10R"), policy=default)


@contextmanager
def _kept_up(out: Path) -> Iterator[tuple[subprocess.Popen[str], int, int]]:
    """The demonstration in a process of its own, once it has said how to reach its mailbox."""
    command = [sys.executable, "-W", "error", "-m", "mailbot.demo", "--keep", "--out", str(out)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    ) as demo:
        try:
            told = _tells(demo, "Leer (IMAP)"), _tells(demo, "Enviar (SMTP)")
            imap_port, smtp_port = (int(re.findall(r"puerto (\d+)", line)[0]) for line in told)
            _tells(demo, "Ctrl-C")
            yield demo, imap_port, smtp_port
        finally:
            demo.kill()


def _kinds_received(imap_port: int, person: Person) -> list[str]:
    """Which mails of ours lie in a person's mailbox, as his mail program would find them."""
    with IMAPClient(HOST, imap_port, ssl=False) as client:
        client.login(person.login, PASSWORD)
        client.select_folder("INBOX", readonly=True)
        fetched = client.fetch(client.search(), ["BODY[]"]).values()
        mails = [message_from_bytes(each[b"BODY[]"], policy=default) for each in fetched]
        return [mail["X-SIIF-Correo"] for mail in mails]


def _tells(demo: subprocess.Popen[str], words: str) -> str:
    """The next line of a demonstration that holds `words`."""
    for line in demo.stdout or ():
        if words in line:
            return line
    raise AssertionError(f"it ended without a word of {words}")
