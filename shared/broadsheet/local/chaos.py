"""AWS on a bad day: calls that fail before or after their effect, and workers that are killed at work.

Errors are as AWS sends them, down to headers and bodies, so that its SDK reads them as such.
"""

import io
import json
import random
import socket
import threading
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from broadsheet.local.disorder import Disorder
from broadsheet.local.session import STACK_AGENT

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

STUBBORN: Final = 0.05
"""The chance that a call that fails does so however often the SDK tries again."""
LATEST_KILL_SECONDS: Final = 0.5
_REMEMBERED: Final = 1000
_DYNAMODB: Final = "DynamoDB_20120810."
_TYPES: Final = "com.amazonaws.dynamodb.v20120810#"


@dataclass(frozen=True, slots=True)
class Failure:
    """How a call fails: `after` its effect or instead of it. Without a status the connection is closed unanswered."""

    name: str
    status: int | None = None
    message: str = ""
    after: bool = False


LOST: Final = Failure("lost answer", after=True)
_S3: Final = (
    Failure("SlowDown", 503, "Please reduce your request rate."),
    Failure("InternalError", 500, "We encountered an internal error. Please try again."),
    Failure("InternalError", 500, "We encountered an internal error. Please try again.", after=True),
    LOST,
)
_S3_CONDITIONAL: Final = Failure(
    "ConditionalRequestConflict",
    409,
    "The conditional request cannot succeed due to a conflicting operation against this resource.",
)
_TABLE: Final = (
    Failure(
        "ProvisionedThroughputExceededException",
        400,
        "The level of configured provisioned throughput for the table was exceeded.",
    ),
    Failure("ThrottlingException", 400, "Throughput exceeds the current capacity of your table or index."),
    Failure("InternalServerError", 500, "The request processing has failed because of an unknown error."),
    Failure("InternalServerError", 500, "The request processing has failed because of an unknown error.", after=True),
    LOST,
)
_TABLE_BY_OPERATION: Final = {
    "TransactWriteItems": Failure(
        "TransactionCanceledException",
        400,
        "Transaction cancelled, please refer cancellation reasons for specific reasons [{reasons}]",
    ),
    **dict.fromkeys(
        ("PutItem", "UpdateItem", "DeleteItem"),
        Failure("TransactionConflictException", 400, "Transaction is ongoing for the item"),
    ),
}


class BadDay:
    """Decides of each call whether it fails, and how."""

    def __init__(self, disorder: Disorder) -> None:
        self._chance = disorder.fail
        self._random = random.Random(f"calls {disorder.seed}")  # noqa: S311  # a test's disorder, no secret
        self._lock = threading.Lock()
        self._stubborn: OrderedDict[str, Failure] = OrderedDict()

    def failure_of(self, environ: "WSGIEnvironment") -> Failure | None:
        """How this call fails, if it does. It must be one to S3 or DynamoDB, and not the stack's own."""
        ways = _ways(environ)
        if not ways:
            return None
        call = environ.get("HTTP_AMZ_SDK_INVOCATION_ID", "")
        with self._lock:
            chances = [self._random.random() for _ in range(3)]
            if call in self._stubborn:
                return self._stubborn[call]
            if chances[0] >= self._chance:
                return None
            failure = ways[int(chances[1] * len(ways))]
            if call and chances[2] < STUBBORN:
                self._stubborn[call] = failure
                if len(self._stubborn) > _REMEMBERED:
                    self._stubborn.popitem(last=False)
            return failure


class Reaper:
    """Decides of each invocation whether its worker is killed, and sees to it."""

    def __init__(self, disorder: Disorder) -> None:
        self._chance = disorder.kill
        self._random = random.Random(f"kills {disorder.seed}")  # noqa: S311  # a test's disorder, no secret
        self._lock = threading.Lock()

    def visit(self, kill: Callable[[], None]) -> Callable[[], None]:
        """Maybe call `kill` in a moment; returns what calls that off."""
        with self._lock:
            chances = [self._random.random() for _ in range(2)]
        if chances[0] >= self._chance:
            return lambda: None
        timer = threading.Timer(chances[1] * LATEST_KILL_SECONDS, kill)
        timer.daemon = True
        timer.start()
        return timer.cancel


def answer(failure: Failure, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    """The failure as the caller gets it.

    Raises:
        ConnectionResetError: the caller gets no answer; the connection is closed.
    """
    if failure.status is None:
        environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
        raise ConnectionResetError(failure.name)
    is_table = _operation(environ) is not None
    headers, body = _of_table(failure, environ) if is_table else _of_s3(failure)
    if environ["REQUEST_METHOD"] == "HEAD":
        body = b""
    start_response(
        f"{failure.status} {HTTPStatus(failure.status).phrase}", [*headers, ("Content-Length", str(len(body)))]
    )
    return [body]


def _ways(environ: "WSGIEnvironment") -> Sequence[Failure]:
    """In which ways the call can fail."""
    if STACK_AGENT in environ.get("HTTP_USER_AGENT", ""):
        return ()
    operation = _operation(environ)
    if operation is not None:
        special = _TABLE_BY_OPERATION.get(operation)
        return (*_TABLE, special) if special else _TABLE
    # The signature says which service is meant: AWS4-HMAC-SHA256 Credential=<key>/<day>/<region>/s3/aws4_request, …
    if "/s3/aws4_request" not in environ.get("HTTP_AUTHORIZATION", ""):
        return ()
    is_conditional = "HTTP_IF_MATCH" in environ or "HTTP_IF_NONE_MATCH" in environ
    writes = environ["REQUEST_METHOD"] in {"PUT", "DELETE"}
    return (*_S3, _S3_CONDITIONAL) if is_conditional and writes else _S3


def _operation(environ: "WSGIEnvironment") -> str | None:
    """DynamoDB's operation; None for other services, the streams included."""
    target = environ.get("HTTP_X_AMZ_TARGET", "")
    return target.removeprefix(_DYNAMODB) if target.startswith(_DYNAMODB) else None


def _of_s3(failure: Failure) -> tuple[list[tuple[str, str]], bytes]:
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<Error><Code>{failure.name}</Code><Message>{failure.message}</Message>"
        "<RequestId>LOCALCHAOS000000</RequestId><HostId>local</HostId></Error>"
    )
    headers = [
        ("x-amz-request-id", "LOCALCHAOS000000"),
        ("x-amz-id-2", "local"),
        ("Content-Type", "application/xml"),
    ]
    return headers, body.encode()


def _of_table(failure: Failure, environ: "WSGIEnvironment") -> tuple[list[tuple[str, str]], bytes]:
    document: dict[str, Any] = {"__type": _TYPES + failure.name, "message": failure.message}
    if failure.name == "TransactionCanceledException":
        # The last of a transaction's writes is as likely to be in somebody's way as the first.
        count = len(_asked(environ).get("TransactItems", [])) or 1
        codes = [*["None"] * (count - 1), "TransactionConflict"]
        document["CancellationReasons"] = [
            {"Code": code} if code == "None" else {"Code": code, "Message": "Transaction is ongoing for the item"}
            for code in codes
        ]
        document["Message"] = document.pop("message").format(reasons=", ".join(codes))
    body = json.dumps(document).encode()
    headers = [
        ("x-amzn-RequestId", "LOCALCHAOS000000"),
        ("x-amz-crc32", str(zlib.crc32(body))),
        ("Content-Type", "application/x-amz-json-1.0"),
    ]
    return headers, body


def _asked(environ: "WSGIEnvironment") -> dict[str, Any]:
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    environ["wsgi.input"] = io.BytesIO(body)
    asked: dict[str, Any] = json.loads(body)
    return asked
