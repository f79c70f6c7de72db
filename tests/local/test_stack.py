"""A running stack, as its clients see it."""

import json
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from broadsheet.local import LocalStack


def test_clients_find_the_outputs_by_the_stack_name(stack: LocalStack) -> None:
    (described,) = stack.client("cloudformation").describe_stacks(StackName="broadsheet-local")["Stacks"]
    outputs = {output["OutputKey"]: output["OutputValue"] for output in described["Outputs"]}
    assert outputs == dict(stack.outputs)
    assert sorted(outputs) == [
        "AlarmTopicArn",
        "AnnounceDeadLetterQueueUrl",
        "AnnounceQueueUrl",
        "BacklogDeadLetterQueueUrl",
        "BacklogQueueUrl",
        "CatalogTable",
        "DeadLetterQueueUrl",
        "EditorPolicyArn",
        "InboxBucket",
        "PublishQueueArn",
        "PublishQueueUrl",
        "RefreshDeadLetterQueueUrl",
        "SiteBucket",
        "SiteUrl",
        "TimerGroup",
        "TimerRoleArn",
    ]


def test_site_url_is_the_local_sites(stack: LocalStack) -> None:
    assert stack.outputs["SiteUrl"] == stack.site_url
    assert urlsplit(stack.site_url).hostname == "127.0.0.1"


def test_outputs_name_what_is_there(stack: LocalStack) -> None:
    stack.client("s3").head_bucket(Bucket=stack.outputs["SiteBucket"])
    table = stack.client("dynamodb").describe_table(TableName=stack.outputs["CatalogTable"])["Table"]
    assert table["StreamSpecification"]["StreamViewType"] == "KEYS_ONLY"
    for queue in ("PublishQueueUrl", "DeadLetterQueueUrl"):
        stack.client("sqs").get_queue_attributes(QueueUrl=stack.outputs[queue], AttributeNames=["All"])


def test_queue_is_as_the_template_says(stack: LocalStack) -> None:
    attributes = stack.client("sqs").get_queue_attributes(
        QueueUrl=stack.outputs["PublishQueueUrl"], AttributeNames=["All"]
    )["Attributes"]
    assert attributes["VisibilityTimeout"] == "180"
    assert json.loads(attributes["RedrivePolicy"])["maxReceiveCount"] == 10


def test_inbox_keeps_versions(stack: LocalStack) -> None:
    versioning = stack.client("s3").get_bucket_versioning(Bucket=stack.outputs["InboxBucket"])
    assert versioning["Status"] == "Enabled"


def test_there_is_one_stack_at_a_time(stack: LocalStack) -> None:
    assert stack.site_url
    with pytest.raises(RuntimeError, match="already"):
        LocalStack.start()


def test_session_reads_nobodys_configuration(
    stack: LocalStack, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "config").write_text("[default]\nregion = nowhere-1\nendpoint_url = http://127.0.0.1:1\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_PROFILE", "of-somebody")
    session = stack.session()
    assert session.region_name == "eu-central-1"
    credentials = session.get_credentials()
    assert credentials is not None
    assert credentials.access_key == "local"
    session.client("s3", endpoint_url=stack.endpoint_url).head_bucket(Bucket=stack.outputs["SiteBucket"])


def test_a_waiting_receive_holds_up_nobody(stack: LocalStack) -> None:
    sqs = stack.client("sqs")
    queue = sqs.create_queue(QueueName="empty")["QueueUrl"]
    waiting = threading.Thread(target=lambda: sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=2))
    waiting.start()
    begun = time.monotonic()
    stack.client("s3").list_buckets()
    assert time.monotonic() - begun < 1.5
    waiting.join()
