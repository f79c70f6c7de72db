"""The local site, served as the template's distribution would serve it."""

import gzip
import json
import random
import shutil
import subprocess
from collections.abc import Iterator
from email.message import Message
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samtranslator.yaml_helper import yaml_parse

from broadsheet.local import LocalStack
from broadsheet.local.delivery import Redirect, answer_of, page_of
from tests.local.sketch import TEMPLATE

PAGE = b"<!doctype html><title>Storm</title>" + b"<p>It rains.</p>" * 100


class Reply:
    def __init__(self, status: int, headers: Message, body: bytes) -> None:
        self.status, self.headers, self.body = status, headers, body


@pytest.fixture
def read(stack: LocalStack) -> Any:
    address = urlsplit(stack.site_url)

    def request(target: str, method: str = "GET", **headers: str) -> Reply:
        connection = HTTPConnection(str(address.hostname), address.port, timeout=600)
        connection.request(method, target, headers={name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        reply = Reply(response.status, response.headers, response.read())
        connection.close()
        return reply

    return request


@pytest.fixture
def put(stack: LocalStack) -> Iterator[Any]:
    s3 = stack.client("s3")
    bucket = stack.outputs["SiteBucket"]

    def upload(key: str, body: bytes = PAGE, content_type: str = "text/html; charset=utf-8", **more: Any) -> None:
        s3.put_object(
            Bucket=bucket, Key=key, Body=body, ContentType=content_type, CacheControl="public, max-age=60", **more
        )

    yield upload
    for entry in s3.list_objects_v2(Bucket=bucket).get("Contents", []):
        s3.delete_object(Bucket=bucket, Key=entry["Key"])


def test_before_there_is_anything_a_plain_page_says_so(read: Any) -> None:
    reply = read("/")
    assert reply.status == 404
    assert b"Nothing here yet" in reply.body
    assert reply.headers["Content-Type"] == "text/html; charset=utf-8"


def test_a_folder_is_its_index(read: Any, put: Any) -> None:
    put("index.html", b"home")
    put("2026/11/storm/index.html", b"storm")
    assert read("/").body == b"home"
    assert read("/2026/11/storm/").body == b"storm"
    assert read("/2026/11/storm/?from=feed").body == b"storm"


def test_a_folder_without_its_slash_is_elsewhere(read: Any) -> None:
    reply = read("/2026/11/storm")
    assert (reply.status, reply.headers["Location"]) == (301, "/2026/11/storm/")


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("/2026/11/storm", "/2026/11/storm/"),
        ("/2026/11/storm/index.html", "/2026/11/storm/"),
        ("/index.html", "/"),
        ("//2026///11/storm/", "/2026/11/storm/"),
        ("/2026/./11/../storm/", "/2026/11/storm/"),
        ("/Section/City/", "/section/city/"),
        ("/tag/%C3%89t%C3%A9", "/tag/%C3%A9t%C3%A9/"),
        ("/archive/2026/11/?page=2", None),
        ("/media/a/Storm.JPG", None),
        ("/Old/Storm.HTML", None),
        ("/%ff", None),
        ("/100%", None),
    ],
)
def test_a_page_has_one_address(target: str, address: str | None) -> None:
    found = page_of(target.partition("?")[0])
    assert (found.location if isinstance(found, Redirect) else None) == address
    if address is not None:
        assert not isinstance(page_of(address), Redirect)


@given(st.text(alphabet="/\\%.aAeF5CÉİ", max_size=30))
def test_no_redirect_leads_to_another(uri: str) -> None:
    found = page_of(f"/{quote(uri, safe='/%')}")
    if isinstance(found, Redirect):
        assert not isinstance(page_of(found.location), Redirect)


@pytest.mark.parametrize("target", ["//evil.example", "/\\evil.example/x", "///evil"])
def test_no_address_leads_to_another_site(read: Any, target: str) -> None:
    location = read(target).headers["Location"] or "/"
    assert location.startswith("/")
    assert not location.startswith(("//", "/\\"))


def test_what_is_not_found_is_answered_with_the_sites_own_page(read: Any, put: Any) -> None:
    put("404.html", b"not here")
    reply = read("/nowhere/")
    assert (reply.status, reply.body) == (404, b"not here")


@pytest.mark.parametrize("name", ["توفان", "嵐", "été", "a b", "100%"])
def test_addresses_in_any_script_are_percent_encoded(read: Any, put: Any, name: str) -> None:
    put(f"2026/11/{name}/index.html", name.encode())
    assert read(quote(f"/2026/11/{name}/")).body == name.encode()


def test_headers_are_the_objects_and_the_policys(read: Any, put: Any) -> None:
    put("index.html", Metadata={"digest": "abc", "cache-tag": "home"})
    headers = read("/").headers
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["Cache-Control"] == "public, max-age=60"
    assert headers["ETag"]
    assert headers["Last-Modified"].endswith("GMT")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Strict-Transport-Security"].startswith("max-age=")
    assert headers["Content-Security-Policy"].startswith("default-src 'none';")
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Permissions-Policy"]
    assert "x-amz-meta-digest" not in headers


def test_other_sites_may_show_pictures_and_nothing_else(read: Any, put: Any) -> None:
    put("index.html", PAGE)
    put("media/harbour/storm.jpg", b"wind")
    policy = "Cross-Origin-Resource-Policy"
    assert {target: read(target).headers[policy] for target in ("/", "/media/harbour/storm.jpg", "/mediation/")} == {
        "/": "same-origin",
        "/media/harbour/storm.jpg": "cross-origin",
        "/mediation/": "same-origin",
    }
    headers = read("/media/harbour/storm.jpg").headers
    assert "sandbox" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "x-amz-meta-digest" not in headers


def test_errors_have_the_policys_headers_too(read: Any) -> None:
    assert "Content-Security-Policy" in read("/nowhere/").headers


def test_a_known_version_is_not_sent_again(read: Any, put: Any) -> None:
    put("index.html")
    etag = read("/").headers["ETag"]
    again = read("/", If_None_Match=f'"other", {etag}')
    assert (again.status, again.body) == (304, b"")
    assert again.headers["ETag"] == etag
    assert again.headers["Cache-Control"] == "public, max-age=60"
    assert read("/", If_None_Match='"other"').status == 200


def test_a_version_that_is_no_newer_than_the_readers_is_not_sent_again(read: Any, put: Any) -> None:
    put("index.html")
    modified = read("/").headers["Last-Modified"]
    assert read("/", If_Modified_Since=modified).status == 304
    assert read("/", If_Modified_Since="Mon, 02 Jan 2023 00:00:00 GMT").status == 200
    assert read("/", If_Modified_Since="yesterday").status == 200
    assert read("/", If_Modified_Since=modified, If_None_Match='"other"').status == 200


@pytest.mark.parametrize("metadata", [{"status": "410"}, {"status": "301", "location": "/2026/11/calm/"}])
def test_a_browser_that_knows_what_a_page_stands_for_is_told_that_it_still_holds(
    read: Any, put: Any, metadata: dict[str, str]
) -> None:
    put("2026/11/storm/index.html", Metadata=metadata)
    etag = read("/2026/11/storm/").headers["ETag"]
    again = read("/2026/11/storm/", If_None_Match=etag)
    assert (again.status, again.body, again.headers["ETag"]) == (304, b"", etag)
    assert "Location" not in again.headers
    assert not [name for name in again.headers if name.startswith("x-amz-meta")]
    assert read("/2026/11/storm/", If_None_Match='"as it was before"').status == int(metadata["status"])


def test_an_errors_page_is_sent_whatever_the_reader_has_and_no_edge_function_sees_it(read: Any, put: Any) -> None:
    put("404.html", Metadata={"status": "410"})
    etag = read("/404.html").headers["ETag"]
    reply = read("/nowhere/", If_None_Match=etag)
    assert (reply.status, reply.body) == (404, PAGE)
    assert reply.headers["x-amz-meta-status"] == "410"


def test_text_is_compressed_for_those_who_take_it(read: Any, put: Any) -> None:
    put("index.html")
    plain, packed = read("/"), read("/", Accept_Encoding="gzip, br")
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body == PAGE
    assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
    assert read("/", Accept_Encoding="gzip", If_None_Match=packed.headers["ETag"]).status == 304
    assert "Content-Encoding" not in read("/", Accept_Encoding="gzip;q=0").headers


def test_images_and_short_texts_are_not_compressed(read: Any, put: Any) -> None:
    put("media/a.jpg", PAGE, "image/jpeg")
    put("short/index.html", b"short")
    for target in ("/media/a.jpg", "/short/"):
        assert "Content-Encoding" not in read(target, Accept_Encoding="gzip").headers


def test_head_is_get_without_the_body(read: Any, put: Any) -> None:
    put("index.html")
    get, head = read("/"), read("/", "HEAD")
    assert head.body == b""
    assert head.headers["Content-Length"] == get.headers["Content-Length"] == str(len(PAGE))


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_other_methods_are_refused(read: Any, method: str) -> None:
    assert read("/", method).status == 403


@pytest.mark.skipif(shutil.which("node") is None, reason="CloudFront's functions are JavaScript, and there is no node")
def test_the_edge_function_and_its_stand_in_agree(tmp_path: Path) -> None:
    order = random.Random(0)
    pieces = [
        "/",
        "/",
        "//",
        "a",
        "B",
        ".",
        "..",
        "a.b",
        "index.html",
        "section",
        "Tag",
        "%D8%AA",
        "%C3%89",
        "%2F",
        "%5C",
    ]
    pieces += ["\\", "%25", "%", "%zz", "%ff", "'(!)*~", "media", "%20", "İ"]
    uris = ["/", "/a", "/a/", "/a/b.json", "/a.b/", "/index.html", "/a/index.html", "//evil.example", "/\\evil", "x"]
    uris += ["".join(order.choices(pieces, k=order.randint(1, 8))) for _ in range(3000)]
    code = yaml_parse(TEMPLATE.read_text())["Resources"]["PageAddresses"]["Properties"]["FunctionCode"]
    script = tmp_path / "edge.js"
    script.write_text(
        f"{code}\nconst answer = uri => {{ const it = handler({{request: {{uri: uri}}}});"
        "return it.statusCode ? {location: it.headers.location.value} : {uri: it.uri}; };"
        f"console.log(JSON.stringify({json.dumps(uris)}.map(answer)));"
    )
    found = json.loads(subprocess.run(["node", script], check=True, capture_output=True).stdout)
    expected = [page_of(uri) for uri in uris]
    assert found == [{"location": page.location} if isinstance(page, Redirect) else {"uri": page} for page in expected]


def test_a_page_that_stands_for_nothing_any_more_is_answered_as_gone(put: Any, read: Any) -> None:
    put("2026/11/storm/index.html", Metadata={"status": "410"})
    reply = read("/2026/11/storm/")
    assert (reply.status, reply.body) == (410, PAGE)
    assert not [name for name in reply.headers if name.startswith("x-amz-meta")]


def test_an_old_address_is_answered_with_the_new_one(put: Any, read: Any) -> None:
    put("2026/11/storm/index.html", Metadata={"status": "301", "location": "/2026/11/calm/"})
    reply = read("/2026/11/storm/")
    assert (reply.status, reply.headers["Location"]) == (301, "/2026/11/calm/")
    assert reply.body == PAGE


@pytest.mark.skipif(shutil.which("node") is None, reason="the edge function is JavaScript, and there is no Node")
@pytest.mark.parametrize(
    ("status", "metadata"),
    [
        (200, {}),
        (200, {"x-amz-meta-status": "410"}),
        (200, {"x-amz-meta-status": "301", "x-amz-meta-location": "/%D8%AA/"}),
        (200, {"x-amz-meta-status": "301"}),
        (200, {"x-amz-meta-status": "teapot"}),
        (304, {"x-amz-meta-status": "410"}),
        (404, {"x-amz-meta-status": "410"}),
    ],
)
def test_the_local_site_answers_as_the_edge_function_does(status: int, metadata: dict[str, str]) -> None:
    code = yaml_parse(TEMPLATE.read_text())["Resources"]["PageStatus"]["Properties"]["FunctionCode"]
    headers = {"content-type": {"value": "text/html"}, **{name: {"value": text} for name, text in metadata.items()}}
    event = {"request": {}, "response": {"statusCode": status, "headers": headers}}
    script = f"{code}\nconsole.log(JSON.stringify(handler({json.dumps(event)})))"
    answer = json.loads(subprocess.run(["node", "-e", script], capture_output=True, text=True, check=True).stdout)
    told = {name: each["value"] for name, each in answer["headers"].items()}
    played, kept = answer_of(status, {"content-type": "text/html", **metadata})
    assert (answer["statusCode"], told) == (played, {name.lower(): text for name, text in kept.items()})
