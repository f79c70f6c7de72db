"""A deployed newsroom, as moto has it, and the handlers beside it."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import boto3
import pytest

import publish as publish_function
import refresh as refresh_function
import runtime
from broadsheet.publishing import Newsroom
from broadsheet.stores.inbox import article_key
from broadsheet.wiring import CloudNames, cloud_newsroom
from tests.distribution import made

EVENTS = Path(__file__).parents[2] / "events"
CONTEXT: Any = SimpleNamespace(
    function_name="function",
    memory_limit_in_mb=512,
    invoked_function_arn="arn:aws:lambda:eu-central-1:123456789012:function:function",
    aws_request_id="8e5fcf0c-6e8d-4c1e-9d1c-0a1b2c3d4e5f",
    get_remaining_time_in_millis=lambda: 120_000,
)


class Deployed:
    """Buckets, a table with its stream, and the two handlers."""

    def __init__(self) -> None:
        self.s3 = boto3.client("s3")
        place: Any = {"LocationConstraint": "eu-central-1"}
        for bucket in ("the-inbox", "the-site"):
            self.s3.create_bucket(Bucket=bucket, CreateBucketConfiguration=place)
        self.s3.put_bucket_versioning(Bucket="the-inbox", VersioningConfiguration={"Status": "Enabled"})
        boto3.client("dynamodb").create_table(
            TableName="the-catalog",
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
            AttributeDefinitions=[
                {"AttributeName": "pk", "AttributeType": "S"},
                {"AttributeName": "sk", "AttributeType": "S"},
            ],
            BillingMode="PAY_PER_REQUEST",
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"},
        )
        backlog = boto3.client("sqs").create_queue(QueueName="the-backlog")["QueueUrl"]
        announcements = boto3.client("sqs").create_queue(QueueName="the-announcements")["QueueUrl"]
        self.distribution_id = made(boto3.client("cloudfront"))
        boto3.client("scheduler").create_schedule_group(Name="the-timers")
        self.names = CloudNames(
            inbox_bucket="the-inbox",
            site_bucket="the-site",
            catalog_table="the-catalog",
            backlog_queue_url=backlog,
            publish_queue_arn="arn:aws:sqs:eu-central-1:123456789012:the-queue",
            timer_group="the-timers",
            timer_role_arn="arn:aws:iam::123456789012:role/the-timers",
            announce_queue_url=announcements,
        )
        self._streams = boto3.client("dynamodbstreams")
        (stream,) = self._streams.list_streams(TableName="the-catalog")["Streams"]
        self._stream = stream["StreamArn"]
        self._place: dict[str, Any] = {"ShardIteratorType": "TRIM_HORIZON"}

    def newsroom(self) -> Newsroom:
        """The same stores, seen from outside."""
        return cloud_newsroom(self.names)

    def upload(self, source_id: str, data: bytes) -> str:
        """Store a source; returns the version id."""
        return self.s3.put_object(Bucket="the-inbox", Key=article_key(source_id), Body=data)["VersionId"]

    def delete(self, source_id: str) -> str:
        """Delete a source; returns the marker's version id."""
        return self.s3.delete_object(Bucket="the-inbox", Key=article_key(source_id))["VersionId"]

    def publish(self, *source_ids: str, event: dict[str, Any] | None = None) -> dict[str, Any]:
        """Hand the handler a batch with one notification for each id."""
        return dict(publish_function.handler(event or batch(*source_ids), CONTEXT))

    def work_through_the_backlog(self) -> list[str]:
        """Hand the handler one message of the backlog after the other; returns whom they were for."""
        sqs, url, done = boto3.client("sqs"), self.names.backlog_queue_url, []
        (sample,) = json.loads((EVENTS / "publish-timer.json").read_text())["Records"]
        while messages := sqs.receive_message(QueueUrl=url).get("Messages"):
            for message in messages:
                answer = self.publish(event={"Records": [{**sample, "body": message["Body"]}]})
                assert answer == {"batchItemFailures": []}
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
                done.append(json.loads(message["Body"]).get("look", "all"))
        return done

    def refresh(self) -> list[dict[str, Any]]:
        """Hand the handler everything that is new in the table's stream; returns these records."""
        found: list[dict[str, Any]] = []
        while True:
            (shard,) = self._streams.describe_stream(StreamArn=self._stream)["StreamDescription"]["Shards"]
            # A new iterator each time: moto's own stay with a table that a failed transaction has replaced.
            iterator = self._streams.get_shard_iterator(
                StreamArn=self._stream, ShardId=shard["ShardId"], **self._place
            )["ShardIterator"]
            records = json.loads(
                json.dumps(
                    self._streams.get_records(ShardIterator=iterator, Limit=100)["Records"], default=datetime.timestamp
                )
            )
            if not records:
                return found
            found += records
            last = records[-1]["dynamodb"]["SequenceNumber"]
            self._place = {"ShardIteratorType": "AFTER_SEQUENCE_NUMBER", "SequenceNumber": last}
            refresh_function.handler({"Records": records}, CONTEXT)

    def site(self) -> dict[str, bytes]:
        """Every public object's bytes by key."""
        listed = self.s3.list_objects_v2(Bucket="the-site").get("Contents", [])
        return {
            entry["Key"]: self.s3.get_object(Bucket="the-site", Key=entry["Key"])["Body"].read() for entry in listed
        }


def batch(*source_ids: str) -> dict[str, Any]:
    """An SQS batch, made after the sample."""
    (sample,) = json.loads((EVENTS / "publish-created.json").read_text())["Records"]
    records = []
    for number, source_id in enumerate(source_ids):
        body = json.loads(sample["body"])
        body["Records"][0]["s3"]["object"]["key"] = article_key(source_id)
        body["Records"][0]["s3"]["object"].pop("versionId")
        records.append({**sample, "messageId": f"message-{number}", "body": json.dumps(body)})
    return {"Records": records}


@pytest.fixture
def deployed(aws: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Deployed]:  # noqa: ARG001  # AWS must be there
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "tests")
    monkeypatch.setenv("VERIFY_PAUSE_SECONDS", "0")
    monkeypatch.setenv("POWERTOOLS_METRICS_NAMESPACE", "Broadsheet")
    runtime.forget()
    runtime.metrics.clear_metrics()  # where none are sent they stay
    deployed = Deployed()
    monkeypatch.setenv("DISTRIBUTION_ID", deployed.distribution_id)
    for name, value in asdict(deployed.names).items():
        monkeypatch.setenv(name.upper(), value)
    yield deployed
    runtime.forget()
