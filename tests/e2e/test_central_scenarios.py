"""The central scenarios of domain.md §13 once more, over a real Dovecot and a real SMTP server.

S3 goes on from S2, S14 from S13, S20 from S19 and S28 from S27: these are walked as well.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.scenarios import test_confirming as confirming
from tests.scenarios import test_escalating as escalating
from tests.scenarios import test_intake as intake
from tests.scenarios import test_waiting_for_the_user as waiting
from tests.scenarios.line import ScenarioLine
from tests.scenarios.roads import on_servers
from tests.servers.account import Account
from tests.servers.smtp import SmtpServer

CENTRAL = (
    intake.test_s1_a_complete_request_is_registered_and_acknowledged,
    intake.test_s3_the_answer_brings_it_back_to_its_turn_and_the_clock_starts,
    intake.test_s9_first_level_solves_and_closes,
    escalating.test_s11_first_level_makes_an_incident_and_back_office_escalates_it,
    waiting.test_s14_the_answer_starts_the_clock_again_where_it_stood,
    waiting.test_s15_silence_is_reminded_once_and_then_closes_the_case,
    waiting.test_s16_an_answer_within_five_working_days_opens_the_case_again,
    confirming.test_s20_the_users_yes_closes_the_case,
    confirming.test_s21_silence_accepts_the_solution,
    confirming.test_s23_the_users_no_brings_the_case_back_with_its_consumed_time,
    escalating.test_s25_third_level_starts_its_own_hours,
    escalating.test_s28_its_answer_the_advisors_word_and_the_close,
)


@pytest.fixture
def line(tmp_path: Path, account: Account, smtp_server: SmtpServer) -> Iterator[ScenarioLine]:
    """The scenario's line between real servers."""
    with on_servers(tmp_path, account, smtp_server) as served:
        yield served


@pytest.mark.parametrize("scenario", CENTRAL, ids=lambda scenario: scenario.__name__[5:])
def test_over_real_servers(scenario, line: ScenarioLine):
    scenario(line)
