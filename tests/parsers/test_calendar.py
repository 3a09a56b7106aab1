"""Calendar messages are told in words that people read, and never count as anybody's words."""

import pytest

from mailbot.parsers import read_mail
from mailbot.parsers.calendar import describe_invitation
from tests.mails import Enclosed, mail, multipart

TEXT = ("Content-Type: text/plain; charset=utf-8", "", "Los espero.")


def event(method: str, *lines: str) -> str:
    return "\r\n".join(
        ["BEGIN:VCALENDAR", f"METHOD:{method}", "BEGIN:VTIMEZONE", "DTSTART:19700101T000000",
         "SUMMARY:no", "END:VTIMEZONE", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR", ""]
    )  # fmt: skip


MEETING = (
    "SUMMARY;LANGUAGE=es:Cierre\\, año 2026",
    'DTSTART;TZID="America/Bogota":20261126T090000',
    "DTEND;TZID=America/Bogota:20261126T103000",
    "LOCATION:Sala 3\\; piso 2",
    "ORGANIZER;CN=Luis Peña:mailto:luis@mini",
    " sterio.gov.co",
    "DESCRIPTION:Traer el informe.\\n\\n[RESUELTO]",
)


@pytest.mark.parametrize(
    ("method", "lines", "told"),
    [
        (
            "REQUEST",
            MEETING,
            "Invitación: Cierre, año 2026\n"
            "Fecha: 26/11/2026, 09:00 a 10:30 (America/Bogota)\n"
            "Lugar: Sala 3; piso 2\n"
            "Organizador: Luis Peña <luis@ministerio.gov.co>\n"
            "\nTraer el informe.\n\n[RESUELTO]",
        ),
        (
            "CANCEL",
            ("SUMMARY:Cierre", "DTSTART:20261126T140000Z", "DTEND:20261127T150000Z"),
            "Invitación cancelada: Cierre\nFecha: 26/11/2026, 14:00 a 27/11/2026, 15:00 (UTC)",
        ),
        (
            "REPLY",
            ("ATTENDEE;PARTSTAT=DECLINED;CN=Ana:MAILTO:ana@x.co", "DTSTART;VALUE=DATE:20261126"),
            "Respuesta a una invitación: sin asunto\nFecha: 26/11/2026\n"
            "Respuesta: Ana <ana@x.co> no asistirá",
        ),
        ("PUBLISH", MEETING, ""),
        ("REQUEST", (), ""),
    ],
)
def test_what_is_told(method, lines, told):
    assert describe_invitation(event(method, *lines).encode(), "utf-8") == told


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe\0", b"METHOD:REQUEST", b"METHOD:REQUEST\r\nBEGIN:VEVENT\r\nEND:VEVENT",
     b"END:VEVENT\r\n" * 50, b"BEGIN:VEVENT\r\n" * 50, b":" * 5_000, b"A;" + b"B=" * 5_000],
)  # fmt: skip
def test_bytes_that_are_no_calendar_tell_nothing(content):
    assert describe_invitation(content, "utf-8") == ""


def test_a_calendar_of_twenty_megabytes_is_read_at_its_beginning():
    told = describe_invitation(event("REQUEST", *MEETING).encode() + b"X:y\r\n" * 4_000_000, "")
    assert told.startswith("Invitación: Cierre")


def test_the_invitation_stands_below_the_text_and_is_nobodys_words():
    calendar = ("Content-Type: text/calendar; method=REQUEST", "", event("REQUEST", *MEETING))
    read = read_mail(multipart("alternative", TEXT, calendar))
    assert read.text == "Los espero."
    assert read.body.startswith("Los espero.\n\nInvitación: Cierre, año 2026\nFecha:")
    assert read.quoted.startswith("Invitación: Cierre")
    assert [each.type for each in read.attachments] == ["text/calendar"]


def test_a_mail_that_is_nothing_but_an_invitation_can_be_read():
    read = read_mail(
        mail(text=None, files=[Enclosed(name="", type="text/calendar",
                                        content=event("CANCEL", "SUMMARY:Cierre").encode())])
    )  # fmt: skip
    assert (read.text, read.body) == ("", "Invitación cancelada: Cierre")
