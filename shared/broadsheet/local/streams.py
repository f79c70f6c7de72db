"""The event source of a table's stream: what Lambda does between DynamoDB and a function."""

import base64
import json
import logging
import threading
import time
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from botocore.exceptions import BotoCoreError, ClientError

from broadsheet.local.endpoint import Endpoint
from broadsheet.local.failures import InvalidAnswer, failed_ids
from broadsheet.local.filters import passes
from broadsheet.local.functions import Pool
from broadsheet.local.plan import StreamSource
from broadsheet.local.session import REGION

if TYPE_CHECKING:
    from mypy_boto3_dynamodbstreams import DynamoDBStreamsClient
    from mypy_boto3_dynamodbstreams.type_defs import RecordTypeDef
    from mypy_boto3_sqs import SQSClient

_LONGEST_SLEEP_SECONDS: Final = 0.5
_FIRST_RETRY_SECONDS: Final = 0.1
_LONGEST_RETRY_SECONDS: Final = 10.0
_log = logging.getLogger(__name__)

Record = dict[str, Any]


class StreamPoller:
    """A source's thread for one shard: its records in order, in batches, each until it succeeds or is given up."""

    def __init__(  # noqa: PLR0913  # what it stands between
        self,
        source: StreamSource,
        pool: Pool,
        endpoint: Endpoint,
        *,
        shard: str,
        streams: "DynamoDBStreamsClient",
        sqs: "SQSClient",
    ) -> None:
        self._source = source
        self._pool = pool
        self._endpoint = endpoint
        self._shard = shard
        self._streams = streams
        self._sqs = sqs
        self._pending: list[Record] = []
        self._read_to = -1
        self._last_read: str | None = None
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._poll, name=f"{source.function}-stream", daemon=True)
        self._thread.start()

    @property
    def at_end(self) -> bool:
        """Whether all records of all writes so far are done with."""
        return self._read_to >= self._endpoint.writes("dynamodb") and not self._pending

    def stop(self) -> None:
        """Take no more batches; the one under way is let go."""
        self._stopping.set()
        self._endpoint.wake("dynamodb")

    def threads(self) -> tuple[threading.Thread]:
        """The one that polls."""
        return (self._thread,)

    def _poll(self) -> None:
        ends_at = 0.0
        while not self._stopping.is_set():
            seen = self._endpoint.writes("dynamodb")
            try:
                answer = self._streams.get_records(ShardIterator=self._iterator())
            except (BotoCoreError, ClientError):
                if not self._stopping.is_set():
                    _log.exception("%s: the stream could not be read", self._source.function)
                self._endpoint.wait_for_write("dynamodb", seen, _LONGEST_SLEEP_SECONDS)
                continue
            if answer["Records"]:
                self._last_read = answer["Records"][-1]["dynamodb"]["SequenceNumber"]
            records = [_record(record, self._source.stream_arn) for record in answer["Records"]]
            wanted = [record for record in records if passes(record, self._source.patterns)]
            if wanted and not self._pending:
                ends_at = time.monotonic() + self._source.window_seconds
            self._pending += wanted
            if not records:
                self._read_to = seen
            left = ends_at - time.monotonic()
            if self._pending and (len(self._pending) >= self._source.batch_size or left <= 0):
                self._process(self._pending[: self._source.batch_size])
                del self._pending[: self._source.batch_size]
                ends_at = 0.0
            elif not records:
                longest = min(left, _LONGEST_SLEEP_SECONDS) if self._pending else _LONGEST_SLEEP_SECONDS
                self._endpoint.wait_for_write("dynamodb", seen, longest)

    def _iterator(self) -> str:
        """Where to read on.

        It is asked for anew each time: moto's iterators stay with a table that a failed transaction has replaced by its
        copy, and would see nothing more.
        """
        place: dict[str, Any] = {"ShardIteratorType": "TRIM_HORIZON"}
        if self._last_read is not None:
            place = {"ShardIteratorType": "AFTER_SEQUENCE_NUMBER", "SequenceNumber": self._last_read}
        return self._streams.get_shard_iterator(StreamArn=self._source.stream_arn, ShardId=self._shard, **place)[
            "ShardIterator"
        ]

    def _process(self, batch: Sequence[Record]) -> None:
        """Invoke until nothing is left: again from the first failed record on, in halves if the source bisects."""
        attempts = 0
        left = list(batch)
        while left and not self._stopping.is_set():
            outcome = self._pool.invoke({"Records": left})
            attempts += 1
            failed_at = self._first_failure(left, outcome.payload) if outcome.error is None else 0
            if failed_at is None:
                return
            if failed_at > 0:
                left, attempts = left[failed_at:], 0
            if self._source.bisects and len(left) > 1:
                middle = len(left) // 2
                self._process(left[:middle])
                left, attempts = left[middle:], 0
            elif self._source.retries is not None and attempts > self._source.retries:
                self._give_up(left, attempts)
                return
            self._stopping.wait(pause_seconds(attempts))

    def _first_failure(self, batch: Sequence[Record], answer: Any) -> int | None:
        """The place of the first record that failed; None if none did."""
        if not self._source.reports_failures:
            return None
        ids = [record["dynamodb"]["SequenceNumber"] for record in batch]
        try:
            failed = failed_ids(answer, ids)
        except InvalidAnswer as error:
            _log.warning("%s: the whole batch counts as failed: %s", self._source.function, error)
            return 0
        return min((ids.index(each) for each in failed), default=None)

    def _give_up(self, batch: Sequence[Record], attempts: int) -> None:
        _log.error("%s: %d records are given up", self._source.function, len(batch))
        if self._source.on_failure_url is None:
            return
        first, last = batch[0]["dynamodb"], batch[-1]["dynamodb"]
        message = {
            "requestContext": {
                "requestId": str(uuid.uuid4()),
                "functionArn": self._pool.function.arn,
                "condition": "RetryAttemptsExhausted",
                "approximateInvokeCount": attempts,
            },
            "responseContext": {"statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled"},
            "version": "1.0",
            "timestamp": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "DDBStreamBatchInfo": {
                "shardId": self._shard,
                "startSequenceNumber": first["SequenceNumber"],
                "endSequenceNumber": last["SequenceNumber"],
                "approximateArrivalOfFirstRecord": _moment(first["ApproximateCreationDateTime"]),
                "approximateArrivalOfLastRecord": _moment(last["ApproximateCreationDateTime"]),
                "batchSize": len(batch),
                "streamArn": self._source.stream_arn,
            },
        }
        self._sqs.send_message(QueueUrl=self._source.on_failure_url, MessageBody=json.dumps(message))


def pause_seconds(attempts: int) -> float:
    """How long a batch rests after so many attempts in vain: longer and longer, as with Lambda.

    Little at first, since most of what makes a batch fail passes soon; in the end so long that twenty retries outlast
    by far what a killed handler leaves behind, an article that refuses all others for a minute.
    """
    return min(_FIRST_RETRY_SECONDS * 2.0 ** min(attempts - 1, 30), _LONGEST_RETRY_SECONDS)


def _record(record: "RecordTypeDef", stream_arn: str) -> Record:
    """A record as Lambda gives it to a function."""
    described: dict[str, Any] = json.loads(json.dumps(record["dynamodb"], default=_plain))
    return {
        "eventID": record["eventID"],
        "eventName": record["eventName"],
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": REGION,
        "dynamodb": described,
        "eventSourceARN": stream_arn,
    }


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.timestamp()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    raise TypeError(type(value).__name__)


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
