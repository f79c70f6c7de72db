"""A stand-in of the Lambda runtime API, one for each worker process.

The protocol is AWS's, version 2018-06-01, so that AWS's own runtime client can be the worker.
"""

import json
import queue
import socket
import threading
import time
import uuid
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

from broadsheet.local.session import HOST

_PREFIX: Final = "/2018-06-01/runtime"
_INIT_SECONDS: Final = 60


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an invocation: the handler's answer, or in `error` why there is none.

    `lost` says that the worker has not answered, and is of no more use.
    """

    payload: Any = None
    error: str | None = None
    lost: bool = False


@dataclass(slots=True)
class _Invocation:
    event: bytes
    function_arn: str
    timeout_seconds: float
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    taken: threading.Event = field(default_factory=threading.Event)
    done: threading.Event = field(default_factory=threading.Event)
    outcome: Outcome = Outcome()

    def finish(self, outcome: Outcome) -> None:
        if not self.done.is_set():
            self.outcome = outcome
            self.done.set()
            self.taken.set()


class RuntimeApi:
    """A server on loopback that hands invocations to one worker and takes their outcomes."""

    def __init__(self) -> None:
        self._waiting: queue.SimpleQueue[_Invocation | None] = queue.SimpleQueue()
        self._current: _Invocation | None = None
        self._failure: str | None = None
        self._lock = threading.Lock()
        self._server = _Server((HOST, 0), _Handler)
        self._server.api = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), name="runtime", daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        """The host and port, for AWS_LAMBDA_RUNTIME_API."""
        return f"{HOST}:{self._server.server_address[1]}"

    def invoke(self, event: Any, *, function_arn: str, timeout_seconds: float) -> Outcome:
        """Hand one event to the worker and wait for what comes of it.

        The time counts from when the worker takes the event.
        """
        invocation = _Invocation(json.dumps(event).encode(), function_arn, timeout_seconds)
        with self._lock:
            if self._failure is not None:
                return Outcome(error=self._failure, lost=True)
            self._current = invocation
        self._waiting.put(invocation)
        if not invocation.taken.wait(_INIT_SECONDS):
            invocation.finish(Outcome(error=f"not ready after {_INIT_SECONDS} seconds", lost=True))
        elif not invocation.done.wait(timeout_seconds):
            invocation.finish(Outcome(error=f"timed out after {timeout_seconds:g} seconds", lost=True))
        with self._lock:
            self._current = None
        return invocation.outcome

    def fail(self, reason: str) -> None:
        """The worker is gone: what it was at has failed, and so does every later invocation."""
        with self._lock:
            self._failure = self._failure or reason
            if self._current is not None:
                self._current.finish(Outcome(error=self._failure, lost=True))

    def close(self) -> None:
        """Stop answering; a worker that asks for an invocation is told to go."""
        self._waiting.put(None)
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def next(self) -> _Invocation | None:
        """For the server: the next invocation, when there is one; None at the end."""
        invocation = self._waiting.get()
        if invocation is not None:
            invocation.taken.set()
        return invocation

    def finish(self, id: str, outcome: Outcome) -> bool:  # noqa: A002  # the protocol's own name
        """For the server: take an outcome; whether there is such an invocation."""
        with self._lock:
            current = self._current
        if current is None or current.id != id:
            return False
        current.finish(outcome)
        return True


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    api: RuntimeApi


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        """Answer `invocation/next`."""
        if self.path != f"{_PREFIX}/invocation/next":
            self._send(HTTPStatus.NOT_FOUND, b"{}")
            return
        invocation = self.server.api.next()
        if invocation is None:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        deadline_ms = int((time.time() + invocation.timeout_seconds) * 1000)
        self._send(
            HTTPStatus.OK,
            invocation.event,
            {
                "Lambda-Runtime-Aws-Request-Id": invocation.id,
                "Lambda-Runtime-Deadline-Ms": str(deadline_ms),
                "Lambda-Runtime-Invoked-Function-Arn": invocation.function_arn,
                "Lambda-Runtime-Trace-Id": "Root=1-00000000-000000000000000000000000;Sampled=0",
            },
        )

    def do_POST(self) -> None:
        """Take an outcome."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        match self.path.removeprefix(_PREFIX).strip("/").split("/"):
            case ["init", "error"]:
                self.server.api.fail(f"the function could not be loaded: {_message(body)}")
                known = True
            case ["invocation", id_, "response"]:
                known = self.server.api.finish(id_, Outcome(payload=json.loads(body or b"null")))
            case ["invocation", id_, "error"]:
                known = self.server.api.finish(id_, Outcome(error=_message(body)))
            case _:
                known = False
        self._send(HTTPStatus.ACCEPTED if known else HTTPStatus.BAD_REQUEST, b'{"status":"OK"}' if known else b"{}")

    def _send(self, status: HTTPStatus, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def handle_one_request(self) -> None:
        """A worker that goes away is no error here; its process is watched."""
        try:
            super().handle_one_request()
        except ConnectionError:
            self.close_connection = True

    def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002  # http.server's name
        """Say nothing."""


def _message(body: bytes) -> str:
    try:
        error = json.loads(body)
        return f"{error['errorType']}: {error['errorMessage']}"
    except (ValueError, KeyError, TypeError):
        return body.decode("utf-8", "replace")
