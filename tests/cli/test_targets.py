"""From the word on the command line to a target."""

import json
import os
import socket
from pathlib import Path
from typing import Any

import boto3
import pytest

from broadsheet.cli.cloud_target import deployed_session
from tests.cli.desk import run


def make_stack(name: str, **outputs: str) -> None:
    """A stack that has these outputs, and nothing behind them but what they name."""
    template = {
        "Resources": {"Topic": {"Type": "AWS::SNS::Topic"}},
        "Outputs": {key: {"Value": value} for key, value in outputs.items()} or {"None": {"Value": "here"}},
    }
    boto3.client("cloudformation").create_stack(StackName=name, TemplateBody=json.dumps(template))


def make_newsroom() -> dict[str, str]:
    """The stores of a stack, and the outputs that name them."""
    where: Any = {"LocationConstraint": "eu-central-1"}
    s3 = boto3.client("s3")
    for bucket in ("inbox", "site"):
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration=where)
    boto3.client("dynamodb").create_table(
        TableName="catalog",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[
            {"AttributeName": "pk", "AttributeType": "S"},
            {"AttributeName": "sk", "AttributeType": "S"},
        ],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
    )
    queues = ("PublishQueueUrl", "BacklogQueueUrl", "DeadLetterQueueUrl", "AnnounceQueueUrl")
    dead = ("BacklogDeadLetterQueueUrl", "RefreshDeadLetterQueueUrl", "AnnounceDeadLetterQueueUrl")
    sqs = boto3.client("sqs")
    return {
        "InboxBucket": "inbox",
        "SiteBucket": "site",
        "CatalogTable": "catalog",
        "SiteUrl": "https://tide.example",
        "PublishQueueArn": "arn:aws:sqs:eu-central-1:123456789012:PublishQueueUrl",
        "TimerGroup": "timers",
        "TimerRoleArn": "arn:aws:iam::123456789012:role/timers",
        **{name: sqs.create_queue(QueueName=name)["QueueUrl"] for name in (*queues, *dead)},
    }


def test_without_a_target_the_choices_are_told() -> None:
    ran = run("list")
    assert ran.code == 2
    for choice in ("local", "file:DIR", "http://127.0.0.1:PORT", "STACK", "BROADSHEET_TARGET"):
        assert choice in ran.err


@pytest.mark.usefixtures("aws")
def test_a_deployed_stack_is_found_by_its_name() -> None:
    make_stack("tide", **make_newsroom())
    ran = run("list", "--target", "tide", "--json")
    assert ran.code == 0
    assert ran.document == {"target": "tide", "articles": []}


@pytest.mark.usefixtures("aws")
def test_an_unknown_stack_is_the_other_sides_failure() -> None:
    ran = run("list", "--target", "tide", "--region", "eu-west-1")
    assert ran.code == 3
    assert ran.err == "error: there is no stack tide at AWS (eu-west-1)\n"
    assert run("list", "--target", "tide", "--json").document["error"]["code"] == "no_such_stack"


@pytest.mark.usefixtures("aws")
def test_a_stack_of_something_else_is_told_so() -> None:
    make_stack("other")
    ran = run("list", "--target", "other")
    assert ran.code == 3
    assert "is no Broadsheet stack: it has no output InboxBucket" in ran.err


@pytest.mark.usefixtures("aws")
def test_a_bucket_that_is_gone_is_the_other_sides_failure() -> None:
    make_stack("tide", **make_newsroom())
    boto3.client("s3").delete_bucket(Bucket="inbox")
    ran = run("status", "storm", "--target", "tide")
    assert ran.code == 3
    assert "NoSuchBucket" in ran.err


def test_without_credentials_the_ways_to_give_some_are_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, str(tmp_path / "none"))
    ran = run("list", "--target", "tide", "--json")
    assert ran.code == 3
    assert ran.document["error"]["code"] == "credentials"
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    assert run("list", "--target", "tide", "--json").document["error"]["code"] == "region"


def test_an_unknown_profile_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "nobody")
    ran = run("list", "--target", "tide")
    assert ran.code == 3
    assert "nobody" in ran.err


def test_the_region_given_counts() -> None:
    assert deployed_session("eu-west-3").region_name == "eu-west-3"


def test_an_endpoint_where_nothing_answers_is_the_other_sides_failure() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        ran = run("list", "--target", f"http://127.0.0.1:{taken.getsockname()[1]}")
    assert ran.code == 3
    assert "nothing answers at" in ran.err


def test_the_note_of_a_dev_that_has_died_is_passed_over(tmp_path: Path) -> None:
    note = tmp_path / ".broadsheet/dev.json"
    note.parent.mkdir()
    state = {"endpoint_url": "http://127.0.0.1:1", "stack_name": "x", "site_url": "http://127.0.0.1:2"}
    for text in (
        "{",
        "[]",
        json.dumps(state),
        json.dumps({**state, "pid": 2**22 + 1}),
        json.dumps({**state, "pid": -1}),
    ):
        note.write_text(text, encoding="utf-8")
        assert run("list").code == 2, text
    note.write_text(json.dumps({**state, "pid": os.getpid()}), encoding="utf-8")
    assert run("list").code == 3


@pytest.mark.usefixtures("aws")
def test_dead_letters_go_back_to_where_they_failed() -> None:
    outputs = make_newsroom()
    boto3.client("s3").put_bucket_versioning(Bucket="inbox", VersioningConfiguration={"Status": "Enabled"})
    make_stack("tide", **outputs)
    sqs = boto3.client("sqs")
    for number in range(12):
        sqs.send_message(QueueUrl=outputs["DeadLetterQueueUrl"], MessageBody=f"notification {number}")
    sqs.send_message(QueueUrl=outputs["BacklogDeadLetterQueueUrl"], MessageBody='{"look": "a"}')
    sqs.send_message(QueueUrl=outputs["RefreshDeadLetterQueueUrl"], MessageBody='{"DDBStreamBatchInfo": {}}')

    dry = run("redrive", "--target", "tide", "--dry-run", "--json")
    assert dry.document["letters"] == {"publish": 12, "backlog": 1, "announce": 0, "refresh": 1}
    ran = run("redrive", "--target", "tide", "--json")
    assert (ran.code, ran.document["letters"]) == (0, {"publish": 12, "backlog": 1, "announce": 0, "refresh": 1})

    def bodies(name: str) -> list[str]:
        found: list[str] = []
        while messages := sqs.receive_message(QueueUrl=outputs[name], MaxNumberOfMessages=10).get("Messages"):
            found += [message["Body"] for message in messages]
        return sorted(found)

    assert bodies("PublishQueueUrl") == sorted(f"notification {number}" for number in range(12))
    assert bodies("BacklogQueueUrl") == ['{"look": "a"}', '{"look_at_all": {"after": ""}}']
    assert bodies("DeadLetterQueueUrl") == []
    assert run("redrive", "--target", "tide").out.splitlines()[-1] == "nothing is dead"
