"""How long a command waits for code that somebody else has written."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Do what is within for at most `seconds`, where the system has timers and this is the main thread.

    Raises:
        TimeoutError: within, wherever it is by then.
    """

    def end(_signal: int, _frame: FrameType | None) -> None:
        raise TimeoutError(f"it takes more than {seconds:g} seconds")

    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, end)
    # More than once: code that catches whatever is raised goes on as if nothing had been.
    signal.setitimer(signal.ITIMER_REAL, seconds, seconds / 4)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
