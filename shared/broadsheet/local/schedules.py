"""A schedule's rule: what EventBridge does between the clock and a function."""

import threading
import uuid
from datetime import UTC, datetime
from typing import Any

from broadsheet.local.functions import Pool
from broadsheet.local.plan import Schedule
from broadsheet.local.session import ACCOUNT, REGION


class Ticker:
    """A schedule's thread: invokes at its pace, never twice at once. What fails is not tried again before its time."""

    def __init__(self, schedule: Schedule, pool: Pool, *, pace: float | None = None) -> None:
        self._schedule = schedule
        self._pool = pool
        self._seconds = schedule.every_seconds if pace is None else min(pace, schedule.every_seconds)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._tick, name=f"{schedule.function}-schedule", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Invoke no more; what is under way is let go."""
        self._stopping.set()

    def threads(self) -> tuple[threading.Thread]:
        """The one that ticks."""
        return (self._thread,)

    def _tick(self) -> None:
        while not self._stopping.wait(self._seconds):
            self._pool.invoke(self._event())

    def _event(self) -> dict[str, Any]:
        """EventBridge's event of a schedule."""
        return {
            "version": "0",
            "id": str(uuid.uuid4()),
            "detail-type": "Scheduled Event",
            "source": "aws.events",
            "account": ACCOUNT,
            "time": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            "region": REGION,
            "resources": [f"arn:aws:events:{REGION}:{ACCOUNT}:rule/{self._schedule.rule}"],
            "detail": {},
        }
