"""Tell a day in words."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from tests.simulation.clocks import START
from tests.simulation.simulation import Outcome
from tests.simulation.words import Deed, in_words


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
        yield f"{seconds:8.2f} s  {who} {'; '.join(_in_words(what for _, _, what in told))}"


def _in_words(deeds: Iterable[str | Deed]) -> Iterator[str]:
    for _, alike in groupby(deeds, key=lambda each: (each.does, each.so) if isinstance(each, Deed) else each):
        same = list(alike)
        told = [each for each in same if isinstance(each, Deed)]
        yield from [in_words(told)] if told else [str(each) for each in same]
