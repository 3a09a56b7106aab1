"""Alarms: what is wrong with the line is told once when it begins, and once when it is over."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mailbot.config import Config
from mailbot.config.antivirus import Antivirus
from mailbot.model.decision import Decision, SaveOnLine, Send
from mailbot.model.line import Alarm, ProcessRole, RoutineFailure
from mailbot.rules.alarm_words import Kind
from mailbot.rules.alarms import RECENT, Restored, Signs, decide_alarms, raised
from mailbot.rules.policy import Policy

BOGOTA = ZoneInfo("America/Bogota")
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=BOGOTA)  # A Tuesday.
POLICY = Policy.from_config(
    Config.model_validate(
        {
            "mailbox": {"host": "localhost"},
            "smtp": {"host": "localhost"},
            "identity": {"address": "linea@entidad.test"},
            "staff": [{"name": "Hernán", "email": "hernan@entidad.test", "roles": ["HERR"]}],
        }
    )
)


def ago(**span: float) -> datetime:
    return NOW - timedelta(**span)


def busy(last: datetime, every: timedelta) -> tuple[datetime, datetime]:
    """The latest arrival and the one RECENT before it, of a line with a mail `every` so often."""
    return last, last - every * RECENT


def failed(
    title: str, times: int, why: str = "el proceso murió (SIGSEGV)", name: str = ""
) -> RoutineFailure:
    """A routine that failed so often, the last time five minutes ago."""
    return RoutineFailure(
        name=name or title.split()[0], title=title, times=times, why=why, last=ago(minutes=5)
    )


MINUTE = timedelta(minutes=1)
MEGABYTE = 1024 * 1024

STATES = {
    "nothing is wrong": (Signs(reached_at=NOW), set()),
    "the mailbox was away for a moment": (
        Signs(mailbox_trouble="No responde.", reached_at=ago(minutes=14)), set()),
    "the mailbox is away": (
        Signs(mailbox_trouble="No responde.", reached_at=ago(minutes=15)), {Kind.MAILBOX}),
    "a mailbox never reached yet": (Signs(mailbox_trouble="No responde."), set()),
    "the account is refused": (
        Signs(mailbox_trouble="No aceptó la cuenta.", login_refused=True, reached_at=NOW),
        {Kind.LOGIN}),
    "a busy line falls silent": (
        Signs(arrivals=busy(ago(hours=4), 5 * MINUTE)), {Kind.QUIET}),
    "a busy line is silent for an hour": (
        Signs(arrivals=busy(ago(hours=1), 5 * MINUTE)), set()),
    "a quiet line is as quiet as ever": (
        Signs(arrivals=busy(ago(hours=4), 180 * MINUTE)), set()),
    "a restore holds mails": (
        Signs(restored=Restored(made=ago(hours=3), mails=2, closings=False)), {Kind.RESTORED}),
    "a restore holds closings": (
        Signs(restored=Restored(made=ago(hours=3), mails=0, closings=True)), {Kind.RESTORED}),
    "what a restore held is settled": (
        Signs(restored=Restored(made=ago(hours=3), mails=0, closings=False)), set()),
    "a new line has no usual pause yet": (Signs(arrivals=None), set()),
    "silence says nothing while the mailbox is away": (
        Signs(mailbox_trouble="x", reached_at=NOW, arrivals=busy(ago(hours=8), MINUTE)), set()),
    "mails wait and none is accepted": (
        Signs(stuck_since=ago(hours=2), accepted_at=ago(minutes=30), waiting=7), {Kind.OUTBOX}),
    "one recipient's server says later, others accept": (
        Signs(stuck_since=ago(hours=9), accepted_at=ago(minutes=2), waiting=1), set()),
    "the clock is five minutes off": (Signs(clock_off=timedelta(minutes=5)), {Kind.CLOCK}),
    "the clock is a minute off": (Signs(clock_off=MINUTE), set()),
    "the disk fills up": (Signs(free_bytes=499 * 1024 * 1024), {Kind.DISK}),
    "a disk that can't be asked": (Signs(free_bytes=None), set()),
    "files pass without the antivirus": (
        Signs(antivirus_trouble="No responde."), {Kind.ANTIVIRUS}),
    "nobody attends deadlines": (
        Signs(reached_at=NOW, missing=(ProcessRole.DEADLINES,)), {Kind.ROLES}),
    "nobody reads the mailbox": (
        Signs(mailbox_trouble="Nadie.", reached_at=ago(minutes=20),
              missing=(ProcessRole.RECEIVE,)), {Kind.MAILBOX}),
    "a routine failed twice": (Signs(failing=(failed("informe mensual", 2),)), set()),
    "a routine failed three times": (
        Signs(failing=(failed("informe mensual", 3),)), {"routines:informe"}),
    "several things at once": (
        Signs(free_bytes=0, clock_off=timedelta(days=3), stuck_since=ago(days=3), waiting=900),
        {Kind.DISK, Kind.CLOCK, Kind.OUTBOX}),
}  # fmt: skip


@pytest.mark.parametrize(("signs", "kinds"), STATES.values(), ids=STATES)
def test_what_counts_as_an_alarm(signs: Signs, kinds: set[Kind]):
    assert set(raised(signs, POLICY, NOW)) == kinds


def test_silence_at_night_is_no_alarm():
    night = NOW.replace(hour=23)
    assert raised(Signs(arrivals=busy(ago(hours=9), MINUTE)), POLICY, night) == {}


def told(decision: Decision | None) -> list[tuple[str, str, bool]]:
    """(kind, title, over) of what a decision tells; what it only renews is told to nobody."""
    assert decision is not None
    saved = [e.what for e in decision.effects if isinstance(e, SaveOnLine)]
    saved = [each for each in saved if isinstance(each, Alarm) and not each.renewed]
    mails = [e for e in decision.effects if isinstance(e, Send)]
    assert [mail.to for mail in mails] == [("hernan@entidad.test",)] * len(saved)
    pairs = zip(saved, mails, strict=True)
    return [(a.kind, m.facts["title"], a.over) for a, m in pairs if isinstance(a, Alarm)]


def test_what_begins_is_told():
    decision = decide_alarms(Signs(free_bytes=0), (), POLICY, NOW)
    assert told(decision) == [("disk", "Queda poco espacio en el disco", False)]


def test_what_lasts_is_not_told_again():
    signs = Signs(free_bytes=0)
    standing = (Alarm(kind="disk", since=ago(hours=5), text=raised(signs, POLICY, NOW)[Kind.DISK]),)
    assert decide_alarms(signs, standing, POLICY, NOW) is None


def test_of_what_lasts_the_newest_words_are_kept_and_told_to_nobody():
    was = Alarm(kind="disk", since=ago(hours=5), text="Al disco le quedan 400 MB libres.")
    decision = decide_alarms(Signs(free_bytes=12 * MEGABYTE), (was,), POLICY, NOW)
    assert decision is not None
    words = "Al disco de los archivos le quedan 12 MB libres."
    assert decision.effects == (SaveOnLine(what=replace(was, text=words, renewed=True)),)


@pytest.mark.parametrize(
    ("kind", "signs"),
    [
        ("quiet", Signs(arrivals=busy(ago(minutes=5), MINUTE))),
        ("clock", Signs(clock_off=timedelta())),
        ("outbox", Signs()),
        ("antivirus", Signs()),
    ],
)
def test_what_is_seen_to_be_over_is_told(kind: str, signs: Signs):
    standing = (Alarm(kind=kind, since=ago(hours=1), text="…"),)
    assert [over for _kind, _title, over in told(decide_alarms(signs, standing, POLICY, NOW))] == [
        True
    ]


def test_each_routine_that_fails_again_and_again_is_named_with_its_reason():
    failing = (failed("informe mensual", 4), failed("hoja de contingencia", 2),
               failed("estado semanal", 3, why=""))  # fmt: skip
    assert raised(Signs(failing=failing), POLICY, NOW) == {
        "routines:informe":
        "No se ha podido hacer: informe mensual. Falló 4 veces seguidas, la última el 24/11/2026 a "
        "las 14:55. Motivo: el proceso murió (SIGSEGV). Se sigue intentando.",
        "routines:estado":
        "No se ha podido hacer: estado semanal. Falló 3 veces seguidas, la última el 24/11/2026 a "
        "las 14:55. Motivo: una falla del programa, que está en el registro. Se sigue intentando.",
    }  # fmt: skip


def test_a_routine_that_begins_to_fail_while_another_fails_is_told_once_and_ends_by_itself():
    report, state = failed("informe mensual", 4), failed("estado semanal", 3)
    looks = [(), (report,), (report, state), (report, state), (state,), ()]
    standing: dict[str, Alarm] = {}
    changes = []
    for failing in looks:
        decision = decide_alarms(Signs(failing=failing), tuple(standing.values()), POLICY, NOW)
        changes.append([(kind, over) for kind, _title, over in told(decision)] if decision else [])
        for effect in decision.effects if decision else ():
            if isinstance(effect, SaveOnLine) and isinstance(effect.what, Alarm):
                standing[effect.what.kind] = effect.what
        standing = {kind: alarm for kind, alarm in standing.items() if not alarm.over}
    began, over = False, True
    assert changes == [
        [], [("routines:informe", began)], [("routines:estado", began)], [],
        [("routines:informe", over)], [("routines:estado", over)],
    ]  # fmt: skip


def test_what_is_over_is_told_once():
    standing = (Alarm(kind="disk", since=ago(hours=5), text="…"),)
    decision = decide_alarms(Signs(free_bytes=10**12), standing, POLICY, NOW)
    assert told(decision) == [("disk", "Hay espacio suficiente en el disco", True)]


def test_a_disk_around_its_limit_is_told_once_and_over_only_with_a_margin():
    standing: tuple[Alarm, ...] = ()
    changes = []
    for free in (501, 499, 501, 498, 599, 480, 600, 599, 501):
        decision = decide_alarms(Signs(free_bytes=free * MEGABYTE), standing, POLICY, NOW)
        new = told(decision) if decision else []
        if new:
            changes += [(free, over) for _kind, _title, over in new]
            standing = () if standing else (Alarm(kind="disk", since=NOW, text="…"),)
    assert changes == [(499, False), (600, True)]


@pytest.mark.parametrize(
    ("required", "what"), [(False, "pasan solo con la inspección"), (True, "quedan retenidos")]
)
def test_an_antivirus_that_does_not_answer_says_what_becomes_of_files(required: bool, what: str):
    antivirus = Antivirus(clamd="127.0.0.1:3310", required=required)
    config = POLICY.config.model_copy(update={"antivirus": antivirus})
    policy = Policy.from_config(config)
    text = raised(Signs(antivirus_trouble="Clamd no respondió."), policy, NOW)[Kind.ANTIVIRUS]
    assert text.startswith("Clamd no respondió. ")
    assert what in text


LASTING = {
    "a refused account that can't be asked": ("login", Signs(mailbox_trouble="No responde.")),
    "a mailbox still away": ("mailbox", Signs(mailbox_trouble="No responde.", reached_at=NOW)),
    "silence, while the mailbox can't be looked at": ("quiet", Signs(mailbox_trouble="x")),
    "silence, when the working day ends": ("quiet", Signs(arrivals=busy(ago(hours=5), MINUTE))),
    "a clock that no new mail speaks of": ("clock", Signs(clock_off=None)),
    "a disk that can't be asked": ("disk", Signs(free_bytes=None)),
    "a disk just above its limit": ("disk", Signs(free_bytes=599 * MEGABYTE)),
}


@pytest.mark.parametrize(("kind", "signs"), LASTING.values(), ids=LASTING)
def test_what_is_not_known_to_be_over_lasts(kind: str, signs: Signs):
    text = raised(signs, POLICY, NOW).get(Kind(kind), "…")
    standing = (Alarm(kind=kind, since=ago(hours=1), text=text),)
    assert decide_alarms(signs, standing, POLICY, NOW) is None


def test_the_mailbox_answers_but_refuses_the_account():
    standing = (Alarm(kind="mailbox", since=ago(hours=1), text="…"),)
    signs = Signs(mailbox_trouble="No aceptó la cuenta.", login_refused=True)
    changes = told(decide_alarms(signs, standing, POLICY, NOW))
    assert [(kind, over) for kind, _title, over in changes] == [("login", False), ("mailbox", True)]
