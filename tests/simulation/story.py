"""Tell a day in words."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from tests.simulation.simulation import Outcome
from tests.world import START


def story_of(outcome: Outcome) -> str:
    """What happened, a line for each who did something, and what was wrong in the end."""
    return "\n".join([*_lines(outcome), "", f"Wrong: {outcome.wrong}" if outcome.wrong else "All is well."])


def replay_of(outcome: Outcome) -> str:
    """How to see it again."""
    return f"make simulate SEED={outcome.day.seed}"


def _lines(outcome: Outcome) -> Iterator[str]:
    for who, deeds in groupby(outcome.told, key=lambda each: each[1]):
        told = list(deeds)
        seconds = (told[0][0] - START).total_seconds()
        yield f"{seconds:8.2f} s  {who} {_joined(what for _, _, what in told)}"


def _joined(deeds: Iterable[str]) -> str:
    return "; ".join(deeds)
