"""Which files of a mail a case keeps: logos once, what is held back apart, and again when sent."""

import pytest

from mailbot.model.case import StoredFile
from mailbot.model.mail import Attachment
from mailbot.model.vocabulary import FileStatus, FileVerdict
from mailbot.rules.case_files import LARGEST_LOGO, brought, enclosed, placed, told
from tests.rules.timed import POLICY, incident

CASE = incident("2026-12-07 09:00")


def sent(
    content: bytes, *, name: str = "logo.png", kind: str = "image/png", inline: bool = False,
    why: str = "",
) -> Attachment:  # fmt: skip
    verdict = FileVerdict.QUARANTINED if why else FileVerdict.OK
    return Attachment(
        name=name, type=kind, content=content, sha256=str(hash(content)), inline=inline,
        verdict=verdict, why=why,
    )  # fmt: skip


def kept(*mails: list[Attachment]) -> tuple[StoredFile, ...]:
    """What a case has after these mails."""
    present: tuple[StoredFile, ...] = ()
    for files in mails:
        present = (*present, *placed(CASE, files, present, POLICY))
    return present


LOGO, LARGE = b"x" * 1000, b"x" * (LARGEST_LOGO + 1)


@pytest.mark.parametrize(
    ("mails", "count"),
    [
        pytest.param([[sent(LOGO, inline=True)]] * 3, 1, id="a picture of the signature"),
        pytest.param([[sent(LOGO)]] * 3, 1, id="a logo that a program attaches"),
        pytest.param([[sent(LOGO)] * 2], 1, id="a logo twice in a mail"),
        pytest.param([[sent(LOGO)], [sent(LOGO, name="b.png")]], 2, id="under another name"),
        pytest.param([[sent(LARGE)]] * 2, 2, id="a large picture is sent again on purpose"),
        pytest.param([[sent(LARGE, inline=True)]] * 2, 1, id="unless it stands in the text"),
        pytest.param([[sent(LOGO, kind="application/pdf")]] * 2, 2, id="a document too"),
        pytest.param([[sent(LOGO)], [sent(b"y")]], 2, id="other bytes are another file"),
    ],
)
def test_the_same_logo_is_kept_once(mails: list[list[Attachment]], count: int):
    assert len(kept(*mails)) == count


def test_numbers_go_on_where_the_case_stands():
    names = [file.name for file in kept([sent(LOGO), sent(b"y")], [sent(LOGO), sent(b"z")])]
    assert [name.split("_")[1] for name in names] == ["01", "02", "03"]


def test_what_was_held_back_is_let_in_when_it_comes_again():
    """Beyond the number of files it is held; the person is told and sends it in another mail."""
    many = [sent(bytes([n]), name=f"{n}.png") for n in range(21)]
    found = kept(many, [many[-1]])
    assert [file.status for file in found[-2:]] == [FileStatus.QUARANTINED, FileStatus.STORED]
    assert found[-2].why == "Pasa del número de archivos permitido."


def test_what_an_advisor_encloses_again_goes_out_again_though_it_is_kept_once():
    present = kept([sent(LOGO), sent(LARGE, inline=True)])
    again = [sent(LOGO), sent(LARGE, inline=True), sent(b"new")]
    names = [file.original_name for file in brought(CASE, again, present, POLICY)]
    assert names == ["logo.png", "logo.png"]
    assert len(placed(CASE, again, present, POLICY)) == 1


def test_the_bytes_of_a_logo_under_the_name_of_a_program_are_no_logo():
    held = sent(LOGO, name="logo.js", why="Es un archivo de órdenes (script) (.js).")
    assert [file.status for file in kept([sent(LOGO)], [held])] == ["stored", "quarantined"]


def test_what_inspection_holds_keeps_its_reason_and_never_goes_out():
    files = kept([sent(LOGO), sent(b"MZ", name="v.exe", why="Es un programa (.exe).")])
    out = enclosed(CASE, files, POLICY)
    assert [each.name for each in out.enclosures] == [f"{CASE.number}_01_logo.png"]
    held = f"{CASE.number}_02_v.exe (en cuarentena: es un programa (.exe))"
    assert out.held == (held,)
    assert out.named == (f"{CASE.number}_01_logo.png", held)
    assert list(told(CASE, files))[1] == held
