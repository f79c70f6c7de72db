"""The herald on urllib3. Whom it talks to is looked up once, judged, and then talked to at that very IP address.

Settings may be wrong, or a name may lead to a machine of the network that a function runs in: so nothing is told to
addresses that are no public ones, nor through a redirect.
"""

import ipaddress
import socket
from enum import StrEnum
from http import HTTPStatus
from typing import Final
from urllib.parse import SplitResult, urlsplit

from urllib3 import BaseHTTPResponse, HTTPConnectionPool, HTTPSConnectionPool, Timeout
from urllib3.exceptions import HTTPError

from broadsheet.article import Unavailable
from broadsheet.stores.herald import Refused

_PATIENCE: Final = Timeout(connect=3, read=5)
LONGEST_POST_SECONDS: Final = 8
"""Both together."""
_EXCERPT_BYTES: Final = 300
_LATER: Final = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS}


class Reach(StrEnum):
    """Whom a herald talks to."""

    PUBLIC = "public"
    LOOPBACK = "loopback"
    """Only to this machine: for a local stack, which must not tell the world of what is tried out."""


class HttpHerald:
    """One connection for each message."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach

    def post(self, url: str, body: bytes, *, content_type: str) -> None:
        """One POST, which gives up after some eight seconds."""
        parts = urlsplit(url)
        address = self._address(parts)
        headers = {"Host": parts.netloc, "Content-Type": content_type, "User-Agent": "Broadsheet"}
        target = parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
        try:
            with _connected(parts, address) as pool:
                answer = pool.urlopen(
                    "POST", target, body=body, headers=headers, redirect=False, retries=False, preload_content=False
                )
                said = _said(answer)
                answer.release_conn()
        except (HTTPError, OSError) as error:
            message = f"{parts.hostname} can't be told: {error}"
            raise Unavailable(message) from error
        status = answer.status
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in _LATER:
            message = f"{parts.hostname} answers {status}: {said}"
            raise Unavailable(message)
        if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            message = f"{parts.hostname} answers {status}: {said}"
            raise Refused(message)

    def _address(self, parts: SplitResult) -> str:
        """The IP address to talk to."""
        host = parts.hostname or ""
        try:
            found = socket.getaddrinfo(host, _port(parts), type=socket.SOCK_STREAM)
        except OSError as error:
            message = f"{host} can't be found: {error}"
            raise Unavailable(message) from error
        addresses = [str(place[0]) for _, _, _, _, place in found]
        reached = [address for address in addresses if self._may_reach(address)]
        if len(reached) < len(addresses):
            message = f"{host} is at {', '.join(addresses)}, where nothing is told: it is not {_MEANT[self._reach]}"
            raise Refused(message)
        return reached[0]

    def _may_reach(self, text: str) -> bool:
        address = ipaddress.ip_address(text.partition("%")[0])
        if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
            address = address.ipv4_mapped
        if self._reach is Reach.LOOPBACK:
            return address.is_loopback
        return address.is_global and not address.is_multicast


_MEANT: Final = {Reach.PUBLIC: "a public address", Reach.LOOPBACK: "this machine, and this is a local stack"}


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)


def _connected(parts: SplitResult, address: str) -> HTTPConnectionPool:
    """A pool that talks to an IP address, as to the host that was meant: its certificate is the host's."""
    if parts.scheme == "https":
        host = parts.hostname
        return HTTPSConnectionPool(
            address, _port(parts), timeout=_PATIENCE, maxsize=1, server_hostname=host, assert_hostname=host
        )
    return HTTPConnectionPool(address, _port(parts), timeout=_PATIENCE, maxsize=1)


def _said(answer: BaseHTTPResponse) -> str:
    return repr(answer.read(_EXCERPT_BYTES).decode(errors="replace"))
