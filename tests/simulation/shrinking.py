"""Make a failing day as small as it gets, so that it can be told."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from tests.simulation.acts import Day
from tests.simulation.simulation import Outcome, simulate

FUNCTIONS: Final = {"announce", "publish", "refresh", "release", "repair", "sweep", "verify"}
FRESH_TRIES: Final = 12
"""With an act left out, the choices mean something else: so many other ones are tried as well."""


def shrink(outcome: Outcome, *, runs: int = 2_000) -> Outcome:
    """The smallest outcome with the same fault that is found with so many runs: fewer acts, fewer unusual choices."""
    return _Shrinking(outcome, runs).run()


class _Shrinking:
    def __init__(self, outcome: Outcome, runs: int) -> None:
        self._best = outcome
        self._runs = runs

    def run(self) -> Outcome:
        smaller = True
        while smaller and self._runs > 0:
            fewer_acts = self._without(lambda: len(self._best.day.acts), self._drop_acts)
            plainer = self._without(lambda: len(self._best.choices), self._plain_choices)
            smaller = fewer_acts or plainer
        return self._best

    def _without(self, length: Callable[[], int], attempt: Callable[[int, int], bool]) -> bool:
        """Try to do without each part, first large ones and then ever smaller ones; whether any could be spared."""
        spared, size = False, max(length() // 2, 1)
        while self._runs > 0:
            start = 0
            while start < length() and self._runs > 0:
                if attempt(start, start + size):
                    spared = True
                else:
                    start += size
            if size == 1:
                break
            size //= 2
        return spared

    def _drop_acts(self, start: int, end: int) -> bool:
        day = self._best.day
        fewer = replace(day, acts=(*day.acts[:start], *day.acts[end:]))
        return any(self._accept(day, script) for day, script in _tries(fewer, self._best.choices))

    def _plain_choices(self, start: int, end: int) -> bool:
        choices = list(self._best.choices)
        if not any(choices[start:end]):
            return False
        choices[start:end] = [0] * len(choices[start:end])
        return self._accept(self._best.day, choices)

    def _accept(self, day: Day, script: Sequence[int] | None) -> bool:
        self._runs -= 1
        found = simulate(day, script)
        if not found.wrong or _kind(found) != _kind(self._best) or _size(found) >= _size(self._best):
            return False
        self._best = found
        return True


def _tries(day: Day, choices: Sequence[int]) -> Iterator[tuple[Day, Sequence[int] | None]]:
    yield day, choices
    for number in range(FRESH_TRIES):
        yield replace(day, luck=f"{day.luck} {number}"), None


def _kind(outcome: Outcome) -> list[str]:
    """What is wrong, without whatever it is wrong with: without keys, ids, versions and names of functions."""
    words = re.sub(r"\S*[\d/._]\S*", "", outcome.wrong)
    return [word for word in re.findall(r"[a-z]{3,}", words) if word not in FUNCTIONS]


def _size(outcome: Outcome) -> tuple[int, int, int]:
    return (len(outcome.day.acts), sum(choice != 0 for choice in outcome.choices), len(outcome.told))
