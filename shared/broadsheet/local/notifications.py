"""S3's notifications, as AWS sends them: at least once, and in a bad moment late and out of order, or not at all.

The endpoint tells of every call in the order in which they took effect; what a call changed is read from its answer.
"""

import heapq
import json
import logging
import random
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote_plus

from botocore.exceptions import BotoCoreError, ClientError

from broadsheet.local.changes import Change, changes_of
from broadsheet.local.disorder import Disorder
from broadsheet.local.plan import Rule
from broadsheet.local.session import REGION

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

    from mypy_boto3_sqs import SQSClient

    from broadsheet.local.endpoint import Answer, Ask

_LONGEST_HOLD_SECONDS: Final = 0.3
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, order=True)
class _Due:
    at: float
    serial: int
    queue_url: str
    body: str


class Notifier:
    """Sends a message to a rule's queue for each change that the rule covers. `watch` is for the endpoint."""

    def __init__(self, *, disorder: Disorder | None = None) -> None:
        self._disorder = disorder or Disorder()
        self._random = random.Random(self._disorder.seed)  # noqa: S311  # a test's disorder, no secret
        self._rules: Sequence[Rule] = ()
        self._sqs: SQSClient | None = None
        self._due: list[_Due] = []
        self._overtaken: deque[tuple[str, str]] = deque()
        self._last_offer = 0.0
        self._serial = 0
        self._sequencer = 0
        self._sending = False
        self._stopped = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._send, name="s3-notifications", daemon=True)

    def start(self, rules: Sequence[Rule], sqs: "SQSClient") -> None:
        """Follow these rules from now on, and send each queue S3's test event, as S3 does when they are set."""
        for bucket, queue_url in dict.fromkeys((rule.bucket, rule.queue_url) for rule in rules):
            sqs.send_message(QueueUrl=queue_url, MessageBody=json.dumps(_test_event(bucket)))
        self._sqs = sqs
        self._rules = rules
        self._thread.start()

    def stop(self) -> None:
        """Stop sending; what is not sent is lost."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def threads(self) -> list[threading.Thread]:
        """The one that sends, once there is something to follow."""
        return [self._thread] if self._thread.is_alive() else []

    @property
    def idle(self) -> bool:
        """Whether everything is sent."""
        with self._changed:
            return not (self._due or self._overtaken or self._sending)

    def watch(self, environ: "WSGIEnvironment", answer: "Answer", ask: "Ask") -> None:
        """Tell of what a call has changed."""
        if not self._rules or answer.status >= 300 or environ["REQUEST_METHOD"] in {"GET", "HEAD"}:  # noqa: PLR2004
            return
        for change in changes_of(environ, answer, ask):
            for rule in self._rules:
                if rule.covers(change.bucket, change.event, change.key):
                    self._offer(rule.queue_url, json.dumps({"Records": [self._record(change)]}))

    def _record(self, change: Change) -> dict[str, Any]:
        self._sequencer = max(self._sequencer + 1, time.time_ns())
        return _record(change, sequencer=f"{self._sequencer:018X}")

    def _offer(self, queue_url: str, body: str) -> None:
        chances = [self._random.random() for _ in range(5)]
        if chances[4] < self._disorder.drop:
            return
        copies = 2 if chances[0] < self._disorder.duplicate else 1
        now = time.monotonic()
        with self._changed:
            if chances[1] < self._disorder.reorder and not self._overtaken:
                self._overtaken.extend([(queue_url, body)] * copies)
            else:
                moments = [now + chance * self._disorder.delay for chance in chances[2 : 2 + copies]]
                for moment in moments:
                    self._push(moment, queue_url, body)
                while self._overtaken:
                    self._push(max(moments), *self._overtaken.popleft())
            self._last_offer = now
            self._changed.notify_all()

    def _push(self, at: float, queue_url: str, body: str) -> None:
        self._serial += 1
        heapq.heappush(self._due, _Due(at, self._serial, queue_url, body))

    def _send(self) -> None:
        for due in self._ripe():
            assert self._sqs is not None  # noqa: S101  # the thread starts after the client is set
            try:
                self._sqs.send_message(QueueUrl=due.queue_url, MessageBody=due.body)
            except (BotoCoreError, ClientError):
                _log.exception("a notification could not be sent")

    def _ripe(self) -> Iterator[_Due]:
        while True:
            with self._changed:
                self._sending = False
                while not self._stopped:
                    now = time.monotonic()
                    if self._overtaken and now - self._last_offer > _LONGEST_HOLD_SECONDS:
                        while self._overtaken:
                            self._push(now, *self._overtaken.popleft())
                    if self._due and self._due[0].at <= now:
                        break
                    self._changed.wait(self._due[0].at - now if self._due else _LONGEST_HOLD_SECONDS)
                if self._stopped:
                    return
                due = heapq.heappop(self._due)
                self._sending = True
            yield due


def _record(change: Change, *, sequencer: str) -> dict[str, Any]:
    """A record as in S3's event message structure, version 2.1."""
    described: dict[str, Any] = {"key": quote_plus(change.key, safe="/")}
    if change.size_bytes is not None:
        described["size"] = change.size_bytes
    if change.etag is not None:
        described["eTag"] = change.etag
    if change.version is not None:
        described["versionId"] = change.version
    described["sequencer"] = sequencer
    return {
        "eventVersion": "2.1",
        "eventSource": "aws:s3",
        "awsRegion": REGION,
        "eventTime": _now(),
        "eventName": change.event,
        "userIdentity": {"principalId": "AWS:LOCAL"},
        "requestParameters": {"sourceIPAddress": "127.0.0.1"},
        "responseElements": {"x-amz-request-id": sequencer[-16:], "x-amz-id-2": sequencer},
        "s3": {
            "s3SchemaVersion": "1.0",
            "configurationId": "local",
            "bucket": {
                "name": change.bucket,
                "ownerIdentity": {"principalId": "LOCAL"},
                "arn": f"arn:aws:s3:::{change.bucket}",
            },
            "object": described,
        },
    }


def _test_event(bucket: str) -> dict[str, str]:
    return {
        "Service": "Amazon S3",
        "Event": "s3:TestEvent",
        "Time": _now(),
        "Bucket": bucket,
        "RequestId": "LOCAL",
        "HostId": "LOCAL",
    }


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
