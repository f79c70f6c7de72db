"""Choices that a seed makes, kept so that they can be made again, or made simpler."""

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Choices:
    """A source of small decisions. 0 is always the plainest: nothing goes wrong, whoever was first goes on.

    Made from a seed it decides at random and keeps what it decided in `made`. Given such a list it decides the same
    again, and the plainest where the list is at its end: so a shorter list, or one with more zeros, is a simpler run.
    """

    def __init__(self, seed: str, script: Sequence[int] | None = None) -> None:
        self.made: list[int] = []
        self._random = random.Random(seed)
        self._script = script

    def happens(self, chance: float) -> bool:
        """Whether something unusual happens."""
        if self._script is None:
            return self._keep(int(self._random.random() < chance)) == 1
        return self._next() % 2 == 1 and chance > 0

    def one_of(self, options: Sequence[T]) -> T:
        """One of several; the first is the plainest."""
        if len(options) == 1:
            return options[0]
        if self._script is None:
            return options[self._keep(self._random.randrange(len(options)))]
        return options[self._next() % len(options)]

    def _next(self) -> int:
        assert self._script is not None
        place = len(self.made)
        return self._keep(self._script[place] if place < len(self._script) else 0)

    def _keep(self, choice: int) -> int:
        self.made.append(choice)
        return choice
