"""Watch a target's backlog become empty."""

import time
from collections.abc import Callable
from typing import Final

from broadsheet.cli.progress import progress
from broadsheet.cli.reporting import Reporter
from broadsheet.cli.targets import Target

_PAUSE_SECONDS: Final = 1.0
_QUIET_LOOKS: Final = 2
"""The counts of a queue are approximate, and the first errand of a rebuild may not be seen at once."""


def watch_backlog(  # noqa: PLR0913  # the last two are for tests
    place: Target,
    reporter: Reporter,
    *,
    total: int,
    timeout_seconds: float,
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> int:
    """Show how many of about `total` articles are rendered anew until nothing waits; returns how many still do.

    It gives up when `timeout_seconds` have passed without any progress.

    Raises:
        broadsheet.article.StoreError: the target can't be asked.
    """
    quiet, least, progressed_at = 0, total + 1, clock()
    with progress("Rendering anew", reporter, total=total) as step:
        while True:
            waiting = place.waiting()
            quiet = 0 if waiting else quiet + 1
            if quiet == _QUIET_LOOKS:
                step(total)
                return 0
            if waiting < least:
                least, progressed_at = waiting, clock()
            if clock() - progressed_at >= timeout_seconds:
                return waiting
            step(max(total - waiting, 0))
            sleep(_PAUSE_SECONDS)
