"""How botocore's errors become ours."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from broadsheet.article import Conflict, Denied, StoreError, Unavailable

_MOVED = {
    "ConditionalCheckFailedException",
    "ConditionalRequestConflict",
    "PreconditionFailed",
    "TransactionConflictException",
}
_BUSY = {
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "RequestTimeout",
    "SlowDown",
    "ThrottlingException",
    "TooManyInvalidationsInProgress",
    "TransactionInProgressException",
}
"""What AWS answers with a status of 4xx, and means to be tried again (botocore's standard retry mode has the list)."""

_DENIED = {"403", "AccessDenied", "AccessDeniedException"}


def error_code(error: ClientError) -> str:
    """AWS's own name of the error, or for a HEAD, which has no body, the HTTP status."""
    return str(error.response.get("Error", {}).get("Code", ""))


def http_status(error: ClientError) -> int:
    """The HTTP status of the answer."""
    return int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))


def http_headers(error: ClientError) -> dict[str, Any]:
    """The headers of the answer, names in lower case."""
    return dict(error.response.get("ResponseMetadata", {}).get("HTTPHeaders", {}))


def is_absent(error: ClientError) -> bool:
    """Whether the error says that there is no such object."""
    return http_status(error) == HTTPStatus.NOT_FOUND and error_code(error) in {"404", "NoSuchKey", "NoSuchVersion"}


@contextmanager
def translated(what: str) -> Iterator[None]:
    """Raise Conflict for a condition that failed; Unavailable, Denied or StoreError for whatever else AWS refuses.

    412 (PreconditionFailed) says that the condition failed, 409 (ConditionalRequestConflict) that another write was
    under way: both mean to look again. A conditional write on an object that is gone answers 404.
    """
    try:
        yield
    except ClientError as error:
        code, status = error_code(error), http_status(error)
        message = f"{what}: {error}"
        if code in _MOVED or is_absent(error):
            raise Conflict(message) from error
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.TOO_MANY_REQUESTS or code in _BUSY:
            raise Unavailable(message) from error
        if code in _DENIED:
            raise Denied(message) from error
        raise StoreError(message) from error
    except BotoCoreError as error:
        message = f"{what}: {error}"
        raise Unavailable(message) from error
