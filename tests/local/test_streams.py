"""From a table's stream to a function."""

import json
from pathlib import Path
from typing import Any

import pytest
from samtranslator.yaml_helper import yaml_parse

from broadsheet.local import LocalStack, TemplateError
from broadsheet.local.streams import pause_seconds
from broadsheet.stores.catalog import LEASE
from tests.local.sketch import TEMPLATE, heard, sketch

QUICK = ("MaximumBatchingWindowInSeconds: 1", "MaximumBatchingWindowInSeconds: 0")
FEW_RETRIES = ("MaximumRetryAttempts: 20", "MaximumRetryAttempts: 2")
WHOLE = ("BisectBatchOnFunctionError: true", "BisectBatchOnFunctionError: false")


def put(stack: LocalStack, *keys: str, partition: str = "listing#all") -> None:
    puts = [{"PutRequest": {"Item": {"pk": {"S": partition}, "sk": {"S": key}, "n": {"N": "1"}}}} for key in keys]
    stack.client("dynamodb").batch_write_item(RequestItems={stack.outputs["CatalogTable"]: puts})


def batches(template: Path) -> list[list[str]]:
    """The sort keys of every batch that the function was given."""
    calls = heard(template, "refresh")
    return [[record["dynamodb"]["Keys"]["sk"]["S"] for record in call["event"]["Records"]] for call in calls]


def given_up(stack: LocalStack) -> list[dict[str, Any]]:
    sqs = stack.client("sqs")
    (url,) = [url for url in sqs.list_queues()["QueueUrls"] if "RefreshDeadLetter" in url]
    return [json.loads(each["Body"]) for each in sqs.receive_message(QueueUrl=url).get("Messages", [])]


def test_records_come_in_lambdas_shape(tmp_path: Path) -> None:
    template = sketch(tmp_path, QUICK)
    with LocalStack.start(template=template) as stack:
        put(stack, "a")
        put(stack, "claim", partition="address#/x/")
        stack.settle()
    ((record,),) = [call["event"]["Records"] for call in heard(template, "refresh")]
    described = record["dynamodb"]
    assert (record["eventName"], record["eventSource"], record["eventVersion"]) == ("INSERT", "aws:dynamodb", "1.1")
    assert record["eventSourceARN"].startswith("arn:aws:dynamodb:eu-central-1:123456789012:table/")
    assert record["awsRegion"] == "eu-central-1"
    assert described["Keys"] == {"pk": {"S": "listing#all"}, "sk": {"S": "a"}}
    assert described["StreamViewType"] == "KEYS_ONLY"
    assert isinstance(described["ApproximateCreationDateTime"], float)
    assert "NewImage" not in described


def test_a_burst_is_folded_into_one_batch(tmp_path: Path) -> None:
    template = sketch(tmp_path, ("MaximumBatchingWindowInSeconds: 1 #", "MaximumBatchingWindowInSeconds: 4 #"))
    with LocalStack.start(template=template) as stack:
        put(stack, *"abcd")
        put(stack, *"efgh")
        stack.settle()
    assert batches(template) == [list("abcdefgh")]


def test_a_full_batch_does_not_wait(tmp_path: Path) -> None:
    window = ("MaximumBatchingWindowInSeconds: 1 #", "MaximumBatchingWindowInSeconds: 60 #")
    template = sketch(tmp_path, window, ("BatchSize: 100", "BatchSize: 2"))
    with LocalStack.start(template=template) as stack:
        put(stack, *"abcd")
        stack.settle()
    assert [key for batch in batches(template) for key in batch] == list("abcd")


def test_what_comes_after_a_reported_failure_is_given_again(tmp_path: Path) -> None:
    fail_c_once = """
    import pathlib
    bad = [each for each in event["Records"] if each["dynamodb"]["Keys"]["sk"]["S"] == "c"]
    if bad and not pathlib.Path("failed").exists():
        pathlib.Path("failed").touch()
        return {"batchItemFailures": [{"itemIdentifier": bad[0]["dynamodb"]["SequenceNumber"]}]}
"""
    template = sketch(tmp_path, WHOLE, refresh=fail_c_once)
    with LocalStack.start(template=template) as stack:
        put(stack, *"abcd")
        stack.settle()
        assert given_up(stack) == []
    assert batches(template) == [list("abcd"), list("cd")]


def test_a_batch_that_fails_for_ever_is_given_up_and_told(tmp_path: Path) -> None:
    template = sketch(tmp_path, WHOLE, FEW_RETRIES, refresh="    raise RuntimeError\n")
    with LocalStack.start(template=template) as stack:
        put(stack, *"ab")
        stack.settle()
        (told,) = given_up(stack)
    assert batches(template) == [list("ab")] * 3
    assert told["requestContext"]["condition"] == "RetryAttemptsExhausted"
    assert told["DDBStreamBatchInfo"]["batchSize"] == 2
    assert told["DDBStreamBatchInfo"]["shardId"].startswith("shardId-")


def test_a_poisonous_record_is_singled_out_by_halving(tmp_path: Path) -> None:
    hate_c = """
    if any(each["dynamodb"]["Keys"]["sk"]["S"] == "c" for each in event["Records"]):
        raise RuntimeError
"""
    template = sketch(tmp_path, FEW_RETRIES, refresh=hate_c)
    with LocalStack.start(template=template) as stack:
        put(stack, *"abcd")
        stack.settle()
        (told,) = given_up(stack)
    assert told["DDBStreamBatchInfo"]["batchSize"] == 1
    assert batches(template) == [list("abcd"), list("ab"), list("cd"), ["c"], ["c"], ["c"], ["d"]]


def test_the_templates_retries_outlast_two_killed_handlers_one_after_the_other() -> None:
    refresh = yaml_parse(TEMPLATE.read_text())["Resources"]["RefreshFunction"]["Properties"]
    retries = refresh["Events"]["Catalog"]["Properties"]["MaximumRetryAttempts"]
    pauses = [pause_seconds(attempt) for attempt in range(1, retries + 1)]
    assert sum(pauses) > 2 * LEASE.total_seconds()
    assert pauses == sorted(pauses)
    assert pauses[0] < 1
    assert pauses[-1] < LEASE.total_seconds() / 2


def test_what_the_local_stream_does_not_play_is_refused(tmp_path: Path) -> None:
    old = ("MaximumRetryAttempts: 20", "MaximumRecordAgeInSeconds: 60")
    with pytest.raises(TemplateError, match="the local stack doesn't play MaximumRecordAgeInSeconds"):
        LocalStack.start(template=sketch(tmp_path, old))
