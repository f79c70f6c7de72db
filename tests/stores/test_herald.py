"""The herald against a server of this machine, and against addresses that nothing may be told to."""

import socket
from pathlib import Path
from typing import Any

import pytest

from broadsheet.article import StoreError, Unavailable
from broadsheet.stores.herald import Refused
from broadsheet.stores.http_herald import HttpHerald, Reach
from tests.hub import Hub, certified

LOCAL = HttpHerald(Reach.LOOPBACK)
WORLD = HttpHerald(Reach.PUBLIC)


def test_a_message_arrives_as_it_was_sent(hub: Hub) -> None:
    LOCAL.post(hub.url("/a/204"), b"hub.mode=publish", content_type="application/x-www-form-urlencoded")

    path, body, headers = hub.heard[-1]
    assert (path, body) == ("/a/204", b"hub.mode=publish")
    assert headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert headers["Host"].startswith("localhost:")


def test_over_tls_the_certificate_is_that_of_the_host_that_was_meant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secured = certified("hub.example", tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
    place = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", secured.server.server_port))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [place])
    try:
        LOCAL.post(f"https://hub.example:{secured.server.server_port}/204", b"x", content_type="text/plain")
        assert [body for _, body, _ in secured.heard] == [b"x"]
        with pytest.raises(Unavailable, match=r"doesn't match 'hub\.example'"):
            LOCAL.post(f"https://other.example:{secured.server.server_port}/204", b"x", content_type="text/plain")
    finally:
        secured.stop()


@pytest.mark.parametrize("status", [429, 408, 500, 503])
def test_who_is_busy_is_told_later(hub: Hub, status: int) -> None:
    with pytest.raises(Unavailable, match=rf"{status}: 'said\.'"):
        LOCAL.post(hub.url(f"/{status}"), b"", content_type="text/plain")


@pytest.mark.parametrize("status", [301, 307, 400, 403, 404, 422])
def test_a_no_is_a_no_and_no_redirect_is_followed(hub: Hub, status: int) -> None:
    before = len(hub.heard)
    with pytest.raises(Refused, match=str(status)):
        LOCAL.post(hub.url(f"/{status}"), b"", content_type="text/plain")
    assert len(hub.heard) == before + 1


def test_where_nobody_listens_it_is_told_later() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(Unavailable, match="can't be told"):
        LOCAL.post(f"http://127.0.0.1:{port}/", b"", content_type="text/plain")


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "10.0.0.8", "192.168.1.1", "172.16.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1"),
        *("[::1]", "[fd00::1]", "[fe80::1]", "[::ffff:127.0.0.1]", "[::ffff:10.0.0.1]", "224.0.0.1", "localhost"),
    ],
)
def test_the_world_is_told_and_no_private_machine(host: str) -> None:
    with pytest.raises(Refused, match="not a public address"):
        WORLD.post(f"http://{host}/", b"", content_type="text/plain")


def test_a_name_that_leads_to_a_private_machine_too_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    places = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in ("93.184.215.14", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: places)

    with pytest.raises(Refused, match=r"93\.184\.215\.14, 10\.0\.0\.1"):
        WORLD.post("https://hub.example/", b"", content_type="text/plain")


def test_a_local_stack_tells_nobody_else() -> None:
    with pytest.raises(Refused, match="this is a local stack"):
        LOCAL.post("https://93.184.215.14/", b"", content_type="text/plain")


def test_a_name_that_nobody_knows_is_looked_for_later(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(8, "nodename nor servname provided")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(StoreError, match=r"hub\.example can't be found"):
        WORLD.post("https://hub.example/", b"", content_type="text/plain")
