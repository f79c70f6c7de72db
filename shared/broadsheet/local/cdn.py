"""The site on loopback, served from its bucket as the template's distribution would."""

import gzip
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote, urlsplit

from botocore.exceptions import ClientError

from broadsheet.local.delivery import Delivery, Redirect, answer_of, page_of
from broadsheet.local.session import HOST

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_COMPRESSIBLE: Final = ("text/", "application/json", "application/javascript", "application/xml", "image/svg+xml")
_COMPRESSED_FROM_BYTES: Final = 1000
"""CloudFront compresses files of 1,000 to 10,000,000 bytes."""
_KEPT_WHEN_NOT_MODIFIED: Final = {"Cache-Control", "ETag", "Last-Modified", "Vary"}
_NOTHING_HERE: Final = b"""<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Nothing here yet</title>
<h1>Nothing here yet</h1>
<p>The site has no page at this address, and none that says so. Publish an article, and both will be there.</p>
</html>
"""


@dataclass(frozen=True, slots=True)
class _Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes


class Site:
    """A server on loopback. It has an address from the start, and a site from `serve` on."""

    def __init__(self, *, port: int = 0) -> None:
        self._server = _Server((HOST, port), _Handler)
        self._server.edge = None
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), name="site", daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """The site's origin."""
        return f"http://{HOST}:{self._server.server_address[1]}"

    def serve(self, delivery: Delivery, s3: "S3Client") -> None:
        """Serve what the delivery describes."""
        self._server.edge = Edge(delivery, s3)

    def stop(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class Edge:
    """What the CDN makes of a request."""

    def __init__(self, delivery: Delivery, s3: "S3Client") -> None:
        self._delivery = delivery
        self._s3 = s3

    def reply(self, method: str, target: str, request_headers: Mapping[str, str]) -> _Reply:
        """The answer to a request for `target`, a path and query as they were sent; header names in lower case."""
        path = urlsplit(f"//site{target}").path or "/"
        status, headers, body = self._answer(method, path, request_headers)
        own = self._delivery.headers_for(path)
        kept = {name: value for name, value in headers.items() if name.lower() not in own.removed}
        return _Reply(status, {**kept, **own.added}, body)

    def _answer(
        self, method: str, path: str, request_headers: Mapping[str, str]
    ) -> tuple[int, Mapping[str, str], bytes]:
        delivery = self._delivery
        if method not in delivery.methods:
            return HTTPStatus.FORBIDDEN, {}, b"This method is not allowed.\n"
        if delivery.has_page_addresses:
            page = page_of(path)
            if isinstance(page, Redirect):
                return HTTPStatus.MOVED_PERMANENTLY, {"Location": page.location}, b""
            path = page
        if path == "/":
            path += delivery.root_object
        status, headers, body = self._fetch(path)
        if status >= HTTPStatus.BAD_REQUEST:
            return self._error(status, request_headers)
        headers, body = self._encoded(headers, body, request_headers)
        # Whether the reader has it already is a matter of the object in the cache, whatever the object stands for: a
        # browser that knows a page as gone has kept that answer, and is told that it still holds.
        if _has_already(headers, request_headers):
            headers = {name: value for name, value in headers.items() if name in _KEPT_WHEN_NOT_MODIFIED}
            status, body = HTTPStatus.NOT_MODIFIED, b""
        if delivery.has_page_status:
            status, headers = answer_of(status, headers)
        return status, headers, body

    def _error(self, status: int, request_headers: Mapping[str, str]) -> tuple[int, dict[str, str], bytes]:
        """What is answered to an error of the origin: its page, if it has one. No edge function sees that."""
        error_page = self._delivery.error_pages.get(status)
        if error_page is None:
            return status, {}, b""
        found, headers, body = self._fetch(error_page.path)
        if found != HTTPStatus.OK:
            headers, body = {"Content-Type": "text/html; charset=utf-8"}, _NOTHING_HERE
        return error_page.status, *self._encoded(headers, body, request_headers)

    def _fetch(self, path: str) -> tuple[int, dict[str, str], bytes]:
        try:
            found = self._s3.get_object(Bucket=self._delivery.bucket, Key=unquote(path.removeprefix("/")))
        except ClientError as error:
            return int(error.response["ResponseMetadata"]["HTTPStatusCode"]), {}, b""
        headers = {
            "Content-Type": found["ContentType"],
            "ETag": found["ETag"],
            "Last-Modified": format_datetime(found["LastModified"].astimezone(UTC), usegmt=True),
        }
        if found.get("CacheControl"):
            headers["Cache-Control"] = found["CacheControl"]
        headers |= {f"x-amz-meta-{name}": value for name, value in found["Metadata"].items()}
        return HTTPStatus.OK, headers, found["Body"].read()

    def _encoded(
        self, headers: dict[str, str], body: bytes, request_headers: Mapping[str, str]
    ) -> tuple[dict[str, str], bytes]:
        content_type = headers.get("Content-Type", "")
        if self._delivery.compresses and content_type.startswith(_COMPRESSIBLE):
            headers["Vary"] = "Accept-Encoding"
            if len(body) >= _COMPRESSED_FROM_BYTES and _takes_gzip(request_headers.get("accept-encoding", "")):
                body = gzip.compress(body, mtime=0)
                headers["Content-Encoding"] = "gzip"
                if "ETag" in headers:
                    headers["ETag"] = f"W/{headers['ETag']}"
        return headers, body


def _takes_gzip(accepted: str) -> bool:
    for each in accepted.lower().split(","):
        name, _, quality = each.partition(";")
        if name.strip() in {"gzip", "*"}:
            return quality.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False


def _has_already(headers: Mapping[str, str], request_headers: Mapping[str, str]) -> bool:
    """RFC 9110's conditions: tags are compared weakly, and the date counts only where no tag is asked for."""
    if "if-none-match" in request_headers:
        tags = {tag.strip().removeprefix("W/") for tag in request_headers["if-none-match"].split(",")}
        return "*" in tags or headers["ETag"].removeprefix("W/") in tags
    try:
        since = parsedate_to_datetime(request_headers.get("if-modified-since", ""))
    except ValueError:
        return False
    return since.tzinfo is not None and parsedate_to_datetime(headers["Last-Modified"]) <= since


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    edge: Edge | None


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server_version = "Broadsheet"
    sys_version = ""
    server: _Server

    def _answer(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        edge = self.server.edge
        if edge is None:
            reply = _Reply(HTTPStatus.SERVICE_UNAVAILABLE, {"Retry-After": "1"}, b"The stack is starting.\n")
        else:
            reply = edge.reply(self.command, self.path, {name.lower(): value for name, value in self.headers.items()})
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(reply.body)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_PATCH = do_OPTIONS = _answer  # noqa: N815  # http.server's names

    def handle_one_request(self) -> None:
        """A reader who goes away is no error."""
        try:
            super().handle_one_request()
        except (ConnectionError, TimeoutError):
            self.close_connection = True

    def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002  # http.server's name
        """Say nothing."""
