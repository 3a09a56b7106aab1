"""Many mails: connections are kept and counted, and one slow or dead thing stops nothing else."""

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing

import pytest

from mailbot.errors import Failure, SendError, ServerUnavailable, SmtpLoginError
from mailbot.sender import Accepted, Envelope, Outcome, Sender, pool
from tests.servers.smtp import SmtpServer
from tests.servers.smtp_acts import DropAtRecipient, Hold, RefuseRecipient, RefuseSender

LINE = "siifsoporte@minhacienda.example"
ANA = "ana@entidad.example"
SLOW = "lento@entidad.example"
MAIL = b"Subject: Su caso\r\n\r\nBuenos dias.\r\n"


def envelope(key: int, recipient: str = ANA) -> Envelope:
    raw = b"Subject: Caso %d\r\n\r\nBuenos dias.\r\n" % key
    return Envelope(key=key, sender=LINE, recipients=(recipient,), raw=raw)


def envelopes(count: int) -> list[Envelope]:
    return [envelope(key) for key in range(count)]


def delivered(sender: Sender, mails: Iterable[Envelope]) -> Iterator[tuple[int, Outcome]]:
    """What became of each mail, as it is told."""
    with closing(sender.deliver([list(mails)])) as groups:
        for told in groups:
            yield from told


def send(sender: Sender) -> Accepted:
    return sender.send(LINE, [ANA], MAIL)


def test_mails_one_after_another_share_a_connection(smtp_server, sender_for):
    sender = sender_for(smtp_server)
    for _ in range(5):
        send(sender)
    assert smtp_server.connections == 1


def test_a_refused_mail_leaves_the_connection_fit_for_the_next(smtp_server, sender_for):
    smtp_server.script(ANA, RefuseRecipient("550 5.1.1 No existe"))
    sender = sender_for(smtp_server)
    with pytest.raises(SendError):
        send(sender)
    send(sender)
    assert smtp_server.connections == 1


def test_a_connection_that_the_server_ended_is_opened_again_unseen(smtp_server, sender_for):
    sender = sender_for(smtp_server)
    send(sender)
    smtp_server.drop_connections()
    send(sender)
    assert smtp_server.connections == 2
    assert len(smtp_server.inbox) == 2


@pytest.mark.parametrize(
    ("address", "act"),
    [(LINE, RefuseSender("421 4.4.2 Demasiado ociosa")), (ANA, DropAtRecipient())],
)
def test_a_kept_connection_that_ends_before_the_content_is_opened_again_unseen(
    smtp_server, sender_for, address, act
):
    sender = sender_for(smtp_server)
    send(sender)
    smtp_server.script(address, act)
    send(sender)
    assert smtp_server.connections == 2
    assert len(smtp_server.inbox) == 2


def test_a_fresh_connection_that_ends_is_not_tried_again(smtp_server, sender_for):
    smtp_server.script(ANA, DropAtRecipient(), DropAtRecipient())
    with pytest.raises(SendError) as raised:
        send(sender_for(smtp_server))
    assert raised.value.failure is Failure.TEMPORARY
    assert smtp_server.connections == 1


def test_mail_goes_on_after_the_server_was_restarted(smtp_server, sender_for):
    sender = sender_for(smtp_server)
    send(sender)
    smtp_server.stop()
    with pytest.raises(ServerUnavailable):
        send(sender)
    smtp_server.start()
    send(sender)
    assert len(smtp_server.inbox) == 2


def test_an_unused_connection_is_given_back_in_time(smtp_server, sender_for, monkeypatch):
    monkeypatch.setattr(pool, "KEEP_SECONDS", 0)
    send(sender_for(smtp_server))
    smtp_server.wait_open(0)


def test_two_hundred_mails_go_out_side_by_side_over_the_connections_allowed(
    smtp_server, sender_for
):
    sender = sender_for(smtp_server, connections=4)
    outcomes = dict(delivered(sender, envelopes(200)))
    assert outcomes == dict.fromkeys(range(200), Accepted(reply="2.0.0 OK"))
    assert len({each.raw for each in smtp_server.wait_for(200)}) == 200
    assert smtp_server.peak == smtp_server.connections == 4


def test_a_server_that_allows_fewer_connections_still_gets_every_mail(sender_for):
    with SmtpServer(most_connections=1) as server:
        sender = sender_for(server, connections=3)
        outcomes = dict(delivered(sender, envelopes(40)))
        assert set(outcomes.values()) == {Accepted(reply="2.0.0 OK")}
        # The slots that stayed empty are there again for the next batch.
        server.most_connections = 3
        server.script(SLOW, Hold(), Hold())
        results = delivered(sender, [envelope(1, SLOW), envelope(2, SLOW), envelope(3)])
        assert next(results)[0] == 3
        server.let_go()
        assert sorted(key for key, _ in results) == [1, 2]


def test_a_slow_mail_holds_up_no_other(smtp_server, sender_for):
    smtp_server.script(SLOW, Hold())
    sender = sender_for(smtp_server, connections=2)
    results = delivered(sender, [envelope(99, SLOW), *envelopes(20)])
    first = [next(results)[0] for _ in range(20)]
    assert sorted(first) == list(range(20))
    smtp_server.let_go()
    assert [key for key, _ in results] == [99]


def test_each_mail_has_its_own_outcome(smtp_server, sender_for):
    smtp_server.script("nadie@entidad.example", RefuseRecipient("550 5.1.1 No existe"))
    mails = [envelope(1), envelope(2, "nadie@entidad.example"), envelope(3)]
    outcomes = dict(delivered(sender_for(smtp_server), mails))
    assert isinstance(outcomes[1], Accepted)
    assert isinstance(outcomes[2], SendError)
    assert isinstance(outcomes[3], Accepted)


def test_groups_are_read_only_a_few_mails_ahead(smtp_server, sender_for):
    """With two connections, the next one when four mails or fewer are without an outcome."""
    read = told = 0

    def source() -> Iterator[Sequence[Envelope]]:
        nonlocal read
        for start in range(0, 60, 3):
            assert read - told <= 4
            read += 3
            yield [envelope(start + place) for place in range(3)]

    for outcomes in sender_for(smtp_server, connections=2).deliver(source()):
        assert 1 <= len(outcomes) <= read - told <= 7
        told += len(outcomes)
    assert told == read == 60


def test_outcomes_are_told_together_but_one_is_not_kept_back_for_others(smtp_server, sender_for):
    """Each group told costs a commit; a mail that the server took is not left unrecorded."""
    smtp_server.script(SLOW, Hold())
    sender = sender_for(smtp_server, connections=2)
    first = sender.deliver([[envelope(99, SLOW), envelope(1)]])
    assert [key for key, _ in next(first)] == [1]
    smtp_server.let_go()
    assert [key for key, _ in next(first)] == [99]
    groups = list(sender.deliver(envelopes(100)[start : start + 10] for start in range(0, 100, 10)))
    assert sorted(key for told in groups for key, _ in told) == list(range(100))
    assert len(groups) < 50


def test_when_the_server_is_away_all_mails_wait_and_it_is_asked_once(smtp_server, sender_for):
    with SmtpServer(greeting_closes="421 4.3.2 En mantenimiento") as server:
        outcomes = dict(delivered(sender_for(server), envelopes(50)))
    assert len(outcomes) == 50
    assert {type(outcome) for outcome in outcomes.values()} == {ServerUnavailable}
    assert server.connections == 1


def test_a_wrong_password_is_not_tried_for_every_mail(sender_for):
    with SmtpServer(accounts={"soporte": "buena"}) as server:
        sender = sender_for(server, "mala", user="soporte")
        outcomes = dict(delivered(sender, envelopes(50)))
    assert {type(outcome) for outcome in outcomes.values()} == {SmtpLoginError}
    assert server.connections == 1


def test_closing_breaks_off_what_is_being_sent_and_says_that_it_is_uncertain(
    smtp_server, sender_for
):
    smtp_server.script(SLOW, Hold())
    sender = sender_for(smtp_server, connections=1)
    results = delivered(sender, [envelope(1, SLOW), envelope(2), envelope(3)])
    closer = threading.Thread(target=lambda: (smtp_server.wait_for(1), sender.close()))
    closer.start()
    failures = {key: outcome.failure for key, outcome in results}
    closer.join()
    assert failures == {1: Failure.UNCERTAIN, 2: Failure.TEMPORARY, 3: Failure.TEMPORARY}
    assert len(smtp_server.inbox) == 1


def test_a_mail_after_closing_is_not_begun(smtp_server, sender_for):
    sender = sender_for(smtp_server)
    sender.close()
    sender.close()
    with pytest.raises(SendError, match="mailbot se detuvo") as raised:
        send(sender)
    assert raised.value.failure is Failure.TEMPORARY


def test_closing_says_goodbye_on_kept_connections(smtp_server, sender_for):
    sender = sender_for(smtp_server)
    send(sender)
    sender.close()
    smtp_server.wait_open(0)


def test_when_the_caller_stops_early_mails_not_begun_are_not_begun(smtp_server, sender_for):
    smtp_server.script(SLOW, Hold(), Hold())
    sender = sender_for(smtp_server, connections=2)
    results = delivered(sender, [envelope(1), envelope(2, SLOW), envelope(3, SLOW), envelope(4)])
    assert next(results)[0] == 1
    smtp_server.wait_for(3)
    results.close()
    smtp_server.let_go()
    send(sender)
    assert smtp_server.wait_for(4)[-1].raw == MAIL
