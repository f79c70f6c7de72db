"""AWS's endpoint: moto's server on loopback, one call at a time.

moto is not atomic across threads: two conditional writes at once may both succeed. So a lock is held for each call.
"""

import io
import json
import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any, Final

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import ThreadedWSGIServer

from broadsheet.local import chaos, quick_buckets, quick_tables
from broadsheet.local.session import HOST

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

_READS: Final = ("BatchGet", "Describe", "Get", "List", "Query", "Receive", "Scan")


@dataclass(frozen=True, slots=True)
class Answer:
    """What moto answered; header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


Ask = Callable[[str, str], Answer]
"""Repeats the call that is being watched with another method and query string."""
Watcher = Callable[["WSGIEnvironment", Answer, Ask], None]


class Endpoint:
    """moto's server in a thread. `watch` is called after every call, in the order in which they took effect.

    `bad_day` lets calls fail.
    """

    def __init__(self, *, port: int = 0, watch: Watcher | None = None, bad_day: chaos.BadDay | None = None) -> None:
        quick_tables.install()
        quick_buckets.install()
        self._moto = DomainDispatcherApplication(create_backend_app)
        self._one_at_a_time = threading.Lock()
        self._watch = watch
        self._bad_day = bad_day
        self._writes: Counter[str] = Counter()
        self._written = threading.Condition()
        self._socket = socket.create_server((HOST, port), backlog=128)
        self._server = _Server(HOST, port, self._answer, handler=_Handler, fd=self._socket.fileno())
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), name="aws", daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """Where AWS's clients find it."""
        return f"http://{HOST}:{self._socket.getsockname()[1]}"

    def writes(self, service: str | None = None) -> int:
        """How many calls so far may have changed something: of all, or of "sqs", "dynamodb", "scheduler" or "other"."""
        with self._written:
            return self._writes.total() if service is None else self._writes[service]

    def wait_for_write(self, service: str, seen: int, timeout_seconds: float) -> None:
        """Wait until a service has more writes than were seen, or the time is over."""
        with self._written:
            self._written.wait_for(lambda: self._writes[service] != seen, timeout_seconds)

    def wake(self, *services: str) -> None:
        """End every wait for these services, as a write would."""
        with self._written:
            self._writes.update(services)
            self._written.notify_all()

    def stop(self) -> None:
        """Stop answering."""
        self._server.shutdown()
        self._server.server_close()
        self._socket.close()
        self._thread.join()

    def forget(self) -> None:
        """Empty moto, which keeps everything in this process, not in its server."""
        connection = HTTPConnection(self._socket.getsockname()[0], self._socket.getsockname()[1], timeout=30)
        connection.request("POST", "/moto-api/reset")
        connection.getresponse().read()
        connection.close()

    def _answer(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        _read_body(environ)
        if _waits(environ):
            return self._moto(environ, start_response)  # type: ignore[no-any-return]  # moto's server has no types
        failure = self._bad_day.failure_of(environ) if self._bad_day is not None else None
        if failure is not None and not failure.after:
            return chaos.answer(failure, environ, start_response)
        with self._one_at_a_time:
            status, headers, body = self._call(environ)
            if self._watch is not None:
                answer = Answer(int(status[:3]), {name.lower(): value for name, value in headers}, body)
                self._watch(environ, answer, lambda method, query: self._ask(environ, method, query))
        if _may_write(environ):
            self.wake(_service(environ))
        if failure is not None:
            return chaos.answer(failure, environ, start_response)
        start_response(status, headers)
        return [body]

    def _ask(self, environ: "WSGIEnvironment", method: str, query: str) -> Answer:
        kept = {
            name: value
            for name, value in environ.items()
            if not name.startswith(("werkzeug.", "flask.", "HTTP_X_AMZ_COPY", "HTTP_IF_"))
        }
        kept |= {"REQUEST_METHOD": method, "QUERY_STRING": query, "CONTENT_LENGTH": "0", "wsgi.input": io.BytesIO()}
        status, headers, body = self._call(kept)
        return Answer(int(status[:3]), {name.lower(): value for name, value in headers}, body)

    def _call(self, environ: "WSGIEnvironment") -> tuple[str, list[tuple[str, str]], bytes]:
        started: list[tuple[str, list[tuple[str, str]]]] = []

        def start_response(status: str, headers: list[tuple[str, str]], _error: Any = None) -> None:
            started.append((status, headers))

        result = self._moto(environ, start_response)
        try:
            body = b"".join(result)
        finally:
            if hasattr(result, "close"):
                result.close()
        status, headers = started[-1]
        return status, headers, body


def _may_write(environ: "WSGIEnvironment") -> bool:
    operation = environ.get("HTTP_X_AMZ_TARGET", "").rpartition(".")[2]
    return environ["REQUEST_METHOD"] not in {"GET", "HEAD"} and not operation.startswith(_READS)


def _service(environ: "WSGIEnvironment") -> str:
    target = environ.get("HTTP_X_AMZ_TARGET", "")
    if target:
        return "sqs" if target.startswith("AmazonSQS.") else "dynamodb" if target.startswith("DynamoDB_") else "other"
    # The signature says which service is meant: AWS4-HMAC-SHA256 Credential=<key>/<day>/<region>/scheduler/aws4_request
    return "scheduler" if "/scheduler/aws4_request" in environ.get("HTTP_AUTHORIZATION", "") else "other"


def _waits(environ: "WSGIEnvironment") -> bool:
    """Whether the call is a long poll of a queue, which would hold up all others."""
    if environ.get("HTTP_X_AMZ_TARGET") != "AmazonSQS.ReceiveMessage":
        return False
    body = environ["wsgi.input"].read()
    environ["wsgi.input"].seek(0)
    try:
        return bool(json.loads(body).get("WaitTimeSeconds"))
    except ValueError:
        return False


def _read_body(environ: "WSGIEnvironment") -> None:
    """Take in what the caller sends, so that nobody who is slow to send it holds up all others."""
    if environ.get("HTTP_TRANSFER_ENCODING", "").lower() == "chunked":
        body = environ["wsgi.input"].read()
    else:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    environ["wsgi.input"] = io.BytesIO(body)


class _Server(ThreadedWSGIServer):
    daemon_threads = True
    block_on_close = False


class _Handler(MotoRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log(self, kind: str, message: str, *arguments: Any) -> None:
        """Say nothing: the calls of a local stack are no news."""
