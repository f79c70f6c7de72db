"""How the parts of a local stack end: all are told first, then all are waited for, until one moment."""

import logging
import time
from collections.abc import Sequence
from threading import Thread
from typing import Final, Protocol

LONGEST_STOP_SECONDS: Final = 5.0
"""Who has not ended by then is left behind: its thread holds up nobody, and nothing answers its calls any more."""
_log = logging.getLogger(__name__)


class Part(Protocol):
    """What has threads that come to an end when they are told to."""

    def stop(self) -> None:
        """Tell them, and return at once."""

    def threads(self) -> Sequence[Thread]:
        """Those that are to be waited for."""


def stop_all(parts: Sequence[Part], *, within_seconds: float = LONGEST_STOP_SECONDS) -> None:
    """Stop all parts, and wait until all their threads have ended, but no longer than `within_seconds` altogether."""
    for part in parts:
        part.stop()
    ends_at = time.monotonic() + within_seconds
    threads = [thread for part in parts for thread in part.threads()]
    for thread in threads:
        thread.join(max(0.0, ends_at - time.monotonic()))
    left = [thread.name for thread in threads if thread.is_alive()]
    if left:
        _log.warning("not ended after %g seconds, and left behind: %s", within_seconds, ", ".join(left))
