"""The simulator itself: the same seed is the same day, and a script is followed."""

import pytest

from tests.simulation.acts import Day, Upload, Weather
from tests.simulation.desk import token
from tests.simulation.kinds import day_of
from tests.simulation.simulation import simulate
from tests.simulation.story import story_of
from tests.world import minutes_ago, source

pytestmark = pytest.mark.filterwarnings("ignore:No application metrics")  # Powertools' metrics are switched off here


@pytest.mark.parametrize("seed", range(8))
def test_a_seed_is_always_the_same_day(seed: int) -> None:
    first, second = simulate(day_of(seed)), simulate(day_of(seed))
    assert first == second
    assert story_of(first) == story_of(second)


@pytest.mark.parametrize("seed", range(8))
def test_a_day_is_lived_through_again_by_its_choices(seed: int) -> None:
    first = simulate(day_of(seed))
    assert simulate(first.day, first.choices).told == first.told


def test_the_plainest_day_is_one_thing_after_the_other() -> None:
    acts = [
        Upload(id="a", data=source(body=token("a", number), published_at=minutes_ago(9)), words="") for number in (1, 2)
    ]
    outcome = simulate(Day(seed=0, acts=tuple(acts), weather=Weather()), [])
    begun = [who.split()[0] for _, who, what in outcome.told if who == "an editor" or str(what).startswith("begins")]
    assert begun == ["publish"] * 3 + ["an", "publish", "refresh", "refresh"] * 2
    assert outcome.wrong == ""


def test_seeds_differ() -> None:
    assert len({simulate(day_of(seed)).told for seed in range(8)}) == 8


def test_two_hundred_articles_by_sixteen_handlers_at_once() -> None:
    acts = [
        Upload(
            id=f"a{number:03}",
            data=source(
                title=f"Article {number}", published_at=minutes_ago(number % 50), section="City", body=f"wa{number}x"
            ),
            words="",
        )
        for number in range(200)
    ]
    weather = Weather(switch=0.1, doze=0.05, pace=0.2, duplicate=0.1, handlers=16, shards=2)
    outcome = simulate(Day(seed=16, acts=tuple(acts), weather=weather))
    assert outcome.wrong == ""
    at_once = most = 0
    for _, who, what in outcome.told:
        if who.startswith("publish"):
            at_once += str(what).startswith("begins")
            at_once -= str(what).startswith(("is done", "answers", "fails"))
            most = max(most, at_once)
    assert most == 16
