"""EventBridge Scheduler's one-shot schedules: what moto keeps and never lets go off."""

import logging
import random
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from botocore.exceptions import BotoCoreError, ClientError

from broadsheet.local.disorder import Disorder
from broadsheet.local.endpoint import Endpoint

if TYPE_CHECKING:
    from mypy_boto3_scheduler import EventBridgeSchedulerClient
    from mypy_boto3_sqs import SQSClient

_LONGEST_SLEEP_SECONDS: Final = 60.0
"""In case the machine's clock is set meanwhile."""
_RETRY_SECONDS: Final = 1.0
_AT: Final = "at(%Y-%m-%dT%H:%M:%S)"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Timer:
    """A schedule: `at` is when it goes off here, or None for never; `times`, how often."""

    name: str
    at: datetime | None
    times: int
    queue_url: str
    input: str


class TimerClock:
    """The thread that sleeps until a schedule is due, and then sends its input to the queue that it names.

    It wakes when a schedule is made or removed. `urls` are the queues by ARN. Under disorder a timer may be late, be
    lost, or go off twice. One that can't go off here is told of in the log, and stays where it is.
    """

    def __init__(  # noqa: PLR0913  # what it stands between
        self,
        group: str,
        *,
        endpoint: Endpoint,
        scheduler: "EventBridgeSchedulerClient",
        sqs: "SQSClient",
        urls: dict[str, str],
        disorder: Disorder,
    ) -> None:
        self._group = group
        self._endpoint = endpoint
        self._scheduler = scheduler
        self._sqs = sqs
        self._urls = urls
        self._disorder = disorder
        self._known: dict[str, _Timer] = {}
        self._stopping = threading.Event()
        scheduler.create_schedule_group(Name=group)
        self._thread = threading.Thread(target=self._watch, name=f"{group}-timers", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Let no more go off."""
        self._stopping.set()
        self._endpoint.wake("scheduler")

    def threads(self) -> tuple[threading.Thread]:
        """The one that watches."""
        return (self._thread,)

    def _watch(self) -> None:
        seen: int | None = None
        while not self._stopping.is_set():
            writes = self._endpoint.writes("scheduler")
            try:
                if writes != seen:
                    self._read()
                    seen = writes
                self._go_off()
                pause = self._pause_seconds()
            except (BotoCoreError, ClientError):
                if not self._stopping.is_set():
                    _log.exception("%s: the timers are tried again in a moment", self._group)
                pause, seen = _RETRY_SECONDS, None
            self._endpoint.wait_for_write("scheduler", writes, pause)

    def _read(self) -> None:
        """Get to know the schedules that are there. One keeps what was decided of it: it doesn't change."""
        pages = self._scheduler.get_paginator("list_schedules").paginate(GroupName=self._group)
        names = [listed["Name"] for page in pages for listed in page["Schedules"]]
        timers = [self._known.get(name) or self._timer(name) for name in names]
        self._known = {timer.name: timer for timer in timers if timer is not None}

    def _timer(self, name: str) -> _Timer | None:
        try:
            schedule = self._scheduler.get_schedule(GroupName=self._group, Name=name)
        except self._scheduler.exceptions.ResourceNotFoundException:
            return None  # it was cancelled meanwhile
        target = schedule["Target"]
        at: datetime | None = None
        url = self._urls.get(target["Arn"], "")
        try:
            at = datetime.strptime(schedule["ScheduleExpression"], _AT).replace(tzinfo=UTC)
        except ValueError:
            _log.error("the schedule %s never goes off: %s is not at(…)", name, schedule["ScheduleExpression"])
        if not url:
            _log.error("the schedule %s never goes off: %s is none of the template's queues", name, target["Arn"])
            at = None
        # By its name, not by the order in which schedules are found, so that a seed decides the same of each timer.
        chances = random.Random(f"timers {self._disorder.seed} {name}")  # noqa: S311  # a test's disorder, no secret
        lost, twice, late = (chances.random() for _ in range(3))
        if at is not None:
            at += timedelta(seconds=late * self._disorder.late_timers)
        times = 0 if lost < self._disorder.lose_timers else 2 if twice < self._disorder.duplicate else 1
        return _Timer(name=name, at=at, times=times, queue_url=url, input=target.get("Input", ""))

    def _go_off(self) -> None:
        now = datetime.now(UTC)
        for timer in list(self._known.values()):
            if timer.at is None or timer.at > now or self._stopping.is_set():
                continue
            # Sent before it is forgotten: at least once, as EventBridge has it.
            for _ in range(timer.times):
                self._sqs.send_message(QueueUrl=timer.queue_url, MessageBody=timer.input)
            del self._known[timer.name]
            self._forget(timer)

    def _forget(self, timer: _Timer) -> None:
        try:
            self._scheduler.delete_schedule(GroupName=self._group, Name=timer.name)
        except self._scheduler.exceptions.ResourceNotFoundException:
            return  # it was cancelled meanwhile

    def _pause_seconds(self) -> float:
        now = datetime.now(UTC)
        moments = [timer.at for timer in self._known.values() if timer.at is not None]
        return max(0.0, min([_LONGEST_SLEEP_SECONDS, *((moment - now).total_seconds() for moment in moments)]))
