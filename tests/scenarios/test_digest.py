"""S46: each coordinator's digest at 07:00 of a working day (R27, R38, M-32)."""

import io
import re
from email.utils import unquote
from urllib.parse import parse_qs, urlsplit

import pytest
from openpyxl import load_workbook

from mailbot.routines.digests import DIGESTS
from tests.scenarios.letters import Letter
from tests.scenarios.line import ScenarioLine


@pytest.fixture(autouse=True)
def without_digests() -> None:
    """Here the line sends its digests."""


def digest_to(line: ScenarioLine, mailbox: str) -> Letter:
    """The latest digest that somebody got."""
    return line.mails("M-32", to=mailbox)[-1]


def html_of(letter: Letter) -> str:
    body = letter.message.get_body(("html",))
    return str(body.get_content()) if body else ""


def ready_replies(letter: Letter, label: str) -> list[tuple[str, str]]:
    """(subject, text) of the one-click replies with this label."""
    links = re.findall(rf'href="(mailto:[^"]+)"[^>]*>{label}</a>', html_of(letter))
    asked = [parse_qs(urlsplit(unquote(link).replace("&amp;", "&")).query) for link in links]
    return [(each["subject"][0], each["body"][0]) for each in asked]


def a_bad_week(line: ScenarioLine) -> dict[str, str]:
    """Cases in every kind of trouble by Thursday 10-Dec-2026 07:00; their numbers."""
    line.at("Fri 4-Dec-2026 08:00")
    overdue = line.assigned("nora@", line.marta)
    line.nora.does("[TOMAR]", on=overdue)
    line.at("Wed 9-Dec-2026 09:10")
    third = line.user("Eva Sol", "eva@icbf.test", siif_user="ESOL", unit="46-02-00")
    untaken = line.assigned("tito@", third)
    line.at("Wed 9-Dec-2026 17:30")
    other = line.user("Luis Gil", "luis@dane.test", siif_user="LGIL", unit="04-02-00")
    unassigned = line.incident(other)
    line.at("Thu 10-Dec-2026 07:00")
    return {"overdue": overdue.number, "unassigned": unassigned.number, "untaken": untaken.number}


def test_s46_each_coordinator_reads_of_his_own_groups_at_seven(line: ScenarioLine):
    numbers = a_bad_week(line)
    to_first, to_functional, to_technical = (
        digest_to(line, each) for each in ("cl1@", "cl23@", "cdt@")
    )
    assert {letter.sent_at for letter in (to_first, to_functional, to_technical)} == {
        "Thu 10-Dec-2026 07:00"
    }
    assert to_functional.subject == "1 vencido · resumen del jue 10 dic"
    assert numbers["overdue"] in to_functional.words
    assert numbers["unassigned"] not in to_functional.words
    assert to_technical.subject == "1 sin tomar · resumen del jue 10 dic"
    assert to_first.subject == "1 sin asignar · resumen del jue 10 dic"
    assert numbers["unassigned"] in to_first.words
    assert "TODA LA LÍNEA" in to_first.plain
    assert "COLA TÉCNICA" in to_first.plain


def test_its_files_are_a_workbook_and_a_picture_that_it_shows(line: ScenarioLine):
    a_bad_week(line)
    letter = digest_to(line, "cl23@")
    assert letter.files == ["Resumen_2026-12-10.xlsx"]
    (workbook,) = letter.message.iter_attachments()
    book = load_workbook(io.BytesIO(workbook.get_content()))
    assert book.sheetnames == ["Por atender", "Casos abiertos", "Carga por asesor", "Tendencia"]
    picture = next(p for p in letter.message.walk() if p.get_content_type() == "image/png")
    assert f"cid:{picture['Content-ID'].strip('<>')}" in html_of(letter)
    assert picture.get_content().startswith(b"\x89PNG")


def test_a_ready_reply_does_what_it_says(line: ScenarioLine):
    """R27: the coordinator sends the link's reply as it stands."""
    numbers = a_bad_week(line)
    ((subject, text),) = ready_replies(digest_to(line, "cl1@"), "Asignar")
    assert subject.startswith(f"[{numbers['unassigned']}] ")
    line.posts(text, sender=line.cl1.email, name=line.cl1.name, subject=subject, verdict="pass")
    case = line.case(numbers["unassigned"])
    assert (case.state, case.assignee) == ("Trabajo en Progreso", "nora@")


def test_all_is_well_is_said_too(line: ScenarioLine):
    line.at("Tue 1-Dec-2026 09:00")
    line.at("Wed 2-Dec-2026 07:00")
    letters = line.mails("M-32")
    assert [each.to for each in letters] == [["cl1@"], ["cl23@"], ["cdt@"]]
    assert {each.subject for each in letters} == {
        "Sin vencidos ni casos sin asignar · resumen del mié 2 dic"
    }


def test_what_is_new_since_the_last_digest_is_marked(line: ScenarioLine):
    numbers = a_bad_week(line)
    first = digest_to(line, "cl1@")
    assert f"{numbers['unassigned']} · Sin asignar · Nuevo" in first.words
    line.at("Fri 11-Dec-2026 07:00")
    second = digest_to(line, "cl1@")
    assert f"{numbers['unassigned']} · Vencido · Nuevo" in second.words
    line.at("Mon 14-Dec-2026 07:00")
    third = digest_to(line, "cl1@")
    assert f"{numbers['unassigned']} · Vencido" in third.words
    assert f"{numbers['unassigned']} · Vencido · Nuevo" not in third.words


def test_no_digest_on_a_holiday_or_at_the_weekend(line: ScenarioLine):
    """Tue 8-Dec-2026 is Inmaculada."""
    line.at("Fri 4-Dec-2026 06:00")
    line.at("Wed 9-Dec-2026 12:00")
    days = [each.sent_at for each in line.mails("M-32", to="cl1@")]
    assert days == ["Fri 4-Dec-2026 07:00", "Mon 7-Dec-2026 07:00", "Wed 9-Dec-2026 07:00"]


def test_a_second_run_of_the_same_morning_tells_nobody_twice(line: ScenarioLine):
    a_bad_week(line)
    before = len(line.mails("M-32"))
    DIGESTS.run(line.road.simulated.line.desk, line.now, line.now)
    line.at("Thu 10-Dec-2026 07:05")
    assert len(line.mails("M-32")) == before


def test_mail_of_yesterday_is_accounted_for(line: ScenarioLine):
    line.at("Wed 9-Dec-2026 09:00")
    line.marta.asks()
    line.at("Thu 10-Dec-2026 07:00")
    assert "Ayer llegó 1 correo y tiene destino" in digest_to(line, "cl1@").words.replace(
        "\xa0", " "
    )
