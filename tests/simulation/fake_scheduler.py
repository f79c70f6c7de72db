"""EventBridge Scheduler's client in memory: one-shot schedules. A parameter that it doesn't know is a TypeError."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import ClientError

from tests.simulation.fake_s3 import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class FakeSchedule:
    """What is to happen when."""

    name: str
    at: datetime
    input: str


class FakeScheduler:
    """One group of schedules, each for one moment, gone when it has gone off."""

    def __init__(self, clock: Clock) -> None:
        self.schedules: dict[str, FakeSchedule] = {}
        self._clock = clock

    def create_schedule(  # so many has AWS
        self,
        *,
        Name: str,
        GroupName: str,  # noqa: ARG002  # there is only one
        ScheduleExpression: str,
        ScheduleExpressionTimezone: str,
        FlexibleTimeWindow: dict[str, str],
        ActionAfterCompletion: str,
        Target: dict[str, str],
    ) -> dict[str, Any]:
        """Make a schedule; for a time that has passed there is none."""
        assert (ScheduleExpressionTimezone, FlexibleTimeWindow) == ("UTC", {"Mode": "OFF"})
        assert ActionAfterCompletion == "DELETE"
        if Name in self.schedules:
            raise _error("ConflictException", 409, "CreateSchedule")
        at = datetime.strptime(ScheduleExpression, "at(%Y-%m-%dT%H:%M:%S)").replace(tzinfo=UTC)
        if at <= self._clock.now():
            raise _error("ValidationException", 400, "CreateSchedule")
        self.schedules[Name] = FakeSchedule(name=Name, at=at, input=Target["Input"])
        return {"ResponseMetadata": {"HTTPStatusCode": 200}, "ScheduleArn": f"arn:aws:scheduler:::schedule/{Name}"}

    def delete_schedule(self, *, Name: str, GroupName: str) -> dict[str, Any]:  # noqa: ARG002  # as above
        """Forget a schedule."""
        if self.schedules.pop(Name, None) is None:
            raise _error("ResourceNotFoundException", 404, "DeleteSchedule")
        return {"ResponseMetadata": {"HTTPStatusCode": 200}}

    def due(self) -> list[FakeSchedule]:
        """Those whose time has come, to be looked at without a call."""
        return [schedule for schedule in self.schedules.values() if schedule.at <= self._clock.now()]


def _error(code: str, status: int, operation: str) -> ClientError:
    response: Any = {
        "Error": {"Code": code, "Message": "simulated"},
        "ResponseMetadata": {"HTTPStatusCode": status, "HTTPHeaders": {}},
    }
    return ClientError(response, operation)
