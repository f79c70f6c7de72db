"""Which objects a call to S3 has created or removed, read from the call and its answer."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, urlencode

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

    from broadsheet.local.endpoint import Answer, Ask

_EMPTY_MD5: Final = "d41d8cd98f00b204e9800998ecf8427e"
_PARTS_OF_AN_OBJECT: Final = {
    "acl",
    "attributes",
    "legal-hold",
    "partNumber",
    "restore",
    "retention",
    "select",
    "tagging",
    "torrent",
}
"""The subresources that make a PUT, POST or DELETE of a key something else than one of the object."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An object created or removed; `event` is S3's name for it ("ObjectCreated:Put"). What S3 doesn't tell is None."""

    event: str
    bucket: str
    key: str
    version: str | None = None
    etag: str | None = None
    size_bytes: int | None = None


def changes_of(environ: "WSGIEnvironment", answer: "Answer", ask: "Ask") -> Iterator[Change]:
    """What a successful call has changed; nothing for a call that is not S3's or changes no object."""
    if "HTTP_X_AMZ_TARGET" in environ:
        return
    path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")
    bucket, _, key = path.removeprefix("/").partition("/")
    query = parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True)
    if not bucket or _PARTS_OF_AN_OBJECT & set(query):
        return
    match environ["REQUEST_METHOD"]:
        case "PUT" if key and "uploadId" not in query:
            name = "Copy" if "HTTP_X_AMZ_COPY_SOURCE" in environ else "Put"
            yield _created(name, bucket, key, answer, ask)
        case "POST" if key and "uploadId" in query:
            yield _created("CompleteMultipartUpload", bucket, key, answer, ask)
        case "DELETE" if key and "uploadId" not in query:
            yield _removed(bucket, key, answer, version=query.get("versionId", [None])[0])
        case "POST" if not key and "delete" in query:
            asked = _asked(environ)
            if "<Quiet>true</Quiet>" in asked:
                yield from _removed_quietly(bucket, asked, answer, ask)
            else:
                yield from _removed_together(bucket, answer)


def _created(name: str, bucket: str, key: str, answer: "Answer", ask: "Ask") -> Change:
    version = answer.headers.get("x-amz-version-id")
    head = ask("HEAD", urlencode({"versionId": version}) if version else "")
    return Change(
        event=f"ObjectCreated:{name}",
        bucket=bucket,
        key=key,
        version=version or head.headers.get("x-amz-version-id"),
        etag=head.headers.get("etag", "").strip('"'),
        size_bytes=int(head.headers.get("content-length", 0)),
    )


def _removed(bucket: str, key: str, answer: "Answer", *, version: str | None) -> Change:
    if version is None and answer.headers.get("x-amz-delete-marker") == "true":
        return _marked(bucket, key, answer.headers.get("x-amz-version-id"))
    return Change(event="ObjectRemoved:Delete", bucket=bucket, key=key, version=version)


def _marked(bucket: str, key: str, marker: str | None) -> Change:
    return Change(event="ObjectRemoved:DeleteMarkerCreated", bucket=bucket, key=key, version=marker, etag=_EMPTY_MD5)


def _removed_together(bucket: str, answer: "Answer") -> Iterator[Change]:
    """DeleteObjects answers with what became of each key."""
    for fields in _elements("Deleted", answer.body.decode()):
        key, version = fields["Key"], fields.get("VersionId")
        if version is None and fields.get("DeleteMarker") == "true":
            yield _marked(bucket, key, fields.get("DeleteMarkerVersionId"))
        else:
            yield Change(event="ObjectRemoved:Delete", bucket=bucket, key=key, version=version)


def _removed_quietly(bucket: str, asked: str, answer: "Answer", ask: "Ask") -> Iterator[Change]:
    """DeleteObjects that is asked to be quiet answers with what it could not do; so no version of a marker is known."""
    keeps_versions = "<Status>Enabled</Status>" in ask("GET", "versioning").body.decode()
    failed = [fields["Key"] for fields in _elements("Error", answer.body.decode())]
    for fields in _elements("Object", asked):
        key, version = fields["Key"], fields.get("VersionId")
        if key in failed:
            continue
        if version is None and keeps_versions:
            yield _marked(bucket, key, None)
        else:
            yield Change(event="ObjectRemoved:Delete", bucket=bucket, key=key, version=version)


def _elements(name: str, text: str) -> Iterator[dict[str, str]]:
    """Of each element of that name, the text of the elements within."""
    for found in re.findall(rf"<{name}>(.*?)</{name}>", text, re.DOTALL):
        yield {field: unescape(value) for field, value in re.findall(r"<(\w+)>([^<]*)</\1>", found)}


def _asked(environ: "WSGIEnvironment") -> str:
    environ["wsgi.input"].seek(0)
    body: bytes = environ["wsgi.input"].read()
    return body.decode()
