"""Follow uploads to their receipts."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from broadsheet.article import Unavailable
from broadsheet.cli.targets import Target
from broadsheet.stores.receipts import Receipt

_FIRST_PAUSE_SECONDS: Final = 0.1
_LONGEST_PAUSE_SECONDS: Final = 3.0
_GROWTH: Final = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A version that has been stored and is owed a receipt."""

    id: str
    version: str


def follow(  # noqa: PLR0913  # the last two are for tests
    uploads: Iterable[Upload],
    target: Target,
    *,
    timeout_seconds: float,
    told: Callable[[Upload, Receipt], None],
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> list[Upload]:
    """Ask for each receipt, round after round, until all are there; returns those that have none.

    It gives up when `timeout_seconds` have passed without a single receipt. A target that can't be reached for a while
    is asked again.

    Raises:
        Unavailable: nothing came in, and the last time the target couldn't even be asked.
        StoreError: the target refuses to be asked.
    """
    pending = list(uploads)
    pause, last_progress = _FIRST_PAUSE_SECONDS, clock()
    while pending:
        left: list[Upload] = []
        failure: Unavailable | None = None
        for upload in pending:
            try:
                receipt = target.receipt(upload.id, version=upload.version)
            except Unavailable as error:
                failure, receipt = error, None
            if receipt is None:
                left.append(upload)
                continue
            told(upload, receipt)
            pause, last_progress = _FIRST_PAUSE_SECONDS, clock()
        pending = left
        waited = clock() - last_progress
        if pending and waited >= timeout_seconds:
            if failure is not None:
                raise failure
            return pending
        if pending:
            sleep(min(pause, max(timeout_seconds - waited, 0)))
            pause = min(pause * _GROWTH, _LONGEST_PAUSE_SECONDS)
    return []
