"""A sending that is killed, again and again: everybody has exactly one message or is named, and nobody another's."""

import sys

import pytest
from killing import JOBS, kill_again_and_again

from quarterly.deliver.mail import State


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_killed_at_random_moments_nobody_gets_anything_twice_or_anothers_edition(tmp_path):
    tally = kill_again_and_again(tmp_path, count=40, kills=15, pause=0.01)
    assert tally.wrong == ()
    assert tally.kills == 15
    assert sum(tally.states.values()) == 40 * JOBS
    assert tally.states[State.SENT] > 80
    # What was cut off is named; more than one at a time cannot be under way.
    assert tally.states[State.UNCERTAIN] <= 15 + sum(tally.states.values()) // 10
