"""Timers as one-shot schedules of EventBridge Scheduler, which put a look into the publish queue."""

import logging
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from botocore.exceptions import ClientError

from broadsheet.article import ArticleId
from broadsheet.stores.aws import error_code, translated
from broadsheet.stores.backlog import Look, encode_errand
from broadsheet.stores.clock import Clock

if TYPE_CHECKING:
    from mypy_boto3_scheduler import EventBridgeSchedulerClient

_GRACE: Final = timedelta(seconds=1)
"""How much later a timer goes off, so that no clock that is slow finds it too early."""
_TOO_LATE: Final = timedelta(minutes=1)
"""What AWS refuses to set for a moment nearer than that counts as over, by a clock that is ahead of ours."""
_log = logging.getLogger(__name__)


class SchedulerTimers:
    """One schedule per article, moment and revision, by a name that is made of these: set twice it is one.

    EventBridge Scheduler invokes at least once, up to a minute late, and forgets a schedule when it has gone off
    (ActionAfterCompletion). One whose article has changed meanwhile only makes somebody look.

    It takes no schedule for a moment that is over (ValidationException): such an article is due, and the release finds
    it.
    """

    def __init__(
        self, client: "EventBridgeSchedulerClient", *, group: str, queue_arn: str, role_arn: str, clock: Clock
    ) -> None:
        self._client = client
        self._clock = clock
        self._group = group
        self._queue_arn = queue_arn
        self._role_arn = role_arn

    def set(self, article_id: ArticleId, at: datetime, *, revision: int) -> None:
        """One CreateSchedule."""
        moment = (at + _GRACE).astimezone(UTC)
        with translated(f"set the timer of {article_id}"):
            try:
                self._client.create_schedule(
                    Name=schedule_name(article_id, at, revision=revision),
                    GroupName=self._group,
                    ScheduleExpression=f"at({moment:%Y-%m-%dT%H:%M:%S})",
                    ScheduleExpressionTimezone="UTC",
                    FlexibleTimeWindow={"Mode": "OFF"},
                    ActionAfterCompletion="DELETE",
                    Target={
                        "Arn": self._queue_arn,
                        "RoleArn": self._role_arn,
                        "Input": encode_errand(Look(id=article_id)),
                    },
                )
            except ClientError as error:
                is_over = moment < self._clock.now() + _TOO_LATE
                if error_code(error) == "ValidationException" and is_over:
                    _log.warning("no timer for %s at %s, which is over: %s", article_id, at.isoformat(), error)
                elif error_code(error) != "ConflictException":  # it is there already
                    raise

    def cancel(self, article_id: ArticleId, at: datetime, *, revision: int) -> None:
        """One DeleteSchedule."""
        with translated(f"cancel the timer of {article_id}"):
            try:
                self._client.delete_schedule(
                    Name=schedule_name(article_id, at, revision=revision), GroupName=self._group
                )
            except ClientError as error:
                if error_code(error) != "ResourceNotFoundException":
                    raise


def schedule_name(article_id: str, at: datetime, *, revision: int) -> str:
    """The schedule's name: at most 64 of the characters 0-9 A-Z a-z - _ ."""
    return f"{sha256(article_id.encode()).hexdigest()[:32]}-{at.timestamp():.0f}-{revision}"
