"""One suite over boto3's client of EventBridge Scheduler on moto and over the fake that the simulator uses."""

from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

import boto3
import pytest

from broadsheet.stores.clock import FixedClock
from tests.simulation.fake_scheduler import FakeScheduler
from tests.simulation.refusals import refusal_of

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture(params=["moto", "fake"])
def scheduler(request: pytest.FixtureRequest) -> Any:
    if request.param == "fake":
        return FakeScheduler(FixedClock(NOW))
    request.getfixturevalue("aws")
    client = boto3.client("scheduler")
    client.create_schedule_group(Name="timers")
    return client


class TestScheduler:
    SCHEDULE: ClassVar[dict[str, Any]] = {
        "Name": "soon",
        "GroupName": "timers",
        "ScheduleExpression": f"at({NOW + timedelta(minutes=1):%Y-%m-%dT%H:%M:%S})",
        "ScheduleExpressionTimezone": "UTC",
        "FlexibleTimeWindow": {"Mode": "OFF"},
        "ActionAfterCompletion": "DELETE",
        "Target": {
            "Arn": "arn:aws:sqs:eu-central-1:123456789012:publish",
            "RoleArn": "arn:aws:iam::123456789012:role/timers",
            "Input": "{}",
        },
    }

    def test_a_name_is_taken_once(self, scheduler: Any) -> None:
        assert scheduler.create_schedule(**self.SCHEDULE)["ScheduleArn"].endswith("/soon")
        # AWS and the fake answer 409, moto 400; the adapter looks at the name only.
        assert refusal_of(scheduler.create_schedule, **self.SCHEDULE)[0] == "ConflictException"

    def test_what_is_deleted_is_gone_and_may_be_made_again(self, scheduler: Any) -> None:
        named = {"Name": "soon", "GroupName": "timers"}
        scheduler.create_schedule(**self.SCHEDULE)
        scheduler.delete_schedule(**named)
        assert refusal_of(scheduler.delete_schedule, **named) == ("ResourceNotFoundException", 404)
        scheduler.create_schedule(**self.SCHEDULE)

    def test_a_schedule_is_due_when_its_moment_has_come(self) -> None:
        """moto's never go off."""
        clock = FixedClock(NOW)
        fake = FakeScheduler(clock)
        fake.create_schedule(**self.SCHEDULE)
        assert fake.due() == []
        clock.sleep(60)
        assert [schedule.input for schedule in fake.due()] == ["{}"]
