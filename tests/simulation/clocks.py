"""The time on a simulated day."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

START: Final = datetime(2026, 12, 1, 12, tzinfo=UTC)
"""When a day begins: the day before is of another month, and in some time zones it is another day already."""


class SimulatedClock:
    """The time, which passes with every call, and when somebody waits."""

    def __init__(self) -> None:
        self.moment = START
        self.wait: Callable[[float], None] = self._pass

    def now(self) -> datetime:
        """The present moment."""
        return self.moment

    def sleep(self, seconds: float) -> None:
        """Let others go on meanwhile."""
        self.wait(seconds)

    def _pass(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


class LateClock:
    """A process's clock that is some seconds behind."""

    def __init__(self, clock: SimulatedClock, seconds: float) -> None:
        self._clock = clock
        self._behind = timedelta(seconds=seconds)

    def now(self) -> datetime:
        """What it shows."""
        return self._clock.now() - self._behind

    def sleep(self, seconds: float) -> None:
        """Let others go on meanwhile."""
        self._clock.sleep(seconds)
