"""The event source of a queue: what Lambda does between SQS and a function."""

import json
import logging
import math
import threading
import time
from typing import TYPE_CHECKING, Any, Final

from botocore.exceptions import BotoCoreError, ClientError

from broadsheet.local.endpoint import Endpoint
from broadsheet.local.failures import InvalidAnswer, failed_ids
from broadsheet.local.filters import passes
from broadsheet.local.functions import Pool
from broadsheet.local.plan import QueueSource
from broadsheet.local.session import REGION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageTypeDef

_MOST_AT_ONCE: Final = 10
_LONGEST_SLEEP_SECONDS: Final = 0.5
_log = logging.getLogger(__name__)


class QueuePoller:
    """One of a source's threads: takes a batch, invokes, deletes what succeeded. The rest comes back by itself.

    That takes the queue's visibility timeout, or `return_after` seconds where that is given.
    """

    def __init__(
        self,
        source: QueueSource,
        pool: Pool,
        endpoint: Endpoint,
        sqs: "SQSClient",
        *,
        return_after: float | None = None,
    ) -> None:
        self._source = source
        self._pool = pool
        self._endpoint = endpoint
        self._sqs = sqs
        self._return_after = return_after
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._poll, name=f"{source.function}-queue", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Take no more batches; the one under way is let go."""
        self._stopping.set()
        self._endpoint.wake("sqs")

    def threads(self) -> tuple[threading.Thread]:
        """The one that polls."""
        return (self._thread,)

    def _poll(self) -> None:
        while not self._stopping.is_set():
            seen = self._endpoint.writes("sqs")
            try:
                batch = self._collect()
                if batch:
                    self._process(batch)
                    continue
            except (BotoCoreError, ClientError):
                if not self._stopping.is_set():
                    _log.exception("%s: a batch went wrong", self._source.function)
            self._endpoint.wait_for_write("sqs", seen, _LONGEST_SLEEP_SECONDS)

    def _collect(self) -> list["MessageTypeDef"]:
        """Messages until the batch is full or the window is over."""
        batch = self._receive(self._source.batch_size)
        ends_at = time.monotonic() + self._source.window_seconds
        while batch and len(batch) < self._source.batch_size and not self._stopping.is_set():
            seen, left = self._endpoint.writes("sqs"), ends_at - time.monotonic()
            if left <= 0:
                break
            more = self._receive(self._source.batch_size - len(batch))
            batch += more
            if not more:
                self._endpoint.wait_for_write("sqs", seen, left)
        return batch

    def _receive(self, wanted: int) -> list["MessageTypeDef"]:
        answer = self._sqs.receive_message(
            QueueUrl=self._source.queue_url,
            MaxNumberOfMessages=min(wanted, _MOST_AT_ONCE),
            WaitTimeSeconds=0,
            MessageAttributeNames=["All"],
            MessageSystemAttributeNames=["All"],
        )
        messages = answer.get("Messages", [])
        unwanted = [message for message in messages if not passes(_filterable(message), self._source.patterns)]
        self._delete(unwanted)
        return [message for message in messages if message not in unwanted]

    def _process(self, batch: "Sequence[MessageTypeDef]") -> None:
        outcome = self._pool.invoke({"Records": [self._record(message) for message in batch]})
        failed = {message["MessageId"] for message in batch} if outcome.error is not None else set()
        if outcome.error is None and self._source.reports_failures:
            ids = {message["MessageId"] for message in batch}
            try:
                failed = failed_ids(outcome.payload, ids)
            except InvalidAnswer as error:
                _log.warning("%s: the whole batch counts as failed: %s", self._source.function, error)
                failed = ids
        self._delete([message for message in batch if message["MessageId"] not in failed])
        if self._return_after is not None:
            self._hasten([message for message in batch if message["MessageId"] in failed], self._return_after)

    def _hasten(self, messages: "Sequence[MessageTypeDef]", seconds: float) -> None:
        for message in messages:
            self._sqs.change_message_visibility(
                QueueUrl=self._source.queue_url,
                ReceiptHandle=message["ReceiptHandle"],
                VisibilityTimeout=math.ceil(seconds),
            )

    def _delete(self, messages: "Sequence[MessageTypeDef]") -> None:
        for start in range(0, len(messages), _MOST_AT_ONCE):
            self._sqs.delete_message_batch(
                QueueUrl=self._source.queue_url,
                Entries=[
                    {"Id": str(number), "ReceiptHandle": message["ReceiptHandle"]}
                    for number, message in enumerate(messages[start : start + _MOST_AT_ONCE])
                ],
            )

    def _record(self, message: "MessageTypeDef") -> dict[str, Any]:
        attributes: dict[str, Any] = {
            name: {
                "dataType": value["DataType"],
                "stringValue": value.get("StringValue"),
                "stringListValues": [],
                "binaryListValues": [],
            }
            for name, value in message.get("MessageAttributes", {}).items()
        }
        return {
            "messageId": message["MessageId"],
            "receiptHandle": message["ReceiptHandle"],
            "body": message["Body"],
            "attributes": message.get("Attributes", {}),
            "messageAttributes": attributes,
            "md5OfBody": message["MD5OfBody"],
            "eventSource": "aws:sqs",
            "eventSourceARN": self._source.queue_arn,
            "awsRegion": REGION,
        }


def _filterable(message: "MessageTypeDef") -> dict[str, Any]:
    try:
        body = json.loads(message["Body"])
    except ValueError:
        body = message["Body"]
    return {"body": body}
