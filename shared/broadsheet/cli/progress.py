"""Long work: a bar on a terminal, plain lines now and then elsewhere. On stderr, so that results stay clean."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from broadsheet.cli.reporting import Reporter

LINE_EVERY_SECONDS: Final = 5.0
_LEAST_SECONDS_BETWEEN_LINES: Final = 1.0

Step = Callable[[int], None]
"""Tells how many are done by now."""


@contextmanager
def progress(what: str, reporter: Reporter, *, total: int) -> Iterator[Step]:
    """Show how far the work has come. `what` is as in "Building"."""
    if sys.stderr.isatty() and total > 1:
        with _bar(what, total) as step:
            yield step
    else:
        yield _lines(what, total, reporter.note)


@contextmanager
def _bar(what: str, total: int) -> Iterator[Step]:
    from rich.console import Console  # noqa: PLC0415  # loaded only where there is a bar to draw
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda done: bar.update(task, completed=done)


def _lines(what: str, total: int, note: Callable[[str], None]) -> Step:
    """A line at every tenth of the work, though not more than one a second, and at least every five seconds."""
    told_at, told_tenth = time.monotonic(), 0

    def step(done: int) -> None:
        nonlocal told_at, told_tenth
        now, tenth = time.monotonic(), done * 10 // max(total, 1)
        elapsed = now - told_at
        if elapsed >= LINE_EVERY_SECONDS or (tenth > told_tenth and elapsed >= _LEAST_SECONDS_BETWEEN_LINES):
            note(f"{what}: {done:,} of {total:,}")
            told_at, told_tenth = now, tenth

    return step
