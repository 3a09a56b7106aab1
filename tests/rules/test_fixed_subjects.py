"""R59: a subject that a circular fixes tells the module and the kind of help."""

import pytest

from mailbot.config.subjects import FixedSubject
from mailbot.model.vocabulary import CaseType
from mailbot.rules.intake import Request, with_fixed_subject
from mailbot.rules.opening import read_whole
from mailbot.rules.policy import Policy
from tests.rules.intake_mails import mail
from tests.rules.mails import line_config

USES = FixedSubject(subject="Relación de Usos Presupuestales", module="EPG")
TRANSFERS = FixedSubject(
    subject="Relación de Usos Presupuestales de transferencias corrientes",
    module="PAC",
    type="capacitacion",
)
DAY = FixedSubject(subject="Jornada SIIF", type="acompanamiento")


@pytest.mark.parametrize(
    ("subject", "module", "kind"),
    [
        ("Relación de Usos Presupuestales", "EPG", CaseType.SOPORTE),
        ("RE: RELACION DE USOS  PRESUPUESTALES - INVIAS", "EPG", CaseType.SOPORTE),
        ("Relación de usos presupuestales de transferencias corrientes 2026", "PAC",
         CaseType.CAPACITACION),
        ("Inscripción: jornada SIIF", "ING", CaseType.ACOMPANAMIENTO),
        ("Usos presupuestales", "ING", CaseType.SOPORTE),
        ("Relación de otros usos presupuestales", "ING", CaseType.SOPORTE),
        ("Contrarrelación de usos presupuestales", "ING", CaseType.SOPORTE),
        ("", "ING", CaseType.SOPORTE),
    ],
)  # fmt: skip
def test_the_subject_with_most_words_counts(subject: str, module: str, kind: CaseType) -> None:
    read = with_fixed_subject(Request(module="ING"), subject, (USES, TRANSFERS, DAY))
    assert (read.module, read.type) == (module, kind)


def test_a_new_request_is_read_with_the_subjects_of_the_configuration() -> None:
    asked = mail("El recaudo no aparece.", subject="Relación de Usos Presupuestales")
    section = [USES.model_dump()]
    with_subject = Policy.from_config(line_config(fixed_subject=section))
    assert read_whole(asked, with_subject).module == "EPG"
    assert read_whole(asked, Policy.from_config(line_config())).module == "REC"
