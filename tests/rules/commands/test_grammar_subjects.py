"""Tags in subjects run only where the mail's own author put them (domain.md §9, §16.34)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pytest

from mailbot.model.mail import Address, Mail
from mailbot.pipeline.thread_subjects import MOST_SUBJECTS, Thread, thread_of
from mailbot.rules.commands.grammar import CommandMail, read_commands
from mailbot.rules.commands.subject_tags import known_tags, tags_of_subject
from tests.rules.commands.reading import read, said

ASKED, RUNS, REPEATED, NOTHING = "asked", "runs", "repeated", "nothing"
RESUELTO = frozenset({"RESUELTO"})

SUBJECTS = (
    # A mail that answers nothing: its author wrote the subject.
    ("[RESUELTO] [INC-2026-000123]", False, frozenset(), RUNS),
    ("[INC-2026-000123] [RESUELTO] cupo", False, frozenset(), RUNS),
    ("cupo [RESUELTO]", False, frozenset(), RUNS),
    ("[resuelto]", False, frozenset(), RUNS),
    ("[RES\u200bUELTO] x", False, frozenset(), RUNS),
    ("［RESUELTO］ x", False, frozenset(), RUNS),
    ("[EXTERNO] [RESUELTO] x", False, frozenset(), RUNS),
    ("[RESUELTO] Error: cupo", False, frozenset(), RUNS),
    ("cupo [RESUELTO] hora 9:30", False, frozenset(), RUNS),
    ("[RESUELTO] otra vez", False, RESUELTO, ASKED),
    ("[RESUELTO] otra vez", False, frozenset({"CERRADO"}), RUNS),
    # A reply in a thread that we know.
    ("RE: [RESUELTO] [INC-2026-000123]", True, frozenset(), RUNS),
    ("[RESUELTO] RE: [INC-2026-000123]", True, frozenset(), RUNS),
    ("Rta: [RESUELTO] x", True, frozenset({"CERRADO"}), RUNS),
    ("RE: [RESUELTO] [INC-2026-000123]", True, RESUELTO, REPEATED),
    ("RE: [EXTERNO] RE: [RESUELTO] x", True, RESUELTO, REPEATED),
    # A reply in a thread that we don't.
    ("RE: [RESUELTO] [INC-2026-000123]", False, frozenset(), ASKED),
    ("Re:[RESUELTO] x", False, frozenset(), ASKED),
    ("re : [RESUELTO] x", False, frozenset(), ASKED),
    ("RV: [RESUELTO] x", False, frozenset(), ASKED),
    ("FW: [RESUELTO] x", False, frozenset(), ASKED),
    ("Fwd: [RESUELTO] x", False, frozenset(), ASKED),
    ("Rta: [RESUELTO] x", False, frozenset(), ASKED),
    ("RESPUESTA: [RESUELTO] x", False, frozenset(), ASKED),
    ("Reenviado: [RESUELTO] x", False, frozenset(), ASKED),
    ("RES: [RESUELTO] x", False, frozenset(), ASKED),
    ("AW: [RESUELTO] x", False, frozenset(), ASKED),
    ("Re[2]: [RESUELTO] x", False, frozenset(), ASKED),
    ("Re(3): [RESUELTO] x", False, frozenset(), ASKED),
    ("RE： [RESUELTO] x", False, frozenset(), ASKED),
    ("[EXTERNO] RE: [RESUELTO] x", False, frozenset(), ASKED),
    ("[EXTERNO]RE: [RESUELTO] x", False, frozenset(), ASKED),
    ("[RESUELTO] RE: x", False, frozenset(), ASKED),
    ("\u200eRE: [RESUELTO] x", False, frozenset(), ASKED),
    *(
        (f"{prefix}: [RESUELTO] [INC-2026-000123] x", False, known, became)
        for prefix in (
            "Aceptada",
            "Accepted",
            "Cancelado",
            "Leído",
            "Tarea",
            "Recuperar",
            "Fuera de la oficina",
            "[EXTERNO] Aceptada",
        )
        for known, became in ((frozenset(), ASKED), (RESUELTO, REPEATED))
    ),
    ("RE: [RESUELTO] x", False, RESUELTO, REPEATED),
    # No tags.
    ("[EXTERNO] [SERV-2026-000001] consulta", False, frozenset(), NOTHING),
    ("[COSA RARA] consulta", False, frozenset(), NOTHING),
    ("[RESULTO] consulta", False, frozenset(), NOTHING),
    ("RE: [SERV-2026-000001] (RESUELTO) consulta", False, frozenset(), NOTHING),
    ("resuelto", False, frozenset(), NOTHING),
    ("x" * 1_000 + " [RESUELTO]", False, frozenset(), NOTHING),
    ("", False, frozenset(), NOTHING),
)


def _became(found: CommandMail) -> str:
    if found.unplaced:
        return ASKED
    if found.commands:
        return RUNS
    return REPEATED if found.repeated else NOTHING


@pytest.mark.parametrize(
    ("subject", "thread_known", "known", "expected"),
    SUBJECTS,
    ids=[f"{row[0][:40]!a}-{row[1]}-{len(row[2])}" for row in SUBJECTS],
)
def test_a_tag_in_the_subject_runs_only_where_its_author_put_it(
    subject: str, thread_known: bool, known: frozenset[str], expected: str
) -> None:
    found = read("Se corrigió el cupo.", subject, thread_known=thread_known, known=known)
    assert _became(found) == expected
    assert found.in_doubt == (expected == ASKED)


def test_a_mail_in_a_thread_is_an_answer_whatever_its_subject_says() -> None:
    assert _became(read("x", "[RESUELTO] x", in_reply_to=("a@b",))) == ASKED
    assert _became(read("x", "[RESUELTO] x", references=("a@b",))) == ASKED
    assert _became(read("x", "[RESUELTO] x", in_reply_to=("a@b",), known=RESUELTO)) == REPEATED


def test_the_words_of_the_mail_are_the_text_of_the_last_tag_in_its_subject() -> None:
    found = read("Se corrigió.", "[TOMAR] [RESUELTO tipo=orientacion]")
    assert said(found) == [
        ("TOMAR", (), {}, ""),
        ("RESUELTO", (), {"tipo": "orientacion"}, "Se corrigió."),
    ]
    assert found.opening == ""


def test_tags_of_the_text_come_after_those_of_the_subject() -> None:
    found = read("Hola.\n[NOTA]\nx", "[TOMAR]")
    assert [(tag, text) for tag, _, _, text in said(found)] == [("TOMAR", "Hola."), ("NOTA", "x")]


def test_a_tag_in_both_places_runs_once_as_the_text_says() -> None:
    assert said(read("[RESUELTO]\nx", "[RESUELTO]")) == [("RESUELTO", (), {}, "x")]
    both = read("[ESCALAR N2T]", "[ESCALAR N2T]")
    assert said(both) == [("ESCALAR", ("N2T",), {}, "")]
    assert said(read("[ESCALAR N2T]", "[ESCALAR]")) == [("ESCALAR", ("N2T",), {}, "")]


def test_a_subject_that_contradicts_the_text_is_asked_about() -> None:
    found = read("[ESCALAR N2T]", "[ESCALAR N3F]")
    assert found.unplaced == ("[ESCALAR N3F]",)
    assert found.in_doubt


def test_the_same_tag_twice_in_a_subject_is_one() -> None:
    assert [tag for tag, *_ in said(read("", "[TOMAR] x [tomar]"))] == ["TOMAR"]


def test_a_stale_tag_in_the_subject_does_not_stop_a_tag_in_the_text() -> None:
    found = read("[NOTA]\nx", "RE: [RESUELTO] x", known=RESUELTO, thread_known=True)
    assert said(found) == [("NOTA", (), {}, "x")]
    assert found.repeated == ("[RESUELTO]",)


KNOWN = (
    ("[RESUELTO] x", {"RESUELTO"}),
    ("x [resolver]", {"RESUELTO"}),
    ("[TOMAR][CERRADO]", {"TOMAR", "CERRADO"}),
    ("[RES\u200bUELTO]", {"RESUELTO"}),
    ("［CERRADO］", {"CERRADO"}),
    ("x" * 5_000 + "[CERRADO]", {"CERRADO"}),
    ("[CERRADO", {"CERRADO"}),
    ("[CERRADO consulta [SERV-2026-000001]", {"CERRADO"}),
    ("[[CERRADO]]", {"CERRADO"}),
    ("[CERRADO " + "x" * 2_000 + "]", {"CERRADO"}),
    ("[EXTERNO] (RESUELTO)", set()),
    ("resuelto", set()),
    ("", set()),
)


@pytest.mark.parametrize(("subject", "tags"), KNOWN, ids=[ascii(row[0][:30]) for row in KNOWN])
def test_whatever_a_program_could_make_a_tag_of_counts_as_known(
    subject: str, tags: set[str]
) -> None:
    assert tags_of_subject(subject) == tags


def test_the_tags_of_every_earlier_subject_are_known() -> None:
    assert known_tags(["[TOMAR] x", "RE: [TOMAR] x", "[NOTA]"]) == {"TOMAR", "NOTA"}
    assert known_tags([]) == frozenset()


@dataclass
class Past:
    """What the store would answer; `asked` counts how often it was."""

    ids: Mapping[str, Sequence[str]] = field(default_factory=dict)
    case: Sequence[tuple[str, str]] = ()
    asked: int = 0

    def subjects_of_ids(self, ids: Sequence[str]) -> Mapping[str, Sequence[str]]:
        self.asked += 1
        return {id_: self.ids[id_] for id_ in ids if id_ in self.ids}

    def tagged_subjects(self, case_row: int, most: int) -> Sequence[tuple[str, str]]:
        self.asked += case_row
        return self.case[:most]


NORA = "nora@linea.gov.co"
USER = "ana@entidad.gov.co"
OURS = {"ours@linea": ("[INC-2026-000123] Caso asignado",)}


def run(past: Past, subject: str, *, answers: str = "", before: tuple[str, ...] = ()) -> str:
    mail = Mail(
        sender=Address(address=NORA),
        subject=subject,
        text="Se corrigió el cupo.",
        in_reply_to=(answers,) if answers else (),
        references=before,
    )
    thread = thread_of(mail, 1, past, {NORA})
    return _became(read_commands(mail, thread.tags, thread_known=thread.known))


def test_a_tag_put_before_our_own_subject_runs() -> None:
    past = Past(ids=OURS)
    assert run(past, "RE: [RESUELTO] [INC-2026-000123] Caso asignado", answers="ours@linea") == RUNS


def test_the_next_reply_under_that_subject_does_not_run_it_again() -> None:
    first = {"first@linea": ("RE: [RESUELTO] [INC-2026-000123] Caso asignado",)}
    past = Past(ids=OURS | first)
    subject = "RE: [RESUELTO] [INC-2026-000123] Caso asignado"
    assert run(past, subject, answers="first@linea", before=("ours@linea",)) == REPEATED
    assert run(past, subject, answers="ours@linea", before=("first@linea",)) == REPEATED


def test_the_tag_may_be_put_again_before_a_later_mail_of_ours() -> None:
    past = Past(
        ids={"rejected@linea": ("[INC-2026-000123] El usuario no acepta",)},
        case=((NORA, "RE: [RESUELTO] [INC-2026-000123]"),),
    )
    subject = "RE: [RESUELTO] [INC-2026-000123] El usuario no acepta"
    assert run(past, subject, answers="rejected@linea") == RUNS


def test_a_subject_of_the_user_never_comes_back_as_an_order() -> None:
    asked = {"user@entidad": ("[CERRADO] consulta",)}
    subject = "RE: [CERRADO] consulta"
    assert run(Past(ids=asked), subject, answers="user@entidad") == REPEATED
    past = Past(ids=OURS, case=((USER, "[CERRADO] consulta"),))
    assert run(past, subject, answers="ours@linea") == REPEATED
    assert run(past, subject) == REPEATED


def test_a_mail_that_the_box_never_saw_is_asked_about() -> None:
    past = Past(ids=OURS)
    subject = "RE: [CERRADO] [INC-2026-000123]"
    assert run(past, subject, answers="direct@entidad", before=("ours@linea",)) == ASKED
    assert run(past, subject, before=("ours@linea", "direct@entidad")) == ASKED
    assert run(past, subject) == ASKED


def test_a_forwarded_subject_of_a_stranger_is_asked_about() -> None:
    assert run(Past(), "RV: [CERRADO] consulta", answers="direct@entidad") == ASKED


def test_two_mails_under_one_id_are_both_heard() -> None:
    past = Past(ids={"twice@x": ("consulta", "[CERRADO] consulta")})
    assert run(past, "RE: [CERRADO] consulta", answers="twice@x") == REPEATED


def test_a_case_with_more_subjects_than_can_be_read_is_asked_about() -> None:
    crowd = tuple((USER, f"[SERV-2026-000001] {n}") for n in range(MOST_SUBJECTS + 1))
    past = Past(ids=OURS, case=crowd)
    assert run(past, "RE: [RESUELTO] x", answers="ours@linea") == ASKED


def test_nothing_is_looked_up_for_a_subject_without_tags() -> None:
    past = Past(ids=OURS)
    mail = Mail(sender=Address(address=NORA), subject="RE: [INC-2026-000123]", in_reply_to=("a",))
    assert thread_of(mail, 1, past, {NORA}) == Thread()
    assert past.asked == 0
