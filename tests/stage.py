"""A stage on which tasks run interleaved, one at a time, in an order that a seed decides.

Each task is a thread, but only one of them ever runs: at every scheduling point it stops and hands back. So a race
is replayed exactly, and a fake (or moto) that is not atomic across threads can't spoil it.
"""

import random
import threading
from collections.abc import Callable, Sequence
from typing import Any


class Killed(BaseException):
    """A task's death, which no handler of errors catches."""


class Stage:
    """Runs tasks; `point` is called by whatever they touch."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._current: _Actor | None = None

    def run(self, tasks: Sequence[Callable[[], Any]]) -> None:
        """Run all tasks to their end; the first error of a task is raised here, a death is not an error."""
        actors = [_Actor(self, task) for task in tasks]
        waiting = list(actors)
        while waiting:
            actor = self._random.choice(waiting)
            self._current = actor
            actor.go_on()
            if actor.done:
                waiting.remove(actor)
        self._current = None
        for actor in actors:
            if actor.error is not None:
                raise actor.error

    def point(self) -> None:
        """Here another task may take over."""
        if self._current is not None and threading.current_thread() is self._current.thread:
            self._current.stop()

    def proxy(self, target: Any) -> Any:
        """`target`, with a scheduling point before and after each call."""
        return Observed(target, before=lambda _name: self.point(), after=self.point)


class _Actor:
    def __init__(self, stage: Stage, task: Callable[[], Any]) -> None:
        self.done = False
        self.error: Exception | None = None
        self._stage = stage
        self._task = task
        self._may_run = threading.Semaphore(0)
        self._has_stopped = threading.Semaphore(0)
        self.thread = threading.Thread(target=self._perform, daemon=True)
        self.thread.start()

    def go_on(self) -> None:
        self._may_run.release()
        self._has_stopped.acquire()

    def stop(self) -> None:
        self._has_stopped.release()
        self._may_run.acquire()

    def _perform(self) -> None:
        self._may_run.acquire()
        try:
            self._task()
        except Killed:
            pass
        except Exception as error:  # noqa: BLE001  # handed to the test's own thread
            self.error = error
        finally:
            self.done = True
            self._has_stopped.release()


class Observed:
    """`target`, with something happening before each of its calls, and after each, even one that raises."""

    def __init__(self, target: Any, *, before: Callable[[str], Any] | None = None, after: Callable[[], Any]) -> None:
        self._target = target
        self._before = before
        self._after = after

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._target, name)
        if not callable(value):
            return value

        def call(*arguments: Any, **options: Any) -> Any:
            if self._before is not None:
                self._before(name)
            try:
                return value(*arguments, **options)
            finally:
                self._after()

        return call


def mortal(target: Any, calls: list[str], *, at: int, after: bool) -> Observed:
    """`target`, which dies with its caller at the `at`-th call of all that share `calls`, before it or after it."""

    def die(*, now: bool) -> None:
        if now and len(calls) == at:
            raise Killed

    def begin(name: str) -> None:
        calls.append(name)
        die(now=not after)

    return Observed(target, before=begin, after=lambda: die(now=after))


def interrupted(target: Any, calls: list[str], *, at: int, by: Callable[[], Any]) -> Observed:
    """`target`, before whose call number `at`, of all that share `calls`, something else happens from start to end."""

    def begin(name: str) -> None:
        calls.append(name)
        if len(calls) == at:
            by()

    return Observed(target, before=begin, after=lambda: None)
