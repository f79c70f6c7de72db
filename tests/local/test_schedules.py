"""From the clock to a function."""

import time
from pathlib import Path
from typing import Any

import pytest

from broadsheet.local import Disorder, LocalStack
from broadsheet.local.plan import plan_of
from broadsheet.local.transform import Facts
from tests.local.sketch import heard, sketch


def _plan(tmp_path: Path, **rule: Any) -> Any:
    code = {"S3Bucket": "local", "S3Key": "."}
    facts = [
        Facts("Sweep", "AWS::Lambda::Function", {"Handler": "sweep.handler", "Code": code}, {}),
        Facts("Clock", "AWS::Events::Rule", {"Targets": [{"Arn": "Sweep", "Id": "x"}], **rule}, {}),
    ]
    return plan_of(facts, template=tmp_path / "template.yaml", region="eu-central-1", account="123456789012")


@pytest.mark.parametrize(
    ("expression", "seconds"),
    [("rate(1 minute)", 60), ("rate(15 minutes)", 900), ("rate(1 hour)", 3600), ("rate(2 days)", 172800)],
)
def test_a_schedules_pace_is_the_templates(tmp_path: Path, expression: str, seconds: int) -> None:
    (schedule,) = _plan(tmp_path, ScheduleExpression=expression).schedules
    assert (schedule.function, schedule.every_seconds) == ("Sweep", seconds)


def test_a_schedule_that_is_switched_off_is_not_played(tmp_path: Path) -> None:
    assert not _plan(tmp_path, ScheduleExpression="rate(1 hour)", State="DISABLED").schedules


def test_a_function_is_invoked_at_a_pace_that_can_be_watched(tmp_path: Path) -> None:
    template = sketch(tmp_path)
    with LocalStack.start(template=template, disorder=Disorder(pace=0.1)):
        ends_at = time.monotonic() + 600
        while len(heard(template, "sweep")) < 3:
            assert time.monotonic() < ends_at
            time.sleep(0.05)
    event = heard(template, "sweep")[0]["event"]
    assert (event["source"], event["detail-type"]) == ("aws.events", "Scheduled Event")
    assert event["resources"][0].startswith("arn:aws:events:eu-central-1:123456789012:rule/")


def test_the_stack_is_not_at_rest_while_a_schedules_function_is_at_work(tmp_path: Path) -> None:
    work = """
    import pathlib, time
    pathlib.Path("begun").touch()
    while not pathlib.Path("let go").exists():
        time.sleep(0.05)
    time.sleep(0.2)
    pathlib.Path("done").touch()
"""
    template = sketch(tmp_path, sweep=work)
    folder = template.parents[1] / "functions"
    with LocalStack.start(template=template, disorder=Disorder(pace=3.0)) as stack:
        ends_at = time.monotonic() + 600
        while not (folder / "begun").exists():
            assert time.monotonic() < ends_at
            time.sleep(0.02)
        with pytest.raises(TimeoutError, match="SweepFunction at work"):
            stack.settle(timeout_seconds=0.1)
        (folder / "let go").touch()
        stack.settle()
        assert (folder / "done").exists()
