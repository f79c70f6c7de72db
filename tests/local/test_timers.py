"""Timers in the real local stack: the real functions, the template's wiring."""

import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from broadsheet.local import Disorder, LocalStack
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
        _wait_for(lambda: WORD in _site(stack), seconds=30)
        assert not _timers(stack)


def _timers(stack: LocalStack) -> list[str]:
    listed = stack.client("scheduler").list_schedules(GroupName=stack.outputs["TimerGroup"])["Schedules"]
    return [schedule["Name"] for schedule in listed]


def _wait_for(done: Any, *, seconds: float) -> None:
    ends_at = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < ends_at
        time.sleep(0.2)
