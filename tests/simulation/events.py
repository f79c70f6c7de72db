"""The events that functions are invoked with, as AWS writes them."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote_plus

from tests.simulation.invocations import Message
from tests.simulation.names import INBOX

_SQS: Final = {
    "messageAttributes": {},
    "eventSource": "aws:sqs",
    "eventSourceARN": "arn:aws:sqs:eu-central-1:123456789012:publish",
    "awsRegion": "eu-central-1",
}
TEST_EVENT: Final = {
    "Records": [
        {
            "messageId": "test",
            "receiptHandle": "test",
            "body": json.dumps({"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": INBOX}),
            "attributes": {},
            **_SQS,
        }
    ]
}
"""What S3 sends when its notifications are set up."""
SCHEDULED_EVENT: Final = {"version": "0", "source": "aws.events", "detail-type": "Scheduled Event", "detail": {}}


def record_of(change: dict[str, Any], now: datetime) -> dict[str, Any]:
    """S3's notification of a change in the inbox."""
    return {
        "eventVersion": "2.1",
        "eventSource": "aws:s3",
        "awsRegion": "eu-central-1",
        "eventTime": now.isoformat(),
        "eventName": change["event"],
        "s3": {
            "s3SchemaVersion": "1.0",
            "bucket": {"name": INBOX, "arn": f"arn:aws:s3:::{INBOX}"},
            "object": {"key": quote_plus(change["key"], safe="/"), "versionId": change["version"], "sequencer": "00"},
        },
    }


def batch_of(messages: Iterable[Message]) -> dict[str, Any]:
    """A batch from a queue."""
    return {
        "Records": [
            {
                "messageId": f"m{message.number}",
                "receiptHandle": f"r{message.number}",
                "body": message.body,
                "attributes": {"ApproximateReceiveCount": str(message.received)},
                **_SQS,
            }
            for message in messages
        ]
    }
