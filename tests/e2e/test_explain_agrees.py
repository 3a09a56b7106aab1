"""`explain` says what a pass then does: the same outcome, rule, case and mails."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as some

from mailbot.errors import UnreadableMail
from mailbot.pipeline.consider import Considered, consider
from mailbot.rules.policy import Policy
from storage import numbers
from storage.lookups import StoredLookups
from tests.e2e.letters import COMPLETE, INCOMPLETE, bounce_of, letter, screen
from tests.e2e.line_at_work import LINE, LineAtWork, at

PEOPLE = {
    "maria@invias.test": "María Rojas Peña",
    "jefe@invias.test": "Jefe",
    "carlos@sena.test": "Carlos Peña Ruiz",
    "otro@gmail.test": "Otro",
    "ana@minhacienda.test": "Ana Gómez",
    "pedro@cgn.test": "Pedro",
    "no-reply@sistema.test": "Sistema",
    LINE: "Línea",
}
TEXTS = (
    COMPLETE, INCOMPLETE, "Muchas gracias", "SOLUCIONADO", "No abre.", "", "[RESUELTO]\nlisto",
    "Mi usuario es CPena y la unidad ejecutora es 36-02-00.",
    "Necesito un acompañamiento en el módulo de ingresos para tres personas.",
)  # fmt: skip
SUBJECTS = (
    "No puedo pagar", "RE: [SERV-2026-000001] No puedo pagar", "RV: [SERV-2026-000002]",
    "Respuesta automática: vacaciones", "[SERV-2026-000001] y [SERV-2026-000002]", "",
    "[RESUELTO] [SERV-2026-000001]", "[SERV-2031-000009]",
)  # fmt: skip
HEADERS = (
    {}, {"Auto-Submitted": "auto-replied"}, {"List-Id": "<avisos.lista.test>"},
    {"Precedence": "bulk"}, {"List-Id": "<grupo.test>", "List-Unsubscribe": "<mailto:x@y.test>"},
)  # fmt: skip
BOXES = ((LINE,), ("siif@minhacienda.test",), (LINE, "jefe@invias.test"), ())


@pytest.fixture
def line(line_of) -> LineAtWork:
    """Two cases: María's is complete, Carlos's waits for him; a bounce can be tied to both."""
    made = line_of()
    made.arrives(letter(COMPLETE, files={"pantalla.png": screen()}), "2026-11-24 09:12")
    made.arrives(letter(INCOMPLETE, sender="carlos@sena.test"), "2026-11-24 09:20")
    made.works("2026-11-24 09:20")
    return made


def explained(line: LineAtWork, raw: bytes, now) -> Considered | None:
    policy = Policy.from_config(line.config)
    with line._store() as store, store.read() as connection:
        try:
            return consider(
                raw, now, StoredLookups(connection), policy, now,
                next_number=lambda series: numbers.peek(connection, series, 2026),
            )  # fmt: skip
        except UnreadableMail:
            return None


@given(choice=some.data())
@settings(
    max_examples=60,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_what_explain_says_is_what_a_pass_does(line: LineAtWork, choice: some.DataObject):
    now = at("2026-11-24 09:21") + timedelta(minutes=line.outcome_count())
    raw = _some_mail(line, choice)
    foreseen = explained(line, raw, now)
    line.account.deliver(raw, now)
    line.works(now.isoformat())

    outcome, rule, number, templates = line.latest()
    if rule == "duplicate":
        return
    if foreseen is None:
        assert outcome == "parked"
        return
    decision = foreseen.decision
    assert (decision.outcome, decision.rule, decision.case) == (outcome, rule, number)
    sends = [effect.template for effect in decision.effects if hasattr(effect, "template")]
    assert sends == templates or set(templates) <= {"M-46"}


def _some_mail(line: LineAtWork, choice: some.DataObject) -> bytes:
    draw = choice.draw
    ours = line.sent("M-02")[:2]
    kind = draw(some.sampled_from(["letter", "letter", "letter", "bounce", "bytes"]))
    if kind == "bounce":
        return bounce_of(ours[draw(some.sampled_from((0, 1)))], "maria@invias.test")
    if kind == "bytes":
        return draw(some.binary(min_size=1, max_size=200)).replace(b"\0", b"0")
    sender = draw(some.sampled_from(sorted(PEOPLE)))
    answered = draw(some.sampled_from((None, None, 0, 1)))
    return letter(
        draw(some.sampled_from(TEXTS)),
        sender=sender,
        name=PEOPLE[sender],
        subject=draw(some.sampled_from(SUBJECTS)),
        to=draw(some.sampled_from(BOXES)) or (LINE,),
        answers=None if answered is None else ours[answered],
        headers=draw(some.sampled_from(HEADERS)),
        files=draw(some.sampled_from([{}, {"pantalla.png": screen()}])),
        proven=draw(some.booleans()),
    )
