"""How long a token is kept, and that its service is never hammered."""

from datetime import datetime, timedelta

import pytest

from mailbot.tokens import HeldTokens, Token, TokenRefused, TokenUnavailable
from tests.tokens.conftest import NOW, Clock


class Issuer:
    """Issues t1, t2, …, each for `seconds`; fails while `failure` is set."""

    def __init__(self) -> None:
        self.seconds = 3600.0
        self.failure: Exception | None = None
        self.asked = 0

    def issue(self, now: datetime) -> Token:
        self.asked += 1
        if self.failure:
            raise self.failure
        return Token(text=f"t{self.asked}", expires=now + timedelta(seconds=self.seconds))


@pytest.fixture
def issuer() -> Issuer:
    return Issuer()


@pytest.fixture
def tokens(issuer: Issuer) -> HeldTokens:
    return HeldTokens(issuer)


@pytest.mark.parametrize(
    ("minutes", "token"),
    [(0, "t1"), (54.9, "t1"), (55, "t2"), (60, "t2"), (600, "t2"), (-1, "t2")],
    ids=str,
)
def test_a_token_serves_until_five_minutes_before_its_end(tokens, minutes, token):
    assert tokens.token(NOW) == "t1"
    assert tokens.token(NOW + timedelta(minutes=minutes)) == token


@pytest.mark.parametrize(("seconds", "token"), [(29, "t1"), (30, "t2")])
def test_one_that_lasts_a_minute_only_serves_for_half_of_it(tokens, issuer, seconds, token):
    issuer.seconds = 60
    assert tokens.token(NOW) == "t1"
    assert tokens.token(NOW + timedelta(seconds=seconds)) == token


@pytest.mark.parametrize("failure", [TokenUnavailable("caído"), TokenRefused("vencido")])
def test_what_is_still_good_serves_on_while_its_service_fails(tokens, issuer, failure):
    tokens.token(NOW)
    issuer.failure = failure
    assert tokens.token(NOW + timedelta(minutes=56)) == "t1"
    assert tokens.token(NOW + timedelta(minutes=59)) == "t1"
    with pytest.raises(type(failure), match=str(failure)):
        tokens.token(NOW + timedelta(minutes=60))


@pytest.mark.parametrize("failure", [TokenUnavailable("caído"), TokenRefused("vencido")])
def test_a_service_that_failed_is_left_alone_for_half_a_minute(tokens, issuer, failure):
    issuer.failure = failure
    for seconds in (0, 1, 29.9):
        with pytest.raises(type(failure), match=str(failure)):
            tokens.token(NOW + timedelta(seconds=seconds))
    assert issuer.asked == 1
    issuer.failure = None
    assert tokens.token(NOW + timedelta(seconds=30)) == "t2"


def test_a_refused_token_is_replaced(tokens):
    held = tokens.token(NOW)
    later = NOW + timedelta(minutes=1)
    assert tokens.token(later, refused=held) == "t2"
    assert tokens.token(later) == "t2"


def test_a_refused_token_is_not_replaced_time_and_again(tokens, issuer):
    held = tokens.token(NOW)
    for second in range(1, 100):
        held = tokens.token(NOW + timedelta(seconds=second), refused=held)
    assert issuer.asked == 4


def test_a_token_refused_elsewhere_meanwhile_replaced_stays(tokens):
    old = tokens.token(NOW)
    new = tokens.token(NOW + timedelta(hours=1))
    assert tokens.token(NOW + timedelta(hours=1, minutes=1), refused=old) == new


def test_a_refused_token_does_not_come_back_while_its_service_is_down(tokens, issuer):
    held = tokens.token(NOW)
    issuer.failure = TokenUnavailable("caído")
    with pytest.raises(TokenUnavailable):
        tokens.token(NOW + timedelta(minutes=1), refused=held)
    with pytest.raises(TokenUnavailable):
        tokens.token(NOW + timedelta(minutes=2))


def test_a_clock_that_was_put_back_asks_anew(tokens, issuer):
    tokens.token(NOW)
    assert tokens.token(NOW - timedelta(days=300)) == "t2"
    assert tokens.token(NOW - timedelta(days=300)) == "t2"


def test_no_print_shows_a_token():
    assert "secreto" not in repr(Token(text="secreto", expires=NOW))


def test_a_bearer_asks_for_the_token_of_this_moment(bearer_of, microsoft, clock: Clock, service):
    bearer = bearer_of(microsoft)
    first = bearer.token()
    assert bearer.token() == first
    clock.pass_by(minutes=56)
    assert bearer.token() != first
    assert len(service.asked) == 2
