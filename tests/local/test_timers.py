"""Timers in the real local stack: the real functions, the template's wiring."""

import json
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from broadsheet.local import Disorder, LocalStack
from tests.local.sketch import bodies, heard, sketch
from tests.world import source

WORD = "xylograph"


def _site(stack: LocalStack) -> str:
    s3, bucket = stack.client("s3"), stack.outputs["SiteBucket"]
    listed = s3.list_objects_v2(Bucket=bucket).get("Contents", [])
    found = {}
    for entry in listed:
        answer = s3.get_object(Bucket=bucket, Key=entry["Key"])
        found[entry["Key"]] = [answer["Body"].read().decode(errors="replace"), str(answer["ResponseMetadata"])]
    return json.dumps(found)


def _embargoed(until: datetime) -> bytes:
    return source(
        title=WORD, slug=WORD, section=WORD, summary=WORD, body=WORD, redirect_from=[f"/{WORD}"], tags=[WORD],
        authors=[{"name": WORD}], embargo_until=until.isoformat(), published_at="2026-11-20T12:00:00Z",
    )  # fmt: skip


@pytest.mark.parametrize("lost", [False, True], ids=["timer", "lost timer"])
def test_no_word_of_a_held_article_is_in_the_site_before_its_time_and_it_is_there_after(*, lost: bool) -> None:
    with LocalStack.start(disorder=Disorder(lose_timers=1.0, pace=3.0) if lost else None) as stack:
        inbox = stack.outputs["InboxBucket"]
        until = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=6)
        stack.client("s3").put_object(Bucket=inbox, Key="articles/a.json", Body=_embargoed(until))
        while datetime.now(UTC) < until - timedelta(seconds=1):
            assert WORD not in _site(stack)
            time.sleep(0.3)
        _wait_for(lambda: WORD in _site(stack))
        _wait_for(lambda: not _timers(stack))


def _schedule(stack: LocalStack, name: str, at: str, *, queue_arn: str | None = None) -> None:
    target = {"Arn": queue_arn or stack.outputs["PublishQueueArn"], "RoleArn": stack.outputs["TimerRoleArn"]}
    stack.client("scheduler").create_schedule(
        Name=name, GroupName=stack.outputs["TimerGroup"], ScheduleExpression=at, FlexibleTimeWindow={"Mode": "OFF"},
        Target={**target, "Input": json.dumps(name)},
    )  # fmt: skip


def _at(moment: datetime) -> str:
    return f"at({moment:%Y-%m-%dT%H:%M:%S})"


def test_a_timer_that_nobody_can_play_keeps_no_other_from_going_off(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    template = sketch(tmp_path)
    now = datetime.now(UTC)
    with LocalStack.start(template=template) as stack:
        nowhere = "arn:aws:sqs:eu-central-1:123456789012:nowhere"
        _schedule(stack, "astray", _at(now), queue_arn=nowhere)
        _schedule(stack, "often", "rate(1 minute)")
        _schedule(stack, "later", _at(now + timedelta(hours=1)))
        _schedule(stack, "good", _at(now))
        _wait_for(lambda: bodies(template) == ["good"])
        _wait_for(lambda: sorted(_timers(stack)) == ["astray", "later", "often"])
    assert f"astray never goes off: {nowhere} is none of the template's queues" in caplog.text
    assert "often never goes off: rate(1 minute) is not at(…)" in caplog.text


def test_under_disorder_timers_are_late(tmp_path: Path) -> None:
    template = sketch(tmp_path)
    names = {f"timer-{number}" for number in range(8)}
    with LocalStack.start(template=template, disorder=Disorder(seed=1, late_timers=4.0)) as stack:
        at = datetime.now(UTC).replace(microsecond=0)
        for name in names:
            _schedule(stack, name, _at(at))
        _wait_for(lambda: set(bodies(template)) == names)
        sent = [
            datetime.fromtimestamp(int(record["attributes"]["SentTimestamp"]) / 1000, UTC)
            for call in heard(template, "publish")
            for record in call["event"]["Records"]
            if record["body"].strip('"') in names
        ]
    assert max(sent) > at + timedelta(seconds=2)


def _timers(stack: LocalStack) -> list[str]:
    listed = stack.client("scheduler").list_schedules(GroupName=stack.outputs["TimerGroup"])["Schedules"]
    return [schedule["Name"] for schedule in listed]


def _wait_for(done: Any) -> None:
    ends_at = time.monotonic() + 600
    while not done():
        assert time.monotonic() < ends_at
        time.sleep(0.2)
