"""The simulator sees what is wrong, when something is."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.simulation.kinds import day_of
from tests.simulation.sabotages import SABOTAGES, Sabotage, sabotaged
from tests.simulation.shrinking import shrink
from tests.simulation.simulation import simulate
from tests.simulation.story import story_of

pytestmark = pytest.mark.filterwarnings("ignore:No application metrics")  # Powertools' metrics are switched off here

SHORT = 2
LONG = 4
"""How many acts are enough for what is wrong, and how many leave something to be left out."""


EACH = 4
"""Of so many sabotages one is always looked for, and all of them by `make sabotages`: that takes minutes."""


def _parameters() -> Iterator[Any]:
    for place, sabotage in enumerate(SABOTAGES):
        yield pytest.param(sabotage, id=sabotage.name, marks=[pytest.mark.thorough] if place % EACH else [])


@pytest.mark.parametrize("sabotage", [*_parameters()])
def test_a_sabotage_is_found(sabotage: Sabotage) -> None:
    with sabotaged(sabotage):
        assert any(simulate(day_of(seed)).wrong for seed in sabotage.seeds()), "nobody has noticed"


def test_what_is_found_is_told_as_a_short_story() -> None:
    [sabotage] = [each for each in SABOTAGES if each.name == "commit before the page is written"]
    with sabotaged(sabotage):
        days = (day for seed in range(400) if len((day := day_of(seed)).acts) > LONG)
        outcome = next(found for day in days if (found := simulate(day)).wrong)
        smallest = shrink(outcome, runs=500)
    story = story_of(smallest)
    assert smallest.wrong
    assert len(smallest.day.acts) <= SHORT < len(outcome.day.acts)
    assert "an editor uploads" in story
    assert story.splitlines()[-1] == f"Wrong: {smallest.wrong}"


def test_a_sabotage_whose_place_is_gone_is_refused() -> None:
    [sabotage] = [each for each in SABOTAGES if each.name == "show drafts"]
    lost = Sabotage(name="lost", owner=sabotage.owner, function=sabotage.function, old="no such text", new="")
    with pytest.raises(AssertionError, match="no longer"), sabotaged(lost):
        pass
