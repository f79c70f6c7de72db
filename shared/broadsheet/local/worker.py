"""The program of a worker process: a client of the Lambda runtime API. Standard library only; run by its path.

It does what AWS's own runtime client does on Lambda: load the handler once, then ask for invocations for ever.
"""

import http.client
import importlib
import json
import os
import sys
import time
import traceback
from collections.abc import Callable
from typing import Any, Final, NoReturn

API: Final = "/2018-06-01/runtime"

Handler = Callable[[Any, "Context"], Any]


class Context:
    """What a handler is told beside the event: the public attributes of Lambda's context object."""

    client_context = None
    identity = None

    def __init__(self, headers: http.client.HTTPMessage) -> None:
        self.aws_request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        self.invoked_function_arn = headers["Lambda-Runtime-Invoked-Function-Arn"]
        self.function_name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = os.environ["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = os.environ["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = os.environ["AWS_LAMBDA_LOG_STREAM_NAME"]
        self._deadline_ms = int(headers["Lambda-Runtime-Deadline-Ms"])

    def get_remaining_time_in_millis(self) -> int:
        """How long the invocation may still take."""
        return max(0, self._deadline_ms - int(time.time() * 1000))


def main() -> NoReturn:
    """Serve invocations until the runtime API is gone or the handler ends the process."""
    address = os.environ["AWS_LAMBDA_RUNTIME_API"]
    try:
        handler = load(os.environ["_HANDLER"])
    except Exception as error:  # noqa: BLE001  # whatever a module does when it is imported
        post(address, f"{API}/init/error", description(error), error)
        sys.exit(1)
    while True:
        try:
            event, headers = following(address)
        except (OSError, http.client.HTTPException):
            sys.exit(0)
        invocation = f"{API}/invocation/{headers['Lambda-Runtime-Aws-Request-Id']}"
        try:
            answer = json.dumps(handler(json.loads(event), Context(headers)))
        except Exception as error:  # noqa: BLE001  # whatever a handler raises fails the invocation
            post(address, f"{invocation}/error", description(error), error)
        else:
            post(address, f"{invocation}/response", answer)


def load(name: str) -> Handler:
    """The function that "module.function" names."""
    module, _, function = name.rpartition(".")
    found: Handler = getattr(importlib.import_module(module.replace("/", ".")), function)
    return found


def following(address: str) -> tuple[bytes, http.client.HTTPMessage]:
    """The next invocation's event and headers, when there is one."""
    connection = http.client.HTTPConnection(address)
    connection.request("GET", f"{API}/invocation/next")
    response = connection.getresponse()
    event = response.read()
    connection.close()
    if response.status != http.client.OK:
        raise http.client.HTTPException(response.status)
    return event, response.headers


def post(address: str, path: str, body: str, error: Exception | None = None) -> None:
    """Give an outcome to the runtime API."""
    headers = {"Content-Type": "application/json"}
    if error is not None:
        headers["Lambda-Runtime-Function-Error-Type"] = type(error).__name__
    connection = http.client.HTTPConnection(address)
    connection.request("POST", path, body.encode(), headers)
    connection.getresponse().read()
    connection.close()


def description(error: Exception) -> str:
    """An error as the runtime API takes it; its traceback goes to the log."""
    traceback.print_exception(error)
    return json.dumps(
        {
            "errorMessage": str(error),
            "errorType": type(error).__name__,
            "stackTrace": traceback.format_tb(error.__traceback__),
        }
    )


if __name__ == "__main__":
    main()
