"""AWS on a bad day as a function's SDK sees it: a layer whose Python begins with this module.

It knows nothing of the project. Faults go through botocore's own events. `FAULTS` in the environment is the chance that
a call to S3 or DynamoDB fails, `DEATHS` the chance that the process dies of one; each fault is told on stdout.
"""

import io
import json
import os
import random
import signal
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.exceptions import ConnectionClosedError, ConnectTimeoutError, EndpointConnectionError, ReadTimeoutError
from botocore.handlers import BUILTIN_HANDLERS
from botocore.httpsession import URLLib3Session

FAULTS = float(os.environ.get("FAULTS", "0"))
DEATHS = float(os.environ.get("DEATHS", "0"))
HOPELESS = 0.1
"""The chance that a call that fails does so however often the SDK tries again."""

_chance = random.Random(f"{os.environ.get('FAULTS_SEED')} {os.getpid()}")
_wire = URLLib3Session()
_hopeless: dict[bytes | str, "Fault"] = {}

Fault = Callable[[AWSPreparedRequest], AWSResponse]


class _Body(io.BytesIO):
    def stream(self) -> Iterator[bytes]:
        yield self.read()


def before_send(request: AWSPreparedRequest, event_name: str, **_: Any) -> AWSResponse | None:
    """Answer in AWS's place, or fail before or after the call has taken effect."""
    operation = event_name.rpartition(".")[2]
    call = request.headers.get("amz-sdk-invocation-id", "")
    if _chance.random() < DEATHS:
        die(request)
    fault = _hopeless.get(call)
    if fault is None and _chance.random() < FAULTS:
        fault = _chance.choice(faults_of(request, operation))
        if call and _chance.random() < HOPELESS:
            _hopeless[call] = fault
    if fault is None:
        return None
    tell(fault.__name__)
    return fault(request)


def after_call(**_: Any) -> None:
    """Lose an answer for which the SDK doesn't ask again."""
    if _chance.random() < FAULTS / 4:
        tell("lost_in_the_end")
        raise ConnectionClosedError(endpoint_url="here")


def faults_of(request: AWSPreparedRequest, operation: str) -> list[Fault]:
    """In which ways a call can fail."""
    ways: list[Fault] = [refused_connection, no_connection, lost_answer, late_answer, throttled]
    ways += [broken, broken_after_all]
    if "x-amz-target" in request.headers:
        if operation == "TransactWriteItems":
            ways.append(cancelled)
        elif operation in {"PutItem", "UpdateItem", "DeleteItem"}:
            ways.append(conflict)
    elif request.method in {"PUT", "DELETE"} and {"if-match", "if-none-match"} & {
        name.lower() for name in request.headers
    }:
        ways += [conditional_conflict, precondition_failed]
    return ways


def die(request: AWSPreparedRequest) -> NoReturn:
    """End as a process that is out of memory does, before or after the call's effect."""
    is_after = _chance.random() < 0.5
    tell("death_after" if is_after else "death_before")
    if is_after:
        _wire.send(request)
    os.kill(os.getpid(), signal.SIGKILL)
    raise SystemExit


def refused_connection(request: AWSPreparedRequest) -> AWSResponse:
    raise EndpointConnectionError(endpoint_url=request.url)


def no_connection(request: AWSPreparedRequest) -> AWSResponse:
    raise ConnectTimeoutError(endpoint_url=request.url)


def lost_answer(request: AWSPreparedRequest) -> AWSResponse:
    _wire.send(request)
    raise ConnectionClosedError(endpoint_url=request.url)


def late_answer(request: AWSPreparedRequest) -> AWSResponse:
    _wire.send(request)
    raise ReadTimeoutError(endpoint_url=request.url)


def throttled(request: AWSPreparedRequest) -> AWSResponse:
    if "x-amz-target" in request.headers:
        return table_error(
            request, 400, _chance.choice(["ThrottlingException", "ProvisionedThroughputExceededException"])
        )
    return s3_error(request, 503, "SlowDown")


def broken(request: AWSPreparedRequest) -> AWSResponse:
    if "x-amz-target" in request.headers:
        return table_error(request, 500, "InternalServerError")
    return s3_error(request, 500, "InternalError")


def broken_after_all(request: AWSPreparedRequest) -> AWSResponse:
    _wire.send(request)
    return broken(request)


def conflict(request: AWSPreparedRequest) -> AWSResponse:
    return table_error(request, 400, "TransactionConflictException")


def cancelled(request: AWSPreparedRequest) -> AWSResponse:
    count = len(json.loads(_body(request))["TransactItems"])
    reason = _chance.choice(["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"])
    reasons = [{"Code": "None"} for _ in range(count)]
    reasons[_chance.randrange(count)] = {"Code": reason, "Message": "Not now"}
    return table_error(request, 400, "TransactionCanceledException", CancellationReasons=reasons)


def conditional_conflict(request: AWSPreparedRequest) -> AWSResponse:
    return s3_error(request, 409, "ConditionalRequestConflict")


def precondition_failed(request: AWSPreparedRequest) -> AWSResponse:
    return s3_error(request, 412, "PreconditionFailed")


def s3_error(request: AWSPreparedRequest, status: int, code: str) -> AWSResponse:
    body = "" if request.method == "HEAD" else f"<Error><Code>{code}</Code><Message>Not now</Message></Error>"
    return _answer(request, status, "application/xml", body)


def table_error(request: AWSPreparedRequest, status: int, code: str, **more: Any) -> AWSResponse:
    document = {"__type": f"com.amazonaws.dynamodb.v20120810#{code}", "message": "Not now", **more}
    return _answer(request, status, "application/x-amz-json-1.0", json.dumps(document))


def _answer(request: AWSPreparedRequest, status: int, content_type: str, body: str) -> AWSResponse:
    headers: Any = {"Content-Type": content_type}
    return AWSResponse(request.url, status, headers, _Body(body.encode()))


def _body(request: AWSPreparedRequest) -> Any:
    return request.body


def tell(name: str) -> None:
    """For whoever counts."""
    print(f"fault {name}", flush=True)  # noqa: T201  # stdout is a function's log


for _service in ("s3", "dynamodb"):
    BUILTIN_HANDLERS += [(f"before-send.{_service}", before_send), (f"after-call.{_service}", after_call)]
