"""From a queue to a function and back."""

import json
import time
from collections import Counter
from pathlib import Path
from typing import Any

from broadsheet.local import Disorder, LocalStack
from tests.local.sketch import bodies, heard, sketch

TWICE = ("maxReceiveCount: 10", "maxReceiveCount: 2")
SOON = Disorder(return_after=1.0)
"""What failed comes back after a second. The visibility timeout stays as it is: a slow machine needs more than that."""
REPORT_POISON = """
    poisonous = [each for each in event["Records"] if "poison" in each["body"]]
    return {"batchItemFailures": [{"itemIdentifier": each["messageId"]} for each in poisonous]}
"""


def send(stack: LocalStack, *messages: Any) -> None:
    entries = [{"Id": str(number), "MessageBody": json.dumps(message)} for number, message in enumerate(messages)]
    stack.client("sqs").send_message_batch(QueueUrl=stack.outputs["PublishQueueUrl"], Entries=entries)


def wait_for(path: Path) -> None:
    ends_at = time.monotonic() + 600
    while not path.exists():
        assert time.monotonic() < ends_at
        time.sleep(0.05)


def dead_letters(stack: LocalStack) -> list[Any]:
    answer = stack.client("sqs").receive_message(QueueUrl=stack.outputs["DeadLetterQueueUrl"], MaxNumberOfMessages=10)
    return [json.loads(message["Body"]) for message in answer.get("Messages", [])]


def test_a_message_reported_as_failed_comes_back_alone_and_ends_as_a_dead_letter(tmp_path: Path) -> None:
    template = sketch(tmp_path, TWICE, publish=REPORT_POISON)
    with LocalStack.start(template=template, disorder=SOON) as stack:
        send(stack, "bread", "poison", "butter")
        stack.settle()
        assert Counter(bodies(template)) == {"bread": 1, "poison": 2, "butter": 1}
        assert dead_letters(stack) == ["poison"]


def test_a_function_that_raises_fails_its_whole_batch(tmp_path: Path) -> None:
    template = sketch(tmp_path, TWICE, publish="    raise RuntimeError\n")
    with LocalStack.start(template=template, disorder=SOON) as stack:
        stack.settle()
        send(stack, "a", "b")
        stack.settle()
        assert Counter(bodies(template)) == {"a": 2, "b": 2}
        assert "a" in dead_letters(stack)


def test_an_answer_that_names_no_message_of_the_batch_fails_it_whole(tmp_path: Path) -> None:
    nonsense = '    return {"batchItemFailures": [{"itemIdentifier": "of another batch"}]}\n'
    template = sketch(tmp_path, TWICE, publish=nonsense)
    with LocalStack.start(template=template, disorder=SOON) as stack:
        send(stack, "a")
        stack.settle()
        assert Counter(bodies(template)) == {"a": 2}


def test_without_the_templates_leave_reported_failures_count_for_nothing(tmp_path: Path) -> None:
    allowed = "FunctionResponseTypes: [ReportBatchItemFailures]\n            ScalingConfig"
    template = sketch(tmp_path, TWICE, (allowed, "ScalingConfig"), publish=REPORT_POISON)
    with LocalStack.start(template=template, disorder=SOON) as stack:
        send(stack, "poison")
        stack.settle()
        assert bodies(template) == ["poison"]


def test_a_worker_that_dies_fails_its_batch_and_is_replaced(tmp_path: Path) -> None:
    die_once = """
    import pathlib
    if "deadly" in event["Records"][0]["body"] and not pathlib.Path("died").exists():
        pathlib.Path("died").touch()
        os._exit(3)
"""
    template = sketch(tmp_path, TWICE, publish=die_once)
    with LocalStack.start(template=template, disorder=SOON) as stack:
        stack.settle()
        send(stack, "deadly")
        stack.settle()
        assert bodies(template) == ["deadly", "deadly"]
        assert dead_letters(stack) == []


def test_a_function_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    template = sketch(tmp_path, TWICE, ("Timeout: 30", "Timeout: 1"), publish="    import time; time.sleep(30)\n")
    with LocalStack.start(template=template, disorder=SOON) as stack:
        ends_at = time.monotonic() + 600
        while not dead_letters(stack):
            assert time.monotonic() < ends_at
            time.sleep(0.1)


def test_messages_wait_for_the_batch_to_fill_as_long_as_the_window_is(tmp_path: Path) -> None:
    window = ("MaximumBatchingWindowInSeconds: 0", "MaximumBatchingWindowInSeconds: 2")
    one_poller = ("MaximumConcurrency: 16", "MaximumConcurrency: 1")
    template = sketch(tmp_path, window, one_poller, ("BatchSize: 10\n", "BatchSize: 3\n"))
    with LocalStack.start(template=template) as stack:
        stack.settle()
        for letter in "abcd":
            send(stack, letter)
        stack.settle()
    batches = [len(call["event"]["Records"]) for call in heard(template, "publish")[1:]]
    assert sorted(batches) == [1, 3]


def test_the_backlog_keeps_no_upload_waiting(tmp_path: Path) -> None:
    work = """
    import pathlib, time
    body = event["Records"][0]["body"]
    pathlib.Path(f"begun {body[1:-1]}").touch()
    while "look" in body and not pathlib.Path("let go").exists():
        time.sleep(0.05)
"""
    patient = (("Timeout: 30", "Timeout: 900"), ("VisibilityTimeout: 180", "VisibilityTimeout: 3600"))
    template = sketch(tmp_path, *patient, ("BatchSize: 10\n", "BatchSize: 1\n"), publish=work)
    folder = template.parents[1] / "functions"
    with LocalStack.start(template=template) as stack:
        stack.settle()
        looks = [f"look {number}" for number in range(5)]
        entries = [{"Id": str(number), "MessageBody": json.dumps(look)} for number, look in enumerate(looks)]
        stack.client("sqs").send_message_batch(QueueUrl=stack.outputs["BacklogQueueUrl"], Entries=entries)
        wait_for(folder / "begun look 0")
        wait_for(folder / "begun look 1")
        send(stack, "upload")
        wait_for(folder / "begun upload")
        assert not (folder / "begun look 2").exists()
        (folder / "let go").touch()
        stack.settle(timeout_seconds=600)
        assert Counter(bodies(template)) == Counter([*looks, "upload"])


def test_filtered_messages_are_dropped(tmp_path: Path) -> None:
    pattern = """FilterCriteria: {Filters: [{Pattern: '{"body": {"kind": ["wanted"]}}'}]}\n            ScalingConfig:"""
    template = sketch(tmp_path, ("ScalingConfig:", pattern))
    with LocalStack.start(template=template) as stack:
        send(stack, {"kind": "wanted"}, {"kind": "other"}, "no object")
        stack.settle()
    assert bodies(template) == [{"kind": "wanted"}]


def test_what_failed_comes_back_sooner_when_it_is_to_be_watched(tmp_path: Path) -> None:
    fail_once = """
    import pathlib
    if "whole" in event["Records"][0]["body"] and not pathlib.Path("failed").exists():
        pathlib.Path("failed").touch()
        raise RuntimeError
    failed = [] if pathlib.Path("reported").exists() else event["Records"]
    pathlib.Path("reported").touch()
    return {"batchItemFailures": [{"itemIdentifier": each["messageId"]} for each in failed]}
"""
    template = sketch(tmp_path, ("MaximumConcurrency: 16", "MaximumConcurrency: 1"), publish=fail_once)
    with LocalStack.start(template=template, disorder=SOON) as stack:
        stack.settle()
        send(stack, "whole")
        stack.settle()
        assert bodies(template) == ["whole", "whole"]
        assert dead_letters(stack) == []
