"""EventBridge Scheduler's one-shot schedules: what moto keeps and never lets go off."""

import random
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from botocore.exceptions import BotoCoreError, ClientError

from broadsheet.local.disorder import Disorder

if TYPE_CHECKING:
    from mypy_boto3_scheduler import EventBridgeSchedulerClient
    from mypy_boto3_sqs import SQSClient

_PAUSE_SECONDS: Final = 0.5
_AT: Final = "at(%Y-%m-%dT%H:%M:%S)"


class TimerClock:
    """The thread that looks for schedules whose time has come, and sends each one's input to the queue it names.

    `urls` are the queues by ARN. Under disorder a timer may be lost, or go off twice.
    """

    def __init__(
        self,
        group: str,
        *,
        scheduler: "EventBridgeSchedulerClient",
        sqs: "SQSClient",
        urls: dict[str, str],
        disorder: Disorder,
    ) -> None:
        self._group = group
        self._scheduler = scheduler
        self._sqs = sqs
        self._urls = urls
        self._disorder = disorder
        self._random = random.Random(f"timers {disorder.seed}")  # noqa: S311  # a test's disorder, no secret
        self._stopping = threading.Event()
        scheduler.create_schedule_group(Name=group)
        self._thread = threading.Thread(target=self._watch, name=f"{group}-timers", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Let no more go off."""
        self._stopping.set()

    def threads(self) -> tuple[threading.Thread]:
        """The one that watches."""
        return (self._thread,)

    def _watch(self) -> None:
        while not self._stopping.wait(_PAUSE_SECONDS):
            try:
                self._look()
            except (BotoCoreError, ClientError):
                if not self._stopping.is_set():
                    continue

    def _look(self) -> None:
        for page in self._scheduler.get_paginator("list_schedules").paginate(GroupName=self._group):
            for listed in page["Schedules"]:
                self._consider(listed["Name"])

    def _consider(self, name: str) -> None:
        schedule = self._scheduler.get_schedule(GroupName=self._group, Name=name)
        at = datetime.strptime(schedule["ScheduleExpression"], _AT).replace(tzinfo=UTC)
        if at > datetime.now(UTC):
            return
        # Sent before it is forgotten: at least once, as EventBridge has it.
        target = schedule["Target"]
        for _ in range(self._times()):
            self._sqs.send_message(QueueUrl=self._urls[target["Arn"]], MessageBody=target["Input"])
        self._scheduler.delete_schedule(GroupName=self._group, Name=name)

    def _times(self) -> int:
        if self._random.random() < self._disorder.lose_timers:
            return 0
        return 2 if self._random.random() < self._disorder.duplicate else 1
