"""Forms are opened in a process of their own: what breaks it leaves the mail alive."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from mailbot.errors import ConfigurationError
from mailbot.model.mail import Address, Mail
from mailbot.parsers.forms import Obstacle, ReturnedForm, UnreadableForm
from mailbot.pipeline.form_reading import FormProcess, FormReader, own_templates
from mailbot.pipeline.reading import ReadingFailed, SlowMail
from tests.mails import Enclosed
from tests.mails import mail as written
from tests.parsers.forms.filling import ANSWERS, DOCX, file, in_controls, sent
from tests.rules.mails import line_config

CONFIG = line_config(staff=[{"name": "Ana", "email": "ana@linea.gov.co", "roles": ["N1"]}])
FORM = in_controls(sent("plantilla-funcional.docx"), ANSWERS)
MAIL = Mail(
    sender=Address(address="marta@invias.gov.co"),
    attachments=(file(FORM, "plantilla.docx", DOCX),),
)


@pytest.fixture(scope="module")
def process() -> Iterator[FormProcess]:
    made = FormProcess(
        seconds=2.0, first_seconds=None, function="tests.pipeline.misreaders:misread_forms",
        cheap=lambda _packed: False,
    )  # fmt: skip
    yield made
    made.close()


def test_a_document_is_read_apart_as_it_is_here(process: FormProcess):
    (apart,) = FormReader.of(CONFIG, process)(MAIL)
    (here,) = FormReader.of(CONFIG)(MAIL)
    assert isinstance(apart, ReturnedForm)
    assert apart == here


@pytest.mark.parametrize("word", ["CRASH", "ALLOCATE"])
def test_a_form_that_kills_the_process_is_one_that_can_not_be_read(process: FormProcess, word: str):
    (found,) = FormReader.of(CONFIG, process)(replace(MAIL, text=word))
    assert isinstance(found, UnreadableForm)
    assert (found.source, found.obstacle, found.likely) == (
        "plantilla.docx", Obstacle.DAMAGED, True,
    )  # fmt: skip


def test_what_may_go_better_the_next_time_is_tried_again_until_the_last_time(
    process: FormProcess,
):
    reader = FormReader.of(CONFIG, process)
    killed = replace(MAIL, text="KILLED")
    with pytest.raises(ReadingFailed):
        reader(killed)
    assert [type(each) for each in reader(killed, last_try=True)] == [UnreadableForm]


def test_a_slow_form_comes_behind_the_others_and_has_its_full_time_then():
    process = FormProcess(
        seconds=0.3, first_seconds=0.1, function="tests.pipeline.misreaders:misread_forms",
        cheap=lambda _packed: False,
    )  # fmt: skip
    reader, slow = FormReader.of(CONFIG, process), replace(MAIL, text="LOOP")
    try:
        with pytest.raises(SlowMail):
            reader(slow)
        assert [type(each) for each in reader(slow)] == [UnreadableForm]
    finally:
        process.close()


def test_what_holds_no_document_starts_no_process():
    never = FormProcess(function="tests.pipeline.misreaders:misread_forms", cheap=_refuse)
    picture = file(b"\x89PNG", "pantalla.png", "image/png")
    assert FormReader.of(CONFIG, never)(replace(MAIL, attachments=(picture,), text="Hola")) == ()


def _refuse(_packed: bytes) -> bool:
    raise AssertionError("the process was asked")


@pytest.mark.parametrize(
    "machine", [{"headers": (("auto-submitted", "auto-replied"),)}, {"sender": None}]
)
def test_forms_in_machine_mail_are_not_looked_at(machine: dict[str, object]):
    assert FormReader.of(CONFIG)(replace(MAIL, **machine)) == ()


def test_a_form_in_the_words_counts_unless_a_machine_wrote_them():
    words = "Solicitud de soporte funcional\nNombres completos: Ana\nDescripción: No abre."
    mail = Mail(sender=MAIL.sender, text=words, body=words)
    assert len(FormReader.of(CONFIG)(mail)) == 1
    assert FormReader.of(CONFIG)(replace(mail, headers=(("auto-submitted", "auto-replied"),))) == ()


@pytest.mark.parametrize(("sender", "found"), [("ana@linea.gov.co", 1), ("luz@sena.gov.co", 0)])
def test_the_files_of_an_attached_mail_count_where_staff_pass_it_on(sender: str, found: int):
    inner = written(files=(Enclosed(name="f.docx", content=FORM, type=DOCX),))
    passed_on = file(inner, "solicitud.eml", "message/rfc822")
    mail = Mail(sender=Address(address=sender), attachments=(passed_on,))
    assert len(FormReader.of(CONFIG)(mail)) == found


def test_labels_that_are_none_are_told_with_their_place():
    form = {"name": "GF-FT-017", "labels": {"(opcional)": "nombre"}}
    with pytest.raises(ConfigurationError, match=r"form\[1\]\.labels: «\(opcional\)» no es"):
        own_templates(line_config(form=[form]))
