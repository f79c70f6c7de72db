"""Two thousand days, each with other editors and another weather."""

import pytest

from tests.simulation.kinds import day_of
from tests.simulation.shrinking import shrink
from tests.simulation.simulation import simulate
from tests.simulation.story import replay_of, story_of

SEEDS = 2_000
TOGETHER = 50


@pytest.mark.parametrize("first", range(0, SEEDS, TOGETHER))
@pytest.mark.filterwarnings("ignore:No application metrics")  # Powertools' metrics are switched off here
def test_every_day_ends_as_the_sources_say_and_no_reader_sees_a_wrong_moment(first: int) -> None:
    for seed in range(first, first + TOGETHER):
        outcome = simulate(day_of(seed))
        if outcome.wrong:
            smallest = shrink(outcome)
            pytest.fail(f"seed {seed}: {outcome.wrong}\n\n{story_of(smallest)}\n\nAgain: {replay_of(outcome)}")
